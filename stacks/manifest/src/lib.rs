//! What a deploy needs to know of the generated artefacts of one environment and region:
//! the file `manifest.json` beside them. Written by `generate`, read by `deploy`, `query` and
//! the local region, none of which link the configuration itself.

mod close_look;
mod parameter;

use std::collections::BTreeMap;

pub use close_look::CloseLook;
pub use contracts::serving::Variant;
pub use parameter::{Allowed, ParameterKind, QueryParameter, ValueError};

use contracts::picture::PictureLimits;
use serde::{Deserialize, Serialize};

/// The version of the file's form. A reader refuses any other.
pub const FORMAT: u32 = 2;

/// Where function zips are in the artefacts bucket.
pub const FUNCTIONS_PREFIX: &str = "functions/";

/// Where templates that a deploy sends are in the artefacts bucket.
pub const TEMPLATES_PREFIX: &str = "templates/";

/// Where templates of a mere plan are in the artefacts bucket. The plan role writes nowhere else, so
/// that a pull request leaves nothing that a deploy takes up.
pub const PLANS_PREFIX: &str = "plans/";

/// One environment in one region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Manifest {
    /// [`FORMAT`].
    pub format: u32,
    /// The environment's name: `local`, `staging`, `prod`.
    pub environment: String,
    /// The AWS region.
    pub region: String,
    /// The account that the environment belongs to, 12 digits.
    pub account: String,
    /// Whether the environment is the embedded region.
    pub embedded: bool,
    /// What must stand before anything is deployed: the artefacts bucket and the roles of a deploy.
    pub bootstrap: Bootstrap,
    /// When this region is deployed among the environment's regions.
    pub rollout: Rollout,
    /// The stacks in the order of their deploy, without the one of the bootstrap.
    pub stacks: Vec<Stack>,
    /// The functions.
    pub functions: Vec<Function>,
    /// The device classes of the configuration.
    pub device_classes: Vec<String>,
    /// What the functions make of a picture; models are fitted on pictures made alike.
    pub picture_limits: PictureLimits,
    /// The class under which `inspect` uploads pictures of the user's own.
    pub own_pictures_class: Option<String>,
    /// Custom labels projects of the first look, by device class; empty when it asks none.
    pub custom_labels_projects: BTreeMap<String, String>,
    /// What looks closely.
    #[serde(default, skip_serializing_if = "CloseLook::is_embedded")]
    pub close_look: CloseLook,
    /// The image of the container that trains; absent where the function does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub training_image: Option<String>,
    /// Names that the stacks' resources have.
    pub names: Names,
    /// The shipped queries.
    pub queries: Vec<Query>,
}

/// What a person with rights of their own applies once, and again when it changes: no deploy touches
/// it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Bootstrap {
    /// Its stack in this region.
    pub stack: Stack,
    /// The region whose bootstrap holds the account's roles; it is applied first.
    pub home_region: String,
    /// The ARN of the role that CloudFormation changes the stacks with.
    pub execution_role: Option<String>,
    /// The ARN of the role that a deploy from CI takes on.
    pub deploy_role: Option<String>,
    /// The ARN of the role that CI takes on for pull requests: it plans, and changes no stack.
    pub plan_role: Option<String>,
    /// The environment of GitHub whose jobs the deploy role trusts.
    pub github_environment: Option<String>,
}

/// When a region is deployed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Rollout {
    /// The region's wave, counted from 0: the canary's is 0 and that of the others 1; 0 for all
    /// where there is no canary. A wave begins when the one before it is done.
    pub wave: u32,
    /// Most regions of a wave that are deployed at once, 1 to 32.
    pub regions_at_once: u32,
}

/// Physical names, known before anything is deployed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Names {
    /// Bucket of pictures.
    pub pictures_bucket: String,
    /// Bucket of the lake.
    pub lake_bucket: String,
    /// Bucket of function zips and templates.
    pub artefacts_bucket: String,
    /// Bucket of query results.
    pub results_bucket: String,
    /// Glue database.
    pub database: String,
    /// Athena workgroup.
    pub workgroup: String,
    /// State machine.
    pub state_machine: String,
    /// State machine of models; absent in manifests from before there was one.
    #[serde(default)]
    pub model_machine: Option<String>,
    /// State machine that watches models; absent in manifests from before there was one.
    #[serde(default)]
    pub monitor_machine: Option<String>,
    /// State machine of back-fills, where versions may look at earlier pictures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backfill_machine: Option<String>,
}

/// One stack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Stack {
    /// The stack's name in CloudFormation.
    pub name: String,
    /// The template's file beside the manifest.
    pub template: String,
    /// Whether the template makes IAM resources with names (`CAPABILITY_NAMED_IAM`).
    pub named_iam: bool,
    /// The parameters and where their values come from.
    pub parameters: BTreeMap<String, Parameter>,
    /// The tags of the stack.
    pub tags: BTreeMap<String, String>,
}

/// Where a parameter's value comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, tag = "from")]
pub enum Parameter {
    /// The key of a function's zip in the artefacts bucket.
    FunctionKey {
        /// The function's name.
        function: String,
    },
    /// A value given here.
    Value {
        /// The value.
        value: String,
    },
}

/// One Lambda function.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Function {
    /// The task's name, such as `first-look`.
    pub name: String,
    /// The function's name in Lambda.
    pub function_name: String,
    /// The cargo package and binary that is its `bootstrap`.
    pub binary: String,
    /// `arm64` or `x86_64`.
    pub architecture: String,
}

/// One shipped query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Query {
    /// Its name, such as `repair-backlog`.
    pub name: String,
    /// One sentence for people.
    pub description: String,
    /// Who answers for it.
    pub owner: String,
    /// The columns that it gives, in order.
    pub columns: Vec<QueryColumn>,
    /// The rendered file beside the manifest. Each `?` is a parameter.
    pub file: String,
    /// What each `?` stands for, in order; a name may stand more than once.
    pub parameters: Vec<QueryParameter>,
}

/// A column that a query gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct QueryColumn {
    /// Its name.
    pub name: String,
    /// Its type in Trino's spelling.
    #[serde(rename = "type")]
    pub data_type: String,
    /// What it says, with its unit.
    pub description: String,
}
