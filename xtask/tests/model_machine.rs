//! The generated state machine of models, run with mocks: which way it goes, and what is taken back.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a process that can't be started fails the test"
)]

use std::path::Path;
use std::process::Command;

use inspection::config::{CloseLook, Declaration, Endpoint, EndpointModel, SageMaker};
use inspection::{environments, generate_declared};
use serde_json::{Value, json};

const VERSION: &str = "0123456789abcdef";

/// What the tasks give where all goes well. `passed` is the gate's decision.
fn mocks(passed: bool) -> Value {
    let payload = |payload: Value| json!([{ "Return": { "Payload": payload } }]);
    let data = json!({
        "manifest": "m", "sha256": "0", "trainNormal": 4, "trainAnomalous": 1, "testNormal": 1,
        "testAnomalous": 1,
    });
    let picture = json!({ "id": "0", "key": "prepared/pipe/d/0.jpg" });
    let evaluated = json!({
        "passed": passed, "explanation": "because", "report": "r", "page": "p", "measured": {},
        "expectations": [],
    });
    let promoted = json!({
        "deviceClass": "pipe", "revision": 1, "from": null, "to": VERSION, "changed": true,
        "pictures": [picture], "headline": "pipe: another is live",
    });
    let told = json!([{ "Return": { "MessageId": "1" } }]);
    json!({
        "VerifyData": payload(json!({ "pictures": 6, "data": null })),
        "SplitData": payload(json!({ "pictures": 6, "data": data })),
        "HoldOut": payload(json!({ "pictures": 6, "data": data })),
        "TrainModel": payload(json!({
            "version": VERSION, "file": "f", "sha256": "0", "kind": "padim", "toolkit": "t",
        })),
        "EvaluateModel": payload(evaluated.clone()),
        "EvaluateVersion": payload(evaluated),
        "RegisterModel": payload(json!({ "version": VERSION, "headline": "a candidate" })),
        "PromoteModel": payload(promoted.clone()),
        "RollBackModel": payload(promoted),
        "TakeBack": payload(taken_back(true)),
        "SmokeModel": payload(json!({ "examinations": [], "refused": [] })),
        "ConfirmModel": payload(json!({ "pictures": 1 })),
        "NotifyPromoted": told,
        "NotifyCandidate": told,
        "NotifyRefused": told,
        "NotifyFailed": told,
    })
}

/// What taking back gives, where there was something to take back or not.
fn taken_back(changed: bool) -> Value {
    json!({
        "deviceClass": "pipe", "revision": 2, "from": VERSION, "to": null, "changed": changed,
        "pictures": [], "headline": "",
    })
}

fn input(action: &str, promote: bool) -> Value {
    json!({
        "action": action, "deviceClass": "pipe", "dataset": "training/pipe/datasets/d.jsonl",
        "promote": promote, "trained": null, "version": VERSION, "by": "somebody",
    })
}

/// The states that an execution goes through, without choices, and the error that it ends with.
fn way(input: &Value, states: &Value) -> (Vec<String>, Option<String>) {
    let machine = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../stacks/generated/local/us-east-1/model.asl.json");
    way_through(&machine, input, states)
}

fn way_through(machine: &Path, input: &Value, states: &Value) -> (Vec<String>, Option<String>) {
    let folder = tempfile::tempdir().unwrap();
    let mocks = folder.path().join("mocks.json");
    std::fs::write(&mocks, json!({ "States": states }).to_string()).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["workflow", "run"])
        .arg(machine)
        .args(["--input", &input.to_string(), "--mock"])
        .arg(&mocks)
        .args(["--history", "--format", "json"])
        .output()
        .unwrap();
    let told: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    let events = told["events"].as_array().unwrap();
    let entered = events
        .iter()
        .filter(|event| event["type"] == "TaskStateEntered")
        .filter_map(|event| event["stateEnteredEventDetails"]["name"].as_str());
    let failed = events.last().unwrap()["executionFailedEventDetails"].as_object();
    let cause = failed.map(|failed| failed["cause"].as_str().unwrap().to_owned());
    (entered.map(str::to_owned).collect(), cause)
}

const TRAINED: [&str; 4] = ["VerifyData", "SplitData", "TrainModel", "EvaluateModel"];

#[test]
fn what_passes_is_promoted_and_asked_and_told() {
    let (states, failed) = way(&input("train", true), &mocks(true));
    let then = [
        "RegisterModel",
        "PromoteModel",
        "SmokeModel",
        "ConfirmModel",
        "NotifyPromoted",
    ];
    assert_eq!(states, [&TRAINED[..], &then].concat());
    assert_eq!(failed, None);
    let (states, _) = way(&input("train", false), &mocks(true));
    let then = ["RegisterModel", "NotifyCandidate"];
    assert_eq!(states, [&TRAINED[..], &then].concat());
}

