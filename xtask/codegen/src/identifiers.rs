//! The kinds of names that properties ask for: `AWS::IAM::Role.Arn` is `RoleArn`.

use std::collections::{BTreeMap, BTreeSet};

use registry::{ResourceSchema, Shape};

use crate::names::pascal;

/// The identifiers in use, by format.
#[derive(Debug, Clone, Default)]
pub struct Identifiers(BTreeMap<String, String>);

impl Identifiers {
    /// All that properties of the schemas ask for.
    pub fn of<'a>(schemas: impl IntoIterator<Item = &'a ResourceSchema>) -> Self {
        let (mut formats, mut given) = (BTreeSet::new(), BTreeSet::new());
        for schema in schemas {
            collect(schema.json(), &mut formats);
            for (property, shape) in schema.root().properties() {
                given.extend(format(shape.json()));
                given.insert(canonical(schema.type_name(), property));
            }
        }
        // A name that no resource gives could not be had by reference.
        formats.retain(|format| given.contains(format));
        let mut names: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for format in formats {
            names.entry(name(&format)).or_default().push(format);
        }
        let mut out = BTreeMap::new();
        for (name, formats) in names {
            let alone = formats.len() == 1;
            for format in formats {
                let service = format.split("::").nth(1).map(pascal).unwrap_or_default();
                let name = if alone {
                    name.clone()
                } else {
                    format!("{service}{name}")
                };
                out.insert(format, name);
            }
        }
        Self(out)
    }

    /// The identifier that a text is, if any.
    pub(crate) fn name(&self, shape: Shape<'_>) -> Option<&str> {
        self.0.get(&format(shape.json())?).map(String::as_str)
    }

    /// The identifier that a property of a resource gives, if any.
    pub(crate) fn given(&self, type_name: &str, property: &str, shape: Shape<'_>) -> Option<&str> {
        let own = self
            .0
            .get(&canonical(type_name, property))
            .map(String::as_str);
        self.name(shape).or(own)
    }

    /// Each format with its identifier's name, by name.
    pub(crate) fn sorted(&self) -> Vec<(&str, &str)> {
        let mut all: Vec<_> = self
            .0
            .iter()
            .map(|(f, n)| (n.as_str(), f.as_str()))
            .collect();
        all.sort_unstable();
        all
    }
}

/// The format of a text as a type and a property, for one item where it is of a list.
fn format(json: &serde_json::Value) -> Option<String> {
    if let Some(format) = json["format"].as_str() {
        let (kind, property) = format.split_once('.')?;
        let property = match property {
            "Ids" => "Id",
            "Names" => "Name",
            other => other,
        };
        let is_type = kind.split("::").count() == 3;
        let is_name = property.chars().all(|c| c.is_ascii_alphanumeric());
        return (is_type && is_name).then(|| canonical(kind, property));
    }
    let relation = &json["relationshipRef"];
    let property = relation["propertyPath"].as_str()?.rsplit('/').next()?;
    Some(canonical(relation["typeName"].as_str()?, property))
}

/// A property of a type under one name: `AWS::S3::Bucket.Name` for its `BucketName`.
fn canonical(kind: &str, property: &str) -> String {
    let own = kind.rsplit("::").next().unwrap_or_default();
    let property = property
        .strip_prefix(own)
        .filter(|rest| !rest.is_empty())
        .unwrap_or(property);
    format!("{kind}.{property}")
}

fn name(format: &str) -> String {
    let (kind, property) = format.split_once('.').unwrap_or((format, ""));
    let kind = kind.rsplit("::").next().map(pascal).unwrap_or_default();
    let property = pascal(property);
    // `AWS::KMS::Alias.AliasName` repeats itself.
    if property.starts_with(&kind) {
        property
    } else {
        kind + &property
    }
}

fn collect(json: &serde_json::Value, formats: &mut BTreeSet<String>) {
    match json {
        serde_json::Value::Object(object) => {
            formats.extend(format(json));
            for inner in object.values() {
                collect(inner, formats);
            }
        }
        serde_json::Value::Array(items) => {
            for inner in items {
                collect(inner, formats);
            }
        }
        _ => {}
    }
}
