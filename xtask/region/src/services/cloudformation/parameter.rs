//! The parameters of a template: their declarations, and the values that a stack gives them.

use std::collections::BTreeMap;

use regex::Regex;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::template::{TemplateError, optional_text};

/// What a hidden value shows as.
pub const HIDDEN: &str = "****";

/// The declaration of a parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// `String`, `Number`, `List<Number>`, `CommaDelimitedList` or an AWS-specific type.
    pub kind: String,
    /// The value when none is given.
    pub default: Option<String>,
    /// Whether its value is hidden.
    pub no_echo: bool,
    /// What it says of itself.
    pub description: Option<String>,
    /// The values it may have; empty when any.
    pub allowed_values: Vec<String>,
    /// The pattern that the whole value matches.
    pub allowed_pattern: Option<String>,
    /// Said when a constraint is not kept.
    pub constraint_description: Option<String>,
    /// The bounds of the value's length.
    pub length: Bounds,
    /// The bounds of a number.
    pub value: Bounds,
}

/// Bounds, both inclusive.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Bounds {
    /// The least.
    pub least: Option<f64>,
    /// The most.
    pub most: Option<f64>,
}

/// A value as a caller gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The parameter's name.
    pub name: String,
    /// The value; `None` takes the one that the stack has.
    pub value: Option<String>,
}

/// A value that a stack has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// The text.
    pub value: String,
    /// Whether it is hidden.
    pub no_echo: bool,
}

impl Held {
    /// As it may be shown.
    pub fn shown(&self) -> &str {
        if self.no_echo { HIDDEN } else { &self.value }
    }
}

impl Parameter {
    pub(super) fn parse(name: &str, value: &Map<String, Value>) -> Result<Self, TemplateError> {
        let place = format!("the parameter {name}");
        let Some(Value::String(kind)) = value.get("Type") else {
            return Err(TemplateError::new(
                "Template format error: Every Parameters object must contain a Type member.",
            ));
        };
        const KNOWN: [&str; 11] = [
            "Type",
            "Default",
            "NoEcho",
            "Description",
            "AllowedValues",
            "AllowedPattern",
            "ConstraintDescription",
            "MinLength",
            "MaxLength",
            "MinValue",
            "MaxValue",
        ];
        if let Some(key) = value.keys().find(|key| !KNOWN.contains(&key.as_str())) {
            return Err(TemplateError(format!(
                "Invalid template parameter property '{key}'"
            )));
        }
        let aws_specific = |kind: &str| kind.starts_with("AWS::") && kind.matches("::").count() > 1;
        let known = match kind.as_str() {
            "String" | "Number" | "CommaDelimitedList" | "List<Number>" | "List<String>" => true,
            kind if kind.starts_with("AWS::SSM::") => {
                return Err(TemplateError(format!(
                    "Template format error: the parameter {name} has the type {kind}, but the \
                     embedded region has no Systems Manager parameters"
                )));
            }
            kind => aws_specific(
                kind.strip_prefix("List<")
                    .and_then(|kind| kind.strip_suffix('>'))
                    .unwrap_or(kind),
            ),
        };
        if !known {
            return Err(TemplateError(format!(
                "Template format error: Unrecognized parameter type: {kind}"
            )));
        }
        let scalar = |key: &str| match value.get(key) {
            None => Ok(None),
            Some(given) => scalar_text(given).map(Some).ok_or_else(|| {
                TemplateError(format!(
                    "Template format error: Every {key} member must be a string. ({place})"
                ))
            }),
        };
        let number = |key: &str| match scalar(key)? {
            None => Ok(None),
            Some(text) => text.parse::<f64>().map(Some).map_err(|_| {
                TemplateError(format!(
                    "Template format error: the {key} of {place} is no number"
                ))
            }),
        };
        let allowed_values = match value.get("AllowedValues") {
            None => Vec::new(),
            Some(Value::Array(items)) => items
                .iter()
                .map(scalar_text)
                .collect::<Option<Vec<_>>>()
                .ok_or_else(|| allowed_values_shape(name))?,
            Some(_) => return Err(allowed_values_shape(name)),
        };
        Ok(Self {
            kind: kind.clone(),
            default: scalar("Default")?,
            no_echo: scalar("NoEcho")?.is_some_and(|text| text.eq_ignore_ascii_case("true")),
            description: optional_text(value, "Description", &place)?,
            allowed_values,
            allowed_pattern: optional_text(value, "AllowedPattern", &place)?,
            constraint_description: optional_text(value, "ConstraintDescription", &place)?,
            length: Bounds {
                least: number("MinLength")?,
                most: number("MaxLength")?,
            },
            value: Bounds {
                least: number("MinValue")?,
                most: number("MaxValue")?,
            },
        })
    }

