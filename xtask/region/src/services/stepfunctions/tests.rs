//! Machines run through the service's own operations, over a region's restart too.

mod redrive;
mod sdk;
mod versions;

use std::path::Path;
use std::time::Duration;

use bytes::Bytes;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::Region;
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;
use crate::services::iam::model::RoleInput;
use crate::services::s3::PutOptions;
use crate::services::testing::{close, open};

const ROLE: &str = "arn:aws:iam::000000000000:role/runner";
const LONG: Duration = Duration::from_secs(60);

fn let_run(context: &Context, statements: &Value) {
    let role = RoleInput {
        name: "runner".to_owned(),
        path: "/".to_owned(),
        description: None,
        max_session_seconds: 3600,
        trust: json!({ "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow",
            "Principal": { "Service": "states.amazonaws.com" },
            "Action": "sts:AssumeRole",
        }]}),
        boundary: None,
        tags: std::collections::BTreeMap::default(),
    };
    context.iam().put_role(context, role).unwrap();
    let policy = json!({ "Version": "2012-10-17", "Statement": statements });
    context
        .iam()
        .put_role_policy("runner", "all", &policy)
        .unwrap();
}

async fn call(context: &Context, operation: &str, input: Value) -> Result<Value, ServiceError> {
    context
        .stepfunctions()
        .call(context, &Caller::Root, operation, input)
        .await
}

async fn create(context: &Context, name: &str, definition: &Value) -> String {
    let input = json!({ "name": name, "definition": definition.to_string(), "roleArn": ROLE });
    let made = call(context, "CreateStateMachine", input).await.unwrap();
    made["stateMachineArn"].as_str().unwrap().to_owned()
}

async fn start(context: &Context, machine: &str, name: &str, input: Value) -> String {
    let input = json!({ "stateMachineArn": machine, "name": name, "input": input.to_string() });
    let started = call(context, "StartExecution", input).await.unwrap();
    started["executionArn"].as_str().unwrap().to_owned()
}

/// The execution once it has ended, as `DescribeExecution` tells it.
async fn ended(context: &Context, arn: &str) -> Value {
    let states = context.stepfunctions();
    let running = states
        .running_lock()
        .get(arn)
        .map(|running| running.done.clone());
    if let Some(mut done) = running {
        tokio::time::timeout(LONG, done.wait_for(|done| *done))
            .await
            .unwrap()
            .unwrap();
    }
    call(context, "DescribeExecution", json!({ "executionArn": arn }))
        .await
        .unwrap()
}

