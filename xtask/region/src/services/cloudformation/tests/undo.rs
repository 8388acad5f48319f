//! Updates are cancelled, rolled back and continued; stacks go though something is stuck.

use serde_json::{Value, json};

use super::{World, broken_role, role};
use crate::Faults;

fn before() -> Value {
    json!({"Resources": {
        "Kept": role(&json!("kept"), 3600),
        "Renamed": role(&json!("old"), 3600),
    }})
}

fn after() -> Value {
    json!({"Resources": {
        "Kept": role(&json!("kept"), 7200),
        "Renamed": role(&json!("new"), 3600),
        "Made": role(&json!("made"), 3600),
    }})
}

fn after_that_fails() -> Value {
    let mut template = after();
    template["Resources"]["Bad"] = broken_role("bad");
    template["Resources"]["Bad"]["DependsOn"] = json!(["Kept", "Renamed", "Made"]);
    template
}

fn seconds(world: &World) -> u64 {
    let kept = world.context.iam().role("kept").unwrap().unwrap();
    kept.max_session_seconds
}

#[tokio::test]
async fn an_update_under_way_is_cancelled() {
    let slow = r#"{"cloudformation": {"stackTakesMs": 1500}}"#;
    let world = World::with_faults(Faults::parse(slow).unwrap()).await;
    world.deploy("CreateStack", &before(), &[]).await;
    let app = [("StackName", "app")];
    let refused = world.call("CancelUpdateStack", &app).await.unwrap_err();
    assert!(
        refused.message.contains("is in CREATE_COMPLETE state"),
        "{refused}"
    );
    let body = after().to_string();
    let asked = [
        ("StackName", "app"),
        ("TemplateBody", body.as_str()),
        ("Capabilities.member.1", "CAPABILITY_NAMED_IAM"),
        // Being cancelled is no failure that the stack would stay with.
        ("DisableRollback", "true"),
    ];
    world.call("UpdateStack", &asked).await.unwrap();
    while world.role_names() != ["kept", "made", "new", "old"] {
        tokio::task::yield_now().await;
    }
    world.call("CancelUpdateStack", &app).await.unwrap();
    let stack = world.settled("app").await;
    assert_eq!(stack.status, "UPDATE_ROLLBACK_COMPLETE");
    assert_eq!(world.role_names(), ["kept", "old"]);
    assert_eq!(seconds(&world), 3600);
    let events = world.all_events(&stack);
    let turned = events
        .iter()
        .find(|event| event.status == "UPDATE_ROLLBACK_IN_PROGRESS")
        .unwrap();
    assert_eq!(turned.reason.as_deref(), Some("Stack update cancelled"));
}

#[tokio::test]
async fn a_failed_update_that_stayed_is_rolled_back_when_asked() {
    let world = World::new().await;
    world.deploy("CreateStack", &before(), &[]).await;
    let stay = [("DisableRollback", "true")];
    let stack = world
        .deploy("UpdateStack", &after_that_fails(), &stay)
        .await;
    assert_eq!(stack.status, "UPDATE_FAILED");
    assert_eq!(world.role_names(), ["bad", "kept", "made", "new", "old"]);
    let answer = world
        .call("RollbackStack", &[("StackName", "app")])
        .await
        .unwrap();
    assert!(answer.contains(&stack.id), "{answer}");
    let stack = world.settled("app").await;
    assert_eq!(stack.status, "UPDATE_ROLLBACK_COMPLETE");
    assert_eq!(world.role_names(), ["kept", "old"]);
    assert_eq!(seconds(&world), 3600);
    let refused = world
        .call("RollbackStack", &[("StackName", "app")])
        .await
        .unwrap_err();
    assert!(
        refused.message.contains("can not be rolled back"),
        "{refused}"
    );
}

#[tokio::test]
async fn what_failed_updates_leave_behind_goes_with_the_next_one_that_succeeds() {
    let world = World::new().await;
    world.deploy("CreateStack", &before(), &[]).await;
    let stay = [("DisableRollback", "true")];
    world
        .deploy("UpdateStack", &after_that_fails(), &stay)
        .await;
    let mut again = after_that_fails();
    again["Resources"]["Renamed"] = role(&json!("newer"), 3600);
    let stack = world.deploy("UpdateStack", &again, &stay).await;
    assert_eq!(stack.status, "UPDATE_FAILED");
    assert_eq!(
        world.role_names(),
        ["bad", "kept", "made", "new", "newer", "old"]
    );
    let mut mended = after();
    mended["Resources"]["Renamed"] = role(&json!("newer"), 3600);
    let stack = world.deploy("UpdateStack", &mended, &[]).await;
    assert_eq!(stack.status, "UPDATE_COMPLETE");
    assert_eq!(world.role_names(), ["kept", "made", "newer"]);
}

