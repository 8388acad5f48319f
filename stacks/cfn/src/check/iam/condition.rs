//! Conditions: operators that there are not, keys that no request has, and values that an
//! operator cannot compare.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html>

use diagnostics::{Address, Diagnostic, Diagnostics, nearest};
use registry::iam::KeyKind;
use serde_json::Value as Json;

use super::policy::{Policy, Statement, items};

const OPERATORS: &[&str] = &[
    "ArnEquals",
    "ArnLike",
    "ArnNotEquals",
    "ArnNotLike",
    "BinaryEquals",
    "Bool",
    "DateEquals",
    "DateGreaterThan",
    "DateGreaterThanEquals",
    "DateLessThan",
    "DateLessThanEquals",
    "DateNotEquals",
    "IpAddress",
    "NotIpAddress",
    "Null",
    "NumericEquals",
    "NumericGreaterThan",
    "NumericGreaterThanEquals",
    "NumericLessThan",
    "NumericLessThanEquals",
    "NumericNotEquals",
    "StringEquals",
    "StringEqualsIgnoreCase",
    "StringLike",
    "StringNotEquals",
    "StringNotEqualsIgnoreCase",
    "StringNotLike",
];

pub(super) fn check(policy: &Policy<'_>, found: &mut Diagnostics) {
    for statement in &policy.statements {
        for (operator, key, values, place) in statement.tests() {
            if operator.starts_with("Fn::") || key.starts_with("Fn::") || key == "Ref" {
                continue;
            }
            let base = base(operator);
            if !OPERATORS
                .iter()
                .any(|known| known.eq_ignore_ascii_case(base))
                || (base.eq_ignore_ascii_case("Null") && operator.ends_with("IfExists"))
            {
                let mut problem = Diagnostic::error(
                    "cfn::iam-condition-operator",
                    place,
                    format!("{operator:?} is no operator of conditions"),
                );
                problem.help = nearest(base, OPERATORS.iter().copied())
                    .filter(|near| *near != base)
                    .map(|near| format!("did you mean {near:?}?"));
                found.push(problem);
                continue;
            }
            check_key(statement, key, base, &place, found);
            check_values(base, values, &place, found);
        }
    }
}

/// The operator without what says how several values count and what a missing key means.
fn base(operator: &str) -> &str {
    let operator = operator.strip_prefix("ForAnyValue:").unwrap_or(operator);
    let operator = operator.strip_prefix("ForAllValues:").unwrap_or(operator);
    operator.strip_suffix("IfExists").unwrap_or(operator)
}

fn check_key(
    statement: &Statement<'_>,
    key: &str,
    operator: &str,
    place: &Address,
    found: &mut Diagnostics,
) {
    let Some((prefix, _)) = key.split_once(':') else {
        found.push(
            Diagnostic::error(
                "cfn::iam-condition-key",
                place.clone(),
                format!("{key:?} is no key of conditions"),
            )
            .with_help("write a prefix and a name, such as \"aws:SourceAccount\""),
        );
        return;
    };
    let unknown = |near: Option<&str>| {
        let mut problem = Diagnostic::error(
            "cfn::iam-condition-key",
            place.clone(),
            format!("no request has the key {key:?}"),
        );
        problem.help = near.map(|near| format!("did you mean {near:?}?"));
        problem
    };
    let kind = if prefix.eq_ignore_ascii_case("aws") {
        let Some(kind) = registry::iam::global_key(key) else {
            let known = registry::iam::GLOBAL_KEYS.iter().map(|(name, _)| *name);
            found.push(unknown(nearest(key, known)));
            return;
        };
        kind
    } else {
        // Keys of identity providers have the provider's name before the colon.
        let Some(service) = registry::iam::service(prefix) else {
            return;
        };
        let Some(kind) = service.key(key) else {
            // `sts` and `iam` know the keys of others; a service without any has no list of them.
            if service.keys().any(|(name, _)| name.starts_with(prefix)) {
                found.push(unknown(nearest(key, service.keys().map(|(name, _)| name))));
            }
            return;
        };
        check_actions(statement, key, prefix, place, found);
        kind
    };
    let fits = match kind {
        _ if operator == "Null" || operator.starts_with("String") => true,
        KeyKind::Text => !operator.starts_with("Date"),
        KeyKind::Bool => operator == "Bool",
        KeyKind::Number => operator.starts_with("Numeric"),
        KeyKind::Date => operator.starts_with("Date") || operator.starts_with("Numeric"),
        KeyKind::Arn => operator.starts_with("Arn"),
        KeyKind::Address => operator.contains("IpAddress"),
    };
    if !fits {
        found.push(Diagnostic::warning(
            "cfn::iam-condition-type",
            place.clone(),
            format!("{operator} does not compare what {key} holds ({kind:?})"),
        ));
    }
}

/// A key of a service that none of the statement's actions knows: the condition never holds.
fn check_actions(
    statement: &Statement<'_>,
    key: &str,
    prefix: &str,
    place: &Address,
    found: &mut Diagnostics,
) {
    let actions = statement.texts("Action");
    if actions.is_empty() {
        return;
    }
    for (action, _) in &actions {
        let Some((service, name)) = action.known().and_then(|action| action.split_once(':')) else {
            return;
        };
        let Some(facts) = registry::iam::service(service) else {
            return;
        };
        match facts.action(name) {
            Some(action) if !facts.knows_key(action, key) => {}
            _ => return,
        }
    }
    // Requests that a service makes on one's behalf carry its keys, such as kms:ViaService.
    if prefix.eq_ignore_ascii_case("kms") {
        return;
    }
    found.push(Diagnostic::warning(
        "cfn::iam-condition-key-unfit",
        place.clone(),
        format!("none of the statement's actions knows the key {key:?}"),
    ));
}

fn check_values(operator: &str, values: &Json, place: &Address, found: &mut Diagnostics) {
    for (value, place) in items(values, place) {
        let Json::String(text) = value else {
            continue;
        };
        let fits = match operator {
            "Bool" | "Null" => matches!(text.to_ascii_lowercase().as_str(), "true" | "false"),
            _ if operator.starts_with("Numeric") => text.parse::<f64>().is_ok(),
            _ => true,
        };
        if !fits && !text.contains("${") && !text.contains("{{") {
            found.push(Diagnostic::error(
                "cfn::iam-condition-value",
                place,
                format!("{operator} cannot compare {text:?}"),
            ));
        }
    }
}
