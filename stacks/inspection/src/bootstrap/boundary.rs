//! The permissions boundary: the most that a role of the stacks may do, whatever its policies say. It
//! keeps whoever changes the stacks from making a role that may do more than they.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html>

use std::collections::BTreeSet;

use cfn::Template;
use cfn::policy::{Document, Statement};
use diagnostics::{Address, Diagnostic, Diagnostics};
use serde_json::Value as Json;

use super::handlers::known;
use super::packing::{MOST_CHARACTERS, characters};
use super::scope::Scope;

/// What the stacks' roles hold, each action on all of the environment's resources that it is about.
///
/// # Errors
/// Actions that are not named, and a boundary that is no single policy.
pub(super) fn statements(
    stacks: &[&Template],
    scope: &Scope<'_>,
    place: &Address,
) -> Result<Vec<Statement>, Diagnostics> {
    let mut actions = BTreeSet::new();
    let mut found = Diagnostics::new();
    for action in stacks.iter().flat_map(|template| allowed(template)) {
        match known(action) {
            Some(action) => {
                actions.insert(action);
            }
            None => {
                let text = format!("a role allows {action:?}, of which nobody knows what it is on");
                let problem = Diagnostic::error("bootstrap::boundary", place.clone(), text);
                found.push(problem.with_help("name actions one by one"));
            }
        }
    }
    let statements = scope.statements(&actions);
    let characters = characters(&Document::new(statements.clone()));
    if characters > MOST_CHARACTERS {
        let text = format!(
            "the boundary of the stacks' roles has {characters} characters; a policy has at most \
             {MOST_CHARACTERS}, and a role one boundary"
        );
        let problem = Diagnostic::error("bootstrap::size", place.clone(), text);
        found.push(problem.with_help("let the roles of the stacks do less"));
    }
    match found.is_empty() {
        true => Ok(statements),
        false => Err(found),
    }
}

/// The actions that the roles of a template allow.
fn allowed(template: &Template) -> impl Iterator<Item = &str> {
    let roles = template.resources().values();
    let roles = roles.filter(|resource| resource.kind() == "AWS::IAM::Role");
    let policies = roles.flat_map(|role| items(role.properties().get("Policies")));
    let statements = policies.flat_map(|policy| items(policy["PolicyDocument"].get("Statement")));
    statements
        .filter(|statement| statement["Effect"] == "Allow")
        .flat_map(|statement| items(statement.get("Action")))
        .filter_map(Json::as_str)
}

/// One or many, as a policy writes them.
pub(super) fn items(value: Option<&Json>) -> &[Json] {
    match value {
        Some(Json::Array(items)) => items,
        Some(one) => std::slice::from_ref(one),
        None => &[],
    }
}
