//! Manifests of Ground Truth and Lookout for Vision, read and written.

use dataset::manifest::{
    Annotation, Attributes, Color, Group, Label, Labelled, Line, Mask, parse_manifest,
};
use dataset::{Kind, Part};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

const LOOKOUT: &str = include_str!("data/lookout.manifest");

fn parse(text: &str) -> Vec<Line> {
    let lines = parse_manifest(text, &Attributes::default()).unwrap();
    lines.into_iter().map(|numbered| numbered.line).collect()
}

#[test]
fn what_lookout_and_ground_truth_write_is_read() {
    let lines = parse_manifest(LOOKOUT, &Attributes::default()).unwrap();
    let numbers: Vec<usize> = lines.iter().map(|line| line.number).collect();
    assert_eq!(numbers, [1, 2, 4]);
    let [good, bad, new] = &lines[..] else {
        panic!("{lines:?}")
    };
    assert_eq!(good.line.label.as_ref().unwrap().label, Label::Normal);
    let label = bad.line.label.as_ref().unwrap();
    assert_eq!(label.label, Label::Anomalous);
    assert_eq!(label.by.rest["worker"], "w-7");
    let mask = bad.line.mask.as_ref().unwrap();
    let colors: Vec<_> = mask
        .colors
        .iter()
        .map(|color| {
            (
                color.kind.as_ref().map(Kind::as_str),
                color.color.to_string(),
            )
        })
        .collect();
    let expected = [
        (None, "#ffffff"),
        (Some("scratch"), "#2ca02c"),
        (Some("dent"), "#1f77b4"),
    ];
    assert_eq!(
        colors,
        expected.map(|(kind, color)| (kind, color.to_owned()))
    );
    assert_eq!(new.line.label, None);
    assert_eq!(new.line.rest["station"], "north");
}

#[test]
fn nothing_is_lost_when_it_is_written_again() {
    let given: Vec<Value> = LOOKOUT
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    let written: Vec<Value> = parse(LOOKOUT)
        .iter()
        .map(|line| line.to_json().into())
        .collect();
    // Values alone: 1 and 1.0 are one number, and the order of attributes means nothing.
    let plain = |value: &Value| {
        value
            .to_string()
            .replace("\"confidence\":1,", "\"confidence\":1.0,")
    };
    for (given, written) in given.iter().zip(&written) {
        let given: Value = serde_json::from_str(&plain(given)).unwrap();
        assert_eq!(&given, written);
    }
}

#[test]
fn the_class_name_says_what_a_label_means_and_its_number_does_not() {
    let line = json!({
        "source-ref": "s3://b/1.png", "anomaly-label": 1,
        "anomaly-label-metadata": { "class-name": "normal", "type": "groundtruth/image-classification",
            "human-annotated": "yes", "creation-date": "2026-01-01T00:00:00" },
    });
    assert_eq!(
        parse(&line.to_string())[0].label.as_ref().unwrap().label,
        Label::Normal
    );
}

#[test]
fn every_mistake_is_told_with_its_line() {
    let found = parse_manifest(
        include_str!("data/mistakes.manifest"),
        &Attributes::default(),
    );
    insta::assert_snapshot!(found.unwrap_err());
}

#[test]
fn attributes_are_found_by_what_they_are() {
    let line = |names: &[&str]| {
        let mut line = Map::from_iter([("source-ref".to_owned(), json!("s3://b/1.png"))]);
        for name in names {
            line.insert((*name).to_owned(), json!(0));
            let metadata = json!({ "class-name": "normal", "type": "groundtruth/image-classification",
                "human-annotated": "yes", "creation-date": "2026-01-01T00:00:00" });
            line.insert(format!("{name}-metadata"), metadata);
        }
        Value::Object(line).to_string()
    };
    let one = line(&["first-job"]);
    let names = Attributes::find(&one, None, None).unwrap();
    assert_eq!(names.label, "first-job");
    assert!(
        parse_manifest(&one, &names).unwrap()[0]
            .line
            .label
            .is_some()
    );
    let two = line(&["first-job", "second-job"]);
    let error = Attributes::find(&two, None, None).unwrap_err().to_string();
    assert!(
        error.contains("first-job, second-job") && error.contains("--label-attribute"),
        "{error}"
    );
    assert_eq!(
        Attributes::find(&two, Some("second-job"), None)
            .unwrap()
            .label,
        "second-job"
    );
    let usual = line(&["first-job", "anomaly-label"]);
    assert_eq!(
        Attributes::find(&usual, None, None).unwrap().label,
        "anomaly-label"
    );
}

