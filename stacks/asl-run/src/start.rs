//! Who an execution is, and what it begins with.

use asl::ExecutionType;
use serde_json::Value;

use crate::history::HistoryRevision;
use crate::moment::Moment;

/// Who an execution is, and what it begins with.
#[derive(Debug, Clone)]
pub struct Start {
    /// Its ARN.
    pub execution_arn: String,
    /// Its name.
    pub name: String,
    /// Its machine's ARN.
    pub state_machine_arn: String,
    /// Its machine's name.
    pub state_machine_name: String,
    /// The role it runs as.
    pub role_arn: String,
    /// Standard or Express.
    pub execution_type: ExecutionType,
    /// Its input.
    pub input: Value,
    /// When it starts.
    pub at: Moment,
    /// What all chance in it follows from.
    pub seed: u64,
    /// Whether a history is kept.
    pub keeps_history: bool,
    /// How the history links its events.
    pub revision: HistoryRevision,
    /// How many items of an inline map run at once at most.
    pub inline_concurrency: usize,
    /// How many children of a distributed map run at once at most.
    pub child_concurrency: usize,
}

impl Start {
    /// An execution with AWS's limits, from the ARNs of the execution and its machine.
    pub fn new(execution_arn: &str, state_machine_arn: &str, input: Value, at: Moment) -> Self {
        // An Express execution's ARN goes on after its name.
        let part = |arn: &str, at| arn.split(':').nth(at).unwrap_or_default().to_owned();
        Self {
            name: part(execution_arn, 7),
            state_machine_name: part(state_machine_arn, 6),
            execution_arn: execution_arn.to_owned(),
            state_machine_arn: state_machine_arn.to_owned(),
            role_arn: String::new(),
            execution_type: ExecutionType::Standard,
            input,
            at,
            seed: 0,
            keeps_history: true,
            revision: HistoryRevision::Current,
            inline_concurrency: 40,
            child_concurrency: 10_000,
        }
    }
}
