//! Roles that services take on: the role trusts the service, and may do what the service does by it.
//!
//! Told for roles whose policies stand in the template as a whole; what a managed policy or a
//! policy of its own adds is not known here.
//! <https://docs.aws.amazon.com/step-functions/latest/dg/service-integration-iam-templates.html>

use std::collections::BTreeSet;

use diagnostics::{Diagnostic, Diagnostics};
use serde_json::Value as Json;

use super::Context;
use crate::Resource;

/// Where a type names the role that a service takes on.
const ROLES: [(&str, &[&str], &str); 7] = [
    ("AWS::Glue::Crawler", &["Role"], "glue"),
    ("AWS::Glue::Job", &["Role"], "glue"),
    ("AWS::Lambda::Function", &["Role"], "lambda"),
    ("AWS::Pipes::Pipe", &["RoleArn"], "pipes"),
    ("AWS::SageMaker::Model", &["ExecutionRoleArn"], "sagemaker"),
    (
        "AWS::Scheduler::Schedule",
        &["Target", "RoleArn"],
        "scheduler",
    ),
    ("AWS::StepFunctions::StateMachine", &["RoleArn"], "states"),
];

pub(super) fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for (id, resource) in context.template.resources() {
        let id = id.as_str();
        for (kind, path, service) in ROLES {
            if resource.kind() == kind {
                let role = path
                    .iter()
                    .try_fold(resource.json().get("Properties"), |at, name| {
                        Some(at?.get(*name))
                    });
                let place: Vec<&str> = path.to_vec();
                check_use(
                    context,
                    found,
                    id,
                    &place,
                    role.flatten(),
                    service,
                    &wanted(resource),
                );
            }
        }
        if resource.kind() == "AWS::Events::Rule" {
            let targets = resource
                .properties()
                .get("Targets")
                .and_then(Json::as_array);
            for (at, target) in targets.into_iter().flatten().enumerate() {
                let at = at.to_string();
                let place = ["Targets", &at, "RoleArn"];
                let wanted = target_action(context, target);
                let role = target.get("RoleArn");
                check_use(context, found, id, &place, role, "events", &wanted);
            }
        }
    }
}

fn check_use(
    context: &Context<'_>,
    found: &mut Diagnostics,
    id: &str,
    path: &[&str],
    role: Option<&Json>,
    service: &str,
    wanted: &BTreeSet<&'static str>,
) {
    let Some(name) = role.and_then(role_name) else {
        return;
    };
    let Some(role) = context.template.resources().get(name) else {
        return;
    };
    if role.kind() != "AWS::IAM::Role" {
        return;
    }
    let place = path
        .iter()
        .fold(context.properties(id), |place, name| place.join(*name));
    let principal = format!("{service}.amazonaws.com");
    if trusts(role, &principal) == Some(false) {
        let text = format!("{principal} takes on the role {name:?}, which does not trust it");
        let problem = Diagnostic::error("cfn::role-trust", place.clone(), text);
        let help = format!("add {principal} to the principals of its AssumeRolePolicyDocument");
        found.push(problem.with_help(help));
    }
    let Some(allowed) = allowed(context, name, role) else {
        return;
    };
    for action in wanted {
        if !allowed.iter().any(|pattern| matches(pattern, action)) {
            let text = format!("the role {name:?} does not allow {action}, which is done by it");
            let problem = Diagnostic::error("cfn::role-permission", place.clone(), text);
            found.push(problem.with_help("add a statement that allows it on what it is done to"));
        }
    }
}

/// The role of the template that a value names.
fn role_name(value: &Json) -> Option<&str> {
    let path = value.get("Fn::GetAtt")?;
    match path {
        Json::String(path) => path.strip_suffix(".Arn"),
        Json::Array(parts) => match parts.as_slice() {
            [Json::String(id), Json::String(name)] if name == "Arn" => Some(id),
            _ => None,
        },
        _ => None,
    }
}

/// Whether a role trusts a service; nothing where that is known at deploy alone.
fn trusts(role: &Resource, principal: &str) -> Option<bool> {
    let document = role.properties().get("AssumeRolePolicyDocument")?;
    let mut services = Vec::new();
    for statement in items(document.get("Statement")?) {
        let who = items(statement.get("Principal")?);
        for who in who {
            match who {
                Json::String(text) if text == "*" => return Some(true),
                Json::Object(kinds) if kinds.get("AWS").is_some_and(|who| who == "*") => {
                    return Some(true);
                }
                Json::Object(kinds) if kinds.keys().any(|key| key.starts_with("Fn::")) => {
                    return None;
                }
                who => services.extend(who.get("Service").map(items).into_iter().flatten()),
            }
        }
    }
    let names: Option<Vec<&str>> = services.into_iter().map(Json::as_str).collect();
    // A region or a partition may be part of a service's name.
    let short = principal
        .strip_suffix(".amazonaws.com")
        .unwrap_or(principal);
    let is_it = |name: &&str| {
        let mut labels = name.split('.');
        labels.next() == Some(short) && name.contains("amazonaws.com")
    };
    Some(names?.iter().any(is_it))
}