fn any_kind() -> impl Strategy<Value = Kind> {
    "[A-Za-zäß0-9_ -]{1,20}".prop_filter_map("no kind", |text| Kind::parse(&text).ok())
}

fn any_by() -> impl Strategy<Value = Annotation> {
    (
        any::<bool>(),
        proptest::option::of("[a-z/-]{1,12}"),
        proptest::option::of(0.0..=1.0_f64),
    )
        .prop_map(|(human, job, confidence)| Annotation {
            human,
            created: "2026-11-30T08:00:00.123456".to_owned(),
            job,
            confidence,
            rest: Map::from_iter([("worker".to_owned(), json!(7))]),
        })
}

fn any_line() -> impl Strategy<Value = Line> {
    let label = (
        any::<bool>(),
        proptest::collection::btree_set(any_kind(), 0..4),
        any_by(),
    )
        .prop_map(|(normal, kinds, by)| Labelled {
            label: if normal {
                Label::Normal
            } else {
                Label::Anomalous
            },
            kinds: kinds.into_iter().filter(|_| !normal).collect(),
            by,
        });
    let mask =
        (proptest::collection::btree_set(any_kind(), 1..4), any_by()).prop_map(|(kinds, by)| {
            let kinds: Vec<(Kind, Color)> = kinds
                .into_iter()
                .enumerate()
                .map(|(at, kind)| (kind, Color([at as u8; 3])))
                .collect();
            Mask::new("s3://b/mask.png".to_owned(), &kinds, by)
        });
    let group = (
        proptest::option::of("[a-z][a-z0-9-]{0,8}"),
        proptest::option::of("[A-Za-z0-9][A-Za-z0-9._-]{0,8}"),
        proptest::option::of("[A-Za-z0-9][A-Za-z0-9._-]{0,8}"),
        proptest::option::of(0..3_usize),
    )
        .prop_map(|(class, device, series, part)| Group {
            device_class: class.map(|text| text.parse().unwrap()),
            device: device.map(|text| text.parse().unwrap()),
            series: series.map(|text| text.parse().unwrap()),
            part: part.map(|at| Part::ALL[at]),
        });
    let rest =
        proptest::collection::btree_map("x-[a-z]{1,6}", any::<i64>(), 0..4).prop_map(|rest| {
            rest.into_iter()
                .map(|(name, value)| (name, json!(value)))
                .collect()
        });
    let source = "s3://bucket/[ -~äß]{1,20}";
    (
        source,
        proptest::option::of(label),
        proptest::option::of(mask),
        group,
        rest,
    )
        .prop_map(|(source, label, mask, group, rest)| Line {
            source,
            label,
            mask,
            group,
            rest,
        })
}

proptest! {
    #[test]
    fn a_line_that_is_written_is_read_as_it_was(line in any_line()) {
        let text = Value::Object(line.to_json()).to_string();
        prop_assert_eq!(&parse(&text), &[line]);
    }

    #[test]
    fn whatever_a_line_is_it_is_told_and_not_panicked_over(text in "(\\{\"(source-ref|anomaly-label|anomaly-label-metadata|anomaly-mask-ref-metadata|anomaly-kinds)\":(1|\"a\"|\\[1\\]|\\{\"internal-color-map\":\\{\"0\":3\\}\\}|null)\\}|.{0,40})") {
        // A panic is what fails.
        let _ = parse_manifest(&text, &Attributes::default());
        let _ = Attributes::find(&text, None, None);
    }
}
