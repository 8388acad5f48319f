//! Roles hold what is declared, and nothing more: a function's what its task declares in
//! `lambdas/contracts`, the state machine's what its definition calls, a rule's the start of what it
//! targets.

use std::collections::BTreeSet;

use cfn::Resource;
use cfn::policy::Document;
use diagnostics::Diagnostics;
use serde_json::{Value as Json, json};

use super::text::{list, plain, referred};
use super::{Scene, lake, sagemaker};
use crate::functions::{access, declared};

/// An action on a resource, as text. A bucket that is listed has the key prefixes behind it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Grant {
    action: String,
    resource: String,
}

impl Grant {
    pub(super) fn new(action: &str, resource: impl Into<String>) -> Self {
        Self {
            action: action.to_owned(),
            resource: resource.into(),
        }
    }
}

/// What the log delivery of a state machine asks for.
/// <https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html>
pub(crate) const LOG_DELIVERY: [&str; 8] = [
    "logs:CreateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:DescribeLogGroups",
    "logs:DescribeResourcePolicies",
    "logs:GetLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:UpdateLogDelivery",
];

pub(super) fn check(scene: &Scene<'_>, found: &mut Diagnostics) {
    for (id, resource) in scene.template.resources() {
        let properties = resource.properties();
        match resource.kind() {
            "AWS::Lambda::Function" => {
                if let (Some(needs), Some(role)) = (
                    function_needs(scene, resource),
                    role(scene, properties.get("Role")),
                ) {
                    compare(scene, id.as_str(), role, &needs, found);
                }
            }
            "AWS::StepFunctions::StateMachine" => {
                if let Some(role) = role(scene, properties.get("RoleArn")) {
                    compare(
                        scene,
                        id.as_str(),
                        role,
                        &machine_needs(scene, resource),
                        found,
                    );
                }
            }
            "AWS::Events::Rule" => {
                for target in list(properties.get("Targets")) {
                    let needs = target.get("Arn").and_then(|arn| plain(scene, arn));
                    let needs = needs.map(|arn| Grant::new("states:StartExecution", arn));
                    if let Some(role) = role(scene, target.get("RoleArn")) {
                        compare(
                            scene,
                            id.as_str(),
                            role,
                            &needs.into_iter().collect(),
                            found,
                        );
                    }
                }
            }
            _ => {}
        }
    }
}

fn function_needs(scene: &Scene<'_>, function: &Resource) -> Option<BTreeSet<Grant>> {
    let properties = function.properties();
    let name = properties.get("FunctionName").and_then(Json::as_str)?;
    let task = declared()
        .into_iter()
        .find(|task| scene.names.function(task.name) == name)?;
    let document = Document::new(access(&task.access(scene.configuration), &scene.names));
    let statements = document.to_json();
    let mut needs = grants(scene, &statements);
    let group = properties.get("LoggingConfig");
    let group = group.and_then(|logging| logging.get("LogGroup"));
    if let Some(id) = group.and_then(referred) {
        for action in ["logs:CreateLogStream", "logs:PutLogEvents"] {
            needs.insert(Grant::new(action, format!("${{{id}.Arn}}")));
        }
    }
    Some(needs)
}

fn machine_needs(scene: &Scene<'_>, machine: &Resource) -> BTreeSet<Grant> {
    let properties = machine.properties();
    let text = properties.get("DefinitionString").and_then(Json::as_str);
    let text = text.unwrap_or_default();
    let resources = scene.template.resources();
    let given = properties.get("DefinitionSubstitutions");
    let mut needs = BTreeSet::new();
    for value in given.and_then(Json::as_object).into_iter().flatten() {
        let called = referred(value.1).and_then(|id| resources.get(id));
        let action = match called.map(Resource::kind) {
            Some("AWS::Lambda::Function") => "lambda:InvokeFunction",
            // Executions go on with the version that they began with: all versions are called.
            Some("AWS::Lambda::Version") => {
                let of = called.and_then(|version| version.properties().get("FunctionName"));
                let arn = of.and_then(referred).map(|id| format!("${{{id}.Arn}}:*"));
                needs.extend(arn.map(|arn| Grant::new("lambda:InvokeFunction", arn)));
                continue;
            }
            Some("AWS::SNS::Topic") => "sns:Publish",
            // Jobs run as it.
            Some("AWS::IAM::Role") => "iam:PassRole",
            _ => continue,
        };
        needs.extend(plain(scene, value.1).map(|arn| Grant::new(action, arn)));
    }
    let bucket = |bucket| format!("arn:aws:s3:::{}", scene.names.bucket(bucket));
    if text.contains(":s3:listObjectsV2") {
        let incoming = contracts::layout::INCOMING;
        let listed = format!("{} under {incoming}*", bucket(contracts::Bucket::Pictures));
        needs.insert(Grant::new("s3:ListBucket", listed));
    }
    if text.contains("\"ResultWriter\"") {
        let runs = contracts::layout::MAP_RUNS;
        let objects = format!("{}/{runs}*", bucket(contracts::Bucket::Lake));
        for action in [
            "s3:AbortMultipartUpload",
            "s3:GetObject",
            "s3:ListMultipartUploadParts",
            "s3:PutObject",
        ] {
            needs.insert(Grant::new(action, objects.clone()));
        }
    }
    needs.extend(sagemaker::needs(scene, text));
    let name = properties.get("StateMachineName").and_then(Json::as_str);
    let name = name.unwrap_or_default();
    if text.contains(":sfn:listExecutions") {
        let own = scene.names.state_machine_arn(name);
        needs.insert(Grant::new("states:ListExecutions", own));
    }
    if text.contains("\"DISTRIBUTED\"") {
        let own = scene.names.state_machine_arn(name);
        needs.insert(Grant::new("states:StartExecution", own));
        let runs = format!("{}/*", scene.names.execution_arn_prefix(name));
        for action in [
            "states:DescribeExecution",
            "states:RedriveExecution",
            "states:StopExecution",
        ] {
            needs.insert(Grant::new(action, runs.clone()));
        }
    }
    needs.extend(lake::needs(scene, text));
    if properties.contains_key("LoggingConfiguration") {
        needs.extend(LOG_DELIVERY.map(|action| Grant::new(action, "*")));
    }
    needs
}

