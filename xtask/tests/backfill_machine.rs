//! The generated state machine of back-fills, run with mocks: one at a time, a job that fails is recorded all the
//! same, and what was made for the run is taken away again.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::process::Command;

use inspection::config::{Backfill, CloseLook, Declaration, Endpoint, EndpointModel, SageMaker};
use inspection::{environments, generate_declared};
use serde_json::{Value, json};

const IMAGE: &str = "000000000000.dkr.ecr.{region}.amazonaws.com/sightline/inspector:1.2";
/// What is asked for.
const VERSION: &str = "0123456789abcdef";

fn machine(model: EndpointModel) -> String {
    let declaration = Declaration {
        close_look: CloseLook::SageMaker(SageMaker {
            endpoint: Endpoint::RealTime {
                instance_type: "ml.m5.large",
                instances: 1,
            },
            model,
            backfill: Some(Backfill {
                image: None,
                instance_type: "ml.m5.xlarge",
                instances: 1,
                at_once: 4,
                max_runtime_seconds: 3600,
            }),
        }),
        ..environments::local()
    };
    let files = generate_declared(&declaration).unwrap_or_else(|found| panic!("{found}"));
    let mut files = files.into_iter();
    let file = files.find(|file| file.path.ends_with("backfill.asl.json"));
    file.unwrap().text
}

fn payload(payload: &Value) -> Value {
    json!([{ "Return": { "Payload": payload } }])
}

/// What the steps give when so many pictures are to be looked at.
fn mocks(pictures: u64) -> Value {
    let query = json!({ "QueryExecution": { "ResultConfiguration": {
        "OutputLocation": "s3://results/results/q.csv",
    } } });
    let model = json!({ "ModelArn": "arn:aws:sagemaker:us-east-1:000000000000:model/m" });
    json!({
        "CountOthers": [{ "Return": { "Executions": [] } }],
        "PackModel": payload(&json!({ "archive": "s3://lake/models/m.tar.gz", "endpoint": null })),
        "AskPictures": [{ "Return": query }],
        "ChoosePictures": payload(&json!({
            "pictures": pictures, "gone": 0, "manifest": "s3://lake/backfills/m.json",
            "answers": "s3://lake/backfills/answers/",
        })),
        "MakeModel": [{ "Return": model }],
        "TransformPictures": [{ "Return": {} }],
        "RecordAnswers": payload(&json!({ "looked": pictures, "headline": "done" })),
        "RemoveModel": [{ "Return": {} }],
        "RemoveModelOfFailed": [{ "Return": {} }],
        "NotifyBackfilled": [{ "Return": { "MessageId": "1" } }],
        "NotifyFailed": [{ "Return": { "MessageId": "1" } }],
    })
}

/// The history's events of an execution.
fn run(machine: &str, mocks: &Value) -> Vec<Value> {
    let folder = tempfile::tempdir().unwrap();
    let (definition, told) = (
        folder.path().join("machine.asl.json"),
        folder.path().join("mocks.json"),
    );
    std::fs::write(&definition, machine).unwrap();
    std::fs::write(&told, json!({ "States": mocks }).to_string()).unwrap();
    let input = json!({
        "deviceClass": "meter", "version": VERSION, "from": "2026-11-01", "to": "2026-11-30",
        "pictures": "suspicious", "by": "arn:somebody", "reason": null,
    });
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["workflow", "run"])
        .arg(&definition)
        .args(["--input", &input.to_string(), "--mock"])
        .arg(&told)
        .args(["--history", "--format", "json"])
        .output()
        .unwrap();
    let told: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    told["events"].as_array().unwrap().clone()
}

/// The states that were entered, in order.
fn entered(events: &[Value]) -> Vec<&str> {
    events
        .iter()
        .filter_map(|event| event["stateEnteredEventDetails"]["name"].as_str())
        .collect()
}

/// What a task was asked, whose parameters have this member.
fn asked(events: &[Value], member: &str) -> Value {
    let scheduled = events
        .iter()
        .filter_map(|event| event["taskScheduledEventDetails"]["parameters"].as_str());
    let mut all = scheduled.map(|text| serde_json::from_str::<Value>(text).unwrap());
    all.find(|parameters| parameters.get(member).is_some())
        .unwrap_or_else(|| panic!("nothing was asked with {member}: {events:#?}"))
}

/// What an execution failed with, if it did.
fn failed(events: &[Value]) -> Option<&str> {
    let last = events.last().unwrap();
    last["executionFailedEventDetails"]["error"].as_str()
}

