//! What is written down: a chunk's results, and a batch's summary.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::batch::ListedObject;
use crate::examination::CloseLookOutput;
use crate::finding::FirstLookOutput;
use crate::picture::Prepared;
use crate::{BatchName, DeviceClass, Payload};

/// What [`crate::tasks::Record`] takes. A chunk that failed comes with `failure` and with as
/// much as was known by then.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct RecordInput {
    /// The batch that the chunk belongs to.
    pub batch: BatchName,
    /// The execution's ARN, part of the chunk's name.
    pub execution: String,
    /// When the execution started, as in [`crate::batch::ChunkContext::started_at`].
    #[serde(default)]
    pub started_at: Option<String>,
    /// The chunk's objects, which name the chunk.
    pub items: Vec<ListedObject>,
    /// What the preparation gave.
    pub prepared: Option<Prepared>,
    /// What the first look gave.
    pub first_look: Option<FirstLookOutput>,
    /// What the close look gave; absent when no picture was suspicious.
    pub close_look: Option<CloseLookOutput>,
    /// Why the chunk could not be inspected.
    pub failure: Option<ChunkFailure>,
}

/// The error that ended a chunk, in the form of a Catch's error output.
/// <https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html>
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "PascalCase")]
pub struct ChunkFailure {
    /// The error's name.
    pub error: String,
    /// What happened.
    pub cause: Option<String>,
}

/// What [`crate::tasks::Record`] gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct RecordOutput {
    /// The chunk's name: derived from the execution and the objects' keys, so that a retry has
    /// the same and another run of the batch has another.
    pub chunk: String,
    /// What was counted.
    pub counts: Counts,
}

/// The record of one chunk, an object under `chunks/<batch>/` in the lake.
///
/// It is written before the chunk's data files, with `complete` unset, and again after them: so
/// no data file is ever in the lake without a record that a later run can clear it by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChunkRecord {
    /// The chunk's name.
    pub chunk: String,
    /// The execution that wrote it.
    pub execution: String,
    /// When that execution started, RFC 3339 in UTC, where the workflow says so.
    pub started_at: Option<String>,
    /// Whether every data file is written. Until then nothing is counted.
    pub complete: bool,
    /// Whether the chunk failed; its rows then say `not-inspected`.
    pub failed: bool,
    /// What was counted, without the pictures that were moved to `rejected/`: those are counted
    /// where they are kept.
    pub counts: Counts,
    /// The same by device class.
    pub by_class: BTreeMap<DeviceClass, Counts>,
    /// How many of the chunk's objects stay where they landed.
    pub staying: u64,
    /// The data files of pictures that stay where they landed, keys in the lake. A later run of
    /// the batch writes their rows anew and removes these files.
    pub files: Vec<String>,
    /// The data files of pictures that were moved to `rejected/`, one for each. A later run of
    /// the batch does not meet them again, and so these files outlive it.
    pub moved_files: Vec<MovedFile>,
}

/// The data file of a picture that was moved to `rejected/`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MovedFile {
    /// The key under which the picture landed.
    pub source: String,
    /// The data file's key in the lake.
    pub key: String,
}

/// Counts of pictures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// Objects that landed: the sum of inspected, duplicates, rejected and not inspected.
    pub pictures: u64,
    /// Looked at.
    pub inspected: u64,
    /// Of the same content as another of the batch.
    pub duplicates: u64,
    /// Not to be inspected, with a reason.
    pub rejected: u64,
    /// Not inspected because a step failed.
    pub not_inspected: u64,
    /// Deserving a close look.
    pub suspicious: u64,
    /// Inspected and spared the close look.
    pub spared: u64,
    /// Found anomalous by the close look.
    pub defects: u64,
    /// Looked at by the first look, also those that are not inspected because a later step failed; absent in
    /// records that are older.
    #[serde(default)]
    pub first_looked: u64,
}

impl Counts {
    /// First looks that were taken: of everything that is inspected, and of what failed only afterwards.
    pub fn first_looks(&self) -> u64 {
        self.first_looked.max(self.inspected)
    }

    /// Suspicious pictures that the close look found normal. Each suspicious picture was looked at
    /// closely; one that could not be is not inspected.
    pub fn cleared(&self) -> u64 {
        self.suspicious.saturating_sub(self.defects)
    }
}

impl Counts {
    /// `pictures` that are rejected.
    pub fn of_rejected(pictures: u64) -> Self {
        Self {
            pictures,
            rejected: pictures,
            ..Self::default()
        }
    }
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.pictures += other.pictures;
        self.inspected += other.inspected;
        self.duplicates += other.duplicates;
        self.rejected += other.rejected;
        self.not_inspected += other.not_inspected;
        self.suspicious += other.suspicious;
        self.spared += other.spared;
        self.defects += other.defects;
        self.first_looked += other.first_looked;
    }
}

