//! The conditions of policy statements.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::pattern::Pattern;
use super::policy::{PolicyError, syntax};

/// The condition keys of a request, in lower case, with their values.
pub type Keys = BTreeMap<String, Vec<String>>;

/// One operator on one key with its values: it holds when any of the values does.
#[derive(Debug, Clone, PartialEq)]
pub struct Clause {
    operator: Operator,
    negated: bool,
    if_exists: bool,
    over: Over,
    key: String,
    values: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Equals,
    EqualsIgnoringCase,
    Like,
    Bool,
    Null,
    Numeric(Comparison),
    Date(Comparison),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparison {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Over {
    /// The key has one value.
    One,
    /// `ForAnyValue:`
    Any,
    /// `ForAllValues:`
    All,
}

impl Clause {
    /// Reads a statement's `Condition`.
    pub fn parse_all(conditions: &Map<String, Value>) -> Result<Vec<Self>, PolicyError> {
        let mut clauses = Vec::new();
        for (name, keys) in conditions {
            let keys = keys
                .as_object()
                .ok_or_else(|| syntax(format!("the condition {name} holds an object")))?;
            for (key, values) in keys {
                clauses.push(Self::parse(name, key, values)?);
            }
        }
        Ok(clauses)
    }

    fn parse(name: &str, key: &str, values: &Value) -> Result<Self, PolicyError> {
        let (over, rest) = match name.split_once(':') {
            None => (Over::One, name),
            Some(("ForAnyValue", rest)) => (Over::Any, rest),
            Some(("ForAllValues", rest)) => (Over::All, rest),
            Some(_) => return Err(unknown(name)),
        };
        let (rest, if_exists) = match rest.strip_suffix("IfExists") {
            Some(rest) => (rest, true),
            None => (rest, false),
        };
        let (operator, negated) = match rest {
            "StringEquals" => (Operator::Equals, false),
            "StringNotEquals" => (Operator::Equals, true),
            "StringEqualsIgnoreCase" => (Operator::EqualsIgnoringCase, false),
            "StringNotEqualsIgnoreCase" => (Operator::EqualsIgnoringCase, true),
            // The ARN operators take wildcards in every part.
            "StringLike" | "ArnLike" | "ArnEquals" => (Operator::Like, false),
            "StringNotLike" | "ArnNotLike" | "ArnNotEquals" => (Operator::Like, true),
            "Bool" => (Operator::Bool, false),
            "Null" => (Operator::Null, false),
            _ => {
                let (numeric, comparison) = match rest.strip_prefix("Numeric") {
                    Some(comparison) => (true, comparison),
                    None => match rest.strip_prefix("Date") {
                        Some(comparison) => (false, comparison),
                        None => return Err(unknown(name)),
                    },
                };
                let (comparison, negated) = match comparison {
                    "Equals" => (Comparison::Equal, false),
                    "NotEquals" => (Comparison::Equal, true),
                    "LessThan" => (Comparison::Less, false),
                    "LessThanEquals" => (Comparison::LessOrEqual, false),
                    "GreaterThan" => (Comparison::Greater, false),
                    "GreaterThanEquals" => (Comparison::GreaterOrEqual, false),
                    _ => return Err(unknown(name)),
                };
                let operator = match numeric {
                    true => Operator::Numeric(comparison),
                    false => Operator::Date(comparison),
                };
                (operator, negated)
            }
        };
        let scalar = |value: &Value| match value {
            Value::String(text) => Some(text.clone()),
            Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
            _ => None,
        };
        let values = match values {
            Value::Array(several) => several.iter().map(scalar).collect(),
            one => scalar(one).map(|one| vec![one]),
        }
        .ok_or_else(|| syntax(format!("the values of {name} {key} are texts")))?;
        Ok(Self {
            operator,
            negated,
            if_exists,
            over,
            key: key.to_ascii_lowercase(),
            values,
        })
    }

    /// Whether it holds for a request.
    pub fn holds(&self, keys: &Keys) -> bool {
        let held = keys.get(&self.key).map(Vec::as_slice).unwrap_or_default();
        if self.operator == Operator::Null {
            let wanted = self
                .values
                .iter()
                .any(|value| value.eq_ignore_ascii_case("true"));
            return held.is_empty() == wanted;
        }
        if held.is_empty() {
            // A negated operator holds where there is nothing to be equal to.
            return self.if_exists || self.over == Over::All || self.negated;
        }
        let one = |held: &String| {
            let any = self.values.iter().any(|value| {
                let value = Pattern::new(value).with_variables(keys);
                self.operator.holds(&value, held)
            });
            any != self.negated
        };
        match self.over {
            Over::One | Over::All => held.iter().all(one),
            Over::Any => held.iter().any(one),
        }
    }
}

impl Operator {
    fn holds(self, wanted: &Pattern, held: &str) -> bool {
        let text = wanted.text();
        match self {
            Self::Equals => text == held,
            Self::EqualsIgnoringCase => text.eq_ignore_ascii_case(held),
            Self::Like => wanted.matches(held),
            Self::Bool => text.eq_ignore_ascii_case(held),
            Self::Null => false,
            Self::Numeric(comparison) => match (held.parse::<f64>(), text.parse::<f64>()) {
                (Ok(held), Ok(wanted)) => comparison.holds(&held, &wanted),
                _ => false,
            },
            Self::Date(comparison) => match (held.parse::<Timestamp>(), text.parse()) {
                (Ok(held), Ok(wanted)) => comparison.holds(&held, &wanted),
                _ => false,
            },
        }
    }
}

impl Comparison {
    fn holds<T: PartialOrd>(self, held: &T, wanted: &T) -> bool {
        match self {
            Self::Equal => held == wanted,
            Self::Less => held < wanted,
            Self::LessOrEqual => held <= wanted,
            Self::Greater => held > wanted,
            Self::GreaterOrEqual => held >= wanted,
        }
    }
}

fn unknown(name: &str) -> PolicyError {
    syntax(format!(
        "the embedded region does not know the condition operator {name}; it knows String, Arn, \
         Numeric, Date, Bool and Null operators"
    ))
}
