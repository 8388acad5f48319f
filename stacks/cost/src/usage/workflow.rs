//! Step Functions, and the events that start it.

use super::functions::chunk_milliseconds;
use super::{Design, Usage};
use crate::item::Item;

/// Memory that an express execution is billed in pieces of, in MB; one piece is taken.
/// <https://aws.amazon.com/step-functions/pricing/>
const EXPRESS_MB: u128 = 64;
/// Pieces of time that an express execution is billed in, in milliseconds.
const EXPRESS_MILLISECONDS: u128 = 100;

pub(super) fn meter(design: &Design<'_>, usage: &mut Usage) {
    let workflow = &design.deployment.workflow;
    let work = &design.workload;
    usage.add(Item::Transitions, workflow.batch * work.batches);
    // Each child that the map starts is one transition of the map's own execution.
    usage.add(Item::Transitions, work.chunks);
    if workflow.express {
        usage.add(Item::ExpressRequests, work.chunks);
        // Rounded up for each execution: at most a piece more than what all of them take.
        let billed = chunk_milliseconds(design) + work.chunks * EXPRESS_MILLISECONDS;
        usage.add(Item::ExpressDuration, billed * EXPRESS_MB);
        return;
    }
    let looked = design.looked_chunks();
    let states = if design.looks_first() {
        workflow.looked * looked + workflow.spared * (work.chunks - looked)
    } else {
        // A chunk has at least one picture, but for one with the marker alone.
        workflow.one_look * work.chunks
    };
    usage.add(Item::Transitions, states);
}
