//! Change sets say what will happen, and then it happens.

use serde_json::{Value, json};

use super::super::model::ChangeSet;
use super::super::plan::{ChangeAction, Replacement};
use super::{World, policy, role, trust};

impl World {
    /// Makes a change set and gives it.
    pub(super) async fn change_set(
        &self,
        kind: &str,
        template: &Value,
        params: &[(&str, &str)],
    ) -> ChangeSet {
        let body = template.to_string();
        let mut all = vec![
            ("StackName", "app"),
            ("ChangeSetName", "change"),
            ("ChangeSetType", kind),
            ("TemplateBody", body.as_str()),
            ("Capabilities.member.1", "CAPABILITY_NAMED_IAM"),
        ];
        all.extend(params);
        self.call("CreateChangeSet", &all).await.unwrap();
        let journal = &self.context.cloudformation().journal;
        journal
            .change_set(&self.stack("app"), "change")
            .unwrap()
            .unwrap()
    }

    pub(super) async fn execute(&self) -> super::Stack {
        let named = [("StackName", "app"), ("ChangeSetName", "change")];
        self.call("ExecuteChangeSet", &named).await.unwrap();
        self.settled("app").await
    }
}

fn template(name: &str, seconds: u64) -> Value {
    json!({
        "Parameters": {"Path": {"Type": "String", "Default": "/"}},
        "Resources": {
            "Role": role(&json!(name), seconds),
            "Policy": {"Type": "AWS::IAM::Policy", "Properties": {
                "PolicyName": "read", "PolicyDocument": policy(), "Roles": [{"Ref": "Role"}],
            }},
            "Other": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {
                "ManagedPolicyName": "other", "PolicyDocument": policy(), "Path": {"Ref": "Path"},
            }},
        },
        "Outputs": {"Arn": {"Value": {"Fn::GetAtt": ["Role", "Arn"]}}},
    })
}

#[tokio::test]
async fn a_stack_is_made_through_a_change_set() {
    let world = World::new().await;
    let change_set = world
        .change_set("CREATE", &template("one", 3600), &[])
        .await;
    assert_eq!(
        (change_set.status.as_str(), change_set.reason),
        ("CREATE_COMPLETE", None)
    );
    let actions: Vec<_> = change_set
        .changes
        .iter()
        .map(|c| (c.logical_id.as_str(), c.action))
        .collect();
    let add = ChangeAction::Add;
    assert_eq!(actions, [("Other", add), ("Policy", add), ("Role", add)]);
    assert_eq!(world.stack("app").status, "REVIEW_IN_PROGRESS");
    assert!(world.role_names().is_empty());

    let stack = world.execute().await;
    assert_eq!(stack.status, "CREATE_COMPLETE");
    assert_eq!(stack.outputs[0].value, "arn:aws:iam::000000000000:role/one");
    assert_eq!(world.role_names(), ["one"]);
    let role = world.context.iam().role("one").unwrap().unwrap();
    assert_eq!(role.inline["read"], policy());
    let events = world.events(&stack);
    assert_eq!(events.first().unwrap(), "app REVIEW_IN_PROGRESS");
    assert_eq!(events.last().unwrap(), "app CREATE_COMPLETE");
    let place = |event: &str| events.iter().position(|told| told == event).unwrap();
    assert!(place("Role CREATE_COMPLETE") < place("Policy CREATE_IN_PROGRESS"));
}

#[tokio::test]
async fn a_change_set_without_changes_fails_with_the_words_of_aws() {
    let world = World::new().await;
    world
        .deploy("CreateStack", &template("one", 3600), &[])
        .await;
    let change_set = world
        .change_set("UPDATE", &template("one", 3600), &[])
        .await;
    assert_eq!(change_set.status, "FAILED");
    assert_eq!(
        change_set.reason.unwrap(),
        "The submitted information didn't contain changes. Submit different information to \
         create a change set."
    );
    assert_eq!(change_set.execution_status, "UNAVAILABLE");
    let named = [("StackName", "app"), ("ChangeSetName", "change")];
    let refused = world.call("ExecuteChangeSet", &named).await.unwrap_err();
    assert_eq!(refused.code, "InvalidChangeSetStatus");
    assert!(
        refused.message.ends_with("current status of [FAILED]"),
        "{}",
        refused.message
    );

    let body = template("one", 3600).to_string();
    let same = [
        ("StackName", "app"),
        ("TemplateBody", body.as_str()),
        ("Capabilities.member.1", "CAPABILITY_NAMED_IAM"),
    ];
    let refused = world.call("UpdateStack", &same).await.unwrap_err();
    assert_eq!(refused.message, "No updates are to be performed.");
}

