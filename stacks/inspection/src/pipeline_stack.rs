//! The stack that inspects: functions, state machine, the rule that starts it, the topic.

use cfn::policy::{Principal, Statement, document, trust};
use cfn::{DeletionPolicy, LogicalId, Resource, Template, Value, join};
use contracts::tasks::{CloseLook, FirstLook, Prepare, Record, Summarise};
use contracts::{Bucket, layout};
use diagnostics::Diagnostics;
use flow::Wiring;
use serde_json::{Map, Value as Json, json};

use crate::ResourceNames;
use crate::config::Configuration;
use crate::functions::{self, Function};
use crate::observability;
use crate::workflow::workflow;

/// The stack, with what the manifest and the files beside it need to know.
pub(crate) struct Pipeline {
    pub(crate) template: Template,
    pub(crate) functions: Vec<Function>,
    /// The state machine, with placeholders.
    pub(crate) definition: Json,
}

/// The pipeline of a configuration.
///
/// # Errors
/// What is wrong with the workflow.
pub(crate) fn pipeline(
    configuration: &Configuration,
    names: &ResourceNames,
) -> Result<Pipeline, Diagnostics> {
    let mut template = Template::new("Sightline: functions and workflow of picture inspection.");
    let functions = vec![
        functions::add::<Prepare>(&mut template, configuration, names),
        functions::add::<FirstLook>(&mut template, configuration, names),
        functions::add::<CloseLook>(&mut template, configuration, names),
        functions::add::<Record>(&mut template, configuration, names),
        functions::add::<Summarise>(&mut template, configuration, names),
    ];
    let topic = add_topic(&mut template, configuration, names);
    let workflow = workflow(configuration)?;
    let wiring = Bound {
        functions: &functions,
        topic: &topic,
        names,
    };
    let log_group = template.resource(
        LogicalId::from_words(["inspection", "log", "group"]),
        Resource::new("AWS::Logs::LogGroup")
            .with(
                "LogGroupName",
                format!("/aws/vendedlogs/states/{}", names.state_machine()),
            )
            .with("RetentionInDays", configuration.retention.logs_days)
            .on_deletion(DeletionPolicy::Delete),
    );
    let mut statements = workflow.statements(&wiring);
    statements.push(
        Statement::allow(
            "DeliverLogs",
            [
                "logs:CreateLogDelivery",
                "logs:DeleteLogDelivery",
                "logs:DescribeLogGroups",
                "logs:DescribeResourcePolicies",
                "logs:GetLogDelivery",
                "logs:ListLogDeliveries",
                "logs:PutResourcePolicy",
                "logs:UpdateLogDelivery",
            ],
        )
        .on_everything("log delivery knows no resources"),
    );
    let account = configuration.account.as_str();
    let role = template.resource(
        LogicalId::from_words(["inspection", "role"]),
        Resource::new("AWS::IAM::Role")
            .with("RoleName", names.role("inspection"))
            .with("Description", "What the inspection's state machine may do.")
            .with(
                "AssumeRolePolicyDocument",
                trust("states.amazonaws.com", Some(account)),
            )
            .with(
                "Policies",
                json!([{ "PolicyName": "access", "PolicyDocument": document(&statements) }]),
            ),
    );
    let definition = workflow.machine().to_json();
    let substitutions: Map<String, Json> = workflow
        .substitutions(&wiring)
        .into_iter()
        .map(|(placeholder, value)| (placeholder, value.into()))
        .collect();
    let log_group_arn = Json::from(Value::<String>::Attribute(log_group, "Arn"));
    let machine = template.resource(
        LogicalId::from_words(["inspection", "state", "machine"]),
        Resource::new("AWS::StepFunctions::StateMachine")
            .with("StateMachineName", names.state_machine())
            .with("StateMachineType", "STANDARD")
            .with("RoleArn", Value::<String>::Attribute(role, "Arn"))
            // As text: a template may not hold the nulls that a definition may.
            .with("DefinitionString", definition.to_string())
            .with("DefinitionSubstitutions", substitutions)
            .with(
                "LoggingConfiguration",
                json!({
                    "Destinations": [{ "CloudWatchLogsLogGroup": { "LogGroupArn": log_group_arn } }],
                    // Errors say where and why; payloads name places and devices.
                    "IncludeExecutionData": false,
                    "Level": "ERROR",
                }),
            ),
    );
    add_rule(&mut template, configuration, names, &machine);
    observability::add(&mut template, names, &functions, &machine, &topic);
    template.output(
        LogicalId::from_words(["state", "machine", "arn"]),
        "State machine that inspects a batch.",
        Value::Ref(machine),
    );
    template.output(
        LogicalId::from_words(["topic", "arn"]),
        "Topic that tells of batches with defects, and of alarms.",
        Value::Ref(topic),
    );
    Ok(Pipeline {
        template,
        functions,
        definition,
    })
}

