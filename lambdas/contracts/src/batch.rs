//! A batch and its chunks, as they come into the workflow.

use serde::{Deserialize, Serialize};

use crate::{BatchName, Payload};

/// The input of an execution.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct BatchInput {
    /// The batch to inspect.
    pub batch: BatchName,
}

/// What every chunk of a batch is told beside its own items (the item batcher's `BatchInput`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct ChunkContext {
    /// The batch that the chunk belongs to.
    pub batch: BatchName,
    /// The execution's ARN: tells the records of one run from those of an earlier run.
    pub execution: String,
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
