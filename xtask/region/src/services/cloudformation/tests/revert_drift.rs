//! Change sets that are aware of drift: they tell it, take it back, and a failed one goes back to what
//! there was.

use serde_json::json;

use super::World;
use super::drift::{between, deployed, tamper, template};

const REVERT: [(&str, &str); 1] = [("DeploymentMode", "REVERT_DRIFT")];
const NAMED: [(&str, &str); 3] = [
    ("StackName", "app"),
    ("ChangeSetName", "change"),
    ("IncludePropertyValues", "true"),
];

impl World {
    /// The resources that have drifted.
    async fn drifted(&self) -> Vec<String> {
        let found = self.drift().await.into_iter();
        let drifted = found.filter(|(_, status, _)| status != "IN_SYNC");
        drifted.map(|(name, ..)| name).collect()
    }

    fn memory_of_the_function(&self) -> u32 {
        self.context.lambda().function("prepare").unwrap().memory
    }
}

#[tokio::test]
async fn what_was_changed_by_hand_is_taken_back_without_another_template() {
    let world = deployed().await;
    tamper(&world).await;
    // The templates are the same: another change set has nothing to do.
    let plain = world.change_set("UPDATE", &template(), &[]).await;
    assert_eq!(plain.status, "FAILED");
    let named = [("StackName", "app"), ("ChangeSetName", "change")];
    world.call("DeleteChangeSet", &named).await.unwrap();

    world.change_set("UPDATE", &template(), &REVERT).await;
    let told = world.call("DescribeChangeSet", &NAMED).await.unwrap();
    assert!(told.contains("<DeploymentMode>REVERT_DRIFT<"), "{told}");
    assert!(told.contains("<StackDriftStatus>DRIFTED<"), "{told}");
    let function = between(&told, "<LogicalResourceId>Function<", "</ResourceChange>");
    assert!(
        function.contains("<ResourceDriftStatus>MODIFIED<"),
        "{function}"
    );
    let memory = between(function, "<Path>/Properties/MemorySize</Path>", "</Target>");
    let memory = memory
        .split("<DriftDetectionTimestamp>")
        .next()
        .unwrap_or_default();
    assert_eq!(
        memory,
        "<BeforeValue>512</BeforeValue><AfterValue>256</AfterValue>\
         <AttributeChangeType>Modify</AttributeChangeType>\
         <BeforeValueFrom>ACTUAL_STATE</BeforeValueFrom><AfterValueFrom>TEMPLATE</AfterValueFrom>\
         <Drift><PreviousValue>256</PreviousValue><ActualValue>512</ActualValue>"
    );
    let alarm = between(&told, "<LogicalResourceId>Alarm<", "</ResourceChange>");
    assert!(alarm.contains("<ResourceDriftStatus>DELETED<"), "{alarm}");

    let stack = world.execute().await;
    assert_eq!(
        stack.status,
        "UPDATE_COMPLETE",
        "{:#?}",
        world.all_events(&stack)
    );
    assert_eq!(world.drifted().await, Vec::<String>::new());
    assert_eq!(world.memory_of_the_function(), 256);
}

#[tokio::test]
async fn what_was_made_so_by_hand_is_taken_note_of() {
    let world = deployed().await;
    tamper(&world).await;
    let mut changed = template();
    let properties = &mut changed["Resources"]["Topic"]["Properties"];
    properties.as_object_mut().unwrap().remove("DisplayName");
    world.change_set("UPDATE", &changed, &REVERT).await;
    let told = world.call("DescribeChangeSet", &NAMED).await.unwrap();
    let before = between(
        &told,
        "<Action>SyncWithActual</Action>",
        "</ResourceChange>",
    );
    assert!(before.contains("<LogicalResourceId>Topic<"), "{before}");
    let stack = world.execute().await;
    assert_eq!(stack.status, "UPDATE_COMPLETE");
    let events = world.events(&stack);
    let touched = events.iter().filter(|event| event.starts_with("Topic "));
    // It was made, and nothing since.
    assert_eq!(touched.count(), 3, "{events:?}");
    assert_eq!(world.drifted().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_failure_goes_back_to_what_there_was_and_not_to_the_template() {
    let world = deployed().await;
    tamper(&world).await;
    let mut broken = template();
    broken["Resources"]["Broken"] = super::broken_role("broken");
    broken["Resources"]["Broken"]["DependsOn"] = json!("Function");
    world.change_set("UPDATE", &broken, &REVERT).await;
    let stack = world.execute().await;
    assert_eq!(stack.status, "UPDATE_ROLLBACK_COMPLETE");
    assert_eq!(world.memory_of_the_function(), 512);
}

#[tokio::test]
async fn a_mode_that_there_is_not_is_refused() {
    let world = World::new().await;
    let body = template().to_string();
    for (kind, mode, told) in [
        ("CREATE", "REVERT_DRIFT", "has not drifted"),
        ("UPDATE", "OTHER", "REVERT_DRIFT or left out"),
    ] {
        let refused = world
            .call(
                "CreateChangeSet",
                &[
                    ("StackName", "app"),
                    ("ChangeSetName", "change"),
                    ("ChangeSetType", kind),
                    ("TemplateBody", body.as_str()),
                    ("DeploymentMode", mode),
                ],
            )
            .await
            .unwrap_err();
        assert!(refused.message.contains(told), "{refused}");
    }
}
