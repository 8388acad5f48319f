//! What a change of a template does, as people and programs are told.

#![expect(clippy::unwrap_used, reason = "the templates are written here")]

use std::collections::BTreeMap;

use cfn::Template;
use plan::{
    Action, AssetChange, Certainty, DriftStatus, DriftedProperty, DriftedResource, ObservedAction,
    ObservedChange, Outcome, Plan, PropertyChange, Recreation, RegionPlan, StackAction, StackPlan,
    StackVersion, Surroundings, note_consumers, plan_stack, refine, render_markdown, render_text,
};
use registry::Registry;
use serde_json::{Value as Json, json};

const HERE: Surroundings<'_> = Surroundings {
    region: "eu-west-1",
    account: "111111111111",
};

fn template(resources: &Json) -> Template {
    whole(&json!({ "Resources": resources }))
}

fn whole(template: &Json) -> Template {
    let (template, problems) = Template::parse(&template.to_string());
    assert!(!problems.has_errors(), "{problems}");
    template.unwrap()
}

fn planned(before: &Template, after: &Template) -> StackPlan {
    with_parameters(before, &[], after, &[])
}

fn with_parameters(
    before: &Template,
    old: &[(&str, &str)],
    after: &Template,
    new: &[(&str, &str)],
) -> StackPlan {
    let map = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
        let pairs = pairs.iter();
        pairs
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    };
    let (old, new, tags) = (map(old), map(new), BTreeMap::new());
    let before = StackVersion {
        template: before,
        parameters: &old,
        tags: &tags,
    };
    let after = StackVersion {
        template: after,
        parameters: &new,
        tags: &tags,
    };
    plan_stack(
        "orders",
        Some(before),
        Some(after),
        HERE,
        &Registry::vendored(),
    )
}

fn plan(stack: StackPlan) -> Plan {
    Plan {
        environment: "prod".to_owned(),
        compared_with: "the commit main".to_owned(),
        regions: vec![RegionPlan {
            region: "eu-west-1".to_owned(),
            stacks: vec![stack],
            assets: Vec::new(),
        }],
    }
}

fn action<'p>(plan: &'p StackPlan, id: &str) -> &'p Action {
    let found = plan.resources.iter().find(|change| change.logical_id == id);
    &found.unwrap().action
}

fn before() -> Template {
    whole(&json!({
        "Parameters": {
            "Code": { "Type": "String" },
            "Password": { "Type": "String", "NoEcho": true },
            "Keep": { "Type": "String", "Default": "yes" },
        },
        "Conditions": { "Kept": { "Fn::Equals": [{ "Ref": "Keep" }, "yes"] } },
        "Resources": {
            "Pictures": {
                "Type": "AWS::S3::Bucket",
                "Properties": {
                    "BucketName": { "Fn::Sub": "pictures-${AWS::Region}" },
                    "PublicAccessBlockConfiguration": { "BlockPublicAcls": true, "BlockPublicPolicy": true },
                },
            },
            "Orders": {
                "Type": "AWS::DynamoDB::Table",
                "UpdateReplacePolicy": "Retain",
                "Properties": {
                    "AttributeDefinitions": [{ "AttributeName": "id", "AttributeType": "S" }],
                    "KeySchema": [{ "AttributeName": "id", "KeyType": "HASH" }],
                    "BillingMode": "PAY_PER_REQUEST",
                },
            },
            "Role": {
                "Type": "AWS::IAM::Role",
                "Properties": {
                    "AssumeRolePolicyDocument": { "Version": "2012-10-17", "Statement": [{
                        "Effect": "Allow", "Action": "sts:AssumeRole",
                        "Principal": { "Service": "lambda.amazonaws.com" },
                    }]},
                    "Policies": [{ "PolicyName": "p", "PolicyDocument": {
                        "Version": "2012-10-17", "Statement": [{
                            "Effect": "Allow", "Action": ["dynamodb:GetItem"],
                            "Resource": { "Fn::GetAtt": ["Orders", "Arn"] },
                        }],
                    }}],
                },
            },
            "Worker": {
                "Type": "AWS::Lambda::Function",
                "Properties": {
                    "Role": { "Fn::GetAtt": ["Role", "Arn"] },
                    "Code": { "S3Bucket": "zips", "S3Key": { "Ref": "Code" } },
                    "MemorySize": 256,
                    "Environment": { "Variables": {
                        "TABLE": { "Ref": "Orders" }, "PASSWORD": { "Ref": "Password" },
                    }},
                },
            },
            "Old": { "Type": "AWS::SQS::Queue", "Condition": "Kept" },
        },
        "Outputs": {
            "Table": { "Value": { "Ref": "Orders" }, "Export": { "Name": "orders-table" } },
        },
    }))
}

