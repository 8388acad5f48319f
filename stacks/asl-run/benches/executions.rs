//! How fast executions run: `cargo bench -p asl-run`.

#![expect(clippy::expect_used, reason = "the machines are written here")]

use std::sync::Arc;

use asl_run::{ChildStart, Effect, Event, Execution, Moment, Outcome, Program, Start};
use divan::Bencher;
use divan::counter::ItemsCount;
use serde_json::{Value, json};

fn main() {
    divan::main();
}

fn compile(definition: &Value) -> Arc<Program> {
    let (machine, problems) = asl::parse_value(definition);
    assert!(!problems.has_errors(), "{problems}");
    Program::compile(&machine.expect("a machine")).expect("a program")
}

fn start(input: Value, keeps_history: bool) -> Start {
    let now = Moment::from_millis(0);
    Start {
        execution_type: asl::ExecutionType::Express,
        keeps_history,
        ..Start::new(
            "arn:aws:states:::express:m:e",
            "arn:aws:states:::stateMachine:m",
            input,
            now,
        )
    }
}

/// Runs to the end, answering timers at once and children with their input.
fn run(mut execution: Execution) -> Execution {
    let now = Moment::from_millis(0);
    let mut events = vec![Event::Start];
    while let Some(event) = events.pop() {
        for effect in execution.step(now, event) {
            match effect {
                Effect::SetTimer { timer, .. } => events.push(Event::TimerFired { timer }),
                Effect::StartChild(start) => {
                    let ChildStart { child, input, .. } = *start;
                    let outcome = Outcome::Succeeded { output: input };
                    events.push(Event::ChildFinished { child, outcome });
                }
                Effect::Write { write, .. } => events.push(Event::Written { write }),
                _ => {}
            }
        }
        execution.take_history();
    }
    assert!(execution.outcome().is_some());
    execution
}

const CHAIN: usize = 9_000;

/// A line of `Pass` states, each a transition.
fn chain() -> Arc<Program> {
    let states: serde_json::Map<String, Value> = (0..CHAIN)
        .map(|at| {
            let mut state = json!({ "Type": "Pass" });
            if at + 1 < CHAIN {
                state["Next"] = format!("S{}", at + 1).into();
            } else {
                state["End"] = true.into();
            }
            (format!("S{at}"), state)
        })
        .collect();
    compile(&json!({ "StartAt": "S0", "States": states }))
}

#[divan::bench(args = [false, true])]
fn pass_transitions(bencher: Bencher<'_, '_>, keeps_history: bool) {
    let program = chain();
    bencher.counter(ItemsCount::new(CHAIN)).bench_local(|| {
        run(Execution::new(
            Arc::clone(&program),
            start(json!({ "a": 1 }), keeps_history),
        ))
    });
}

#[divan::bench]
fn jsonata_choices(bencher: Bencher<'_, '_>) {
    let program = compile(&json!({
        "QueryLanguage": "JSONata",
        "StartAt": "Add",
        "States": {
            "Add": {
                "Type": "Pass",
                "Output": { "n": "{% $states.input.n + 1 %}", "even": "{% $states.input.n % 2 = 0 %}" },
                "Next": "Done?",
            },
            "Done?": {
                "Type": "Choice",
                "Choices": [{ "Condition": "{% $states.input.n >= 500 and $exists($states.input.even) %}", "Next": "Done" }],
                "Default": "Add",
            },
            "Done": { "Type": "Succeed" },
        },
    }));
    bencher
        .counter(ItemsCount::new(1_000_usize))
        .bench_local(|| {
            run(Execution::new(
                Arc::clone(&program),
                start(json!({ "n": 0 }), false),
            ))
        });
}

fn items(count: u64) -> Value {
    (0..count).map(Value::from).collect()
}

#[divan::bench]
fn inline_map_of_10_000(bencher: Bencher<'_, '_>) {
    let program = compile(&json!({
        "StartAt": "All",
        "States": { "All": {
            "Type": "Map",
            "ItemProcessor": { "StartAt": "One", "States": { "One": { "Type": "Pass", "End": true } } },
            "End": true,
        }},
    }));
    bencher
        .counter(ItemsCount::new(10_000_usize))
        .with_inputs(|| items(10_000))
        .bench_local_values(|input| run(Execution::new(Arc::clone(&program), start(input, false))));
}

#[divan::bench]
fn distributed_map_of_100_000(bencher: Bencher<'_, '_>) {
    let program = compile(&json!({
        "StartAt": "All",
        "States": { "All": {
            "Type": "Map",
            "MaxConcurrency": 1000,
            "ItemProcessor": {
                "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS" },
                "StartAt": "One",
                "States": { "One": { "Type": "Pass", "End": true } },
            },
            "ResultWriter": {
                "Resource": "arn:aws:states:::s3:putObject",
                "Parameters": { "Bucket": "lake", "Prefix": "runs" },
            },
            "End": true,
        }},
    }));
    bencher
        .counter(ItemsCount::new(100_000_usize))
        .with_inputs(|| items(100_000))
        .bench_local_values(|input| run(Execution::new(Arc::clone(&program), start(input, false))));
}
