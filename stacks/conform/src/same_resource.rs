//! Two resources of a template that are one and the same: their type and what tells one of the type
//! from another are equal. The second fails when it is made.

use std::collections::BTreeMap;

use diagnostics::{Diagnostic, Diagnostics};
use serde_json::Value as Json;

use crate::scene::{Part, Scene};

pub(crate) fn check(scene: &Scene<'_>, found: &mut Diagnostics) {
    let mut known: BTreeMap<(&str, Vec<String>), &str> = BTreeMap::new();
    for part in scene.resources() {
        let Some((name, identity)) = identify(scene, &part) else {
            continue;
        };
        let Some(other) = known.insert((part.kind, identity), part.id) else {
            continue;
        };
        let place = scene.place(&["Resources", part.id, "Properties", &name]);
        let summary = format!("{:?} names the same {} as {other:?}", part.id, part.kind);
        found.push(Diagnostic::error("cfn::same-resource", place, summary));
    }
}

/// The first property of a resource's identifier, and what all of them are. Nothing where the
/// service makes one of them, a function does, or a condition may leave the resource out.
fn identify(scene: &Scene<'_>, part: &Part<'_>) -> Option<(String, Vec<String>)> {
    let properties = part
        .properties?
        .as_object()
        .filter(|_| !part.is_conditional)?;
    let schema = scene.registry().schema(part.kind)?;
    let mut identity = Vec::new();
    let mut first = None;
    for path in schema.primary_identifier() {
        let [name] = path.segments() else { return None };
        match properties.get(name)? {
            value @ (Json::String(_) | Json::Number(_)) => identity.push(value.to_string()),
            reference if reference.get("Ref").is_some() => identity.push(reference.to_string()),
            _ => return None,
        }
        first.get_or_insert_with(|| name.clone());
    }
    Some((first?, identity))
}
