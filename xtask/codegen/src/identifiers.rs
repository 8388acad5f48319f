//! The kinds of names that properties ask for: `AWS::IAM::Role.Arn` is `RoleArn`.

use std::collections::{BTreeMap, BTreeSet};

use registry::{ResourceSchema, Shape};

use crate::names::pascal;

const ROLE: &str = "AWS::IAM::Role.Arn";

/// The identifiers in use, by format.
#[derive(Debug, Clone, Default)]
pub struct Identifiers {
    names: BTreeMap<String, String>,
    /// Properties that go by another format than their own name: `SecurityGroup.GroupId`.
    aliases: BTreeMap<String, String>,
}

impl Identifiers {
    /// All that properties of the schemas ask for.
    pub fn of<'a>(schemas: impl IntoIterator<Item = &'a ResourceSchema>) -> Self {
        let (mut formats, mut given) = (BTreeSet::new(), BTreeSet::new());
        let mut aliases = BTreeMap::new();
        for schema in schemas {
            collect(schema.json(), &mut formats);
            for (property, shape) in schema.root().properties() {
                let plain = canonical(schema.type_name(), property);
                let own = format(shape.json());
                if let Some(own) =
                    own.filter(|own| own.starts_with(&format!("{}.", schema.type_name())))
                {
                    aliases.insert(plain.clone(), own.clone());
                    given.insert(own);
                }
                given.insert(plain);
            }
        }
        // A name that no resource gives could not be had by reference.
        formats.retain(|format| {
            given.contains(format) && aliases.get(format).is_none_or(|own| own == format)
        });
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
        Self {
            names: out,
            aliases,
        }
    }

    /// The identifier that a text is, if any.
    pub(crate) fn name(&self, shape: Shape<'_>) -> Option<&str> {
        self.get(&format(shape.json())?)
    }

    /// The identifier that a property of that name asks for, if any. Schemas leave out the format
    /// of many roles, which their names and patterns tell.
    pub(crate) fn asked(&self, name: &str, shape: Shape<'_>) -> Option<&str> {
        let is_role = name.ends_with("RoleArn")
            || name.ends_with("RoleARN")
            || shape
                .pattern()
                .is_some_and(|p| p.contains(":iam::") && p.contains(":role"));
        self.name(shape)
            .or_else(|| if is_role { self.get(ROLE) } else { None })
    }

    /// The identifier that a property of a resource gives, if any.
    pub(crate) fn given(&self, type_name: &str, property: &str, shape: Shape<'_>) -> Option<&str> {
        let own = self.get(&canonical(type_name, property));
        self.name(shape).or(own)
    }

    fn get(&self, format: &str) -> Option<&str> {
        let format = self.aliases.get(format).map_or(format, String::as_str);
        self.names.get(format).map(String::as_str)
    }

    /// Each identifier's name with its format, by name.
    pub(crate) fn sorted(&self) -> Vec<(&str, &str)> {
        let names = self.names.iter();
        let mut all: Vec<_> = names.map(|(f, n)| (n.as_str(), f.as_str())).collect();
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
    let property = match property.split_at_checked(own.len()) {
        Some((first, rest)) if first.eq_ignore_ascii_case(own) && !rest.is_empty() => rest,
        _ => property,
    };
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
