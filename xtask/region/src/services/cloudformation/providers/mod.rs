//! Who makes the resources: a provider per type, a file per service.
//!
//! A provider's `put` makes a resource or changes it to what the properties say, and may be
//! called again after the process was killed in the middle of it; `delete` of what is not there
//! succeeds. With that, the engine needs to know only whether something was begun.

mod athena;
mod bucket;
mod bucket_told;
mod cloudwatch;
mod events;
mod glue;
mod iam;
mod lambda;
mod lambda_versions;
mod logs;
mod machine_versions;
mod oidc;
mod s3;
mod sns;
mod stepfunctions;
mod wait;

use std::collections::BTreeMap;

use async_trait::async_trait;
use serde_json::{Map, Value, json};

use super::model::Tags;
use crate::context::Context;
use crate::error::ServiceError;

/// What a provider is asked to make.
#[derive(Debug, Clone, Copy)]
pub(super) struct Request<'a> {
    pub(super) context: &'a Context,
    /// The stack's name.
    pub(super) stack_name: &'a str,
    /// The resource's logical id.
    pub(super) logical_id: &'a str,
    /// The properties as they shall be: of the right types, and none that is not known.
    pub(super) properties: &'a Map<String, Value>,
    /// The properties as they were; none when it is made.
    pub(super) previous: Option<&'a Map<String, Value>>,
    /// Random text for generated names, the same at every attempt.
    pub(super) token: &'a str,
}

/// A resource that was made.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Made {
    /// What `Ref` gives.
    pub(super) physical_id: String,
    /// What `Fn::GetAtt` gives.
    pub(super) attributes: BTreeMap<String, Value>,
}

/// Makes resources of one type.
#[async_trait]
pub(super) trait Provider: Send + Sync {
    /// The physical id that the resource will have, where it is known before it is made.
    fn physical_id(&self, request: Request<'_>) -> Result<Option<String>, ServiceError>;

    /// Whether there is such a resource already.
    async fn exists(&self, context: &Context, physical_id: &str) -> Result<bool, ServiceError>;

    /// Makes the resource or changes it. `physical_id` is the one it has, or the one that
    /// [`Provider::physical_id`] gave.
    async fn put(
        &self,
        request: Request<'_>,
        physical_id: Option<&str>,
    ) -> Result<Made, ServiceError>;

    /// Deletes the resource, if it is there.
    async fn delete(
        &self,
        context: &Context,
        physical_id: &str,
        properties: &Map<String, Value>,
    ) -> Result<(), ServiceError>;

    /// The properties that [`Provider::read`] tells; none where the type can't be read.
    fn readable(&self) -> &'static [&'static str] {
        &[]
    }

    /// The resource as it is, in the form of its properties; none when it is gone. `expected` are
    /// the properties that the stack gave it: what they say and the service does not keep is told
    /// as they say it.
    async fn read(
        &self,
        _context: &Context,
        _physical_id: &str,
        _expected: &Map<String, Value>,
    ) -> Result<Option<Map<String, Value>>, ServiceError> {
        Ok(None)
    }
}

/// What was read of a resource.
type Read = Result<Option<Map<String, Value>>, ServiceError>;

/// Properties by name, without those that are not set.
fn read<const N: usize>(properties: [(&str, Option<Value>); N]) -> Map<String, Value> {
    let set = properties.into_iter();
    set.filter_map(|(name, value)| Some((name.to_owned(), value?)))
        .collect()
}

/// Tags as a list of `Key` and `Value`; none when there are none.
fn tag_list<K: AsRef<str>, V: AsRef<str>>(tags: impl IntoIterator<Item = (K, V)>) -> Option<Value> {
    let listed: Vec<Value> = tags
        .into_iter()
        .map(|(key, value)| json!({"Key": key.as_ref(), "Value": value.as_ref()}))
        .collect();
    (!listed.is_empty()).then(|| listed.into())
}

