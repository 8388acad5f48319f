//! What looks closely, beside the function that asks it: instances, inference units, data.

use super::{Design, Usage};
use crate::close_look::CloseLookKind;
use crate::item::{HOURS_PER_MONTH, Item, SECONDS_PER_HOUR};

const MONTH: u128 = HOURS_PER_MONTH * SECONDS_PER_HOUR;

pub(super) fn meter(design: &Design<'_>, usage: &mut Usage) {
    let assumptions = design.assumptions;
    let looked = design.looked();
    let batches = design.workload.batches_with(looked);
    let model = assumptions.close_look_milliseconds.get();
    // One picture after the other on each instance.
    let work = (looked * model).div_ceil(1000);
    let instance = || Item::Instance(design.instance.to_owned());
    let start = batches * assumptions.endpoint_start_seconds.get();
    let data = looked * (assumptions.prepared_bytes.get() + assumptions.heat_map_bytes.get());
    match design.close_look {
        CloseLookKind::Embedded => {
            // The class's live model and its file, for a chunk of one class; the candidate likewise.
            let read = design.looked_chunks() + design.shadow_chunks();
            usage.add(Item::Get, 2 * read);
        }
        CloseLookKind::RealTime => {
            usage.add(instance(), MONTH.max(work));
            usage.add(Item::EndpointData, data);
        }
        CloseLookKind::Marketplace => {
            // A model of its own for each class, and an endpoint for each model.
            let seconds = (design.deployment.classes * MONTH).max(work);
            usage.add(instance(), seconds);
            usage.add(Item::DefectDetection, seconds);
            usage.add(Item::EndpointData, data);
        }
        CloseLookKind::Serverless => {
            let memory = assumptions.serverless_memory.get();
            usage.add(Item::ServerlessDuration, looked * model * memory);
            usage.add(Item::EndpointData, data);
        }
        CloseLookKind::Asynchronous => {
            let idle = batches * assumptions.endpoint_idle_seconds.get();
            // At most as long as one that is never stopped.
            usage.add(instance(), (start + work + idle).min(MONTH.max(work)));
            results(looked, usage);
        }
        CloseLookKind::BatchTransform => {
            usage.add(instance(), start + work);
            results(looked, usage);
        }
        CloseLookKind::CustomLabels => {
            let rate = assumptions.custom_labels_rate.get().max(1);
            let units = (design.deployment.classes * MONTH).max(looked.div_ceil(rate));
            usage.add(Item::CustomLabelsInference, units);
        }
    }
}

/// What comes back through S3 is written once and read once.
fn results(looked: u128, usage: &mut Usage) {
    usage.add(Item::Put, looked);
    usage.add(Item::Get, looked);
}
