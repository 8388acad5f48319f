//! SNS: topics, subscriptions and messages.
//!
//! Every message that is published is kept in the log group `/aws/sns/<topic>` (stream
//! `messages`), one JSON object each, where people and tests read what was sent. Functions that
//! subscribe are invoked; subscriptions of other protocols (e-mail and the like) stay pending,
//! since nothing leaves the machine.

mod operations;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use crate::context::{Context, Scope};
use crate::error::ServiceError;
use crate::store::{StoreError, Table, key};

/// Who asks functions on behalf of a topic.
const SERVICE: &str = "sns.amazonaws.com";
/// The largest message in bytes.
const MESSAGE_BYTES: usize = 256 * 1024;

/// SNS of one AWS region.
pub struct Sns {
    topics: Table<Topic>,
    subscriptions: Table<Subscription>,
    writing: Mutex<()>,
}

/// A topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    /// Its ARN.
    pub arn: String,
    /// What was set of it: `DisplayName`, `Policy`, `KmsMasterKeyId` and the like.
    pub attributes: BTreeMap<String, String>,
    /// Its tags, in order.
    pub tags: Vec<(String, String)>,
}

/// A subscription.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// Its ARN.
    pub arn: String,
    /// The topic's ARN.
    pub topic: String,
    /// `lambda`, `email`, `sqs` and the like.
    pub protocol: String,
    /// Where messages go.
    pub endpoint: String,
    /// Whether they do: only to functions here.
    pub confirmed: bool,
}

impl fmt::Debug for Sns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sns").finish_non_exhaustive()
    }
}