/// The role that a property refers to, where it is in the template.
fn role<'a>(scene: &Scene<'a>, value: Option<&Json>) -> Option<(&'a str, &'a Resource)> {
    scene
        .referred(value?)
        .filter(|(_, role)| role.kind() == "AWS::IAM::Role")
}

/// What a document allows. A listing names its prefixes with the bucket.
fn grants(scene: &Scene<'_>, document: &Json) -> BTreeSet<Grant> {
    let mut found = BTreeSet::new();
    for statement in list(document.get("Statement")) {
        if statement.get("Effect").and_then(Json::as_str) != Some("Allow") {
            continue;
        }
        let anything = json!("*");
        let or_all = |key: &str| match list(statement.get(key)) {
            // `NotAction` and `NotResource` give nearly everything.
            values if values.is_empty() => vec![&anything],
            values => values,
        };
        for action in or_all("Action") {
            for resource in or_all("Resource") {
                let action = action.as_str().unwrap_or("*");
                let resource = plain(scene, resource).unwrap_or_else(|| "*".to_owned());
                let resource = match action {
                    "s3:ListBucket" => format!("{resource}{}", under(statement)),
                    _ => resource,
                };
                found.insert(Grant::new(action, resource));
            }
        }
    }
    found
}

/// The key prefixes that a listing is bound to.
fn under(statement: &Json) -> String {
    let tests = statement.get("Condition").and_then(Json::as_object);
    let prefixes = tests.into_iter().flatten().filter_map(|(operator, keys)| {
        let prefixes = keys.get("s3:prefix")?;
        matches!(operator.as_str(), "StringLike" | "StringLikeIfExists").then_some(prefixes)
    });
    let prefixes: BTreeSet<&str> = prefixes
        .flat_map(|prefixes| list(Some(prefixes)))
        .filter_map(Json::as_str)
        .collect();
    match prefixes.is_empty() {
        true => " under any prefix".to_owned(),
        false => format!(
            " under {}",
            prefixes.into_iter().collect::<Vec<_>>().join(", ")
        ),
    }
}

fn compare(
    scene: &Scene<'_>,
    user: &str,
    (role, declared): (&str, &Resource),
    needs: &BTreeSet<Grant>,
    found: &mut Diagnostics,
) {
    let mut granted = BTreeSet::new();
    for policy in list(declared.properties().get("Policies")) {
        if let Some(document) = policy.get("PolicyDocument") {
            granted.extend(grants(scene, document));
        }
    }
    for grant in granted.difference(needs) {
        let Grant { action, resource } = grant;
        let summary = format!("{user} does not need {action} on {resource}");
        let problem = scene.problem(role, &["Properties", "Policies"], "access-wider", summary);
        found.push(problem.with_help("declare it where it is needed, or leave it out"));
    }
    for Grant { action, resource } in needs.difference(&granted) {
        let summary = format!("{user} needs {action} on {resource}, which its role lacks");
        found.push(scene.problem(role, &["Properties", "Policies"], "access-lacking", summary));
    }
    for arn in list(declared.properties().get("ManagedPolicyArns")) {
        let summary = format!("{user} has {arn}, which holds more than is declared");
        let path = ["Properties", "ManagedPolicyArns"];
        found.push(scene.problem(role, &path, "access-wider", summary));
    }
}
