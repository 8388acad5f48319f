//! An execution's history as lines of a log group.

use asl_run::HistoryEvent;
use serde_json::{Value, json};

use super::executions::without_data;
use super::wire::text;
use crate::context::Context;

/// The name in a log group's ARN.
pub(super) fn group_name(arn: &str) -> Option<&str> {
    let (_, name) = arn.split_once(":log-group:")?;
    Some(name.strip_suffix(":*").unwrap_or(name))
}

/// Where and how much of executions is logged.
#[derive(Debug, Clone)]
pub(super) struct Log {
    group: String,
    level: Level,
    includes_data: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    All,
    Error,
    Fatal,
}

impl Log {
    /// The log that a machine's configuration asks for, if any.
    pub(super) fn of(logging: &Value) -> Option<Self> {
        let level = match text(logging, "level")? {
            "ALL" => Level::All,
            "ERROR" => Level::Error,
            "FATAL" => Level::Fatal,
            _ => return None,
        };
        let arn = logging["destinations"][0]["cloudWatchLogsLogGroup"]["logGroupArn"].as_str()?;
        Some(Self {
            group: group_name(arn)?.to_owned(),
            level,
            includes_data: logging["includeExecutionData"] == true,
        })
    }

    /// Writes the events that the level asks for. A log that cannot be
    /// written never holds an execution up.
    pub(super) fn write(&self, context: &Context, execution_arn: &str, events: &[HistoryEvent]) {
        let lines: Vec<String> = events
            .iter()
            .filter(|event| self.takes(event.kind))
            .map(|event| self.line(execution_arn, event))
            .collect();
        if lines.is_empty() {
            return;
        }
        let name = execution_arn.rsplit(':').next().unwrap_or_default();
        let stream = format!("states/{name}");
        if let Err(error) = context.logs().write(context, &self.group, &stream, &lines) {
            tracing::warn!(%error, group = self.group, "an execution could not be logged");
        }
    }

    fn takes(&self, kind: &str) -> bool {
        let is_fatal = matches!(
            kind,
            "ExecutionFailed" | "ExecutionAborted" | "ExecutionTimedOut"
        );
        match self.level {
            Level::All => true,
            Level::Fatal => is_fatal,
            Level::Error => {
                is_fatal
                    || ["Failed", "TimedOut", "Aborted"]
                        .iter()
                        .any(|end| kind.ends_with(end))
            }
        }
    }

    fn line(&self, execution_arn: &str, event: &HistoryEvent) -> String {
        let mut told = event.to_json();
        if !self.includes_data {
            without_data(&mut told);
        }
        let details = event
            .details
            .as_ref()
            .map(|(field, _)| told[*field].clone());
        json!({
            "id": event.id.to_string(),
            "type": event.kind,
            "details": details.unwrap_or_else(|| json!({})),
            "previous_event_id": event.previous_id.to_string(),
            "event_timestamp": event.at.as_millis().to_string(),
            "execution_arn": execution_arn,
            "redrive_count": "0",
        })
        .to_string()
    }
}
