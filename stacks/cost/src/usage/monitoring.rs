//! Watching models: a query, a function and some metrics for each class, as often as it is scheduled.

use super::lake::{Question, data_files, rows};
use super::{Design, Usage};
use crate::item::{Architecture, HOURS_PER_MONTH, Item};

/// Tables that the query `class-drift` asks: defects, findings and pictures.
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
    // It reads one class from the first day on that counts for the live version, not what is recent alone:
    // what there is by then, of which each class is taken to have an equal share.
    let days = design.assumptions.watch_days.get();
    let hours = design.kept_hours(Some(days));
    let share = |of: u128| (of * hours).div_ceil(HOURS_PER_MONTH * watching.classes.max(1));
    let question = Question {
        times: classes,
        tables: TABLES,
        bytes: share(rows(design)),
        files: share(data_files(design)),
        partitions: days,
    };
    question.meter(design, usage);
    usage.add(Item::MetricRequests, classes);
    // A metric is paid by the hours in which it is put.
    usage.add(Item::MetricHours, classes * METRICS);
}
