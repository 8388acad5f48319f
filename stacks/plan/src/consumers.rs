//! Which stacks of a region import what another exports.

use std::collections::BTreeMap;

use cfn::Template;
use serde_json::Value as Json;

use crate::model::{RegionPlan, StackAction};
use crate::resolve::call;

/// Notes who imports the outputs that change, and says so where one that is still imported would
/// go or change: CloudFormation refuses both.
///
/// `templates` are the stacks as they will be, by name; imports by names that are made at deploy
/// alone are not seen.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html>
pub fn note_consumers(plan: &mut RegionPlan, templates: &BTreeMap<&str, &Template>) {
    let mut importers: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (stack, template) in templates {
        for name in imports(&template.to_json()) {
            let stacks = importers.entry(name).or_default();
            if !stacks.iter().any(|known| known == stack) {
                stacks.push((*stack).to_owned());
            }
        }
    }
    for stack in &mut plan.stacks {
        let own = stack.name.clone();
        for output in &mut stack.outputs {
            let Some(export) = &output.export else {
                continue;
            };
            let consumers = importers.get(export).cloned().unwrap_or_default();
            output.consumers = consumers.into_iter().filter(|name| *name != own).collect();
            if output.before.is_none() || output.consumers.is_empty() {
                continue;
            }
            let by = output.consumers.join(", ");
            stack.problems.push(match (&output.after, stack.action) {
                (Some(_), _) => format!(
                    "the output {} is exported as {export} and imported by {by}: CloudFormation \
                     refuses to change it while it is. Export the new value by another name first",
                    output.name
                ),
                (None, StackAction::Delete) => format!(
                    "the stack exports {export}, which {by} imports: it cannot be deleted before \
                     they stop"
                ),
                (None, _) => format!(
                    "the output {} goes while {by} still imports its export {export}: take the \
                     import away first, in a deploy of its own",
                    output.name
                ),
            });
        }
    }
}

fn imports(value: &Json) -> Vec<String> {
    if let Some(("Fn::ImportValue", Json::String(name))) = call(value) {
        return vec![name.clone()];
    }
    match value {
        Json::Array(items) => items.iter().flat_map(imports).collect(),
        Json::Object(object) => object.values().flat_map(imports).collect(),
        _ => Vec::new(),
    }
}
