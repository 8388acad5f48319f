//! What CloudFormation keeps: stacks, their resources and events, and change sets.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::drift::ResourceDrift;
use super::parameter::Held;
use super::plan::ResourceChange;
use super::template::Retention;
use crate::caller::Caller;

/// Tags by key.
pub type Tags = BTreeMap<String, String>;

/// What a caller asks a stack to become.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Desired {
    /// The template's text.
    pub template: String,
    /// The parameters' values.
    pub parameters: BTreeMap<String, Held>,
    /// The stack's tags.
    pub tags: Tags,
    /// What was acknowledged: `CAPABILITY_NAMED_IAM` and the like.
    pub capabilities: Vec<String>,
}

/// A stack.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stack {
    /// Its ARN.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its status, such as `CREATE_COMPLETE`.
    pub status: String,
    /// Why it has that status.
    pub reason: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last updated.
    pub updated_at: Option<Timestamp>,
    /// When it was deleted.
    pub deleted_at: Option<Timestamp>,
    /// What it is, or is becoming. None while it only has a change set.
    pub desired: Option<Desired>,
    /// The template's description.
    pub description: Option<String>,
    /// What it gives.
    pub outputs: Vec<Output>,
    /// The names of the exports that it imports.
    pub imports: Vec<String>,
    /// Whether it stays as it is when something fails.
    pub disable_rollback: bool,
    /// Whether it is kept from deletion.
    pub termination_protection: bool,
    /// The change set that made it what it is.
    pub change_set_id: Option<String>,
    /// The ARN of the role that its operations act as.
    #[serde(default)]
    pub role_arn: Option<String>,
}

impl Stack {
    /// Whether something is under way.
    pub fn is_busy(&self) -> bool {
        self.status.ends_with("_IN_PROGRESS") && self.status != REVIEW
    }

    /// Whether it is gone.
    pub fn is_deleted(&self) -> bool {
        self.status == "DELETE_COMPLETE"
    }

    /// The part of the ARN that tells the stack from others of its name.
    pub fn uid(&self) -> &str {
        self.id.rsplit('/').next().unwrap_or_default()
    }
}

/// The status of a stack that only has a change set.
pub const REVIEW: &str = "REVIEW_IN_PROGRESS";

/// An output of a stack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Output {
    /// Its name.
    pub key: String,
    /// Its value.
    pub value: String,
    /// What it says of itself.
    pub description: Option<String>,
    /// The name that other stacks import it by.
    pub export: Option<String>,
}

/// A resource of a stack.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StackResource {
    /// Its logical id.
    pub logical_id: String,
    /// Its type.
    pub kind: String,
    /// What `Ref` gives. None before it is known.
    pub physical_id: Option<String>,
    /// Its status, such as `CREATE_COMPLETE`.
    pub status: String,
    /// Why it has that status.
    pub reason: Option<String>,
    /// Since when.
    pub updated_at: Timestamp,
    /// Its properties, resolved.
    pub properties: Map<String, Value>,
    /// What `Fn::GetAtt` gives.
    pub attributes: BTreeMap<String, Value>,
    /// What becomes of it when it leaves the stack.
    pub deletion_policy: Retention,
    /// What becomes of it when it is replaced.
    pub update_replace_policy: Retention,
    /// Its `Metadata`.
    pub metadata: Option<Value>,
    /// The resources that it was made after.
    pub needs: Vec<String>,
    /// Random text that generated names end in: the same however often its making is tried.
    pub token: String,
}

impl StackResource {
    /// Whether the resource is there, as far as the stack knows.
    pub fn is_made(&self) -> bool {
        self.physical_id.is_some()
            && !matches!(self.status.as_str(), "CREATE_FAILED" | "CREATE_IN_PROGRESS")
    }
}

/// An event of a stack.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Unique within the stack.
    pub id: String,
    /// When.
    pub at: Timestamp,
    /// The resource's logical id, or the stack's name.
    pub logical_id: String,
    /// The resource's physical id, or the stack's ARN.
    pub physical_id: String,
    /// The resource's type, or `AWS::CloudFormation::Stack`.
    pub kind: String,
    /// The status.
    pub status: String,
    /// Why.
    pub reason: Option<String>,
    /// The resource's properties as JSON.
    pub properties: Option<String>,
    /// The token of the request that began it.
    pub client_token: Option<String>,
}