#[tokio::test]
async fn a_failed_stack_that_stayed_goes_with_all_it_has() {
    for operation in ["CreateStack", "UpdateStack"] {
        let world = World::new().await;
        if operation == "UpdateStack" {
            world.deploy("CreateStack", &before(), &[]).await;
        }
        let stay = [("DisableRollback", "true")];
        world.deploy(operation, &after_that_fails(), &stay).await;
        world
            .call("DeleteStack", &[("StackName", "app")])
            .await
            .unwrap();
        assert_eq!(world.settled("app").await.status, "DELETE_COMPLETE");
        assert!(world.role_names().is_empty(), "{operation}");
    }
}

#[tokio::test]
async fn a_failed_creation_that_stayed_is_rolled_back_when_asked() {
    for (retain, left) in [("false", vec!["kept"]), ("true", vec![])] {
        let world = World::new().await;
        let mut template = after_that_fails();
        template["Resources"]["Kept"]["DeletionPolicy"] = json!("Retain");
        let stay = [("DisableRollback", "true")];
        let stack = world.deploy("CreateStack", &template, &stay).await;
        assert_eq!(stack.status, "CREATE_FAILED");
        let asked = [("StackName", "app"), ("RetainExceptOnCreate", retain)];
        world.call("RollbackStack", &asked).await.unwrap();
        assert_eq!(world.settled("app").await.status, "ROLLBACK_COMPLETE");
        assert_eq!(world.role_names(), left, "{retain}");
    }
}

#[tokio::test]
async fn going_back_passes_over_what_it_is_told_to() {
    let stuck = r#"{"cloudformation": {"fail": [
        {"stack": "app", "logicalId": "Kept", "when": "rollback", "reason": "stuck"}
    ]}}"#;
    let world = World::with_faults(Faults::parse(stuck).unwrap()).await;
    world.deploy("CreateStack", &before(), &[]).await;
    let stack = world.deploy("UpdateStack", &after_that_fails(), &[]).await;
    assert_eq!(stack.status, "UPDATE_ROLLBACK_FAILED");
    let skip = |name| [("StackName", "app"), ("ResourcesToSkip.member.1", name)];
    let refused = world
        .call("ContinueUpdateRollback", &skip("Renamed"))
        .await
        .unwrap_err();
    assert!(refused.message.contains("UPDATE_FAILED state"), "{refused}");
    world
        .call("ContinueUpdateRollback", &skip("Kept"))
        .await
        .unwrap();
    let stack = world.settled("app").await;
    assert_eq!(stack.status, "UPDATE_ROLLBACK_COMPLETE");
    assert_eq!(world.role_names(), ["kept", "old"]);
    // It was left as the update had made it.
    assert_eq!(seconds(&world), 7200);
}

#[tokio::test]
async fn a_stack_is_deleted_though_a_resource_can_not_be() {
    let held = r#"{"cloudformation": {"fail": [
        {"stack": "app", "logicalId": "Kept", "when": "delete", "reason": "held"}
    ]}}"#;
    let world = World::with_faults(Faults::parse(held).unwrap()).await;
    world.deploy("CreateStack", &before(), &[]).await;
    let force = [("StackName", "app"), ("DeletionMode", "FORCE_DELETE_STACK")];
    let refused = world.call("DeleteStack", &force).await.unwrap_err();
    assert!(refused.message.contains("DELETE_FAILED state"), "{refused}");
    world
        .call("DeleteStack", &[("StackName", "app")])
        .await
        .unwrap();
    assert_eq!(world.settled("app").await.status, "DELETE_FAILED");
    world.call("DeleteStack", &force).await.unwrap();
    let stack = world.settled("app").await;
    assert_eq!(stack.status, "DELETE_COMPLETE");
    assert_eq!(world.role_names(), ["kept"]);
    let events = world.events(&stack);
    assert!(events.contains(&"Kept DELETE_SKIPPED".to_owned()));
}

#[tokio::test]
async fn a_template_has_two_stages() {
    let world = World::new().await;
    world.deploy("CreateStack", &before(), &[]).await;
    for stage in ["Original", "Processed"] {
        let asked = [("StackName", "app"), ("TemplateStage", stage)];
        let told = world.call("GetTemplate", &asked).await.unwrap();
        assert!(told.contains("AssumeRolePolicyDocument"), "{told}");
    }
    let asked = [("StackName", "app"), ("TemplateStage", "Draft")];
    assert!(world.call("GetTemplate", &asked).await.is_err());
}
