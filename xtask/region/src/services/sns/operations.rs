//! SNS's operations, over the query protocol.

use super::{Sns, Subscription, Topic};
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;
use crate::protocol::query::{Params, Xml};

/// The attributes of a topic that can be set.
const SETTABLE: [&str; 6] = [
    "DisplayName",
    "Policy",
    "DeliveryPolicy",
    "KmsMasterKeyId",
    "SignatureVersion",
    "TracingConfig",
];

impl Sns {
    /// Answers one operation of the wire protocol.
    pub(crate) async fn call(
        &self,
        context: &Context,
        caller: &Caller,
        operation: &str,
        params: &Params,
    ) -> Result<Xml, ServiceError> {
        let topic = params
            .get("TopicArn")
            .or(params.get("ResourceArn"))
            .unwrap_or("*");
        context.authorise(caller, &format!("sns:{operation}"), topic)?;
        match operation {
            "CreateTopic" => {
                let tags = pairs(params);
                let attributes = params.map("Attributes");
                for name in attributes.keys() {
                    check_attribute(name)?;
                }
                let topic =
                    self.create_topic(context, params.required("Name")?, attributes, tags)?;
                Ok(Xml::new().text("TopicArn", topic.arn))
            }
            "DeleteTopic" => self
                .delete_topic(params.required("TopicArn")?)
                .map(|()| Xml::new()),
            "ListTopics" => {
                let topics = self.topics.all()?;
                Ok(Xml::new().members(
                    "Topics",
                    topics
                        .into_iter()
                        .map(|topic| Xml::new().text("TopicArn", topic.arn)),
                ))
            }
            "GetTopicAttributes" => {
                let topic = self.topic(params.required("TopicArn")?)?;
                let subscriptions = self.subscriptions_of(&topic.arn)?;
                Ok(topic_attributes(context, &topic, &subscriptions))
            }
            "SetTopicAttributes" => {
                let name = params.required("AttributeName")?;
                check_attribute(name)?;
                let value = params.get("AttributeValue").unwrap_or_default().to_owned();
                self.change_topic(params.required("TopicArn")?, |topic| {
                    topic.attributes.insert(name.to_owned(), value);
                })?;
                Ok(Xml::new())
            }
            "Subscribe" => {
                let subscription = self.subscribe(
                    params.required("TopicArn")?,
                    params.required("Protocol")?,
                    params.get("Endpoint").unwrap_or_default(),
                )?;
                let tells_arn =
                    subscription.confirmed || params.get("ReturnSubscriptionArn") == Some("true");
                let told = if tells_arn {
                    subscription.arn.as_str()
                } else {
                    "pending confirmation"
                };
                Ok(Xml::new().text("SubscriptionArn", told))
            }
            "Unsubscribe" => {
                self.unsubscribe(params.required("SubscriptionArn")?)?;
                Ok(Xml::new())
            }
            "ListSubscriptions" => Ok(subscriptions_xml(context, &self.subscriptions.all()?)),
            "ListSubscriptionsByTopic" => {
                let topic = self.topic(params.required("TopicArn")?)?;
                Ok(subscriptions_xml(
                    context,
                    &self.subscriptions_of(&topic.arn)?,
                ))
            }
            "Publish" => {
                let id = self.publish(
                    context,
                    params
                        .get("TopicArn")
                        .or(params.get("TargetArn"))
                        .unwrap_or_default(),
                    params.get("Subject"),
                    params.required("Message")?,
                )?;
                Ok(Xml::new().text("MessageId", id))
            }
            "ListTagsForResource" => {
                let topic = self.topic(params.required("ResourceArn")?)?;
                let tags = topic.tags.iter();
                Ok(Xml::new().members(
                    "Tags",
                    tags.map(|(key, value)| Xml::new().text("Key", key).text("Value", value)),
                ))
            }
            "TagResource" => {
                let given = pairs(params);
                self.change_topic(params.required("ResourceArn")?, |topic| {
                    topic
                        .tags
                        .retain(|(key, _)| !given.iter().any(|(other, _)| other == key));
                    topic.tags.extend(given);
                })?;
                Ok(Xml::new())
            }
            "UntagResource" => {
                let keys = params.list("TagKeys");
                self.change_topic(params.required("ResourceArn")?, |topic| {
                    topic.tags.retain(|(key, _)| !keys.contains(key));
                })?;
                Ok(Xml::new())
            }
            _ => Err(ServiceError::unknown_operation("SNS", operation)),
        }
    }
}

fn pairs(params: &Params) -> Vec<(String, String)> {
    let tags = params.structures("Tags").into_iter().map(|tag| {
        let part = |name| tag.get(name).unwrap_or_default().to_owned();
        (part("Key"), part("Value"))
    });
    tags.collect()
}

fn check_attribute(name: &str) -> Result<(), ServiceError> {
    if SETTABLE.contains(&name) {
        return Ok(());
    }
    Err(super::invalid(format!(
        "the attribute \"{name}\" can't be set here; these can: {}",
        SETTABLE.join(", ")
    )))
}

fn topic_attributes(context: &Context, topic: &Topic, subscriptions: &[Subscription]) -> Xml {
    let confirmed = subscriptions.iter().filter(|one| one.confirmed).count();
    let own = [
        ("TopicArn", topic.arn.clone()),
        ("Owner", context.account().to_owned()),
        ("SubscriptionsConfirmed", confirmed.to_string()),
        (
            "SubscriptionsPending",
            (subscriptions.len() - confirmed).to_string(),
        ),
        ("SubscriptionsDeleted", "0".to_owned()),
    ];
    let set = topic
        .attributes
        .iter()
        .map(|(name, value)| (name.as_str(), value.clone()));
    let entries = own
        .into_iter()
        .chain(set)
        .fold(Xml::new(), |all, (name, value)| {
            all.element("entry", Xml::new().text("key", name).text("value", value))
        });
    Xml::new().element("Attributes", entries)
}

fn subscriptions_xml(context: &Context, subscriptions: &[Subscription]) -> Xml {
    Xml::new().members(
        "Subscriptions",
        subscriptions.iter().map(|one| {
            let arn = if one.confirmed {
                one.arn.as_str()
            } else {
                "PendingConfirmation"
            };
            Xml::new()
                .text("SubscriptionArn", arn)
                .text("Owner", context.account())
                .text("Protocol", &one.protocol)
                .text("Endpoint", &one.endpoint)
                .text("TopicArn", &one.topic)
        }),
    )
}