fn after() -> Template {
    let mut json = before().to_json();
    let resources = &mut json["Resources"];
    resources["Pictures"]["Properties"]["BucketName"] = "photos".into();
    resources["Pictures"]["Properties"]["PublicAccessBlockConfiguration"]["BlockPublicPolicy"] =
        false.into();
    resources["Orders"]["Properties"]["KeySchema"][0]["AttributeName"] = "order".into();
    resources["Orders"]["Properties"]["AttributeDefinitions"][0]["AttributeName"] = "order".into();
    resources["Role"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"][0]["Action"] =
        json!(["dynamodb:GetItem", "dynamodb:PutItem"]);
    resources["Worker"]["Properties"]["MemorySize"] = "512".into();
    resources["Topic"] = json!({ "Type": "AWS::SNS::Topic" });
    json["Outputs"]["Table"]["Value"] = json!({ "Fn::GetAtt": ["Orders", "Arn"] });
    whole(&json)
}

fn changed() -> StackPlan {
    let old = [("Code", "a.zip"), ("Password", "hunter2")];
    let new = [
        ("Code", "b.zip"),
        ("Password", "correct horse"),
        ("Keep", "no"),
    ];
    with_parameters(&before(), &old, &after(), &new)
}

#[test]
fn a_plan_reads_well_in_a_terminal() {
    let text = render_text(&plan(changed()));
    insta::assert_snapshot!(text);
    let widest = text.lines().map(|line| line.chars().count()).max();
    assert!(widest <= Some(80), "{widest:?}");
}

#[test]
fn a_plan_reads_well_on_a_pull_request() {
    insta::assert_snapshot!(render_markdown(&plan(changed())));
}

#[test]
fn a_plan_is_kept_and_read_again() {
    let plan = plan(changed());
    let text = serde_json::to_string(&plan).unwrap();
    assert_eq!(serde_json::from_str::<Plan>(&text).unwrap(), plan);
}

#[test]
fn what_is_hidden_is_in_no_view() {
    let plan = plan(changed());
    let json = serde_json::to_string(&plan).unwrap();
    for view in [render_text(&plan), render_markdown(&plan), json] {
        assert!(view.contains("Password"), "that it changes is told: {view}");
        assert!(
            !view.contains("hunter2") && !view.contains("correct horse"),
            "{view}"
        );
    }
}

#[test]
fn the_same_template_changes_nothing() {
    let stack = planned(&before(), &before());
    assert!(plan(stack).is_empty());
    // A number and its text are the same to CloudFormation, and so are the orders of fields.
    let old = template(
        &json!({ "F": { "Type": "AWS::SQS::Queue", "Properties": { "DelaySeconds": 5, "QueueName": "q" } } }),
    );
    let new = template(
        &json!({ "F": { "Type": "AWS::SQS::Queue", "Properties": { "QueueName": "q", "DelaySeconds": "5" } } }),
    );
    assert!(plan(planned(&old, &new)).is_empty());
}

#[test]
fn a_lost_bucket_is_a_danger_and_a_kept_table_is_none() {
    let plan = plan(changed());
    assert_eq!(
        plan.dangers(),
        ["eu-west-1/orders/Pictures", "eu-west-1/orders/Old"]
    );
    let kept = action(&plan.regions[0].stacks[0], "Orders");
    assert!(
        matches!(
            kept,
            Action::Replace {
                certainty: Certainty::Possible,
                old: Outcome::Kept,
                ..
            }
        ),
        "{kept:?}"
    );
}

#[test]
fn what_refers_to_a_replaced_resource_follows() {
    // The rule's name of the bus is create-only, so that the rule is replaced with it.
    let stack = |bus: &str| {
        template(&json!({
            "Bus": { "Type": "AWS::Events::EventBus", "Properties": { "Name": bus } },
            "Rule": { "Type": "AWS::Events::Rule", "Properties": {
                "EventBusName": { "Ref": "Bus" }, "EventPattern": { "source": ["a"] },
            }},
            "Alarm": { "Type": "AWS::CloudWatch::Alarm", "Properties": {
                "ComparisonOperator": "GreaterThanThreshold", "EvaluationPeriods": 1,
                "Dimensions": [{ "Name": "RuleName", "Value": { "Fn::Sub": "${Rule}" } }],
            }},
        }))
    };
    let plan = planned(&stack("one"), &stack("two"));
    assert!(matches!(
        action(&plan, "Bus"),
        Action::Replace {
            certainty: Certainty::Certain,
            ..
        }
    ));
    let rule = plan
        .resources
        .iter()
        .find(|change| change.logical_id == "Rule")
        .unwrap();
    assert_eq!(rule.properties[0].because_of.as_deref(), Some("Bus"));
    assert_eq!(rule.properties[0].path, "EventBusName");
    let alarm = plan
        .resources
        .iter()
        .find(|change| change.logical_id == "Alarm");
    assert_eq!(
        alarm.is_some(),
        matches!(rule.action, Action::Replace { .. })
    );
}

#[test]
fn a_replaced_resource_that_keeps_its_name_is_refused() {
    let stack = |kind: &str| {
        template(
            &json!({ "T": { "Type": "AWS::DynamoDB::Table", "Properties": {
                "TableName": "orders",
                "AttributeDefinitions": [{ "AttributeName": "id", "AttributeType": kind }],
                "KeySchema": [{ "AttributeName": if kind == "S" { "id" } else { "no" }, "KeyType": "HASH" }],
            }}}),
        )
    };
    let plan = planned(&stack("S"), &stack("N"));
    assert_eq!(plan.problems.len(), 1, "{:?}", plan.problems);
    assert!(
        plan.problems[0].contains("keeps its TableName"),
        "{}",
        plan.problems[0]
    );
}

#[test]
fn a_type_does_not_change_under_its_id() {
    let of = |kind: &str| template(&json!({ "T": { "Type": kind } }));
    let plan = planned(&of("AWS::SQS::Queue"), &of("AWS::SNS::Topic"));
    assert!(
        plan.problems[0].contains("a logical id of its own"),
        "{:?}",
        plan.problems
    );
}

#[test]
fn an_export_that_is_imported_cannot_go() {
    let producer = |has: bool| {
        let outputs = if has {
            json!({ "Q": { "Value": "v", "Export": { "Name": "shared" } } })
        } else {
            json!({})
        };
        whole(&json!({ "Resources": { "Q": { "Type": "AWS::SQS::Queue" } }, "Outputs": outputs }))
    };
    let consumer = template(&json!({ "T": { "Type": "AWS::SNS::Topic", "Properties": {
        "DisplayName": { "Fn::ImportValue": "shared" },
    }}}));
    let new = producer(false);
    let mut region = RegionPlan {
        region: "eu-west-1".to_owned(),
        stacks: vec![planned(&producer(true), &new)],
        assets: Vec::new(),
    };
    note_consumers(
        &mut region,
        &BTreeMap::from([("orders", &new), ("alerts", &consumer)]),
    );
    let stack = &region.stacks[0];
    assert_eq!(stack.outputs[0].consumers, ["alerts"]);
    assert!(
        stack.problems[0].contains("while alerts still imports"),
        "{:?}",
        stack.problems
    );
}

#[test]
fn a_new_stack_and_one_that_goes_are_told_whole() {
    let (no, tags) = (BTreeMap::new(), BTreeMap::new());
    let template = template(
        &json!({ "Q": { "Type": "AWS::SQS::Queue", "DeletionPolicy": "Retain" }, "T": { "Type": "AWS::SNS::Topic" } }),
    );
    let version = StackVersion {
        template: &template,
        parameters: &no,
        tags: &tags,
    };
    let registry = Registry::vendored();
    let made = plan_stack("s", None, Some(version), HERE, &registry);
    assert!(
        made.resources
            .iter()
            .all(|change| change.action == Action::Add)
    );
    let gone = plan_stack("s", Some(version), None, HERE, &registry);
    assert_eq!(action(&gone, "Q"), &Action::Remove { old: Outcome::Kept });
    assert_eq!(
        action(&gone, "T"),
        &Action::Remove {
            old: Outcome::Deleted
        }
    );
    assert_eq!(plan(gone).dangers(), Vec::<String>::new());
}

mod properties {
    use proptest::prelude::*;

    use super::*;

    fn any_json() -> impl Strategy<Value = Json> {
        let leaf = prop_oneof![
            Just(Json::Null),
            any::<bool>().prop_map(Json::from),
            any::<i32>().prop_map(Json::from),
            "[a-z${}.]{0,8}".prop_map(Json::from),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            let name = prop_oneof![
                "[A-Z][a-z]{0,4}",
                Just("Ref".to_owned()),
                Just("Fn::Sub".to_owned()),
                Just("Fn::If".to_owned()),
                Just("Fn::Join".to_owned()),
                Just("Statement".to_owned()),
                Just("Effect".to_owned()),
            ];
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
                prop::collection::vec((name, inner), 0..4)
                    .prop_map(|fields| { Json::Object(fields.into_iter().collect()) }),
            ]
        })
    }

    proptest! {
        #[test]
        fn any_two_versions_have_a_plan(old in any_json(), new in any_json()) {
            let of = |properties: &Json| {
                let json = json!({ "Resources": { "X": {
                    "Type": "AWS::SQS::Queue", "Properties": { "P": properties },
                }}});
                Template::parse(&json.to_string()).0.unwrap()
            };
            let (before, after) = (of(&old), of(&new));
            let same = super::plan(planned(&before, &before));
            prop_assert!(same.is_empty());
            let plan = super::plan(planned(&before, &after));
            let widest = render_text(&plan).lines().map(|line| line.chars().count()).max();
            prop_assert!(widest <= Some(80));
            render_markdown(&plan);
        }
    }
}

