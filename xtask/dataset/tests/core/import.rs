//! Datasets of Lookout for Vision and Ground Truth are taken over.

use dataset::manifest::Label;
use dataset::{Added, Dataset, Import, ImportError, import_lookout};
use serde_json::{Value, json};

use crate::support::{Bench, png};

const MANIFEST: &str = include_str!("data/lookout.manifest");

/// A mask of a picture of the support's size, half of it in the first colour of the manifest.
fn mask() -> Vec<u8> {
    let data = (0..80)
        .flat_map(|_| (0..96).flat_map(|x| if x < 48 { [0x2c, 0xa0, 0x2c] } else { [255; 3] }));
    vision::picture::Pixels::new(96, 80, data.collect())
        .unwrap()
        .encode_png()
        .unwrap()
}

fn bucket(bench: &Bench, prefix: &str) {
    for (name, bytes) in [
        ("train/good-001.png", png(1)),
        ("train/bad-001.png", png(2)),
        ("train/new-001.png", png(3)),
        ("masks/bad-001.png", mask()),
    ] {
        bench.file(&format!("{prefix}{name}"), &bytes);
    }
}

fn import(bench: &mut Bench, manifest: &str) -> Result<Added, ImportError> {
    import_chosen(bench, manifest, None, None)
}

fn import_chosen(
    bench: &mut Bench,
    manifest: &str,
    label: Option<&str>,
    mask: Option<&str>,
) -> Result<Added, ImportError> {
    let import = Import {
        manifest: manifest.to_owned(),
        pictures: bench.pictures(),
        device_class: "panel".parse().unwrap(),
        series: Some("line-4".parse().unwrap()),
        label_attribute: label.map(str::to_owned),
        mask_attribute: mask.map(str::to_owned),
    };
    import_lookout(&mut bench.dataset, &import, |_| {})
}

/// What Ground Truth writes beside a label.
fn labelled(class: &str) -> Value {
    json!({ "class-name": class, "type": "groundtruth/image-classification",
        "human-annotated": "yes", "creation-date": "2026-01-01T00:00:00" })
}

/// And beside a mask.
fn drawn() -> Value {
    json!({ "internal-color-map": {
            "0": { "class-name": "BACKGROUND", "hex-color": "#ffffff" },
            "1": { "class-name": "scratch", "hex-color": "#2ca02c" } },
        "type": "groundtruth/semantic-segmentation",
        "human-annotated": "yes", "creation-date": "2026-01-01T00:00:00" })
}

