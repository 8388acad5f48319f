//! All stacks of a region, before and after.

use std::collections::BTreeMap;

use cfn::Template;
use registry::Registry;

use crate::consumers::note_consumers;
use crate::model::RegionPlan;
use crate::stack::{StackVersion, Surroundings, plan_stack};

/// A version of a stack that is kept.
#[derive(Debug, Clone, Default)]
pub struct KnownStack {
    /// Its template.
    pub template: Template,
    /// The values that its parameters are given.
    pub parameters: BTreeMap<String, String>,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
}

impl KnownStack {
    const fn version(&self) -> StackVersion<'_> {
        StackVersion {
            template: &self.template,
            parameters: &self.parameters,
            tags: &self.tags,
        }
    }
}

/// What a deploy of these stacks, in the order of their deploy, makes of those that are there.
/// Stacks that are there and no longer wanted are deleted, after all others.
pub fn plan_region(
    before: &BTreeMap<String, KnownStack>,
    after: &[(String, KnownStack)],
    surroundings: Surroundings<'_>,
    registry: &Registry,
) -> RegionPlan {
    let planned = |name: &str, old: Option<&KnownStack>, new: Option<&KnownStack>| {
        let (old, new) = (old.map(KnownStack::version), new.map(KnownStack::version));
        plan_stack(name, old, new, surroundings, registry)
    };
    let wanted = after.iter();
    let mut stacks: Vec<_> = wanted
        .map(|(name, stack)| planned(name, before.get(name), Some(stack)))
        .collect();
    let is_wanted = |name: &String| after.iter().any(|(wanted, _)| wanted == name);
    // What was deployed last is deleted first.
    for (name, old) in before.iter().rev().filter(|(name, _)| !is_wanted(name)) {
        stacks.push(planned(name, Some(old), None));
    }
    let mut plan = RegionPlan {
        region: surroundings.region.to_owned(),
        stacks,
        assets: Vec::new(),
    };
    let templates = after
        .iter()
        .map(|(name, stack)| (name.as_str(), &stack.template));
    note_consumers(&mut plan, &templates.collect());
    plan
}
