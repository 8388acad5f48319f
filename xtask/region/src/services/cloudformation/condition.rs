//! The conditions of a template.

use serde_json::Value;

use super::expression::{Expression, Reference, function};
use super::template::TemplateError;

/// A condition of a template.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// `Fn::Equals`.
    Equals(Expression, Expression),
    /// `Fn::And`.
    And(Vec<Condition>),
    /// `Fn::Or`.
    Or(Vec<Condition>),
    /// `Fn::Not`.
    Not(Box<Condition>),
    /// Another condition, by name.
    Named(String),
}

impl Condition {
    /// Reads the condition `name`.
    pub fn parse(value: &Value, name: &str) -> Result<Self, TemplateError> {
        let Some((function, argument)) = value.as_object().and_then(function) else {
            return Err(TemplateError::new(
                "Template format error: Every Conditions member must be a condition function: \
                 Fn::Equals, Fn::And, Fn::Or, Fn::Not or Condition.",
            ));
        };
        let items = argument.as_array().map(Vec::as_slice).unwrap_or_default();
        let several = || match items.len() {
            2..=10 => items.iter().map(|item| Self::parse(item, name)).collect(),
            _ => Err(TemplateError(format!(
                "Template error: every {function} object requires a list of at least 2 and at \
                 most 10 boolean parameters."
            ))),
        };
        match (function, items) {
            ("Fn::Equals", [left, right]) => {
                let place = format!("/Conditions/{name}");
                Ok(Self::Equals(
                    Expression::parse(left, &place)?,
                    Expression::parse(right, &place)?,
                ))
            }
            ("Fn::Equals", _) => Err(TemplateError::new(
                "Template error: every Fn::Equals object requires a list of 2 string parameters.",
            )),
            ("Fn::And", _) => several().map(Self::And),
            ("Fn::Or", _) => several().map(Self::Or),
            ("Fn::Not", [inner]) => Ok(Self::Not(Box::new(Self::parse(inner, name)?))),
            ("Fn::Not", _) => Err(TemplateError::new(
                "Template error: every Fn::Not object requires a list of 1 boolean parameter.",
            )),
            ("Condition", _) => match argument {
                Value::String(other) => Ok(Self::Named(other.clone())),
                _ => Err(TemplateError::new(
                    "Template format error: Every Condition member must be a string.",
                )),
            },
            (other, _) => Err(TemplateError(format!(
                "Template error: {other} is not a condition function (condition {name})"
            ))),
        }
    }

    /// Calls `visit` with everything that the condition refers to.
    pub fn references<'a>(&'a self, visit: &mut dyn FnMut(Reference<'a>)) {
        match self {
            Self::Equals(left, right) => {
                left.references(visit);
                right.references(visit);
            }
            Self::And(items) | Self::Or(items) => {
                items.iter().for_each(|item| item.references(visit));
            }
            Self::Not(inner) => inner.references(visit),
            Self::Named(name) => visit(Reference::Condition(name)),
        }
    }
}
