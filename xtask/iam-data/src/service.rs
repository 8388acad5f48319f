//! One service of the package, as it is kept: a line for each action, resource type and key.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde_json::{Value as Json, json};

/// What is kept of a service.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    actions: BTreeMap<String, Json>,
    resources: BTreeMap<String, Json>,
    keys: BTreeMap<String, Json>,
}

impl Kept {
    /// Of the package's three files of a service.
    pub(crate) fn new(actions: &Json, resources: &Json, keys: &Json) -> Self {
        let mut kept = Self::default();
        for action in values(actions) {
            let types = values_of(action, "resourceTypes");
            let mut resources: BTreeSet<&str> = BTreeSet::new();
            let mut keys: BTreeSet<&str> = texts(action, "conditionKeys").collect();
            for one in types {
                resources.extend(text(one, "name"));
                keys.extend(texts(one, "conditionKeys"));
            }
            if let Some(name) = text(action, "name") {
                let body = json!({ "resources": resources, "keys": keys });
                kept.actions.insert(name.to_owned(), body);
            }
        }
        for resource in values(resources) {
            if let (Some(name), Some(arn)) = (text(resource, "key"), text(resource, "arn")) {
                let keys: BTreeSet<&str> = texts(resource, "conditionKeys").collect();
                let body = json!({ "arns": [arn], "keys": keys });
                kept.resources.insert(name.to_owned(), body);
            }
        }
        for key in values(keys) {
            if let (Some(name), Some(kind)) = (text(key, "key"), text(key, "type")) {
                kept.keys.insert(name.to_owned(), kind.into());
            }
        }
        kept
    }

    /// With what only the second package knows: further forms of ARNs, and actions whose names it
    /// holds in small letters (IAM compares them without regard to case).
    pub(crate) fn add(&mut self, other: &Json) {
        let objects = |name: &str| other.get(name).and_then(Json::as_object);
        for (name, action) in objects("Actions").into_iter().flatten() {
            if !self
                .actions
                .keys()
                .any(|own| own.eq_ignore_ascii_case(name))
            {
                let resources: BTreeSet<&str> = texts(action, "Resources").collect();
                let body = json!({ "resources": resources, "keys": [] });
                self.actions.insert(name.clone(), body);
            }
        }
        for (name, resource) in objects("Resources").into_iter().flatten() {
            let forms: Vec<String> = texts(resource, "ARNFormats")
                .map(|form| form.replace(".*", "${Any}"))
                .collect();
            let own = self
                .resources
                .iter()
                .find_map(|(own, _)| own.eq_ignore_ascii_case(name).then(|| own.clone()));
            let own = own.unwrap_or_else(|| name.clone());
            let body = self
                .resources
                .entry(own)
                .or_insert_with(|| json!({ "arns": [], "keys": [] }));
            if let Some(arns) = body.get_mut("arns").and_then(Json::as_array_mut)
                && (arns.is_empty() || forms.len() > 1)
            {
                arns.extend(forms.into_iter().map(Json::from));
            }
        }
    }

    /// As text, sorted.
    pub(crate) fn render(&self) -> String {
        let sections = [
            ("actions", &self.actions),
            ("resources", &self.resources),
            ("keys", &self.keys),
        ];
        let mut out = String::from("{");
        for (at, (title, entries)) in sections.into_iter().enumerate() {
            let comma = if at > 0 { "," } else { "" };
            let lines: Vec<String> = entries
                .iter()
                .map(|(name, body)| format!("  {}: {body}", Json::from(name.as_str())))
                .collect();
            let _ = write!(out, "{comma}\n\"{title}\": {{\n{}\n}}", lines.join(",\n"));
        }
        out.push_str("\n}\n");
        out
    }
}

fn values(object: &Json) -> impl Iterator<Item = &Json> {
    object.as_object().into_iter().flatten().map(|(_, v)| v)
}

fn values_of<'a>(object: &'a Json, name: &str) -> impl Iterator<Item = &'a Json> {
    object
        .get(name)
        .and_then(Json::as_array)
        .into_iter()
        .flatten()
}

fn text<'a>(object: &'a Json, name: &str) -> Option<&'a str> {
    object.get(name).and_then(Json::as_str)
}

fn texts<'a>(object: &'a Json, name: &str) -> impl Iterator<Item = &'a str> {
    let one = object.get(name).and_then(Json::as_str);
    one.into_iter()
        .chain(values_of(object, name).filter_map(Json::as_str))
}
