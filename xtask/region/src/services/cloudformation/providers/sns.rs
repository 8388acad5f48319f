//! `AWS::SNS::*`.

use std::collections::BTreeMap;

use async_trait::async_trait;
use serde_json::{Map, Value, json};

use super::{Made, Provider, Read, Request, gone, invalid, present, read, tag_list};
use crate::context::Context;
use crate::error::ServiceError;
use crate::services::iam::parse;
use crate::services::iam::policy::Kind;

const NAME_LENGTH: usize = 256;
/// The attribute that holds a topic's policy. The topic keeps it through its own changes, since
/// it belongs to another resource.
const POLICY: &str = "Policy";

pub(super) struct Topic;

#[async_trait]
impl Provider for Topic {
    fn physical_id(&self, request: Request<'_>) -> Result<Option<String>, ServiceError> {
        if request.properties.get("FifoTopic") == Some(&Value::Bool(true)) {
            return Err(invalid("the embedded region has no FIFO topics"));
        }
        Ok(Some(
            request
                .context
                .arn("sns", &request.name("TopicName", NAME_LENGTH)),
        ))
    }

    async fn exists(&self, context: &Context, arn: &str) -> Result<bool, ServiceError> {
        super::found(context.sns().topic(arn))
    }

    async fn put(
        &self,
        request: Request<'_>,
        physical_id: Option<&str>,
    ) -> Result<Made, ServiceError> {
        let (context, arn) = (request.context, physical_id.unwrap_or_default());
        let name = arn.rsplit(':').next().unwrap_or_default();
        if !self.exists(context, arn).await? {
            context
                .sns()
                .create_topic(context, name, BTreeMap::new(), Vec::new())?;
        }
        let attributes: BTreeMap<String, String> = request
            .properties
            .iter()
            .filter(|(property, _)| {
                !matches!(property.as_str(), "TopicName" | "Tags" | "Subscription")
            })
            .map(|(property, value)| {
                let text = value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_owned);
                (property.clone(), text)
            })
            .collect();
        let tags = request.tags().into_iter().collect();
        context.sns().change_topic(arn, |topic| {
            let policy = topic.attributes.remove(POLICY);
            topic.attributes = attributes;
            if let Some(policy) = policy {
                topic.attributes.insert(POLICY.to_owned(), policy);
            }
            topic.tags = tags;
        })?;
        let wanted = inline_subscriptions(request.properties);
        for (protocol, endpoint) in &wanted {
            context.sns().subscribe(arn, protocol, endpoint)?;
        }
        let had = request
            .previous
            .map(inline_subscriptions)
            .unwrap_or_default();
        for old in had.iter().filter(|old| !wanted.contains(old)) {
            for subscription in context.sns().subscriptions_of(arn)? {
                if (&subscription.protocol, &subscription.endpoint) == (&old.0, &old.1) {
                    context.sns().unsubscribe(&subscription.arn)?;
                }
            }
        }
        Ok(Made::new(arn).with("TopicArn", arn).with("TopicName", name))
    }

    async fn delete(
        &self,
        context: &Context,
        arn: &str,
        _: &Map<String, Value>,
    ) -> Result<(), ServiceError> {
        context.sns().delete_topic(arn)
    }

    fn readable(&self) -> &'static [&'static str] {
        &[
            "DisplayName",
            "KmsMasterKeyId",
            "SignatureVersion",
            "TracingConfig",
            "DataProtectionPolicy",
            "DeliveryStatusLogging",
            "Subscription",
            "Tags",
        ]
    }

    async fn read(&self, context: &Context, arn: &str, expected: &Map<String, Value>) -> Read {
        let Some(topic) = present(context.sns().topic(arn))? else {
            return Ok(None);
        };
        let mut told = Map::new();
        for (name, text) in topic
            .attributes
            .into_iter()
            .filter(|(name, _)| name != POLICY)
        {
            // What is no text is kept as text.
            let value = match expected.get(&name) {
                Some(Value::String(_)) | None => text.into(),
                Some(_) => serde_json::from_str(&text).unwrap_or(Value::String(text)),
            };
            told.insert(name, value);
        }
        // Those of other resources are theirs to answer for.
        let wanted = inline_subscriptions(expected);
        let live = context.sns().subscriptions_of(arn)?;
        let subscriptions: Vec<Value> = live
            .into_iter()
            .filter(|one| wanted.contains(&(one.protocol.clone(), one.endpoint.clone())))
            .map(|one| json!({"Protocol": one.protocol, "Endpoint": one.endpoint}))
            .collect();
        told.insert("Subscription".to_owned(), subscriptions.into());
        told.extend(read([("Tags", tag_list(topic.tags))]));
        Ok(Some(told))
    }
}

