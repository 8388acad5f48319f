//! What is kept of machines, executions and map runs.

use asl_run::{Event, Moment};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A state machine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Machine {
    /// Its ARN.
    pub arn: String,
    /// Its name.
    pub name: String,
    /// `STANDARD` or `EXPRESS`.
    pub kind: String,
    /// What it is at present.
    pub revision: String,
    /// When it was made, in milliseconds since 1970.
    pub created: i64,
    /// When it was changed last, in milliseconds since 1970.
    pub updated: i64,
    /// The number of the newest version that was ever published; 0 before the first.
    #[serde(default)]
    pub last_version: u64,
}

/// What a machine was at some time. Executions keep to the one they began with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Revision {
    /// Its identifier.
    pub id: String,
    /// The machine.
    pub machine_arn: String,
    /// The definition's text.
    pub definition: String,
    /// The role that executions run as.
    pub role_arn: String,
    /// Where and how much is logged, as the request said.
    pub logging: Value,
    /// Whether traces are kept, as the request said.
    pub tracing: Value,
    /// When it came to be, in milliseconds since 1970.
    pub created: i64,
}

/// An execution.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExecutionRecord {
    /// Its ARN.
    pub arn: String,
    /// Its name.
    pub name: String,
    /// Its machine's ARN.
    pub machine_arn: String,
    /// What the machine was when it began.
    pub revision: String,
    /// `STANDARD` or `EXPRESS`.
    pub kind: String,
    /// Its input's text.
    pub input: String,
    /// When it began, in milliseconds since 1970.
    pub started: i64,
    /// What all chance in it follows from.
    pub seed: u64,
    /// Whose child it is, where it is one.
    pub parent: Option<Parent>,
    /// `RUNNING` until it ends.
    pub status: String,
    /// When it ended, in milliseconds since 1970.
    pub stopped: Option<i64>,
    /// What it gave.
    pub output: Option<String>,
    /// The error it ended with.
    pub error: Option<String>,
    /// Why.
    pub cause: Option<String>,
    /// The version that it was started as, where it was.
    #[serde(default)]
    pub version_arn: Option<String>,
    /// The alias that it was started through, where it was.
    #[serde(default)]
    pub alias_arn: Option<String>,
    /// How often it was redriven.
    #[serde(default)]
    pub redrives: u64,
    /// When it was redriven last, in milliseconds since 1970.
    #[serde(default)]
    pub redriven: Option<i64>,
}

/// The map that a child execution belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parent {
    /// The execution that the map belongs to.
    pub execution_arn: String,
    /// The map run.
    pub map_run_arn: String,
    /// The state machine's ARN that the child goes by.
    pub state_machine_arn: String,
    /// Which of the program's flows the child runs.
    pub flow: usize,
}

/// Something that happened to an execution.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// When.
    pub at: Moment,
    /// What.
    pub event: Event,
}

/// A distributed map's run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MapRunRecord {
    /// The execution it belongs to.
    pub execution_arn: String,
    /// What `DescribeMapRun` tells.
    pub description: Value,
}
