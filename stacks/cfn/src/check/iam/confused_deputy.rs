//! Roles that a service takes on for whoever asks it to.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html>

use diagnostics::{Diagnostic, Diagnostics};
use serde_json::Value as Json;

use super::policy::{Kind, Policy, items};
use super::text::text;

/// Services whose documentation says that they tell for whom they act when they take on a role.
const TELLING: &[&str] = &[
    "athena.amazonaws.com",
    "bedrock.amazonaws.com",
    "cloudtrail.amazonaws.com",
    "codebuild.amazonaws.com",
    "config.amazonaws.com",
    "ecs-tasks.amazonaws.com",
    "events.amazonaws.com",
    "firehose.amazonaws.com",
    "glue.amazonaws.com",
    "logs.amazonaws.com",
    "pipes.amazonaws.com",
    "sagemaker.amazonaws.com",
    "scheduler.amazonaws.com",
    "sns.amazonaws.com",
    "states.amazonaws.com",
];

const KEYS: &[&str] = &[
    "aws:SourceAccount",
    "aws:SourceArn",
    "aws:SourceOrgID",
    "aws:SourceOrgPaths",
];

pub(super) fn check(policy: &Policy<'_>, found: &mut Diagnostics) {
    if policy.kind != Kind::Trust {
        return;
    }
    for statement in policy
        .statements
        .iter()
        .filter(|statement| statement.allows())
    {
        let told = |(_, key, ..): &(&str, &str, &Json, _)| {
            KEYS.iter().any(|known| known.eq_ignore_ascii_case(key))
        };
        if statement.tests().iter().any(told) {
            continue;
        }
        let place = statement.at("Principal").join("Service");
        let services = statement
            .body
            .get("Principal")
            .and_then(|p| p.get("Service"));
        for (service, place) in services.map(|list| items(list, &place)).unwrap_or_default() {
            let service = text(service, &Json::Null);
            if let Some(service) = service.known().filter(|service| TELLING.contains(service)) {
                found.push(
                    Diagnostic::warning(
                        "cfn::iam-confused-deputy",
                        place,
                        format!("{service} may take on the role on behalf of any account"),
                    )
                    .with_help("add a condition on aws:SourceAccount or aws:SourceArn"),
                );
            }
        }
    }
}
