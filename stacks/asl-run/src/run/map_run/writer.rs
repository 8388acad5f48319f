//! What a distributed map gives: its children's outputs as an array, or files in S3.

use std::collections::{BTreeMap, BTreeSet};

use asl::ResultWriter;
use serde_json::{Map, Value, json};

use super::Child;
use super::finish::error_of;
use crate::effect::Outcome;
use crate::moment::Moment;

/// How many bytes of results make a file.
const FILE_BYTES: usize = 4 * 1024 * 1024;
/// How many bytes of outputs a state can pass on; more are not worth holding.
const MOST_OUTPUT_BYTES: usize = 256 * 1024;

/// Gathers results.
#[derive(Debug)]
pub(super) struct Writer {
    target: Option<Target>,
    transformation: Transformation,
    is_lines: bool,
    arn: String,
    /// Outputs in the items' order, where nothing is written to S3.
    outputs: BTreeMap<u64, Value>,
    output_bytes: usize,
    /// The writings under way.
    pub(super) writing: BTreeSet<u64>,
}

/// Where results are written, and what was written so far.
#[derive(Debug)]
struct Target {
    bucket: String,
    folder: String,
    succeeded: File,
    failed: File,
    is_manifest_written: bool,
}

/// The results of one kind: those gathered, and the files of those before.
#[derive(Debug)]
struct File {
    kind: &'static str,
    results: Vec<Value>,
    bytes: usize,
    written: Vec<Value>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Transformation {
    /// Each result with all that is known of its child.
    None,
    /// Each child's output.
    Compact,
    /// Each child's output, with arrays spread.
    Flatten,
}

impl File {
    const fn new(kind: &'static str) -> Self {
        Self {
            kind,
            results: Vec::new(),
            bytes: 0,
            written: Vec::new(),
        }
    }
}

impl Writer {
    pub(super) fn new(
        writer: Option<&ResultWriter>,
        arguments: &Value,
        arn: &str,
        run_id: &str,
    ) -> Self {
        let text = |name: &str| {
            arguments
                .get(name)
                .and_then(Value::as_str)
                .unwrap_or_default()
        };
        let config = writer.and_then(|writer| writer.writer_config.as_ref());
        let is_written = writer.is_some_and(|writer| writer.resource.is_some());
        let target = is_written.then(|| {
            let prefix = text("Prefix").trim_end_matches('/');
            Target {
                bucket: text("Bucket").to_owned(),
                folder: if prefix.is_empty() {
                    run_id.to_owned()
                } else {
                    format!("{prefix}/{run_id}")
                },
                succeeded: File::new("SUCCEEDED"),
                failed: File::new("FAILED"),
                is_manifest_written: false,
            }
        });
        let transformation = match config.and_then(|config| config.transformation.as_deref()) {
            Some("COMPACT") => Transformation::Compact,
            Some("FLATTEN") => Transformation::Flatten,
            Some(_) => Transformation::None,
            // What is written tells all, what is passed on only the outputs.
            None if is_written => Transformation::None,
            None => Transformation::Compact,
        };
        Self {
            target,
            transformation,
            is_lines: config.and_then(|config| config.output_type.as_deref()) == Some("JSONL"),
            arn: arn.to_owned(),
            outputs: BTreeMap::new(),
            output_bytes: 0,
            writing: BTreeSet::new(),
        }
    }

    /// Takes in how a child ended.
    pub(super) fn take_in(&mut self, child: &Child, outcome: &Outcome, at: Moment) {
        let result = match (self.transformation, outcome) {
            (Transformation::None, _) => record(child, outcome, at),
            (_, Outcome::Succeeded { output }) => output.clone(),
            (_, other) => {
                let (error, cause) = error_of(other).unwrap_or_default();
                json!({ "Error": error, "Cause": cause })
            }
        };
        let bytes = result.to_string().len();
        let Some(target) = &mut self.target else {
            self.output_bytes += bytes + 1;
            // More than can be passed on fails in the end, so it need not be held.
            if self.output_bytes <= MOST_OUTPUT_BYTES {
                // A child that is redriven gives its result anew.
                if let Some(before) = self.outputs.insert(child.index, result) {
                    self.output_bytes -= before.to_string().len() + 1;
                }
            }
            return;
        };
        let is_success = matches!(outcome, Outcome::Succeeded { .. });
        let file = if is_success {
            &mut target.succeeded
        } else {
            &mut target.failed
        };
        file.bytes += bytes;
        match result {
            Value::Array(items) if self.transformation == Transformation::Flatten => {
                file.results.extend(items);
            }
            result => file.results.push(result),
        }
    }

