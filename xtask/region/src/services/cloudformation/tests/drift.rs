//! What was changed behind a stack's back is found, and nothing else is.

use std::io::{Cursor, Write as _};

use serde_json::{Value, json};
use zip::write::{SimpleFileOptions, ZipWriter};

use super::{World, role};
use crate::caller::Caller;
use crate::services::lambda::UpdateConfiguration;
use crate::services::s3::PutOptions;

impl World {
    /// Looks at the stack and gives how each resource is, with what differs.
    pub(super) async fn drift(&self) -> Vec<(String, String, Vec<String>)> {
        let begun = self
            .call("DetectStackDrift", &[("StackName", "app")])
            .await
            .unwrap();
        let id = between(&begun, "<StackDriftDetectionId>", "<").to_owned();
        let asked = [("StackDriftDetectionId", id.as_str())];
        loop {
            let told = self
                .call("DescribeStackDriftDetectionStatus", &asked)
                .await
                .unwrap();
            if !told.contains("DETECTION_IN_PROGRESS") {
                assert!(told.contains("DETECTION_COMPLETE"), "{told}");
                break;
            }
            tokio::task::yield_now().await;
        }
        let journal = &self.context.cloudformation().journal;
        let drifts = journal.drifts(&self.stack("app")).unwrap().into_values();
        drifts
            .map(|drift| {
                let differences = drift
                    .differences
                    .iter()
                    .map(|one| format!("{} {}", one.kind(), one.path));
                let status = drift.status.name().to_owned();
                (drift.logical_id, status, differences.collect())
            })
            .collect()
    }

    /// A zip with a bootstrap in a bucket.
    pub(super) async fn code(&self, key: &str, content: &str) {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().unix_permissions(0o755);
        writer.start_file("bootstrap", options).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
        let zip = writer.finish().unwrap().into_inner();
        let s3 = self.context.s3();
        if s3.bucket("code").is_err() {
            s3.create_bucket(&self.context, "code").unwrap();
        }
        let put = PutOptions::default();
        s3.put_object(&self.context, "code", key, zip.into(), put)
            .await
            .unwrap();
    }
}

pub(super) fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let rest = text
        .split_once(from)
        .unwrap_or_else(|| panic!("no {from} in {text}"))
        .1;
    rest.split_once(to).unwrap().0
}

fn machine_role() -> Value {
    let mut machines = role(&json!("machines"), 3600);
    machines["Properties"]["AssumeRolePolicyDocument"]["Statement"][0]["Principal"] =
        json!({"Service": "states.amazonaws.com"});
    machines
}

