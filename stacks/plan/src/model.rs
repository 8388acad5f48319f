//! A plan as a value: what views show, what a file keeps, and what a deploy applies.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::drift::DriftedResource;

/// What a deploy would change in an environment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Plan {
    /// The environment.
    pub environment: String,
    /// What it is compared with, in words: `the stacks in the account`, `the commit main`.
    pub compared_with: String,
    /// Region by region.
    pub regions: Vec<RegionPlan>,
}

/// What a deploy would change in a region.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RegionPlan {
    /// The AWS region.
    pub region: String,
    /// The stacks in the order of their deploy; those to delete come last.
    pub stacks: Vec<StackPlan>,
    /// The functions whose code changes; empty where the code is not known.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub assets: Vec<AssetChange>,
}

/// A function whose code changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AssetChange {
    /// The function's name, such as `first-look`.
    pub function: String,
    /// The key of its zip before, which its content names; `None` where it is new.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub before: Option<String>,
    /// The key of its zip after.
    pub after: String,
    /// The size of the zip in bytes.
    pub bytes: u64,
}

/// What a deploy would change in a stack.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StackPlan {
    /// Its name.
    pub name: String,
    /// What happens to it as a whole.
    pub action: StackAction,
    /// Its resources that change, in the template's order; those that leave come last.
    pub resources: Vec<ResourceChange>,
    /// Its parameters that change.
    pub parameters: Vec<ParameterChange>,
    /// Its outputs that change.
    pub outputs: Vec<OutputChange>,
    /// Its tags that change.
    pub tags: Vec<ParameterChange>,
    /// Changes of permissions and of what the public may reach.
    pub security: Vec<SecurityChange>,
    /// Why CloudFormation would refuse the change or stop within it.
    pub problems: Vec<String>,
    /// What is otherwise than the stack's template says.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub drift: Vec<DriftedResource>,
}

/// What happens to a stack as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum StackAction {
    /// It is made.
    Create,
    /// Something in it changes.
    Update,
    /// It is deleted.
    Delete,
    /// Nothing in it changes.
    Keep,
}

/// A resource that changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ResourceChange {
    /// Its logical id.
    pub logical_id: String,
    /// Its type, such as `AWS::S3::Bucket`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What happens to it.
    pub action: Action,
    /// What of it changes; empty where all of it comes or goes.
    pub properties: Vec<PropertyChange>,
    /// What data it holds, in words, where it holds any.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub holds: Option<String>,
}

/// What happens to a resource.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    tag = "is",
    deny_unknown_fields
)]
pub enum Action {
    /// It is made.
    Add,
    /// It changes in place.
    Change,
    /// A new one is made in its place.
    Replace {
        /// Whether that is sure.
        certainty: Certainty,
        /// The properties that force it.
        forced_by: Vec<String>,
        /// What becomes of the old one.
        old: Outcome,
    },
    /// Somebody made it by hand what the template asks for: it stays, and the stack takes note.
    Note,
    /// It leaves the stack.
    Remove {
        /// What becomes of it.
        old: Outcome,
    },
}

/// Whether a resource is replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Certainty {
    /// Only if a value that is not known yet comes out different, or the service says so.
    Possible,
    /// It is.
    Certain,
}

/// What becomes of a resource that leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// It goes, with what it holds.
    Deleted,
    /// It stays, no longer in the stack.
    Kept,
    /// It goes after a snapshot was taken.
    Snapshot,
}

/// A property that changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PropertyChange {
    /// Its path, such as `Environment.Variables.TABLE`.
    pub path: String,
    /// What it was; `None` where it was not set.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub before: Option<Json>,
    /// What it becomes; `None` where it is no longer set.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub after: Option<Json>,
    /// Whether somebody made it by hand what it was; a deploy takes that back.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub by_hand: bool,
    /// Whether a change of it replaces the resource.
    pub recreation: Recreation,
    /// The resource whose replacement changes the value, where its text stays as it is.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub because_of: Option<String>,
}

/// Whether a property's change replaces its resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Recreation {
    /// It does not.
    Never,
    /// In some cases, which the schema does not tell.
    Conditionally,
    /// It does.
    Always,
}

/// A parameter or a tag that changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ParameterChange {
    /// Its name.
    pub name: String,
    /// What it was; hidden where the parameter is.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub before: Option<String>,
    /// What it becomes; hidden where the parameter is.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub after: Option<String>,
}

/// An output that changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OutputChange {
    /// Its name.
    pub name: String,
    /// What it was.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub before: Option<Json>,
    /// What it becomes.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub after: Option<Json>,
    /// The name it is exported by, before the change where there was one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub export: Option<String>,
    /// The stacks that import it.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub consumers: Vec<String>,
}

/// A change of permissions, or of what the public may reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SecurityChange {
    /// The resource's logical id.
    pub logical_id: String,
    /// What it is about.
    pub kind: SecurityKind,
    /// What is there after and was not before.
    pub gained: Vec<String>,
    /// What was there before and is not after.
    pub lost: Vec<String>,
}

/// What a change of security is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SecurityKind {
    /// Who may do what.
    Permission,
    /// Who may take on a role.
    Trust,
    /// What the public may reach.
    PublicAccess,
    /// How data are encrypted.
    Encryption,
}

impl Plan {
    /// Whether nothing changes anywhere.
    pub fn is_empty(&self) -> bool {
        self.stacks()
            .all(|(_, stack)| stack.action == StackAction::Keep)
    }

    /// The stacks, each with its region.
    pub fn stacks(&self) -> impl Iterator<Item = (&str, &StackPlan)> {
        self.regions.iter().flat_map(|region| {
            let stacks = region.stacks.iter();
            stacks.map(|stack| (region.region.as_str(), stack))
        })
    }

    /// The addresses of resources whose data a deploy would delete, as
    /// `REGION/STACK/LOGICAL-ID`.
    pub fn dangers(&self) -> Vec<String> {
        let of_stack = |(region, stack): (&str, &StackPlan)| -> Vec<String> {
            let dangerous = stack.resources.iter().filter(|change| change.loses_data());
            dangerous
                .map(|change| format!("{region}/{}/{}", stack.name, change.logical_id))
                .collect()
        };
        self.stacks().flat_map(of_stack).collect()
    }
}

impl StackPlan {
    /// How many resources come, change, are replaced and leave.
    pub fn counts(&self) -> [(&'static str, usize); 4] {
        let count = |is: fn(&Action) -> bool| {
            let actions = self.resources.iter().map(|change| &change.action);
            actions.filter(|action| is(action)).count()
        };
        [
            ("to add", count(|action| matches!(action, Action::Add))),
            (
                "to change",
                count(|action| matches!(action, Action::Change)),
            ),
            (
                "to replace",
                count(|action| matches!(action, Action::Replace { .. })),
            ),
            (
                "to remove",
                count(|action| matches!(action, Action::Remove { .. })),
            ),
        ]
    }
}

impl ResourceChange {
    /// Whether data are lost with it.
    pub fn loses_data(&self) -> bool {
        let is_deleted = match &self.action {
            Action::Replace { old, .. } | Action::Remove { old } => *old == Outcome::Deleted,
            Action::Add | Action::Change | Action::Note => false,
        };
        is_deleted && self.holds.is_some()
    }
}

impl fmt::Display for SecurityKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Permission => "permissions",
            Self::Trust => "trust",
            Self::PublicAccess => "public access",
            Self::Encryption => "encryption",
        })
    }
}
