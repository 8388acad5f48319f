//! Counting over the records of a batch, which may be of several runs.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use contracts::DeviceClass;
use contracts::recording::{ChunkRecord, Counts, SummariseInput};

/// Which run wrote a record, seen from the one that sums up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Run {
    Earlier,
    This,
    Later,
}

impl Run {
    /// Compares the runs' starts. Where one of them does not say when it started, the one that
    /// sums up is taken for the later.
    pub(crate) fn of(input: &SummariseInput, record: &ChunkRecord) -> Self {
        if record.execution == input.execution {
            return Self::This;
        }
        let (Some(theirs), Some(ours)) = (&record.started_at, &input.started_at) else {
            return Self::Earlier;
        };
        // The same form on both sides, so the texts order as the times do. Of two runs that
        // started at once both must come to the same answer.
        match (theirs, &record.execution).cmp(&(ours, &input.execution)) {
            Ordering::Greater => Self::Later,
            Ordering::Less | Ordering::Equal => Self::Earlier,
        }
    }
}

/// What the records say together.
#[derive(Debug, Default)]
pub(crate) struct Sums {
    pub(crate) counts: Counts,
    pub(crate) by_class: BTreeMap<DeviceClass, Counts>,
    /// Complete records of this run.
    pub(crate) chunks: u64,
    /// Those among them that say that the chunk failed.
    pub(crate) failed_chunks: u64,
    /// Objects of this run that stay where they landed.
    pub(crate) staying: u64,
    /// Whether a later run of the batch has recorded something.
    pub(crate) superseded: bool,
}

impl Sums {
    /// A record of this run.
    pub(crate) fn add_own(&mut self, record: &ChunkRecord) {
        if !record.complete {
            return;
        }
        self.chunks += 1;
        self.failed_chunks += u64::from(record.failed);
        self.staying += record.staying;
        self.counts += record.counts;
        for (class, counts) in &record.by_class {
            *self.by_class.entry(class.clone()).or_default() += *counts;
        }
    }

    /// The pictures that were moved to `rejected/`, by device class.
    pub(crate) fn add_moved(&mut self, moved: &BTreeMap<DeviceClass, u64>) {
        for (class, pictures) in moved {
            let counts = Counts::of_rejected(*pictures);
            self.counts += counts;
            *self.by_class.entry(class.clone()).or_default() += counts;
        }
    }
}
