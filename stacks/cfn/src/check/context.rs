//! What a rule is told.

use diagnostics::Address;
use registry::Registry;

use crate::Template;

/// What a rule is told: a template and its surroundings.
#[derive(Debug, Clone)]
pub struct Context<'a> {
    /// What is checked.
    pub template: &'a Template,
    /// The template's own place, which the address of every problem begins with.
    pub address: &'a Address,
    /// What is known of the resource types.
    pub registry: &'a Registry,
    /// The regions that the template will be deployed in, such as `eu-west-1`; none where that is
    /// not known.
    pub regions: Vec<String>,
}

impl<'a> Context<'a> {
    /// A template whose regions are not known.
    pub const fn new(template: &'a Template, address: &'a Address, registry: &'a Registry) -> Self {
        Self {
            template,
            address,
            registry,
            regions: Vec::new(),
        }
    }

    /// Deployed in these regions.
    #[must_use]
    pub fn in_regions<S: Into<String>>(mut self, regions: impl IntoIterator<Item = S>) -> Self {
        self.regions = regions.into_iter().map(Into::into).collect();
        self
    }

    /// A part of the template, such as `["Outputs", "BucketName"]`.
    pub fn place(&self, path: &[&str]) -> Address {
        let own = self.address.segments().iter().map(String::as_str);
        own.chain(path.iter().copied()).collect()
    }

    /// A resource's place.
    pub fn resource(&self, id: &str) -> Address {
        self.place(&["Resources", id])
    }

    /// The place of a resource's properties.
    pub fn properties(&self, id: &str) -> Address {
        self.place(&["Resources", id, "Properties"])
    }
}
