//! Stacks live, fail, go back and end as AWS's do.

use serde_json::{Value, json};

use super::{World, broken_role, policy, role, trust};

fn with(resources: &Value) -> Value {
    json!({ "Resources": resources })
}

#[tokio::test]
async fn a_failed_creation_is_rolled_back() {
    let world = World::new().await;
    let template = with(&json!({
        "Good": role(&json!("good"), 3600),
        "Bad": {"Type": "AWS::IAM::Role", "DependsOn": "Good",
                "Properties": broken_role("bad")["Properties"]},
    }));
    let stack = world.deploy("CreateStack", &template, &[]).await;
    assert_eq!(stack.status, "ROLLBACK_COMPLETE");
    assert!(world.role_names().is_empty());
    assert!(
        world
            .failure(&stack, "Bad")
            .contains("Syntax errors in policy")
    );
    let events = world.all_events(&stack);
    let turned = events
        .iter()
        .find(|event| event.status == "ROLLBACK_IN_PROGRESS")
        .unwrap();
    assert_eq!(
        turned.reason.as_deref(),
        Some("The following resource(s) failed to create: [Bad]. ")
    );
    assert!(
        world
            .events(&stack)
            .contains(&"Good DELETE_COMPLETE".to_owned())
    );

    let body = template.to_string();
    let again = [
        ("StackName", "app"),
        ("TemplateBody", body.as_str()),
        ("Capabilities.member.1", "CAPABILITY_NAMED_IAM"),
    ];
    let refused = world.call("UpdateStack", &again).await.unwrap_err();
    assert!(
        refused
            .message
            .contains("is in ROLLBACK_COMPLETE state and can not be updated.")
    );
}

#[tokio::test]
async fn a_failed_creation_stays_or_goes_as_asked() {
    for (given, status, roles) in [
        (("DisableRollback", "true"), "CREATE_FAILED", vec!["good"]),
        (("OnFailure", "DO_NOTHING"), "CREATE_FAILED", vec!["good"]),
        (("OnFailure", "DELETE"), "DELETE_COMPLETE", vec![]),
    ] {
        let world = World::new().await;
        let template = with(&json!({
            "Good": role(&json!("good"), 3600),
            "Bad": {"Type": "AWS::IAM::Role", "DependsOn": "Good", "Properties": {
                "RoleName": "bad", "AssumeRolePolicyDocument": {"Statement": "none"},
            }},
        }));
        let stack = world.deploy("CreateStack", &template, &[given]).await;
        assert_eq!(stack.status, status, "{given:?}");
        assert_eq!(world.role_names(), roles, "{given:?}");
    }
}

#[tokio::test]
async fn a_stack_that_failed_and_stayed_is_mended_by_an_update() {
    let world = World::new().await;
    let template = with(&json!({"Role": broken_role("it")}));
    world
        .deploy("CreateStack", &template, &[("DisableRollback", "true")])
        .await;
    let mended = with(&json!({"Role": role(&json!("it"), 3600)}));
    let stack = world.deploy("UpdateStack", &mended, &[]).await;
    assert_eq!(stack.status, "UPDATE_COMPLETE");
    assert_eq!(world.role_names(), ["it"]);
}

#[tokio::test]
async fn a_failed_update_stays_when_asked_and_goes_on_from_there() {
    let world = World::new().await;
    let before = with(&json!({"Renamed": role(&json!("old"), 3600)}));
    world.deploy("CreateStack", &before, &[]).await;
    let mut after = with(&json!({
        "Renamed": role(&json!("new"), 3600),
        "Bad": broken_role("bad"),
    }));
    after["Resources"]["Bad"]["DependsOn"] = json!("Renamed");
    let stay = [("DisableRollback", "true")];
    let stack = world.deploy("UpdateStack", &after, &stay).await;
    assert_eq!(stack.status, "UPDATE_FAILED");
    let reason = stack.reason.as_deref();
    assert_eq!(
        reason,
        Some("The following resource(s) failed to create: [Bad]. ")
    );
    // What was replaced stays until it is sure that nobody goes back to it.
    assert!(world.role_names().contains(&"old".to_owned()));
    assert!(world.role_names().contains(&"new".to_owned()));

    after["Resources"]["Bad"] = role(&json!("good"), 3600);
    let stack = world.deploy("UpdateStack", &after, &[]).await;
    assert_eq!(stack.status, "UPDATE_COMPLETE");
    assert!(world.role_names().contains(&"good".to_owned()));
    assert!(!world.role_names().contains(&"old".to_owned()));
}