/// What [`crate::tasks::Summarise`] takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct SummariseInput {
    /// The batch to sum up.
    pub batch: BatchName,
    /// The execution's ARN: records of earlier runs of the batch are superseded.
    pub execution: String,
    /// When the execution started, as in [`crate::batch::ChunkContext::started_at`].
    #[serde(default)]
    pub started_at: Option<String>,
}

/// What looks cost, from a dated price file: the value of a variable, since functions know no prices.
/// In whole billionths of a US dollar, for a thousand pictures; what an endpoint or a model costs that
/// runs whether it is asked or not is no part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LookPrices {
    /// The day of the price file, `YYYY-MM-DD`.
    pub of: String,
    /// A thousand first looks; absent where they have no price.
    pub first_look: Option<u64>,
    /// A thousand close looks; absent where they have no price, as those of a service that has ended.
    pub close_look: Option<u64>,
}

impl LookPrices {
    /// What looks at `counts` cost and spared.
    pub fn of_counts(&self, counts: &Counts) -> LookMoney {
        let cost = |pictures, price: Option<u64>| price.map(|price| cost_of(pictures, price));
        LookMoney {
            prices_of: self.of.clone(),
            first_looks: cost(counts.first_looks(), self.first_look),
            close_looks: cost(counts.suspicious, self.close_look),
            saved: cost(counts.spared, self.close_look),
        }
    }
}

/// What so many pictures cost at a price for a thousand, half a billionth rounded up.
fn cost_of(pictures: u64, per_thousand: u64) -> u64 {
    let exact = u128::from(pictures) * u128::from(per_thousand);
    u64::try_from((exact + 500) / 1000).unwrap_or(u64::MAX)
}

/// What the looks at a batch cost, in whole billionths of a US dollar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct LookMoney {
    /// The day of the prices, `YYYY-MM-DD`.
    pub prices_of: String,
    /// The first looks.
    pub first_looks: Option<u64>,
    /// The close looks that were taken.
    pub close_looks: Option<u64>,
    /// The close looks that the first look spared: what it saved, before its own cost.
    pub saved: Option<u64>,
}

/// A batch, summed up. Also written to `batches/<batch>.json` in the lake.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Payload)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// The batch.
    pub batch: BatchName,
    /// The execution that inspected it.
    pub execution: String,
    /// What was counted.
    pub counts: Counts,
    /// What was counted, by device class.
    pub by_class: BTreeMap<DeviceClass, Counts>,
    /// Chunks recorded.
    pub chunks: u64,
    /// Chunks that failed and whose pictures are recorded as not inspected.
    pub failed_chunks: u64,
    /// Objects of the batch that no chunk recorded. Above 0 only when recording itself failed.
    pub unrecorded: u64,
    /// What the looks cost, and what the first saved; absent in summaries that are older.
    #[serde(default)]
    pub money: Option<LookMoney>,
    /// The batch's data files in the table of batches, keys in the lake.
    #[serde(default)]
    pub files: Vec<String>,
    /// One line for people, the subject of the notification (at most 100 characters).
    pub headline: String,
    /// A few lines for people, the text of the notification.
    pub message: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_spared_is_reckoned_in_whole_numbers_and_rounded_once() {
        let prices = LookPrices {
            of: "2026-11-30".to_owned(),
            first_look: Some(1_750_000_000),
            close_look: Some(4_722_245),
        };
        let counts = Counts {
            inspected: 1_000_003,
            suspicious: 3,
            spared: 1_000_000,
            ..Counts::default()
        };
        let money = prices.of_counts(&counts);
        // 1,000,003 x 1.75 / 1,000 dollars.
        assert_eq!(money.first_looks, Some(1_750_005_250_000));
        // 3 x 4,722.245 billionths, 14,166.735.
        assert_eq!(money.close_looks, Some(14_167));
        assert_eq!(money.saved, Some(4_722_245_000));
        // What failed after its first look has been paid as well.
        let failed = Counts {
            first_looked: 1_000_007,
            ..counts
        };
        let money = prices.of_counts(&failed);
        assert_eq!(money.first_looks, Some(1_750_012_250_000));
        let unpriced = LookPrices {
            close_look: None,
            ..prices
        };
        assert_eq!(unpriced.of_counts(&counts).saved, None);
        assert_eq!(cost_of(u64::MAX, u64::MAX), u64::MAX);
    }

    #[test]
    fn a_summary_that_was_written_before_the_looks_had_prices_is_read() {
        let old = r#"{
            "batch": "b", "execution": "e", "byClass": {}, "chunks": 1, "failedChunks": 0,
            "counts": { "pictures": 1, "inspected": 1, "duplicates": 0, "rejected": 0,
                "notInspected": 0, "suspicious": 1, "spared": 0, "defects": 0 },
            "unrecorded": 0, "headline": "h", "message": "m"
        }"#;
        let summary: Summary = serde_json::from_str(old).unwrap();
        assert_eq!((summary.money, summary.files.len()), (None, 0));
        assert_eq!(summary.counts.cleared(), 1);
    }
}