#[test]
fn what_the_gate_refuses_is_told_and_neither_registered_nor_promoted() {
    let (states, failed) = way(&input("train", true), &mocks(false));
    assert_eq!(states, [&TRAINED[..], &["NotifyRefused"]].concat());
    assert_eq!(failed, None);
}

#[test]
fn evaluating_changes_nothing() {
    let (states, failed) = way(&input("evaluate", true), &mocks(true));
    assert_eq!(states, ["VerifyData", "HoldOut", "EvaluateVersion"]);
    assert_eq!(failed, None);
}

#[test]
fn a_promotion_that_says_something_else_is_taken_back_and_a_rollback_is_not() {
    let mut mocks = mocks(true);
    let throw = json!({ "Throw": { "Error": "SmokeFailed", "Cause": "it says something else" } });
    mocks["ConfirmModel"] = json!([throw]);
    let (states, failed) = way(&input("promote", true), &mocks);
    let asked = ["SmokeModel", "ConfirmModel"];
    let undone = ["TakeBack", "NotifyFailed"];
    assert_eq!(states, [&["PromoteModel"], &asked[..], &undone].concat());
    assert_eq!(failed.unwrap(), "SmokeFailed: it says something else");
    let (states, failed) = way(&input("roll-back", true), &mocks);
    assert_eq!(
        states,
        [&["RollBackModel"], &asked[..], &["NotifyFailed"]].concat()
    );
    assert!(failed.is_some());
}

/// It may have gone live before the promotion failed, which nobody but the log knows.
#[test]
fn a_promotion_that_fails_is_taken_back_and_told_with_its_own_cause() {
    let broken = json!([{ "Throw": { "Error": "States.Timeout", "Cause": "60 seconds" } }]);
    let mut mocks = mocks(true);
    mocks["PromoteModel"] = broken.clone();
    mocks["RollBackModel"] = broken;
    let nothing = json!([{ "Return": { "Payload": taken_back(false) } }]);
    for taken_back in [mocks["TakeBack"].clone(), nothing] {
        mocks["TakeBack"] = taken_back;
        let (states, failed) = way(&input("promote", true), &mocks);
        assert_eq!(states, ["PromoteModel", "TakeBack", "NotifyFailed"]);
        assert_eq!(failed.unwrap(), "States.Timeout: 60 seconds");
    }
    let (states, failed) = way(&input("roll-back", true), &mocks);
    assert_eq!(states, ["RollBackModel", "NotifyFailed"]);
    assert!(failed.is_some());
}

#[test]
fn what_fails_on_the_way_is_told_with_its_cause_even_when_nobody_can_be_told() {
    for failing in TRAINED {
        let mut mocks = mocks(true);
        let throw = json!({ "Throw": { "Error": "Unexpected", "Cause": "it broke" } });
        mocks[failing] = json!([throw]);
        let busy = json!({ "Throw": { "Error": "SNS.Forbidden", "Cause": "no" } });
        mocks["NotifyFailed"] = json!([busy]);
        let (states, failed) = way(&input("train", true), &mocks);
        assert_eq!(states.last().unwrap(), "NotifyFailed");
        assert!(!states.iter().any(|state| state == "PromoteModel"));
        assert_eq!(failed.unwrap(), "Unexpected: it broke");
    }
}

/// The machine where endpoints run versions.
fn machine_of_endpoints() -> String {
    let declaration = Declaration {
        close_look: CloseLook::SageMaker(SageMaker {
            endpoint: Endpoint::Serverless {
                memory_mb: 2048,
                max_concurrency: 40,
            },
            model: EndpointModel::Container {
                image: "000000000000.dkr.ecr.{region}.amazonaws.com/sightline/inspector:1.2",
            },
            backfill: None,
        }),
        ..environments::local()
    };
    let files = generate_declared(&declaration).unwrap_or_else(|found| panic!("{found}"));
    let mut files = files.into_iter();
    let file = files.find(|file| file.path.ends_with("/model.asl.json"));
    file.unwrap().text
}

/// What it says of the endpoint, which was told, when it was asked so often before.
fn served(answers: bool, attempt: u64) -> Value {
    let payload = json!({
        "endpoint": "sightline-local-pipe", "answers": answers, "told": "pipe-0", "attempt": attempt,
    });
    json!({ "Return": { "Payload": payload } })
}

/// What it says of the endpoint that answers with the model and need not be told.
fn served_untold() -> Value {
    let mut served = served(true, 0);
    served["Return"]["Payload"]["told"] = Value::Null;
    served
}

