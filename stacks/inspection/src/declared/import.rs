//! Stacks of this product know each other's resources by name, so that any of them can be replaced
//! alone: none exports anything, and an import would wait for what nobody gives.

use diagnostics::{Address, Diagnostic, Diagnostics};
use serde_json::Value as Json;

use super::Scene;

pub(super) fn check(scene: &Scene<'_>, found: &mut Diagnostics) {
    for (id, resource) in scene.template.resources() {
        search(&scene.place(id.as_str(), &[]), resource.json(), found);
    }
}

fn search(place: &Address, value: &Json, found: &mut Diagnostics) {
    match value {
        Json::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                search(&place.join(at.to_string()), item, found);
            }
        }
        Json::Object(object) => {
            for (key, item) in object {
                let place = place.join(key);
                if key == "Fn::ImportValue" {
                    let summary = format!("no stack of the environment exports {item}");
                    let problem = Diagnostic::error("declared::import", place.clone(), summary);
                    found.push(problem.with_help("name the resource, see names.rs"));
                }
                search(&place, item, found);
            }
        }
        _ => {}
    }
}
