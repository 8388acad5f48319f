//! Whom a statement is about: named where it must be, and by what can be named.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>

use diagnostics::{Address, Diagnostic, Diagnostics, nearest};
use serde_json::Value as Json;

use super::policy::{Kind, Policy, is_function, items};
use super::text::{Text, options, text};

const KINDS: &[&str] = &["AWS", "CanonicalUser", "Federated", "Service"];

pub(super) fn check(policy: &Policy<'_>, found: &mut Diagnostics) {
    for statement in &policy.statements {
        let named = ["Principal", "NotPrincipal"].map(|element| statement.has(element));
        match (policy.kind, named) {
            (Kind::Identity, [false, false]) | (Kind::Unknown, _) => {}
            (Kind::Identity, _) => found.push(
                Diagnostic::error(
                    "cfn::iam-principal-superfluous",
                    statement.place.clone(),
                    "the policy of a role, user or group names no principal",
                )
                .with_help("it is about whoever has it: leave the principal out"),
            ),
            (_, [false, false]) => found.push(
                Diagnostic::error(
                    "cfn::iam-principal-missing",
                    statement.place.clone(),
                    "the statement does not say whom it is about",
                )
                .with_help("add a Principal"),
            ),
            (_, [true, true]) => found.push(Diagnostic::error(
                "cfn::iam-principal-superfluous",
                statement.place.clone(),
                "the statement has both Principal and NotPrincipal; one is allowed",
            )),
            _ => {}
        }
        for element in ["Principal", "NotPrincipal"] {
            let Some(principal) = statement.body.get(element) else {
                continue;
            };
            for (principal, place) in options(principal, &statement.at(element)) {
                check_one(principal, &place, found);
            }
        }
    }
}

fn check_one(principal: &Json, place: &Address, found: &mut Diagnostics) {
    let object = match principal {
        Json::Object(object) if is_function(object) => return,
        Json::Object(object) => object,
        Json::String(text) if text == "*" => return,
        other => {
            found.push(
                Diagnostic::error(
                    "cfn::iam-principal",
                    place.clone(),
                    format!("{other} is no principal"),
                )
                .with_help(
                    "write \"*\" or an object with AWS, Service, Federated or CanonicalUser",
                ),
            );
            return;
        }
    };
    for (kind, values) in object {
        let place = place.join(kind.as_str());
        if !KINDS.contains(&kind.as_str()) {
            let mut problem = Diagnostic::error(
                "cfn::iam-principal",
                place,
                format!("{kind:?} is no kind of principal; {} are", KINDS.join(", ")),
            );
            problem.help =
                nearest(kind, KINDS.iter().copied()).map(|near| format!("did you mean {near:?}?"));
            found.push(problem);
            continue;
        }
        for (value, place) in items(values, &place) {
            let value = text(value, &Json::Null);
            let fits = match kind.as_str() {
                "AWS" => is_aws(&value),
                "Service" => {
                    let name = value.known().filter(|name| is_service(name));
                    if let Some(near) = name.and_then(nearly_known) {
                        let shown = value.shown();
                        let text = format!("no service is called {shown:?}");
                        let problem = Diagnostic::error("cfn::iam-principal", place, text);
                        found.push(problem.with_help(format!("did you mean {near:?}?")));
                        continue;
                    }
                    value.known().is_none_or(is_service)
                }
                _ => true,
            };
            if !fits {
                let shown = value.shown();
                found.push(Diagnostic::error(
                    "cfn::iam-principal",
                    place,
                    format!("{shown:?} names no principal of the kind {kind}"),
                ));
            }
        }
    }
}

/// An account, its root, a user, role or session, or the unique id of one that was deleted.
fn is_aws(value: &Text) -> bool {
    let Some(value) = value.known() else {
        return true;
    };
    let is_account = |text: &str| text.len() == 12 && text.chars().all(|c| c.is_ascii_digit());
    if value == "*" || is_account(value) {
        return true;
    }
    let is_id = value.len() >= 16 && value.starts_with("A");
    if is_id
        && value
            .chars()
            .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
    {
        return true;
    }
    let parts: Vec<&str> = value.splitn(6, ':').collect();
    match parts.as_slice() {
        ["arn", partition, "iam", "", account, rest] => {
            let kinds = ["root", "user/", "role/", "group/"];
            partition.starts_with("aws")
                && (is_account(account) || matches!(*account, "cloudfront" | "aws"))
                && kinds.iter().any(|kind| rest.starts_with(kind))
        }
        ["arn", partition, "sts", "", account, rest] => {
            let kinds = ["assumed-role/", "federated-user/", "self"];
            partition.starts_with("aws")
                && is_account(account)
                && kinds.iter().any(|kind| rest.starts_with(kind))
        }
        _ => false,
    }
}

/// Services that take on roles or are named in resources' policies, by the first part of their
/// names. <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>
const SERVICES: [&str; 38] = [
    "apigateway",
    "appsync",
    "athena",
    "backup",
    "batch",
    "cloudformation",
    "cloudfront",
    "cloudtrail",
    "cloudwatch",
    "codebuild",
    "codedeploy",
    "codepipeline",
    "config",
    "delivery",
    "dynamodb",
    "ec2",
    "ecs-tasks",
    "edgelambda",
    "eks",
    "elasticmapreduce",
    "events",
    "firehose",
    "glue",
    "kinesis",
    "lakeformation",
    "lambda",
    "logs",
    "pipes",
    "rds",
    "rekognition",
    "s3",
    "sagemaker",
    "scheduler",
    "secretsmanager",
    "sns",
    "sqs",
    "ssm",
    "states",
];

/// The service that is meant where a name is no service's, and nearly one.
fn nearly_known(name: &str) -> Option<String> {
    let (first, rest) = name.split_once('.')?;
    if SERVICES.contains(&first) || registry::iam::prefixes().contains(&first) {
        return None;
    }
    // Short names are near each other without being meant.
    let near = nearest(first, SERVICES.iter().copied()).filter(|near| near.len() > 3)?;
    Some(format!("{near}.{rest}"))
}

/// `lambda.amazonaws.com` and the like, with a partition's own suffix.
fn is_service(value: &str) -> bool {
    value.contains('.') && value.split('.').all(|part| !part.is_empty()) && !value.contains('*')
}