/// The provider of a type. Every type of [`super::schema::Schema::kinds`] has one.
pub(super) fn provider(kind: &str) -> Option<&'static dyn Provider> {
    Some(match kind {
        "AWS::Athena::NamedQuery" => &athena::NamedQuery,
        "AWS::Athena::PreparedStatement" => &athena::PreparedStatement,
        "AWS::Athena::WorkGroup" => &athena::WorkGroup,
        "AWS::CloudFormation::WaitConditionHandle" => &wait::WaitConditionHandle,
        "AWS::CloudWatch::Alarm" => &cloudwatch::Alarm,
        "AWS::CloudWatch::Dashboard" => &cloudwatch::Dashboard,
        "AWS::Events::Rule" => &events::Rule,
        "AWS::Glue::Database" => &glue::Database,
        "AWS::Glue::Table" => &glue::Table,
        "AWS::IAM::ManagedPolicy" => &iam::ManagedPolicy,
        "AWS::IAM::OIDCProvider" => &oidc::OidcProvider,
        "AWS::IAM::Policy" => &iam::Policy,
        "AWS::IAM::Role" => &iam::Role,
        "AWS::Lambda::Alias" => &lambda_versions::Alias,
        "AWS::Lambda::Function" => &lambda::Function,
        "AWS::Lambda::Permission" => &lambda::Permission,
        "AWS::Lambda::Version" => &lambda_versions::Version,
        "AWS::Logs::LogGroup" => &logs::LogGroup,
        "AWS::S3::Bucket" => &s3::Bucket,
        "AWS::S3::BucketPolicy" => &s3::BucketPolicy,
        "AWS::SNS::Subscription" => &sns::Subscription,
        "AWS::SNS::Topic" => &sns::Topic,
        "AWS::SNS::TopicPolicy" => &sns::TopicPolicy,
        "AWS::StepFunctions::StateMachine" => &stepfunctions::StateMachine,
        "AWS::StepFunctions::StateMachineAlias" => &machine_versions::Alias,
        "AWS::StepFunctions::StateMachineVersion" => &machine_versions::Version,
        _ => return None,
    })
}

impl Request<'_> {
    /// A text property. The schema has seen to its type.
    fn text(&self, name: &str) -> Option<&str> {
        self.properties.get(name).and_then(Value::as_str)
    }

    /// The name given in the property, or a generated one: `<stack>-<logical id>-<random>`, at
    /// most `most` characters.
    fn name(&self, property: &str, most: usize) -> String {
        match self.text(property) {
            Some(name) => name.to_owned(),
            None => self.generated_name(most),
        }
    }

    fn generated_name(&self, most: usize) -> String {
        let random: String = self.token.chars().take(12).collect();
        let room = most.saturating_sub(random.len() + 2);
        // Both parts give way alike.
        let logical: String = self.logical_id.chars().take(room.div_ceil(2)).collect();
        let stack: String = self
            .stack_name
            .chars()
            .take(room.saturating_sub(logical.len()))
            .collect();
        format!("{stack}-{logical}-{random}")
    }

    /// The property `Tags` as a list of `Key` and `Value`.
    fn tags(&self) -> Tags {
        tags(self.properties)
    }
}

/// The property `Tags`, a list of `Key` and `Value` or a map.
pub(super) fn tags(properties: &Map<String, Value>) -> Tags {
    match properties.get("Tags") {
        Some(Value::Array(tags)) => tags
            .iter()
            .filter_map(|tag| {
                Some((
                    tag["Key"].as_str()?.to_owned(),
                    tag["Value"].as_str()?.to_owned(),
                ))
            })
            .collect(),
        Some(Value::Object(tags)) => tags
            .iter()
            .filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned())))
            .collect(),
        _ => Tags::new(),
    }
}

impl Made {
    fn new(physical_id: impl Into<String>) -> Self {
        Self {
            physical_id: physical_id.into(),
            attributes: BTreeMap::new(),
        }
    }

    fn with(mut self, attribute: &str, value: impl Into<Value>) -> Self {
        self.attributes.insert(attribute.to_owned(), value.into());
        self
    }
}

fn invalid(message: impl Into<String>) -> ServiceError {
    ServiceError::client("InvalidRequest", message)
}

/// That something is not there is no failure when it is to be deleted.
fn gone(result: Result<(), ServiceError>) -> Result<(), ServiceError> {
    match result {
        Err(error) if is_missing(&error) => Ok(()),
        other => other,
    }
}

/// What was asked for; none when it is not there.
fn present<T>(result: Result<T, ServiceError>) -> Result<Option<T>, ServiceError> {
    match result {
        Ok(found) => Ok(Some(found)),
        Err(error) if is_missing(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether what was asked for is there.
fn found<T>(result: Result<T, ServiceError>) -> Result<bool, ServiceError> {
    Ok(present(result)?.is_some())
}

fn is_missing(error: &ServiceError) -> bool {
    error.status == 404
        || error.code.starts_with("NoSuch")
        || error.code.contains("NotFound")
        || error.code.contains("DoesNotExist")
}

#[cfg(test)]
mod tests {
    use super::super::schema::Schema;
    use super::*;

    #[test]
    fn every_type_with_a_schema_has_a_provider() {
        for kind in Schema::kinds() {
            assert!(provider(kind).is_some(), "{kind}");
        }
    }
}