#[tokio::test]
async fn a_failed_update_goes_back_to_what_was() {
    let world = World::new().await;
    let before = with(&json!({
        "Kept": role(&json!("kept"), 3600),
        "Renamed": role(&json!("old"), 3600),
        "Gone": role(&json!("gone"), 3600),
    }));
    world.deploy("CreateStack", &before, &[]).await;
    let after = with(&json!({
        "Kept": role(&json!("kept"), 7200),
        "Renamed": role(&json!("new"), 3600),
        "Made": role(&json!("made"), 3600),
        "Bad": {"Type": "AWS::IAM::Role", "DependsOn": ["Kept", "Renamed", "Made"],
                "Properties": broken_role("bad")["Properties"]},
    }));
    let stack = world.deploy("UpdateStack", &after, &[]).await;
    assert_eq!(stack.status, "UPDATE_ROLLBACK_COMPLETE");
    assert_eq!(world.role_names(), ["gone", "kept", "old"]);
    let kept = world.context.iam().role("kept").unwrap().unwrap();
    assert_eq!(kept.max_session_seconds, 3600);
    let events = world.events(&stack);
    for told in [
        "Kept UPDATE_COMPLETE",
        "app UPDATE_ROLLBACK_IN_PROGRESS",
        "app UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
        "Made DELETE_COMPLETE",
        "Renamed DELETE_COMPLETE",
    ] {
        assert!(events.contains(&told.to_owned()), "{told}: {events:?}");
    }

    // What it went back to is what the next update starts from.
    let stack = world
        .deploy(
            "UpdateStack",
            &with(&json!({"Kept": role(&json!("kept"), 7200)})),
            &[],
        )
        .await;
    assert_eq!(stack.status, "UPDATE_COMPLETE");
    assert_eq!(world.role_names(), ["kept"]);
}

