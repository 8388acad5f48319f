//! The values of a template: plain JSON with intrinsic functions in it, read once into a tree.
//!
//! Reading checks the shape of every function and refuses in CloudFormation's words;
//! [`super::evaluate`] gives the tree a value.

use serde_json::{Map, Value};

use super::template::TemplateError;

/// A value of a template.
#[derive(Debug, Clone, PartialEq)]
pub enum Expression {
    /// Text, a number or a boolean.
    Literal(Value),
    /// A list.
    List(Vec<Expression>),
    /// An object that is not a function.
    Object(Vec<(String, Expression)>),
    /// `Ref`.
    Ref(String),
    /// `Fn::GetAtt`.
    Attribute {
        /// The resource's logical id.
        resource: String,
        /// The attribute, with dots where it is nested.
        attribute: String,
    },
    /// `Fn::Sub`, taken apart.
    Sub(Vec<SubPart>),
    /// `Fn::Join`.
    Join {
        /// Stands between the elements.
        delimiter: String,
        /// Gives the list.
        list: Box<Expression>,
    },
    /// `Fn::Select`.
    Select {
        /// Gives the index, from 0.
        index: Box<Expression>,
        /// Gives the list.
        list: Box<Expression>,
    },
    /// `Fn::Split`.
    Split {
        /// Where to cut.
        delimiter: String,
        /// Gives the text.
        text: Box<Expression>,
    },
    /// `Fn::If`.
    If {
        /// The condition's name.
        condition: String,
        /// When it holds.
        then: Box<Expression>,
        /// When it does not.
        otherwise: Box<Expression>,
    },
    /// `Fn::FindInMap`.
    FindInMap {
        /// Gives the mapping's name.
        map: Box<Expression>,
        /// Gives the top-level key.
        top: Box<Expression>,
        /// Gives the second-level key.
        second: Box<Expression>,
    },
    /// `Fn::ImportValue`.
    Import(Box<Expression>),
    /// `Fn::Base64`.
    Base64(Box<Expression>),
    /// `Fn::GetAZs`.
    Zones(Box<Expression>),
}

/// A piece of an `Fn::Sub` text.
#[derive(Debug, Clone, PartialEq)]
pub enum SubPart {
    /// Text as it is.
    Text(String),
    /// `${Name}` or `${Resource.Attribute}`, or an entry of the function's own map.
    Value(Expression),
}

