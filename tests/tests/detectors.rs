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
use tests::wire::{call, object, put_object};
use tests::{Installation, Served};

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

const LAKE: &str = "sightline-trial-000000000000-us-east-1-lake";

/// An embedded environment of two classes, of one of which there are samples, with custom labels for both looks.
fn labelled(close_look: CloseLook) -> Vec<(String, String)> {
    artefacts(&Declaration {
        device_classes: &["meter", "turbine"],
        ..declared(&environments::local().first_look, close_look)
    })
}

const fn by_custom_labels(inference_units: u32) -> CloseLook {
    CloseLook::RekognitionCustomLabels(CustomLabels {
        min_confidence: 50.0,
        inference_units,
    })
}

/// Every custom labels model: ARN, status, inference units; by project.
fn versions(served: &Served) -> Vec<(String, String, u64)> {
    let ask = |operation: &str, input: &Value| {
        let target = format!("RekognitionService.{operation}");
        call(served, ("rekognition", &target), input)
    };
    let projects = ask("DescribeProjects", &json!({}));
    let mut found = Vec::new();
    for project in projects["ProjectDescriptions"].as_array().unwrap() {
        let of = json!({ "ProjectArn": project["ProjectArn"] });
        let described = ask("DescribeProjectVersions", &of);
        for one in described["ProjectVersionDescriptions"].as_array().unwrap() {
            let text = |member: &str| one[member].as_str().unwrap().to_owned();
            let units = one["MinInferenceUnits"].as_u64().unwrap_or_default();
            found.push((text("ProjectVersionArn"), text("Status"), units));
        }
    }
    found.sort();
    found
}

fn live(served: &Served, class: &str) -> Value {
    let live = object(served, LAKE, &format!("models/{class}/live.json")).unwrap();
    serde_json::from_slice(&live).unwrap()
}

/// The model's status and units, by who asks it.
fn asked(served: &Served) -> [(String, u64); 2] {
    let (live, versions) = (live(served, "meter"), versions(served));
    [&live["firstLook"], &live["asked"]["projectVersionArn"]].map(|arn| {
        let found = versions.iter().find(|one| *arn == one.0.as_str());
        let (_, status, units) = found.unwrap_or_else(|| panic!("{live:#} {versions:?}"));
        (status.clone(), *units)
    })
}

#[test]
fn what_was_stopped_runs_again_after_a_deploy_and_with_the_units_of_the_configuration() {
    let Some(installation) = Installation::with_artefacts(labelled(by_custom_labels(1))) else {
        return;
    };
    let served = installation.serve("trial", &[]);
    let deploy = || installation.told(0, &["deploy", "trial", "--no-smoke"]);
    let running = |units| ("RUNNING".to_owned(), units);
    deploy();
    assert_eq!(asked(&served), [running(1), running(1)]);
    let made = versions(&served).len();
    for (arn, ..) in versions(&served) {
        let stop = json!({ "ProjectVersionArn": arn });
        let target = "RekognitionService.StopProjectVersion";
        call(&served, ("rekognition", target), &stop);
    }
    assert!(asked(&served).iter().all(|(status, _)| status == "STOPPED"));
    let before = live(&served, "meter");
    let told = deploy();
    assert_eq!(asked(&served), [running(1), running(1)], "{told}");
    for (path, text) in labelled(by_custom_labels(3)) {
        installation.write(&path, &text);
    }
    let told = deploy();
    assert!(told.contains("runs with 3 inference units"), "{told}");
    assert_eq!(asked(&served), [running(1), running(3)], "{told}");
    assert_eq!(versions(&served).len(), made, "nothing was trained anew");
    assert_eq!(live(&served, "meter"), before);
    let told = deploy();
    assert!(told.contains("1 live model: no changes"), "{told}");
}

#[test]
fn what_somebody_promoted_gives_way_where_the_close_look_has_models_of_its_own() {
    let (_, serverless) = close_looks()[2];
    let Some(installation) = Installation::with_artefacts(labelled(serverless)) else {
        return;
    };
    let served = installation.serve("trial", &[]);
    installation.told(0, &["deploy", "trial", "--no-smoke"]);
    let endpoints = || {
        let target = "SageMaker.ListEndpoints";
        let found = call(&served, ("sagemaker", target), &json!({}));
        found["Endpoints"].as_array().unwrap().len()
    };
    assert_eq!(endpoints(), 1);
    // As a promotion leaves it, also of a class of which there are no samples.
    let mut promoted = live(&served, "meter");
    promoted["fittedFrom"] = json!("dataset-0");
    promoted["version"] = json!("fedcba9876543210");
    promoted["revision"] = json!(1);
    for class in ["meter", "turbine"] {
        let key = format!("models/{class}/live.json");
        put_object(&served, LAKE, &key, promoted.to_string().as_bytes());
    }
    for (path, text) in labelled(by_custom_labels(1)) {
        installation.write(&path, &text);
    }
    let words = [
        "deploy",
        "trial",
        "--no-smoke",
        "--allow-replace",
        LOGS_OF_SERVING,
    ];
    let told = installation.told(1, &words);
    assert!(
        told.contains("version fedcba9876543210, which was promoted, is not live"),
        "{told}"
    );
    assert!(
        told.contains("turbine: its live model fedcba9876543210 cannot look"),
        "{told}"
    );
    assert!(!told.contains("meter: its live model"), "{told}");
    let now = live(&served, "meter");
    assert_eq!(now["asked"]["service"], "custom-labels", "{now:#}");
    assert_eq!(now["previous"], "fedcba9876543210", "{now:#}");
    assert_eq!(endpoints(), 0, "{told}");
    let told = installation.told(1, &["model", "rollback", "meter", "--env", "trial"]);
    assert!(
        told.contains("model promote meter fedcba9876543210"),
        "{told}"
    );
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
            // The plate says more than the device's name, which is a word of its own there.
            "text": [{ "name": format!("No. {}", sample.device_id.to_uppercase()), "confidence": 99 }],
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
