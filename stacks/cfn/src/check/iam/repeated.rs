//! Statements with the name of another, and those that say the same.

use std::collections::BTreeMap;

use diagnostics::{Diagnostic, Diagnostics};

use super::policy::{Policy, Statement};

pub(super) fn check(policy: &Policy<'_>, found: &mut Diagnostics) {
    let mut names: BTreeMap<&str, &Statement<'_>> = BTreeMap::new();
    for (at, statement) in policy.statements.iter().enumerate() {
        // Of two ways of a condition, one is taken.
        let exclusive = |other: &Statement<'_>| {
            let is_way = |s: &Statement<'_>| s.place.segments().contains(&"Fn::If");
            is_way(other) && is_way(statement)
        };
        if let Some(sid) = statement.sid()
            && let Some(first) = names.insert(sid, statement)
            && !exclusive(first)
        {
            found.push(Diagnostic::error(
                "cfn::iam-repeated-sid",
                statement.at("Sid"),
                format!("another statement of the policy is named {sid:?}"),
            ));
        }
        let mut before = policy.statements.iter().take(at);
        if before.any(|other| !exclusive(other) && says_the_same(other, statement)) {
            found.push(Diagnostic::warning(
                "cfn::iam-repeated-statement",
                statement.place.clone(),
                "another statement of the policy says the same",
            ));
        }
    }
}

fn says_the_same(one: &Statement<'_>, other: &Statement<'_>) -> bool {
    let told = |s: &Statement<'_>| {
        let mut told = s.body.clone();
        told.shift_remove("Sid");
        told
    };
    told(one) == told(other)
}
