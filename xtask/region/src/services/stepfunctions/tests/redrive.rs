//! Executions that failed go on once what they missed is there.

use super::*;

const MISSING: &str = "arn:aws:states:us-east-1:000000000000:stateMachine:later";

fn starts_the_missing() -> Value {
    json!({
        "Type": "Task",
        "Resource": "arn:aws:states:::states:startExecution",
        "Parameters": { "StateMachineArn": MISSING, "Input": {} },
        "End": true,
    })
}

async fn world(folder: &Path) -> (Region, Context) {
    let (region, context) = open(folder).await;
    let_run(
        &context,
        &json!([{ "Effect": "Allow", "Action": "states:*", "Resource": "*" }]),
    );
    (region, context)
}

async fn make_the_missing(context: &Context) {
    let pass = json!({ "StartAt": "A", "States": { "A": { "Type": "Pass", "End": true } } });
    assert_eq!(create(context, "later", &pass).await, MISSING);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_execution_goes_on_from_the_state_that_failed() {
    let folder = TempDir::new().unwrap();
    let (region, context) = world(folder.path()).await;
    let machine = create(&context, "m", &json!({
        "StartAt": "Before",
        "States": { "Before": { "Type": "Pass", "Next": "Start" }, "Start": starts_the_missing() },
    }))
    .await;
    let arn = start(&context, &machine, "one", json!({})).await;
    let told = ended(&context, &arn).await;
    assert_eq!(
        (&told["status"], &told["redriveStatus"]),
        (&json!("FAILED"), &json!("REDRIVABLE"))
    );
    make_the_missing(&context).await;
    // What is kept for a redrive outlives the process.
    close(region, context).await;
    let (region, context) = open(folder.path()).await;
    let redriven = call(&context, "RedriveExecution", json!({ "executionArn": arn })).await;
    assert!(redriven.unwrap()["redriveDate"].is_number());
    let told = ended(&context, &arn).await;
    assert_eq!(
        (&told["status"], &told["redriveCount"]),
        (&json!("SUCCEEDED"), &json!(1))
    );
    let kinds = kinds(&context, &arn).await;
    let count = |kind: &str| kinds.iter().filter(|other| *other == kind).count();
    assert_eq!(
        (count("PassStateEntered"), count("ExecutionRedriven")),
        (1, 1),
        "{kinds:?}"
    );
    let again = call(&context, "RedriveExecution", json!({ "executionArn": arn }))
        .await
        .unwrap_err();
    assert_eq!(again.code, "ExecutionNotRedrivable");
    close(region, context).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_children_of_a_distributed_map_that_failed_run_again() {
    let folder = TempDir::new().unwrap();
    let (region, context) = world(folder.path()).await;
    let machine = create(
        &context,
        "m",
        &json!({
            "StartAt": "All",
            "States": { "All": {
                "Type": "Map",
                "ItemsPath": "$.items",
                "ToleratedFailureCount": 0,
                "ItemProcessor": {
                    "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" },
                    "StartAt": "Start",
                    "States": { "Start": starts_the_missing() },
                },
                "End": true,
            }},
        }),
    )
    .await;
    let arn = start(
        &context,
        &machine,
        "one",
        json!({ "items": (1..=30).collect::<Vec<_>>() }),
    )
    .await;
    assert_eq!(ended(&context, &arn).await["status"], "FAILED");
    make_the_missing(&context).await;
    call(&context, "RedriveExecution", json!({ "executionArn": arn }))
        .await
        .unwrap();
    let told = ended(&context, &arn).await;
    assert_eq!(told["status"], "SUCCEEDED", "{told}");
    let runs = call(&context, "ListMapRuns", json!({ "executionArn": arn }))
        .await
        .unwrap();
    let run = &runs["mapRuns"][0]["mapRunArn"];
    let run = call(&context, "DescribeMapRun", json!({ "mapRunArn": run }))
        .await
        .unwrap();
    assert_eq!(
        (&run["itemCounts"]["succeeded"], &run["redriveCount"]),
        (&json!(30), &json!(1)),
        "{run}"
    );
    close(region, context).await;
}