#[tokio::test]
async fn changes_are_told_with_their_cause_and_whether_they_replace() {
    let world = World::new().await;
    world
        .deploy("CreateStack", &template("one", 3600), &[])
        .await;

    let mut renamed = template("two", 3600);
    renamed["Resources"].as_object_mut().unwrap().insert(
        "Third".to_owned(),
        json!({"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": trust()}}),
    );
    let path = [
        ("Parameters.member.1.ParameterKey", "Path"),
        ("Parameters.member.1.ParameterValue", "/team/"),
    ];
    let change_set = world.change_set("UPDATE", &renamed, &path).await;
    let change = |logical_id: &str| {
        change_set
            .changes
            .iter()
            .find(|change| change.logical_id == logical_id)
            .unwrap()
    };
    assert_eq!(change("Third").action, ChangeAction::Add);
    let role = change("Role");
    assert_eq!(
        (role.action, role.replacement),
        (ChangeAction::Modify, Some(Replacement::True))
    );
    assert_eq!(role.policy_action.as_deref(), Some("ReplaceAndDelete"));
    assert_eq!(role.details[0].source, "DirectModification");
    let policy = change("Policy");
    assert_eq!(policy.replacement, Some(Replacement::False));
    assert_eq!(policy.details[0].source, "ResourceReference");
    assert_eq!(policy.details[0].causing_entity.as_deref(), Some("Role"));
    assert!(!policy.details[0].known);
    let other = change("Other");
    assert_eq!(other.replacement, Some(Replacement::True));
    assert_eq!(other.details[0].source, "ParameterReference");

    let stack = world.execute().await;
    // The managed policy has a name of its own, so it can't be replaced by one of that name at
    // another path; AWS refuses that, too.
    assert_eq!(
        stack.status,
        "UPDATE_COMPLETE",
        "{:?}",
        world.all_events(&stack)
    );
    assert!(world.role_names().contains(&"two".to_owned()));
    assert!(!world.role_names().contains(&"one".to_owned()));
    let two = world.context.iam().role("two").unwrap().unwrap();
    assert!(two.inline.contains_key("read"));
}

#[tokio::test]
async fn a_changed_output_or_tag_is_a_change() {
    let world = World::new().await;
    world
        .deploy("CreateStack", &template("one", 3600), &[])
        .await;
    let mut other = template("one", 3600);
    other["Outputs"]["Name"] = json!({"Value": {"Ref": "Role"}});
    let change_set = world.change_set("UPDATE", &other, &[]).await;
    assert_eq!(
        (change_set.status.as_str(), change_set.changes.len()),
        ("CREATE_COMPLETE", 0)
    );
    let stack = world.execute().await;
    assert_eq!(stack.outputs.len(), 2);

    let tagged = [
        ("Tags.member.1.Key", "team"),
        ("Tags.member.1.Value", "field"),
    ];
    let change_set = world.change_set("UPDATE", &other, &tagged).await;
    assert_eq!(change_set.changes[0].scope, ["Tags"]);
    world.execute().await;
    let role = world.context.iam().role("one").unwrap().unwrap();
    assert_eq!(role.tags["team"], "field");
}