fn add_topic(
    template: &mut Template,
    configuration: &Configuration,
    names: &ResourceNames,
) -> LogicalId {
    let topic = template.resource(
        LogicalId::from_words(["topic"]),
        Resource::new("AWS::SNS::Topic")
            .with("TopicName", names.topic())
            .with("DisplayName", "Sightline"),
    );
    let arn = Value::Ref(topic.clone());
    let alarms = Statement::allow("Alarms", ["sns:Publish"])
        .to(Principal::Service("cloudwatch.amazonaws.com"))
        .on([arn.clone()])
        .when(
            "StringEquals",
            "aws:SourceAccount",
            configuration.account.as_str(),
        );
    let tls_only = Statement::deny("TlsOnly", ["sns:Publish"])
        .to(Principal::Any)
        .on([arn.clone()])
        .when("Bool", "aws:SecureTransport", "false");
    template.resource(
        LogicalId::from_words(["topic", "policy"]),
        Resource::new("AWS::SNS::TopicPolicy")
            .with("PolicyDocument", document([&alarms, &tls_only]))
            .with("Topics", Json::Array(vec![arn.clone().into()])),
    );
    if let Some(address) = &configuration.notify {
        template.resource(
            LogicalId::from_words(["subscription"]),
            Resource::new("AWS::SNS::Subscription")
                .with("Endpoint", address.as_str())
                .with("Protocol", "email")
                .with("TopicArn", arn),
        );
    }
    topic
}

/// The rule that starts an execution when a batch's marker lands. It hands on the marker's key:
/// an input transformer cannot take it apart.
fn add_rule(
    template: &mut Template,
    configuration: &Configuration,
    names: &ResourceNames,
    machine: &LogicalId,
) {
    let start =
        Statement::allow("Start", ["states:StartExecution"]).on([Value::Ref(machine.clone())]);
    let role = template.resource(
        LogicalId::from_words(["batch", "rule", "role"]),
        Resource::new("AWS::IAM::Role")
            .with("RoleName", names.role("batch-rule"))
            .with("Description", "Starts the inspection of a batch.")
            .with(
                "AssumeRolePolicyDocument",
                trust("events.amazonaws.com", Some(configuration.account.as_str())),
            )
            .with(
                "Policies",
                json!([{ "PolicyName": "access", "PolicyDocument": document([&start]) }]),
            ),
    );
    let machine_arn = Json::from(Value::<String>::Ref(machine.clone()));
    let role_arn = Json::from(Value::<String>::Attribute(role, "Arn"));
    template.resource(
        LogicalId::from_words(["batch", "rule"]),
        Resource::new("AWS::Events::Rule")
            .with("Name", format!("{}-batch", names.prefix()))
            .with("Description", "Starts the inspection when a batch's marker lands.")
            .with("State", "ENABLED")
            .with(
                "EventPattern",
                json!({
                    "source": ["aws.s3"],
                    "detail-type": ["Object Created"],
                    "detail": {
                        "bucket": { "name": [names.bucket(Bucket::Pictures)] },
                        "object": { "key": [{ "wildcard":
                            format!("{}*/{}", layout::INCOMING, layout::READY_MARKER)
                        }] },
                    },
                }),
            )
            .with(
                "Targets",
                json!([{
                    "Id": "inspection",
                    "Arn": machine_arn,
                    "RoleArn": role_arn,
                    "InputTransformer": {
                        "InputPathsMap": { "marker": "$.detail.object.key" },
                        "InputTemplate": "{\"marker\": <marker>}",
                    },
                    "RetryPolicy": { "MaximumEventAgeInSeconds": 86_400, "MaximumRetryAttempts": 185 },
                }]),
            ),
    );
}

struct Bound<'a> {
    functions: &'a [Function],
    topic: &'a LogicalId,
    names: &'a ResourceNames,
}

impl Wiring for Bound<'_> {
    fn function_arn(&self, task: &str) -> Value<String> {
        let id = self.functions.iter().find(|function| function.task == task);
        // A task without a function gives a dangling reference, which the template's check tells.
        let id = id.map_or_else(
            || LogicalId::from_words([task, "function"]),
            |f| f.id.clone(),
        );
        Value::Attribute(id, "Arn")
    }

    fn bucket_name(&self, bucket: Bucket) -> Value<String> {
        self.names.bucket(bucket).into()
    }

    fn bucket_arn(&self, bucket: Bucket) -> Value<String> {
        functions::bucket_arn(self.names, bucket, "")
    }

    fn topic_arn(&self) -> Value<String> {
        Value::Ref(self.topic.clone())
    }

    fn state_machine_arn(&self) -> Value<String> {
        in_partition(&self.names.state_machine_arn())
    }

    fn execution_arn_prefix(&self) -> Value<String> {
        in_partition(&self.names.execution_arn_prefix())
    }
}

/// An ARN of the partition `aws` as one of the stack's own partition.
fn in_partition(arn: &str) -> Value<String> {
    let rest = arn.strip_prefix("arn:aws").unwrap_or(arn);
    join([
        "arn:".into(),
        cfn::PseudoParameter::Partition.into(),
        rest.into(),
    ])
}
