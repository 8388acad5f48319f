//! The generated state machines that watch models and collect from the field, run with mocks: what is
//! said of a class, the metrics that are put, and that no class keeps another from being watched.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

fn payload(payload: &Value) -> Value {
    json!([{ "Return": { "Payload": payload } }])
}

fn windows(version: Option<&str>) -> Value {
    payload(&json!({
        "version": version, "firstDay": "2026-08-01",
        "referenceFrom": "2026-11-01 00:00:00.000", "referenceUntil": "9999-12-31 00:00:00.000",
        "recentFrom": "2026-11-23 00:00:00.000", "toldFrom": "2026-11-05 00:00:00.000",
        "learnFirstDay": "2026-06-03",
    }))
}

/// An answer of Athena with these rows.
fn answer(rows: &[&[&str]]) -> Value {
    let row = |cells: &[&str]| {
        let cells = cells.iter().map(|cell| match *cell {
            "" => json!({}),
            cell => json!({ "VarCharValue": cell }),
        });
        json!({ "Data": cells.collect::<Vec<_>>() })
    };
    let all = std::iter::once(&["the", "names", "of", "the", "columns"][..]);
    let rows: Vec<Value> = all.chain(rows.iter().copied()).map(row).collect();
    json!([{ "Return": { "ResultSet": { "Rows": rows } } }])
}

fn mocks(version: Option<&str>, rows: &[&[&str]]) -> Value {
    let asked = json!({ "QueryExecution": { "QueryExecutionId": "q-1" } });
    json!({
        "ChooseWindows": windows(version),
        "AskDrift": [{ "Return": asked }],
        "ReadDrift": answer(rows),
        "PutMetrics": [{ "Return": {} }],
        "NotifyNotWatched": [{ "Return": { "MessageId": "1" } }],
    })
}

/// The history's events of an execution.
fn run(machine: &str, input: &Value, mocks: &Value) -> Vec<Value> {
    let machine = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../stacks/generated/local/us-east-1")
        .join(machine);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mocks.json");
    std::fs::write(&file, json!({ "States": mocks }).to_string()).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["workflow", "run"])
        .arg(&machine)
        .args(["--input", &input.to_string(), "--mock"])
        .arg(&file)
        .args(["--history", "--format", "json"])
        .output()
        .unwrap();
    let told: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    told["events"].as_array().unwrap().clone()
}