pub(super) fn template() -> Value {
    let definition = json!({"StartAt": "Say", "States": {"Say": {"Type": "${Kind}", "End": true}}});
    json!({"Resources": {
        "Handle": {"Type": "AWS::CloudFormation::WaitConditionHandle"},
        "Role": role(&json!("it"), 3600),
        "Policy": {"Type": "AWS::IAM::Policy", "Properties": {
            "PolicyName": "read", "PolicyDocument": super::policy(), "Roles": [{"Ref": "Role"}],
        }},
        "Machines": machine_role(),
        "Function": {"Type": "AWS::Lambda::Function", "Properties": {
            "FunctionName": "prepare", "Runtime": "provided.al2023", "Handler": "bootstrap",
            "Role": {"Fn::GetAtt": ["Role", "Arn"]},
            "Code": {"S3Bucket": "code", "S3Key": "a.zip"},
            "MemorySize": 256, "Timeout": 10,
            "Environment": {"Variables": {"LEVEL": "info", "MODE": "fast"}},
            "LoggingConfig": {"LogGroup": {"Ref": "Group"}, "LogFormat": "JSON"},
            "Tags": [{"Key": "team", "Value": "a"}],
        }},
        "Group": {"Type": "AWS::Logs::LogGroup", "Properties": {
            "LogGroupName": "/app", "RetentionInDays": 30,
        }},
        "Bucket": {"Type": "AWS::S3::Bucket", "Properties": {
            "BucketName": "app-lake",
            "VersioningConfiguration": {"Status": "Enabled"},
            "BucketEncryption": {"ServerSideEncryptionConfiguration": [
                {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}},
            ]},
            "PublicAccessBlockConfiguration": {"BlockPublicAcls": true, "BlockPublicPolicy": true},
            "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
            "NotificationConfiguration": {"EventBridgeConfiguration": {"EventBridgeEnabled": true}},
            "LifecycleConfiguration": {"Rules": [
                {"Id": "old", "Status": "Enabled", "Prefix": "tmp/", "ExpirationInDays": 7},
                {"Id": "cold", "Status": "Enabled",
                 "Transitions": [{"StorageClass": "GLACIER", "TransitionInDays": 90}]},
            ]},
        }},
        "WorkGroup": {"Type": "AWS::Athena::WorkGroup", "Properties": {
            "Name": "analysts", "Description": "Asks.", "State": "ENABLED",
            "WorkGroupConfiguration": {"EnforceWorkGroupConfiguration": true},
        }},
        "Database": {"Type": "AWS::Glue::Database", "Properties": {
            "CatalogId": {"Ref": "AWS::AccountId"}, "DatabaseInput": {"Name": "lake"},
        }},
        "Table": {"Type": "AWS::Glue::Table", "Properties": {
            "CatalogId": {"Ref": "AWS::AccountId"}, "DatabaseName": {"Ref": "Database"},
            "TableInput": {
                "Name": "Pictures", "TableType": "EXTERNAL_TABLE",
                "Parameters": {"classification": "parquet"},
                "StorageDescriptor": {
                    "Location": "s3://app-lake/pictures/",
                    "Columns": [{"Name": "id", "Type": "string"}, {"Name": "n", "Type": "int"}],
                },
            },
        }},
        "Rule": {"Type": "AWS::Events::Rule", "Properties": {
            "Name": "ready", "State": "ENABLED", "EventPattern": {"source": ["aws.s3"]},
            "Targets": [{"Id": "machine", "Arn": {"Ref": "Machine"},
                         "RoleArn": {"Fn::GetAtt": ["Machines", "Arn"]}}],
        }},
        "Machine": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {
            "StateMachineName": "flow", "RoleArn": {"Fn::GetAtt": ["Machines", "Arn"]},
            "DefinitionString": definition.to_string(),
            "DefinitionSubstitutions": {"Kind": "Pass"},
        }},
        "Topic": {"Type": "AWS::SNS::Topic", "Properties": {
            "TopicName": "news", "DisplayName": "News",
        }},
        "Alarm": {"Type": "AWS::CloudWatch::Alarm", "Properties": {
            "AlarmName": "failing", "MetricName": "Errors", "Namespace": "AWS/Lambda",
            "Statistic": "Sum", "Period": 60, "EvaluationPeriods": 1, "Threshold": 1,
            "ComparisonOperator": "GreaterThanThreshold", "AlarmActions": [{"Ref": "Topic"}],
        }},
        "Provider": {"Type": "AWS::IAM::OIDCProvider", "Properties": {
            "Url": "https://token.example.com/a", "ClientIdList": ["sts.amazonaws.com"],
        }},
    }})
}

const READABLE: [&str; 13] = [
    "Alarm",
    "Bucket",
    "Database",
    "Function",
    "Group",
    "Machine",
    "Machines",
    "Provider",
    "Role",
    "Rule",
    "Table",
    "Topic",
    "WorkGroup",
];

pub(super) async fn deployed() -> World {
    let world = World::new().await;
    world.code("a.zip", "run").await;
    let stack = world
        .deploy(
            "CreateStack",
            &template(),
            &[
                ("Tags.member.1.Key", "env"),
                ("Tags.member.1.Value", "test"),
            ],
        )
        .await;
    assert_eq!(
        stack.status,
        "CREATE_COMPLETE",
        "{:#?}",
        world.all_events(&stack)
    );
    world
}

