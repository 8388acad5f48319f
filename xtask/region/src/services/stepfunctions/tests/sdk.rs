//! Step Functions' own API as an SDK integration.

use serde_json::json;
use tempfile::TempDir;

use super::{call, close, create, ended, let_run, open, start};

#[tokio::test(flavor = "multi_thread")]
async fn an_execution_lists_those_of_its_machine_in_the_spelling_of_integrations() {
    let folder = TempDir::new().unwrap();
    let (region, context) = open(folder.path()).await;
    let machine = "arn:aws:states:us-east-1:000000000000:stateMachine:alone";
    let list = json!({ "Effect": "Allow", "Action": "states:ListExecutions", "Resource": machine });
    let_run(&context, &json!([list]));
    let definition = json!({
        "QueryLanguage": "JSONata",
        "StartAt": "List",
        "States": { "List": {
            "Type": "Task",
            "Resource": "arn:aws:states:::aws-sdk:sfn:listExecutions",
            "Arguments": {
                "StateMachineArn": "{% $states.context.StateMachine.Id %}",
                "StatusFilter": "RUNNING",
            },
            "Output": {
                "all": "{% [$states.result.Executions.Name] %}",
                "others": "{% $count($states.result.Executions[ExecutionArn != \
                           $states.context.Execution.Id]) %}",
            },
            "End": true,
        } },
    });
    assert_eq!(create(&context, "alone", &definition).await, machine);
    let arn = start(&context, machine, "one", json!({})).await;
    let told = ended(&context, &arn).await;
    assert_eq!(told["status"], "SUCCEEDED", "{told:#}");
    let output: serde_json::Value = serde_json::from_str(told["output"].as_str().unwrap()).unwrap();
    assert_eq!(output, json!({ "all": ["one"], "others": 0 }));

    // What the role may not, it is refused.
    let_run(&context, &json!([]));
    let arn = start(&context, machine, "two", json!({})).await;
    let told = ended(&context, &arn).await;
    assert_eq!(told["status"], "FAILED", "{told:#}");
    let _ = call(
        &context,
        "DeleteStateMachine",
        json!({ "stateMachineArn": machine }),
    )
    .await;
    close(region, context).await;
}
