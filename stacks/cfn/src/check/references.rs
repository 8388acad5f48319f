//! What refers to something that the template does not have.

use std::collections::{BTreeMap, BTreeSet};

use diagnostics::{Address, Diagnostic, Diagnostics, nearest};
use serde_json::Value as Json;

use super::Context;
use crate::{LogicalId, Template};

pub(super) fn check(context: &Context<'_>, found: &mut Diagnostics) {
    edges(context, found);
}

/// Each resource with the resources it needs; dangling references are reported on the way.
pub(super) fn edges(
    context: &Context<'_>,
    found: &mut Diagnostics,
) -> BTreeMap<String, BTreeSet<String>> {
    let template = context.template;
    let mut edges = BTreeMap::new();
    for (id, resource) in template.resources() {
        let mut needs = BTreeSet::new();
        let place = context.properties(id.as_str());
        for (property, value) in resource.properties() {
            visit(
                value,
                &place.join(property.as_str()),
                template,
                &mut needs,
                found,
            );
        }
        for other in &resource.depends_on {
            need(
                other.as_str(),
                &context.resource(id.as_str()).join("DependsOn"),
                template,
                &mut needs,
                found,
            );
        }
        edges.insert(id.to_string(), needs);
    }
    for (id, output) in template.outputs() {
        let value = Json::from(output.value.clone());
        let place = context.place(&["Outputs", id.as_str(), "Value"]);
        visit(&value, &place, template, &mut BTreeSet::new(), found);
    }
    edges
}

fn visit(
    value: &Json,
    place: &Address,
    template: &Template,
    needs: &mut BTreeSet<String>,
    found: &mut Diagnostics,
) {
    match value {
        Json::Object(object) => {
            if let (1, Some(Json::String(name))) = (object.len(), object.get("Ref")) {
                need(name, place, template, needs, found);
            } else if let (1, Some(Json::Array(parts))) = (object.len(), object.get("Fn::GetAtt")) {
                if let Some(Json::String(name)) = parts.first() {
                    need(name, place, template, needs, found);
                }
            } else {
                for (key, inner) in object {
                    visit(inner, &place.join(key.as_str()), template, needs, found);
                }
            }
        }
        Json::Array(items) => {
            for (at, inner) in items.iter().enumerate() {
                visit(inner, &place.join(at.to_string()), template, needs, found);
            }
        }
        _ => {}
    }
}

fn need(
    name: &str,
    place: &Address,
    template: &Template,
    needs: &mut BTreeSet<String>,
    found: &mut Diagnostics,
) {
    let is = |id: &LogicalId| id.as_str() == name;
    if template.resources().keys().any(is) {
        needs.insert(name.to_owned());
    } else if !template.parameters().keys().any(is) && !name.starts_with("AWS::") {
        let known = template
            .resources()
            .keys()
            .chain(template.parameters().keys());
        let mut problem = Diagnostic::error(
            "cfn::unknown-reference",
            place.clone(),
            format!("the template has neither a resource nor a parameter {name:?}"),
        );
        problem.help =
            nearest(name, known.map(LogicalId::as_str)).map(|n| format!("did you mean {n:?}?"));
        found.push(problem);
    }
}