    fn is_list(&self) -> bool {
        self.kind == "CommaDelimitedList" || self.kind.starts_with("List<")
    }

    /// The value that `Ref` gives.
    pub fn reference(&self, text: &str) -> Value {
        if self.is_list() {
            if text.is_empty() {
                return Value::Array(Vec::new());
            }
            text.split(',')
                .map(|item| Value::from(item.trim()))
                .collect()
        } else {
            Value::from(text)
        }
    }

    /// Checks a value against the declaration.
    fn check(&self, name: &str, text: &str) -> Result<(), TemplateError> {
        let refuse = |rule: String| {
            Err(TemplateError(match &self.constraint_description {
                Some(said) => format!("Parameter '{name}' failed to satisfy constraint: {said}"),
                None => format!("Parameter '{name}' {rule}"),
            }))
        };
        let items: Vec<&str> = match self.is_list() {
            true => text.split(',').map(str::trim).collect(),
            false => vec![text],
        };
        for item in items {
            if matches!(self.kind.as_str(), "Number" | "List<Number>") {
                let Ok(number) = item.parse::<f64>() else {
                    return Err(TemplateError(format!(
                        "Parameter '{name}' must be a number."
                    )));
                };
                if let Some(least) = self.value.least.filter(|least| number < *least) {
                    return refuse(format!("must be a number not less than {least}"));
                }
                if let Some(most) = self.value.most.filter(|most| number > *most) {
                    return refuse(format!("must be a number not greater than {most}"));
                }
            }
            #[expect(
                clippy::cast_precision_loss,
                reason = "a length of 2^52 does not occur"
            )]
            let length = item.chars().count() as f64;
            if let Some(least) = self.length.least.filter(|least| length < *least) {
                return refuse(format!("must contain at least {least} characters"));
            }
            if let Some(most) = self.length.most.filter(|most| length > *most) {
                return refuse(format!("must contain at most {most} characters"));
            }
            if !self.allowed_values.is_empty() && !self.allowed_values.iter().any(|v| v == item) {
                let allowed = self.allowed_values.join(", ");
                return refuse(format!("must be one of AllowedValues [{allowed}]"));
            }
            if let Some(pattern) = &self.allowed_pattern {
                let matcher = Regex::new(&format!("^(?:{pattern})$")).map_err(|error| {
                    TemplateError(format!(
                        "Template format error: the AllowedPattern of the parameter {name} can't \
                         be read: {error}"
                    ))
                })?;
                if !matcher.is_match(item) {
                    return refuse(format!("must match pattern {pattern}"));
                }
            }
        }
        Ok(())
    }
}

/// The value of every declared parameter: as given, else the default. `previous` is what the
/// stack has, for values taken over.
pub fn resolve(
    declared: &BTreeMap<String, Parameter>,
    given: &[Given],
    previous: &BTreeMap<String, Held>,
) -> Result<BTreeMap<String, Held>, TemplateError> {
    let strangers: Vec<&str> = given
        .iter()
        .map(|given| given.name.as_str())
        .filter(|name| !declared.contains_key(*name))
        .collect();
    if !strangers.is_empty() {
        return Err(TemplateError(format!(
            "Parameters: [{}] do not exist in the template",
            strangers.join(", ")
        )));
    }
    let mut held = BTreeMap::new();
    let mut missing = Vec::new();
    for (name, parameter) in declared {
        let value = match given.iter().find(|given| given.name == *name) {
            Some(Given {
                value: Some(value), ..
            }) => Some(value.clone()),
            Some(Given { value: None, .. }) => previous
                .get(name)
                .map(|held| held.value.clone())
                .or(parameter.default.clone()),
            None => parameter.default.clone(),
        };
        match value {
            None => missing.push(name.as_str()),
            Some(value) => {
                parameter.check(name, &value)?;
                held.insert(
                    name.clone(),
                    Held {
                        value,
                        no_echo: parameter.no_echo,
                    },
                );
            }
        }
    }
    if missing.is_empty() {
        return Ok(held);
    }
    Err(TemplateError(format!(
        "Parameters: [{}] must have values",
        missing.join(", ")
    )))
}

fn scalar_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

fn allowed_values_shape(name: &str) -> TemplateError {
    TemplateError(format!(
        "Template format error: AllowedValues of the parameter {name} must be a list of strings"
    ))
}
