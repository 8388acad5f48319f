//! A policy's elements: which there are, which must be, what they may hold.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html>

use diagnostics::{Address, Diagnostic, Diagnostics, nearest};
use serde_json::Value as Json;

use super::policy::{Kind, Policy, Statement};
use super::text::options;

const VERSIONS: &[&str] = &["2012-10-17", "2008-10-17"];
const OF_POLICY: &[&str] = &["Id", "Statement", "Version"];
const OF_STATEMENT: &[&str] = &[
    "Action",
    "Condition",
    "Effect",
    "NotAction",
    "NotPrincipal",
    "NotResource",
    "Principal",
    "Resource",
    "Sid",
];

pub(super) fn check(policy: &Policy<'_>, found: &mut Diagnostics) {
    unknown(policy.document.keys(), OF_POLICY, &policy.place, found);
    if !policy.document.contains_key("Statement") {
        found.push(Diagnostic::error(
            "cfn::iam-element-missing",
            policy.place.clone(),
            "the policy has no Statement",
        ));
    }
    if let Some(version) = policy.document.get("Version") {
        for (version, place) in options(version, &policy.place.join("Version")) {
            let fits = match version {
                Json::String(version) => VERSIONS.contains(&version.as_str()),
                Json::Object(_) => true,
                _ => false,
            };
            if !fits {
                found.push(
                    Diagnostic::error(
                        "cfn::iam-version",
                        place,
                        format!("{version} is no version of the policy language"),
                    )
                    .with_help("write \"2012-10-17\""),
                );
            }
        }
    }
    for statement in &policy.statements {
        of_statement(policy, statement, found);
    }
}

fn of_statement(policy: &Policy<'_>, statement: &Statement<'_>, found: &mut Diagnostics) {
    unknown(statement.body.keys(), OF_STATEMENT, &statement.place, found);
    let mut one_of = |one: &str, other: &str| {
        let problem = match (statement.has(one), statement.has(other)) {
            (true, true) => format!("the statement has both {one} and {other}; one is allowed"),
            (false, false) => format!("the statement has neither {one} nor {other}"),
            _ => return,
        };
        found.push(Diagnostic::error(
            "cfn::iam-element-missing",
            statement.place.clone(),
            problem,
        ));
    };
    one_of("Action", "NotAction");
    if matches!(policy.kind, Kind::Identity | Kind::Resource) {
        one_of("Resource", "NotResource");
    }
    for element in ["Resource", "NotResource"] {
        if policy.kind == Kind::Trust && statement.has(element) {
            found.push(
                Diagnostic::error(
                    "cfn::iam-element-superfluous",
                    statement.at(element),
                    format!("a trust policy's statement has no {element}"),
                )
                .with_help("it is about the role that has it: leave it out"),
            );
        }
    }
    effect(statement, found);
    sid(policy, statement, found);
}

fn effect(statement: &Statement<'_>, found: &mut Diagnostics) {
    let Some(effect) = statement.body.get("Effect") else {
        found.push(Diagnostic::error(
            "cfn::iam-element-missing",
            statement.place.clone(),
            "the statement has no Effect",
        ));
        return;
    };
    for (effect, place) in options(effect, &statement.at("Effect")) {
        let fits = match effect {
            Json::String(effect) => matches!(effect.as_str(), "Allow" | "Deny"),
            Json::Object(_) => true,
            _ => false,
        };
        if !fits {
            found.push(Diagnostic::error(
                "cfn::iam-effect",
                place,
                format!("{effect} is no effect; \"Allow\" and \"Deny\" are"),
            ));
        }
    }
}

fn sid(policy: &Policy<'_>, statement: &Statement<'_>, found: &mut Diagnostics) {
    // Only IAM's own policies are narrow: a bucket's may have blanks in it.
    if let Some(sid) = statement.sid()
        && policy.kind == Kind::Identity
        && !sid.chars().all(|c| c.is_ascii_alphanumeric())
    {
        found.push(Diagnostic::error(
            "cfn::iam-sid",
            statement.at("Sid"),
            format!("{sid:?} is no Sid: letters and digits are allowed"),
        ));
    }
}

fn unknown<'a>(
    names: impl Iterator<Item = &'a String>,
    known: &[&str],
    place: &Address,
    found: &mut Diagnostics,
) {
    for name in names {
        if !known.contains(&name.as_str()) && !name.starts_with("Fn::") {
            let mut problem = Diagnostic::error(
                "cfn::iam-element-unknown",
                place.join(name.as_str()),
                format!("{name:?} is no element; {} are", known.join(", ")),
            );
            problem.help =
                nearest(name, known.iter().copied()).map(|near| format!("did you mean {near:?}?"));
            found.push(problem);
        }
    }
}
