//! Tags of machines and activities.

use serde_json::{Value, json};

use super::StepFunctions;
use super::wire::{required, text, validation};
use crate::error::ServiceError;

/// The most tags of a resource.
const MOST_TAGS: usize = 50;

/// Tags of a request: objects with `key` and `value`.
pub(super) fn of(tags: &Value) -> Result<Vec<(String, String)>, ServiceError> {
    tags.as_array()
        .into_iter()
        .flatten()
        .map(|tag| {
            let key = required(tag, "key")?.to_owned();
            Ok((key, text(tag, "value").unwrap_or_default().to_owned()))
        })
        .collect()
}

impl StepFunctions {
    pub(super) fn tag(&self, input: &Value) -> Result<Value, ServiceError> {
        let arn = self.taggable(input)?;
        let _writing = self.write_lock();
        let mut tags = self.tags.get(arn)?.unwrap_or_default();
        for (key, value) in of(&input["tags"])? {
            tags.retain(|(other, _)| *other != key);
            tags.push((key, value));
        }
        if tags.len() > MOST_TAGS {
            return Err(ServiceError::client(
                "TooManyTags",
                format!("The resource '{arn}' can have at most {MOST_TAGS} tags"),
            ));
        }
        self.tags.put(arn, &tags)?;
        Ok(json!({}))
    }

    pub(super) fn untag(&self, input: &Value) -> Result<Value, ServiceError> {
        let arn = self.taggable(input)?;
        let keys = input["tagKeys"]
            .as_array()
            .ok_or_else(|| validation("tagKeys is required"))?;
        let _writing = self.write_lock();
        let mut tags = self.tags.get(arn)?.unwrap_or_default();
        tags.retain(|(key, _)| !keys.iter().any(|other| other == key.as_str()));
        self.tags.put(arn, &tags)?;
        Ok(json!({}))
    }

    pub(super) fn list_tags(&self, input: &Value) -> Result<Value, ServiceError> {
        let tags = self.tags.get(self.taggable(input)?)?.unwrap_or_default();
        let told: Vec<Value> = tags
            .into_iter()
            .map(|(key, value)| json!({ "key": key, "value": value }))
            .collect();
        Ok(json!({ "tags": told }))
    }

    /// The tags of a machine, in order.
    ///
    /// # Errors
    /// When the state can't be read.
    pub fn tags_of(&self, arn: &str) -> Result<Vec<(String, String)>, ServiceError> {
        Ok(self.tags.get(arn)?.unwrap_or_default())
    }

    fn taggable<'a>(&self, input: &'a Value) -> Result<&'a str, ServiceError> {
        let arn = required(input, "resourceArn")?;
        if self.machines.get(arn)?.is_none() && self.activities.get(arn)?.is_none() {
            return Err(ServiceError::client(
                "ResourceNotFound",
                format!("Resource not found: '{arn}'"),
            ));
        }
        Ok(arn)
    }
}
