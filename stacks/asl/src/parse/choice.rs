//! `Choice` states and their rules.

use serde_json::Value;

use super::fields::{Fields, is_expression, object};
use crate::{
    Choice, ChoiceRule, Common, Comparison, Condition, Operand, Operator, QueryLanguage, Test,
};

pub(super) fn choice(
    fields: &mut Fields<'_>,
    language: QueryLanguage,
    common: Common,
) -> Option<Choice> {
    let whole = fields.require(&["Choices"]);
    let rules = fields
        .objects("Choices", |fields| rule(fields, language))
        .unwrap_or_default();
    if fields
        .json("Choices")
        .and_then(Value::as_array)
        .is_some_and(Vec::is_empty)
    {
        fields.error("Choices", "At least one choice is required");
    }
    let default = fields.text("Default");
    whole.then_some(Choice {
        common,
        rules,
        default,
    })
}

fn rule(fields: &mut Fields<'_>, language: QueryLanguage) -> Option<ChoiceRule> {
    fields.require(&["Next"]);
    let comment = fields.text("Comment");
    let next = fields.text("Next");
    let assign = fields.json_object("Assign");
    let (condition, output) = match language {
        QueryLanguage::Jsonata => (condition(fields), fields.json_owned("Output")),
        QueryLanguage::JsonPath => (test(fields).map(Condition::Test), None),
    };
    Some(ChoiceRule {
        comment,
        condition: condition?,
        next: next?,
        assign,
        output,
        keys: fields.keys(),
    })
}

fn condition(fields: &mut Fields<'_>) -> Option<Condition> {
    fields.require(&["Condition"]);
    match fields.json("Condition")? {
        Value::Bool(value) => Some(Condition::Constant(*value)),
        Value::String(text) if is_expression(text) => Some(Condition::Expression(text.clone())),
        other => {
            fields.error(
                "Condition",
                format!("The value must be a boolean or a JSONata expression, but is {other}"),
            );
            None
        }
    }
}

fn operand(fields: &mut Fields<'_>) -> Option<Operand> {
    let comment = fields.text("Comment");
    let test = test(fields)?;
    if fields.has("Next") {
        // Known here, so that it is not also reported as a field that is none.
        fields.json("Next");
        fields.error(
            "Next",
            "Only the outermost rule of a choice may have the field \"Next\"",
        );
    }
    Some(Operand {
        comment,
        test,
        keys: fields.keys(),
    })
}

fn test(fields: &mut Fields<'_>) -> Option<Test> {
    if fields.has("And") {
        return fields.objects("And", operand).map(Test::And);
    }
    if fields.has("Or") {
        return fields.objects("Or", operand).map(Test::Or);
    }
    if fields.has("Not") {
        let value = fields.json("Not")?;
        let place = fields.address.join("Not");
        let inner = object(value, place, fields.problems, operand)?;
        return Some(Test::Not(Box::new(inner)));
    }
    comparison(fields).map(Test::Compare)
}

fn comparison(fields: &mut Fields<'_>) -> Option<Comparison> {
    fields.require(&["Variable"]);
    let variable = fields.text("Variable");
    let given: Vec<Operator> = Operator::ALL
        .iter()
        .copied()
        .filter(|operator| fields.json(operator.as_str()).is_some())
        .collect();
    let [operator] = given.as_slice() else {
        let found: Vec<&str> = given.iter().map(|operator| operator.as_str()).collect();
        fields.error_here(if found.is_empty() {
            "A rule needs a comparison operator, such as StringEquals".to_owned()
        } else {
            format!(
                "Only one of these fields may be given: [{}]",
                found.join(", ")
            )
        });
        return None;
    };
    let value = fields.json_owned(operator.as_str())?;
    if let Some(wanted) = wrong_operand(*operator, &value) {
        fields.error(
            operator.as_str(),
            format!("The value must be {wanted}, but is {value}"),
        );
        return None;
    }
    Some(Comparison {
        variable: variable?,
        operator: *operator,
        operand: value,
    })
}

/// What the operator wants, where the value is not that.
fn wrong_operand(operator: Operator, value: &Value) -> Option<&'static str> {
    let name = operator.as_str();
    if name.ends_with("Path") {
        return (!value.is_string()).then_some("a path");
    }
    if name.starts_with("Is") || name.starts_with("Boolean") {
        return (!value.is_boolean()).then_some("a boolean");
    }
    if name.starts_with("Numeric") {
        return (!value.is_number()).then_some("a number");
    }
    if name.starts_with("Timestamp") {
        let valid = value.as_str().is_some_and(crate::is_timestamp);
        return (!valid).then_some("an RFC3339 timestamp");
    }
    (!value.is_string()).then_some("a string")
}
