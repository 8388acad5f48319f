//! What a rule is told.

use std::cell::OnceCell;

use diagnostics::Address;
use registry::Registry;

use super::call::{self, Call};
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
    calls: OnceCell<Vec<Call<'a>>>,
}

impl<'a> Context<'a> {
    /// A template whose regions are not known.
    pub const fn new(template: &'a Template, address: &'a Address, registry: &'a Registry) -> Self {
        Self {
            template,
            address,
            registry,
            regions: Vec::new(),
            calls: OnceCell::new(),
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
        self.address.join_all(path.iter().copied())
    }

    /// A resource's place.
    pub fn resource(&self, id: &str) -> Address {
        self.place(&["Resources", id])
    }

    /// The place of a resource's properties.
    pub fn properties(&self, id: &str) -> Address {
        self.place(&["Resources", id, "Properties"])
    }

    /// Every call of a function.
    pub(super) fn calls(&self) -> &[Call<'a>] {
        self.calls.get_or_init(|| call::collect(self))
    }

    /// Whether `AWS::LanguageExtensions` or a macro widens what functions take.
    pub(super) fn is_extended(&self) -> bool {
        self.template.transforms().next().is_some()
            || self.template.further().contains_key("Transform")
    }

    /// Whether parts may be made that the text does not show: by a macro, a loop or a module.
    pub(super) fn is_open(&self) -> bool {
        let template = self.template;
        let macros = template
            .transforms()
            .any(|name| name != "AWS::LanguageExtensions");
        let unnamed =
            template.further().get("Transform").is_some() && template.transforms().next().is_none();
        let ids = template
            .resources()
            .keys()
            .chain(template.conditions().keys());
        macros
            || unnamed
            || ids
                .chain(template.outputs().keys())
                .any(|id| id.as_str().starts_with("Fn::"))
            || template
                .resources()
                .values()
                .any(|r| r.kind().ends_with("::MODULE"))
            || self
                .calls()
                .iter()
                .any(|call| call.function == "Fn::Transform")
    }
}
