//! Versions and aliases of functions and state machines, in stacks.

use serde_json::{Value, json};

use super::{World, role};
use crate::services::cloudwatch::AlarmState;

fn functions(memory: u64, version: &str, code: Option<&str>) -> Value {
    let mut published = json!({"Type": "AWS::Lambda::Version", "Properties": {
        "FunctionName": {"Ref": "Function"},
    }});
    if let Some(code) = code {
        published["Properties"]["CodeSha256"] = json!(code);
    }
    json!({"Resources": {
        "Role": role(&json!("it"), 3600),
        "Function": {"Type": "AWS::Lambda::Function", "Properties": {
            "FunctionName": "prepare", "Runtime": "provided.al2023", "Handler": "bootstrap",
            "Role": {"Fn::GetAtt": ["Role", "Arn"]}, "MemorySize": memory,
            "Code": {"S3Bucket": "code", "S3Key": "a.zip"},
        }},
        version: published,
        "Live": {"Type": "AWS::Lambda::Alias", "Properties": {
            "FunctionName": {"Ref": "Function"}, "Name": "live",
            "FunctionVersion": {"Fn::GetAtt": [version, "Version"]},
        }},
        "May": {"Type": "AWS::Lambda::Permission", "Properties": {
            "FunctionName": {"Ref": "Live"}, "Action": "lambda:InvokeFunction",
            "Principal": "events.amazonaws.com",
        }},
    }, "Outputs": {"Arn": {"Value": {"Ref": version}}}})
}

#[tokio::test]
async fn an_alias_moves_to_the_version_that_an_update_publishes() {
    let world = World::new().await;
    world.code("a.zip", "run").await;
    let stack = world
        .deploy("CreateStack", &functions(128, "First", None), &[])
        .await;
    assert_eq!(
        stack.status,
        "CREATE_COMPLETE",
        "{:#?}",
        world.all_events(&stack)
    );
    let arn = "arn:aws:lambda:us-east-1:000000000000:function:prepare";
    assert_eq!(stack.outputs[0].value, format!("{arn}:1"));
    let lambda = world.context.lambda();
    let live = || lambda.resolve("prepare:live").unwrap().function;
    assert_eq!((live().version, live().memory), (Some(1), 128));
    // The permission is the alias's own.
    let may = |function: &str| {
        let service = "events.amazonaws.com";
        lambda.authorise_service(&world.context, function, service, "arn:aws:events:::rule/r")
    };
    assert!(may(&format!("{arn}:live")).is_ok());
    assert!(may(arn).is_err());

    let stack = world
        .deploy("UpdateStack", &functions(256, "Second", None), &[])
        .await;
    assert_eq!(
        stack.status,
        "UPDATE_COMPLETE",
        "{:#?}",
        world.all_events(&stack)
    );
    assert_eq!((live().version, live().memory), (Some(2), 256));
    // The first one has left the stack, and nothing sends to it.
    assert!(lambda.resolve("prepare:1").is_err());

    // There is nothing new to publish.
    let stack = world
        .deploy("UpdateStack", &functions(256, "Third", None), &[])
        .await;
    assert_eq!(stack.status, "UPDATE_ROLLBACK_COMPLETE");
    assert!(
        world
            .failure(&stack, "Third")
            .contains("A version for this Lambda function exists ( 2 ).")
    );
    assert_eq!(live().version, Some(2));
    world
        .call("DeleteStack", &[("StackName", "app")])
        .await
        .unwrap();
    assert_eq!(world.settled("app").await.status, "DELETE_COMPLETE");
}

#[tokio::test]
async fn a_version_is_of_the_code_that_it_names() {
    let world = World::new().await;
    world.code("a.zip", "run").await;
    let template = functions(128, "First", Some("bm9wZQ=="));
    let stack = world.deploy("CreateStack", &template, &[]).await;
    assert_eq!(stack.status, "ROLLBACK_COMPLETE");
    let reason = world.failure(&stack, "First");
    assert!(
        reason.contains("CodeSHA256 (bm9wZQ==) is different from current CodeSHA256"),
        "{reason}"
    );
}

fn machines(word: &str, version: &str, preference: &Value) -> Value {
    let mut machine_role = role(&json!("machines"), 3600);
    machine_role["Properties"]["AssumeRolePolicyDocument"]["Statement"][0]["Principal"] =
        json!({"Service": "states.amazonaws.com"});
    let mut preference = preference.clone();
    preference["StateMachineVersionArn"] = json!({"Ref": version});
    json!({"Resources": {
        "Role": machine_role,
        "Machine": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {
            "StateMachineName": "flow", "RoleArn": {"Fn::GetAtt": ["Role", "Arn"]},
            "Definition": {"StartAt": "Say", "States": {
                "Say": {"Type": "Pass", "Result": word, "End": true},
            }},
        }},
        version: {
            "Type": "AWS::StepFunctions::StateMachineVersion", "DeletionPolicy": "Retain",
            "Properties": {
                "StateMachineArn": {"Ref": "Machine"},
                "StateMachineRevisionId": {"Fn::GetAtt": ["Machine", "StateMachineRevisionId"]},
            },
        },
        "Live": {"Type": "AWS::StepFunctions::StateMachineAlias", "Properties": {
            "Name": "live", "DeploymentPreference": preference,
        }},
        "Alarm": {"Type": "AWS::CloudWatch::Alarm", "Properties": {
            "AlarmName": "failing", "MetricName": "Errors", "Namespace": "AWS/Lambda",
            "Statistic": "Sum", "Period": 60, "EvaluationPeriods": 1, "Threshold": 1,
            "ComparisonOperator": "GreaterThanThreshold",
        }},
    }})
}

