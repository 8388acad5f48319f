//! Reports and gates, as people and programs read them.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use evaluation::{Gate, Judged, Metric, Outcome, Report};
use proptest::prelude::*;

fn outcome(picture: &str, device: Option<&str>, anomalous: bool, score: f64) -> Outcome {
    Outcome {
        picture: picture.to_owned(),
        device_class: picture.split('-').next().unwrap().to_owned(),
        device: device.map(str::to_owned),
        anomalous,
        score,
    }
}

fn outcomes() -> Vec<Outcome> {
    vec![
        outcome("meter-1", Some("M-1"), false, 0.2),
        outcome("meter-2", Some("M-1"), true, 0.9),
        outcome("meter-3", Some("M-2"), true, 0.4),
        outcome("meter-4", Some("M-2"), true, 0.3),
        outcome("pipe-1", None, false, 0.6),
        outcome("pipe-2", None, false, 0.1),
        outcome("pipe-3", None, false, 0.8),
    ]
}

/// Accuracy of so many right of so many, half of them anomalous.
fn report_of(right: usize, wrong: usize) -> Report {
    let all: Vec<Outcome> = (0..right + wrong)
        .map(|index| {
            let anomalous = index % 2 == 0;
            let found = anomalous == (index < right);
            outcome(
                &format!("meter-{index}"),
                None,
                anomalous,
                f64::from(u8::from(found)),
            )
        })
        .collect();
    Report::of(&all, 0.5).unwrap()
}

#[test]
fn a_report_says_all_of_it() {
    let report = Report::of(&outcomes(), 0.5)
        .unwrap()
        .with_pixel_aupro(Some(0.87));
    insta::assert_json_snapshot!(report);
    let text = serde_json::to_string(&report).unwrap();
    let read: Report = serde_json::from_str(&text).unwrap();
    assert_eq!(read.missed, report.missed);
    assert_eq!(read.devices.keys().collect::<Vec<_>>(), ["M-1", "M-2"]);
    assert_eq!(read.overall.confusion, report.overall.confusion);
}

#[test]
fn nothing_and_what_is_no_number_cannot_be_evaluated() {
    let refused = |outcomes: &[Outcome]| Report::of(outcomes, 0.5).unwrap_err().to_string();
    insta::assert_snapshot!(refused(&[]), @"there are no pictures to evaluate; at least one labelled picture is needed");
    let mut some = outcomes();
    some[1].score = f64::NAN;
    some[3].score = f64::INFINITY;
    insta::assert_snapshot!(refused(&some), @"the scores of meter-2, meter-4 are no finite numbers; the model that gave them is broken: score these pictures again or leave them out");
}

#[test]
fn a_verdict_explains_itself() {
    let normals_only = Report::of(&outcomes()[4..], 0.5).unwrap();
    let some = Report::of(&outcomes(), 0.5).unwrap();
    let judge = |metric, judged, at_least, report: &Report| {
        Gate::new(metric, judged, at_least, Gate::LEAST_RECALL)
            .unwrap()
            .judge(report)
            .explanation
    };
    let lines = [
        Gate::default().judge(&report_of(22, 0)).explanation,
        Gate::default().judge(&report_of(299, 0)).explanation,
        Gate::default().judge(&report_of(998, 2)).explanation,
        judge(Metric::Accuracy, Judged::Value, 0.99, &report_of(22, 0)),
        judge(Metric::Recall, Judged::LowerBound, 0.5, &some),
        judge(Metric::Auroc, Judged::Value, 0.9, &some),
        judge(Metric::Auroc, Judged::Value, 0.9, &normals_only),
        judge(Metric::Recall, Judged::LowerBound, 0.9, &normals_only),
        judge(Metric::PixelAupro, Judged::Value, 0.85, &some),
        judge(Metric::Accuracy, Judged::Value, 0.99, &report_of(9899, 101)),
    ];
    insta::assert_snapshot!(lines.join("\n"));
}

/// Where defects are rare, a model that finds none is right about nearly all pictures.
#[test]
fn a_model_that_finds_no_defect_does_not_pass() {
    let of = |missed: usize, found: usize| {
        let normal = (0..472).map(|at| outcome(&format!("meter-{at}"), Some("M-1"), false, 0.1));
        let defects = (0..missed + found).map(|at| {
            let score = if at < found { 0.9 } else { 0.1 };
            outcome(&format!("meter-d{at}"), Some("M-2"), true, score)
        });
        let all: Vec<Outcome> = normal.chain(defects).collect();
        Gate::default().judge(&Report::of(&all, 0.5).unwrap())
    };
    let none = of(1, 0);
    assert!(none.found >= Some(0.98), "{none:?}");
    assert_eq!((none.passed, none.recall), (false, Some(0.0)));
    insta::assert_snapshot!(none.explanation, @"refused: accuracy is 472 of 473, which shows at least 99.0 % with 95 % confidence; the gate asks at least 99.0 %; the recall is 0 of 1, 0.0 %, and at least 50.0 % is asked");
    assert!(of(0, 1).passed);
    assert!(of(1, 1).passed);
    assert!(!of(2, 1).passed);
    // Nothing to find proves nothing.
    let nothing = of(0, 0);
    assert_eq!((nothing.passed, nothing.recall), (false, None));
    let told = "; nothing is labelled anomalous, and a recall of at least 50.0 % is asked";
    assert!(
        nothing.explanation.contains(told),
        "{}",
        nothing.explanation
    );
}

