//! Definitions and histories that were recorded from AWS, drawn.

#![expect(
    clippy::unwrap_used,
    reason = "a recording that can't be read fails the test"
)]

mod common;

use std::path::{Path, PathBuf};

use asl::ExecutionType;
use asl_run::HistoryRevision;
use common::noon;
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::{Value, json};
use workflow::Source;
use workflow::conformance::{self, parse_cases, render_document};
use workflow::graph::{Graph, Status, Statuses, render_dot, render_mermaid, render_svg};
use workflow::mock::parse_mocks;
use workflow::run::{RunError, Virtual, run, start};

fn shared(path: &str) -> Option<PathBuf> {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|folder| folder.join("shared").join(path))
        .find(|candidate| candidate.exists())
}

/// The executions among the cases; none where there is no recording.
fn executions() -> Vec<Value> {
    let Some(path) = shared("oracles/asl/cases.jsonl") else {
        println!("skipped: no shared/oracles/asl/cases.jsonl above this folder");
        return Vec::new();
    };
    let text = std::fs::read_to_string(path).unwrap();
    let cases = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    cases.filter(|case| case["kind"] == "execution").collect()
}

fn assert_xml(text: &str) {
    let mut reader = Reader::from_str(text);
    while !matches!(reader.read_event().unwrap(), Event::Eof) {}
}

#[test]
fn what_aws_ran_can_be_drawn() {
    for case in executions() {
        let (Some(machine), _) = asl::parse_value(&case["definition"]) else {
            continue;
        };
        let graph = Graph::of(&machine, None);
        let svg = render_svg(&graph);
        assert_xml(&svg);
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
        for (name, _) in machine.states.iter() {
            let short = name.len() < 40 && name.chars().all(|c| c.is_ascii_alphanumeric());
            let named = |text: &str| !short || text.contains(name);
            assert!(named(&svg), "{}: {name}", case["id"]);
            assert!(named(&render_mermaid(&graph)), "{}: {name}", case["id"]);
            assert!(named(&render_dot(&graph)), "{}: {name}", case["id"]);
        }
    }
}

#[test]
fn what_aws_told_of_an_execution_colours_it() {
    let mut wrong = Vec::new();
    for case in executions() {
        let expected = &case["expected"];
        let (Some(events), Value::Null) = (expected["events"].as_array(), &expected["event_order"])
        else {
            continue;
        };
        let history = json!({ "events": events }).to_string();
        let statuses = Statuses::parse(&Source::new("history.json", history)).unwrap();
        for event in events {
            let entered = event["stateEnteredEventDetails"]["name"].as_str();
            let exited = event["stateExitedEventDetails"]["name"].as_str();
            if let Some(name) = entered.or(exited)
                && statuses.of(name) == Status::NotReached
            {
                wrong.push(format!("{}: {name} was not reached", case["id"]));
            }
        }
        let (Some(machine), _) = asl::parse_value(&case["definition"]) else {
            continue;
        };
        let top: Vec<Status> = machine
            .states
            .names()
            .map(|name| statuses.of(name))
            .collect();
        let is_failed = top.contains(&Status::Failed);
        let wanted = match expected["status"].as_str() {
            Some("SUCCEEDED") => Some(false),
            Some("FAILED") => Some(true),
            _ => None,
        };
        if wanted.is_some_and(|wanted| wanted != is_failed) {
            wrong.push(format!(
                "{}: {} and {top:?}",
                case["id"], expected["status"]
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_committed_figures_are_current() {
    let Some(path) = shared("oracles/asl/cases.jsonl") else {
        println!("skipped: no shared/oracles/asl/cases.jsonl above this folder");
        return;
    };
    let cases = parse_cases(&Source::read(&path).unwrap(), &[]).unwrap();
    let now = render_document(&conformance::run(&cases, |_| {}));
    let document =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../stacks/asl-run/CONFORMANCE.md");
    let committed = std::fs::read_to_string(document).unwrap_or_default();
    assert!(
        committed == now,
        "stacks/asl-run/CONFORMANCE.md is stale: run `cargo xtask workflow conformance {} --write \
         stacks/asl-run/CONFORMANCE.md`, look at the diff and commit it",
        path.display()
    );
}

/// A recording's tasks and objects as a mock file: the answers of each state, call by call.
fn mock_file(case: &Value) -> String {
    let mut states = serde_json::Map::new();
    for mock in case["mocks"].as_array().into_iter().flatten() {
        let answer = match mock.get("result") {
            Some(result) => json!({ "Return": result }),
            None => json!({ "Throw": { "Error": mock["error"], "Cause": mock["cause"] } }),
        };
        let calls = states
            .entry(mock["state"].as_str().unwrap())
            .or_insert(json!([]));
        calls.as_array_mut().unwrap().push(answer);
    }
    let mut objects = serde_json::Map::new();
    for object in case["s3"].as_array().into_iter().flatten() {
        let text = |name: &str| object[name].as_str().unwrap_or_default().to_owned();
        objects.insert(
            format!("s3://{}/{}", text("bucket"), text("key")),
            text("body").into(),
        );
    }
    json!({ "States": states, "Objects": objects }).to_string()
}

#[test]
fn what_aws_ran_ends_the_same_here_with_its_tasks_mocked() {
    let (mut ran, mut lacking, mut wrong) = (0, 0, Vec::new());
    for case in executions() {
        let (Some(machine), _) = asl::parse_value(&case["definition"]) else {
            continue;
        };
        if case["mocks_complete"] != true {
            continue;
        }
        let kind = match case["type"].as_str() {
            Some("EXPRESS") => ExecutionType::Express,
            _ => ExecutionType::Standard,
        };
        let mocks = parse_mocks(&Source::new("mocks.json", mock_file(&case)), "case", None);
        let mut start = start("case", kind, case["input"].clone(), noon(), 0);
        // AWS is held against what it did then.
        start.revision = HistoryRevision::of(case["aws_validated"].as_str().unwrap_or_default());
        let clock = &mut Virtual::from(noon());
        let status = match run(&machine, &start, &mut mocks.unwrap(), clock) {
            Ok(run) => run.outcome.status().to_owned(),
            // A few recordings lack what an activity or a child's task gave.
            Err(RunError::NoMock { .. }) => {
                lacking += 1;
                continue;
            }
            Err(error) => error.to_string(),
        };
        ran += 1;
        if case["expected"]["status"] != status.as_str() {
            wrong.push(format!(
                "{}: {} and not {status}",
                case["id"], case["expected"]["status"]
            ));
        }
    }
    assert!(lacking * 50 <= ran, "{lacking} lack a mock, {ran} ran");
    assert!(
        wrong.is_empty(),
        "{} of {ran}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
