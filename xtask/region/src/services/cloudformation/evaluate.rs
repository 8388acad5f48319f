//! Gives the expressions of a template their values.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use super::condition::Condition;
use super::expression::{Expression, SubPart};
use super::graph::Graph;
use super::parameter::Held;
use super::template::{Template, TemplateError};

/// `Ref` of it leaves the property out.
const NO_VALUE: &str = "AWS::NoValue";

/// Stands for a value that is known once a change set is executed, as in AWS.
pub const UNKNOWN: &str = "{{changeSet:KNOWN_AFTER_APPLY}}";

/// What the pseudo parameters say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pseudo {
    /// 12 digits.
    pub account: String,
    /// The AWS region.
    pub region: String,
    /// The stack's ARN.
    pub stack_id: String,
    /// The stack's name.
    pub stack_name: String,
}

impl Pseudo {
    /// The names that may be referred to.
    pub const NAMES: [&str; 8] = [
        "AWS::AccountId",
        "AWS::NoValue",
        "AWS::NotificationARNs",
        "AWS::Partition",
        "AWS::Region",
        "AWS::StackId",
        "AWS::StackName",
        "AWS::URLSuffix",
    ];

    fn value(&self, name: &str) -> Option<Value> {
        Some(match name {
            "AWS::AccountId" => self.account.as_str().into(),
            "AWS::Partition" => "aws".into(),
            "AWS::Region" => self.region.as_str().into(),
            "AWS::StackId" => self.stack_id.as_str().into(),
            "AWS::StackName" => self.stack_name.as_str().into(),
            "AWS::URLSuffix" => "amazonaws.com".into(),
            // Stacks publish no events here.
            "AWS::NotificationARNs" => Value::Array(Vec::new()),
            _ => return None,
        })
    }
}

/// What resources answer to `Ref` and `Fn::GetAtt`.
pub trait Resources {
    /// The value of `Ref`.
    fn reference(&self, logical_id: &str) -> Option<Value>;
    /// The value of `Fn::GetAtt`.
    fn attribute(&self, logical_id: &str, attribute: &str) -> Option<Value>;
}

/// No resources: conditions and export names see none.
#[derive(Debug, Clone, Copy)]
pub struct NoResources;

impl Resources for NoResources {
    fn reference(&self, _: &str) -> Option<Value> {
        None
    }
    fn attribute(&self, _: &str, _: &str) -> Option<Value> {
        None
    }
}

/// What expressions are evaluated in, all but the resources.
#[derive(Debug)]
pub struct Scope<'a> {
    template: &'a Template,
    parameters: &'a BTreeMap<String, Held>,
    pseudo: &'a Pseudo,
    exports: &'a BTreeMap<String, String>,
    conditions: BTreeMap<String, bool>,
}

impl<'a> Scope<'a> {
    /// Settles the conditions, each after those it names.
    pub fn new(
        template: &'a Template,
        parameters: &'a BTreeMap<String, Held>,
        pseudo: &'a Pseudo,
        exports: &'a BTreeMap<String, String>,
    ) -> Result<Self, TemplateError> {
        let mut scope = Self {
            template,
            parameters,
            pseudo,
            exports,
            conditions: BTreeMap::new(),
        };
        for name in Graph::of_conditions(template).order()? {
            let holds = scope.holds(&template.conditions[name])?;
            scope.conditions.insert(name.to_owned(), holds);
        }
        Ok(scope)
    }

    /// Whether the condition `name` holds; one that is not named always does.
    pub fn condition(&self, name: Option<&str>) -> Result<bool, TemplateError> {
        let Some(name) = name else { return Ok(true) };
        self.conditions
            .get(name)
            .copied()
            .ok_or_else(|| unresolved_condition(name))
    }

