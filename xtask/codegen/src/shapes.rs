//! From what a schema says of a value to a Rust type.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use registry::{Kind, ResourceSchema, Shape};
use serde_json::Value as Json;

use crate::Identifiers;
use crate::facts::facts;
use crate::model::{Enum, Field, Struct, Variant};
use crate::names::{Scope, pascal, snake, variant};

const ANY: &str = "cfn::Any";
const POLICY: &str = "cfn::policy::Document";
/// How deep definitions that only name others are followed.
const DEEPEST: usize = 12;

/// Names that generated modules use themselves.
const TAKEN: &[&str] = &[
    "Handle", "String", "Into", "Self", "Debug", "Clone", "Some", "None", "Option", "Result", "Ok",
    "Err", "Box", "Vec",
];

/// The nested types of one resource type, found as its properties are walked.
pub(crate) struct Types<'a> {
    schema: &'a ResourceSchema,
    identifiers: &'a Identifiers,
    scope: Scope,
    /// The types of definitions that have a type of their own.
    definitions: BTreeMap<&'a str, String>,
    waiting: VecDeque<(String, String, Shape<'a>)>,
    read_only: BTreeSet<String>,
    pub(crate) enums: Vec<Enum>,
}

impl<'a> Types<'a> {
    pub(crate) fn new(
        schema: &'a ResourceSchema,
        identifiers: &'a Identifiers,
        resource: &str,
    ) -> Self {
        let mut scope = Scope::of(TAKEN);
        scope.claim(resource, "");
        Self {
            schema,
            identifiers,
            scope,
            definitions: BTreeMap::new(),
            waiting: VecDeque::new(),
            read_only: schema.read_only().map(|path| path.to_string()).collect(),
            enums: Vec::new(),
        }
    }

    /// The properties of an object, required ones apart.
    pub(crate) fn fields(
        &mut self,
        prefix: &str,
        shape: Shape<'a>,
        resource: bool,
    ) -> (Vec<Field>, Vec<Field>) {
        let members = members(shape, 0);
        let mut names = Scope::of(&["new"]);
        let (mut required, mut optional) = (Vec::new(), Vec::new());
        for (property, inner) in &members.properties {
            if resource && self.read_only.contains(*property) {
                continue;
            }
            let kind = self.kind(*inner, &format!("{prefix}{}", pascal(property)), 0);
            let mut doc = format!("`{property}`.{}", facts(*inner));
            if resource {
                doc.push_str(&self.changes(property));
            }
            let field = Field {
                property: (*property).to_owned(),
                name: names.claim(&snake(property), "_"),
                kind,
                doc,
            };
            if members.required.contains(property) {
                required.push(field);
            } else {
                optional.push(field);
            }
        }
        (required, optional)
    }

