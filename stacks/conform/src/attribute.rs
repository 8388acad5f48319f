//! Attributes that a resource does not have, wherever they are asked for.

use diagnostics::{Diagnostic, Diagnostics};
use serde_json::Value as Json;

use crate::function::read_attribute;
use crate::scene::Scene;
use crate::takes_anything;

pub(crate) fn check(scene: &Scene<'_>, found: &mut Diagnostics) {
    for section in ["Resources", "Outputs", "Conditions"] {
        if let Some(json) = scene.json().get(section) {
            visit(scene, json, &mut vec![section.to_owned()], found);
        }
    }
}

fn visit(scene: &Scene<'_>, value: &Json, path: &mut Vec<String>, found: &mut Diagnostics) {
    match value {
        Json::Object(members) => {
            for (name, member) in members {
                path.push(name.clone());
                match name.as_str() {
                    "Fn::GetAtt" => {
                        if let Some((id, attribute)) = read_attribute(member) {
                            judge(scene, id, &attribute, path, found);
                        }
                    }
                    "Fn::Sub" => substituted(scene, member, path, found),
                    _ => {}
                }
                visit(scene, member, path, found);
                path.pop();
            }
        }
        Json::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                path.push(at.to_string());
                visit(scene, item, path, found);
                path.pop();
            }
        }
        _ => {}
    }
}

/// The attributes within a text, such as `${Queue.Arn}`.
fn substituted(scene: &Scene<'_>, argument: &Json, path: &[String], found: &mut Diagnostics) {
    let (text, own) = match argument {
        Json::String(text) => (text.as_str(), None),
        Json::Array(parts) => match parts.first().and_then(Json::as_str) {
            Some(text) => (text, parts.get(1)),
            None => return,
        },
        _ => return,
    };
    for part in text.split("${").skip(1) {
        let Some((name, _)) = part.split_once('}') else {
            continue;
        };
        if name.starts_with('!') || own.is_some_and(|own| own.get(name).is_some()) {
            continue;
        }
        if let Some((id, attribute)) = name.trim().split_once('.') {
            judge(scene, id, attribute, path, found);
        }
    }
}

fn judge(scene: &Scene<'_>, id: &str, attribute: &str, path: &[String], found: &mut Diagnostics) {
    let Some(part) = scene.resource(id).filter(|part| !gives_anything(part.kind)) else {
        return;
    };
    let Some(schema) = scene.registry().schema(part.kind) else {
        return;
    };
    if schema.attribute(attribute).is_some() {
        return;
    }
    let names: Vec<String> = schema
        .attributes()
        .into_iter()
        .map(|known| known.name)
        .collect();
    let place: Vec<&str> = path.iter().map(String::as_str).collect();
    let summary = format!("{} {id:?} has no attribute {attribute:?}", part.kind);
    let mut problem = Diagnostic::error("cfn::unknown-attribute", scene.place(&place), summary);
    problem.help = match diagnostics::nearest(attribute, names.iter().map(String::as_str)) {
        Some(nearest) => Some(format!("did you mean {nearest:?}?")),
        None if names.is_empty() => Some("the type has no attributes".to_owned()),
        None => Some(format!("it has {}", names.join(", "))),
    };
    found.push(problem);
}

/// Types whose attributes are the author's own, or become those of what a transform makes of them.
fn gives_anything(kind: &str) -> bool {
    takes_anything(kind) || kind.starts_with("AWS::Serverless::")
}
