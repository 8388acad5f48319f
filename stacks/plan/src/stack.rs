//! Two versions of a stack, before and after.

use std::collections::{BTreeMap, BTreeSet};

use cfn::Template;
use registry::Registry;
use serde_json::Value as Json;

use crate::model::{OutputChange, ParameterChange, StackAction, StackPlan};
use crate::resolve::Scene;
use crate::resources::{Version, changes};
use crate::security;

/// Where a stack is.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'a> {
    /// The AWS region.
    pub region: &'a str,
    /// The account, 12 digits.
    pub account: &'a str,
}

/// A version of a stack.
#[derive(Debug, Clone, Copy)]
pub struct StackVersion<'a> {
    /// Its template.
    pub template: &'a Template,
    /// The values that its parameters are given; the others have their defaults.
    pub parameters: &'a BTreeMap<String, String>,
    /// Its tags.
    pub tags: &'a BTreeMap<String, String>,
}

/// What a deploy of a stack changes; without a version before it is made, and
/// without one after it is deleted.
pub fn plan_stack(
    name: &str,
    before: Option<StackVersion<'_>>,
    after: Option<StackVersion<'_>>,
    surroundings: Surroundings<'_>,
    registry: &Registry,
) -> StackPlan {
    let none = Template::new("");
    let (no_parameters, no_tags) = (BTreeMap::new(), BTreeMap::new());
    let empty = StackVersion {
        template: &none,
        parameters: &no_parameters,
        tags: &no_tags,
    };
    let action = match (before, after) {
        (None, Some(_)) => StackAction::Create,
        (Some(_), None) => StackAction::Delete,
        (Some(_), Some(_)) => StackAction::Update,
        (None, None) => StackAction::Keep,
    };
    let (before, after) = (before.unwrap_or(empty), after.unwrap_or(empty));
    let pseudo = || pseudo(name, surroundings);
    let old = Version {
        template: before.template,
        scene: Scene::new(before.template, before.parameters, pseudo()),
    };
    let new = Version {
        template: after.template,
        scene: Scene::new(after.template, after.parameters, pseudo()),
    };
    let (resources, problems) = changes(&old, &new, registry);
    let mut plan = StackPlan {
        name: name.to_owned(),
        action,
        security: security::changes(&old, &new, &resources),
        resources,
        parameters: parameters(&old, &new),
        outputs: outputs(&old, &new),
        tags: tags(before.tags, after.tags),
        problems,
        drift: Vec::new(),
    };
    let is_unchanged = plan.resources.is_empty()
        && plan.parameters.is_empty()
        && plan.outputs.is_empty()
        && plan.tags.is_empty()
        && plan.problems.is_empty();
    if action == StackAction::Update && is_unchanged {
        plan.action = StackAction::Keep;
    }
    plan
}

fn pseudo(stack: &str, surroundings: Surroundings<'_>) -> BTreeMap<&'static str, String> {
    let (partition, suffix) = match surroundings.region {
        region if region.starts_with("cn-") => ("aws-cn", "amazonaws.com.cn"),
        region if region.starts_with("us-gov-") => ("aws-us-gov", "amazonaws.com"),
        _ => ("aws", "amazonaws.com"),
    };
    BTreeMap::from([
        ("AWS::Region", surroundings.region.to_owned()),
        ("AWS::AccountId", surroundings.account.to_owned()),
        ("AWS::Partition", partition.to_owned()),
        ("AWS::URLSuffix", suffix.to_owned()),
        ("AWS::StackName", stack.to_owned()),
    ])
}

fn parameters(before: &Version<'_>, after: &Version<'_>) -> Vec<ParameterChange> {
    let names = |version: &Version<'_>| -> BTreeSet<String> {
        let names = version.template.parameters().keys();
        names.map(ToString::to_string).collect()
    };
    let all: BTreeSet<String> = names(before).union(&names(after)).cloned().collect();
    let differs = |name: &String| before.scene.parameter(name) != after.scene.parameter(name);
    all.into_iter()
        .filter(differs)
        .map(|name| ParameterChange {
            before: before.scene.shown_parameter(&name),
            after: after.scene.shown_parameter(&name),
            name,
        })
        .collect()
}

fn tags(
    before: &BTreeMap<String, String>,
    after: &BTreeMap<String, String>,
) -> Vec<ParameterChange> {
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let changed = names
        .into_iter()
        .filter(|name| before.get(*name) != after.get(*name));
    changed
        .map(|name| ParameterChange {
            name: name.clone(),
            before: before.get(name).cloned(),
            after: after.get(name).cloned(),
        })
        .collect()
}

fn outputs(before: &Version<'_>, after: &Version<'_>) -> Vec<OutputChange> {
    let value = |version: &Version<'_>, name: &str| -> Option<(Json, Option<String>)> {
        let output = version.template.outputs().get(name)?;
        if !version.scene.is_there(output.condition()) {
            return None;
        }
        let value = version.scene.value(output.value()?)?;
        let export = output
            .export_name()
            .and_then(|name| version.scene.value(name));
        let export = export.and_then(|name| name.as_str().map(str::to_owned));
        Some((value, export))
    };
    let mut names: Vec<String> = after
        .template
        .outputs()
        .keys()
        .map(ToString::to_string)
        .collect();
    for name in before.template.outputs().keys() {
        if !after.template.outputs().contains(name.as_str()) {
            names.push(name.to_string());
        }
    }
    let change = |name: String| {
        let (old, new) = (value(before, &name), value(after, &name));
        (old != new).then(|| {
            let export = old
                .as_ref()
                .or(new.as_ref())
                .and_then(|(_, export)| export.clone());
            OutputChange {
                name,
                before: old.map(|(value, _)| value),
                after: new.map(|(value, _)| value),
                export,
                consumers: Vec::new(),
            }
        })
    };
    names.into_iter().filter_map(change).collect()
}
