//! A template as the rules about schemas see it.

use diagnostics::Address;
use registry::Registry;
use serde_json::{Map, Value as Json};

/// A template's JSON with its surroundings.
pub(super) struct Scene<'a> {
    json: &'a Json,
    address: &'a Address,
    registry: &'a Registry,
    regions: &'a [String],
}

/// A resource.
pub(super) struct Part<'a> {
    pub(super) id: &'a str,
    pub(super) kind: &'a str,
    pub(super) properties: Option<&'a Json>,
}

impl<'a> Scene<'a> {
    pub(super) const fn new(
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

    pub(super) const fn json(&self) -> &'a Json {
        self.json
    }

    pub(super) const fn registry(&self) -> &'a Registry {
        self.registry
    }

    pub(super) fn regions(&self) -> &'a [String] {
        self.regions
    }

    pub(super) fn place(&self, path: &[&str]) -> Address {
        let own = self.address.segments().iter().map(String::as_str);
        own.chain(path.iter().copied()).collect()
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
}

fn read_part<'a>(id: &'a str, resource: &'a Json) -> Option<Part<'a>> {
    let kind = resource.get("Type")?.as_str()?;
    Some(Part {
        id,
        kind,
        properties: resource.get("Properties"),
    })
}
