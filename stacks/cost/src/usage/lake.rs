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
    let looked = design.looked_chunks();
    // A chunk is taken to hold pictures of one class and day: a file of pictures and one of findings,
    // and one of defects where any was looked at closely.
    let files = 2 * work.chunks + looked;
    // `record` looks for an earlier record and writes its own twice.
    usage.add(Item::Get, work.chunks);
    usage.add(Item::Put, 2 * work.chunks + files);
    // The first look reads the classes' live models, where it has any.
    if design.looks_first() && design.deployment.first_look_models > 0 {
        usage.add(Item::Get, work.chunks);
    }
    // `summarise` lists a batch's records, reads them and an earlier summary, and writes its own and the
    // batch's row.
    usage.add(Item::Put, 3 * work.batches);
    usage.add(Item::Get, work.chunks + work.batches);
    usage.add(Item::Put, MAP_RUN_OBJECTS * work.batches);
    // Rows are kept for good; records and map runs are small beside them.
    let rows = work.pictures * design.assumptions.row_bytes.get();
    usage.add(Item::Storage, rows * design.kept_hours(None));
    questions(design, rows, usage);
}

fn questions(design: &Design<'_>, rows: u128, usage: &mut Usage) {
    let assumptions = design.assumptions;
    let queries = assumptions.queries.get();
    let tables = assumptions.query_tables.get();
    // No more days than there are.
    let hours = design.kept_hours(Some(assumptions.query_days.get()));
    let of_month = |amount: u128| (amount * hours).div_ceil(HOURS_PER_MONTH);
    let scanned = of_month(rows).max(LEAST_SCANNED);
    // Past the workgroup's limit a query is stopped, and billed for what it read.
    let scanned = design
        .deployment
        .query_limit
        .map_or(scanned, |limit| scanned.min(limit.max(LEAST_SCANNED)));
    usage.add(Item::Scanned, queries * scanned);
    let files = of_month(design.workload.chunks) * tables;
    usage.add(
        Item::Get,
        queries * files * assumptions.requests_per_file.get(),
    );
    // Partitions are projected, not looked up: a listing for each class and day.
    let partitions = design.deployment.classes * hours.div_ceil(24);
    usage.add(Item::Put, queries * tables * partitions);
    usage.add(Item::CatalogRequests, queries * tables);
}
