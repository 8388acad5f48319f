//! A `Choice` without `Default` whose rules may all fail to hold.

use diagnostics::{Address, Diagnostic, Diagnostics};
use serde_json::Value;

use crate::{Choice, Condition, Operator, State, Test};

pub(super) fn check(state: &State, address: &Address, problems: &mut Diagnostics) {
    let State::Choice(choice) = state else { return };
    if choice.default.is_some() || choice.rules.is_empty() || is_exhaustive(choice) {
        return;
    }
    problems.push(
        Diagnostic::warning(
            "asl::open-choice",
            address.clone(),
            "When no rule holds, the execution fails with States.NoChoiceMatched",
        )
        .with_help("say with Default where it goes then"),
    );
}

/// Whether the rules are sure to hold between them: one always does, or one
/// holds just when another does not.
fn is_exhaustive(choice: &Choice) -> bool {
    let conditions: Vec<&Condition> = choice.rules.iter().map(|rule| &rule.condition).collect();
    conditions.iter().enumerate().any(|(at, condition)| {
        always(condition)
            || conditions[..at]
                .iter()
                .any(|other| complements(other, condition))
    })
}

fn always(condition: &Condition) -> bool {
    match condition {
        Condition::Constant(value) => *value,
        Condition::Expression(text) => inner(text) == "true",
        Condition::Test(_) => false,
    }
}

fn complements(left: &Condition, right: &Condition) -> bool {
    match (left, right) {
        (Condition::Expression(left), Condition::Expression(right)) => {
            let negates = |one: &str, other: &str| {
                let inside = other
                    .strip_prefix("$not(")
                    .and_then(|rest| rest.strip_suffix(')'));
                inside.map(str::trim) == Some(one)
            };
            let (left, right) = (inner(left), inner(right));
            negates(left, right) || negates(right, left)
        }
        (Condition::Test(left), Condition::Test(right)) => {
            is_negation(left, right) || is_negation(right, left) || opposite(left, right)
        }
        _ => false,
    }
}

fn is_negation(one: &Test, other: &Test) -> bool {
    matches!(other, Test::Not(operand) if operand.test == *one)
}

/// Whether the tests ask one thing of one variable for true and for false.
///
/// `BooleanEquals` is none of these: it holds for neither where the value is no boolean.
fn opposite(left: &Test, right: &Test) -> bool {
    let (Test::Compare(left), Test::Compare(right)) = (left, right) else {
        return false;
    };
    let is_question = matches!(
        left.operator,
        Operator::IsPresent
            | Operator::IsNull
            | Operator::IsBoolean
            | Operator::IsNumeric
            | Operator::IsString
            | Operator::IsTimestamp
    );
    is_question
        && left.operator == right.operator
        && left.variable == right.variable
        && matches!(
            (&left.operand, &right.operand),
            (Value::Bool(left), Value::Bool(right)) if left != right
        )
}

/// An expression without its delimiters.
fn inner(text: &str) -> &str {
    text.trim_start_matches("{%").trim_end_matches("%}").trim()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::check_machine;

    fn told(rules: serde_json::Value, language: &str) -> bool {
        let mut rules = rules;
        for rule in rules.as_array_mut().into_iter().flatten() {
            rule["Next"] = json!("Done");
        }
        let (machine, problems) = crate::parse_value(&json!({
            "QueryLanguage": language, "StartAt": "Which", "States": {
                "Which": { "Type": "Choice", "Choices": rules },
                "Done": { "Type": "Succeed" },
            },
        }));
        assert!(problems.is_empty(), "{problems}");
        machine.is_some_and(|machine| {
            check_machine(&machine, crate::ExecutionType::Standard)
                .iter()
                .any(|problem| problem.code == "asl::open-choice")
        })
    }

    #[test]
    fn rules_that_leave_nothing_over_need_no_default() {
        let is_set = json!({ "Variable": "$.a", "IsPresent": true });
        let is_unset = json!({ "Variable": "$.a", "IsPresent": false });
        let less = json!({ "Variable": "$.a", "NumericLessThan": 1 });
        assert!(told(json!([is_set]), "JSONPath"));
        assert!(told(json!([is_set, less]), "JSONPath"));
        assert!(!told(json!([is_set, less, is_unset]), "JSONPath"));
        assert!(!told(json!([less, { "Not": less }]), "JSONPath"));
        assert!(told(json!([{ "Condition": "{% $a %}" }]), "JSONata"));
        assert!(!told(
            json!([{ "Condition": "{% $a %}" }, { "Condition": "{% $not($a) %}" }]),
            "JSONata"
        ));
        assert!(!told(json!([{ "Condition": "{% true %}" }]), "JSONata"));
    }
}
