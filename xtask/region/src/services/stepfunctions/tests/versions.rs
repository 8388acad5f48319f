//! Versions stay as they were published, and aliases send executions to them.

use super::*;

fn says(word: &str) -> Value {
    json!({
        "StartAt": "Say",
        "States": { "Say": { "Type": "Pass", "Result": word, "End": true } },
    })
}

async fn publish(context: &Context, machine: &str) -> String {
    let input = json!({ "stateMachineArn": machine });
    let published = call(context, "PublishStateMachineVersion", input).await;
    let published = published.unwrap();
    published["stateMachineVersionArn"]
        .as_str()
        .unwrap()
        .to_owned()
}

async fn said(context: &Context, target: &str, name: &str) -> Value {
    let arn = start(context, target, name, json!({})).await;
    ended(context, &arn).await
}

#[tokio::test(flavor = "multi_thread")]
async fn executions_run_the_version_that_their_alias_names() {
    let folder = TempDir::new().unwrap();
    let (region, context) = open(folder.path()).await;
    let machine = create(&context, "m", &says("one")).await;
    let first = publish(&context, &machine).await;
    assert_eq!(first, format!("{machine}:1"));
    assert_eq!(
        publish(&context, &machine).await,
        first,
        "nothing changed since"
    );
    let update = json!({
        "stateMachineArn": machine, "definition": says("two").to_string(), "publish": true,
    });
    let updated = call(&context, "UpdateStateMachine", update).await.unwrap();
    let second = updated["stateMachineVersionArn"].as_str().unwrap();
    assert_eq!(second, format!("{machine}:2"));

    let route = |to: &str| json!([{ "stateMachineVersionArn": to, "weight": 100 }]);
    let alias = json!({ "name": "live", "routingConfiguration": route(&first) });
    let alias = call(&context, "CreateStateMachineAlias", alias).await;
    let alias = alias.unwrap()["stateMachineAliasArn"]
        .as_str()
        .unwrap()
        .to_owned();
    let told = said(&context, &alias, "a").await;
    assert_eq!(
        (&told["output"], &told["stateMachineVersionArn"]),
        (&json!("\"one\""), &json!(first))
    );
    assert_eq!(said(&context, &machine, "b").await["output"], "\"two\"");
    let update = json!({ "stateMachineAliasArn": alias, "routingConfiguration": route(second) });
    call(&context, "UpdateStateMachineAlias", update)
        .await
        .unwrap();
    assert_eq!(said(&context, &alias, "c").await["output"], "\"two\"");
    assert_eq!(said(&context, &first, "d").await["output"], "\"one\"");

    let listed = call(
        &context,
        "ListExecutions",
        json!({ "stateMachineArn": alias }),
    )
    .await;
    assert_eq!(listed.unwrap()["executions"].as_array().unwrap().len(), 2);
    let used = json!({ "stateMachineVersionArn": second });
    let refused = call(&context, "DeleteStateMachineVersion", used).await;
    assert_eq!(refused.unwrap_err().code, "ConflictException");
    let described = json!({ "stateMachineArn": first });
    let described = call(&context, "DescribeStateMachine", described).await;
    assert!(
        described.unwrap()["definition"]
            .as_str()
            .unwrap()
            .contains("one")
    );
    close(region, context).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn routes_are_whole_and_their_own() {
    let folder = TempDir::new().unwrap();
    let (region, context) = open(folder.path()).await;
    let machine = create(&context, "m", &says("one")).await;
    let version = publish(&context, &machine).await;
    for (routes, code) in [
        (json!([]), "ValidationException"),
        (
            json!([{ "stateMachineVersionArn": version, "weight": 60 }]),
            "ValidationException",
        ),
        (
            json!([{ "stateMachineVersionArn": format!("{machine}:7"), "weight": 100 }]),
            "ResourceNotFound",
        ),
    ] {
        let input = json!({ "name": "live", "routingConfiguration": routes });
        let refused = call(&context, "CreateStateMachineAlias", input).await;
        assert_eq!(refused.unwrap_err().code, code, "{routes}");
    }
    close(region, context).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_state_is_tested_by_itself_with_a_mock_or_with_the_service() {
    let folder = TempDir::new().unwrap();
    let (region, context) = open(folder.path()).await;
    let_run(
        &context,
        &json!([{ "Effect": "Allow", "Action": "states:*", "Resource": "*" }]),
    );
    let machine = create(&context, "m", &says("one")).await;
    let state = json!({
        "Type": "Task",
        "Resource": "arn:aws:states:::states:startExecution",
        "Parameters": { "StateMachineArn": machine, "Input": {} },
        "ResultPath": "$.started",
        "Next": "Then",
    });
    let input = json!({ "definition": state.to_string(), "roleArn": ROLE, "input": "{\"a\": 1}" });
    let told = call(&context, "TestState", input).await.unwrap();
    assert_eq!(
        (&told["status"], &told["nextState"]),
        (&json!("SUCCEEDED"), &json!("Then")),
        "{told}"
    );
    let output: Value = serde_json::from_str(told["output"].as_str().unwrap()).unwrap();
    assert_eq!(output["a"], 1);
    let arn = output["started"]["ExecutionArn"].as_str().unwrap();
    assert_eq!(ended(&context, arn).await["status"], "SUCCEEDED");
    close(region, context).await;
}
