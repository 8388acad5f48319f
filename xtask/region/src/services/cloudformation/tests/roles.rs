//! Stacks act as their role, or as whoever asks, and as nobody more.

use serde_json::{Value, json};

use super::{World, role};
use crate::caller::Caller;
use crate::services::iam::model::RoleInput;

impl World {
    /// Makes a role that CloudFormation may assume, with statements of a policy. Gives its ARN.
    fn service_role(&self, name: &str, boundary: Option<&str>, statements: &Value) -> String {
        let input = RoleInput {
            name: name.to_owned(),
            path: "/".to_owned(),
            description: None,
            max_session_seconds: 3600,
            trust: json!({"Version": "2012-10-17", "Statement": [{
                "Effect": "Allow",
                "Principal": {"Service": "cloudformation.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }]}),
            boundary: boundary.map(str::to_owned),
            tags: std::collections::BTreeMap::new(),
        };
        let made = self.context.iam().put_role(&self.context, input).unwrap();
        self.allow(name, statements);
        made.arn
    }

    fn allow(&self, role: &str, statements: &Value) {
        let document = json!({"Version": "2012-10-17", "Statement": statements});
        self.context
            .iam()
            .put_role_policy(role, "p", &document)
            .unwrap();
    }
}

fn allow(actions: &[&str], resource: &str) -> Value {
    json!({"Effect": "Allow", "Action": actions, "Resource": resource})
}

const ROLES: &str = "arn:aws:iam::000000000000:role/it*";

fn template(seconds: u64) -> Value {
    json!({"Resources": {"Role": role(&json!("it"), seconds)}})
}

#[tokio::test]
async fn a_role_that_lacks_a_permission_fails_the_resource() {
    let world = World::new().await;
    let arn = world.service_role("deployer", None, &json!([allow(&["iam:GetRole"], ROLES)]));
    let as_role = [("RoleARN", arn.as_str()), ("DisableRollback", "true")];
    let stack = world.deploy("CreateStack", &template(3600), &as_role).await;
    assert_eq!(stack.status, "CREATE_FAILED");
    assert_eq!(stack.role_arn.as_deref(), Some(arn.as_str()));
    let reason = world.failure(&stack, "Role");
    assert!(
        reason.contains(
            "User: arn:aws:sts::000000000000:assumed-role/deployer/AWSCloudFormation is not \
             authorized to perform: iam:CreateRole on resource: \
             arn:aws:iam::000000000000:role/it because no identity-based policy allows"
        ) && reason.contains("HandlerErrorCode: AccessDenied"),
        "{reason}"
    );

    // The stack remembers its role: nobody needs to name it again.
    world.allow(
        "deployer",
        &json!([allow(&["iam:GetRole", "iam:CreateRole"], ROLES)]),
    );
    let mut named = template(3600);
    named["Description"] = json!("Another.");
    let stack = world.deploy("UpdateStack", &named, &[]).await;
    assert_eq!(stack.status, "UPDATE_COMPLETE");
    let told = world
        .call("DescribeStacks", &[("StackName", "app")])
        .await
        .unwrap();
    assert!(
        told.contains(&format!("<RoleARN>{arn}</RoleARN>")),
        "{told}"
    );

    // Neither a change nor a deletion is more than the role may.
    let stack = world.deploy("UpdateStack", &template(7200), &[]).await;
    assert_eq!(stack.status, "UPDATE_ROLLBACK_COMPLETE");
    assert!(
        world
            .failure(&stack, "Role")
            .contains("perform: iam:UpdateRole")
    );
    for (statements, status) in [
        (json!([allow(&["iam:GetRole"], ROLES)]), "DELETE_FAILED"),
        (json!([allow(&["iam:*"], ROLES)]), "DELETE_COMPLETE"),
    ] {
        world.allow("deployer", &statements);
        world
            .call("DeleteStack", &[("StackName", "app")])
            .await
            .unwrap();
        assert_eq!(world.settled("app").await.status, status);
    }
}

#[tokio::test]
async fn a_boundary_holds_a_stacks_role_back() {
    let world = World::new().await;
    let boundary = world
        .context
        .iam()
        .put_managed_policy(
            &world.context,
            "bound",
            "/",
            None,
            &json!({"Version": "2012-10-17", "Statement": [allow(&["s3:*"], "*")]}),
        )
        .unwrap();
    let statements = json!([allow(&["*"], "*")]);
    let arn = world.service_role("deployer", Some(&boundary.arn), &statements);
    let stack = world
        .deploy("CreateStack", &template(3600), &[("RoleARN", &arn)])
        .await;
    assert_eq!(stack.status, "ROLLBACK_COMPLETE");
    assert!(
        world
            .failure(&stack, "Role")
            .contains("no permissions boundary allows the iam:")
    );
}

#[tokio::test]
async fn a_role_with_a_boundary_can_be_demanded_of_what_is_made() {
    let world = World::new().await;
    let document = json!({"Version": "2012-10-17", "Statement": [allow(&["s3:*"], "*")]});
    let iam = world.context.iam();
    let bound = iam
        .put_managed_policy(&world.context, "bound", "/", None, &document)
        .unwrap();
    let arn = world.service_role(
        "deployer",
        None,
        &json!([
            allow(&["iam:GetRole", "iam:DeleteRole", "iam:List*"], "*"),
            {
                "Effect": "Allow", "Action": "iam:CreateRole", "Resource": "*",
                "Condition": {"StringEquals": {"iam:PermissionsBoundary": bound.arn}},
            },
        ]),
    );
    let as_role = [("RoleARN", arn.as_str())];
    let stack = world.deploy("CreateStack", &template(3600), &as_role).await;
    assert_eq!(stack.status, "ROLLBACK_COMPLETE");
    world
        .call("DeleteStack", &[("StackName", "app")])
        .await
        .unwrap();
    world.settled("app").await;
    let mut bounded = template(3600);
    bounded["Resources"]["Role"]["Properties"]["PermissionsBoundary"] = json!(bound.arn);
    let stack = world.deploy("CreateStack", &bounded, &as_role).await;
    assert_eq!(stack.status, "CREATE_COMPLETE");
}

#[tokio::test]
async fn a_role_must_be_there_and_may_not_be_passed_by_everyone() {
    let world = World::new().await;
    let arn = world.service_role("deployer", None, &json!([allow(&["iam:*"], "*")]));
    let body = template(3600).to_string();
    let asked = |arn| {
        [
            ("StackName", "app"),
            ("TemplateBody", body.as_str()),
            ("Capabilities.member.1", "CAPABILITY_NAMED_IAM"),
            ("RoleARN", arn),
        ]
    };
    let missing = "arn:aws:iam::000000000000:role/nobody";
    let refused = world
        .call("CreateStack", &asked(missing))
        .await
        .unwrap_err();
    insta::assert_snapshot!(refused, @"ValidationError: Role arn:aws:iam::000000000000:role/nobody is invalid or cannot be assumed");
    // It does not trust CloudFormation.
    let other = json!({"Resources": {"R": role(&json!("other"), 3600)}});
    world.deploy("CreateStack", &other, &[]).await;
    let refused = world
        .call(
            "DeleteStack",
            &[
                ("StackName", "app"),
                ("RoleARN", "arn:aws:iam::000000000000:role/other"),
            ],
        )
        .await
        .unwrap_err();
    assert!(refused.message.contains("cannot be assumed"), "{refused}");

    world.service_role("person", None, &json!([allow(&["cloudformation:*"], "*")]));
    let person = Caller::role("arn:aws:iam::000000000000:role/person", "x").unwrap();
    let refused = world
        .call_as(
            &person,
            "CreateChangeSet",
            &[
                ("StackName", "new"),
                ("ChangeSetName", "change"),
                ("ChangeSetType", "CREATE"),
                ("TemplateBody", body.as_str()),
                ("RoleARN", arn.as_str()),
            ],
        )
        .await
        .unwrap_err();
    assert!(
        refused
            .message
            .contains("assumed-role/person/x is not authorized to perform: iam:PassRole on resource: arn:aws:iam::000000000000:role/deployer"),
        "{refused}"
    );
}

#[tokio::test]
async fn a_stack_without_a_role_acts_as_whoever_asks() {
    let world = World::new().await;
    world.service_role(
        "person",
        None,
        &json!([
            allow(&["cloudformation:*", "iam:GetRole", "iam:List*", "iam:DeleteRole"], "*"),
            {
                "Effect": "Allow", "Action": "iam:CreateRole", "Resource": "*",
                "Condition": {"StringEquals": {"aws:CalledViaFirst": "cloudformation.amazonaws.com"}},
            },
        ]),
    );
    let person = Caller::role("arn:aws:iam::000000000000:role/person", "x").unwrap();
    let body = template(3600).to_string();
    let asked = [
        ("StackName", "app"),
        ("TemplateBody", body.as_str()),
        ("Capabilities.member.1", "CAPABILITY_NAMED_IAM"),
    ];
    world.call_as(&person, "CreateStack", &asked).await.unwrap();
    assert_eq!(world.settled("app").await.status, "CREATE_COMPLETE");
    let body = template(7200).to_string();
    let asked = [
        ("StackName", "app"),
        ("TemplateBody", body.as_str()),
        ("Capabilities.member.1", "CAPABILITY_NAMED_IAM"),
        ("DisableRollback", "true"),
    ];
    world.call_as(&person, "UpdateStack", &asked).await.unwrap();
    let stack = world.settled("app").await;
    assert_eq!(stack.status, "UPDATE_FAILED");
    let reason = world.failure(&stack, "Role");
    assert!(reason.contains("perform: iam:UpdateRole"), "{reason}");
}
