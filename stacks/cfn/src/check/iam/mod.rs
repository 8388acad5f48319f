//! Policies: what IAM would refuse, what grants nothing, and what grants more than was declared.
//! A file per rule. A rule sees one document at a time; what is known only at deploy is opaque.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html>

mod action;
mod action_resource;
mod arn;
mod condition;
mod confused_deputy;
mod elements;
mod negation;
mod pattern;
mod places;
mod policy;
mod principal;
mod ref_with_path;
mod repeated;
mod shape;
mod size;
mod text;
mod wide;

use diagnostics::{Address, Diagnostics};
use policy::Policy;
use serde_json::Value as Json;

use super::Context;

/// A rule looks at one policy and reports what it finds.
type Rule = fn(&Policy<'_>, &mut Diagnostics);

/// Every rule. Problems of a policy are told in this order.
const RULES: &[Rule] = &[
    elements::check,
    shape::check,
    principal::check,
    action::check,
    arn::check,
    action_resource::check,
    condition::check,
    repeated::check,
    negation::check,
    wide::check,
    confused_deputy::check,
    size::check,
];

pub(super) fn check(context: &Context<'_>, found: &mut Diagnostics) {
    check_json(&context.template.to_json(), context.address, found);
}

/// Checks every policy of a template's JSON, whose place is `address`.
pub fn check_json(template: &Json, address: &Address, found: &mut Diagnostics) {
    for policy in places::policies(template, address, found) {
        for rule in RULES {
            rule(&policy, found);
        }
    }
    ref_with_path::check(template, address, found);
}

#[cfg(test)]
mod tests;