/// What [`way`] tells, where endpoints run versions. `mocks` without those of the endpoint, which answers
/// when it is asked the third time.
fn way_to_endpoint(input: &Value, mut mocks: Value) -> (Vec<String>, Option<String>) {
    let rounds = json!([served(false, 1), served(false, 2), served(true, 2)]);
    for step in ["ServeModel", "ServeLive"] {
        if mocks.get(step).is_none() {
            mocks[step] = rounds.clone();
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let machine = folder.path().join("model.asl.json");
    std::fs::write(&machine, machine_of_endpoints()).unwrap();
    way_through(&machine, input, &mocks)
}

const SERVED: [&str; 3] = ["ServeModel"; 3];
const PUT_RIGHT: [&str; 3] = ["ServeLive"; 3];

#[test]
fn an_endpoint_answers_with_a_version_before_it_goes_live() {
    let (states, failed) = way_to_endpoint(&input("train", true), mocks(true));
    let then = [
        "PromoteModel",
        "SmokeModel",
        "ConfirmModel",
        "NotifyPromoted",
    ];
    assert_eq!(
        states,
        [&TRAINED[..], &["RegisterModel"], &SERVED, &then].concat()
    );
    assert_eq!(failed, None);
    // A candidate is behind no endpoint.
    let (states, _) = way_to_endpoint(&input("train", false), mocks(true));
    assert!(
        !states.iter().any(|state| state == "ServeModel"),
        "{states:?}"
    );
    let (states, failed) = way_to_endpoint(&input("roll-back", true), mocks(true));
    let then = [
        "RollBackModel",
        "SmokeModel",
        "ConfirmModel",
        "NotifyPromoted",
    ];
    assert_eq!(states, [&SERVED[..], &then].concat());
    assert_eq!(failed, None);
}

#[test]
fn an_endpoint_that_was_told_in_vain_answers_with_what_is_live_again() {
    let broken = json!([{ "Throw": { "Error": "Conflict", "Cause": "somebody was first" } }]);
    let mut conflict = mocks(true);
    conflict["PromoteModel"] = broken.clone();
    let nothing = json!([{ "Return": { "Payload": taken_back(false) } }]);
    conflict["TakeBack"] = nothing;
    let (states, failed) = way_to_endpoint(&input("promote", true), conflict.clone());
    let then = ["PromoteModel", "TakeBack"];
    assert_eq!(
        states,
        [&SERVED[..], &then, &PUT_RIGHT, &["NotifyFailed"]].concat()
    );
    assert_eq!(failed.unwrap(), "Conflict: somebody was first");

    // One that answered with the version already, and was told nothing, is left to who has told it.
    conflict["ServeModel"] = json!([served_untold()]);
    let (states, _) = way_to_endpoint(&input("promote", true), conflict);
    assert_eq!(
        states,
        [&["ServeModel"], &then[..], &["NotifyFailed"]].concat()
    );

    // A version that says something else is taken back, and then its endpoint.
    let mut other = mocks(true);
    other["ConfirmModel"] = broken.clone();
    let (states, failed) = way_to_endpoint(&input("promote", true), other);
    let then = ["PromoteModel", "SmokeModel", "ConfirmModel", "TakeBack"];
    assert_eq!(
        states,
        [&SERVED[..], &then, &PUT_RIGHT, &["NotifyFailed"]].concat()
    );
    assert!(failed.is_some());

    // Also where nobody had to tell the endpoint: what is live has changed.
    let mut untold = mocks(true);
    untold["ConfirmModel"] = broken.clone();
    untold["ServeModel"] = json!([served_untold()]);
    let (states, _) = way_to_endpoint(&input("promote", true), untold);
    assert_eq!(
        states,
        [&["ServeModel"], &then[..], &PUT_RIGHT, &["NotifyFailed"]].concat()
    );

    // Who has told the endpoint nothing leaves it as it is.
    let mut early = mocks(true);
    early["ServeModel"] = broken.clone();
    let (states, failed) = way_to_endpoint(&input("promote", true), early);
    assert_eq!(states, ["ServeModel", "NotifyFailed"]);
    assert!(failed.is_some());

    // What failed first is what is told, even where the endpoint cannot be put right.
    let mut both = mocks(true);
    both["ServeModel"] = json!([served(false, 1), broken[0]]);
    both["ServeLive"] = json!([{ "Throw": { "Error": "NotServed", "Cause": "it is Failed" } }]);
    let (states, failed) = way_to_endpoint(&input("promote", true), both);
    assert_eq!(
        states,
        ["ServeModel", "ServeModel", "ServeLive", "NotifyFailed"]
    );
    assert_eq!(failed.unwrap(), "Conflict: somebody was first");
}
