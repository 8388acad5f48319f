//! What each rule tells, through the door for a template's JSON.

use diagnostics::{Address, Severity};
use registry::Registry;
use serde_json::{Value as Json, json};

use crate::check_json;

/// The problems of a template: severity, code and place.
fn problems(template: &Json) -> Vec<String> {
    let regions = ["eu-central-1".to_owned()];
    let found = check_json(template, &Address::root(), &Registry::vendored(), &regions);
    found
        .iter()
        .map(|one| {
            let mark = if one.severity == Severity::Error {
                ""
            } else {
                "(warning) "
            };
            format!("{mark}{} {}", one.code, one.address)
        })
        .collect()
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "reads best where it is called"
)]
fn of(kind: &str, properties: Json) -> Vec<String> {
    problems(&json!({ "Resources": { "It": { "Type": kind, "Properties": properties } } }))
}

#[track_caller]
fn told(kind: &str, properties: Json, expected: &[&str]) {
    assert_eq!(of(kind, properties), expected);
}

#[test]
fn types_are_known_and_exist_in_the_region() {
    told("AWS::SQS::Queue", json!({}), &[]);
    told(
        "AWS::SQS::Qeue",
        json!({}),
        &["cfn::unknown-type Resources.It.Type"],
    );
    told(
        "Our::Own::Thing",
        json!({}),
        &["(warning) cfn::unknown-type Resources.It.Type"],
    );
    told("Custom::Anything", json!({ "What": 1 }), &[]);
    told(
        "AWS::DeviceFarm::Project",
        json!({ "Name": "n" }),
        &["cfn::type-not-in-region Resources.It.Type"],
    );
    told(
        "AWS::LookoutVision::Project",
        json!({ "ProjectName": "p" }),
        &["cfn::ended-service Resources.It.Type"],
    );
}

#[test]
fn properties_are_those_of_the_schema() {
    let queue = "AWS::SQS::Queue";
    told(
        queue,
        json!({ "QueueNam": "a" }),
        &["cfn::unknown-property Resources.It.Properties.QueueNam"],
    );
    told(
        "AWS::SQS::QueuePolicy",
        json!({ "Queues": ["q"] }),
        &["cfn::missing-property Resources.It.Properties"],
    );
    told(
        queue,
        json!({ "DelaySeconds": "soon" }),
        &["cfn::wrong-type Resources.It.Properties.DelaySeconds"],
    );
    told(
        queue,
        json!({ "DelaySeconds": "12", "FifoQueue": "false" }),
        &[],
    );
    told(
        queue,
        json!({ "Arn": "arn:aws:sqs:eu-central-1:1:q" }),
        &["cfn::read-only Resources.It.Properties.Arn"],
    );
    told(
        queue,
        json!({ "DelaySeconds": { "Ref": "AWS::NoValue" } }),
        &[],
    );
}

#[test]
fn values_are_within_their_limits() {
    told(
        "AWS::Lambda::EventInvokeConfig",
        json!({
            "FunctionName": "f", "Qualifier": "$LATEST", "MaximumRetryAttempts": 3
        }),
        &["cfn::range Resources.It.Properties.MaximumRetryAttempts"],
    );
    told(
        "AWS::S3::Bucket",
        json!({ "BucketName": "Upper" }),
        &["cfn::pattern Resources.It.Properties.BucketName"],
    );
    told(
        "AWS::S3::Bucket",
        json!({ "AccelerateConfiguration": { "AccelerationStatus": "On" } }),
        &["cfn::not-allowed-value \
         Resources.It.Properties.AccelerateConfiguration.AccelerationStatus"],
    );
    told(
        "AWS::IAM::Role",
        json!({
            "AssumeRolePolicyDocument": {}, "RoleName": "r".repeat(65)
        }),
        &["cfn::length Resources.It.Properties.RoleName"],
    );
    told(
        "AWS::IAM::Role",
        json!({
            "AssumeRolePolicyDocument": {}, "RoleName": "{{resolve:ssm:/a-very-long/name:1}}"
        }),
        &[],
    );
}

#[test]
fn properties_fit_each_other() {
    told(
        "AWS::SQS::Queue",
        json!({ "FifoQueue": true, "QueueName": "q" }),
        &["cfn::pattern Resources.It.Properties.QueueName"],
    );
    told(
        "AWS::SQS::Queue",
        json!({ "FifoQueue": { "Ref": "AWS::Region" }, "QueueName": "q" }),
        &[],
    );
    told(
        "AWS::DynamoDB::Table",
        json!({
            "AttributeDefinitions": [{ "AttributeName": "a", "AttributeType": "S" }],
            "KeySchema": [{ "AttributeName": "b", "KeyType": "HASH" }],
            "BillingMode": "PAY_PER_REQUEST",
        }),
        &[
            "cfn::table-keys Resources.It.Properties.AttributeDefinitions",
            "cfn::table-keys Resources.It.Properties.AttributeDefinitions",
        ],
    );
}

