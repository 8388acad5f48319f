//! `AWS::Events::Rule`.

use async_trait::async_trait;
use serde_json::{Map, Value, json};

use super::{Made, Provider, Read, Request, gone, invalid, present, read};
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;

const NAME_LENGTH: usize = 64;
const CALLER: Caller = Caller::Service("cloudformation.amazonaws.com");
/// Properties of a target that the embedded region honours.
const HONOURED: [&str; 7] = [
    "Id",
    "Arn",
    "RoleArn",
    "Input",
    "InputPath",
    "InputTransformer",
    "RetryPolicy",
];

pub(super) struct Rule;

#[async_trait]
impl Provider for Rule {
    fn physical_id(&self, request: Request<'_>) -> Result<Option<String>, ServiceError> {
        for target in targets(request.properties) {
            let members = target.as_object().into_iter().flatten();
            if let Some((member, _)) = members
                .into_iter()
                .find(|(member, _)| !HONOURED.contains(&member.as_str()))
            {
                return Err(invalid(format!(
                    "the embedded region does not honour {member} of a rule's target; it honours \
                     {}",
                    HONOURED.join(", ")
                )));
            }
        }
        Ok(Some(request.name("Name", NAME_LENGTH)))
    }

    async fn exists(&self, context: &Context, name: &str) -> Result<bool, ServiceError> {
        let input = json!({ "Name": name });
        super::found(
            context
                .events()
                .call(context, &CALLER, "DescribeRule", input)
                .await,
        )
    }

    async fn put(
        &self,
        request: Request<'_>,
        physical_id: Option<&str>,
    ) -> Result<Made, ServiceError> {
        // Looked at again: an update does not ask for the physical id.
        self.physical_id(request)?;
        let (context, name) = (request.context, physical_id.unwrap_or_default());
        let mut input = Map::from_iter([("Name".to_owned(), Value::from(name))]);
        for (property, value) in request.properties {
            match property.as_str() {
                "Name" | "Targets" => {}
                "EventPattern" => {
                    input.insert(property.clone(), value.to_string().into());
                }
                _ => {
                    input.insert(property.clone(), value.clone());
                }
            }
        }
        let made = context
            .events()
            .call(context, &CALLER, "PutRule", input.into())
            .await?;
        let wanted = targets(request.properties);
        if !wanted.is_empty() {
            let input = json!({ "Rule": name, "Targets": wanted });
            context
                .events()
                .call(context, &CALLER, "PutTargets", input)
                .await?;
        }
        let had = request
            .previous
            .map(|old| ids(targets(old)))
            .unwrap_or_default();
        let wanted = ids(wanted);
        let left: Vec<_> = had.into_iter().filter(|id| !wanted.contains(id)).collect();
        remove_targets(context, name, &left).await?;
        let arn = made["RuleArn"].as_str().unwrap_or_default();
        Ok(Made::new(name).with("Arn", arn).with("RuleName", name))
    }

    async fn delete(
        &self,
        context: &Context,
        name: &str,
        _: &Map<String, Value>,
    ) -> Result<(), ServiceError> {
        if !self.exists(context, name).await? {
            return Ok(());
        }
        let input = json!({ "Rule": name });
        let listed = context
            .events()
            .call(context, &CALLER, "ListTargetsByRule", input)
            .await?;
        let targets = listed["Targets"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        remove_targets(context, name, &ids(targets)).await?;
        let input = json!({ "Name": name });
        gone(
            context
                .events()
                .call(context, &CALLER, "DeleteRule", input)
                .await
                .map(drop),
        )
    }

    fn readable(&self) -> &'static [&'static str] {
        &[
            "Description",
            "EventPattern",
            "ScheduleExpression",
            "State",
            "RoleArn",
            "Targets",
        ]
    }

    async fn read(&self, context: &Context, name: &str, _: &Map<String, Value>) -> Read {
        let events = context.events();
        let input = json!({ "Name": name });
        let rule = events.call(context, &CALLER, "DescribeRule", input).await;
        let Some(rule) = present(rule)? else {
            return Ok(None);
        };
        let input = json!({ "Rule": name });
        let listed = events
            .call(context, &CALLER, "ListTargetsByRule", input)
            .await?;
        Ok(Some(read([
            ("Description", rule.get("Description").cloned()),
            ("EventPattern", rule.get("EventPattern").cloned()),
            (
                "ScheduleExpression",
                rule.get("ScheduleExpression").cloned(),
            ),
            ("State", rule.get("State").cloned()),
            ("RoleArn", rule.get("RoleArn").cloned()),
            ("Targets", listed.get("Targets").cloned()),
        ])))
    }
}

async fn remove_targets(context: &Context, rule: &str, ids: &[String]) -> Result<(), ServiceError> {
    if ids.is_empty() {
        return Ok(());
    }
    let input = json!({ "Rule": rule, "Ids": ids });
    context
        .events()
        .call(context, &CALLER, "RemoveTargets", input)
        .await
        .map(drop)
}

fn targets(properties: &Map<String, Value>) -> &[Value] {
    properties
        .get("Targets")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default()
}

fn ids(targets: &[Value]) -> Vec<String> {
    targets
        .iter()
        .filter_map(|target| target["Id"].as_str())
        .map(str::to_owned)
        .collect()
}
