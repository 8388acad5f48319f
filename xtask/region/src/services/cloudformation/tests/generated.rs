//! The templates that the project generates are ones that the region takes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::super::check::check;
use super::super::evaluate::{Pseudo, Resources, Scope};
use super::super::parameter::{Given, resolve as resolve_parameters};
use super::super::resolve::resolve;
use super::super::schema::Schema;
use super::super::template::Template;

/// Every resource answers with a text that looks like what it would be.
struct Anything;

impl Resources for Anything {
    fn reference(&self, logical_id: &str) -> Option<Value> {
        // Managed policies are known by their ARNs.
        if logical_id.ends_with("Policy") {
            return Some(format!("arn:aws:iam::000000000000:policy/{logical_id}").into());
        }
        Some(logical_id.to_lowercase().into())
    }
    fn attribute(&self, logical_id: &str, attribute: &str) -> Option<Value> {
        if attribute == "Version" {
            return Some("1".into());
        }
        Some(format!("arn:aws:iam::000000000000:role/{logical_id}-{attribute}").into())
    }
}

fn templates(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            templates(&path, found);
        } else if path.to_string_lossy().ends_with(".template.json") {
            found.push(path);
        }
    }
}

#[test]
fn every_generated_template_fits_the_schemas() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .unwrap();
    let mut found = Vec::new();
    templates(&root.join("stacks/generated"), &mut found);
    assert!(!found.is_empty(), "there are no generated templates");
    let mut problems = BTreeSet::new();
    for path in found {
        let text = fs::read_to_string(&path).unwrap();
        let template = Template::parse(&text)
            .and_then(|template| check(&template).map(|()| template))
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let given: Vec<Given> = template
            .parameters
            .iter()
            .filter(|(_, parameter)| parameter.default.is_none())
            .map(|(name, _)| Given {
                name: name.clone(),
                value: Some("functions/a.zip".into()),
            })
            .collect();
        let held = resolve_parameters(&template.parameters, &given, &BTreeMap::new()).unwrap();
        let pseudo = Pseudo {
            account: "000000000000".into(),
            region: "us-east-1".into(),
            stack_id: "arn:aws:cloudformation:us-east-1:000000000000:stack/app/1".into(),
            stack_name: "app".into(),
        };
        let exports = BTreeMap::new();
        let scope = Scope::new(&template, &held, &pseudo, &exports).unwrap();
        for (logical_id, resource) in &template.resources {
            let properties = resolve(&scope, &Anything, resource, &BTreeMap::new()).unwrap();
            for problem in Schema::of(&resource.kind).unwrap().problems(&properties) {
                problems.insert(format!("{} {logical_id} {problem}", resource.kind));
            }
        }
    }
    assert!(problems.is_empty(), "{problems:#?}");
}
