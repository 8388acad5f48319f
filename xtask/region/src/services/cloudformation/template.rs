//! A CloudFormation template in JSON, read into types. What is wrong with its form is refused
//! in CloudFormation's words; what its parts say of each other is checked in [`super::check`].

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::condition::Condition;
use super::expression::Expression;
use super::parameter::Parameter;

/// The most bytes of a template given as text.
pub const MAX_BODY_BYTES: usize = 51_200;
/// The most bytes of a template read from S3.
pub const MAX_OBJECT_BYTES: usize = 1_048_576;
const MAX_RESOURCES: usize = 500;
const MAX_PARAMETERS: usize = 200;
const MAX_OUTPUTS: usize = 200;
const SECTIONS: [&str; 7] = [
    "AWSTemplateFormatVersion",
    "Description",
    "Metadata",
    "Parameters",
    "Mappings",
    "Conditions",
    "Resources",
];

/// What is wrong with a template or with what is given with it: a `ValidationError`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct TemplateError(pub String);

impl TemplateError {
    pub(super) fn new(message: &str) -> Self {
        Self(message.to_owned())
    }
}

/// A template.
#[derive(Debug, Clone, PartialEq)]
pub struct Template {
    /// What it says of itself.
    pub description: Option<String>,
    /// Its `Metadata` section.
    pub metadata: Option<Value>,
    /// The parameters by name.
    pub parameters: BTreeMap<String, Parameter>,
    /// `Mappings`: name, top-level key, second-level key.
    pub mappings: Mappings,
    /// The conditions by name.
    pub conditions: BTreeMap<String, Condition>,
    /// The resources by logical id.
    pub resources: BTreeMap<String, Resource>,
    /// The outputs by name.
    pub outputs: BTreeMap<String, Output>,
}

/// A resource of a template.
#[derive(Debug, Clone, PartialEq)]
pub struct Resource {
    /// Its type, such as `AWS::S3::Bucket`.
    pub kind: String,
    /// Its properties.
    pub properties: BTreeMap<String, Expression>,
    /// What it names in `DependsOn`.
    pub depends_on: Vec<String>,
    /// The condition it is made under.
    pub condition: Option<String>,
    /// What becomes of it when it leaves the stack.
    pub deletion_policy: Retention,
    /// What becomes of the old one when it is replaced.
    pub update_replace_policy: Retention,
    /// Its `Metadata`, as written.
    pub metadata: Option<Value>,
}

/// A `DeletionPolicy` or an `UpdateReplacePolicy`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Retention {
    /// It is deleted.
    #[default]
    Delete,
    /// It stays.
    Retain,
    /// It stays once it was made: deleted only when the creation of its stack is rolled back.
    RetainExceptOnCreate,
}

/// An output of a template.
#[derive(Debug, Clone, PartialEq)]
pub struct Output {
    /// Its value.
    pub value: Expression,
    /// What it says of itself.
    pub description: Option<String>,
    /// The condition it is given under.
    pub condition: Option<String>,
    /// The name that other stacks import it by.
    pub export: Option<Expression>,
}

impl Template {
    /// Reads the text of a template.
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        let root: Value = serde_json::from_str(text).map_err(|error| not_json(text, &error))?;
        let root = object(&root, "Template format error: unsupported structure.")?;
        let unknown: Vec<&str> = root
            .keys()
            .map(String::as_str)
            .filter(|key| !SECTIONS.contains(key) && *key != "Outputs")
            .collect();
        if unknown
            .iter()
            .any(|key| matches!(*key, "Transform" | "Rules" | "Hooks"))
        {
            return Err(TemplateError(format!(
                "Template format error: the embedded region does not run the template sections \
                 [{}]",
                unknown.join(", ")
            )));
        }
        if !unknown.is_empty() {
            return Err(TemplateError(format!(
                "Invalid template property or properties [{}]",
                unknown.join(", ")
            )));
        }
        if let Some(version) = root.get("AWSTemplateFormatVersion")
            && version != "2010-09-09"
        {
            return Err(TemplateError::new(
                "Template format error: Unrecognized template format version, the only one is \
                 2010-09-09",
            ));
        }
        let resources = match root.get("Resources") {
            Some(Value::Object(resources)) if !resources.is_empty() => {
                parse_all(resources, "Resource", Resource::parse)?
            }
            _ => {
                return Err(TemplateError::new(
                    "Template format error: At least one Resources member must be defined.",
                ));
            }
        };
        let template = Self {
            description: optional_text(root, "Description", "Template")?,
            metadata: root.get("Metadata").cloned(),
            parameters: parse_all(section(root, "Parameters")?, "Parameter", Parameter::parse)?,
            mappings: parse_mappings(section(root, "Mappings")?)?,
            conditions: section(root, "Conditions")?
                .iter()
                .map(|(name, value)| Ok((name.clone(), Condition::parse(value, name)?)))
                .collect::<Result<_, TemplateError>>()?,
            resources,
            outputs: parse_all(section(root, "Outputs")?, "Output", Output::parse)?,
        };
        for (count, most, what) in [
            (template.resources.len(), MAX_RESOURCES, "resources"),
            (template.parameters.len(), MAX_PARAMETERS, "parameters"),
            (template.outputs.len(), MAX_OUTPUTS, "outputs"),
        ] {
            if count > most {
                return Err(TemplateError(format!(
                    "Template format error: Number of {what}, {count}, is greater than maximum \
                     allowed, {most}"
                )));
            }
        }
        Ok(template)
    }
}