#[test]
fn a_version_looks_and_its_model_goes_again() {
    let machine = machine(EndpointModel::Container { image: IMAGE });
    let events = run(&machine, &mocks(7));
    assert_eq!(failed(&events), None, "{events:#?}");
    let made = asked(&events, "PrimaryContainer");
    assert_eq!(
        made["PrimaryContainer"],
        json!({
            "Image": IMAGE.replace("{region}", "us-east-1"),
            "ModelDataUrl": "s3://lake/models/m.tar.gz",
        })
    );
    let job = asked(&events, "TransformJobName");
    assert_eq!(job["ModelName"], made["ModelName"]);
    let name = job["TransformJobName"].as_str().unwrap();
    assert!(
        name.starts_with("sightline-local-") && name.len() <= 63,
        "{name}"
    );
    assert_eq!(job["MaxPayloadInMB"], 25);
    assert_eq!(
        job["TransformInput"]["DataSource"]["S3DataSource"]["S3Uri"],
        "s3://lake/backfills/m.json"
    );
    let question = asked(&events, "QueryString");
    assert_eq!(question["QueryString"], "EXECUTE backfill_pictures");
    let parameters = question["ExecutionParameters"].as_array().unwrap();
    for wanted in [
        "'meter'",
        "'2026-11-01'",
        "'suspicious'",
        "'0123456789abcdef'",
    ] {
        assert!(
            parameters.contains(&json!(wanted)),
            "{wanted}: {parameters:?}"
        );
    }
    assert_eq!(
        entered(&events).iter().rev().take(3).collect::<Vec<_>>(),
        [&"Backfilled", &"NotifyBackfilled", &"RemoveModel"]
    );
}

#[test]
fn a_job_that_fails_is_recorded_and_one_that_answered_nothing_fails_the_run() {
    let machine = machine(EndpointModel::Container { image: IMAGE });
    let mut mocks = mocks(7);
    mocks["TransformPictures"] = json!([{ "Throw": {
        "Error": "States.TaskFailed", "Cause": "{\"FailureReason\": \"AlgorithmError\"}",
    } }]);
    let events = run(&machine, &mocks);
    assert_eq!(failed(&events), None, "{events:#?}");
    let names = entered(&events);
    assert!(names.contains(&"RemoveModel"), "{names:?}");
    let recorded = events
        .iter()
        .filter_map(|event| event["taskScheduledEventDetails"]["parameters"].as_str())
        .find(|text| text.contains("AlgorithmError"));
    assert!(recorded.is_some(), "{events:#?}");

    mocks["RecordAnswers"] = json!([{ "Throw": { "Error": "NothingAnswered", "Cause": "none" } }]);
    let events = run(&machine, &mocks);
    assert_eq!(failed(&events), Some("BackfillFailed"));
    let names = entered(&events);
    assert!(names.contains(&"RemoveModelOfFailed"), "{names:?}");
    assert!(names.contains(&"NotifyFailed"), "{names:?}");
}

#[test]
fn where_there_is_nothing_to_look_at_nothing_is_made() {
    let machine = machine(EndpointModel::Container { image: IMAGE });
    let events = run(&machine, &mocks(0));
    assert_eq!(failed(&events), None, "{events:#?}");
    let names = entered(&events);
    for state in ["MakeModel", "TransformPictures", "RemoveModel"] {
        assert!(!names.contains(&state), "{names:?}");
    }
    assert!(names.contains(&"RecordAnswers"), "{names:?}");
}

#[test]
fn one_runs_at_a_time() {
    let machine = machine(EndpointModel::Container { image: IMAGE });
    let mut mocks = mocks(7);
    mocks["CountOthers"] = json!([{ "Return": { "Executions": [{
        "ExecutionArn": "arn:aws:states:us-east-1:000000000000:execution:sightline-local-backfill:other",
    }] } }]);
    let events = run(&machine, &mocks);
    assert_eq!(failed(&events), Some("BackfillUnderWay"), "{events:#?}");
    assert!(!entered(&events).contains(&"PackModel"));
}

#[test]
fn a_marketplace_model_is_made_of_the_package_behind_the_endpoint() {
    let machine = machine(EndpointModel::Marketplace);
    let mut mocks = mocks(7);
    mocks["PackModel"] = payload(&json!({ "archive": null, "endpoint": "sightline-local-meter" }));
    mocks["DescribeEndpoint"] = json!([{ "Return": { "EndpointConfigName": "c" } }]);
    mocks["DescribeEndpointConfig"] = json!([{ "Return": {
        "ProductionVariants": [{ "ModelName": "behind", "VariantName": "all" }],
    } }]);
    mocks["DescribeModelBehind"] = json!([{ "Return": {
        "PrimaryContainer": { "ModelPackageName": "arn:package" },
    } }]);
    let events = run(&machine, &mocks);
    assert_eq!(failed(&events), None, "{events:#?}");
    assert_eq!(
        asked(&events, "EndpointName")["EndpointName"],
        "sightline-local-meter"
    );
    assert_eq!(
        asked(&events, "PrimaryContainer")["PrimaryContainer"],
        json!({ "ModelPackageName": "arn:package" })
    );
}