#[tokio::test]
async fn a_stack_that_nobody_touched_is_in_sync() {
    let world = deployed().await;
    let untouched = world
        .call("DescribeStacks", &[("StackName", "app")])
        .await
        .unwrap();
    assert!(
        untouched.contains("<StackDriftStatus>NOT_CHECKED<"),
        "{untouched}"
    );
    let found = world.drift().await;
    let names: Vec<&str> = found.iter().map(|(name, ..)| name.as_str()).collect();
    assert_eq!(names, READABLE);
    for (name, status, differences) in &found {
        assert_eq!(status, "IN_SYNC", "{name}: {differences:?}");
    }
    let told = world
        .call("DescribeStacks", &[("StackName", "app")])
        .await
        .unwrap();
    assert!(
        told.contains("<StackDriftStatus>IN_SYNC</StackDriftStatus><LastCheckTimestamp>"),
        "{told}"
    );
    let told = world
        .call("ListStackResources", &[("StackName", "app")])
        .await
        .unwrap();
    // A type that can't be read is not checked.
    let handle = between(&told, "<LogicalResourceId>Handle<", "</DriftInformation>");
    assert!(
        handle.ends_with("NOT_CHECKED</StackResourceDriftStatus>"),
        "{handle}"
    );
}

/// Changes something of every resource that can be read.
pub(super) async fn tamper(world: &World) {
    let context = &world.context;
    let given: UpdateConfiguration = serde_json::from_value(json!({
        "MemorySize": 512, "Timeout": 20,
        "Environment": {"Variables": {"LEVEL": "debug", "MORE": "1"}},
    }))
    .unwrap();
    let lambda = context.lambda();
    lambda
        .update_configuration(context, &Caller::Root, "prepare", given)
        .unwrap();
    lambda.tag_function("prepare", |tags| tags.clear()).unwrap();
    context
        .s3()
        .configure_bucket("app-lake", |bucket| {
            bucket.configuration.public_access_block = None;
            let rules = &mut bucket.configuration.lifecycle.as_mut().unwrap().rules;
            rules[0].expiration.as_mut().unwrap().days = Some(1);
        })
        .unwrap();
    let iam = context.iam();
    iam.put_role_policy("it", "more", &super::policy()).unwrap();
    context
        .logs()
        .change_group("/app", |group| group.retention_days = None)
        .unwrap();
    context
        .athena()
        .update_workgroup(context, "analysts", |workgroup| workgroup.enabled = false)
        .unwrap();
    let mut input = context.glue().table("lake", "pictures").unwrap().input;
    input["StorageDescriptor"]["Columns"][1]["Type"] = json!("bigint");
    context.glue().update_table(context, "lake", input).unwrap();
    let rule = json!({"Name": "ready"});
    context
        .events()
        .call(context, &Caller::Root, "DisableRule", rule)
        .await
        .unwrap();
    let other = json!({"StartAt": "Say", "States": {"Say": {"Type": "Succeed"}}}).to_string();
    let arn = context.arn("states", "stateMachine:flow");
    context
        .stepfunctions()
        .update_state_machine(context, &arn, Some(&other), None, None, None)
        .unwrap();
    let topic = context.arn("sns", "news");
    context
        .sns()
        .change_topic(&topic, |topic| {
            topic.attributes.remove("DisplayName");
        })
        .unwrap();
    context.cloudwatch().delete_alarm("failing").unwrap();
}

