//! What goes wrong on purpose goes wrong as it was told to, and nothing else does.

use serde_json::{Value, json};

use super::{World, role};
use crate::Faults;

fn faults(cloudformation: &Value) -> Faults {
    Faults::parse(&json!({ "cloudformation": cloudformation }).to_string()).unwrap()
}

fn template(seconds: u64) -> Value {
    json!({"Resources": {"Role": role(&json!("it"), seconds)}})
}

#[tokio::test]
async fn a_resource_fails_as_often_as_told() {
    let world = World::with_faults(faults(&json!({"fail": [
        {"stack": "app", "logicalId": "Role", "reason": "no room", "times": 1},
        {"stack": "app", "logicalId": "Role", "when": "delete", "reason": "held", "times": 1},
        {"stack": "other", "logicalId": "Role", "reason": "not this"},
        {"region": "eu-west-1", "stack": "app", "logicalId": "Role", "reason": "not here"},
    ]})))
    .await;
    let stack = world.deploy("CreateStack", &template(3600), &[]).await;
    // Its making failed, and then its deletion.
    assert_eq!(stack.status, "ROLLBACK_FAILED");
    let told: Vec<String> = world
        .all_events(&stack)
        .into_iter()
        .filter(|event| event.status.ends_with("_FAILED"))
        .filter_map(|event| event.reason)
        .collect();
    assert!(told[0].contains("\"no room\""), "{told:?}");
    assert!(told[1].contains("\"held\""), "{told:?}");

    world
        .call("DeleteStack", &[("StackName", "app")])
        .await
        .unwrap();
    assert_eq!(world.settled("app").await.status, "DELETE_COMPLETE");
    let stack = world.deploy("CreateStack", &template(3600), &[]).await;
    assert_eq!(stack.status, "CREATE_COMPLETE");
}

#[tokio::test]
async fn an_update_that_can_not_be_undone_waits_and_is_undone_later() {
    let world = World::with_faults(faults(&json!({"fail": [
        {"stack": "app", "logicalId": "Bad", "reason": "no room"},
        {"stack": "app", "logicalId": "Role", "when": "rollback", "reason": "stuck", "times": 1},
    ]})))
    .await;
    world.deploy("CreateStack", &template(3600), &[]).await;
    let mut changed = template(7200);
    changed["Resources"]["Bad"] = role(&json!("bad"), 3600);
    changed["Resources"]["Bad"]["DependsOn"] = json!("Role");
    let stack = world.deploy("UpdateStack", &changed, &[]).await;
    assert_eq!(stack.status, "UPDATE_ROLLBACK_FAILED");
    world
        .call("ContinueUpdateRollback", &[("StackName", "app")])
        .await
        .unwrap();
    let stack = world.settled("app").await;
    assert_eq!(stack.status, "UPDATE_ROLLBACK_COMPLETE");
    let role = world.context.iam().role("it").unwrap().unwrap();
    assert_eq!(role.max_session_seconds, 3600);
}

#[tokio::test]
async fn an_operation_takes_as_long_as_told() {
    let world = World::with_faults(faults(&json!({"stackTakesMs": 300}))).await;
    let stack = world.deploy("CreateStack", &template(3600), &[]).await;
    let events = world.all_events(&stack);
    let (first, last) = (events.first().unwrap(), events.last().unwrap());
    assert_eq!(last.status, "CREATE_COMPLETE");
    assert!(last.at.duration_since(first.at).as_millis() >= 300);
    // Its resources are made meanwhile.
    let made = &events[events.len() - 2];
    assert_eq!(made.logical_id, "Role");
}

#[tokio::test]
async fn a_slow_answer_keeps_nobody_else_waiting() {
    let world = World::with_faults(faults(&json!({"answersAfterMs": 60_000}))).await;
    let slow = world.call("ListStacks", &[]);
    let others = async { world.context.iam().roles() };
    tokio::select! {
        biased;
        _ = slow => panic!("the slow one was first"),
        roles = others => assert!(roles.unwrap().is_empty()),
    }
}