impl Resource {
    fn parse(name: &str, value: &Map<String, Value>) -> Result<Self, TemplateError> {
        let place = format!("/Resources/{name}");
        let Some(Value::String(kind)) = value.get("Type") else {
            return Err(TemplateError(format!(
                "Template format error: [{place}] Every Resources object must contain a Type \
                 member."
            )));
        };
        for key in value.keys() {
            match key.as_str() {
                "Type"
                | "Properties"
                | "DependsOn"
                | "Condition"
                | "DeletionPolicy"
                | "UpdateReplacePolicy"
                | "Metadata" => {}
                "CreationPolicy" | "UpdatePolicy" => {
                    return Err(TemplateError(format!(
                        "Template format error: [{place}/{key}] the embedded region has no \
                         resource that honours {key}"
                    )));
                }
                _ => {
                    return Err(TemplateError(format!(
                        "Invalid template resource property '{key}'"
                    )));
                }
            }
        }
        let properties = match value.get("Properties") {
            None => BTreeMap::new(),
            Some(Value::Object(properties)) => properties
                .iter()
                .map(|(key, property)| {
                    let place = format!("{place}/Properties/{key}");
                    Ok((key.clone(), Expression::parse(property, &place)?))
                })
                .collect::<Result<_, TemplateError>>()?,
            Some(_) => {
                return Err(TemplateError(format!(
                    "Template format error: [{place}/Properties] Properties must be an object."
                )));
            }
        };
        let depends_on = match value.get("DependsOn") {
            None => Vec::new(),
            Some(Value::String(one)) => vec![one.clone()],
            Some(Value::Array(several)) => several
                .iter()
                .map(|item| item.as_str().map(str::to_owned))
                .collect::<Option<_>>()
                .ok_or_else(depends_on_shape)?,
            Some(_) => return Err(depends_on_shape()),
        };
        Ok(Self {
            kind: kind.clone(),
            properties,
            depends_on,
            condition: optional_text(value, "Condition", &place)?,
            deletion_policy: Retention::parse(value, "DeletionPolicy", &place)?,
            update_replace_policy: Retention::parse(value, "UpdateReplacePolicy", &place)?,
            metadata: value.get("Metadata").cloned(),
        })
    }
}

impl Retention {
    fn parse(
        resource: &Map<String, Value>,
        attribute: &str,
        place: &str,
    ) -> Result<Self, TemplateError> {
        match resource
            .get(attribute)
            .map(|value| value.as_str().unwrap_or_default())
        {
            None | Some("Delete") => Ok(Self::Delete),
            Some("Retain") => Ok(Self::Retain),
            Some("RetainExceptOnCreate") if attribute == "DeletionPolicy" => {
                Ok(Self::RetainExceptOnCreate)
            }
            Some("Snapshot") => Err(TemplateError(format!(
                "Template error: resource type at {place} does not support {attribute} Snapshot"
            ))),
            Some(_) => Err(TemplateError(format!(
                "Template format error: Unrecognized {attribute} {} at {place}",
                resource.get(attribute).unwrap_or(&Value::Null)
            ))),
        }
    }

    /// As templates write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Delete => "Delete",
            Self::Retain => "Retain",
            Self::RetainExceptOnCreate => "RetainExceptOnCreate",
        }
    }
}

