//! Watching models: a query, a function and some metrics for each class, as often as it is scheduled.

use super::{Design, Usage};
use crate::item::{Architecture, Item};

/// The least that a query is billed for; what a class's recent pictures are is below it.
/// <https://aws.amazon.com/athena/pricing/>
const LEAST_SCANNED: u128 = 10 << 20;
/// Tables that the query asks.
const TABLES: u128 = 3;
/// Metrics that are put of a class: four of each of three measures, and two of the class.
const METRICS: u128 = 14;
/// How long the function that chooses the windows runs, in milliseconds: it reads three small objects.
const MILLISECONDS: u128 = 300;
/// Its name, and what it has where that is not told.
const FUNCTION: &str = "choose-windows";
const MEMORY_MB: u128 = 128;

pub(super) fn meter(design: &Design<'_>, usage: &mut Usage) {
    let Some(watching) = design.deployment.watching else {
        return;
    };
    let classes = watching.runs * watching.classes;
    usage.add(
        Item::Transitions,
        watching.runs * watching.states + classes * watching.class_states,
    );
    let function = design.deployment.functions.get(FUNCTION);
    let memory = function.map_or(MEMORY_MB, |function| function.memory_mb);
    let architecture = function.map_or(Architecture::Arm64, |function| function.architecture);
    usage.add(Item::LambdaRequests, classes);
    usage.add(
        Item::LambdaDuration(architecture),
        classes * memory * MILLISECONDS,
    );
    usage.add(Item::Get, 3 * classes);
    usage.add(Item::Scanned, classes * LEAST_SCANNED);
    usage.add(Item::CatalogRequests, classes * TABLES);
    usage.add(Item::MetricRequests, classes);
    // A metric is paid by the hours in which it is put.
    usage.add(Item::MetricHours, classes * METRICS);
}
