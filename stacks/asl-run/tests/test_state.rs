//! One state by itself, through the public door.

#![expect(clippy::unwrap_used, reason = "the requests are written here")]

use asl_run::Moment;
use asl_run::test_state::{ErrorOutput, Progress, Request, Setting, TaskAnswer, test_state};
use serde_json::{Value, json};

fn setting() -> Setting {
    let now = Moment::from_millis(0);
    Setting::new("aws", "eu-central-1", "000000000000", now, 7)
}

/// A request in AWS's JSON, with its data as JSON rather than as texts.
fn request(mut request: Value) -> Request {
    for name in ["definition", "input", "variables", "context"] {
        if let Some(value) = request.get_mut(name) {
            *value = value.to_string().into();
        }
    }
    for (outer, inner) in [
        ("mock", "result"),
        ("stateConfiguration", "mapItemReaderData"),
    ] {
        if let Some(value) = request.get_mut(outer).and_then(|one| one.get_mut(inner)) {
            *value = value.to_string().into();
        }
    }
    Request::from_json(&request).unwrap()
}

fn tested(asked: Value) -> Result<Value, String> {
    match test_state(&request(asked), &setting()) {
        Ok(Progress::Done(answer)) => Ok(answer.to_json()),
        Ok(Progress::Task(task)) => Err(format!("waits for {:?}", task.invocation.resource)),
        Err(refusal) => Err(refusal.to_string()),
    }
}

fn inspected(answer: &Value, name: &str) -> Value {
    let text = answer["inspectionData"][name].as_str().unwrap_or("null");
    serde_json::from_str(text).unwrap()
}

#[test]
fn a_task_that_is_not_mocked_is_handed_out_and_taken_back() {
    let asked = request(json!({
        "definition": {
            "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
            "Parameters": { "FunctionName": "look", "Payload.$": "$" },
            "ResultSelector": { "seen.$": "$.Payload" },
            "ResultPath": "$.look",
            "Catch": [{ "ErrorEquals": ["Blurred"], "Next": "Quarantine" }],
            "Next": "Record",
        },
        "roleArn": "arn:aws:iam::000000000000:role/r",
        "input": { "picture": 1 },
        "inspectionLevel": "DEBUG",
    }));
    for fails in [false, true] {
        let Progress::Task(task) = test_state(&asked, &setting()).unwrap() else {
            unreachable!("the task is not mocked")
        };
        assert_eq!(
            task.invocation.arguments,
            json!({ "FunctionName": "look", "Payload": { "picture": 1 } })
        );
        let outcome = if fails {
            Err(ErrorOutput {
                error: Some("Blurred".to_owned()),
                cause: Some("too dark".to_owned()),
            })
        } else {
            Ok(json!({ "Payload": 7 }))
        };
        let answer = task
            .answered(TaskAnswer {
                outcome,
                request: None,
                response: None,
            })
            .unwrap()
            .to_json();
        if fails {
            assert_eq!(answer["status"], "CAUGHT_ERROR");
            assert_eq!(answer["nextState"], "Quarantine");
            assert_eq!(answer["error"], "Blurred");
            assert_eq!(
                answer["inspectionData"]["errorDetails"],
                json!({ "catchIndex": 0 })
            );
        } else {
            assert_eq!(answer["status"], "SUCCEEDED");
            assert_eq!(answer["nextState"], "Record");
            assert_eq!(inspected(&answer, "result"), json!({ "Payload": 7 }));
            assert_eq!(
                inspected(&answer, "afterResultSelector"),
                json!({ "seen": 7 })
            );
            assert_eq!(
                inspected(&answer, "afterResultPath"),
                json!({ "picture": 1, "look": { "seen": 7 } })
            );
        }
    }
}

#[test]
fn variables_come_in_and_are_told_after_the_state() {
    let answer = tested(json!({
        "definition": {
            "Type": "Pass", "QueryLanguage": "JSONata",
            "Assign": { "total": "{% $total + $states.input.add %}" },
            "Output": "{% $total %}", "Next": "Next",
        },
        "input": { "add": 2 },
        "variables": { "total": 40 },
        "inspectionLevel": "TRACE",
    }))
    .unwrap();
    assert_eq!(answer["output"], "40");
    assert_eq!(inspected(&answer, "variables"), json!({ "total": 42 }));
}

#[test]
fn a_wait_is_not_waited_for() {
    let answer = tested(json!({
        "definition": { "Type": "Wait", "Seconds": 86_400, "Next": "Then" },
        "input": { "a": 1 },
    }));
    assert_eq!(
        answer,
        Ok(json!({ "status": "SUCCEEDED", "output": "{\"a\":1}", "nextState": "Then" }))
    );
}

#[test]
fn the_items_of_a_map_are_told_as_they_would_be_handed_over() {
    let answer = tested(json!({
        "definition": {
            "Type": "Map", "End": true, "MaxConcurrency": 5,
            "ItemReader": {
                "Resource": "arn:aws:states:::s3:getObject",
                "ReaderConfig": { "InputType": "JSON", "ItemsPointer": "/chunks" },
                "Parameters": { "Bucket": "lake", "Key": "items.json" },
            },
            "ItemSelector": { "n.$": "$$.Map.Item.Value", "at.$": "$$.Map.Item.Index" },
            "ItemBatcher": { "MaxItemsPerBatch": 2, "BatchInput": { "batch": "b" } },
            "ItemProcessor": {
                "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS" },
                "StartAt": "One", "States": { "One": { "Type": "Pass", "End": true } },
            },
        },
        "mock": { "result": [1] },
        "stateConfiguration": { "mapItemReaderData": { "chunks": ["x", "y", "z"] } },
        "inspectionLevel": "DEBUG",
    }))
    .unwrap();
    assert_eq!(
        inspected(&answer, "afterItemsPointer"),
        json!(["x", "y", "z"])
    );
    assert_eq!(
        inspected(&answer, "afterItemSelector"),
        json!([{ "n": "x", "at": 0 }, { "n": "y", "at": 1 }, { "n": "z", "at": 2 }])
    );
    assert_eq!(
        inspected(&answer, "afterItemBatcher"),
        json!([
            { "BatchInput": { "batch": "b" }, "Items": [{ "n": "x", "at": 0 }, { "n": "y", "at": 1 }] },
            { "BatchInput": { "batch": "b" }, "Items": [{ "n": "z", "at": 2 }] },
        ])
    );
    assert_eq!(answer["inspectionData"]["maxConcurrency"], 5);
}

#[test]
fn what_cannot_be_tested_is_refused() {
    let task = |resource: &str| json!({ "Type": "Task", "Resource": resource, "End": true });
    let function = "arn:aws:states:::lambda:invoke";
    for (asked, expected) in [
        (
            json!({ "definition": task(function) }),
            "ValidationException: RoleArn must be specified when testing a Task state",
        ),
        (
            json!({ "definition": task(function), "context": {} }),
            "ValidationException: TestState does not support Context when a mock is not specified.",
        ),
        (
            json!({ "definition": task(function), "mock": {} }),
            "ValidationException: A test mock should have only one of the following fields: \
             [result, errorOutput].",
        ),
        (
            json!({ "definition": {}, "stateName": "A" }),
            "InvalidDefinition: Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: \
             These fields are required: [States, StartAt] at /'",
        ),
        (
            json!({ "definition": task(function), "mock": { "result": 1 }, "context": { "Map": { "Item": { "Idx": 1 } } } }),
            "ValidationException: Mocked result must be a JSON object.",
        ),
    ] {
        let refusal = tested(asked).unwrap_err();
        assert!(refusal.starts_with(expected), "{refusal}");
    }
}