fn observed(id: &str, action: ObservedAction) -> ObservedChange {
    ObservedChange {
        logical_id: id.to_owned(),
        kind: "AWS::S3::Bucket".to_owned(),
        action,
        properties: Vec::new(),
        old: None,
    }
}

#[test]
fn the_change_set_decides_what_changes_and_the_schemas_tell_why() {
    let bucket = |name: &str, other: u32| {
        template(&json!({
            "Pictures": { "Type": "AWS::S3::Bucket", "Properties": { "BucketName": name } },
            "Queue": { "Type": "AWS::SQS::Queue", "Properties": { "DelaySeconds": other } },
        }))
    };
    let mut stack = planned(&bucket("a", 1), &bucket("b", 2));
    let replaces = Some(Certainty::Certain);
    let mut topic = observed("Topic", ObservedAction::Modify { replaces: None });
    topic.properties = vec![PropertyChange {
        path: "DisplayName".to_owned(),
        before: Some("x".into()),
        after: Some("y".into()),
        recreation: Recreation::Never,
        because_of: None,
        by_hand: false,
    }];
    let seen = [
        ObservedChange {
            old: Some(Outcome::Kept),
            ..observed("Pictures", ObservedAction::Modify { replaces })
        },
        topic,
    ];
    refine(&mut stack, Some(&seen));
    let ids: Vec<_> = stack
        .resources
        .iter()
        .map(|change| change.logical_id.as_str())
        .collect();
    // The queue was left out by the service, and the topic is known from it alone.
    assert_eq!(ids, ["Pictures", "Topic"]);
    assert_eq!(
        *action(&stack, "Pictures"),
        Action::Replace {
            certainty: Certainty::Certain,
            forced_by: vec!["BucketName".to_owned()],
            old: Outcome::Kept,
        }
    );
    assert_eq!(stack.resources[1].properties[0].after, Some("y".into()));
}

