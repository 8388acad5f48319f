//! The first look through its handler and its rules, over a detector that says what it is told.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use contracts::finding::{FirstLookInput, FirstLookOutput, FirstLookRules, Label};
use contracts::model::LiveModel;
use contracts::picture::{PictureFormat, PreparedPicture};
use contracts::tasks::{FirstLook, FirstLookError};
use contracts::{BatchName, Day, DeviceClass, DeviceId, PictureId, layout};
use detectors::{Anomaly, FirstLookDetector, FirstLooked, Patience, Sight};
use first_look::{FirstLooking, rules};
use proptest::prelude::*;
use runtime::storage::memory::MemoryBucket;
use runtime::{Failure, Handler};

fn rules_of_all_kinds() -> FirstLookRules {
    FirstLookRules {
        min_confidence: 60.0,
        suspicious_labels: vec!["Rust".to_owned(), "Crack".to_owned()],
        min_anomaly_confidence: Some(40.0),
        min_brightness: Some(20.0),
        min_sharpness: Some(10.0),
        ..FirstLookRules::default()
    }
}

fn picture(class: &str, number: u8) -> PreparedPicture {
    let id = format!("{number:032x}");
    PreparedPicture {
        id: PictureId::parse(id).unwrap(),
        source: format!("incoming/b/{class}/d-1/{number}.jpg"),
        key: format!("prepared/{class}/2026-11-22/{number}.jpg"),
        device_class: DeviceClass::parse(class).unwrap(),
        device_id: DeviceId::parse("d-1").unwrap(),
        day: Day::parse("2026-11-22").unwrap(),
        format: PictureFormat::Jpeg,
        width: 100,
        height: 100,
        bytes: 1_000,
        uploaded_at: "2026-11-22T12:00:00Z".to_owned(),
        captured_at: None,
        latitude: None,
        longitude: None,
        duplicate_of: None,
    }
}

fn sight(confidence: f64) -> Sight {
    Sight {
        labels: vec![Label {
            name: "Meter".to_owned(),
            confidence: 99.0,
        }],
        brightness: Some(60.0),
        sharpness: Some(50.0),
        contrast: Some(40.0),
        dominant_color: Some("#808080".to_owned()),
        anomaly: Some(Anomaly {
            label: Some("anomaly".to_owned()),
            confidence,
        }),
        ..Sight::default()
    }
}

fn judged(sight: Sight) -> (bool, f64, Vec<String>) {
    let finding = rules::finding(
        &rules_of_all_kinds(),
        &picture("meter", 1),
        Some("arn:model"),
        sight,
    );
    (finding.suspicious, finding.suspicion, finding.reasons)
}

#[test]
fn a_picture_that_no_rule_speaks_of_is_spared() {
    let (suspicious, suspicion, reasons) = judged(sight(20.0));
    assert!(!suspicious);
    assert_eq!(suspicion, 0.25);
    assert_eq!(reasons, Vec::<String>::new());
}

#[test]
fn every_rule_fires_with_its_own_sentence() {
    let label = |name: &str, confidence| Label {
        name: name.to_owned(),
        confidence,
    };
    let cases = [
        (
            sight(40.0),
            0.5,
            "the custom labels model says anomaly (40.0 of 100)",
        ),
        (
            sight(100.0),
            1.0,
            "the custom labels model says anomaly (100.0 of 100)",
        ),
        (
            Sight {
                labels: vec![label("rust", 80.0), label("Crack", 50.0)],
                ..sight(0.0)
            },
            0.75,
            "rust was recognised (80.0 of 100)",
        ),
        (
            Sight {
                brightness: Some(10.0),
                ..sight(0.0)
            },
            0.75,
            "too dark to be called sound: brightness 10.0, at least 20.0",
        ),
        (
            Sight {
                sharpness: Some(0.0),
                ..sight(0.0)
            },
            1.0,
            "too blurred to be called sound: sharpness 0.0, at least 10.0",
        ),
    ];
    for (sight, suspicion, reason) in cases {
        assert_eq!(judged(sight), (true, suspicion, vec![reason.to_owned()]));
    }
}

#[test]
fn a_rule_that_is_absent_is_not_asked() {
    let none = FirstLookRules {
        min_confidence: 60.0,
        ..FirstLookRules::default()
    };
    let dark = Sight {
        brightness: Some(0.0),
        sharpness: Some(0.0),
        ..sight(100.0)
    };
    let finding = rules::finding(&none, &picture("meter", 1), None, dark);
    assert_eq!((finding.suspicious, finding.suspicion), (false, 0.0));
}

