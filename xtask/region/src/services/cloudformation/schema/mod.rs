//! The schemas of the resource types: which properties there are, which of them make a new
//! resource when they change, and which attributes a resource has.
//!
//! They are those of AWS's public registry that the crate `registry` carries, so that a template
//! which the region takes is one that AWS takes, too.

mod validate;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use registry::Registry;
use serde_json::{Map, Value};

/// The schema of a resource type.
#[derive(Debug)]
pub struct Schema {
    root: Value,
    read_only: Vec<String>,
    create_only: Vec<Vec<String>>,
    conditional_create_only: Vec<Vec<String>>,
    tags: Option<Tags>,
}

/// How a type takes tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tags {
    /// The property that holds them.
    pub property: String,
    /// Whether it is a list of `Key` and `Value`; else it is a map.
    pub list: bool,
}

/// Whether a changed property needs a new resource.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
pub enum Recreation {
    /// The resource is changed in place.
    Never,
    /// It depends on the value.
    Conditionally,
    /// A new resource is made and the old one deleted.
    Always,
}

/// Attributes that AWS documents though the registry's schema does not list them.
const FURTHER_ATTRIBUTES: [(&str, &str); 2] = [
    ("AWS::SNS::Topic", "TopicName"),
    ("AWS::SQS::Queue", "QueueName"),
];

/// The types that the region provides.
const PROVIDED: [&str; 26] = [
    "AWS::Athena::NamedQuery",
    "AWS::Athena::PreparedStatement",
    "AWS::Athena::WorkGroup",
    "AWS::CloudFormation::WaitConditionHandle",
    "AWS::CloudWatch::Alarm",
    "AWS::CloudWatch::Dashboard",
    "AWS::Events::Rule",
    "AWS::Glue::Database",
    "AWS::Glue::Table",
    "AWS::IAM::ManagedPolicy",
    "AWS::IAM::OIDCProvider",
    "AWS::IAM::Policy",
    "AWS::IAM::Role",
    "AWS::Lambda::Alias",
    "AWS::Lambda::Function",
    "AWS::Lambda::Permission",
    "AWS::Lambda::Version",
    "AWS::Logs::LogGroup",
    "AWS::S3::Bucket",
    "AWS::S3::BucketPolicy",
    "AWS::SNS::Subscription",
    "AWS::SNS::Topic",
    "AWS::SNS::TopicPolicy",
    "AWS::StepFunctions::StateMachine",
    "AWS::StepFunctions::StateMachineAlias",
    "AWS::StepFunctions::StateMachineVersion",
];

static SCHEMAS: LazyLock<BTreeMap<&'static str, Schema>> = LazyLock::new(|| {
    let registry = Registry::vendored();
    PROVIDED
        .into_iter()
        .filter_map(|kind| Some((kind, Schema::read(registry.schema(kind)?.json().clone()))))
        .collect()
});

impl Schema {
    /// The schema of a type; none when the region does not provide it.
    pub fn of(kind: &str) -> Option<&'static Self> {
        SCHEMAS.get(kind)
    }

    /// The types that the region provides.
    pub fn kinds() -> impl Iterator<Item = &'static str> {
        SCHEMAS.keys().copied()
    }

    fn read(root: Value) -> Self {
        let pointers = |key: &str| -> Vec<Vec<String>> {
            let listed = root[key].as_array().map(Vec::as_slice).unwrap_or_default();
            listed
                .iter()
                .filter_map(|pointer| pointer.as_str()?.strip_prefix("/properties/"))
                .map(|path| path.split('/').map(str::to_owned).collect())
                .collect()
        };
        let tags = root["tagging"]["tagProperty"]
            .as_str()
            .filter(|_| root["tagging"]["taggable"] == true)
            .and_then(|pointer| pointer.strip_prefix("/properties/"))
            .map(|property| Tags {
                property: property.to_owned(),
                list: resolved(&root, &root["properties"][property])["type"] == "array",
            });
        Self {
            read_only: pointers("readOnlyProperties")
                .into_iter()
                .map(|path| path.join("."))
                .collect(),
            create_only: pointers("createOnlyProperties"),
            conditional_create_only: pointers("conditionalCreateOnlyProperties"),
            tags,
            root,
        }
    }

    fn kind(&self) -> &str {
        self.root["typeName"].as_str().unwrap_or_default()
    }

    /// Whether `Fn::GetAtt` knows the attribute.
    pub fn has_attribute(&self, attribute: &str) -> bool {
        self.read_only.iter().any(|known| known == attribute)
            || FURTHER_ATTRIBUTES.contains(&(self.kind(), attribute))
    }

    /// How the type takes tags; none when it takes none.
    pub fn tags(&self) -> Option<&Tags> {
        self.tags.as_ref()
    }

    /// Whether the resource is made anew when the property `name` changes from one value to
    /// another.
    pub fn recreation(&self, name: &str, old: Option<&Value>, new: Option<&Value>) -> Recreation {
        let differs = |path: &Vec<String>| {
            path.first().is_some_and(|first| first == name)
                && at(old, &path[1..]) != at(new, &path[1..])
        };
        if self.create_only.iter().any(differs) {
            Recreation::Always
        } else if self.conditional_create_only.iter().any(differs) {
            Recreation::Conditionally
        } else {
            Recreation::Never
        }
    }

    /// Brings scalars to the types that the schema wants: templates may write `"128"` for 128
    /// and `true` for `"true"`.
    pub fn coerce(&self, properties: &mut Map<String, Value>) {
        let mut whole = Value::Object(std::mem::take(properties));
        validate::coerce(&self.root, &self.root, &mut whole);
        if let Value::Object(coerced) = whole {
            *properties = coerced;
        }
    }

    /// What is wrong with the properties, in CloudFormation's words; empty when nothing is.
    pub fn problems(&self, properties: &Map<String, Value>) -> Vec<String> {
        let mut problems = Vec::new();
        for name in properties
            .keys()
            .filter(|name| self.read_only.contains(name))
        {
            problems.push(format!(
                "#: read-only property [{name}] cannot be specified"
            ));
        }
        validate::validate(&self.root, &self.root, properties, &mut problems);
        problems
    }
}

fn at<'a>(value: Option<&'a Value>, path: &[String]) -> Option<&'a Value> {
    path.iter().try_fold(value?, |value, name| value.get(name))
}

/// The schema itself, or the definition that it refers to (`{"$ref": "#/definitions/Tags"}`).
fn resolved<'a>(root: &'a Value, schema: &'a Value) -> &'a Value {
    schema["$ref"]
        .as_str()
        .and_then(|reference| root.pointer(reference.strip_prefix('#')?))
        .unwrap_or(schema)
}