    fn holds(&self, condition: &Condition) -> Result<bool, TemplateError> {
        match condition {
            Condition::Equals(left, right) => {
                let left = self.evaluate(left, &NoResources)?;
                let right = self.evaluate(right, &NoResources)?;
                Ok(left.as_ref().map(comparable) == right.as_ref().map(comparable))
            }
            Condition::And(items) => {
                for item in items {
                    if !self.holds(item)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Condition::Or(items) => {
                for item in items {
                    if self.holds(item)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Condition::Not(inner) => Ok(!self.holds(inner)?),
            Condition::Named(name) => self.condition(Some(name)),
        }
    }

    /// The value of `expression`; `None` when it is `AWS::NoValue`.
    pub fn evaluate(
        &self,
        expression: &Expression,
        resources: &dyn Resources,
    ) -> Result<Option<Value>, TemplateError> {
        let required = |inner: &Expression| {
            self.evaluate(inner, resources)?.ok_or_else(|| {
                TemplateError::new("Template error: AWS::NoValue can't be used in a function")
            })
        };
        let text = |inner: &Expression, function: &str| {
            let value = required(inner)?;
            scalar(&value).ok_or_else(|| {
                TemplateError(format!(
                    "Template error: {function} must resolve to a string"
                ))
            })
        };
        Ok(Some(match expression {
            Expression::Literal(value) => value.clone(),
            Expression::List(items) => {
                let mut list = Vec::with_capacity(items.len());
                for item in items {
                    list.extend(self.evaluate(item, resources)?);
                }
                Value::Array(list)
            }
            Expression::Object(entries) => {
                let mut object = Map::new();
                for (key, item) in entries {
                    if let Some(value) = self.evaluate(item, resources)? {
                        object.insert(key.clone(), value);
                    }
                }
                Value::Object(object)
            }
            Expression::Ref(name) if name == NO_VALUE => return Ok(None),
            Expression::Ref(name) => self.reference(name, resources)?,
            Expression::Attribute {
                resource,
                attribute,
            } => resources.attribute(resource, attribute).ok_or_else(|| {
                TemplateError(format!(
                    "Template error: resource {resource} does not support attribute type \
                         {attribute} in Fn::GetAtt"
                ))
            })?,
            Expression::Sub(parts) => {
                let mut whole = String::new();
                for part in parts {
                    match part {
                        SubPart::Text(plain) => whole.push_str(plain),
                        SubPart::Value(value) => whole.push_str(&text(value, "Fn::Sub")?),
                    }
                }
                whole.into()
            }
            Expression::Join { delimiter, list } => {
                let list = required(list)?;
                match texts(&list) {
                    Some(items) => items.join(delimiter).into(),
                    None if has_unknown(&list) => UNKNOWN.into(),
                    None => {
                        return Err(TemplateError::new(
                            "Template error: Fn::Join needs a list of strings",
                        ));
                    }
                }
            }
            Expression::Split {
                delimiter,
                text: whole,
            } => text(whole, "Fn::Split")?
                .split(delimiter.as_str())
                .map(Value::from)
                .collect(),
            Expression::Select { index, list } => {
                let index = text(index, "Fn::Select")?;
                let list = required(list)?;
                let chosen = index
                    .parse::<usize>()
                    .ok()
                    .and_then(|index| list.as_array().and_then(|items| items.get(index)).cloned());
                match chosen {
                    Some(chosen) => chosen,
                    None if has_unknown(&list) => UNKNOWN.into(),
                    None => {
                        return Err(TemplateError(format!(
                            "Template error: Fn::Select cannot select nonexistent value at index \
                             {index}"
                        )));
                    }
                }
            }
            Expression::If {
                condition,
                then,
                otherwise,
            } => {
                let branch = if self.condition(Some(condition))? {
                    then
                } else {
                    otherwise
                };
                return self.evaluate(branch, resources);
            }
            Expression::FindInMap { map, top, second } => {
                let map = text(map, "Fn::FindInMap")?;
                let top = text(top, "Fn::FindInMap")?;
                let second = text(second, "Fn::FindInMap")?;
                let mapping = self.template.mappings.get(&map).ok_or_else(|| {
                    TemplateError(format!(
                        "Template error: Mapping named '{map}' is not present in the 'Mappings' \
                         section of template."
                    ))
                })?;
                mapping
                    .get(&top)
                    .and_then(|seconds| seconds.get(&second))
                    .cloned()
                    .ok_or_else(|| {
                        TemplateError(format!(
                            "Template error: Unable to get mapping for {map}::{top}::{second}"
                        ))
                    })?
            }
            Expression::Import(name) => {
                let name = text(name, "Fn::ImportValue")?;
                let value = self.exports.get(&name);
                value
                    .ok_or_else(|| TemplateError(format!("No export named {name} found")))?
                    .as_str()
                    .into()
            }
            Expression::Base64(inner) => STANDARD.encode(text(inner, "Fn::Base64")?).into(),
            Expression::Zones(region) => {
                let named = text(region, "Fn::GetAZs")?;
                let region = if named.is_empty() {
                    &self.pseudo.region
                } else {
                    &named
                };
                ["a", "b", "c"]
                    .iter()
                    .map(|zone| Value::from(format!("{region}{zone}")))
                    .collect()
            }
        }))
    }

    /// The names that the template imports, as far as they can be told without resources.
    pub fn imports(&self) -> Vec<String> {
        let mut names = Vec::new();
        let mut collect = |expression: &Expression| {
            each_import(expression, &mut |name| {
                if let Ok(Some(Value::String(name))) = self.evaluate(name, &NoResources)
                    && !names.contains(&name)
                {
                    names.push(name);
                }
            });
        };
        for resource in self.template.resources.values() {
            if self.condition(resource.condition.as_deref()) == Ok(true) {
                resource.properties.values().for_each(&mut collect);
            }
        }
        for output in self.template.outputs.values() {
            collect(&output.value);
        }
        names
    }

    fn reference(&self, name: &str, resources: &dyn Resources) -> Result<Value, TemplateError> {
        if let Some(parameter) = self.template.parameters.get(name) {
            let held = self
                .parameters
                .get(name)
                .ok_or_else(|| TemplateError(format!("Parameters: [{name}] must have values")))?;
            return Ok(parameter.reference(&held.value));
        }
        self.pseudo
            .value(name)
            .or_else(|| resources.reference(name))
            .ok_or_else(|| {
                TemplateError(format!(
                    "Template format error: Unresolved resource dependencies [{name}] in the \
                 Resources block of the template"
                ))
            })
    }
}

fn texts(list: &Value) -> Option<Vec<String>> {
    list.as_array()?.iter().map(scalar).collect()
}

/// Whether the value has a part that is known later only.
pub fn has_unknown(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains(UNKNOWN),
        Value::Array(items) => items.iter().any(has_unknown),
        Value::Object(members) => members.values().any(has_unknown),
        _ => false,
    }
}

/// Text, a number or a boolean as text.
pub fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

/// `Fn::Equals` compares texts: `1` equals `"1"`.
fn comparable(value: &Value) -> Value {
    scalar(value).map_or_else(|| value.clone(), Value::from)
}

fn unresolved_condition(name: &str) -> TemplateError {
    TemplateError(format!(
        "Template error: unresolved condition dependency {name}"
    ))
}

fn each_import<'a>(expression: &'a Expression, visit: &mut dyn FnMut(&'a Expression)) {
    match expression {
        Expression::Import(name) => visit(name),
        Expression::List(items) => items.iter().for_each(|item| each_import(item, visit)),
        Expression::Object(entries) => {
            entries
                .iter()
                .for_each(|(_, item)| each_import(item, visit));
        }
        Expression::Sub(parts) => {
            for part in parts {
                if let SubPart::Value(value) = part {
                    each_import(value, visit);
                }
            }
        }
        Expression::Join { list: inner, .. }
        | Expression::Split { text: inner, .. }
        | Expression::Base64(inner)
        | Expression::Zones(inner) => each_import(inner, visit),
        Expression::Select { index, list } => {
            each_import(index, visit);
            each_import(list, visit);
        }
        Expression::If {
            then, otherwise, ..
        } => {
            each_import(then, visit);
            each_import(otherwise, visit);
        }
        Expression::FindInMap { map, top, second } => {
            each_import(map, visit);
            each_import(top, visit);
            each_import(second, visit);
        }
        Expression::Literal(_) | Expression::Ref(_) | Expression::Attribute { .. } => {}
    }
}