#[test]
fn functions_are_judged_by_what_they_give() {
    let template = |arn: Json| {
        json!({
            "Parameters": {
                "Seconds": { "Type": "Number", "Default": 12 },
                "Long": { "Type": "Number", "Default": 1200 },
                "Some": { "Type": "CommaDelimitedList" },
            },
            "Conditions": { "Small": { "Fn::Equals": [{ "Ref": "AWS::Region" }, "a"] } },
            "Resources": {
                "Role": {
                    "Type": "AWS::IAM::Role",
                    "Properties": { "AssumeRolePolicyDocument": {} },
                },
                "It": {
                    "Type": "AWS::Lambda::Function",
                    "Properties": {
                        "Code": { "S3Bucket": "bucket", "S3Key": "key" },
                        "Runtime": "provided.al2023",
                        "Handler": "bootstrap",
                        "Role": arn["Role"].clone(),
                        "Timeout": arn["Timeout"].clone(),
                    },
                },
            },
        })
    };
    let role = json!({ "Fn::GetAtt": ["Role", "Arn"] });
    let with = |role: &Json, timeout: Json| {
        problems(&template(json!({ "Role": role, "Timeout": timeout })))
    };
    let place = |name: &str| format!("Resources.It.Properties.{name}");

    assert_eq!(
        with(&role, json!({ "Ref": "Seconds" })),
        Vec::<String>::new()
    );
    let long = with(&role, json!({ "Ref": "Long" }));
    assert_eq!(long, [format!("(warning) cfn::range {}", place("Timeout"))]);
    let list = with(&role, json!({ "Ref": "Some" }));
    assert_eq!(list, [format!("cfn::wrong-reference {}", place("Timeout"))]);
    let branch = with(&role, json!({ "Fn::If": ["Small", 3, "x"] }));
    assert_eq!(
        branch,
        [format!("cfn::wrong-type {}", place("Timeout.Fn::If.2"))]
    );

    let name = with(&json!({ "Ref": "Role" }), json!(3));
    assert_eq!(name, [format!("cfn::wrong-reference {}", place("Role"))]);
    let absent = with(&json!({ "Fn::GetAtt": ["Role", "Anr"] }), json!(3));
    assert_eq!(
        absent,
        [format!(
            "cfn::unknown-attribute {}",
            place("Role.Fn::GetAtt")
        )]
    );
    let within = with(&json!({ "Fn::Sub": "${Role.Anr}" }), json!(3));
    assert_eq!(
        within,
        [format!("cfn::unknown-attribute {}", place("Role.Fn::Sub"))]
    );
}

#[test]
fn one_thing_is_made_once() {
    let role = json!({
        "Type": "AWS::IAM::Role",
        "Properties": { "RoleName": "one", "AssumeRolePolicyDocument": {} },
    });
    let found = problems(&json!({ "Resources": { "A": role, "B": role } }));
    assert_eq!(
        found,
        ["cfn::same-resource Resources.B.Properties.RoleName"]
    );
}

#[test]
fn runtimes_that_ended_are_told() {
    let function = |runtime: &str| {
        of(
            "AWS::Lambda::Function",
            json!({
                "Code": { "S3Bucket": "bucket", "S3Key": "key" },
                "Handler": "h",
                "Role": "arn:aws:iam::123456789012:role/r",
                "Runtime": runtime,
            }),
        )
    };
    assert_eq!(function("provided.al2023"), Vec::<String>::new());
    assert_eq!(
        function("python3.6"),
        ["cfn::retired-runtime Resources.It.Properties.Runtime"]
    );
}

#[test]
fn alarms_are_on_metrics_that_there_are() {
    let alarm = |namespace: &str, metric: &str, dimension: &str| {
        of(
            "AWS::CloudWatch::Alarm",
            json!({
                "ComparisonOperator": "GreaterThanThreshold",
                "EvaluationPeriods": 1,
                "Period": 60,
                "Statistic": "Sum",
                "Threshold": 0,
                "Namespace": namespace,
                "MetricName": metric,
                "Dimensions": [{ "Name": dimension, "Value": "v" }],
            }),
        )
    };
    assert_eq!(
        alarm("AWS/Lambda", "Errors", "FunctionName"),
        Vec::<String>::new()
    );
    assert_eq!(alarm("Ours", "Anything", "Whatever"), Vec::<String>::new());
    assert_eq!(
        alarm("AWS/Lambda", "Erors", "FunctionName"),
        ["cfn::unknown-metric Resources.It.Properties.MetricName"]
    );
    assert_eq!(
        alarm("AWS/Lambda", "Errors", "QueueName"),
        ["(warning) cfn::unknown-metric Resources.It.Properties.Dimensions"]
    );
}

#[test]
fn event_patterns_match_something() {
    let rule = |pattern: Json| of("AWS::Events::Rule", json!({ "EventPattern": pattern }));
    let place = |rest: &str| {
        [format!(
            "cfn::event-pattern Resources.It.Properties.EventPattern{rest}"
        )]
    };
    let fine = json!({
        "source": ["aws.s3"],
        "detail": {
            "object": { "key": [{ "wildcard": "incoming/*/_READY" }], "size": [{ "numeric": [">", 0] }] },
            "reason": [{ "anything-but": ["a"] }, { "exists": false }],
        },
    });
    assert_eq!(rule(fine), Vec::<String>::new());
    assert_eq!(rule(json!({ "source": [] })), place(".source"));
    assert_eq!(rule(json!({ "source": "aws.s3" })), place(".source"));
    assert_eq!(rule(json!({ "detial": { "a": [1] } })), place(".detial"));
    assert_eq!(
        rule(json!({ "source": [{ "prefx": "aws" }] })),
        place(".source.0")
    );
    let range = json!({ "detail": { "n": [{ "numeric": [">", 5, "<", 3] }] } });
    assert_eq!(rule(range), place(".detail.n.0.numeric"));
}
