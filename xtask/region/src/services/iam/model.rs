//! What IAM keeps.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A role.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Role {
    /// Its name, unique in the account.
    pub name: String,
    /// `/` or `/a/b/`.
    pub path: String,
    /// `arn:aws:iam::<account>:role<path><name>`.
    pub arn: String,
    /// `AROA` and 17 characters.
    pub id: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// What it says of itself.
    pub description: Option<String>,
    /// The longest session, in seconds.
    pub max_session_seconds: u64,
    /// Who may assume it.
    pub trust: Value,
    /// Its own policies by name.
    pub inline: BTreeMap<String, Value>,
    /// The ARNs of the managed policies attached to it.
    pub attached: Vec<String>,
    /// The ARN of the policy that bounds what it may do.
    pub boundary: Option<String>,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
}

/// What is said of a role when it is made or changed. Policies are given separately.
#[derive(Debug, Clone, PartialEq)]
pub struct RoleInput {
    /// Its name.
    pub name: String,
    /// `/` or `/a/b/`.
    pub path: String,
    /// What it says of itself.
    pub description: Option<String>,
    /// The longest session, in seconds.
    pub max_session_seconds: u64,
    /// Who may assume it.
    pub trust: Value,
    /// The ARN of the policy that bounds what it may do.
    pub boundary: Option<String>,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
}

/// A managed policy of the account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ManagedPolicy {
    /// Its name, unique in the account.
    pub name: String,
    /// `/` or `/a/b/`.
    pub path: String,
    /// `arn:aws:iam::<account>:policy<path><name>`.
    pub arn: String,
    /// `ANPA` and 17 characters.
    pub id: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// What it says of itself.
    pub description: Option<String>,
    /// The document.
    pub document: Value,
    /// The version of the document, from 1.
    pub version: u64,
}