/// The actions that a role's own policies allow; nothing where there may be others.
fn allowed<'a>(context: &Context<'a>, name: &str, role: &'a Resource) -> Option<Vec<&'a str>> {
    let has_others = role.properties().get("ManagedPolicyArns").is_some()
        || context.template.resources().values().any(|other| {
            let kinds = [
                "AWS::IAM::Policy",
                "AWS::IAM::RolePolicy",
                "AWS::IAM::ManagedPolicy",
            ];
            kinds.contains(&other.kind())
                && other.json().to_string().contains(&format!("\"{name}\""))
        });
    if has_others {
        return None;
    }
    let mut actions = Vec::new();
    for policy in role.properties().get("Policies").map_or(&[][..], items) {
        for statement in items(policy.get("PolicyDocument")?.get("Statement")?) {
            if statement.get("Effect")? == "Allow" {
                let names = items(statement.get("Action")?).iter().map(Json::as_str);
                actions.extend(names.collect::<Option<Vec<_>>>()?);
            }
        }
    }
    Some(actions)
}

fn items(value: &Json) -> &[Json] {
    value
        .as_array()
        .map_or(std::slice::from_ref(value), Vec::as_slice)
}

/// Whether an action is what a pattern such as `s3:Get*` stands for.
fn matches(pattern: &str, action: &str) -> bool {
    let (pattern, action) = (pattern.to_ascii_lowercase(), action.to_ascii_lowercase());
    match pattern.split_once('*') {
        None => pattern == action,
        Some((begin, _)) => action.starts_with(begin),
    }
}

/// What EventBridge does to a target by its role.
fn target_action(context: &Context<'_>, target: &Json) -> BTreeSet<&'static str> {
    let arn = target.get("Arn");
    let named = arn.and_then(|arn| {
        arn.get("Ref")
            .and_then(Json::as_str)
            .or_else(|| role_name(arn))
    });
    let kind = named.and_then(|id| context.template.resources().get(id));
    let action = match kind.map_or("", Resource::kind) {
        "AWS::StepFunctions::StateMachine"
        | "AWS::StepFunctions::StateMachineAlias"
        | "AWS::StepFunctions::StateMachineVersion" => "states:StartExecution",
        "AWS::Kinesis::Stream" => "kinesis:PutRecord",
        "AWS::KinesisFirehose::DeliveryStream" => "firehose:PutRecord",
        _ => return BTreeSet::new(),
    };
    BTreeSet::from([action])
}

/// What a state machine does by its role, as its definition shows.
fn wanted(resource: &Resource) -> BTreeSet<&'static str> {
    let mut wanted = BTreeSet::new();
    if resource.kind() != "AWS::StepFunctions::StateMachine" {
        return wanted;
    }
    let text = resource
        .properties()
        .get("DefinitionString")
        .and_then(Json::as_str);
    let read = text.and_then(|text| serde_json::from_str::<Json>(text).ok());
    if let Some(definition) = read
        .as_ref()
        .or_else(|| resource.properties().get("Definition"))
    {
        visit(definition, &mut wanted);
    }
    wanted
}

fn visit(value: &Json, wanted: &mut BTreeSet<&'static str>) {
    match value {
        Json::Object(object) => {
            let resource = object.get("Resource").and_then(Json::as_str);
            if let Some((_, call)) = resource.and_then(|arn| arn.split_once(":states:::")) {
                let call = call.split('.').next().unwrap_or_default();
                wanted.extend(action_of(call));
            }
            if object.get("Mode").is_some_and(|mode| mode == "DISTRIBUTED") {
                wanted.insert("states:StartExecution");
            }
            object.values().for_each(|value| visit(value, wanted));
        }
        Json::Array(items) => items.iter().for_each(|value| visit(value, wanted)),
        _ => {}
    }
}

/// The action that an optimised integration, or a reader or writer of a map, performs.
fn action_of(call: &str) -> Option<&'static str> {
    Some(match call {
        "athena:startQueryExecution" => "athena:StartQueryExecution",
        "batch:submitJob" => "batch:SubmitJob",
        "dynamodb:deleteItem" => "dynamodb:DeleteItem",
        "dynamodb:getItem" => "dynamodb:GetItem",
        "dynamodb:putItem" => "dynamodb:PutItem",
        "dynamodb:updateItem" => "dynamodb:UpdateItem",
        "events:putEvents" => "events:PutEvents",
        "glue:startJobRun" => "glue:StartJobRun",
        "lambda:invoke" => "lambda:InvokeFunction",
        "s3:getObject" => "s3:GetObject",
        "s3:listObjectsV2" => "s3:ListBucket",
        "s3:putObject" => "s3:PutObject",
        "sagemaker:createTrainingJob" => "sagemaker:CreateTrainingJob",
        "sns:publish" => "sns:Publish",
        "sqs:sendMessage" => "sqs:SendMessage",
        "states:startExecution" => "states:StartExecution",
        _ => return None,
    })
}
