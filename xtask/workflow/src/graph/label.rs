//! When an edge is taken, in a few words.

use asl::{ChoiceRule, Comparison, Condition, Operator, Test};
use serde_json::Value;

use crate::history::shorten;

/// How many characters a label has at most.
const SHOWN: usize = 36;

/// When a rule holds.
pub(super) fn condition(rule: &ChoiceRule) -> String {
    // What its author said of it reads better than the condition.
    if let Some(comment) = &rule.comment {
        return shorten(comment, SHOWN);
    }
    let text = match &rule.condition {
        Condition::Expression(text) => {
            let inner = text
                .trim()
                .strip_prefix("{%")
                .and_then(|text| text.strip_suffix("%}"));
            inner.unwrap_or(text).to_owned()
        }
        Condition::Constant(always) => if *always { "always" } else { "never" }.to_owned(),
        Condition::Test(test) => tested(test, 0),
    };
    shorten(&text, SHOWN)
}

/// Which errors are caught.
pub(super) fn errors(names: &[String]) -> String {
    if names.iter().any(|name| name == "States.ALL") {
        return "any error".to_owned();
    }
    shorten(&names.join(", "), SHOWN)
}

fn tested(test: &Test, depth: usize) -> String {
    // More would be cut in any case.
    if depth > 8 {
        return "…".to_owned();
    }
    let joined = |tests: &[asl::Operand], word: &str| {
        let told: Vec<_> = tests
            .iter()
            .map(|one| tested(&one.test, depth + 1))
            .collect();
        let told = told.join(word);
        if depth > 0 { format!("({told})") } else { told }
    };
    match test {
        Test::And(tests) => joined(tests, " and "),
        Test::Or(tests) => joined(tests, " or "),
        Test::Not(one) => format!("not {}", tested(&one.test, depth + 1)),
        Test::Compare(comparison) => compared(comparison),
    }
}

fn compared(comparison: &Comparison) -> String {
    let Comparison {
        variable,
        operator,
        operand,
    } = comparison;
    let name = operator.as_str();
    let is = name.strip_prefix("Is");
    if let Some(kind) = is {
        let word = if *operand == Value::Bool(false) {
            "is not"
        } else {
            "is"
        };
        return format!("{variable} {word} {}", kind.to_lowercase());
    }
    let operand = match operand {
        Value::String(text) if name.ends_with("Path") => text.clone(),
        other => other.to_string(),
    };
    let name = name.strip_suffix("Path").unwrap_or(name);
    let sign = match operator {
        Operator::StringMatches => "matches",
        _ if name.ends_with("GreaterThanEquals") => "≥",
        _ if name.ends_with("LessThanEquals") => "≤",
        _ if name.ends_with("GreaterThan") => ">",
        _ if name.ends_with("LessThan") => "<",
        _ => "=",
    };
    format!("{variable} {sign} {operand}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn of(test: Test) -> String {
        condition(&ChoiceRule::new(Condition::Test(test), "Next"))
    }

    #[test]
    fn tests_read_as_they_are_said() {
        let compare = |operator, operand| Test::Compare(Comparison::new("$.n", operator, operand));
        assert_eq!(
            of(compare(Operator::NumericGreaterThanEquals, json!(3))),
            "$.n ≥ 3"
        );
        assert_eq!(
            of(compare(Operator::StringEqualsPath, json!("$.m"))),
            "$.n = $.m"
        );
        assert_eq!(
            of(compare(Operator::IsPresent, json!(false))),
            "$.n is not present"
        );
        let one = compare(Operator::BooleanEquals, json!(true));
        let either = Test::Or(vec![
            one.clone().into(),
            Test::Not(Box::new(one.into())).into(),
        ]);
        assert_eq!(of(either), "$.n = true or not $.n = true");
    }

    #[test]
    fn an_expression_stands_without_its_marks() {
        let rule = ChoiceRule::new(Condition::Expression("{% $n > 1 %}".to_owned()), "Next");
        assert_eq!(condition(&rule), "$n > 1");
    }

    #[test]
    fn every_error_is_any_error() {
        assert_eq!(errors(&["States.ALL".to_owned()]), "any error");
        assert_eq!(errors(&["A".to_owned(), "B".to_owned()]), "A, B");
    }
}
