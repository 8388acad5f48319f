//! What is known of a type beyond its schema.

use diagnostics::Severity;
use registry::{Rank, Shape};
use serde_json::Value as Json;

use crate::walk::Walk;

pub(crate) fn check(walk: &mut Walk<'_>, properties: &Json) {
    let scene = walk.scene;
    let engine = with_plain_engine(walk.part.kind, properties);
    let properties = engine.as_ref().unwrap_or(properties);
    for extension in scene.registry().extensions(walk.part.kind) {
        let severity = match extension.rank {
            Rank::Error => Severity::Error,
            Rank::Warning => Severity::Warning,
        };
        let any = [String::new()];
        let regions = if extension.is_regional() {
            scene.regions()
        } else {
            &any
        };
        for region in regions {
            if let Some(shape) = extension.schema(region) {
                let at: Vec<&str> = extension.at.iter().map(String::as_str).collect();
                walk.weighing(severity, |walk| descend(walk, shape, &at, properties));
            }
        }
    }
}

/// Goes to where an extension holds.
fn descend<'a>(walk: &mut Walk<'a>, shape: Shape<'a>, at: &[&str], value: &Json) {
    let Some((segment, rest)) = at.split_first() else {
        if rest_is_plain(value) {
            walk.value(shape, value);
        }
        return;
    };
    if let Some(Json::Array(branches)) = value.get("Fn::If") {
        for (number, branch) in branches.iter().enumerate().skip(1) {
            walk.at("Fn::If", |walk| {
                walk.at(number.to_string(), |walk| descend(walk, shape, at, branch));
            });
        }
    } else if *segment == "*" {
        for (number, item) in value.as_array().into_iter().flatten().enumerate() {
            walk.at(number.to_string(), |walk| descend(walk, shape, rest, item));
        }
    } else if let Some(member) = value.get(segment) {
        walk.at(*segment, |walk| descend(walk, shape, rest, member));
    }
}

/// Whether nothing is added to a value before it is deployed.
fn rest_is_plain(value: &Json) -> bool {
    value.get("Fn::Transform").is_none()
}

/// With the engine of a database in lower case, as extensions have it: the service takes any.
fn with_plain_engine(kind: &str, properties: &Json) -> Option<Json> {
    let engine = properties.get("Engine")?.as_str()?.to_ascii_lowercase();
    let mut properties = kind.starts_with("AWS::RDS::").then(|| properties.clone())?;
    properties["Engine"] = Json::from(engine);
    Some(properties)
}
