//! What the parts of a template say of each other: every name that is used exists, attributes
//! are ones that the type has, and nothing depends on itself.

use std::collections::BTreeSet;

use super::evaluate::Pseudo;
use super::expression::{Expression, Reference};
use super::graph::Graph;
use super::schema::Schema;
use super::template::{Template, TemplateError};

/// Checks a template that was read.
pub fn check(template: &Template) -> Result<(), TemplateError> {
    known_types(template)?;
    names_of_resources(template)?;
    names_of_outputs(template)?;
    conditions(template)?;
    Graph::of(template).order().map(|_| ())
}

fn known_types(template: &Template) -> Result<(), TemplateError> {
    let unknown: BTreeSet<&str> = template
        .resources
        .values()
        .map(|resource| resource.kind.as_str())
        .filter(|kind| Schema::of(kind).is_none())
        .collect();
    refuse_unless_empty(&unknown, |names| {
        format!(
            "Template format error: Unrecognized resource types: [{names}]. The embedded region \
             provides [{}]",
            Schema::kinds().collect::<Vec<_>>().join(", ")
        )
    })
}

fn names_of_resources(template: &Template) -> Result<(), TemplateError> {
    let mut unresolved = BTreeSet::new();
    for resource in template.resources.values() {
        for name in &resource.depends_on {
            if !template.resources.contains_key(name) {
                unresolved.insert(name.as_str());
            }
        }
        if let Some(condition) = &resource.condition {
            known_condition(template, condition, "Resources")?;
        }
        for property in resource.properties.values() {
            names(template, property, "Resources", &mut unresolved)?;
        }
    }
    refuse_unless_empty(&unresolved, |names| {
        format!(
            "Template format error: Unresolved resource dependencies [{names}] in the Resources \
             block of the template"
        )
    })
}

fn names_of_outputs(template: &Template) -> Result<(), TemplateError> {
    let mut unresolved = BTreeSet::new();
    for output in template.outputs.values() {
        if let Some(condition) = &output.condition {
            known_condition(template, condition, "Outputs")?;
        }
        names(template, &output.value, "Outputs", &mut unresolved)?;
        if let Some(export) = &output.export {
            names(template, export, "Outputs", &mut unresolved)?;
        }
    }
    refuse_unless_empty(&unresolved, |names| {
        format!(
            "Template format error: Unresolved resource dependencies [{names}] in the Outputs \
             block of the template"
        )
    })
}

/// Collects the names in `expression` that nothing has.
fn names<'a>(
    template: &'a Template,
    expression: &'a Expression,
    block: &str,
    unresolved: &mut BTreeSet<&'a str>,
) -> Result<(), TemplateError> {
    let mut problem = Ok(());
    expression.references(&mut |reference| {
        let found = match reference {
            Reference::Name(name) => {
                let known = template.parameters.contains_key(name)
                    || template.resources.contains_key(name)
                    || Pseudo::NAMES.contains(&name);
                if !known {
                    unresolved.insert(name);
                }
                Ok(())
            }
            Reference::Attribute {
                resource,
                attribute,
            } => known_attribute(template, resource, attribute),
            Reference::Condition(name) => known_condition(template, name, block),
            Reference::Mapping(name) => known_mapping(template, name),
        };
        if problem.is_ok() {
            problem = found;
        }
    });
    problem
}

fn known_attribute(
    template: &Template,
    resource: &str,
    attribute: &str,
) -> Result<(), TemplateError> {
    let Some(found) = template.resources.get(resource) else {
        return Err(TemplateError(format!(
            "Template error: instance of Fn::GetAtt references undefined resource {resource}"
        )));
    };
    match Schema::of(&found.kind) {
        Some(schema) if schema.has_attribute(attribute) => Ok(()),
        _ => Err(TemplateError(format!(
            "Template error: resource {resource} does not support attribute type {attribute} in \
             Fn::GetAtt"
        ))),
    }
}

fn known_condition(template: &Template, name: &str, block: &str) -> Result<(), TemplateError> {
    if template.conditions.contains_key(name) {
        return Ok(());
    }
    Err(TemplateError(format!(
        "Template format error: Unresolved condition dependency {name} in the {block} block of \
         the template"
    )))
}

fn known_mapping(template: &Template, name: &str) -> Result<(), TemplateError> {
    if template.mappings.contains_key(name) {
        return Ok(());
    }
    Err(TemplateError(format!(
        "Template error: Mapping named '{name}' is not present in the 'Mappings' section of \
         template."
    )))
}

/// Conditions refer to parameters, mappings and each other, never to resources, and not in
/// circles.
fn conditions(template: &Template) -> Result<(), TemplateError> {
    let mut unresolved = BTreeSet::new();
    let mut problem = Ok(());
    for condition in template.conditions.values() {
        condition.references(&mut |reference| {
            let found = match reference {
                Reference::Name(name) => {
                    if !template.parameters.contains_key(name) && !Pseudo::NAMES.contains(&name) {
                        unresolved.insert(name);
                    }
                    Ok(())
                }
                Reference::Attribute { resource, .. } => {
                    unresolved.insert(resource);
                    Ok(())
                }
                Reference::Condition(other) => known_condition(template, other, "Conditions"),
                Reference::Mapping(name) => known_mapping(template, name),
            };
            if problem.is_ok() {
                problem = found;
            }
        });
    }
    problem?;
    refuse_unless_empty(&unresolved, |names| {
        format!(
            "Template format error: Unresolved dependencies [{names}]. Cannot reference resources \
             in the Conditions block of the template"
        )
    })?;
    Graph::of_conditions(template)
        .order()
        .map(|_| ())
        .map_err(|TemplateError(said)| {
            TemplateError(said.replace("between resources", "between conditions"))
        })
}

fn refuse_unless_empty(
    names: &BTreeSet<&str>,
    message: impl Fn(&str) -> String,
) -> Result<(), TemplateError> {
    if names.is_empty() {
        return Ok(());
    }
    Err(TemplateError(message(
        &names.iter().copied().collect::<Vec<_>>().join(", "),
    )))
}