async fn kinds(context: &Context, arn: &str) -> Vec<String> {
    let input = json!({ "executionArn": arn });
    let history = call(context, "GetExecutionHistory", input).await.unwrap();
    let events = history["events"].as_array().unwrap();
    events
        .iter()
        .map(|event| event["type"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_execution_is_told_of_with_its_history_and_its_name_is_its_own() {
    let folder = TempDir::new().unwrap();
    let (region, context) = open(folder.path()).await;
    let machine = create(&context, "greet", &json!({
        "QueryLanguage": "JSONata",
        "StartAt": "Greet",
        "States": { "Greet": { "Type": "Pass", "Output": "{% 'hello ' & $states.input.name %}", "End": true } },
    }))
    .await;
    let arn = start(&context, &machine, "one", json!({ "name": "Ada" })).await;
    assert_eq!(
        arn,
        "arn:aws:states:us-east-1:000000000000:execution:greet:one"
    );
    let told = ended(&context, &arn).await;
    assert_eq!(
        (&told["status"], &told["output"]),
        (&json!("SUCCEEDED"), &json!("\"hello Ada\""))
    );
    assert_eq!(
        kinds(&context, &arn).await,
        [
            "ExecutionStarted",
            "PassStateEntered",
            "PassStateExited",
            "ExecutionSucceeded"
        ]
    );

    let page = json!({ "executionArn": arn, "reverseOrder": true, "maxResults": 3 });
    let first = call(&context, "GetExecutionHistory", page.clone())
        .await
        .unwrap();
    assert_eq!(first["events"][0]["id"], 4);
    let mut next = page;
    next["nextToken"] = first["nextToken"].clone();
    let rest = call(&context, "GetExecutionHistory", next).await.unwrap();
    assert_eq!(
        (&rest["events"][0]["id"], rest.get("nextToken")),
        (&json!(1), None)
    );

    let again = json!({ "stateMachineArn": machine, "name": "one", "input": "{}" });
    let refused = call(&context, "StartExecution", again).await.unwrap_err();
    assert_eq!(refused.code, "ExecutionAlreadyExists");
    let list = json!({ "stateMachineArn": machine, "statusFilter": "SUCCEEDED" });
    let listed = call(&context, "ListExecutions", list).await.unwrap();
    assert_eq!(listed["executions"][0]["executionArn"], json!(arn));
    close(region, context).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_for_a_token_goes_on_after_a_restart() {
    let folder = TempDir::new().unwrap();
    let (region, context) = open(folder.path()).await;
    let_run(
        &context,
        &json!([{ "Effect": "Allow", "Action": "states:*", "Resource": "*" }]),
    );
    let activity = call(&context, "CreateActivity", json!({ "name": "look" }))
        .await
        .unwrap();
    let machine = create(&context, "ask", &json!({
        "StartAt": "Ask",
        "States": { "Ask": { "Type": "Task", "Resource": activity["activityArn"], "End": true } },
    }))
    .await;
    let arn = start(&context, &machine, "one", json!({ "picture": 7 })).await;
    let take = json!({ "activityArn": activity["activityArn"], "workerName": "w" });
    let first = call(&context, "GetActivityTask", take.clone())
        .await
        .unwrap();
    close(region, context).await;

    let (region, context) = open(folder.path()).await;
    let task = call(&context, "GetActivityTask", take).await.unwrap();
    assert_eq!(task, first, "the same task, with the same token");
    let answer = json!({ "taskToken": task["taskToken"], "output": "{\"sound\":true}" });
    call(&context, "SendTaskSuccess", answer.clone())
        .await
        .unwrap();
    let told = ended(&context, &arn).await;
    assert_eq!(
        (&told["status"], &told["output"]),
        (&json!("SUCCEEDED"), &json!("{\"sound\":true}"))
    );
    assert_eq!(
        kinds(&context, &arn).await,
        [
            "ExecutionStarted",
            "TaskStateEntered",
            "ActivityScheduled",
            "ActivityStarted",
            "ActivitySucceeded",
            "TaskStateExited",
            "ExecutionSucceeded",
        ]
    );
    assert!(
        call(&context, "SendTaskSuccess", answer).await.is_err(),
        "a token answers once"
    );
    close(region, context).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_distributed_map_reads_a_listing_in_batches_and_writes_its_results() {
    let folder = TempDir::new().unwrap();
    let (region, context) = open(folder.path()).await;
    let_run(
        &context,
        &json!([{ "Effect": "Allow", "Action": ["states:*", "s3:*"], "Resource": "*" }]),
    );
    for bucket in ["pictures", "lake"] {
        context.s3().create_bucket(&context, bucket).unwrap();
    }
    for number in 0..5 {
        let key = format!("incoming/one/meter/m/{number}.jpg");
        let body = Bytes::from_static(b"x");
        context
            .s3()
            .put_object(&context, "pictures", &key, body, PutOptions::default())
            .await
            .unwrap();
    }
    let machine = create(&context, "inspect", &json!({
        "QueryLanguage": "JSONata",
        "StartAt": "Chunks",
        "States": { "Chunks": {
            "Type": "Map",
            "ItemReader": {
                "Resource": "arn:aws:states:::s3:listObjectsV2",
                "Arguments": { "Bucket": "pictures", "Prefix": "{% 'incoming/' & $states.input.batch & '/' %}" },
            },
            "ItemBatcher": { "MaxItemsPerBatch": 2, "BatchInput": { "batch": "{% $states.input.batch %}" } },
            "MaxConcurrency": 2,
            "ItemProcessor": {
                "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" },
                "StartAt": "Count",
                "States": { "Count": { "Type": "Pass", "Output": "{% $count($states.input.Items) %}", "End": true } },
            },
            "ResultWriter": {
                "Resource": "arn:aws:states:::s3:putObject",
                "Arguments": { "Bucket": "lake", "Prefix": "map-runs" },
            },
            "End": true,
        }},
    }))
    .await;
    let arn = start(&context, &machine, "one", json!({ "batch": "one" })).await;
    let told = ended(&context, &arn).await;
    assert_eq!(told["status"], "SUCCEEDED", "{told}");
    let output: Value = serde_json::from_str(told["output"].as_str().unwrap()).unwrap();
    let manifest = output["ResultWriterDetails"]["Key"].as_str().unwrap();
    let read = |key: String| {
        let context = context.clone();
        async move {
            let (_, body) = context
                .s3()
                .get_object("lake", &key, None, None)
                .await
                .unwrap();
            let bytes = body.bytes(1 << 20).await.unwrap();
            serde_json::from_slice::<Value>(&bytes).unwrap()
        }
    };
    let manifest = read(manifest.to_owned()).await;
    let results = manifest["ResultFiles"]["SUCCEEDED"][0]["Key"]
        .as_str()
        .unwrap()
        .to_owned();
    let results = read(results).await;
    let mut counts: Vec<&str> = results
        .as_array()
        .unwrap()
        .iter()
        .map(|result| result["Output"].as_str().unwrap())
        .collect();
    counts.sort_unstable();
    assert_eq!(counts, ["1", "2", "2"]);

    let runs = call(&context, "ListMapRuns", json!({ "executionArn": arn }))
        .await
        .unwrap();
    let run = json!({ "mapRunArn": runs["mapRuns"][0]["mapRunArn"] });
    let described = call(&context, "DescribeMapRun", run.clone()).await.unwrap();
    assert_eq!(described["itemCounts"]["succeeded"], 5);
    assert_eq!(described["executionCounts"]["succeeded"], 3);
    let children = call(&context, "ListExecutions", run).await.unwrap();
    assert_eq!(children["executions"].as_array().unwrap().len(), 3);
    close(region, context).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_may_not_read_fails_the_map_and_says_so() {
    let folder = TempDir::new().unwrap();
    let (region, context) = open(folder.path()).await;
    let_run(
        &context,
        &json!([{ "Effect": "Allow", "Action": "states:*", "Resource": "*" }]),
    );
    context.s3().create_bucket(&context, "pictures").unwrap();
    let machine = create(
        &context,
        "inspect",
        &json!({
            "StartAt": "All",
            "States": { "All": {
                "Type": "Map",
                "ItemReader": {
                    "Resource": "arn:aws:states:::s3:listObjectsV2",
                    "Parameters": { "Bucket": "pictures" },
                },
                "ItemProcessor": {
                    "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" },
                    "StartAt": "Look",
                    "States": { "Look": { "Type": "Pass", "End": true } },
                },
                "End": true,
            }},
        }),
    )
    .await;
    let arn = start(&context, &machine, "one", json!({})).await;
    let told = ended(&context, &arn).await;
    assert_eq!(
        (&told["status"], &told["error"]),
        (&json!("FAILED"), &json!("States.ItemReaderFailed"))
    );
    assert!(
        told["cause"].as_str().unwrap().contains("s3:ListBucket"),
        "{told}"
    );
    close(region, context).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn definitions_are_refused_in_the_words_of_aws() {
    let folder = TempDir::new().unwrap();
    let (region, context) = open(folder.path()).await;
    let definition = json!({
        "StartAt": "A",
        "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:::dynamodb:query", "Next": "B" } },
    });
    let input = json!({ "name": "m", "definition": definition.to_string(), "roleArn": ROLE });
    let refused = call(&context, "CreateStateMachine", input)
        .await
        .unwrap_err();
    assert_eq!(refused.code, "InvalidDefinition");
    assert!(
        refused.message.starts_with(
            "Invalid State Machine Definition: 'MISSING_TRANSITION_TARGET: Missing 'Next' target: \
             B at /States/A/Next, SCHEMA_VALIDATION_FAILED: The resource provided \
             arn:aws:states:::dynamodb:query is not recognized."
        ),
        "{}",
        refused.message
    );
    let valid = json!({ "definition": "{}" });
    let told = call(&context, "ValidateStateMachineDefinition", valid)
        .await
        .unwrap();
    assert_eq!(
        told["diagnostics"],
        json!([{
            "severity": "ERROR",
            "code": "SCHEMA_VALIDATION_FAILED",
            "message": "These fields are required: [States, StartAt]",
            "location": "/",
        }])
    );
    close(region, context).await;
}
