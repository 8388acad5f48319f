//! Where a policy names an account, it is the environment's.

use diagnostics::{Address, Diagnostic, Diagnostics};
use serde_json::Value as Json;

use super::Scene;
use super::text::list;

const KEYS: [&str; 2] = ["aws:SourceAccount", "aws:PrincipalAccount"];

pub(super) fn check(scene: &Scene<'_>, found: &mut Diagnostics) {
    for (id, resource) in scene.template.resources() {
        let place = scene.place(id.as_str(), &[]);
        search(scene, &place, resource.json(), found);
    }
}

fn search(scene: &Scene<'_>, place: &Address, value: &Json, found: &mut Diagnostics) {
    match value {
        Json::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                search(scene, &place.join(at.to_string()), item, found);
            }
        }
        Json::Object(object) => {
            for (key, item) in object {
                let place = place.join(key);
                let account = scene.configuration.account.as_str();
                let others = list(Some(item)).into_iter().filter_map(Json::as_str);
                if KEYS.contains(&key.as_str())
                    && let Some(other) = others.into_iter().find(|other| *other != account)
                {
                    let summary = format!("{other} is not the environment's account");
                    let problem = Diagnostic::error("declared::account", place.clone(), summary);
                    found.push(problem.with_help(account));
                }
                search(scene, &place, item, found);
            }
        }
        _ => {}
    }
}