impl World {
    async fn routes(&self) -> Value {
        let alias = self.context.arn("states", "stateMachine:flow:live");
        let input = json!({ "stateMachineAliasArn": alias });
        let service = self.context.stepfunctions();
        let root = crate::caller::Caller::Root;
        let told = service
            .call(&self.context, &root, "DescribeStateMachineAlias", input)
            .await
            .unwrap();
        let routes = told["routingConfiguration"].as_array().unwrap().iter();
        let number = |arn: &Value| arn.as_str().unwrap().rsplit(':').next().unwrap().to_owned();
        routes
            .map(|route| json!([number(&route["stateMachineVersionArn"]), route["weight"]]))
            .collect()
    }
}

#[tokio::test]
async fn an_alias_shifts_to_a_new_version_unless_an_alarm_is_raised() {
    let world = World::new().await;
    let at_once = json!({"Type": "ALL_AT_ONCE"});
    let stack = world
        .deploy("CreateStack", &machines("one", "First", &at_once), &[])
        .await;
    assert_eq!(
        stack.status,
        "CREATE_COMPLETE",
        "{:#?}",
        world.all_events(&stack)
    );
    assert_eq!(world.routes().await, json!([["1", 100]]));
    let linear = json!({
        "Type": "LINEAR", "Percentage": 25, "Interval": 10, "Alarms": [{"Ref": "Alarm"}],
    });
    let stack = world
        .deploy("UpdateStack", &machines("two", "Second", &linear), &[])
        .await;
    assert_eq!(
        stack.status,
        "UPDATE_COMPLETE",
        "{:#?}",
        world.all_events(&stack)
    );
    assert_eq!(world.routes().await, json!([["2", 100]]));

    let raised = AlarmState {
        value: "ALARM".to_owned(),
        reason: "Too many.".to_owned(),
        ..AlarmState::default()
    };
    world
        .context
        .cloudwatch()
        .set_alarm_state(&world.context, "failing", &raised)
        .unwrap();
    let stack = world
        .deploy("UpdateStack", &machines("three", "Third", &linear), &[])
        .await;
    assert_eq!(
        stack.status,
        "UPDATE_ROLLBACK_COMPLETE",
        "{:#?}",
        world.all_events(&stack)
    );
    let reason = world.failure(&stack, "Live");
    assert!(
        reason.contains("the alarm failing is in ALARM state (Too many.)"),
        "{reason}"
    );
    assert_eq!(world.routes().await, json!([["2", 100]]));
}

#[tokio::test]
async fn an_event_starts_the_version_that_an_alias_names() {
    let world = World::new().await;
    let mut template = machines("one", "First", &json!({"Type": "ALL_AT_ONCE"}));
    let alias = world.context.arn("states", "stateMachine:flow:live");
    template["Resources"]["Starter"] = role(&json!("starter"), 3600);
    let starter = &mut template["Resources"]["Starter"]["Properties"];
    starter["AssumeRolePolicyDocument"]["Statement"][0]["Principal"] =
        json!({"Service": "events.amazonaws.com"});
    starter["Policies"] = json!([{"PolicyName": "start", "PolicyDocument": {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "states:StartExecution", "Resource": alias}],
    }}]);
    template["Resources"]["Rule"] = json!({"Type": "AWS::Events::Rule", "Properties": {
        "Name": "ready", "EventPattern": {"source": ["here"]},
        "Targets": [{"Id": "live", "Arn": {"Ref": "Live"},
                     "RoleArn": {"Fn::GetAtt": ["Starter", "Arn"]}}],
    }});
    let stack = world.deploy("CreateStack", &template, &[]).await;
    assert_eq!(
        stack.status,
        "CREATE_COMPLETE",
        "{:#?}",
        world.all_events(&stack)
    );
    let (context, root) = (&world.context, crate::caller::Caller::Root);
    let entries = json!({"Entries": [{"Source": "here", "DetailType": "told", "Detail": "{}"}]});
    context
        .events()
        .call(context, &root, "PutEvents", entries)
        .await
        .unwrap();
    let machine = context.arn("states", "stateMachine:flow");
    let started = async {
        loop {
            let asked = json!({ "stateMachineArn": machine });
            let service = context.stepfunctions();
            let told = service
                .call(context, &root, "ListExecutions", asked)
                .await
                .unwrap();
            if let Some(arn) = told["executions"][0]["executionArn"].as_str() {
                return arn.to_owned();
            }
            tokio::task::yield_now().await;
        }
    };
    let started = tokio::time::timeout(std::time::Duration::from_secs(60), started)
        .await
        .expect("the execution is started");
    let described = context
        .stepfunctions()
        .call(
            context,
            &root,
            "DescribeExecution",
            json!({ "executionArn": started }),
        )
        .await
        .unwrap();
    assert_eq!(described["stateMachineAliasArn"], json!(alias));
    assert_eq!(
        described["stateMachineVersionArn"],
        json!(format!("{machine}:1"))
    );
}