    /// What a change of a property does, and what reading it gives.
    fn changes(&self, property: &str) -> String {
        let is = |mut paths: Box<dyn Iterator<Item = registry::PropertyPath> + '_>| {
            paths.any(|path| path.segments() == [property])
        };
        let mut out = String::new();
        if is(Box::new(self.schema.create_only())) {
            out.push_str(" A change replaces the resource.");
        }
        if is(Box::new(self.schema.conditional_create_only())) {
            out.push_str(" Some changes replace the resource.");
        }
        if is(Box::new(self.schema.write_only())) {
            out.push_str(" Write-only: the service never tells it again.");
        }
        if is(Box::new(self.schema.deprecated())) {
            out.push_str(" Deprecated.");
        }
        out
    }

    /// The nested types that were met, all of them.
    pub(crate) fn structs(&mut self) -> Vec<Struct> {
        let mut out = Vec::new();
        while let Some((name, doc, shape)) = self.waiting.pop_front() {
            let (required, optional) = self.fields(&name, shape, false);
            out.push(Struct {
                name,
                doc,
                required,
                optional,
            });
        }
        out.sort_by(|one, other| one.name.cmp(&other.name));
        self.enums.sort_by(|one, other| one.name.cmp(&other.name));
        out
    }

    /// The type within `Value<…>`. A type that is not named in the schema is called `hint`.
    pub(crate) fn kind(&mut self, shape: Shape<'a>, hint: &str, depth: usize) -> String {
        if depth > DEEPEST {
            return ANY.to_owned();
        }
        if let Some(name) = shape.json()["$ref"].as_str().and_then(definition) {
            if let Some(known) = self.definitions.get(name) {
                return known.clone();
            }
            let resolved = shape.resolve();
            if resolved == shape {
                return ANY.to_owned();
            }
            if let Some(own) = self.own_type(resolved, name) {
                self.definitions.insert(name, own.clone());
                return own;
            }
            return self.kind(resolved, &pascal(name), depth + 1);
        }
        if shape.json()["$ref"].is_string() {
            let resolved = shape.resolve();
            return if resolved == shape {
                ANY.to_owned()
            } else {
                self.kind(resolved, hint, depth + 1)
            };
        }
        if let Some(own) = self.own_type(shape, hint) {
            return own;
        }
        self.plain(shape, hint, depth)
    }

    /// The type of an object with properties or of listed texts.
    fn own_type(&mut self, shape: Shape<'a>, name: &str) -> Option<String> {
        match category(shape) {
            Category::Object => {
                let members = members(shape, 0);
                let names: Vec<&str> = members.properties.iter().map(|(name, _)| *name).collect();
                let is_tag = name.contains("Tag")
                    && matches!(names[..], ["Key", "Value"] | ["Value", "Key"]);
                let texts = members
                    .properties
                    .iter()
                    .all(|(_, s)| s.resolve().kinds() == [Kind::String]);
                if is_tag && texts {
                    return Some("cfn::Tag".to_owned());
                }
                let rust = self.scope.claim(&pascal(name), "Definition");
                let doc = format!("`{name}` of `{}`.", self.schema.type_name());
                self.waiting.push_back((rust.clone(), doc, shape));
                Some(rust)
            }
            Category::Listed(values) => {
                let rust = self.scope.claim(&pascal(name), "Kind");
                let mut names = Scope::of(&["Other"]);
                let variants = values.iter().map(|value| Variant {
                    name: names.claim(&variant(value), "N"),
                    literal: format!("{value:?}"),
                    doc: format!("`{}`.", if value.is_empty() { "\"\"" } else { value }),
                });
                let variants = variants.collect();
                let doc = format!("The values of `{name}` of `{}`.", self.schema.type_name());
                self.enums.push(Enum {
                    name: rust.clone(),
                    doc,
                    variants,
                });
                Some(rust)
            }
            Category::Plain => None,
        }
    }

    fn plain(&mut self, shape: Shape<'a>, hint: &str, depth: usize) -> String {
        let kinds = kinds(shape);
        if kinds.contains(&Kind::Object) && is_policy(hint) {
            return POLICY.to_owned();
        }
        match kinds[..] {
            [Kind::String] => match self.identifiers.asked(hint, shape) {
                Some(name) => format!("cfn::identifiers::{name}"),
                None => "String".to_owned(),
            },
            [Kind::Boolean] => "bool".to_owned(),
            [Kind::Number] => "f64".to_owned(),
            [Kind::Integer] => integer(shape),
            [Kind::Array] => match shape.items() {
                Some(items) => {
                    let item = match hint.strip_suffix('s') {
                        Some(one) if !one.ends_with('s') => one.to_owned(),
                        _ => format!("{hint}Item"),
                    };
                    format!("cfn::List<{}>", self.kind(items, &item, depth + 1))
                }
                None => format!("cfn::List<{ANY}>"),
            },
            [Kind::Object] => {
                let mut values = shape.pattern_properties();
                match (values.next(), values.next()) {
                    (Some((_, value)), None) => {
                        format!(
                            "cfn::Map<{}>",
                            self.kind(value, &format!("{hint}Value"), depth + 1)
                        )
                    }
                    _ => ANY.to_owned(),
                }
            }
            _ => match the_typed_one(shape) {
                Some(other) => self.kind(other, hint, depth + 1),
                None => ANY.to_owned(),
            },
        }
    }
}

/// Of alternatives of different kinds, the only one that says what is in it.
fn the_typed_one(shape: Shape<'_>) -> Option<Shape<'_>> {
    let is_typed = |other: &Shape<'_>| {
        let resolved = other.resolve();
        resolved.json()["items"].is_object() || resolved.properties().next().is_some()
    };
    let mut typed = alternatives(shape).filter(is_typed);
    typed.next().filter(|_| typed.next().is_none())
}