    /// The next file to write: bucket, key and body.
    pub(super) fn next_file(&mut self, is_end: bool) -> Option<(String, String, String)> {
        let target = self.target.as_mut()?;
        for file in [&mut target.succeeded, &mut target.failed] {
            if file.bytes >= FILE_BYTES || (is_end && !file.results.is_empty()) {
                let ending = if self.is_lines { "jsonl" } else { "json" };
                let key = format!(
                    "{}/{}_{}.{ending}",
                    target.folder,
                    file.kind,
                    file.written.len()
                );
                let body = render(std::mem::take(&mut file.results), self.is_lines);
                file.bytes = 0;
                file.written.push(json!({ "Key": key, "Size": body.len() }));
                return Some((target.bucket.clone(), key, body));
            }
        }
        if !is_end || target.is_manifest_written {
            return None;
        }
        target.is_manifest_written = true;
        let manifest = json!({
            "DestinationBucket": target.bucket,
            "MapRunArn": self.arn,
            "ResultFiles": {
                "FAILED": target.failed.written,
                "PENDING": [],
                "SUCCEEDED": target.succeeded.written,
            },
        });
        Some((
            target.bucket.clone(),
            format!("{}/manifest.json", target.folder),
            manifest.to_string(),
        ))
    }

    /// What the state gives; `None` where it is larger than can be passed on.
    pub(super) fn output(&mut self) -> Option<Value> {
        if let Some(target) = &self.target {
            return Some(json!({
                "MapRunArn": self.arn,
                "ResultWriterDetails": {
                    "Bucket": target.bucket,
                    "Key": format!("{}/manifest.json", target.folder),
                },
            }));
        }
        if self.output_bytes > MOST_OUTPUT_BYTES {
            return None;
        }
        let outputs = std::mem::take(&mut self.outputs).into_values();
        Some(if self.transformation == Transformation::Flatten {
            outputs
                .flat_map(|output| match output {
                    Value::Array(items) => items,
                    other => vec![other],
                })
                .collect()
        } else {
            outputs.collect()
        })
    }
}

fn render(results: Vec<Value>, is_lines: bool) -> String {
    if !is_lines {
        return Value::Array(results).to_string();
    }
    let mut out = String::new();
    for result in results {
        out.push_str(&result.to_string());
        out.push('\n');
    }
    out
}

/// All that is known of a child, as AWS writes it.
fn record(child: &Child, outcome: &Outcome, at: Moment) -> Value {
    let start = &child.start;
    let mut out = Map::new();
    let mut set = |name: &str, value: Value| {
        out.insert(name.to_owned(), value);
    };
    set("ExecutionArn", start.execution_arn.clone().into());
    set("Input", start.input.to_string().into());
    set("InputDetails", json!({ "Included": true }));
    set("Name", start.name.clone().into());
    match outcome {
        Outcome::Succeeded { output } => {
            set("Output", output.to_string().into());
            set("OutputDetails", json!({ "Included": true }));
        }
        other => {
            let (error, cause) = error_of(other).unwrap_or_default();
            set("Error", error);
            set("Cause", cause);
        }
    }
    set("RedriveCount", 0.into());
    set("RedriveStatus", "NOT_REDRIVABLE".into());
    set("StartDate", child.started.to_string().into());
    set("StateMachineArn", start.state_machine_arn.clone().into());
    set("Status", outcome.status().into());
    set("StopDate", at.to_string().into());
    Value::Object(out)
}
