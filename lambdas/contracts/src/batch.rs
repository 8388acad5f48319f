//! A batch and its chunks, as they come into the workflow.

use serde::{Deserialize, Serialize};

use crate::{BatchName, Payload};

/// The input of an execution: the batch by name, or the marker whose arrival started it. (An
/// EventBridge rule can hand on the marker's key and cannot take it apart.)
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct BatchInput {
    /// The batch to inspect.
    pub batch: Option<BatchName>,
    /// The key of the batch's marker, `incoming/<batch>/_READY`.
    pub marker: Option<String>,
}

/// What every chunk of a batch is told beside its own items (the item batcher's `BatchInput`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct ChunkContext {
    /// The batch that the chunk belongs to.
    pub batch: BatchName,
    /// The execution's ARN: tells the records of one run from those of an earlier run.
    pub execution: String,
    /// When that execution started, RFC 3339 in UTC (`Execution.StartTime` of the context
    /// object). It decides which run of a batch counts when two overlap, as they do when the
    /// event that starts them is delivered twice: the one that started last. A run that does not
    /// say takes every other for an earlier one.
    #[serde(default)]
    pub started_at: Option<String>,
}

/// The input of one child execution of the distributed map, in the item batcher's own form.
/// <https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html>
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "PascalCase")]
pub struct Chunk {
    /// What every chunk is told.
    pub batch_input: ChunkContext,
    /// The objects of this chunk.
    pub items: Vec<ListedObject>,
}

/// An item of an S3 listing, as the item reader gives it.
/// <https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html>
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "PascalCase")]
pub struct ListedObject {
    /// The object's key.
    pub key: String,
    /// Its size in bytes.
    pub size: u64,
    /// When it was written, in seconds since 1970 UTC.
    pub last_modified: i64,
    /// Its entity tag, in quotes.
    pub etag: Option<String>,
}
