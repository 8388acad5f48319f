//! EventBridge's operations (`AWSEvents.*`).

use serde::Deserialize;
use serde_json::{Value, json};

use super::event::{Event, seconds};
use super::pattern::Pattern;
use super::schedule::Schedule;
use super::{Events, Rule, Target};
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;
use crate::protocol::json::decode;
use crate::store::key;

/// The most targets of a rule.
const TARGETS: usize = 5;
/// The most events of one request.
const ENTRIES: usize = 10;
/// The largest event in bytes.
const EVENT_BYTES: usize = 1024 * 1024;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct PutRule {
    name: String,
    event_pattern: Option<String>,
    schedule_expression: Option<String>,
    description: Option<String>,
    state: Option<String>,
    role_arn: Option<String>,
    #[serde(default)]
    tags: Vec<Tag>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Tag {
    key: String,
    value: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Named {
    name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct OfRule {
    rule: String,
    #[serde(default)]
    targets: Vec<Target>,
    #[serde(default)]
    ids: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ListRules {
    name_prefix: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct PutEvents {
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Entry {
    source: Option<String>,
    detail_type: Option<String>,
    detail: Option<String>,
    #[serde(default)]
    resources: Vec<String>,
    time: Option<f64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct TestEventPattern {
    event_pattern: String,
    event: String,
}

impl Events {
    /// Answers one operation of the wire protocol.
    pub(crate) async fn call(
        &self,
        context: &Context,
        caller: &Caller,
        operation: &str,
        input: Value,
    ) -> Result<Value, ServiceError> {
        if let Some(bus) = input.get("EventBusName").and_then(Value::as_str)
            && bus != "default"
            && !bus.ends_with(":event-bus/default")
        {
            return Err(ServiceError::client(
                "ResourceNotFoundException",
                format!("the embedded region has the event bus \"default\" only, not \"{bus}\""),
            ));
        }
        let named = input
            .get("Name")
            .or_else(|| input.get("Rule"))
            .and_then(Value::as_str);
        let resource = match named {
            Some(name) => context.arn("events", &format!("rule/{name}")),
            None => context.arn("events", "event-bus/default"),
        };
        context.authorise(caller, &format!("events:{operation}"), &resource)?;
        match operation {
            "PutRule" => self.put_rule(context, decode(input)?),
            "DescribeRule" => Ok(rule_json(&self.rule(&decode::<Named>(input)?.name)?)),
            "ListRules" => self.list_rules(&decode(input)?),
            "EnableRule" => self.switch(&decode::<Named>(input)?.name, true),
            "DisableRule" => self.switch(&decode::<Named>(input)?.name, false),
            "DeleteRule" => self.delete_rule(&decode::<Named>(input)?.name),
            "PutTargets" => self.put_targets(decode(input)?),
            "RemoveTargets" => self.remove_targets(&decode(input)?),
            "ListTargetsByRule" => {
                let rule = self.rule(&decode::<OfRule>(input)?.rule)?;
                Ok(json!({ "Targets": self.targets_of(&rule.name)? }))
            }
            "PutEvents" => self.put_events(context, decode(input)?),
            "TestEventPattern" => test_pattern(&decode(input)?),
            "ListTagsForResource" => self.list_tags(&input),
            _ => Err(ServiceError::unknown_operation("EventBridge", operation)),
        }
    }

    fn put_rule(&self, context: &Context, input: PutRule) -> Result<Value, ServiceError> {
        if input.event_pattern.is_none() && input.schedule_expression.is_none() {
            return Err(ServiceError::client(
                "ValidationException",
                "a rule has an EventPattern, a ScheduleExpression, or both",
            ));
        }
        if let Some(expression) = &input.schedule_expression {
            Schedule::parse(expression)
                .map_err(|error| ServiceError::client("ValidationException", error))?;
        }
        if let Some(pattern) = &input.event_pattern {
            Pattern::parse(pattern).map_err(|error| {
                ServiceError::client(
                    "InvalidEventPatternException",
                    format!("Event pattern is not valid. Reason: {error}"),
                )
            })?;
        }
        let enabled = match input.state.as_deref() {
            None | Some("ENABLED") => true,
            Some("DISABLED") => false,
            Some(other) => {
                return Err(ServiceError::client(
                    "ValidationException",
                    format!("the state \"{other}\" is neither ENABLED nor DISABLED"),
                ));
            }
        };
        let arn = context.arn("events", &format!("rule/{}", input.name));
        // Tags are given when a rule is made; a change leaves them.
        let tags = match self.rules.get(&input.name)? {
            Some(rule) => rule.tags,
            None => input
                .tags
                .into_iter()
                .map(|tag| (tag.key, tag.value))
                .collect(),
        };
        let rule = Rule {
            arn: arn.clone(),
            event_pattern: input.event_pattern,
            schedule_expression: input.schedule_expression,
            description: input.description,
            enabled,
            role_arn: input.role_arn,
            tags,
            name: input.name,
        };
        self.rules.put(&rule.name, &rule)?;
        self.plan(&rule, context.now())?;
        Ok(json!({ "RuleArn": arn }))
    }

    fn list_rules(&self, input: &ListRules) -> Result<Value, ServiceError> {
        let prefix = input.name_prefix.as_deref().unwrap_or_default();
        let rules = self
            .rules
            .scan(prefix)
            .map(|entry| Ok(rule_json(&entry?.1)));
        Ok(json!({ "Rules": rules.collect::<Result<Vec<_>, ServiceError>>()? }))
    }

    fn switch(&self, name: &str, enabled: bool) -> Result<Value, ServiceError> {
        let mut rule = self.rule(name)?;
        rule.enabled = enabled;
        self.rules.put(name, &rule)?;
        Ok(json!({}))
    }

    fn delete_rule(&self, name: &str) -> Result<Value, ServiceError> {
        if !self.targets_of(name)?.is_empty() {
            return Err(ServiceError::client(
                "ValidationException",
                "Rule can't be deleted since it has targets.",
            ));
        }
        self.rules.delete(name)?;
        self.due.delete(name)?;
        Ok(json!({}))
    }

    fn put_targets(&self, input: OfRule) -> Result<Value, ServiceError> {
        let rule = self.rule(&input.rule)?;
        let mut ids: Vec<_> = self
            .targets_of(&rule.name)?
            .into_iter()
            .map(|one| one.id)
            .collect();
        ids.extend(input.targets.iter().map(|target| target.id.clone()));
        ids.sort();
        ids.dedup();
        if ids.len() > TARGETS {
            return Err(ServiceError::client(
                "LimitExceededException",
                format!("a rule has at most {TARGETS} targets"),
            ));
        }
        let mut batch = self.store.batch();
        for target in input.targets {
            target.check().map_err(|error| {
                ServiceError::client(
                    "ValidationException",
                    format!("the target {}: {error}", target.id),
                )
            })?;
            batch.put(&self.targets, &key([&rule.name, &target.id]), &target);
        }
        batch.commit()?;
        Ok(json!({ "FailedEntryCount": 0, "FailedEntries": [] }))
    }

    fn remove_targets(&self, input: &OfRule) -> Result<Value, ServiceError> {
        let rule = self.rule(&input.rule)?;
        let mut failed = Vec::new();
        for id in &input.ids {
            let place = key([&rule.name, id]);
            if self.targets.get(&place)?.is_none() {
                failed.push(json!({
                    "TargetId": id,
                    "ErrorCode": "ResourceNotFoundException",
                    "ErrorMessage": format!("the rule has no target \"{id}\""),
                }));
            }
            self.targets.delete(&place)?;
        }
        Ok(json!({ "FailedEntryCount": failed.len(), "FailedEntries": failed }))
    }

    fn put_events(&self, context: &Context, input: PutEvents) -> Result<Value, ServiceError> {
        if input.entries.is_empty() || input.entries.len() > ENTRIES {
            return Err(ServiceError::client(
                "ValidationException",
                format!(
                    "a request has 1 to {ENTRIES} entries, not {}",
                    input.entries.len()
                ),
            ));
        }
        let mut batch = self.store.batch();
        let mut failed = 0;
        let mut answers = Vec::new();
        for entry in input.entries {
            match entry.into_event(context) {
                Ok(event) => {
                    self.stage(&mut batch, &event);
                    answers.push(json!({ "EventId": event.id }));
                }
                Err((code, message)) => {
                    failed += 1;
                    answers.push(json!({ "ErrorCode": code, "ErrorMessage": message }));
                }
            }
        }
        batch.commit()?;
        self.wake();
        Ok(json!({ "FailedEntryCount": failed, "Entries": answers }))
    }

    fn list_tags(&self, input: &Value) -> Result<Value, ServiceError> {
        let arn = input
            .get("ResourceARN")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let rule = self.rule(arn.rsplit('/').next().unwrap_or_default())?;
        let tags = rule
            .tags
            .iter()
            .map(|(key, value)| json!({ "Key": key, "Value": value }));
        Ok(json!({ "Tags": tags.collect::<Vec<_>>() }))
    }
}

impl Entry {
    fn into_event(self, context: &Context) -> Result<Event, (&'static str, String)> {
        let invalid = |message: &str| ("InvalidArgument", message.to_owned());
        let source = self.source.filter(|text| !text.is_empty());
        let source = source.ok_or_else(|| invalid("Parameter Source is not valid."))?;
        if source.starts_with("aws.") {
            return Err((
                "NotAuthorizedForSourceException",
                "Not authorized for the source.".to_owned(),
            ));
        }
        let detail_type = self.detail_type.filter(|text| !text.is_empty());
        let detail_type =
            detail_type.ok_or_else(|| invalid("Parameter DetailType is not valid."))?;
        let detail = self.detail.unwrap_or_default();
        if detail.len() > EVENT_BYTES {
            return Err(invalid("Total size of the entry is over the limit."));
        }
        let detail: Value = serde_json::from_str(&detail)
            .ok()
            .filter(Value::is_object)
            .ok_or(("MalformedDetail", "Detail is malformed.".to_owned()))?;
        let mut event = Event::new(context, &source, &detail_type);
        event.resources = self.resources;
        event.detail = detail;
        if let Some(time) = self.time {
            #[expect(clippy::cast_possible_truncation, reason = "whole seconds are wanted")]
            let time = jiff::Timestamp::from_second(time as i64);
            event.time = seconds(time.map_err(|_| invalid("Parameter Time is not valid."))?);
        }
        Ok(event)
    }
}

fn test_pattern(input: &TestEventPattern) -> Result<Value, ServiceError> {
    let invalid = |error: String| ServiceError::client("InvalidEventPatternException", error);
    let pattern = Pattern::parse(&input.event_pattern).map_err(invalid)?;
    let event: Value =
        serde_json::from_str(&input.event).map_err(|error| invalid(error.to_string()))?;
    Ok(json!({ "Result": pattern.matches(&event) }))
}

fn rule_json(rule: &Rule) -> Value {
    let mut value = json!({
        "Name": rule.name,
        "Arn": rule.arn,
        "State": if rule.enabled { "ENABLED" } else { "DISABLED" },
        "EventBusName": "default",
    });
    let optional = [
        ("EventPattern", &rule.event_pattern),
        ("ScheduleExpression", &rule.schedule_expression),
        ("Description", &rule.description),
        ("RoleArn", &rule.role_arn),
    ];
    if let Some(map) = value.as_object_mut() {
        for (name, text) in optional {
            if let Some(text) = text {
                map.insert(name.to_owned(), Value::from(text.clone()));
            }
        }
    }
    value
}