proptest! {
    #[test]
    fn suspicion_is_a_half_or_more_exactly_when_a_rule_fires(
        confidence in 0.0..=100.0,
        label in prop::option::of("normal|anomaly"),
        rust in 0.0..=100.0,
        brightness in prop::option::of(0.0..=100.0),
        sharpness in prop::option::of(0.0..=100.0),
        limit in 0.0_f32..=100.0,
        asked in any::<bool>(),
    ) {
        let mut rules = rules_of_all_kinds();
        rules.min_anomaly_confidence = Some(limit);
        let sight = Sight {
            labels: vec![Label { name: "Rust".to_owned(), confidence: rust }],
            brightness,
            sharpness,
            anomaly: asked.then_some(Anomaly { label, confidence }),
            ..Sight::default()
        };
        let model = asked.then_some("arn:model");
        let finding = rules::finding(&rules, &picture("meter", 1), model, sight);
        prop_assert!((0.0..=1.0).contains(&finding.suspicion));
        prop_assert_eq!(finding.suspicious, finding.suspicion >= 0.5);
        prop_assert_eq!(finding.suspicious, !finding.reasons.is_empty());
    }
}

/// Says by the picture's number: 6 has a model that is not running, 7 is refused, 8 throttles, above 9 is
/// anomalous.
struct ByNumber;

#[async_trait]
impl FirstLookDetector for ByNumber {
    async fn look(
        &self,
        picture: &PreparedPicture,
        _: &FirstLookRules,
        model: Option<&str>,
    ) -> Result<FirstLooked, Failure<FirstLookError>> {
        let number = u8::from_str_radix(picture.id.as_str(), 16).unwrap();
        match number {
            6 => Err(FirstLookError::ModelNotReady {
                model: "arn:model".to_owned(),
                detail: "stopped".to_owned(),
            }
            .into()),
            7 => Ok(FirstLooked::Refused(
                "ImageTooLargeException: no".to_owned(),
            )),
            8 => Err(FirstLookError::Throttled {
                detail: "slow down".to_owned(),
            }
            .into()),
            _ => {
                let confidence = if number > 9 { 90.0 } else { 10.0 };
                let mut sight = sight(confidence);
                sight.anomaly = sight.anomaly.filter(|_| model.is_some());
                Ok(FirstLooked::Seen(Box::new(sight)))
            }
        }
    }
}

async fn look(pictures: Vec<PreparedPicture>) -> Result<FirstLookOutput, Failure<FirstLookError>> {
    look_with(Arc::new(ByNumber), pictures).await
}

async fn look_with(
    detector: Arc<dyn FirstLookDetector>,
    pictures: Vec<PreparedPicture>,
) -> Result<FirstLookOutput, Failure<FirstLookError>> {
    let lake = MemoryBucket::new("lake");
    let live = LiveModel {
        close_look: "models/meter/v1.model".to_owned(),
        version: "v1".to_owned(),
        sha256: String::new(),
        first_look: Some("arn:model".to_owned()),
        fitted_from: String::new(),
        asked: None,
    };
    let key = |class| layout::live_model_key(&DeviceClass::parse(class).unwrap());
    lake.insert(&key("meter"), serde_json::to_vec(&live).unwrap());
    lake.insert(&key("panel"), b"{".to_vec());
    let handler = FirstLooking::new(detector, Arc::new(lake), rules_of_all_kinds(), 2)
        .with_patience(Patience {
            first_pause: Duration::ZERO,
            ..Patience::default()
        });
    let input = FirstLookInput {
        batch: BatchName::parse("b").unwrap(),
        pictures,
    };
    Handler::<FirstLook>::handle(&handler, input).await
}

#[tokio::test(flavor = "current_thread")]
async fn every_picture_is_found_sound_suspicious_or_refused() {
    let pictures = [1, 10, 7, 2, 11]
        .map(|number| picture("meter", number))
        .to_vec();
    let output = look(pictures.clone()).await.unwrap();
    let ids = |pictures: &[PreparedPicture]| -> Vec<PictureId> {
        pictures.iter().map(|picture| picture.id.clone()).collect()
    };
    let found: Vec<PictureId> = output
        .findings
        .iter()
        .map(|finding| finding.picture_id.clone())
        .collect();
    let seen = [1, 10, 2, 11].map(|number| picture("meter", number));
    assert_eq!(found, ids(&seen));
    assert_eq!(
        ids(&output.suspicious),
        ids(&[seen[1].clone(), seen[3].clone()])
    );
    assert_eq!(output.refused.len(), 1);
    assert_eq!(output.refused[0].picture, pictures[2]);
    assert!(
        output
            .findings
            .iter()
            .all(|one| one.model.as_deref() == Some("arn:model"))
    );
}