#[tokio::test]
async fn policies_keep_resources_that_leave_the_stack() {
    let world = World::new().await;
    let mut retained = role(&json!("retained"), 3600);
    retained["DeletionPolicy"] = json!("Retain");
    let mut replaced = role(&json!("first"), 3600);
    replaced["UpdateReplacePolicy"] = json!("Retain");
    let template = with(&json!({"Retained": retained, "Replaced": replaced}));
    world.deploy("CreateStack", &template, &[]).await;
    let mut renamed = template.clone();
    renamed["Resources"]["Replaced"]["Properties"]["RoleName"] = json!("second");
    let stack = world.deploy("UpdateStack", &renamed, &[]).await;
    assert_eq!(world.role_names(), ["first", "retained", "second"]);
    assert!(
        world
            .events(&stack)
            .contains(&"Replaced DELETE_SKIPPED".to_owned())
    );
    world
        .call("DeleteStack", &[("StackName", "app")])
        .await
        .unwrap();
    let stack = world.settled("app").await;
    assert_eq!(stack.status, "DELETE_COMPLETE");
    assert_eq!(world.role_names(), ["first", "retained"]);
    let gone = world
        .call("DescribeStacks", &[("StackName", "app")])
        .await
        .unwrap_err();
    assert_eq!(
        (gone.code.as_str(), gone.message.as_str()),
        ("ValidationError", "Stack with id app does not exist")
    );
    assert!(
        world
            .call("DescribeStacks", &[("StackName", &stack.id)])
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn a_resource_of_somebody_else_is_neither_taken_nor_deleted() {
    let world = World::new().await;
    world
        .deploy(
            "CreateStack",
            &with(&json!({"Role": role(&json!("mine"), 3600)})),
            &[],
        )
        .await;
    let body = with(&json!({"Role": role(&json!("mine"), 7200)})).to_string();
    world
        .call(
            "CreateStack",
            &[
                ("StackName", "second"),
                ("TemplateBody", &body),
                ("Capabilities.member.1", "CAPABILITY_NAMED_IAM"),
            ],
        )
        .await
        .unwrap();
    let second = world.settled("second").await;
    assert_eq!(second.status, "ROLLBACK_COMPLETE");
    assert!(
        world
            .failure(&second, "Role")
            .contains("identifier 'mine' already exists.")
    );
    let mine = world.context.iam().role("mine").unwrap().unwrap();
    assert_eq!(mine.max_session_seconds, 3600);
}

#[tokio::test]
async fn properties_are_validated_against_the_schema() {
    let world = World::new().await;
    for (properties, said) in [
        (
            json!({"AssumeRolePolicyDocument": trust(), "RolName": "x"}),
            "Properties validation failed for resource Role with message: #: extraneous key \
             [RolName] is not permitted (did you mean RoleName?)",
        ),
        (
            json!({"RoleName": "x"}),
            "Properties validation failed for resource Role with message: #: required key \
             [AssumeRolePolicyDocument] not found",
        ),
        (
            json!({"AssumeRolePolicyDocument": trust(), "MaxSessionDuration": "long"}),
            "Properties validation failed for resource Role with message: #/MaxSessionDuration: \
             expected type: Integer, found: String",
        ),
        (
            json!({"AssumeRolePolicyDocument": trust(), "Arn": "arn:aws:iam::0:role/x"}),
            "Properties validation failed for resource Role with message: #: read-only property \
             [Arn] cannot be specified",
        ),
    ] {
        let template = with(&json!({"Role": {"Type": "AWS::IAM::Role", "Properties": properties}}));
        let stack = world.deploy("CreateStack", &template, &[]).await;
        assert_eq!(world.failure(&stack, "Role"), said);
        world
            .call("DeleteStack", &[("StackName", "app")])
            .await
            .unwrap();
        world.settled("app").await;
    }
    // Scalars may be written in another type.
    let properties = json!({"AssumeRolePolicyDocument": trust(), "MaxSessionDuration": "7200"});
    let template = with(&json!({"Role": {"Type": "AWS::IAM::Role", "Properties": properties}}));
    let stack = world.deploy("CreateStack", &template, &[]).await;
    assert_eq!(stack.status, "CREATE_COMPLETE");
    let name = &world.role_names()[0];
    assert!(name.starts_with("app-Role-") && name.len() == 21, "{name}");
}

#[tokio::test]
async fn exports_are_imported_and_held_on_to() {
    let world = World::new().await;
    let exporting = json!({
        "Resources": {"Role": role(&json!("shared"), 3600)},
        "Outputs": {"Name": {"Value": {"Ref": "Role"}, "Export": {"Name": {"Fn::Sub": "${AWS::StackName}-role"}}}},
    });
    world.deploy("CreateStack", &exporting, &[]).await;
    let importing = with(
        &json!({"Policy": {"Type": "AWS::IAM::Policy", "Properties": {
            "PolicyName": "p", "PolicyDocument": policy(), "Roles": [{"Fn::ImportValue": "app-role"}],
        }}}),
    );
    let body = importing.to_string();
    let second = [
        ("StackName", "second"),
        ("TemplateBody", body.as_str()),
        ("Capabilities.member.1", "CAPABILITY_IAM"),
    ];
    world.call("CreateStack", &second).await.unwrap();
    assert_eq!(world.settled("second").await.status, "CREATE_COMPLETE");

    let listed = world.call("ListExports", &[]).await.unwrap();
    assert!(
        listed.contains("<Name>app-role</Name><Value>shared</Value>"),
        "{listed}"
    );
    let users = world
        .call("ListImports", &[("ExportName", "app-role")])
        .await
        .unwrap();
    assert!(users.contains("<member>second</member>"), "{users}");
    let refused = world
        .call("DeleteStack", &[("StackName", "app")])
        .await
        .unwrap_err();
    assert_eq!(
        refused.message,
        "Export app-role cannot be deleted as it is in use by second"
    );
    let without = with(&json!({"Role": role(&json!("shared"), 3600)}));
    let stack = world.deploy("UpdateStack", &without, &[]).await;
    assert_eq!(stack.status, "UPDATE_ROLLBACK_COMPLETE");
    assert!(
        world
            .all_events(&stack)
            .iter()
            .any(|event| event.reason.as_deref()
                == Some("Export app-role cannot be updated as it is in use by second"))
    );

    world
        .call("DeleteStack", &[("StackName", "second")])
        .await
        .unwrap();
    world.settled("second").await;
    world
        .call("DeleteStack", &[("StackName", "app")])
        .await
        .unwrap();
    assert_eq!(world.settled("app").await.status, "DELETE_COMPLETE");
}

#[tokio::test]
async fn requests_are_refused_in_the_words_of_aws() {
    let world = World::new().await;
    let body = with(&json!({"Role": role(&json!("x"), 3600)})).to_string();
    let wide = format!("{body}{}", " ".repeat(52_000));
    let create = |name: &'static str, body: &str, more: Option<(&'static str, &'static str)>| {
        let mut params = vec![
            ("StackName", name.to_owned()),
            ("TemplateBody", body.to_owned()),
        ];
        params.extend(more.map(|(key, value)| (key, value.to_owned())));
        params
    };
    for (operation, params, code, said) in [
        (
            "CreateStack",
            create("app", &body, None),
            "InsufficientCapabilitiesException",
            "Requires capabilities : [CAPABILITY_NAMED_IAM]",
        ),
        (
            "CreateStack",
            create(
                "app",
                &body,
                Some(("Capabilities.member.1", "CAPABILITY_IAM")),
            ),
            "InsufficientCapabilitiesException",
            "Requires capabilities : [CAPABILITY_NAMED_IAM]",
        ),
        (
            "CreateStack",
            create(
                "a_b",
                &body,
                Some(("Capabilities.member.1", "CAPABILITY_NAMED_IAM")),
            ),
            "ValidationError",
            "Value 'a_b' at 'stackName' failed to satisfy constraint",
        ),
        (
            "CreateStack",
            create("app", &wide, None),
            "ValidationError",
            "51200",
        ),
        (
            "CreateStack",
            create("app", &body, Some(("StackPolicyBody", "{}"))),
            "ValidationError",
            "does not take the parameter StackPolicyBody of CreateStack",
        ),
        (
            "UpdateStack",
            create("app", &body, None),
            "ValidationError",
            "Stack [app] does not exist",
        ),
        (
            "DescribeStackEvents",
            create("app", "", None)[..1].to_vec(),
            "ValidationError",
            "Stack [app] does not exist",
        ),
        (
            "DescribeChangeSet",
            vec![("ChangeSetName", "arn:aws:x".to_owned())],
            "ChangeSetNotFound",
            "ChangeSet [arn:aws:x] does not exist",
        ),
        (
            "SignalResource",
            vec![],
            "UnknownOperationException",
            "SignalResource",
        ),
    ] {
        let params: Vec<(&str, &str)> = params
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let refused = world.call(operation, &params).await.unwrap_err();
        assert_eq!(refused.code, code, "{}", refused.message);
        assert!(refused.message.contains(said), "{}", refused.message);
    }
}

#[tokio::test]
async fn protected_stacks_are_not_deleted_and_events_come_in_pages() {
    let world = World::new().await;
    let mut resources = json!({});
    for index in 0..40 {
        resources[format!("H{index}")] =
            json!({"Type": "AWS::CloudFormation::WaitConditionHandle"});
    }
    let template = with(&resources);
    let stack = world
        .deploy(
            "CreateStack",
            &template,
            &[("EnableTerminationProtection", "true")],
        )
        .await;
    let refused = world
        .call("DeleteStack", &[("StackName", "app")])
        .await
        .unwrap_err();
    assert!(
        refused
            .message
            .contains("while TerminationProtection is enabled")
    );
    let off = [
        ("StackName", "app"),
        ("EnableTerminationProtection", "false"),
    ];
    world
        .call("UpdateTerminationProtection", &off)
        .await
        .unwrap();

    let mut seen = Vec::new();
    let mut token = String::new();
    loop {
        let params = [
            ("StackName", stack.id.as_str()),
            ("NextToken", token.as_str()),
        ];
        let page = world.call("DescribeStackEvents", &params).await.unwrap();
        seen.extend(
            page.split("<EventId>")
                .skip(1)
                .map(|rest| rest.split('<').next().unwrap_or_default().to_owned()),
        );
        match page.split("<NextToken>").nth(1) {
            Some(rest) => token = rest.split('<').next().unwrap_or_default().to_owned(),
            None => break,
        }
    }
    // Two of the stack, three of every resource; the newest first and none twice.
    assert_eq!(seen.len(), 2 + 3 * 40);
    assert!(seen[0].starts_with("app-CREATE_COMPLETE"), "{}", seen[0]);
    let mut unique = seen.clone();
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), seen.len());
}
