//! Pictures come in.

use dataset::manifest::Label;
use dataset::{Aside, Background, Device, Masks, Said};
use samples::Expected;

use crate::support::{Bench, labelled, png, said};

/// What a day in the field brings: most of it is taken, and what is no picture is kept aside.
#[test]
fn every_file_is_taken_or_kept_aside_with_the_reason() {
    let mut bench = Bench::new([]);
    let batch = samples::batch();
    for sample in &batch {
        let folder = format!("{}-{}", sample.device_class, sample.device_id);
        bench.file(&format!("{folder}/{}", sample.file), &sample.bytes);
    }
    let by_folder = Said {
        device: Device::Folder,
        ..said()
    };
    let added = bench.add(&by_folder).unwrap();
    let count =
        |wanted: fn(&Expected) -> bool| batch.iter().filter(|s| wanted(&s.expected)).count();
    let taken = count(|e| matches!(e, Expected::Sound | Expected::Defective { .. }));
    let duplicates = count(|e| *e == Expected::Duplicate);
    assert_eq!((added.new, added.known), (taken, duplicates));
    assert_eq!(
        added.aside.len(),
        count(|e| matches!(e, Expected::Rejected { .. }))
    );
    let mut reasons: Vec<String> = added
        .aside
        .iter()
        .map(|aside| {
            format!(
                "{}: {}",
                aside.name.rsplit('/').next().unwrap(),
                aside.reason
            )
        })
        .collect();
    reasons.sort();
    insta::assert_snapshot!(reasons.join("\n"));
    for Aside { copy, .. } in &added.aside {
        let copy = copy.as_ref().unwrap();
        assert!(bench.root().join("aside").join(copy).is_file());
    }
    assert_eq!(bench.dataset.aside().unwrap(), added.aside);
    // The same again changes nothing.
    let again = bench.add(&by_folder).unwrap();
    assert_eq!((again.new, again.completed), (0, 0));
    assert_eq!(bench.dataset.aside().unwrap(), added.aside);
}

#[test]
fn what_was_missing_is_taken_and_what_differs_is_told() {
    let mut bench = Bench::new([1, 2]);
    let now = Said {
        label: Some(Label::Anomalous),
        kinds: vec!["dent".parse().unwrap()],
        device: Device::Known("m-1".parse().unwrap()),
        ..said()
    };
    let added = bench.add(&now).unwrap();
    assert_eq!((added.new, added.completed, added.known), (0, 2, 0));
    let other = Said {
        label: Some(Label::Normal),
        kinds: Vec::new(),
        device: Device::Known("m-2".parse().unwrap()),
        ..said()
    };
    let added = bench.add(&other).unwrap();
    assert_eq!((added.new, added.completed, added.known), (0, 0, 2));
    let told: Vec<String> = added
        .differing
        .iter()
        .map(|d| format!("{}: {} stays {}, not {}", d.name, d.what, d.kept, d.given))
        .collect();
    insta::assert_snapshot!(told.join("\n"), @r"
    1.png: device stays m-1, not m-2
    1.png: label stays anomalous (dent), not normal
    2.png: device stays m-1, not m-2
    2.png: label stays anomalous (dent), not normal
    ");
    assert_eq!(
        bench.item("1.png").line.label.unwrap().label,
        Label::Anomalous
    );
}

#[test]
fn a_picture_that_comes_twice_at_once_is_one() {
    let mut bench = Bench::new([]);
    bench.file("a.png", &png(1));
    bench.file("b.png", &png(1));
    let added = bench.add(&said()).unwrap();
    assert_eq!((added.new, added.known), (1, 1));
    assert_eq!(bench.dataset.items().len(), 1);
}

#[test]
fn masks_come_with_their_pictures_in_two_colours() {
    let mut bench = Bench::new([]);
    bench.file("a.png", &png(1));
    bench.file("b.png", &png(2));
    bench.file("c.png", &png(3));
    let masks = bench.folder.path().join("masks");
    std::fs::create_dir_all(&masks).unwrap();
    // Black with a grey edge and a white square, as public sets have them.
    let mask = |sides: (u32, u32)| {
        let value = |x: u32| {
            if x < 20 {
                255
            } else if x < 24 {
                90
            } else {
                0
            }
        };
        let data = (0..sides.1)
            .flat_map(|_| (0..sides.0).flat_map(move |x| [value(x); 3]))
            .collect();
        vision::picture::Pixels::new(sides.0, sides.1, data)
            .unwrap()
            .encode_png()
            .unwrap()
    };
    std::fs::write(masks.join("a.png"), mask((96, 80))).unwrap();
    std::fs::write(masks.join("b.png"), mask((48, 40))).unwrap();
    let added = bench
        .add(&Said {
            label: Some(Label::Anomalous),
            kinds: vec!["dent".parse().unwrap()],
            masks: Some(Masks {
                folder: masks,
                pictures: Vec::new(),
                kind: "dent".parse().unwrap(),
                background: Background::Black,
            }),
            ..said()
        })
        .unwrap();
    assert_eq!(added.new, 2);
    let [aside] = &added.aside[..] else {
        panic!("{added:?}")
    };
    assert!(
        aside.reason.contains("48 x 40") && aside.reason.contains("96 x 80"),
        "{aside:?}"
    );
    let drawn = bench.item("a.png").line.mask.unwrap();
    let bytes = std::fs::read(bench.root().join(&drawn.source)).unwrap();
    let limits = vision::picture::Limits {
        min_side: 1,
        ..dataset::LIMITS
    };
    let pixels = vision::picture::decode(&bytes, &limits).unwrap().pixels;
    let white = pixels
        .data()
        .chunks_exact(3)
        .filter(|rgb| *rgb == [255; 3])
        .count();
    let green = pixels
        .data()
        .chunks_exact(3)
        .filter(|rgb| *rgb == [0x2c, 0xa0, 0x2c])
        .count();
    assert_eq!((white, green), (76 * 80, 20 * 80));
    assert_eq!(bench.item("c.png").line.mask, None);
    assert_eq!(
        bench.item("c.png").line.label,
        Some(labelled(Label::Anomalous, &["dent"]))
    );
}
