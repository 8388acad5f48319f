//! A template as the rules about schemas see it.

use diagnostics::Address;
use registry::Registry;
use serde_json::{Map, Value as Json};

use crate::check::Context;

/// A template's JSON with its surroundings.
pub(super) struct Scene<'a> {
    context: &'a Context<'a>,
    json: &'a Json,
}

/// A resource.
pub(super) struct Part<'a> {
    pub(super) id: &'a str,
    pub(super) kind: &'a str,
    pub(super) properties: Option<&'a Json>,
}

impl<'a> Scene<'a> {
    pub(super) const fn new(context: &'a Context<'a>, json: &'a Json) -> Self {
        Self { context, json }
    }

    pub(super) const fn json(&self) -> &'a Json {
        self.json
    }

    pub(super) const fn registry(&self) -> &'a Registry {
        self.context.registry
    }

    pub(super) fn regions(&self) -> &'a [String] {
        &self.context.regions
    }

    pub(super) fn place(&self, path: &[&str]) -> Address {
        self.context.place(path)
    }

    /// The members of a section.
    pub(super) fn section(&self, name: &str) -> Option<&'a Map<String, Json>> {
        self.json.get(name)?.as_object()
    }

    /// The resources that have a type. Others are told by the rules on the template's structure.
    pub(super) fn resources(&self) -> impl Iterator<Item = Part<'a>> + use<'a> {
        let resources = self.section("Resources").into_iter().flatten();
        resources.filter_map(|(id, resource)| read_part(id, resource))
    }

    pub(super) fn resource(&self, id: &str) -> Option<Part<'a>> {
        let (id, resource) = self.section("Resources")?.get_key_value(id)?;
        read_part(id, resource)
    }

    pub(super) fn parameter(&self, name: &str) -> Option<&'a Json> {
        self.section("Parameters")?.get(name)
    }

    /// Whether something changes the template before it is deployed, so that what is absent here
    /// may be added.
    pub(super) fn has_transform(&self, name: &str) -> bool {
        match self.json.get("Transform") {
            Some(Json::String(one)) => one == name,
            Some(Json::Array(all)) => all.iter().any(|one| one == name),
            _ => false,
        }
    }
}

fn read_part<'a>(id: &'a str, resource: &'a Json) -> Option<Part<'a>> {
    let kind = resource.get("Type")?.as_str()?;
    Some(Part {
        id,
        kind,
        properties: resource.get("Properties"),
    })
}
