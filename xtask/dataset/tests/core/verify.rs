//! Every mistake of a dataset is found, with its picture and the way out.

use dataset::manifest::{Annotation, Color, Label, Mask};
use dataset::{
    Fractions, NEAR_DISTANCE, Part, Wanted, examine, mask_path, split, verify, write_parts,
};
use diagnostics::Diagnostics;

use crate::support::{Bench, labelled, picture, png};

fn check(bench: &Bench) -> Diagnostics {
    verify(&bench.dataset, NEAR_DISTANCE, |_| {}).unwrap()
}

/// The rules that were broken, each with the name of its picture where that can be told.
fn told(bench: &Bench) -> Vec<String> {
    let found = check(bench);
    found
        .iter()
        .map(|diagnostic| {
            let place = diagnostic.address.to_string();
            let items = bench.dataset.items().values();
            let named = items.filter(|item| place.contains(item.facts.id.as_str()));
            let name = named.map(|item| item.facts.name.clone()).next();
            assert!(diagnostic.help.is_some(), "{diagnostic}");
            format!("{} {}", diagnostic.code, name.unwrap_or(place))
        })
        .collect()
}

/// Draws a mask of this size and colour, and gives it to a picture.
fn draw(bench: &mut Bench, name: &str, size: (u32, u32), color: [u8; 3]) {
    let data = color.repeat((size.0 * size.1) as usize);
    let bytes = vision::picture::Pixels::new(size.0, size.1, data)
        .unwrap()
        .encode_png()
        .unwrap();
    let source = mask_path(&dataset::Digest::of(&bytes).picture_id());
    let path = bench.root().join(&source);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
    let kinds = [("dent".parse().unwrap(), Color([0x2c, 0xa0, 0x2c]))];
    let by = Annotation::by_a_person("test", jiff::Timestamp::UNIX_EPOCH);
    bench.change(name, |item| {
        item.line.mask = Some(Mask::new(source, &kinds, by));
    });
}

fn label(bench: &mut Bench, name: &str, label: Label) {
    bench.change(name, |item| item.line.label = Some(labelled(label, &[])));
}

#[test]
fn a_good_dataset_has_no_mistakes() {
    let mut bench = Bench::new(0..8);
    for number in 0..8 {
        let label_of = if number < 4 {
            Label::Normal
        } else {
            Label::Anomalous
        };
        label(&mut bench, &format!("{number}.png"), label_of);
    }
    let wanted = Wanted {
        fractions: "0.5/0.5".parse::<Fractions>().unwrap(),
        seed: 0,
        distance: NEAR_DISTANCE,
        anew: false,
    };
    split(&mut bench.dataset, &wanted).unwrap();
    write_parts(&bench.dataset, None).unwrap();
    assert_eq!(check(&bench).to_string(), "");
    // Where the pictures are for who trains makes no difference.
    let prefix = "s3://bucket/x".parse().unwrap();
    write_parts(&bench.dataset, Some(&prefix)).unwrap();
    assert_eq!(check(&bench).to_string(), "");
}

#[test]
fn files_are_held_against_the_manifest() {
    let bench = Bench::new(0..4);
    let path = |name: &str| bench.root().join(bench.item(name).facts.path());
    std::fs::remove_file(path("0.png")).unwrap();
    std::fs::write(path("1.png"), png(77)).unwrap();
    let mut cut = std::fs::read(path("2.png")).unwrap();
    cut.truncate(200);
    std::fs::write(path("2.png"), cut).unwrap();
    std::fs::write(path("3.png").with_file_name("extra.png"), b"x").unwrap();
    let extra = format!(
        "pictures/{}/extra.png",
        &bench.item("3.png").facts.id.as_str()[..2]
    );
    let mut found = told(&bench);
    found.sort();
    let expected = [
        "dataset::checksum 1.png".to_owned(),
        "dataset::checksum 2.png".to_owned(),
        format!("dataset::left-over {extra}"),
        "dataset::missing 0.png".to_owned(),
    ];
    assert_eq!(found, expected);
    assert!(check(&bench).has_errors());
}

#[test]
fn facts_that_the_bytes_do_not_bear_out_are_told() {
    let mut bench = Bench::new([1]);
    bench.change("1.png", |item| item.facts.width = 97);
    assert_eq!(told(&bench), ["dataset::facts 1.png"]);
}

#[test]
fn masks_go_with_their_pictures() {
    let mut bench = Bench::new(0..6);
    for name in ["0.png", "1.png", "2.png", "3.png", "5.png"] {
        label(&mut bench, name, Label::Anomalous);
    }
    label(&mut bench, "4.png", Label::Normal);
    draw(&mut bench, "0.png", (96, 80), [0x2c, 0xa0, 0x2c]);
    draw(&mut bench, "1.png", (80, 96), [0x2c, 0xa0, 0x2c]);
    draw(&mut bench, "2.png", (96, 80), [0x2c, 0xa0, 0x2d]);
    draw(&mut bench, "4.png", (96, 80), [0x2c, 0xa0, 0x2c]);
    draw(&mut bench, "5.png", (96, 80), [0, 0, 0]);
    let gone = bench.item("5.png").line.mask.unwrap().source;
    std::fs::remove_file(bench.root().join(gone)).unwrap();
    let mut found = told(&bench);
    found.sort();
    assert_eq!(
        found,
        [
            "dataset::mask-color 2.png",
            "dataset::mask-missing 5.png",
            "dataset::mask-size 1.png",
            "dataset::mask-without-anomaly 4.png",
            "dataset::no-mask 3.png",
        ]
    );
}

