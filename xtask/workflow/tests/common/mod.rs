//! Fixtures.

#![allow(dead_code, reason = "not every test uses every helper")]

use std::path::Path;

use asl::{ExecutionType, StateMachine};
use asl_run::Moment;
use serde_json::Value;
use ui::Problem;
use workflow::Source;
use workflow::check::check;
use workflow::mock::{Mocks, parse_mocks};
use workflow::run::{Run, RunError, Virtual, run, start};

/// A fixture under its bare name, so that outputs are the same everywhere.
pub(crate) fn source(name: &str) -> Source {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(name);
    Source::new(name, Source::read(&path).unwrap().text)
}

pub(crate) fn machine(name: &str) -> StateMachine {
    check(&source(name), ExecutionType::Standard)
        .machine()
        .unwrap()
}

pub(crate) fn mocks(text: &str) -> Result<Mocks, Problem> {
    parse_mocks(&Source::new("mocks.json", text), "orders", None)
}

/// The moment at which runs begin here.
pub(crate) fn noon() -> Moment {
    Moment::parse("2026-01-31T12:00:00Z").unwrap()
}

pub(crate) fn run_with(
    machine: &StateMachine,
    input: Value,
    mocks: &mut Mocks,
) -> Result<Run, RunError> {
    let start = start("orders", ExecutionType::Standard, input, noon(), 0);
    run(machine, &start, mocks, &mut Virtual::from(noon()))
}

/// The orders with their mocks.
pub(crate) fn orders() -> Run {
    let mut mocks = parse_mocks(&source("orders.mocks.json"), "orders", None).unwrap();
    run_with(
        &machine("orders.asl.json"),
        serde_json::json!({}),
        &mut mocks,
    )
    .unwrap()
}

/// The import of a listing with its mocks.
pub(crate) fn import() -> Run {
    let mut mocks = parse_mocks(&source("import.mocks.json"), "import", None).unwrap();
    run_with(
        &machine("import.asl.json"),
        serde_json::json!({}),
        &mut mocks,
    )
    .unwrap()
}