pub(super) struct TopicPolicy;

#[async_trait]
impl Provider for TopicPolicy {
    fn physical_id(&self, request: Request<'_>) -> Result<Option<String>, ServiceError> {
        Ok(Some(request.generated_name(NAME_LENGTH)))
    }

    async fn exists(&self, _: &Context, _: &str) -> Result<bool, ServiceError> {
        Ok(false)
    }

    async fn put(
        &self,
        request: Request<'_>,
        physical_id: Option<&str>,
    ) -> Result<Made, ServiceError> {
        let document = super::iam::document(request.properties, "PolicyDocument");
        parse(&document, Kind::Resource)?;
        let topics = topics(request.properties);
        for arn in &topics {
            request.context.sns().change_topic(arn, |topic| {
                topic
                    .attributes
                    .insert(POLICY.to_owned(), document.to_string());
            })?;
        }
        let had = request.previous.map(self::topics).unwrap_or_default();
        for arn in had.iter().filter(|arn| !topics.contains(arn)) {
            forget_policy(request.context, arn)?;
        }
        let id = physical_id.unwrap_or_default();
        Ok(Made::new(id).with("Id", id))
    }

    async fn delete(
        &self,
        context: &Context,
        _: &str,
        properties: &Map<String, Value>,
    ) -> Result<(), ServiceError> {
        topics(properties)
            .iter()
            .try_for_each(|arn| forget_policy(context, arn))
    }
}

pub(super) struct Subscription;

#[async_trait]
impl Provider for Subscription {
    /// SNS makes the ARN.
    fn physical_id(&self, _: Request<'_>) -> Result<Option<String>, ServiceError> {
        Ok(None)
    }

    async fn exists(&self, _: &Context, _: &str) -> Result<bool, ServiceError> {
        Ok(false)
    }

    async fn put(&self, request: Request<'_>, _: Option<&str>) -> Result<Made, ServiceError> {
        for absent in [
            "FilterPolicy",
            "DeliveryPolicy",
            "RedrivePolicy",
            "SubscriptionRoleArn",
        ] {
            if request.properties.contains_key(absent) {
                return Err(invalid(format!(
                    "the embedded region's subscriptions do not honour {absent}"
                )));
            }
        }
        let text = |name| request.text(name).unwrap_or_default();
        let subscription = request.context.sns().subscribe(
            text("TopicArn"),
            text("Protocol"),
            text("Endpoint"),
        )?;
        Ok(Made::new(subscription.arn.clone()).with("Arn", subscription.arn))
    }

    async fn delete(
        &self,
        context: &Context,
        arn: &str,
        _: &Map<String, Value>,
    ) -> Result<(), ServiceError> {
        gone(context.sns().unsubscribe(arn))
    }
}

fn forget_policy(context: &Context, arn: &str) -> Result<(), ServiceError> {
    let changed = context.sns().change_topic(arn, |topic| {
        topic.attributes.remove(POLICY);
    });
    gone(changed.map(drop))
}

fn topics(properties: &Map<String, Value>) -> Vec<String> {
    let listed = properties.get("Topics").and_then(Value::as_array);
    listed
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}

/// A topic's own `Subscription` list: protocols and endpoints.
fn inline_subscriptions(properties: &Map<String, Value>) -> Vec<(String, String)> {
    let listed = properties.get("Subscription").and_then(Value::as_array);
    listed
        .into_iter()
        .flatten()
        .filter_map(|one| {
            Some((
                one["Protocol"].as_str()?.to_owned(),
                one["Endpoint"].as_str()?.to_owned(),
            ))
        })
        .collect()
}
