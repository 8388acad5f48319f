//! `workflow run`.

use std::path::Path;

use asl_run::{Moment, Outcome};
use grammar::{Report, RunArgs};
use ui::{Exit, Format, Problem, Ui};

use super::execution_type;
use crate::check;
use crate::history::{self, shorten};
use crate::mock::{Mocks, parse_mocks};
use crate::run::{self, Clock, Real, Run, Virtual};
use crate::source::{Located, Source, read_json, render};

pub(super) fn run(ui: &Ui, args: &RunArgs) -> anyhow::Result<Exit> {
    let source = Source::read(&args.file)?;
    let kind = execution_type(args.machine_type);
    let machine = check::check(&source, kind).machine()?;
    let name = machine_name(&args.file);
    let input = read_json("--input", &args.input)?;
    let mut mocks = match &args.mock {
        Some(file) => {
            let source = Source::read(file)?;
            let mocks = parse_mocks(&source, &name, args.test_case.as_deref())?;
            let warnings = Located::all(&source, mocks.check(&machine));
            if !warnings.is_empty() {
                ui.tell(render(&warnings).trim_end());
            }
            mocks
        }
        None => Mocks::default(),
    };
    let at = match &args.at {
        Some(text) => Moment::parse(text).ok_or_else(|| {
            Problem::new(format!("--at {text:?} is no moment"))
                .next("write it like 2026-01-31T12:00:00Z")
        })?,
        None => Real.now(),
    };
    let start = run::start(&name, kind, input, at, args.seed);
    let ran = if args.real_time {
        run::run(&machine, &start, &mut mocks, &mut Real)
    } else {
        run::run(&machine, &start, &mut mocks, &mut Virtual::from(at))
    };
    let given = args.mock.as_ref().map(|_| &mocks);
    let ran = ran.map_err(|error| error.problem(&machine, given))?;
    print(ui, args, &ran)?;
    Ok(match ran.outcome {
        Outcome::Succeeded { .. } => Exit::Fine,
        _ => Exit::Fixable,
    })
}

/// `orders` of `machines/orders.asl.json`.
pub(super) fn machine_name(file: &Path) -> String {
    let name = file.file_name().map(|name| name.to_string_lossy());
    let name = name.unwrap_or_default();
    name.split('.').next().unwrap_or_default().to_owned()
}

fn print(ui: &Ui, args: &RunArgs, ran: &Run) -> anyhow::Result<()> {
    match (args.format.into(), args.history) {
        (Format::Json, true) => ui.json(&history::to_json(ran))?,
        (Format::Json, false) => ui.json(&ran.to_json())?,
        (_, true) => ui.table(&history::to_table(ran))?,
        (_, false) => {
            if let Outcome::Succeeded { output } = &ran.outcome {
                ui.json(output)?;
            }
        }
    }
    for map in &ran.map_runs {
        let counts = &map.items;
        ui.status(
            "Map",
            format!(
                "{}: {} succeeded, {} failed, {} stopped of {}",
                map.state,
                counts.succeeded,
                counts.failed + counts.timed_out,
                counts.aborted,
                ui::count(usize::try_from(counts.total).unwrap_or(usize::MAX), "item"),
            ),
        );
    }
    for address in &ran.written {
        ui.status("Written", address);
    }
    if args.history && args.format == Report::Json && ran.children_left_out > 0 {
        ui.warn(format!(
            "the histories of {} more are left out",
            ui::count(ran.children_left_out, "child execution")
        ));
    }
    tell_outcome(ui, ran, args.history);
    Ok(())
}

fn tell_outcome(ui: &Ui, ran: &Run, is_history: bool) {
    let took = ran
        .stopped
        .as_millis()
        .saturating_sub(ran.start.at.as_millis());
    let took = std::time::Duration::from_millis(u64::try_from(took).unwrap_or_default());
    let events = ui::count(ran.events.len(), "event");
    let after = format!("after {events} and {}", ui::duration(took));
    let failed = |verb: &str, error: &Option<String>, cause: &Option<String>| {
        let error = error.as_deref().unwrap_or("no error was named");
        let cause = cause
            .as_deref()
            .map(|cause| format!(": {}", ui::shown(cause)));
        ui.failed(
            verb,
            format!("{error}{}\n{after}", cause.unwrap_or_default()),
        );
    };
    match &ran.outcome {
        // The output is on stdout, unless the history is.
        Outcome::Succeeded { output } if is_history => {
            ui.status(
                "Succeeded",
                format!("{after}\n{}", shorten(&output.to_string(), 200)),
            );
        }
        Outcome::Succeeded { .. } => ui.status("Succeeded", after),
        Outcome::Failed { error, cause } => failed("Failed", error, cause),
        Outcome::TimedOut { error, cause } => failed("Timed out", error, cause),
        Outcome::Aborted { error, cause } => failed("Aborted", error, cause),
    }
}
