//! Drift from end to end: the same devices, photographed darker and out of focus, raise the alarm, which
//! starts a training on what the field has told; nothing of it goes live. Another ordinary round raises
//! none.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use samples::Conditions;
use serde_json::{Value, json};
use tests::wire::{call, object, put_object, rows};
use tests::{Installation, Served, until};

const CLASS: &str = "pipe";
const PICTURES: &str = "sightline-local-000000000000-us-east-1-pictures";
const LAKE: &str = "sightline-local-000000000000-us-east-1-lake";

/// Lands a round and waits until it is inspected.
fn land(served: &Served, batch: &str, number: u64, conditions: Conditions) {
    for sample in samples::round(CLASS, number, conditions) {
        let key = format!(
            "incoming/{batch}/{CLASS}/{}/{}",
            sample.device_id, sample.file
        );
        put_object(served, PICTURES, &key, &sample.bytes);
    }
    put_object(served, PICTURES, &format!("incoming/{batch}/_READY"), b"");
    let summary = format!("batches/{batch}.json");
    until("the round is inspected", || object(served, LAKE, &summary));
    let sql =
        format!("SELECT count(*) FROM findings WHERE batch = '{batch}' AND day >= '2020-01-01'");
    assert_eq!(rows(served, &sql), [["24"]]);
}

/// Watches, and gives what is said of the class.
fn monitored(installation: &Installation, status: i32) -> Value {
    let words = ["model", "monitor", "--class", CLASS, "--format", "json"];
    let told = installation.json_of(status, &words);
    let classes = told["classes"].as_array().unwrap();
    assert_eq!(classes.len(), 1, "{told:#}");
    classes[0].clone()
}

fn verdict_on(told: &Value, measure: &str) -> Value {
    let rows = told["comparisons"].as_array().unwrap().iter();
    let mut rows = rows.filter(|row| row["measure"] == measure);
    rows.next().unwrap()["verdict"].clone()
}

/// The executions of the state machine of models, the newest first.
fn trainings(served: &Served) -> Vec<Value> {
    let machine = "arn:aws:states:us-east-1:000000000000:stateMachine:sightline-local-model";
    let listed = call(
        served,
        ("states", "AWSStepFunctions.ListExecutions"),
        &json!({ "stateMachineArn": machine }),
    );
    listed["executions"].as_array().unwrap().clone()
}

/// What repairs found of the dusk's pictures: of one device nothing, of another a defect.
fn report_repairs(served: &Served) {
    let sql = "SELECT device_id, picture_id FROM pictures WHERE batch = 'dusk' AND day >= '2020-01-01' \
               ORDER BY device_id, picture_id";
    let pictures = rows(served, sql);
    let first = pictures[0][0].clone();
    let last = pictures[pictures.len() - 1][0].clone();
    let said = pictures.iter().filter_map(|picture| {
        let [device, id] = picture.as_slice() else {
            panic!("{picture:?}")
        };
        let found = match device {
            device if *device == first => "nothing",
            device if *device == last => "defect",
            _ => return None,
        };
        Some(format!(
            "('{device}', '{CLASS}', TIMESTAMP '2036-01-01 00:00:00.000', 'looked', 'crew 1', NULL, \
             '{id}', '{found}')"
        ))
    });
    let values: Vec<String> = said.collect();
    assert_eq!(values.len(), 6);
    let sql = format!("INSERT INTO repairs VALUES {}", values.join(", "));
    assert_eq!(rows(served, &sql), Vec::<Vec<String>>::new());
}

#[test]
fn what_is_darker_and_blurrier_raises_the_alarm_and_starts_a_training_that_promotes_nothing() {
    let Some(installation) = Installation::new() else {
        return;
    };
    let served = installation.serve("local", &[]);
    assert!(installation.run(&["deploy", "--no-smoke"]).status.success());
    let words = ["model", "train", CLASS, "--samples", "--format", "json"];
    let trained = installation.json(&words);
    assert_eq!(trained["outcome"], "promoted", "{trained:#}");
    let version = trained["result"]["to"].clone();
    let live = || object(&served, LAKE, &format!("models/{CLASS}/live.json")).unwrap();
    let before = live();

    // The first round is what the others are held against; until there is another, nothing is said.
    land(&served, "first", 1, Conditions::Ordinary);
    let told = monitored(&installation, 0);
    assert_eq!(told["verdict"], "too-few", "{told:#}");
    assert_eq!(told["version"], version);
    assert_eq!(told["alarm"], "INSUFFICIENT_DATA", "{told:#}");

    // Another ordinary round of the same devices raises no alarm.
    land(&served, "second", 2, Conditions::Ordinary);
    let told = monitored(&installation, 0);
    assert_eq!(told["verdict"], "stable", "{told:#}");
    assert_eq!(verdict_on(&told, "brightness"), "stable", "{told:#}");
    assert_eq!(told["alarm"], "OK", "{told:#}");
    assert_eq!(told["started"], Value::Null);
    assert_eq!(trainings(&served).len(), 1);

    // The same at dusk and out of focus does, and starts a training.
    land(&served, "dusk", 2, Conditions::DuskOutOfFocus);
    land(&served, "later", 3, Conditions::DuskOutOfFocus);
    report_repairs(&served);
    let told = monitored(&installation, 1);
    assert_eq!(told["verdict"], "drifted", "{told:#}");
    for measure in ["brightness", "sharpness"] {
        assert_eq!(verdict_on(&told, measure), "drifted", "{told:#}");
    }
    assert_eq!(told["alarm"], "ALARM", "{told:#}");
    let started = json!({ "executionArn": told["started"] });
    let ended = until("the training ends", || {
        let execution = call(
            &served,
            ("states", "AWSStepFunctions.DescribeExecution"),
            &started,
        );
        (execution["status"] != "RUNNING").then_some(execution)
    });
    assert_eq!(ended["status"], "SUCCEEDED", "{ended:#}");
    let input: Value = serde_json::from_str(ended["input"].as_str().unwrap()).unwrap();
    assert_eq!(input["promote"], false);
    assert!(
        input["by"]
            .as_str()
            .unwrap()
            .ends_with(":alarm:sightline-local-drift-pipe")
    );

    // It was trained on what repairs said, and on nothing that a model alone called anomalous.
    let run = started["executionArn"]
        .as_str()
        .unwrap()
        .rsplit(':')
        .next()
        .unwrap();
    let manifest = object(
        &served,
        LAKE,
        &format!("models/{CLASS}/runs/{run}/dataset.jsonl"),
    );
    let manifest = String::from_utf8(manifest.unwrap()).unwrap();
    let lines: Vec<Value> = manifest
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let field: Vec<&Value> = lines
        .iter()
        .filter(|line| line["landed"].is_string())
        .collect();
    let anomalous = field.iter().filter(|line| line["anomalous"] == true);
    assert_eq!(anomalous.count(), 3, "{field:#?}");
    let normal = field.iter().filter(|line| line["anomalous"] == false);
    assert!(normal.count() >= 3, "{field:#?}");
    assert_eq!(lines.len() - field.len(), 108);

    // What is live is what it was, to the byte; a drift that lasts starts nothing more.
    assert_eq!(live(), before);
    let history = ["model", "list", CLASS, "--history", "--format", "json"];
    assert_eq!(installation.json(&history).as_array().unwrap().len(), 1);
    let told = monitored(&installation, 1);
    assert_eq!(told["verdict"], "drifted", "{told:#}");
    assert_eq!(told["alarm"], "ALARM");
    assert_eq!(told["started"], Value::Null);
    assert_eq!(trainings(&served).len(), 2);
}