#[tokio::test]
async fn a_change_set_that_was_overtaken_is_refused() {
    let world = World::new().await;
    world
        .deploy("CreateStack", &template("one", 3600), &[])
        .await;
    world
        .change_set("UPDATE", &template("one", 7200), &[])
        .await;
    world
        .deploy("UpdateStack", &template("one", 4000), &[])
        .await;
    let named = [("StackName", "app"), ("ChangeSetName", "change")];
    let told = world.call("DescribeChangeSet", &named).await.unwrap();
    assert!(told.contains("<ExecutionStatus>OBSOLETE<"), "{told}");
    let refused = world.call("ExecuteChangeSet", &named).await.unwrap_err();
    assert_eq!(refused.code, "InvalidChangeSetStatus");
    assert!(
        refused
            .message
            .ends_with("current execution status of [OBSOLETE]"),
        "{}",
        refused.message
    );
    // Its name is free again.
    world
        .change_set("UPDATE", &template("one", 7200), &[])
        .await;
    assert_eq!(world.execute().await.status, "UPDATE_COMPLETE");
    let again = world.call("ExecuteChangeSet", &named).await.unwrap_err();
    assert!(again.message.ends_with("[EXECUTE_COMPLETE]"), "{again}");
}

#[tokio::test]
async fn values_are_told_when_they_are_asked_for() {
    let world = World::new().await;
    let template = |secret: &str, level: &str| {
        json!({
            "Parameters": {"Secret": {"Type": "String", "NoEcho": true, "Default": secret}},
            "Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": {
                "RoleName": "one",
                "Description": {"Ref": "Secret"},
                "AssumeRolePolicyDocument": trust(),
                "Policies": [{"PolicyName": "p", "PolicyDocument": policy()}],
                "Tags": [{"Key": "level", "Value": level}],
            }}},
        })
    };
    world
        .deploy("CreateStack", &template("hush", "low"), &[])
        .await;
    let body = template("quiet", "high").to_string();
    let asked = [
        ("StackName", "app"),
        ("ChangeSetName", "change"),
        ("TemplateBody", body.as_str()),
        ("Parameters.member.1.ParameterKey", "Secret"),
        ("Parameters.member.1.ParameterValue", "quiet"),
        ("Capabilities.member.1", "CAPABILITY_NAMED_IAM"),
        ("OnStackFailure", "DO_NOTHING"),
    ];
    world.call("CreateChangeSet", &asked).await.unwrap();
    let named = [("StackName", "app"), ("ChangeSetName", "change")];
    let brief = world.call("DescribeChangeSet", &named).await.unwrap();
    assert!(!brief.contains("BeforeValue"), "{brief}");
    assert!(brief.contains("<OnStackFailure>DO_NOTHING<"), "{brief}");
    let whole = [
        ("StackName", "app"),
        ("ChangeSetName", "change"),
        ("IncludePropertyValues", "true"),
    ];
    let told = world.call("DescribeChangeSet", &whole).await.unwrap();
    let tag = "<RequiresRecreation>Never</RequiresRecreation><Path>/Properties/Tags/0/Value</Path>\
               <BeforeValue>low</BeforeValue><AfterValue>high</AfterValue>\
               <AttributeChangeType>Modify</AttributeChangeType>";
    assert!(told.contains(tag), "{told}");
    assert!(
        told.contains("<BeforeContext>{&quot;Properties&quot;:"),
        "{told}"
    );
    assert!(told.contains("<BeforeValue>****</BeforeValue>"), "{told}");
    assert!(!told.contains("hush") && !told.contains("quiet"), "{told}");
    let both = [
        ("StackName", "app"),
        ("ChangeSetName", "change"),
        ("DisableRollback", "true"),
    ];
    let refused = world.call("ExecuteChangeSet", &both).await.unwrap_err();
    assert!(refused.message.contains("OnStackFailure"), "{refused}");
}

#[tokio::test]
async fn an_update_can_not_end_in_a_deletion() {
    let world = World::new().await;
    let body = template("one", 3600).to_string();
    world
        .deploy("CreateStack", &template("one", 3600), &[])
        .await;
    let asked = [
        ("StackName", "app"),
        ("ChangeSetName", "change"),
        ("TemplateBody", body.as_str()),
        ("OnStackFailure", "DELETE"),
    ];
    let refused = world.call("CreateChangeSet", &asked).await.unwrap_err();
    assert!(refused.message.contains("type CREATE"), "{refused}");
}
