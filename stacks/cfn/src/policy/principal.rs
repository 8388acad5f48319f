//! Whom a statement is about.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>

use serde_json::{Value as Json, json};

use crate::Value;

/// Whom a statement is about, in a policy that is attached to a resource or a role's trust.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Principal {
    /// Everyone.
    Any,
    /// An AWS service, such as `lambda.amazonaws.com`.
    Service(&'static str),
    /// An account by its 12 digits or its root's ARN, or a user or role by its ARN.
    Aws(Value<String>),
    /// An identity provider: its ARN, or the name of a public one.
    Federated(Value<String>),
    /// A user by S3's canonical id.
    Canonical(Value<String>),
}

impl Principal {
    pub(super) fn to_json(&self) -> Json {
        match self {
            Self::Any => json!("*"),
            Self::Service(service) => json!({ "Service": service }),
            Self::Aws(arn) => json!({ "AWS": Json::from(arn.clone()) }),
            Self::Federated(provider) => json!({ "Federated": Json::from(provider.clone()) }),
            Self::Canonical(id) => json!({ "CanonicalUser": Json::from(id.clone()) }),
        }
    }
}
