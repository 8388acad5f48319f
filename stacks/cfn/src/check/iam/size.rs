//! How much fits into a policy. White space does not count.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>

use diagnostics::{Diagnostic, Diagnostics};
use serde_json::{Map, Value as Json};

use super::policy::{Policy, is_function};

pub(super) fn check(policy: &Policy<'_>, found: &mut Diagnostics) {
    let Some(most) = policy.most else {
        return;
    };
    let least = least_of_object(policy.document);
    if least > most {
        found.push(
            Diagnostic::error(
                "cfn::iam-size",
                policy.place.clone(),
                format!("the policy has {least} characters; at most {most} are allowed"),
            )
            .with_help("split it, or say the same with fewer statements"),
        );
    }
}

/// The fewest characters: what is known only at deploy counts as nothing.
fn least(value: &Json) -> usize {
    match value {
        Json::Object(object) if is_function(object) => 0,
        Json::Object(object) => least_of_object(object),
        Json::Array(items) => {
            let commas = items.len().saturating_sub(1);
            2 + commas + items.iter().map(least).sum::<usize>()
        }
        other => other
            .to_string()
            .chars()
            .filter(|c| !c.is_whitespace())
            .count(),
    }
}

fn least_of_object(object: &Map<String, Json>) -> usize {
    let entries = object.iter();
    let commas = object.len().saturating_sub(1);
    // The name's quotes and the colon.
    2 + commas
        + entries
            .map(|(name, value)| name.len() + 3 + least(value))
            .sum::<usize>()
}
