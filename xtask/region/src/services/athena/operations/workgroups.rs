//! Operations on workgroups and their tags.

use serde_json::{Value, json};

use super::{Input, required, shapes, with_token};
use crate::context::Context;
use crate::error::ServiceError;
use crate::services::athena::{Athena, invalid};

impl Athena {
    pub(super) fn call_workgroups(
        &self,
        context: &Context,
        operation: &str,
        mut input: Input,
    ) -> Result<Value, ServiceError> {
        match operation {
            "CreateWorkGroup" => {
                let tags = input.tags.take().into_iter().flatten();
                self.create_workgroup(
                    context,
                    required(input.name.as_deref(), "Name")?,
                    input.description.take(),
                    input.configuration.take().unwrap_or_default(),
                    tags.map(|tag| (tag.key, tag.value)).collect(),
                )?;
                Ok(json!({}))
            }
            "GetWorkGroup" => {
                let workgroup = self.workgroup(context, input.workgroup())?;
                Ok(json!({ "WorkGroup": shapes::workgroup(&workgroup, true) }))
            }
            "UpdateWorkGroup" => {
                let enabled = parse_state(input.state.as_deref())?;
                let updates = input.configuration_updates.take();
                let description = input.description.take();
                self.update_workgroup(context, input.workgroup(), |workgroup| {
                    workgroup.enabled = enabled.unwrap_or(workgroup.enabled);
                    if description.is_some() {
                        workgroup.description = description;
                    }
                    if let Some(updates) = updates {
                        apply(&mut workgroup.configuration, &updates);
                    }
                })?;
                Ok(json!({}))
            }
            "DeleteWorkGroup" => {
                let recursive = input.recursive_delete_option.unwrap_or(false);
                self.delete_workgroup(context, input.workgroup(), recursive)?;
                Ok(json!({}))
            }
            "ListWorkGroups" => {
                let (workgroups, next) = input.page(self.workgroups()?)?;
                let list: Vec<Value> = workgroups
                    .iter()
                    .map(|one| shapes::workgroup(one, false))
                    .collect();
                Ok(with_token(json!({ "WorkGroups": list }), next))
            }
            "TagResource" => {
                let given: Vec<(String, String)> = input
                    .tags
                    .take()
                    .into_iter()
                    .flatten()
                    .map(|tag| (tag.key, tag.value))
                    .collect();
                self.update_workgroup(context, tagged(&input)?, |workgroup| {
                    workgroup
                        .tags
                        .retain(|(key, _)| !given.iter().any(|(other, _)| other == key));
                    workgroup.tags.extend(given);
                })?;
                Ok(json!({}))
            }
            "UntagResource" => {
                let keys = input.tag_keys.take().unwrap_or_default();
                self.update_workgroup(context, tagged(&input)?, |workgroup| {
                    workgroup.tags.retain(|(key, _)| !keys.contains(key));
                })?;
                Ok(json!({}))
            }
            _ => {
                let tags = self.workgroup(context, tagged(&input)?)?.tags;
                let tags: Vec<Value> = tags
                    .iter()
                    .map(|(key, value)| json!({ "Key": key, "Value": value }))
                    .collect();
                Ok(json!({ "Tags": tags }))
            }
        }
    }
}

fn parse_state(state: Option<&str>) -> Result<Option<bool>, ServiceError> {
    match state {
        None => Ok(None),
        Some("ENABLED") => Ok(Some(true)),
        Some("DISABLED") => Ok(Some(false)),
        Some(other) => Err(invalid(format!(
            "State {other:?} is neither ENABLED nor DISABLED"
        ))),
    }
}

/// Enters a `WorkGroupConfigurationUpdates` in a configuration.
fn apply(configuration: &mut Value, updates: &Value) {
    for (member, value) in updates.as_object().into_iter().flatten() {
        match member.as_str() {
            "RemoveBytesScannedCutoffPerQuery" => {
                if value.as_bool() == Some(true)
                    && let Some(members) = configuration.as_object_mut()
                {
                    members.remove("BytesScannedCutoffPerQuery");
                }
            }
            "ResultConfigurationUpdates" => {
                apply_results(&mut configuration["ResultConfiguration"], value);
            }
            _ => configuration[member] = value.clone(),
        }
    }
}

fn apply_results(results: &mut Value, updates: &Value) {
    for (member, value) in updates.as_object().into_iter().flatten() {
        match member.strip_prefix("Remove") {
            Some(removed) => {
                if value.as_bool() == Some(true)
                    && let Some(members) = results.as_object_mut()
                {
                    members.remove(removed);
                }
            }
            None => results[member] = value.clone(),
        }
    }
}

/// The workgroup that an ARN names.
fn tagged(input: &Input) -> Result<&str, ServiceError> {
    let arn = required(input.resource_arn.as_deref(), "ResourceARN")?;
    arn.split_once(":workgroup/")
        .map(|(_, name)| name)
        .ok_or_else(|| invalid(format!("{arn:?} is the ARN of no workgroup")))
}