/// What an expression refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reference<'a> {
    /// `Ref` of a parameter, a pseudo parameter or a resource.
    Name(&'a str),
    /// `Fn::GetAtt`.
    Attribute {
        /// The resource's logical id.
        resource: &'a str,
        /// The attribute.
        attribute: &'a str,
    },
    /// The condition of an `Fn::If`.
    Condition(&'a str),
    /// A mapping, where its name is written out.
    Mapping(&'a str),
}

const JOIN_SHAPE: &str = "Template error: every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.";
const SPLIT_SHAPE: &str = "Template error: every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a function that returns a string to be split.";
const SELECT_SHAPE: &str = "Template error: Fn::Select requires a list argument with two elements: an integer index and a list";
const IF_SHAPE: &str = "Template error: Fn::If requires a list argument with three elements";
const MAP_SHAPE: &str = "Template error: every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value";
const ATTRIBUTE_SHAPE: &str = "Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute";
const SUB_SHAPE: &str = "Template error: One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string";
const SUB_NAMES: &str = "Template error: variable names in Fn::Sub syntax must contain only alphanumeric characters, underscores, periods, and colons";
const REF_SHAPE: &str = "Template format error: Every Ref object must have a single String value.";
const CONDITION_FUNCTIONS: [&str; 5] = ["Fn::Equals", "Fn::And", "Fn::Or", "Fn::Not", "Condition"];

impl Expression {
    /// Reads the value at `place`, such as `/Resources/Bucket/Properties/BucketName`.
    pub fn parse(value: &Value, place: &str) -> Result<Self, TemplateError> {
        match value {
            Value::Null => Err(TemplateError(format!(
                "Template format error: [{place}] 'null' values are not allowed in templates"
            ))),
            Value::Bool(_) | Value::Number(_) => Ok(Self::Literal(value.clone())),
            Value::String(text) => {
                refuse_dynamic_reference(text, place)?;
                Ok(Self::Literal(value.clone()))
            }
            Value::Array(items) => items
                .iter()
                .enumerate()
                .map(|(index, item)| Self::parse(item, &format!("{place}/{index}")))
                .collect::<Result<_, _>>()
                .map(Self::List),
            Value::Object(object) => match function(object) {
                Some((name, argument)) => Self::parse_function(name, argument, place),
                None => object
                    .iter()
                    .map(|(key, item)| {
                        Ok((key.clone(), Self::parse(item, &format!("{place}/{key}"))?))
                    })
                    .collect::<Result<_, _>>()
                    .map(Self::Object),
            },
        }
    }

    fn parse_function(name: &str, argument: &Value, place: &str) -> Result<Self, TemplateError> {
        let parse = |value: &Value| Self::parse(value, place).map(Box::new);
        match name {
            "Ref" => match argument {
                Value::String(name) if !name.is_empty() => Ok(Self::Ref(name.clone())),
                _ => Err(TemplateError::new(REF_SHAPE)),
            },
            "Fn::GetAtt" => parse_attribute(argument),
            "Fn::Sub" => parse_sub(argument, place),
            "Fn::Join" => {
                let (delimiter, list) = pair(argument, JOIN_SHAPE)?;
                let delimiter = text(delimiter, JOIN_SHAPE)?;
                if !(list.is_array() || list.is_object()) {
                    return Err(TemplateError::new(JOIN_SHAPE));
                }
                Ok(Self::Join {
                    delimiter,
                    list: parse(list)?,
                })
            }
            "Fn::Split" => {
                let (delimiter, whole) = pair(argument, SPLIT_SHAPE)?;
                let delimiter = text(delimiter, SPLIT_SHAPE)?;
                if delimiter.is_empty() || whole.is_array() {
                    return Err(TemplateError::new(SPLIT_SHAPE));
                }
                Ok(Self::Split {
                    delimiter,
                    text: parse(whole)?,
                })
            }
            "Fn::Select" => {
                let (index, list) = pair(argument, SELECT_SHAPE)?;
                if !(list.is_array() || list.is_object()) {
                    return Err(TemplateError::new(SELECT_SHAPE));
                }
                Ok(Self::Select {
                    index: parse(index)?,
                    list: parse(list)?,
                })
            }
            "Fn::If" => match argument.as_array().map(Vec::as_slice) {
                Some([Value::String(condition), then, otherwise]) => Ok(Self::If {
                    condition: condition.clone(),
                    then: parse(then)?,
                    otherwise: parse(otherwise)?,
                }),
                _ => Err(TemplateError::new(IF_SHAPE)),
            },
            "Fn::FindInMap" => match argument.as_array().map(Vec::as_slice) {
                Some([map, top, second]) => Ok(Self::FindInMap {
                    map: parse(map)?,
                    top: parse(top)?,
                    second: parse(second)?,
                }),
                _ => Err(TemplateError::new(MAP_SHAPE)),
            },
            "Fn::ImportValue" => Ok(Self::Import(parse(argument)?)),
            "Fn::Base64" => Ok(Self::Base64(parse(argument)?)),
            "Fn::GetAZs" => Ok(Self::Zones(parse(argument)?)),
            other if CONDITION_FUNCTIONS.contains(&other) => Err(TemplateError(format!(
                "Template error: {other} may only be used in the Conditions block of the template \
                 (found at {place})"
            ))),
            other => Err(TemplateError(format!(
                "Template error: the function {other} at {place} is not known, or needs a \
                 transform, which the embedded region does not run"
            ))),
        }
    }

    /// Calls `visit` with everything that the expression refers to.
    pub fn references<'a>(&'a self, visit: &mut dyn FnMut(Reference<'a>)) {
        match self {
            Self::Literal(_) => {}
            Self::List(items) => items.iter().for_each(|item| item.references(visit)),
            Self::Object(entries) => entries.iter().for_each(|(_, item)| item.references(visit)),
            Self::Ref(name) => visit(Reference::Name(name)),
            Self::Attribute {
                resource,
                attribute,
            } => {
                visit(Reference::Attribute {
                    resource,
                    attribute,
                });
            }
            Self::Sub(parts) => {
                for part in parts {
                    if let SubPart::Value(value) = part {
                        value.references(visit);
                    }
                }
            }
            Self::Join { list: inner, .. }
            | Self::Split { text: inner, .. }
            | Self::Import(inner)
            | Self::Base64(inner)
            | Self::Zones(inner) => inner.references(visit),
            Self::Select { index, list } => {
                index.references(visit);
                list.references(visit);
            }
            Self::If {
                condition,
                then,
                otherwise,
            } => {
                visit(Reference::Condition(condition));
                then.references(visit);
                otherwise.references(visit);
            }
            Self::FindInMap { map, top, second } => {
                if let Self::Literal(Value::String(name)) = map.as_ref() {
                    visit(Reference::Mapping(name));
                }
                map.references(visit);
                top.references(visit);
                second.references(visit);
            }
        }
    }
}

/// The function that `object` calls: its only key is `Ref`, `Condition` or starts with `Fn::`.
pub(super) fn function(object: &Map<String, Value>) -> Option<(&str, &Value)> {
    if object.len() != 1 {
        return None;
    }
    let (name, argument) = object.iter().next()?;
    // `Condition` is also an ordinary key (of a policy statement, say), where it holds an object.
    let known =
        name == "Ref" || name.starts_with("Fn::") || (name == "Condition" && argument.is_string());
    known.then_some((name.as_str(), argument))
}

fn pair<'a>(
    argument: &'a Value,
    refusal: &'static str,
) -> Result<(&'a Value, &'a Value), TemplateError> {
    match argument.as_array().map(Vec::as_slice) {
        Some([first, second]) => Ok((first, second)),
        _ => Err(TemplateError::new(refusal)),
    }
}

fn text(value: &Value, refusal: &'static str) -> Result<String, TemplateError> {
    value
        .as_str()
        .map(str::to_owned)
        .ok_or_else(|| TemplateError::new(refusal))
}

fn parse_attribute(argument: &Value) -> Result<Expression, TemplateError> {
    let (resource, attribute) = match argument {
        Value::String(both) => both.split_once('.').unwrap_or((both, "")),
        Value::Array(items) => match items.as_slice() {
            [Value::String(resource), Value::String(attribute)] => {
                (resource.as_str(), attribute.as_str())
            }
            _ => ("", ""),
        },
        _ => ("", ""),
    };
    if resource.is_empty() || attribute.is_empty() {
        return Err(TemplateError::new(ATTRIBUTE_SHAPE));
    }
    Ok(Expression::Attribute {
        resource: resource.to_owned(),
        attribute: attribute.to_owned(),
    })
}

fn parse_sub(argument: &Value, place: &str) -> Result<Expression, TemplateError> {
    let no_map = Map::new();
    let (pattern, variables) = match argument {
        Value::String(pattern) => (pattern, &no_map),
        Value::Array(items) => match items.as_slice() {
            [Value::String(pattern), Value::Object(variables)] => (pattern, variables),
            [Value::String(pattern)] => (pattern, &no_map),
            _ => return Err(TemplateError::new(SUB_SHAPE)),
        },
        _ => return Err(TemplateError::new(SUB_SHAPE)),
    };
    refuse_dynamic_reference(pattern, place)?;
    let mut parts = Vec::new();
    let mut plain = String::new();
    let mut rest = pattern.as_str();
    while let Some(start) = rest.find("${") {
        plain.push_str(&rest[..start]);
        let inner = &rest[start + 2..];
        let Some(end) = inner.find('}') else {
            rest = &rest[start..];
            break;
        };
        let name = &inner[..end];
        rest = &inner[end + 1..];
        if let Some(literal) = name.strip_prefix('!') {
            plain.push_str(&format!("${{{literal}}}"));
            continue;
        }
        let name = name.trim();
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | ':');
        if name.is_empty() || !name.chars().all(allowed) {
            return Err(TemplateError::new(SUB_NAMES));
        }
        if !plain.is_empty() {
            parts.push(SubPart::Text(std::mem::take(&mut plain)));
        }
        parts.push(SubPart::Value(
            match (variables.get(name), name.split_once('.')) {
                (Some(value), _) => Expression::parse(value, place)?,
                (None, Some(_)) => parse_attribute(&Value::String(name.to_owned()))?,
                (None, None) => Expression::Ref(name.to_owned()),
            },
        ));
    }
    plain.push_str(rest);
    if !plain.is_empty() {
        parts.push(SubPart::Text(plain));
    }
    Ok(Expression::Sub(parts))
}

/// `{{resolve:…}}` is read from services that this region does not have.
fn refuse_dynamic_reference(text: &str, place: &str) -> Result<(), TemplateError> {
    if text.contains("{{resolve:") {
        return Err(TemplateError(format!(
            "Template error: the dynamic reference at {place} can't be resolved: the embedded \
             region has no Systems Manager parameters and no Secrets Manager. Give the value as \
             a parameter with NoEcho"
        )));
    }
    Ok(())
}