#[test]
fn pictures_of_one_device_are_told() {
    let all: Vec<Outcome> = (0..400)
        .map(|at| {
            let anomalous = at % 4 == 0;
            let score = f64::from(u8::from(anomalous));
            outcome(&format!("meter-{at}"), Some("M-1"), anomalous, score)
        })
        .collect();
    let judge = |all: &[Outcome]| Gate::default().judge(&Report::of(all, 0.5).unwrap());
    let verdict = judge(&all);
    assert_eq!(verdict.only_device.as_deref(), Some("M-1"));
    assert!(
        verdict
            .explanation
            .ends_with("; all pictures are of the device M-1, which says nothing of others")
    );
    let mut others = all;
    others[0].device = None;
    assert_eq!(judge(&others).only_device, None);
    others[0].device = Some("M-2".to_owned());
    assert_eq!(judge(&others).only_device, None);
}

#[test]
fn a_gate_that_cannot_be_says_everything_that_is_wrong() {
    let error = Gate::new(Metric::Auroc, Judged::LowerBound, 1.5, -0.1).unwrap_err();
    insta::assert_snapshot!(error, @"the gate cannot be used: the minimum is 1.5, allowed is above 0 and below 1; the least recall is -0.1, allowed is 0 to 1; AUROC has no lower bound here: judge its value, or the lower bound of accuracy, precision or recall");
    assert!(Gate::new(Metric::Accuracy, Judged::LowerBound, 1.0, 0.5).is_err());
    assert!(Gate::new(Metric::Accuracy, Judged::Value, 1.0, 0.5).is_ok());
    assert!(Gate::new(Metric::Accuracy, Judged::Value, f64::NAN, 0.5).is_err());

    let text = serde_json::to_string(&Gate::default()).unwrap();
    assert_eq!(
        text,
        r#"{"metric":"accuracy","judged":"lower-bound","atLeast":0.99,"leastRecall":0.5}"#
    );
    assert_eq!(
        serde_json::from_str::<Gate>(&text).unwrap(),
        Gate::default()
    );
    let wrong = r#"{"metric":"f1","judged":"lower-bound","atLeast":0.99}"#;
    let error = serde_json::from_str::<Gate>(wrong).unwrap_err().to_string();
    assert!(
        error.starts_with("the gate cannot be used: F1 has no lower bound"),
        "{error}"
    );
}

proptest! {
    /// The gate lets through what reaches its minimum and nothing else, and one more wrong
    /// verdict never helps.
    #[test]
    fn a_gate_is_monotonous(right in 1..400usize, wrong in 0..12usize, asked in 0.5..0.999f64) {
        let gate = Gate::new(Metric::Accuracy, Judged::LowerBound, asked, 0.0).unwrap();
        let verdict = gate.judge(&report_of(right, wrong));
        prop_assert_eq!(verdict.passed, verdict.found.unwrap() >= asked);
        let worse = gate.judge(&report_of(right - 1, wrong + 1));
        prop_assert!(worse.found <= verdict.found);
        prop_assert!(verdict.passed || !worse.passed);
    }

    /// Every picture is in its class, and counted once.
    #[test]
    fn break_downs_add_up(
        pictures in prop::collection::vec((0..3u8, 0..4u8, any::<bool>(), 0.0..1.0f64), 1..60)
    ) {
        let all: Vec<Outcome> = pictures
            .iter()
            .enumerate()
            .map(|(index, (class, device, anomalous, score))| Outcome {
                picture: index.to_string(),
                device_class: format!("class-{class}"),
                device: Some(format!("device-{device}")),
                anomalous: *anomalous,
                score: *score,
            })
            .collect();
        let report = Report::of(&all, 0.5).unwrap();
        for groups in [&report.device_classes, &report.devices] {
            prop_assert_eq!(groups.values().map(|m| m.pictures).sum::<u64>(), all.len() as u64);
            let wrong = groups.values().map(|m| m.confusion.false_positives).sum::<u64>();
            prop_assert_eq!(wrong, report.false_alarms.len() as u64);
        }
        let missed = report.overall.confusion.false_negatives;
        prop_assert_eq!(missed, report.missed.len() as u64);
        let mut turned = all;
        turned.reverse();
        prop_assert_eq!(Report::of(&turned, 0.5).unwrap().overall, report.overall);
    }
}
