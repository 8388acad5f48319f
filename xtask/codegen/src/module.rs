//! One resource type as the template's data.

use registry::{Kind, ResourceSchema, Shape};

use crate::Identifiers;
use crate::model::{Attribute, Module, Struct};
use crate::names::{Scope, pascal, snake};
use crate::shapes::Types;

/// The parts of a type's name: the service's module and the resource's struct.
pub(crate) fn parts(type_name: &str) -> (String, String) {
    let mut parts = type_name.split("::");
    let vendor = parts.next().unwrap_or_default();
    let service = parts.next().unwrap_or_default().to_ascii_lowercase();
    let resource: String = parts.map(pascal).collect();
    let service = if vendor == "AWS" {
        service
    } else {
        format!("{}_{service}", vendor.to_ascii_lowercase())
    };
    (service, resource)
}

pub(crate) fn module(schema: &ResourceSchema, identifiers: &Identifiers) -> Module {
    let (service, resource) = parts(schema.type_name());
    let mut types = Types::new(schema, identifiers, &resource);
    let (required, optional) = types.fields("", schema.root(), true);
    let structs = types.structs();
    let (reference, reference_doc) = reference(schema, identifiers);
    Module {
        type_name: schema.type_name().to_owned(),
        url: format!(
            "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/\
             aws-resource-{service}-{}.html",
            resource.to_ascii_lowercase()
        ),
        resource: Struct {
            doc: format!("`{}`.", schema.type_name()),
            name: resource,
            required,
            optional,
        },
        attributes: attributes(schema, identifiers),
        reference,
        reference_doc,
        structs,
        enums: types.enums,
    }
}

fn attributes(schema: &ResourceSchema, identifiers: &Identifiers) -> Vec<Attribute> {
    let mut names = Scope::of(&["reference", "id", "of"]);
    let mut out = Vec::new();
    for attribute in schema.attributes() {
        if attribute.name.contains('*') || !is_of_use(schema, &attribute.name) {
            continue;
        }
        let given = identifiers.given(schema.type_name(), &attribute.name, attribute.shape);
        out.push(Attribute {
            name: names.claim(&snake(&attribute.name), "_"),
            kind: kind(attribute.shape, given, identifiers),
            property: attribute.name,
        });
    }
    out
}

/// Whether an attribute tells what the program does not know: what only the service sets, or a
/// name that it makes up where none is given.
fn is_of_use(schema: &ResourceSchema, name: &str) -> bool {
    let (root, inner) = name
        .split_once('.')
        .map_or((name, false), |(root, _)| (root, true));
    let mut read_only = schema.read_only();
    let own = read_only.any(|path| path.segments().first().is_some_and(|first| first == root));
    let named = ["Name", "Arn", "ARN", "Id"]
        .iter()
        .any(|end| root.ends_with(end));
    own || schema.root().property(root).is_none() || named && !inner
}

/// What `Ref` gives: the primary identifier, where it is one property.
fn reference(schema: &ResourceSchema, identifiers: &Identifiers) -> (String, String) {
    let mut paths = schema.primary_identifier();
    if let (Some(path), None) = (paths.next(), paths.next())
        && let [name] = path.segments()
        && let Some(shape) = schema.root().property(name)
    {
        let kind = match identifiers.given(schema.type_name(), name, shape) {
            Some(name) => format!("cfn::identifiers::{name}"),
            None => "String".to_owned(),
        };
        return (kind, format!("What `Ref` gives: the `{name}`."));
    }
    ("String".to_owned(), "What `Ref` gives.".to_owned())
}

/// The type of what is only read: nested types are of no use there.
fn kind(shape: Shape<'_>, given: Option<&str>, identifiers: &Identifiers) -> String {
    let resolved = shape.resolve();
    match resolved.kinds()[..] {
        [Kind::String] => match given.or_else(|| identifiers.name(resolved)) {
            Some(name) => format!("cfn::identifiers::{name}"),
            None => "String".to_owned(),
        },
        [Kind::Integer] => "cfn::Integer".to_owned(),
        [Kind::Number] => "f64".to_owned(),
        [Kind::Boolean] => "bool".to_owned(),
        [Kind::Array] => match resolved.items() {
            Some(items) => format!(
                "cfn::List<{}>",
                kind(items, identifiers.name(items), identifiers)
            ),
            None => "cfn::List<cfn::Any>".to_owned(),
        },
        _ => "cfn::Any".to_owned(),
    }
}
