//! A policy: statements with their version.

use serde_json::{Map, Value as Json, json};

use super::{Condition, Key, Principal, Statement, actions, keys};
use crate::{Any, Property, Value};

/// The key of a resource's metadata under which the reasons for wildcards are kept, by statement.
pub const WILDCARDS: &str = "PolicyWildcards";

/// A wildcard of a statement, and why it is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wildcard {
    /// The statement.
    pub sid: String,
    /// The reason.
    pub why: String,
}

/// A policy document, of an identity, of a resource or of a role's trust.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Document {
    statements: Vec<Statement>,
    /// A document that was written elsewhere, instead of statements.
    written: Option<Json>,
}

impl Document {
    /// Of the statements, in their order.
    pub fn new(statements: impl IntoIterator<Item = Statement>) -> Self {
        Self {
            statements: statements.into_iter().collect(),
            written: None,
        }
    }

    /// A document that was written elsewhere, as JSON. Nothing of it is known to the compiler; the
    /// checks of a template read it like any other, and ask for the reasons of its wildcards.
    ///
    /// ```
    /// # use cfn::policy::Document;
    /// let written = serde_json::json!({ "Version": "2012-10-17", "Statement": [] });
    /// assert_eq!(Document::assume(written.clone()).to_json(), written);
    /// ```
    pub const fn assume(written: Json) -> Self {
        Self {
            statements: Vec::new(),
            written: Some(written),
        }
    }

    /// The trust policy under which an AWS service assumes a role.
    ///
    /// With an account, only on behalf of that account's resources, which keeps others from using
    /// the role through the service (the confused deputy,
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html>). Step Functions
    /// and EventBridge say for whom they act; Lambda's documentation does not promise it.
    pub fn trust(service: &'static str, account: Option<&str>) -> Self {
        let assume =
            Statement::allow("Assume", [actions::sts::ASSUME_ROLE]).to(Principal::Service(service));
        let key: Key<_> = keys::aws::SOURCE_ACCOUNT;
        Self::new([match account {
            Some(account) => assume.only_if(Condition::equals(key, [account])),
            None => assume,
        }])
    }

    /// The wildcards, each with its reason.
    pub fn wildcards(&self) -> impl Iterator<Item = Wildcard> {
        self.statements.iter().flat_map(|statement| {
            let reasons = statement.reasons.iter();
            reasons.map(|why| Wildcard {
                sid: statement.sid.clone(),
                why: why.clone(),
            })
        })
    }

    /// Adds the reasons for wildcards to a resource's metadata, where the checks look for them: a
    /// policy itself may not hold them.
    pub fn record(&self, metadata: &mut Map<String, Json>) {
        for Wildcard { sid, why } in self.wildcards() {
            let kept = metadata.entry(WILDCARDS).or_insert_with(|| json!({}));
            let Some(kept) = kept.as_object_mut() else {
                continue;
            };
            let told = match kept.get(&sid).and_then(Json::as_str) {
                Some(before) => format!("{before}; {why}"),
                None => why,
            };
            kept.insert(sid, told.into());
        }
    }

    /// As JSON.
    pub fn to_json(&self) -> Json {
        match &self.written {
            Some(written) => written.clone(),
            None => document(&self.statements),
        }
    }
}

impl From<Document> for Json {
    fn from(document: Document) -> Self {
        document.to_json()
    }
}

impl Property for Document {
    fn into_json(self) -> Json {
        self.to_json()
    }
}

impl From<Document> for Value<Any> {
    fn from(document: Document) -> Self {
        Self::Literal(Any(document.to_json()))
    }
}

/// A policy document of the statements, in their order.
pub fn document<'a>(statements: impl IntoIterator<Item = &'a Statement>) -> Json {
    let statements: Vec<Json> = statements.into_iter().map(Statement::to_json).collect();
    json!({ "Version": "2012-10-17", "Statement": statements })
}

/// [`Document::trust`] as JSON.
pub fn trust(service: &'static str, account: Option<&str>) -> Json {
    Document::trust(service, account).to_json()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::ResourceArn;

    #[test]
    fn a_statement_renders_in_the_order_that_iam_documents_and_groups_principals() {
        let statement = Statement::deny("TlsOnly", [actions::sns::PUBLISH])
            .to(Principal::Service("events.amazonaws.com"))
            .to(Principal::Service("states.amazonaws.com"))
            .to(Principal::Aws("123456789012".into()))
            .on([ResourceArn::of("arn:aws:sns:eu-west-1:123456789012:news")])
            .only_if(Condition::is(keys::aws::SECURE_TRANSPORT, false))
            .only_if(Condition::equals(keys::aws::REQUEST_TAG.of("team"), ["a", "b"]).if_exists());
        assert_eq!(
            Document::new([statement]).to_json().to_string(),
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"TlsOnly\",\"Effect\":\"Deny\",\
             \"Principal\":{\"Service\":[\"events.amazonaws.com\",\"states.amazonaws.com\"],\
             \"AWS\":\"123456789012\"},\"Action\":[\"sns:Publish\"],\
             \"Resource\":[\"arn:aws:sns:eu-west-1:123456789012:news\"],\
             \"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"false\"},\
             \"StringEqualsIfExists\":{\"aws:RequestTag/team\":[\"a\",\"b\"]}}}]}"
        );
    }

    #[test]
    fn a_wildcard_is_recorded_with_its_reason() {
        let none: [super::super::Action; 0] = [];
        let document = Document::new([Statement::allow("Audit", none)
            .and_any_action_of("s3", "an audit sees all")
            .on_everything("of all buckets")]);
        let mut metadata = Map::new();
        document.record(&mut metadata);
        assert_eq!(
            Json::Object(metadata),
            json!({ WILDCARDS: { "Audit": "an audit sees all; of all buckets" } })
        );
        assert_eq!(
            actions::s3::GET_OBJECT.resource_types(),
            ["accesspointobject", "object"]
        );
        assert!(actions::s3::LIST_ALL_MY_BUCKETS.resource_types().is_empty());
    }
}