#[tokio::test(flavor = "current_thread")]
async fn without_a_live_model_nothing_is_spared() {
    let output = look(vec![picture("pipe", 1)]).await.unwrap();
    assert_eq!(output.suspicious.len(), 1);
    assert_eq!(
        output.findings[0].reasons,
        ["no custom labels model is live for the device class pipe"]
    );
    assert_eq!(output.findings[0].suspicion, 0.5);
}

/// A chunk has pictures of several classes: one whose models are not known costs the others nothing.
#[tokio::test(flavor = "current_thread")]
async fn a_class_that_cannot_be_looked_at_is_refused_alone() {
    let chunk = vec![
        picture("panel", 1),
        picture("pipe", 2),
        picture("panel", 3),
        picture("meter", 6),
    ];
    let output = look(chunk.clone()).await.unwrap();
    assert_eq!(output.findings.len(), 1);
    assert_eq!(output.findings[0].picture_id, chunk[1].id);
    let refused: Vec<&PreparedPicture> = output.refused.iter().map(|one| &one.picture).collect();
    assert_eq!(refused, [&chunk[0], &chunk[2], &chunk[3]]);
    let why = |at: usize| output.refused[at].detail.as_str();
    assert!(
        why(0).contains("models/panel/live.json, which names the live models"),
        "{}",
        why(0)
    );
    assert_eq!(why(0), why(1));
    assert!(
        why(2).contains("arn:model is not running (stopped)"),
        "{}",
        why(2)
    );
    // Where nothing else is in the chunk, the step itself fails.
    for (class, number, name) in [
        ("panel", 1, FirstLookError::MODEL_UNREADABLE),
        ("meter", 6, FirstLookError::MODEL_NOT_READY),
    ] {
        let failure = look(vec![picture(class, number)]).await.unwrap_err();
        assert_eq!(failure.name(), name.as_str());
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_declared_error_ends_the_look() {
    let failure = look(vec![picture("meter", 1), picture("meter", 8)])
        .await
        .unwrap_err();
    assert_eq!(failure.name(), FirstLookError::THROTTLED.as_str());
}

/// Has no room for a picture when it is asked about it for the first and second time.
#[derive(Default)]
struct NoRoomAtFirst(Mutex<BTreeMap<PictureId, u32>>);

#[async_trait]
impl FirstLookDetector for NoRoomAtFirst {
    async fn look(
        &self,
        picture: &PreparedPicture,
        rules: &FirstLookRules,
        model: Option<&str>,
    ) -> Result<FirstLooked, Failure<FirstLookError>> {
        let asked = {
            let mut asked = self.0.lock().unwrap();
            let asked = asked.entry(picture.id.clone()).or_default();
            *asked += 1;
            *asked
        };
        if picture.id == self::picture("meter", 2).id && asked < 3 {
            let detail = "slow down".to_owned();
            return Err(FirstLookError::Throttled { detail }.into());
        }
        ByNumber.look(picture, rules, model).await
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_throttled_picture_is_asked_about_again_by_itself() {
    let detector = Arc::new(NoRoomAtFirst::default());
    let pictures = [1, 2, 3].map(|number| picture("meter", number)).to_vec();
    let output = look_with(detector.clone(), pictures).await.unwrap();
    assert_eq!(output.findings.len(), 3);
    let asked = detector.0.lock().unwrap();
    assert_eq!(asked.values().copied().collect::<Vec<_>>(), [1, 3, 1]);
}

mod what_else_the_rules_ask {
    use super::*;
    use contracts::finding::{
        Equipment, ExpectedText, ModerationRule, PeopleRule, SuspiciousColor, TextRule,
    };
    use detectors::Person;

    fn label(name: &str, confidence: f64) -> Label {
        Label {
            name: name.to_owned(),
            confidence,
        }
    }

    /// The reasons that these rules give.
    fn reasons(rules: FirstLookRules, sight: Sight) -> Vec<String> {
        let rules = FirstLookRules {
            min_confidence: 60.0,
            ..rules
        };
        let finding = rules::finding(&rules, &picture("meter", 1), None, sight);
        assert_eq!(finding.suspicious, finding.suspicion >= 0.5);
        finding.reasons
    }

    #[test]
    fn what_is_missing_and_what_is_there_too_much() {
        let rules = FirstLookRules {
            expected_labels: vec!["Meter".to_owned(), "Wall".to_owned()],
            expected_objects: Some(vec!["meter".to_owned()]),
            ..FirstLookRules::default()
        };
        let sight = Sight {
            labels: vec![
                label("meter", 90.0),
                label("Wall", 59.0),
                label("Bird", 80.0),
            ],
            objects: vec![
                label("Meter", 90.0),
                label("Bird", 80.0),
                label("Cat", 59.0),
            ],
            ..Sight::default()
        };
        assert_eq!(
            reasons(rules, sight),
            [
                "Wall was expected and not recognised",
                "Bird is no expected object (80.0 of 100)"
            ]
        );
    }

    #[test]
    fn colours_count_together_by_their_name() {
        let rules = FirstLookRules {
            suspicious_colors: vec![SuspiciousColor {
                color: "brown".to_owned(),
                min_percent: 30.0,
            }],
            ..FirstLookRules::default()
        };
        let sight = |percent| Sight {
            colors: vec![
                ("brown".to_owned(), 20.0),
                ("grey".to_owned(), 50.0),
                ("brown".to_owned(), percent),
            ],
            ..Sight::default()
        };
        assert_eq!(
            reasons(rules.clone(), sight(10.0)),
            ["brown covers 30.0 % of it"]
        );
        assert_eq!(reasons(rules, sight(9.0)), [""; 0]);
    }

    #[test]
    fn moderation_by_category() {
        let rule = |categories: &[&str]| FirstLookRules {
            moderation: Some(ModerationRule {
                min_confidence: 50.0,
                categories: categories.iter().map(|one| (*one).to_owned()).collect(),
            }),
            ..FirstLookRules::default()
        };
        let sight = || Sight {
            moderation: vec![label("Violence", 70.0), label("Alcohol", 60.0)],
            ..Sight::default()
        };
        assert_eq!(
            reasons(rule(&[]), sight()),
            [
                "moderation says Violence (70.0 of 100)",
                "moderation says Alcohol (60.0 of 100)"
            ]
        );
        assert_eq!(
            reasons(rule(&["violence"]), sight()),
            ["moderation says Violence (70.0 of 100)"]
        );
    }

    #[test]
    fn the_plate_must_be_read_however_it_is_set() {
        let rules = FirstLookRules {
            text: Some(TextRule {
                min_confidence: 80.0,
                expected: ExpectedText::DeviceId,
            }),
            ..FirstLookRules::default()
        };
        let read = |lines: &[&[&str]]| {
            let words = |line: &&[&str]| line.iter().map(|word| (*word).to_owned()).collect();
            Sight {
                text: lines.iter().map(words).collect(),
                ..Sight::default()
            }
        };
        // The device is d-1.
        let own: [&[&[&str]]; 6] = [
            &[&["D 1"]],
            &[&["No. D-1"], &["No.", "D-1"]],
            &[&["d", "1"]],
            &[&["METER", "D", "-", "1", "kWh"]],
            &[&["D-1", "2026"]],
            &[&["(D1)"]],
        ];
        for lines in own {
            assert_eq!(reasons(rules.clone(), read(lines)), [""; 0], "{lines:?}");
        }
        // Other devices' plates, and texts that have nothing to do with each other.
        let others: [&[&[&str]]; 9] = [
            &[],
            &[&["D-2"]],
            &[&["D-12"]],
            &[&["SD-1"]],
            &[&["D 1 2"], &["D", "1", "2"]],
            &[&["D"], &["1"]],
            &[&["GRID"], &["1 m"], &["1", "m"]],
            &[&["1", "D"]],
            &[&["-"]],
        ];
        for lines in others {
            assert_eq!(
                reasons(rules.clone(), read(lines)),
                ["d-1 was expected and not read"],
                "{lines:?}"
            );
        }
    }

    #[test]
    fn people_and_what_they_wear() {
        let person = |lacks: &[Equipment]| Person {
            confidence: 90.0,
            lacks: lacks.to_vec(),
        };
        let sight = || Sight {
            faces: vec![99.0, 40.0],
            people: vec![person(&[]), person(&[Equipment::HeadCover])],
            ..Sight::default()
        };
        let rules = |min_face_confidence, required: Option<&[Equipment]>| FirstLookRules {
            min_face_confidence,
            people: required.map(|required| PeopleRule {
                min_confidence: 80.0,
                required: required.to_vec(),
            }),
            ..FirstLookRules::default()
        };
        assert_eq!(
            reasons(rules(Some(50.0), Some(&[])), sight()),
            ["there are faces in it: 1", "there are people in it: 2"]
        );
        assert_eq!(
            reasons(rules(None, Some(&[Equipment::HeadCover])), sight()),
            ["somebody in it lacks HEAD_COVER"]
        );
    }
}