#[tokio::test]
async fn what_was_changed_is_told_property_by_property() {
    let world = deployed().await;
    tamper(&world).await;
    let found: Vec<String> = world
        .drift()
        .await
        .into_iter()
        .filter(|(_, status, _)| status != "IN_SYNC")
        .map(|(name, status, differences)| format!("{name} {status} {}", differences.join(", ")))
        .collect();
    insta::assert_snapshot!(found.join("\n"), @r"
    Alarm DELETED 
    Bucket MODIFIED NOT_EQUAL /LifecycleConfiguration/Rules/0/ExpirationInDays, REMOVE /PublicAccessBlockConfiguration
    Function MODIFIED NOT_EQUAL /Environment/Variables/LEVEL, REMOVE /Environment/Variables/MODE, ADD /Environment/Variables/MORE, NOT_EQUAL /MemorySize, REMOVE /Tags, NOT_EQUAL /Timeout
    Group MODIFIED REMOVE /RetentionInDays
    Machine MODIFIED NOT_EQUAL /DefinitionString
    Rule MODIFIED NOT_EQUAL /State
    Table MODIFIED NOT_EQUAL /TableInput/StorageDescriptor/Columns/1/Type
    Topic MODIFIED REMOVE /DisplayName
    WorkGroup MODIFIED NOT_EQUAL /State
    ");
    let filter = [
        ("StackName", "app"),
        ("StackResourceDriftStatusFilters.member.1", "DELETED"),
    ];
    let told = world
        .call("DescribeStackResourceDrifts", &filter)
        .await
        .unwrap();
    assert!(told.contains("<LogicalResourceId>Alarm<"), "{told}");
    assert!(
        !told.contains("Function") && !told.contains("ExpectedProperties"),
        "{told}"
    );
    let one = [("StackName", "app"), ("LogicalResourceId", "Function")];
    let told = world.call("DetectStackResourceDrift", &one).await.unwrap();
    let memory = "<PropertyPath>/MemorySize</PropertyPath><ExpectedValue>256</ExpectedValue>\
                  <ActualValue>512</ActualValue><DifferenceType>NOT_EQUAL</DifferenceType>";
    assert!(told.contains(memory), "{told}");
    let handle = [("StackName", "app"), ("LogicalResourceId", "Handle")];
    let refused = world
        .call("DetectStackResourceDrift", &handle)
        .await
        .unwrap_err();
    assert!(refused.message.contains("not supported"), "{refused}");
    let stacks = world
        .call("DescribeStacks", &[("StackName", "app")])
        .await
        .unwrap();
    assert!(stacks.contains("<StackDriftStatus>DRIFTED<"), "{stacks}");

    // An update makes what was found of a resource old.
    let mut changed = template();
    changed["Resources"]["Function"]["Properties"]["Timeout"] = json!(30);
    world.deploy("UpdateStack", &changed, &[]).await;
    let told = world
        .call(
            "DescribeStackResources",
            &[("StackName", "app"), ("LogicalResourceId", "Function")],
        )
        .await
        .unwrap();
    assert!(
        told.contains("<StackResourceDriftStatus>NOT_CHECKED<"),
        "{told}"
    );
}

#[tokio::test]
async fn a_role_is_compared_with_all_that_is_its_own() {
    let world = World::new().await;
    let mut it = role(&json!("it"), 3600);
    it["Properties"]["Policies"] = json!([
        {"PolicyName": "p", "PolicyDocument": super::policy()},
    ]);
    let template = json!({"Resources": {"Role": it}});
    world.deploy("CreateStack", &template, &[]).await;
    let iam = world.context.iam();
    iam.put_role_policy("it", "more", &super::policy()).unwrap();
    let wider = json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "*", "Resource": "*"},
    ]});
    iam.put_role_policy("it", "p", &wider).unwrap();
    let found = world.drift().await;
    assert_eq!(
        found[0].2,
        ["ADD /Policies/0", "NOT_EQUAL /Policies/0/PolicyDocument"]
    );
}

#[tokio::test]
async fn a_detection_that_was_cut_off_is_done_again() {
    let world = World::new().await;
    let template = json!({"Resources": {"Role": role(&json!("it"), 3600)}});
    let stack = world.deploy("CreateStack", &template, &[]).await;
    let journal = &world.context.cloudformation().journal;
    let detection = super::super::drift::Detection {
        id: "d".to_owned(),
        stack_id: stack.id.clone(),
        at: world.context.now(),
        actor: super::super::model::Actor::default(),
        wanted: Vec::new(),
        outcome: None,
    };
    journal.commit(|write| write.detection(&detection)).unwrap();
    world.context.cloudformation().start(&world.context);
    while journal.detection("d").unwrap().unwrap().outcome.is_none() {
        tokio::task::yield_now().await;
    }
    assert_eq!(journal.drifts(&stack).unwrap().len(), 1);
}