/// A change set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChangeSet {
    /// Its ARN.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The ARN of its stack.
    pub stack_id: String,
    /// The name of its stack.
    pub stack_name: String,
    /// Whether it makes the stack; else it updates it.
    pub creates: bool,
    /// `CREATE_COMPLETE` or `FAILED`.
    pub status: String,
    /// Why it failed.
    pub reason: Option<String>,
    /// `AVAILABLE`, `UNAVAILABLE`, `OBSOLETE` once the stack is another one, `EXECUTE_IN_PROGRESS`,
    /// `EXECUTE_COMPLETE`, `EXECUTE_FAILED`.
    pub execution_status: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// What it says of itself.
    pub description: Option<String>,
    /// What the stack is to become.
    pub desired: Desired,
    /// What it will do.
    pub changes: Vec<ResourceChange>,
    /// What happens when a resource fails; none when whoever executes it says.
    pub on_failure: Option<OnFailure>,
    /// The ARN of the role that its execution acts as; none for the stack's.
    #[serde(default)]
    pub role_arn: Option<String>,
    /// How the resources were when it was made, where it is aware of drift (`REVERT_DRIFT`).
    #[serde(default)]
    pub drifts: Option<Vec<ResourceDrift>>,
}

/// What happens when a resource fails.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum OnFailure {
    /// The stack goes back to what it was.
    #[default]
    Rollback,
    /// It stays as it is.
    DoNothing,
    /// A stack that was being made is deleted.
    Delete,
}

/// Something under way on a stack. It is there until all of it is done, so that a region that
/// was killed takes it up again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Operation {
    /// The stack's ARN.
    pub stack_id: String,
    /// What it does.
    pub kind: OperationKind,
    /// How far it is.
    pub phase: Phase,
    /// What happens when a resource fails.
    pub on_failure: OnFailure,
    /// The stack before it.
    pub before: Stack,
    /// Why it failed; none while nothing has.
    pub failure: Option<String>,
    /// Resources that are to be deleted once the stack is what it shall be.
    pub leftovers: Vec<StackResource>,
    /// The logical ids of resources that a deletion leaves alone.
    pub retained: Vec<String>,
    /// The token of the request.
    pub client_token: Option<String>,
    /// When it began.
    #[serde(default)]
    pub began_at: Option<Timestamp>,
    /// With whose permissions it acts.
    #[serde(default)]
    pub actor: Actor,
    /// The logical ids of resources that going back leaves as they are.
    #[serde(default)]
    pub skipped: Vec<String>,
    /// Whether a deletion leaves what it can't delete, and is done all the same.
    #[serde(default)]
    pub force: bool,
    /// Whether going back deletes what was just made though it is to be retained.
    #[serde(default)]
    pub retain_except_on_create: bool,
}

/// With whose permissions an operation acts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Actor {
    /// The account's.
    #[default]
    Account,
    /// Those of the role with this ARN, which CloudFormation assumes.
    Role(String),
    /// Those of whoever asked: a session of a role.
    Session {
        /// The role's name.
        role: String,
        /// The session's name.
        session: String,
    },
}

impl Actor {
    /// Whoever asked.
    pub fn of(caller: &Caller) -> Self {
        match caller {
            Caller::Role { role, session } => Self::Session {
                role: role.clone(),
                session: session.clone(),
            },
            Caller::Root | Caller::Service(_) => Self::Account,
        }
    }
}

/// What an operation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum OperationKind {
    /// Makes a stack.
    Create,
    /// Updates one.
    Update,
    /// Deletes one.
    Delete,
}

/// How far an operation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Phase {
    /// Making and changing resources, or deleting the stack.
    Forward,
    /// Going back.
    Rollback,
    /// Deleting what is no longer needed.
    Cleanup,
    /// Stopped in the middle of going back; waits for `ContinueUpdateRollback`.
    Stalled,
    /// Failed and left as it is; waits for `RollbackStack` or another operation.
    Preserved,
}

/// A resource that the operation under way has touched.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// What is done to it.
    pub action: Action,
    /// Whether it is done.
    pub done: bool,
    /// The resource before.
    pub previous: Option<StackResource>,
    /// The resource as it is being made or changed.
    pub current: StackResource,
}

/// What is done to a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Action {
    /// It is made.
    Create,
    /// It is changed in place.
    Update,
    /// A new one is made; the old one goes in the cleanup.
    Replace,
}
