//! The lake: rows, records and the questions asked of them.

use super::{Design, Usage};
use crate::item::{HOURS_PER_MONTH, Item};

/// The least that a query is billed for.
/// <https://aws.amazon.com/athena/pricing/>
const LEAST_SCANNED: u128 = 10 << 20;
/// Objects that a run of the distributed map writes: its manifest, what succeeded, what failed.
const MAP_RUN_OBJECTS: u128 = 3;

pub(super) fn meter(design: &Design<'_>, usage: &mut Usage) {
    let work = &design.workload;
    // A chunk is taken to hold pictures of one class and day: a file of pictures and one of findings,
    // and one of defects where any was looked at closely; one of what candidates said.
    let files = data_files(design) + design.shadowed_chunks();
    // `record` looks for an earlier record and writes its own twice.
    usage.add(Item::Get, work.chunks);
    usage.add(Item::Put, 2 * work.chunks + files);
    // The first look reads which models are live, where its rules ask one: for a chunk of one class.
    if design.looks_first() && design.deployment.first_look_reads_live {
        usage.add(Item::Get, work.chunks);
    }
    // `summarise` lists a batch's records, reads them and an earlier summary, and writes its own and the
    // batch's row.
    usage.add(Item::Put, 3 * work.batches);
    usage.add(Item::Get, work.chunks + work.batches);
    usage.add(Item::Put, MAP_RUN_OBJECTS * work.batches);
    // Rows are kept for good; records and map runs are small beside them.
    let rows = rows(design);
    usage.add(Item::Storage, rows * design.kept_hours(None));
    questions(design, rows, usage);
}

/// Bytes of a month's rows, of all tables.
pub(super) fn rows(design: &Design<'_>) -> u128 {
    design.workload.pictures * design.assumptions.row_bytes.get()
}

/// A month's files of pictures, of findings and of defects.
pub(super) fn data_files(design: &Design<'_>) -> u128 {
    2 * design.workload.chunks + design.looked_chunks()
}

/// What is asked of the lake.
pub(super) struct Question {
    /// How often.
    pub(super) times: u128,
    /// Tables that it is asked of.
    pub(super) tables: u128,
    /// Bytes that it reads.
    pub(super) bytes: u128,
    /// Files that it reads, in all tables.
    pub(super) files: u128,
    /// Partitions of each table that it is asked of. They are projected, not looked up: each is listed, whether
    /// anything is in it or not.
    /// <https://docs.aws.amazon.com/athena/latest/ug/partition-projection.html>
    pub(super) partitions: u128,
}

impl Question {
    pub(super) fn meter(&self, design: &Design<'_>, usage: &mut Usage) {
        let scanned = self.bytes.max(LEAST_SCANNED);
        // Past the workgroup's limit a query is stopped, and billed for what it read.
        let limit = design.deployment.query_limit;
        let scanned = limit.map_or(scanned, |limit| scanned.min(limit.max(LEAST_SCANNED)));
        usage.add(Item::Scanned, self.times * scanned);
        let requests = self.files * design.assumptions.requests_per_file.get();
        usage.add(Item::Get, self.times * requests);
        usage.add(Item::Put, self.times * self.tables * self.partitions);
        usage.add(Item::CatalogRequests, self.times * self.tables);
    }
}

/// What people ask, of all classes.
fn questions(design: &Design<'_>, rows: u128, usage: &mut Usage) {
    let assumptions = design.assumptions;
    let tables = assumptions.query_tables.get();
    let days = assumptions.query_days.get();
    // No more days than there are.
    let hours = design.kept_hours(Some(days));
    let of_month = |amount: u128| (amount * hours).div_ceil(HOURS_PER_MONTH);
    let question = Question {
        times: assumptions.queries.get(),
        tables,
        bytes: of_month(rows),
        files: of_month(design.workload.chunks) * tables,
        partitions: design.deployment.projected_classes * days,
    };
    question.meter(design, usage);
}
