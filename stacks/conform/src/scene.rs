//! A template as the rules about schemas see it.

use diagnostics::Address;
use registry::Registry;
use serde_json::{Map, Value as Json};

/// A template's JSON with its surroundings.
pub(crate) struct Scene<'a> {
    json: &'a Json,
    address: &'a Address,
    registry: &'a Registry,
    regions: &'a [String],
}

/// A resource.
pub(crate) struct Part<'a> {
    pub(crate) id: &'a str,
    pub(crate) kind: &'a str,
    pub(crate) properties: Option<&'a Json>,
    /// Whether a condition may leave it out.
    pub(crate) is_conditional: bool,
}

impl<'a> Scene<'a> {
    pub(crate) const fn new(
        json: &'a Json,
        address: &'a Address,
        registry: &'a Registry,
        regions: &'a [String],
    ) -> Self {
        Self {
            json,
            address,
            registry,
            regions,
        }
    }

    pub(crate) const fn json(&self) -> &'a Json {
        self.json
    }

    pub(crate) const fn registry(&self) -> &'a Registry {
        self.registry
    }

    pub(crate) fn regions(&self) -> &'a [String] {
        self.regions
    }

    pub(crate) fn place(&self, path: &[&str]) -> Address {
        self.address.join_all(path.iter().copied())
    }

    /// The members of a section.
    pub(crate) fn section(&self, name: &str) -> Option<&'a Map<String, Json>> {
        self.json.get(name)?.as_object()
    }

    /// The resources that have a type. Others are told by the rules on the template's structure.
    pub(crate) fn resources(&self) -> impl Iterator<Item = Part<'a>> + use<'a> {
        let resources = self.section("Resources").into_iter().flatten();
        resources.filter_map(|(id, resource)| read_part(id, resource))
    }

    pub(crate) fn resource(&self, id: &str) -> Option<Part<'a>> {
        let (id, resource) = self.section("Resources")?.get_key_value(id)?;
        read_part(id, resource)
    }

    pub(crate) fn parameter(&self, name: &str) -> Option<&'a Json> {
        self.section("Parameters")?.get(name)
    }
}

fn read_part<'a>(id: &'a str, resource: &'a Json) -> Option<Part<'a>> {
    let kind = resource.get("Type")?.as_str()?;
    Some(Part {
        id,
        kind,
        properties: resource.get("Properties"),
        is_conditional: resource.get("Condition").is_some(),
    })
}
