//! Two resources of a type with the same name.

use std::collections::BTreeMap;

use diagnostics::{Diagnostic, Diagnostics};
use serde_json::Value as Json;

use super::Context;

pub(super) fn check(context: &Context<'_>, found: &mut Diagnostics) {
    let mut seen: BTreeMap<(&str, &str, &str), &str> = BTreeMap::new();
    for (id, resource) in context.template.resources() {
        // Two that exclude each other may share a name.
        if resource.condition().is_some() {
            continue;
        }
        let Some((property, name)) = name(resource.kind(), resource.properties()) else {
            continue;
        };
        let place = context.properties(id.as_str()).join(property);
        match seen.get(&(resource.kind(), property, name)) {
            Some(other) => {
                let text = format!("{other:?} has the name {name:?} as well");
                found.push(Diagnostic::error("cfn::duplicate-name", place, text));
            }
            None => {
                seen.insert((resource.kind(), property, name), id.as_str());
            }
        }
    }
}

/// The literal name of a resource: the property called `BucketName` of a bucket, and so on. Names
/// within something else, such as of an API's stages, are left out.
fn name<'a>(
    kind: &str,
    properties: &'a serde_json::Map<String, Json>,
) -> Option<(&'static str, &'a str)> {
    let property = match kind {
        "AWS::S3::Bucket" => "BucketName",
        "AWS::SQS::Queue" => "QueueName",
        "AWS::SNS::Topic" => "TopicName",
        "AWS::Lambda::Function" => "FunctionName",
        "AWS::IAM::Role" => "RoleName",
        "AWS::IAM::User" => "UserName",
        "AWS::IAM::Group" => "GroupName",
        "AWS::IAM::ManagedPolicy" => "ManagedPolicyName",
        "AWS::IAM::InstanceProfile" => "InstanceProfileName",
        "AWS::DynamoDB::Table" => "TableName",
        "AWS::Logs::LogGroup" => "LogGroupName",
        "AWS::StepFunctions::StateMachine" => "StateMachineName",
        "AWS::KMS::Alias" => "AliasName",
        "AWS::CloudWatch::Alarm" => "AlarmName",
        "AWS::CloudWatch::Dashboard" => "DashboardName",
        "AWS::Events::EventBus"
        | "AWS::Athena::WorkGroup"
        | "AWS::SSM::Parameter"
        | "AWS::SecretsManager::Secret"
        | "AWS::Glue::Job"
        | "AWS::Glue::Crawler"
        | "AWS::Kinesis::Stream"
        | "AWS::Pipes::Pipe" => "Name",
        "AWS::ECR::Repository" => "RepositoryName",
        _ => return None,
    };
    Some((property, properties.get(property)?.as_str()?))
}
