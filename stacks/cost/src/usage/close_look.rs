//! What looks closely, beside the function that asks it: instances, inference units, data.

use super::{Design, Usage};
use crate::close_look::CloseLookKind;
use crate::deployment::RunsOn;
use crate::item::{HOURS_PER_MONTH, Item, SECONDS_PER_HOUR};

const MONTH: u128 = HOURS_PER_MONTH * SECONDS_PER_HOUR;

pub(super) fn meter(design: &Design<'_>, usage: &mut Usage) {
    let assumptions = design.assumptions;
    let looked = design.looked();
    let model = assumptions.close_look_milliseconds.get();
    // One picture after the other on each instance.
    let work = (looked * model).div_ceil(1000);
    let data = looked * (assumptions.prepared_bytes.get() + assumptions.answer_bytes.get());
    // Which model is live is read for each chunk, which is of one class, whatever looks.
    usage.add(Item::Get, design.looked_chunks());
    match design.close_look {
        CloseLookKind::Embedded => {
            // The model's file.
            usage.add(Item::Get, design.looked_chunks());
            shadows(design, usage);
        }
        CloseLookKind::RealTime => {
            instances(design, work, usage);
            usage.add(Item::EndpointData, data);
        }
        CloseLookKind::Marketplace => {
            let seconds = instances(design, work, usage);
            usage.add(Item::DefectDetection, seconds);
            usage.add(Item::EndpointData, data);
        }
        CloseLookKind::Serverless => {
            let memory = match design.runs_on() {
                Some(RunsOn::Memory { mb }) => *mb,
                _ => assumptions.serverless_memory.get(),
            };
            usage.add(Item::ServerlessDuration, looked * model * memory);
            usage.add(Item::EndpointData, data);
        }
        CloseLookKind::Asynchronous => {
            instances(design, work, usage);
            results(looked, usage);
        }
        CloseLookKind::BatchTransform => {
            let batches = design.workload.batches_with(looked);
            let start = batches * assumptions.endpoint_start_seconds.get();
            usage.add(Item::Instance(design.instance.to_owned()), start + work);
            results(looked, usage);
        }
        CloseLookKind::CustomLabels => {
            let rate = assumptions.custom_labels_rate.get().max(1);
            let each = match design.runs_on() {
                Some(RunsOn::InferenceUnits { number }) => *number,
                _ => 1,
            };
            let running = design.deployment.classes * each * MONTH;
            usage.add(
                Item::CustomLabelsInference,
                running.max(looked.div_ceil(rate)),
            );
        }
    }
}

/// What candidates read: whether there is one, asked for each chunk of the whole month; on their days the
/// version and its file as well, and each picture again.
fn shadows(design: &Design<'_>, usage: &mut Usage) {
    if design.deployment.shadow_percent == 0 {
        return;
    }
    usage.add(Item::Get, design.looked_chunks());
    usage.add(Item::Get, 2 * design.shadow_chunks() + design.shadows());
}

/// The instances behind endpoints, one endpoint for each class: they run whether they are asked or not. How
/// many seconds that is.
fn instances(design: &Design<'_>, work: u128, usage: &mut Usage) -> u128 {
    let (kind, number) = match design.runs_on() {
        Some(RunsOn::Instances { number, .. }) => (design.own_instance, *number),
        _ => (design.instance, 1),
    };
    let seconds = (design.deployment.classes * number * MONTH).max(work);
    usage.add(Item::Instance(kind.to_owned()), seconds);
    seconds
}

/// What comes back through S3 is written once and read once.
fn results(looked: u128, usage: &mut Usage) {
    usage.add(Item::Put, looked);
    usage.add(Item::Get, looked);
}