/// Whether a property that the schema only calls an object holds an IAM policy: the schemas do not
/// say so, the names do. Filter, redrive and data protection policies are other languages.
fn is_policy(property: &str) -> bool {
    [
        "PolicyDocument",
        "KeyPolicy",
        "PolicyText",
        "DeliveryDestinationPolicy",
        "ModelPackageGroupPolicy",
    ]
    .iter()
    .any(|end| property.ends_with(end))
}

fn definition(pointer: &str) -> Option<&str> {
    let name = pointer.strip_prefix("#/definitions/")?;
    (!name.contains('/')).then_some(name)
}

fn integer(shape: Shape<'_>) -> String {
    let whole = |limit: f64| (limit.fract() == 0.0 && limit.abs() < 9e15).then_some(limit);
    let bound = |keyword: &str| shape.limit(keyword).and_then(whole);
    match (bound("minimum"), bound("maximum")) {
        (Some(least), Some(most)) if least <= most => format!("cfn::Int<{least:.0}, {most:.0}>"),
        (Some(least), None) => format!("cfn::Int<{least:.0}, {{ i64::MAX }}>"),
        (None, Some(most)) => format!("cfn::Int<{{ i64::MIN }}, {most:.0}>"),
        _ => "cfn::Integer".to_owned(),
    }
}

enum Category {
    Object,
    Listed(Vec<String>),
    Plain,
}

fn category(shape: Shape<'_>) -> Category {
    let kinds = kinds(shape);
    if kinds == [Kind::Object] && !members(shape, 0).properties.is_empty() {
        return Category::Object;
    }
    if kinds == [Kind::String]
        && let Some(allowed) = shape.allowed()
    {
        let mut values: Vec<String> = Vec::new();
        for value in allowed.iter().filter_map(Json::as_str) {
            if !values.iter().any(|seen| seen == value) {
                values.push(value.to_owned());
            }
        }
        if !values.is_empty() {
            return Category::Listed(values);
        }
    }
    Category::Plain
}

/// The kinds of a value; where the schema does not name them, those that its other words need.
fn kinds(shape: Shape<'_>) -> Vec<Kind> {
    kinds_within(shape, 0)
}

fn kinds_within(shape: Shape<'_>, depth: usize) -> Vec<Kind> {
    let mut kinds = shape.kinds();
    kinds.retain(|kind| *kind != Kind::Null);
    // Documents may be given as text, too; the object is what can be typed.
    if kinds.len() == 2
        && kinds.contains(&Kind::String)
        && kinds.contains(&Kind::Object)
        && shape.properties().next().is_some()
    {
        return vec![Kind::Object];
    }
    if !kinds.is_empty() || depth > DEEPEST {
        return kinds;
    }
    let json = shape.json();
    if json["properties"].is_object() || json["patternProperties"].is_object() {
        return vec![Kind::Object];
    }
    if json["items"].is_object() {
        return vec![Kind::Array];
    }
    if let Some(values) = shape.allowed()
        && values.iter().all(Json::is_string)
    {
        return vec![Kind::String];
    }
    for other in alternatives(shape) {
        for kind in kinds_within(other.resolve(), depth + 1) {
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
    }
    kinds
}

fn alternatives(shape: Shape<'_>) -> impl Iterator<Item = Shape<'_>> {
    let keywords = ["allOf", "anyOf", "oneOf"].into_iter();
    keywords
        .filter_map(move |keyword| shape.json()[keyword].as_array())
        .flatten()
        .map(move |json| shape.within(json))
}

#[derive(Default)]
struct Members<'a> {
    properties: Vec<(&'a str, Shape<'a>)>,
    required: BTreeSet<&'a str>,
}

/// The properties of an object and of all its alternatives. What only an alternative requires is
/// optional here, and told by the template's check.
fn members(shape: Shape<'_>, depth: usize) -> Members<'_> {
    let mut out = Members::default();
    if depth > DEEPEST {
        return out;
    }
    out.properties.extend(shape.properties());
    out.required.extend(shape.required());
    for keyword in ["allOf", "anyOf", "oneOf"] {
        for json in shape.json()[keyword].as_array().into_iter().flatten() {
            let inner = members(shape.within(json).resolve(), depth + 1);
            for (name, property) in inner.properties {
                if !out.properties.iter().any(|(known, _)| *known == name) {
                    out.properties.push((name, property));
                }
            }
            if keyword == "allOf" {
                out.required.extend(inner.required);
            }
        }
    }
    out
}