impl Sns {
    pub(crate) fn open(scope: &Scope<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            topics: scope.table("sns.topics")?,
            subscriptions: scope.table("sns.subscriptions")?,
            writing: Mutex::new(()),
        })
    }

    /// Makes a topic. One that is there with the same attributes is answered as it is.
    ///
    /// # Errors
    /// `InvalidParameter`.
    pub fn create_topic(
        &self,
        context: &Context,
        name: &str,
        attributes: BTreeMap<String, String>,
        tags: Vec<(String, String)>,
    ) -> Result<Topic, ServiceError> {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
        if !(1..=256).contains(&name.len()) || !name.bytes().all(allowed) {
            return Err(invalid(format!(
                "\"{name}\" is no name for a topic: 1 to 256 letters, digits, hyphens and \
                 underscores (FIFO topics are not served)"
            )));
        }
        let _writing = self.write_lock();
        let arn = context.arn("sns", name);
        if let Some(topic) = self.topics.get(&arn)? {
            let differs = attributes.iter().find(|(key, value)| {
                topic
                    .attributes
                    .get(*key)
                    .is_some_and(|known| known != *value)
            });
            return match differs {
                None => Ok(topic),
                Some((key, _)) => Err(invalid(format!(
                    "Topic already exists with different attributes: {key}"
                ))),
            };
        }
        let topic = Topic {
            arn: arn.clone(),
            attributes,
            tags,
        };
        self.topics.put(&arn, &topic)?;
        Ok(topic)
    }

    /// A topic.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn topic(&self, arn: &str) -> Result<Topic, ServiceError> {
        self.topics.get(arn)?.ok_or_else(|| {
            ServiceError::client("NotFound", format!("Topic does not exist: {arn}"))
                .with_status(404)
        })
    }

    /// Changes the attributes or tags of a topic.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn change_topic(
        &self,
        arn: &str,
        change: impl FnOnce(&mut Topic),
    ) -> Result<Topic, ServiceError> {
        let _writing = self.write_lock();
        let mut topic = self.topic(arn)?;
        change(&mut topic);
        self.topics.put(arn, &topic)?;
        Ok(topic)
    }

    /// Removes a topic and its subscriptions. One that is not there is removed already.
    pub fn delete_topic(&self, arn: &str) -> Result<(), ServiceError> {
        let _writing = self.write_lock();
        for subscription in self.subscriptions_of(arn)? {
            self.subscriptions.delete(&key([arn, &subscription.arn]))?;
        }
        Ok(self.topics.delete(arn)?)
    }

    /// Subscribes to a topic. The same protocol and endpoint again is the same subscription.
    ///
    /// # Errors
    /// `NotFound`, `InvalidParameter`.
    pub fn subscribe(
        &self,
        topic: &str,
        protocol: &str,
        endpoint: &str,
    ) -> Result<Subscription, ServiceError> {
        const PROTOCOLS: [&str; 8] = [
            "lambda",
            "email",
            "email-json",
            "sqs",
            "http",
            "https",
            "sms",
            "firehose",
        ];
        if !PROTOCOLS.contains(&protocol) || endpoint.is_empty() {
            return Err(invalid(format!(
                "a subscription has an endpoint and one of the protocols {}; found \"{protocol}\" \
                 and \"{endpoint}\"",
                PROTOCOLS.join(", ")
            )));
        }
        let _writing = self.write_lock();
        self.topic(topic)?;
        let same = self
            .subscriptions_of(topic)?
            .into_iter()
            .find(|one| one.protocol == protocol && one.endpoint == endpoint);
        if let Some(same) = same {
            return Ok(same);
        }
        let subscription = Subscription {
            arn: format!("{topic}:{}", Uuid::new_v4()),
            topic: topic.to_owned(),
            protocol: protocol.to_owned(),
            endpoint: endpoint.to_owned(),
            confirmed: protocol == "lambda",
        };
        self.subscriptions
            .put(&key([topic, &subscription.arn]), &subscription)?;
        Ok(subscription)
    }

    /// Ends a subscription. One that is not there is ended already.
    pub fn unsubscribe(&self, arn: &str) -> Result<(), ServiceError> {
        let topic = arn.rsplit_once(':').map_or(arn, |(topic, _)| topic);
        Ok(self.subscriptions.delete(&key([topic, arn]))?)
    }

    /// The subscriptions of a topic.
    pub fn subscriptions_of(&self, topic: &str) -> Result<Vec<Subscription>, ServiceError> {
        let found = self.subscriptions.scan(&key([topic, ""]));
        Ok(found
            .map(|entry| entry.map(|(_, one)| one))
            .collect::<Result<_, _>>()?)
    }

    /// Publishes a message and answers its id. It is in the topic's log group then, and in the
    /// queues of the functions that subscribe.
    ///
    /// # Errors
    /// `NotFound`, `InvalidParameter`.
    pub fn publish(
        &self,
        context: &Context,
        topic: &str,
        subject: Option<&str>,
        message: &str,
    ) -> Result<String, ServiceError> {
        let topic = self.topic(topic)?;
        if message.is_empty() || message.len() > MESSAGE_BYTES {
            return Err(invalid(format!(
                "a message has 1 to {MESSAGE_BYTES} bytes, not {}",
                message.len()
            )));
        }
        let id = Uuid::new_v4().to_string();
        let published = json!({
            "Type": "Notification",
            "MessageId": id,
            "TopicArn": topic.arn,
            "Subject": subject,
            "Message": message,
            "Timestamp": format!("{:.3}", context.now()),
        });
        let group = format!("/aws/sns/{}", topic_name(&topic.arn));
        context
            .logs()
            .write(context, &group, "messages", &[published.to_string()])?;
        for subscription in self.subscriptions_of(&topic.arn)? {
            if subscription.protocol == "lambda" {
                self.tell_function(context, &subscription, &published);
            }
        }
        Ok(id)
    }

    /// Queues the invocation of a function that subscribes. That it may not be told is the
    /// subscriber's matter, not the publisher's.
    fn tell_function(
        &self,
        context: &Context,
        subscription: &Subscription,
        published: &serde_json::Value,
    ) {
        let event = json!({ "Records": [{
            "EventSource": "aws:sns",
            "EventVersion": "1.0",
            "EventSubscriptionArn": subscription.arn,
            "Sns": published,
        }]});
        let (function, topic) = (&subscription.endpoint, &subscription.topic);
        let lambda = context.lambda();
        let told = lambda
            .authorise_service(context, function, SERVICE, topic)
            .and_then(|()| lambda.enqueue(context, function, event.to_string()));
        if let Err(error) = told {
            tracing::warn!(%error, function, topic, "a message did not reach a function");
        }
    }

    fn write_lock(&self) -> MutexGuard<'_, ()> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn topic_name(arn: &str) -> &str {
    arn.rsplit(':').next().unwrap_or(arn)
}

fn invalid(message: String) -> ServiceError {
    ServiceError::client("InvalidParameter", message)
}