/// The same picture in another compression, as it comes from a messenger.
fn near(bench: &mut Bench, seed: u64, name: &str) {
    let jpeg = picture(seed).encode_jpeg(70).unwrap();
    let (facts, _) = examine(name, &jpeg).unwrap();
    let hash = facts.hash.unwrap();
    assert!(
        hash.distance(&bench.item(&format!("{seed}.png")).facts.hash.unwrap()) <= NEAR_DISTANCE
    );
    bench.file(name, &jpeg);
    bench.add(&crate::support::said()).unwrap();
}

#[test]
fn near_duplicates_and_what_people_say_of_them() {
    let mut bench = Bench::new(0..4);
    near(&mut bench, 2, "again.jpg");
    label(&mut bench, "2.png", Label::Normal);
    let first = bench
        .item("2.png")
        .facts
        .id
        .min(bench.item("again.jpg").facts.id);
    let items = bench.dataset.items();
    let name = items[&first].facts.name.clone();
    assert_eq!(told(&bench), [format!("dataset::near-duplicates {name}")]);
    label(&mut bench, "again.jpg", Label::Anomalous);
    let both = [
        format!("dataset::near-duplicates {name}"),
        format!("dataset::contradicting-labels {name}"),
    ];
    assert_eq!(told(&bench), both);
    let nothing_is_near = verify(&bench.dataset, 0, |_| {}).unwrap();
    let distance = bench.item("2.png").facts.hash.unwrap();
    let distance = distance.distance(&bench.item("again.jpg").facts.hash.unwrap());
    assert_eq!(nothing_is_near.is_empty(), distance > 0);
}

#[test]
fn leaks_between_parts_are_found_whatever_ties_them() {
    let mut bench = Bench::new(0..7);
    near(&mut bench, 4, "again.jpg");
    let mut put = |name: &str, part: Part, device: Option<&str>, series: Option<&str>| {
        bench.change(name, |item| {
            item.line.label = Some(labelled(Label::Normal, &[]));
            item.line.group.part = Some(part);
            item.line.group.device = device.map(|device| device.parse().unwrap());
            item.line.group.series = series.map(|series| series.parse().unwrap());
        });
    };
    put("0.png", Part::Train, Some("m-1"), None);
    put("1.png", Part::Test, Some("m-1"), None);
    put("2.png", Part::Train, None, Some("s-1"));
    put("3.png", Part::Validation, None, Some("s-1"));
    put("4.png", Part::Train, None, None);
    put("again.jpg", Part::Test, None, None);
    // Of another class, with a device of the same name: another device.
    put("5.png", Part::Test, Some("m-9"), None);
    put("6.png", Part::Train, Some("m-9"), None);
    bench.change("6.png", |item| {
        item.line.group.device_class = Some("pipe".parse().unwrap());
    });
    write_parts(&bench.dataset, None).unwrap();
    let found = check(&bench);
    let leaks: Vec<String> = found
        .iter()
        .filter(|diagnostic| diagnostic.code == "dataset::leak")
        .map(|diagnostic| diagnostic.detail.clone().unwrap())
        .collect();
    assert_eq!(leaks.len(), 3, "{found}");
    for tie in ["of the same device", "of the same capture series", "same"] {
        assert!(leaks.iter().any(|leak| leak.contains(tie)), "{leaks:?}");
    }
}

#[test]
fn a_part_whose_manifest_is_old_is_told() {
    let mut bench = Bench::new(0..4);
    for number in 0..4 {
        bench.change(&format!("{number}.png"), |item| {
            item.line.label = Some(labelled(Label::Normal, &[]));
            item.line.group.part = Some(Part::Train);
        });
    }
    assert_eq!(told(&bench), ["dataset::stale-part train"]);
    write_parts(&bench.dataset, None).unwrap();
    assert_eq!(told(&bench), [] as [&str; 0]);
    label(&mut bench, "1.png", Label::Anomalous);
    assert_eq!(told(&bench), ["dataset::stale-part train"]);
}

/// Edited by hand, a manifest is held to what it must be before anything else is looked at.
#[test]
fn a_manifest_that_was_edited_wrongly_is_not_opened() {
    let mut bench = Bench::new([1, 2]);
    bench.edit_manifest(|text| format!("{text}{}", text.lines().next().unwrap()));
    let error = dataset::Dataset::open(bench.root())
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("dataset::repeated-picture") && error.contains("line 1"),
        "{error}"
    );
    let mut bench = Bench::new([1]);
    bench.edit_manifest(|text| text.replace("\"pictures/", "\"../pictures/"));
    let error = dataset::Dataset::open(bench.root())
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("source-ref") && error.contains("../pictures/"),
        "{error}"
    );
}