fn mistakes(outcome: Result<Added, ImportError>) -> String {
    match outcome {
        Err(ImportError::Invalid(found)) => found.to_string(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn labels_masks_and_all_else_come_over() {
    // A copy of the bucket, or of a prefix of it.
    for prefix in ["line-4/", ""] {
        let mut bench = Bench::new([]);
        bucket(&bench, prefix);
        let added = import(&mut bench, MANIFEST).unwrap();
        assert_eq!((added.new, added.aside.len()), (3, 0), "{added:?}");
        let good = bench.item("good-001.png").line;
        assert_eq!(good.label.unwrap().label, Label::Normal);
        assert_eq!(
            good.rest["imported-from"],
            "s3://factory-images/line-4/train/good-001.png"
        );
        assert_eq!(good.group.series.unwrap().as_str(), "line-4");
        let bad = bench.item("bad-001.png").line;
        // The manifest tells of two kinds, and the mask has the first.
        assert_eq!(bad.label.unwrap().kinds, ["scratch".parse().unwrap()]);
        assert_eq!(bad.rest["camera"]["lens"][1], "b");
        let mask_file = bench.root().join(bad.mask.unwrap().source);
        assert_eq!(std::fs::read(mask_file).unwrap(), mask());
        assert_eq!(bench.item("new-001.png").line.label, None);
        let found = dataset::verify(&bench.dataset, 0, |_| {}).unwrap();
        assert!(found.is_empty(), "{found}");
        let again = import(&mut bench, MANIFEST).unwrap();
        assert_eq!((again.new, again.known), (0, 3));
    }
}

#[test]
fn every_file_that_is_not_there_is_told_before_anything_is_changed() {
    let mut bench = Bench::new([]);
    bench.file("line-4/train/good-001.png", &png(1));
    let found = mistakes(import(&mut bench, MANIFEST));
    for (line, name) in [
        ("line 2.source-ref", "bad-001"),
        ("line 2.anomaly-mask-ref", "bad-001"),
        ("line 4.source-ref", "new-001"),
    ] {
        assert!(found.contains(line) && found.contains(name), "{found}");
    }
    assert!(found.contains("aws s3 sync"), "{found}");
    assert!(bench.dataset.items().is_empty());
}

#[test]
fn two_objects_are_not_taken_for_one_file() {
    let mut bench = Bench::new([]);
    bench.file("a.png", &png(1));
    let manifest =
        "{\"source-ref\":\"s3://b/train/a.png\"}\n{\"source-ref\":\"s3://b/test/a.png\"}\n";
    let found = mistakes(import(&mut bench, manifest));
    assert!(
        found.contains("dataset::same-file") && found.contains("s3://b/train/a.png"),
        "{found}"
    );
}

#[test]
fn no_manifest_leads_out_of_the_folder() {
    let mut bench = Bench::new([]);
    std::fs::write(bench.folder.path().join("secret.png"), png(1)).unwrap();
    std::fs::create_dir_all(bench.pictures()).unwrap();
    for reference in [
        "s3://b/../secret.png",
        "../secret.png",
        "s3://b/x/../../secret.png",
        "s3://b",
        "/",
    ] {
        let manifest = serde_json::json!({ "source-ref": reference }).to_string();
        let found = mistakes(import(&mut bench, &manifest));
        assert!(found.contains("names no object"), "{found}");
    }
}

#[test]
fn a_picture_or_mask_that_is_none_is_kept_aside() {
    let mut bench = Bench::new([]);
    bucket(&bench, "");
    bench.file("train/good-001.png", b"no picture");
    bench.file(
        "masks/bad-001.png",
        &vision::picture::Pixels::new(8, 8, vec![255; 192])
            .unwrap()
            .encode_png()
            .unwrap(),
    );
    let added = import(&mut bench, MANIFEST).unwrap();
    let reasons: Vec<&str> = added
        .aside
        .iter()
        .map(|aside| aside.reason.as_str())
        .collect();
    let [text, size] = reasons[..] else {
        panic!("{added:?}")
    };
    assert!(
        text.contains("no picture") && size.contains("8 x 8"),
        "{reasons:?}"
    );
    assert_eq!(added.new, 1);
}

/// What was not chosen is not what the dataset has, whose own names it may bear.
#[test]
fn other_jobs_labels_and_masks_stay_apart() {
    let mut bench = Bench::new([]);
    bench.file("a.png", &png(1));
    bench.file("b.png", &png(2));
    bench.file("masks/a.png", &mask());
    let both = json!({ "source-ref": "s3://b/a.png", "picture": "front",
        "anomaly-label": 0, "anomaly-label-metadata": labelled("normal"),
        "second-job": 1, "second-job-metadata": labelled("anomaly"),
        "anomaly-mask-ref": "s3://b/first/a.png", "anomaly-mask-ref-metadata": drawn(),
        "anomaly-mask-adjusted-ref": "s3://b/masks/a.png",
        "anomaly-mask-adjusted-ref-metadata": drawn() });
    let first = json!({ "source-ref": "s3://b/b.png",
        "anomaly-label": 0, "anomaly-label-metadata": labelled("normal"),
        "anomaly-mask-ref": "s3://b/first/b.png", "anomaly-mask-ref-metadata": drawn() });
    let manifest = format!("{both}\n{first}\n");
    let (label, mask) = (Some("second-job"), Some("anomaly-mask-adjusted-ref"));
    let added = import_chosen(&mut bench, &manifest, label, mask).unwrap();
    assert_eq!((added.new, added.aside.len()), (2, 0), "{added:?}");
    let opened = Dataset::open(bench.root()).unwrap();
    assert_eq!(opened.items(), bench.dataset.items());
    let line = bench.item("a.png").line;
    assert_eq!(line.label.unwrap().label, Label::Anomalous);
    assert!(line.mask.is_some());
    let apart = &line.rest["imported-attributes"];
    for name in [
        "anomaly-label",
        "anomaly-label-metadata",
        "anomaly-mask-ref",
        "anomaly-mask-ref-metadata",
        "picture",
    ] {
        assert_eq!(apart[name], both[name], "{name}");
    }
    let line = bench.item("b.png").line;
    assert_eq!((line.label, line.mask), (None, None));
    let apart = &line.rest["imported-attributes"];
    assert_eq!(apart["anomaly-mask-ref"], "s3://b/first/b.png");
}

#[test]
fn an_attribute_that_is_nowhere_is_refused_with_those_that_are() {
    let mut bench = Bench::new([]);
    bucket(&bench, "");
    for (label, mask, known) in [
        (Some("second-job"), None, "anomaly-label"),
        (None, Some("anomaly-mask"), "anomaly-mask-ref"),
    ] {
        let found = mistakes(import_chosen(&mut bench, MANIFEST, label, mask));
        let given = label.or(mask).unwrap();
        assert!(
            found.contains(&format!("{given:?}")) && found.contains(&format!("are {known}")),
            "{found}"
        );
    }
    assert!(bench.dataset.items().is_empty());
}

#[test]
fn a_mask_is_not_found_as_a_picture_or_as_another_mask() {
    let mut bench = Bench::new([]);
    // Of the bucket, the pictures' folder alone was copied.
    for (name, seed) in [("good-001.png", 1), ("bad-001.png", 2), ("new-001.png", 3)] {
        bench.file(name, &png(seed));
    }
    let found = mistakes(import(&mut bench, MANIFEST));
    assert!(
        found.contains("dataset::same-file") && found.contains("line 2.anomaly-mask-ref"),
        "{found}"
    );
    let line = |name: &str, mask: &str| {
        json!({ "source-ref": format!("s3://b/{name}"), "anomaly-mask-ref": mask,
            "anomaly-mask-ref-metadata": drawn() })
    };
    bench.file("1.png", &mask());
    let (one, other) = ("s3://b/x/1.png", "s3://b/y/1.png");
    let two = format!(
        "{}\n{}",
        line("good-001.png", one),
        line("bad-001.png", other)
    );
    let found = mistakes(import(&mut bench, &two));
    assert!(
        found.contains("line 2.anomaly-mask-ref") && found.contains(one) && found.contains(other),
        "{found}"
    );
    // Two pictures may say that they have one.
    let two = format!(
        "{}\n{}",
        line("good-001.png", one),
        line("bad-001.png", one)
    );
    assert_eq!(import(&mut bench, &two).unwrap().new, 2);
}

#[test]
fn a_mask_of_other_colours_than_its_map_says_is_kept_aside() {
    let mut bench = Bench::new([]);
    bucket(&bench, "");
    bench.file("masks/bad-001.png", &png(2));
    let added = import(&mut bench, MANIFEST).unwrap();
    let [aside] = &added.aside[..] else {
        panic!("{added:?}")
    };
    assert!(
        aside.reason.contains("more are not in its colour map")
            && aside.reason.contains("#1f77b4, #2ca02c, #ffffff"),
        "{aside:?}"
    );
    assert_eq!(added.new, 2);
}
