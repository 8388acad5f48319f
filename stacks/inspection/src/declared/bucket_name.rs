//! Names of buckets that are made from the environment's name are those of its buckets: stacks
//! name each other's buckets by text.

use contracts::Bucket;
use diagnostics::{Address, Diagnostic, Diagnostics, nearest};
use serde_json::Value as Json;

use super::Scene;

pub(super) fn check(scene: &Scene<'_>, found: &mut Diagnostics) {
    let pictures = scene.names.bucket(Bucket::Pictures);
    let start = pictures.trim_end_matches("pictures").to_owned();
    let known = [
        pictures,
        scene.names.bucket(Bucket::Lake),
        scene.names.artefacts_bucket(),
        scene.names.results_bucket(),
    ];
    let mut search = Search {
        known: &known,
        start: &start,
        found,
    };
    for (id, resource) in scene.template.resources() {
        let place = scene.place(id.as_str(), &["Properties"]);
        for (key, value) in resource.properties() {
            search.value(&place.join(key), value);
        }
    }
}

struct Search<'a> {
    known: &'a [String],
    start: &'a str,
    found: &'a mut Diagnostics,
}

impl Search<'_> {
    fn value(&mut self, place: &Address, value: &Json) {
        match value {
            Json::String(text) => self.text(place, text),
            Json::Array(items) => {
                for (at, item) in items.iter().enumerate() {
                    self.value(&place.join(at.to_string()), item);
                }
            }
            Json::Object(object) => {
                for (key, item) in object {
                    self.value(&place.join(key), item);
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, place: &Address, text: &str) {
        for (at, _) in text.match_indices(self.start) {
            let rest = text.get(at..).unwrap_or_default();
            let is_part = |letter: char| {
                letter.is_ascii_lowercase() || letter.is_ascii_digit() || "-.".contains(letter)
            };
            let name = rest.split(|letter| !is_part(letter)).next();
            let name = name.unwrap_or_default();
            if self.known.iter().any(|known| known == name) {
                continue;
            }
            let summary = format!("the environment has no bucket {name:?}");
            let problem = Diagnostic::error("declared::bucket-name", place.clone(), summary);
            self.found
                .push(match nearest(name, self.known.iter().map(String::as_str)) {
                    Some(near) => problem.with_help(format!("did you mean {near:?}?")),
                    None => problem.with_help(format!("its buckets are {}", self.known.join(", "))),
                });
        }
    }
}