impl Output {
    fn parse(name: &str, value: &Map<String, Value>) -> Result<Self, TemplateError> {
        let place = format!("/Outputs/{name}");
        let Some(given) = value.get("Value") else {
            return Err(TemplateError(format!(
                "Template format error: [{place}] Every Outputs member must contain a Value object"
            )));
        };
        if let Some(key) = value.keys().find(|key| {
            !matches!(
                key.as_str(),
                "Value" | "Description" | "Condition" | "Export"
            )
        }) {
            return Err(TemplateError(format!(
                "Template format error: Invalid property [{key}] of the output {name}"
            )));
        }
        let export = match value.get("Export") {
            None => None,
            Some(export) => match export.as_object() {
                Some(export) if export.len() == 1 && export.contains_key("Name") => Some(
                    Expression::parse(&export["Name"], &format!("{place}/Export/Name"))?,
                ),
                _ => {
                    return Err(TemplateError(format!(
                        "Template format error: [{place}/Export] an export is an object with \
                         the one member Name"
                    )));
                }
            },
        };
        Ok(Self {
            value: Expression::parse(given, &format!("{place}/Value"))?,
            description: optional_text(value, "Description", &place)?,
            condition: optional_text(value, "Condition", &place)?,
            export,
        })
    }
}

/// Values by mapping, first key and second key.
pub type Mappings = BTreeMap<String, BTreeMap<String, BTreeMap<String, Value>>>;

fn parse_mappings(mappings: &Map<String, Value>) -> Result<Mappings, TemplateError> {
    let malformed = |name: &str| {
        TemplateError(format!(
            "Template format error: Every Mappings attribute must be a String or a List. \
             (mapping {name})"
        ))
    };
    let mut read: Mappings = BTreeMap::new();
    for (name, tops) in mappings {
        let mut by_top = BTreeMap::new();
        for (top, seconds) in tops.as_object().ok_or_else(|| malformed(name))? {
            let mut by_second = BTreeMap::new();
            for (second, value) in seconds.as_object().ok_or_else(|| malformed(name))? {
                if value.is_object() || value.is_null() {
                    return Err(malformed(name));
                }
                by_second.insert(second.clone(), value.clone());
            }
            by_top.insert(top.clone(), by_second);
        }
        read.insert(name.clone(), by_top);
    }
    Ok(read)
}

/// Reads the members of a section, whose names are alphanumeric.
fn parse_all<T>(
    members: &Map<String, Value>,
    what: &str,
    parse: impl Fn(&str, &Map<String, Value>) -> Result<T, TemplateError>,
) -> Result<BTreeMap<String, T>, TemplateError> {
    members
        .iter()
        .map(|(name, value)| {
            if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric()) {
                return Err(TemplateError(format!(
                    "Template format error: {what} name {name} is non alphanumeric."
                )));
            }
            let value = value.as_object().ok_or_else(|| {
                TemplateError(format!(
                    "Template format error: [/{what}s/{name}] {} definition is malformed",
                    what.to_lowercase()
                ))
            })?;
            Ok((name.clone(), parse(name, value)?))
        })
        .collect()
}

fn section<'a>(
    root: &'a Map<String, Value>,
    name: &str,
) -> Result<&'a Map<String, Value>, TemplateError> {
    static NOTHING: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);
    match root.get(name) {
        None => Ok(&NOTHING),
        Some(Value::Object(section)) => Ok(section),
        Some(_) => Err(TemplateError(format!(
            "Template format error: {name} section must be a map."
        ))),
    }
}

fn object<'a>(value: &'a Value, refusal: &str) -> Result<&'a Map<String, Value>, TemplateError> {
    value.as_object().ok_or_else(|| TemplateError::new(refusal))
}

pub(super) fn optional_text(
    object: &Map<String, Value>,
    key: &str,
    place: &str,
) -> Result<Option<String>, TemplateError> {
    match object.get(key) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(TemplateError(format!(
            "Template format error: the {key} of {place} must be a string."
        ))),
    }
}

fn depends_on_shape() -> TemplateError {
    TemplateError::new("Template format error: DependsOn must be a string or list of strings.")
}

fn not_json(text: &str, error: &serde_json::Error) -> TemplateError {
    if !text.trim_start().starts_with('{') {
        return TemplateError::new(
            "Template format error: unsupported structure. The embedded region reads templates \
             in JSON, not in YAML.",
        );
    }
    TemplateError(format!(
        "Template format error: JSON not well-formed. (line {}, column {})",
        error.line(),
        error.column()
    ))
}