/// What an execution gives, or fails with.
fn end(events: &[Value]) -> Value {
    let last = events.last().unwrap();
    match last["executionSucceededEventDetails"]["output"].as_str() {
        Some(output) => serde_json::from_str(output).unwrap(),
        None => last["executionFailedEventDetails"]["cause"].clone(),
    }
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

const PIPE: &str = r#"{ "deviceClass": "pipe" }"#;

#[test]
fn what_has_drifted_is_said_and_put() {
    let rows: [&[&str]; 3] = [
        &["brightness", "24", "24", "3.5", "0.9", "0.0001", "drifted"],
        &["score", "24", "3", "", "", "", "too-few"],
        &["sharpness", "24", "24", "0.1", "0.2", "0.5", "stable"],
    ];
    let input = serde_json::from_str(PIPE).unwrap();
    let events = run("monitor.asl.json", &input, &mocks(Some("it's"), &rows));
    let told = end(&events);
    assert_eq!(told.as_array().unwrap().len(), 1, "{told:#}");
    assert_eq!(told[0]["deviceClass"], "pipe");
    assert_eq!(told[0]["verdict"], "drifted");
    assert_eq!(told[0]["comparisons"][0]["psi"], 3.5);
    assert_eq!(told[0]["comparisons"][1]["psi"], Value::Null);
    let question = asked(&events, "QueryString");
    assert_eq!(question["QueryString"], "EXECUTE class_drift");
    let parameters = question["ExecutionParameters"].as_array().unwrap();
    assert_eq!(parameters[0], "'pipe'");
    // A quote ends no literal.
    assert!(parameters.contains(&json!("'it''s'")), "{parameters:?}");
    let put = asked(&events, "MetricData");
    assert_eq!(put["Namespace"], "Sightline");
    let metrics: Vec<String> = put["MetricData"]
        .as_array()
        .unwrap()
        .iter()
        .map(|metric| {
            let dimensions = metric["Dimensions"].as_array().unwrap().iter();
            let of: Vec<&str> = dimensions.map(|it| it["Value"].as_str().unwrap()).collect();
            let name = metric["MetricName"].as_str().unwrap();
            format!("{name} {} {}", of.join("/"), metric["Value"])
        })
        .collect();
    insta::assert_snapshot!(metrics.join("\n"));
}

#[test]
fn with_too_few_pictures_there_is_no_verdict_and_without_a_model_nothing_to_ask() {
    let rows: [&[&str]; 1] = [&["brightness", "3", "0", "", "", "", "too-few"]];
    let input = serde_json::from_str(PIPE).unwrap();
    let events = run("monitor.asl.json", &input, &mocks(Some("v1"), &rows));
    assert_eq!(end(&events)[0]["verdict"], "too-few");
    let put = asked(&events, "MetricData");
    let put = put["MetricData"].as_array().unwrap();
    let undecided = put.iter().find(|it| it["MetricName"] == "DriftUndecided");
    assert_eq!(undecided.unwrap()["Value"], 1.0);
    assert!(
        put.iter().all(|it| it["MetricName"] != "Drifted"),
        "{put:?}"
    );

    let events = run("monitor.asl.json", &input, &mocks(None, &[]));
    assert_eq!(end(&events)[0]["verdict"], "no-model");
}

#[test]
fn a_class_that_cannot_be_asked_keeps_no_other_from_being_watched() {
    let rows: [&[&str]; 1] = [&["brightness", "24", "24", "0.1", "0.2", "0.5", "stable"]];
    let mut mocks = mocks(Some("v1"), &rows);
    let throw = json!({ "Throw": { "Error": "Athena.AthenaException", "Cause": "no such table" } });
    mocks["AskDrift"] = json!([throw]);
    let events = run("monitor.asl.json", &json!({}), &mocks);
    let told = end(&events);
    let told = told.as_str().unwrap();
    assert!(
        ["insulator", "meter", "panel", "pipe", "own"]
            .iter()
            .all(|class| told.contains(&format!("{class}: Athena.AthenaException: no such table"))),
        "{told}"
    );
    let entered = events
        .iter()
        .filter_map(|event| event["stateEnteredEventDetails"]["name"].as_str());
    assert_eq!(entered.filter(|name| *name == "NotWatched").count(), 5);
}

#[test]
fn a_training_without_a_dataset_collects_one_and_ends_where_there_is_nothing_new() {
    let input =
        json!({ "action": "train", "deviceClass": "pipe", "promote": false, "by": "an alarm" });
    let id = "0".repeat(32);
    let row: [&[&str]; 1] = [&[
        &id,
        "prepared/pipe/2026-11-30/x.jpg",
        "x-1",
        "2026-11-30 10:00:00.000",
        "normal",
        "false-alarm",
    ]];
    let mocks = json!({
        "ChooseWindows": windows(Some("v1")),
        "AskField": [{ "Return": { "QueryExecution": { "QueryExecutionId": "q-1" } } }],
        "ReadField": answer(&row),
        "CollectPictures": payload(&json!({
            "dataset": "training/pipe/datasets/d.jsonl", "pictures": 1, "added": 0, "headline": "nothing",
        })),
        "NotifyNothingNew": [{ "Return": { "MessageId": "1" } }],
    });
    let events = run("model.asl.json", &input, &mocks);
    assert_eq!(end(&events)["added"], 0);
    let scheduled = |of: &str| -> Value {
        let mut all = events
            .iter()
            .filter_map(|event| event["taskScheduledEventDetails"]["parameters"].as_str());
        let scheduled = all.find(|text| text.contains(of));
        serde_json::from_str(scheduled.unwrap()).unwrap()
    };
    // A repair counts from when it is news, and pictures are read as far back as it may tell of.
    let asked = scheduled("EXECUTE training_pictures");
    let parameters = asked["ExecutionParameters"].as_array().unwrap();
    for told in [
        "'2026-11-05 00:00:00.000'",
        "'2026-11-23 00:00:00.000'",
        "'2026-06-03'",
    ] {
        assert!(parameters.iter().any(|one| one == told), "{parameters:?}");
    }
    let given = scheduled("prepared/pipe");
    assert_eq!(given["Payload"]["recentFrom"], "2026-11-23 00:00:00.000");
    assert_eq!(
        given["Payload"]["pictures"],
        json!([{
            "pictureId": id, "preparedKey": "prepared/pipe/2026-11-30/x.jpg", "deviceId": "x-1",
            "landed": "2026-11-30 10:00:00.000", "because": "false-alarm",
        }])
    );
}
