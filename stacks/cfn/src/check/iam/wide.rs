//! Statements that are wider than was declared: wildcards without a recorded reason.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege>

use diagnostics::{Diagnostic, Diagnostics};

use super::pattern::fits;
use super::policy::{Kind, Policy, Statement};

pub(super) fn check(policy: &Policy<'_>, found: &mut Diagnostics) {
    for statement in policy
        .statements
        .iter()
        .filter(|statement| statement.allows())
    {
        let everything = statement
            .texts("Resource")
            .into_iter()
            .find(|(resource, _)| resource.known() == Some("*"));
        if let Some((_, place)) = &everything
            && policy.kind == Kind::Identity
            && passes_roles(statement)
        {
            found.push(
                Diagnostic::error(
                    "cfn::iam-pass-role",
                    place.clone(),
                    "whoever has this may hand every role of the account to a service",
                )
                .with_help("name the roles, and the services with iam:PassedToService"),
            );
            continue;
        }
        let reasons = policy.reasons;
        if reasons
            .is_some_and(|reasons| statement.sid().is_some_and(|sid| reasons.contains_key(sid)))
        {
            continue;
        }
        let way_out = format!(
            "name them, or say why in the resource's metadata: {} by Sid",
            crate::policy::WILDCARDS
        );
        // Within a resource's own policy, "*" is that resource.
        if let Some((_, place)) = everything
            && policy.kind == Kind::Identity
            && statement
                .texts("Action")
                .iter()
                .any(|(action, _)| action.known().is_some_and(knows_resources))
        {
            found.push(
                Diagnostic::warning(
                    "cfn::iam-wide-resource",
                    place,
                    "the statement is on everything, though its actions know resources",
                )
                .with_help(way_out.clone()),
            );
        }
        if policy.kind == Kind::Identity {
            for (action, place) in statement.texts("Action") {
                if let Some(action) = action.known().filter(|action| action.ends_with('*')) {
                    found.push(
                        Diagnostic::warning(
                            "cfn::iam-wide-action",
                            place,
                            format!("{action:?} allows actions that are not named, now and later"),
                        )
                        .with_help(way_out.clone()),
                    );
                }
            }
        }
    }
}

/// Whether a statement names `iam:PassRole`, unless its condition says to which service.
fn passes_roles(statement: &Statement<'_>) -> bool {
    let named = statement.texts("Action").iter().any(|(action, _)| {
        let name = action.known().and_then(|action| action.split_once(':'));
        name.is_some_and(|(prefix, name)| {
            prefix.eq_ignore_ascii_case("iam") && name != "*" && fits(name, "PassRole")
        })
    });
    let narrowed = statement
        .tests()
        .iter()
        .any(|(_, key, ..)| key.eq_ignore_ascii_case("iam:PassedToService"));
    named && !narrowed
}

/// Whether an action could be given on named resources. Lists and the like cannot.
fn knows_resources(action: &str) -> bool {
    let Some((prefix, name)) = action.split_once(':') else {
        return true;
    };
    let Some(service) = registry::iam::service(prefix) else {
        return false;
    };
    service
        .actions()
        .filter(|known| fits(name, &known.name))
        .any(|known| !known.resources.is_empty())
}
