//! Lambda: what the functions run and log.

use super::{Design, Usage};
use crate::close_look::CloseLookKind;
use crate::deployment::{CLOSE_LOOK, FIRST_LOOK, Function};
use crate::item::{HOURS_PER_MONTH, Item, SECONDS_PER_HOUR};

/// What a task's function does in the month.
#[derive(Debug, Clone, Copy)]
struct Runs {
    task: &'static str,
    invocations: u128,
    /// Billed time in milliseconds, the share of each invocation included.
    milliseconds: u128,
}

pub(super) fn meter(design: &Design<'_>, usage: &mut Usage) {
    let runs = chunk_runs(design).into_iter().chain([summarise(design)]);
    for runs in runs {
        meter_task(
            design,
            runs.task,
            runs.invocations,
            runs.milliseconds,
            usage,
        );
    }
    for function in design.deployment.functions.values() {
        let month = HOURS_PER_MONTH * SECONDS_PER_HOUR * 1000;
        usage.add(
            Item::LambdaProvisioned(function.architecture),
            function.provisioned * function.memory_mb * month,
        );
    }
}

/// What runs on environments that are kept ready is cheaper; all of it is taken to.
fn meter_duration(function: Function, milliseconds: u128, usage: &mut Usage) {
    let item = if function.provisioned > 0 {
        Item::LambdaProvisionedDuration(function.architecture)
    } else {
        Item::LambdaDuration(function.architecture)
    };
    usage.add(item, milliseconds * function.memory_mb);
}

/// What a task's function runs and logs beside batches.
pub(super) fn meter_task(
    design: &Design<'_>,
    task: &str,
    invocations: u128,
    milliseconds: u128,
    usage: &mut Usage,
) {
    let Some(function) = design.deployment.functions.get(task) else {
        return;
    };
    usage.add(Item::LambdaRequests, invocations);
    meter_duration(*function, milliseconds, usage);
    let logs = invocations * design.assumptions.log_bytes.get();
    usage.add(Item::LogsIngested, logs);
    let hours = design.kept_hours(Some(design.deployment.logs_days));
    usage.add(Item::LogsStored, logs * hours);
}

/// How long the functions of all chunks run, in milliseconds.
pub(super) fn chunk_milliseconds(design: &Design<'_>) -> u128 {
    let runs = chunk_runs(design).into_iter();
    runs.map(|runs| runs.milliseconds).sum()
}

fn chunk_runs(design: &Design<'_>) -> [Runs; 4] {
    let assumptions = design.assumptions;
    let work = &design.workload;
    let runs = |task, invocations: u128, pictures: u128, each: u128| Runs {
        task,
        invocations,
        milliseconds: pictures * each + invocations * assumptions.invocation_milliseconds.get(),
    };
    let model = assumptions.close_look_milliseconds.get();
    let call = assumptions.call_milliseconds.get();
    let close_look = match design.close_look {
        CloseLookKind::Embedded => model,
        // It hands the picture over and does not wait.
        CloseLookKind::BatchTransform => call,
        CloseLookKind::RealTime
        | CloseLookKind::Asynchronous
        | CloseLookKind::Serverless
        | CloseLookKind::Marketplace
        | CloseLookKind::CustomLabels => model + call,
    };
    let (first_chunks, first_pictures) = if design.looks_first() {
        (work.chunks, work.pictures)
    } else {
        (0, 0)
    };
    [
        runs(
            "prepare",
            work.chunks,
            work.pictures,
            assumptions.prepare_milliseconds.get(),
        ),
        runs(
            FIRST_LOOK,
            first_chunks,
            first_pictures,
            assumptions.first_look_milliseconds.get(),
        ),
        runs(
            CLOSE_LOOK,
            design.looked_chunks(),
            design.looked() + design.shadows(),
            close_look,
        ),
        runs(
            "record",
            work.chunks,
            work.pictures,
            assumptions.record_milliseconds.get(),
        ),
    ]
}

fn summarise(design: &Design<'_>) -> Runs {
    let assumptions = design.assumptions;
    let work = &design.workload;
    Runs {
        task: "summarise",
        invocations: work.batches,
        milliseconds: work.pictures * assumptions.summarise_milliseconds.get()
            + work.batches * assumptions.invocation_milliseconds.get(),
    }
}
