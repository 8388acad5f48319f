//! Every first look with every close look: generated, deployed and smoke-tested in the embedded region,
//! each through its API's own protocol. The same pictures, the right verdicts.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use contracts::finding::{
    Equipment, ExpectedText, FirstLookRules, ModerationRule, PeopleRule, TextRule,
};
use inspection::config::{
    CloseLook, CustomLabels, Declaration, Endpoint, EndpointModel, FirstLook, SageMaker,
};
use inspection::{environments, generate_declared};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tests::Installation;

const IMAGE: &str = "000000000000.dkr.ecr.us-east-1.amazonaws.com/sightline-trial/inspector:1";

const LOGS_OF_SERVING: &str = "us-east-1/sightline-trial-inspection/ServeModelLogGroup";

const fn endpoint(endpoint: Endpoint, model: EndpointModel) -> CloseLook {
    CloseLook::SageMaker(SageMaker {
        endpoint,
        model,
        backfill: None,
    })
}

/// Every close look, with a word for it.
fn close_looks() -> [(&'static str, CloseLook); 7] {
    let own = EndpointModel::Container { image: IMAGE };
    let real_time = Endpoint::RealTime {
        instance_type: "ml.c7g.large",
        instances: 1,
    };
    let serverless = Endpoint::Serverless {
        memory_mb: 2048,
        max_concurrency: 8,
    };
    let asynchronous = Endpoint::Asynchronous {
        instance_type: "ml.c7g.large",
        instances: 1,
        answers_within_seconds: 120,
    };
    let custom_labels = CustomLabels {
        min_confidence: 50.0,
        inference_units: 1,
    };
    [
        ("embedded", CloseLook::Embedded),
        ("real-time", endpoint(real_time, own)),
        ("serverless", endpoint(serverless, own)),
        ("asynchronous", endpoint(asynchronous, own)),
        (
            "marketplace",
            endpoint(real_time, EndpointModel::Marketplace),
        ),
        (
            "custom labels",
            CloseLook::RekognitionCustomLabels(custom_labels),
        ),
        ("lookout for vision", CloseLook::LookoutForVision),
    ]
}

/// An embedded environment with two of the classes of which there are samples.
fn declared(first_look: &FirstLook, close_look: CloseLook) -> Declaration {
    Declaration {
        environment: "trial",
        device_classes: &["insulator", "meter"],
        own_pictures_class: None,
        first_look: first_look.clone(),
        close_look,
        ..environments::local()
    }
}

fn artefacts(declaration: &Declaration) -> Vec<(String, String)> {
    let artefacts = generate_declared(declaration).unwrap_or_else(|found| panic!("{found}"));
    let artefacts = artefacts.into_iter().map(|one| (one.path, one.text));
    artefacts.collect()
}

/// Deploys one close look after the other over the same first look, each a change of the one before, as
/// in an environment whose configuration is changed. Gives what each smoke test counted. `shows` is what
/// the region is told that pictures show.
fn each_close_look(
    first_look: &FirstLook,
    close_looks: &[(&'static str, CloseLook)],
    shows: &[Value],
) -> Option<Vec<(&'static str, Value)>> {
    let begin = declared(first_look, CloseLook::Embedded);
    let installation = Installation::with_artefacts(artefacts(&begin))?;
    let told = installation.file("told.json");
    let shows = json!({ "rekognition": { "shows": shows } });
    std::fs::write(&told, shows.to_string()).unwrap();
    let _serving = installation.serve("trial", &["--faults", told.to_str().unwrap()]);
    let mut counted = Vec::new();
    let mut served = false;
    for &(name, close_look) in close_looks {
        for (path, text) in artefacts(&declared(first_look, close_look)) {
            installation.write(&path, &text);
        }
        let mut words = vec!["deploy", "trial", "--format", "json"];
        // The function that brings versions behind endpoints goes with its logs, which has to be said.
        if served && !close_look.serves_models() {
            words.extend(["--allow-replace", LOGS_OF_SERVING]);
        }
        served = close_look.serves_models();
        let report = installation.json(&words);
        assert_eq!(report["smoke"]["passed"], true, "{name}: {report:#}");
        counted.push((name, report["batch"].clone()));
    }
    Some(counted)
}

/// What the sample pictures of the two classes must give.
fn expected(wanted: fn(&samples::Expected) -> bool) -> u64 {
    let samples = samples::batch().into_iter();
    let samples = samples.filter(|one| ["insulator", "meter"].contains(&&*one.device_class));
    samples.filter(|one| wanted(&one.expected)).count() as u64
}

fn defects() -> u64 {
    expected(|e| matches!(e, samples::Expected::Defective { .. }))
}

#[test]
fn custom_labels_look_first_and_each_close_look_after_them() {
    let first_look = environments::local().first_look;
    let Some(counted) = each_close_look(&first_look, &close_looks(), &[]) else {
        return;
    };
    for (name, batch) in counted {
        assert_eq!(
            batch["defects"].as_u64(),
            Some(defects()),
            "{name}: {batch}"
        );
        assert!(batch["spared"].as_u64() > Some(0), "{name}: {batch}");
    }
}

#[test]
fn without_custom_labels_each_close_look_looks_at_all() {
    let first_look = FirstLook {
        custom_labels: false,
        ..environments::local().first_look
    };
    let Some(counted) = each_close_look(&first_look, &close_looks(), &[]) else {
        return;
    };
    for (name, batch) in counted {
        assert_eq!(
            batch["defects"].as_u64(),
            Some(defects()),
            "{name}: {batch}"
        );
        assert_eq!(batch["spared"].as_u64(), Some(0), "{name}: {batch}");
    }
}

/// Every rule that asks Rekognition for what it recognises.
fn recognising() -> FirstLook {
    FirstLook {
        rules: FirstLookRules {
            min_confidence: 60.0,
            suspicious_labels: vec!["Crack".to_owned()],
            expected_labels: vec!["Device".to_owned()],
            expected_objects: Some(vec!["Device".to_owned()]),
            moderation: Some(ModerationRule {
                min_confidence: 60.0,
                categories: Vec::new(),
            }),
            text: Some(TextRule {
                min_confidence: 80.0,
                expected: ExpectedText::DeviceId,
            }),
            min_face_confidence: Some(90.0),
            people: Some(PeopleRule {
                min_confidence: 80.0,
                required: vec![Equipment::HeadCover],
            }),
            ..FirstLookRules::default()
        },
        custom_labels: false,
        requests_per_second: None,
    }
}

/// What the sample pictures show: a device with its plate, a crack where there is a defect, and one
/// thing that should not be there in each of the first sound ones.
fn shown() -> Vec<Value> {
    let mut strange = vec![
        json!({ "labels": [device(), { "name": "Bird", "confidence": 90, "isObject": true }] }),
        json!({ "moderation": [{ "name": "Violence", "confidence": 90 }] }),
        json!({ "text": [{ "name": "another", "confidence": 99 }] }),
        json!({ "faces": [99] }),
        json!({ "people": [{ "confidence": 99, "parts": ["HEAD"] }] }),
    ];
    let samples = samples::batch().into_iter();
    let shown = samples.map(|sample| {
        let digest = Sha256::digest(&sample.bytes);
        let mut shown = json!({
            "key": digest[..16].iter().map(|byte| format!("{byte:02x}")).collect::<String>(),
            "labels": [device()],
            "text": [{ "name": sample.device_id.to_uppercase(), "confidence": 99 }],
            "people": [{ "confidence": 99, "parts": ["HEAD"], "wears": ["HEAD_COVER"] }],
        });
        let further = match sample.expected {
            samples::Expected::Defective { .. } => {
                json!({ "labels": [device(), { "name": "Crack", "confidence": 80 }] })
            }
            samples::Expected::Sound => strange.pop().unwrap_or_default(),
            _ => Value::Null,
        };
        for (key, value) in further.as_object().into_iter().flatten() {
            shown[key] = value.clone();
        }
        shown
    });
    shown.collect()
}

fn device() -> Value {
    json!({ "name": "Device", "confidence": 99, "isObject": true })
}

#[test]
fn what_is_recognised_looks_first_and_a_close_look_after_it() {
    let [embedded, _, serverless, ..] = close_looks();
    let looks = [embedded, serverless];
    let Some(counted) = each_close_look(&recognising(), &looks, &shown()) else {
        return;
    };
    for (name, batch) in counted {
        assert_eq!(
            batch["defects"].as_u64(),
            Some(defects()),
            "{name}: {batch}"
        );
        // Those of the first sound ones are of the two classes.
        assert_eq!(
            batch["suspicious"].as_u64(),
            Some(defects() + 5),
            "{name}: {batch}"
        );
    }
}