#[test]
fn a_replacement_that_the_service_alone_sees_is_a_danger() {
    let same = template(&json!({ "Pictures": { "Type": "AWS::S3::Bucket" } }));
    let mut stack = planned(&same, &same);
    assert_eq!(stack.action, StackAction::Keep);
    let replaces = Some(Certainty::Possible);
    let seen = [observed("Pictures", ObservedAction::Modify { replaces })];
    refine(&mut stack, Some(&seen));
    assert_eq!(stack.action, StackAction::Update);
    assert_eq!(plan(stack).dangers(), ["eu-west-1/orders/Pictures"]);
}

#[test]
fn without_a_change_set_nothing_changes() {
    let bucket = |name: &str| {
        let properties = json!({ "BucketName": name });
        template(&json!({ "B": { "Type": "AWS::S3::Bucket", "Properties": properties } }))
    };
    let mut stack = planned(&bucket("a"), &bucket("b"));
    refine(&mut stack, None);
    assert_eq!(
        (stack.action, stack.resources.len()),
        (StackAction::Keep, 0)
    );
    assert!(plan(stack).is_empty());
}

#[test]
fn drift_and_code_are_shown() {
    let same = template(&json!({ "Inspect": { "Type": "AWS::Lambda::Function" } }));
    let mut stack = planned(&same, &same);
    stack.drift = vec![DriftedResource {
        logical_id: "Inspect".to_owned(),
        kind: "AWS::Lambda::Function".to_owned(),
        physical_id: "inspect".to_owned(),
        status: DriftStatus::Modified,
        properties: vec![DriftedProperty {
            path: "/MemorySize".to_owned(),
            expected: "512".to_owned(),
            actual: "1024".to_owned(),
        }],
        found_at: Some("2026-11-29T10:00:00Z".to_owned()),
        accepted: false,
    }];
    let mut plan = plan(stack);
    plan.regions[0].assets = vec![AssetChange {
        function: "prepare".to_owned(),
        before: Some("functions/prepare/1.zip".to_owned()),
        after: "functions/prepare/2.zip".to_owned(),
        bytes: 2_100_000,
    }];
    insta::assert_snapshot!(render_text(&plan), @r"
    prod in eu-west-1, compared with the commit main

      orders  no changes
        Otherwise than the stack says
          Inspect AWS::Lambda::Function was changed by hand; found
          2026-11-29T10:00:00Z
            /MemorySize
              - 512
              + 1024

      Code of functions
        prepare has other code: functions/prepare/2.zip, 2.1 MB

    Nothing to do.
    ");
    insta::assert_snapshot!(render_markdown(&plan), @r"
    ### Plan for `prod`

    Compared with the commit main.

    Nothing to do.

    **Otherwise than `orders` says (eu-west-1)**

    - `Inspect` AWS::Lambda::Function was changed by hand; found 2026-11-29T10:00:00Z
      - `/MemorySize`: `512` → `1024`
    ");
}
