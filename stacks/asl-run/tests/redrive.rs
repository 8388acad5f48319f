//! Executions that ended badly go on from there.

#![expect(clippy::unwrap_used, reason = "the machines are written here")]

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use asl_run::{
    ChildStart, Effect, Event, Execution, Invocation, Moment, NotRedrivable, Outcome, Program,
    Start,
};
use serde_json::{Value, json};

fn execution(definition: &Value, input: Value) -> Execution {
    let (machine, problems) = asl::parse_value(definition);
    assert!(!problems.has_errors(), "{problems}");
    let program = Program::compile(&machine.unwrap()).unwrap();
    let base = "arn:aws:states:eu-central-1:000000000000";
    let start = Start::new(
        &format!("{base}:execution:m:e"),
        &format!("{base}:stateMachine:m"),
        input,
        Moment::from_millis(0),
    );
    Execution::new(Arc::clone(&program), start)
}

/// A world whose tasks fail while they are out of order.
#[derive(Default)]
struct World {
    broken: Vec<&'static str>,
    /// How often each state's task, or each child by its item, was asked for.
    asked: BTreeMap<String, usize>,
    redriven: Vec<Value>,
}

impl World {
    fn run(&mut self, execution: &mut Execution, effects: Vec<Effect>, at: Moment) {
        let mut waiting = VecDeque::from(effects);
        while let Some(effect) = waiting.pop_front() {
            let event = match effect {
                Effect::Invoke(invocation) => self.invoke(&invocation),
                Effect::StartChild(child) => self.child(&child),
                _ => continue,
            };
            waiting.extend(execution.step(at, event));
        }
    }

    fn ask(&mut self, name: &str) -> bool {
        *self.asked.entry(name.to_owned()).or_default() += 1;
        !self.broken.contains(&name)
    }

    fn invoke(&mut self, invocation: &Invocation) -> Event {
        let task = invocation.task;
        if self.ask(&invocation.state) {
            let output = json!(format!("{} done", invocation.state));
            return Event::TaskSucceeded { task, output };
        }
        Event::TaskFailed {
            task,
            error: Some("Broken".to_owned()),
            cause: None,
        }
    }

    fn child(&mut self, start: &ChildStart) -> Event {
        let child = start.child;
        let name = start.input.as_str().unwrap_or_default();
        if start.is_redrive {
            self.redriven.push(start.input.clone());
        }
        let outcome = if self.ask(name) {
            Outcome::Succeeded {
                output: start.input.clone(),
            }
        } else {
            Outcome::Failed {
                error: Some("Broken".to_owned()),
                cause: None,
            }
        };
        Event::ChildFinished { child, outcome }
    }
}

fn task(next: Option<&str>) -> Value {
    let mut state = json!({
        "Type": "Task",
        "Resource": "arn:aws:lambda:eu-central-1:000000000000:function:f",
    });
    match next {
        Some(next) => state["Next"] = next.into(),
        None => state["End"] = true.into(),
    }
    state
}

fn now() -> Moment {
    Moment::from_millis(1_000)
}

fn kinds(execution: &Execution) -> Vec<&'static str> {
    execution.history().iter().map(|event| event.kind).collect()
}

#[test]
fn what_ended_well_is_not_run_again() {
    let definition = json!({ "StartAt": "First", "States": {
        "First": task(Some("Both")),
        "Both": { "Type": "Parallel", "Next": "Last", "Branches": [
            { "StartAt": "Left", "States": { "Left": task(None) } },
            { "StartAt": "Middle", "States": { "Middle": task(Some("Right")), "Right": task(None) } },
        ]},
        "Last": task(None),
    }});
    let mut execution = execution(&definition, json!({}));
    let mut world = World {
        broken: vec!["Right"],
        ..World::default()
    };
    let effects = execution.step(now(), Event::Start);
    world.run(&mut execution, effects, now());
    assert_eq!(execution.outcome().unwrap().status(), "FAILED");
    let before = execution.history().len();

    world.broken.clear();
    let effects = execution.redrive(now()).unwrap();
    world.run(&mut execution, effects, now());
    assert_eq!(
        execution.outcome(),
        Some(&Outcome::Succeeded {
            output: json!("Last done")
        })
    );
    let asked: Vec<usize> = world.asked.values().copied().collect();
    // First, Last, Left, Middle, Right.
    assert_eq!(asked, [1, 1, 1, 1, 2]);
    assert_eq!(
        kinds(&execution)[before..],
        [
            "ExecutionRedriven",
            "LambdaFunctionScheduled",
            "LambdaFunctionStarted",
            "LambdaFunctionSucceeded",
            "TaskStateExited",
            "ParallelStateSucceeded",
            "ParallelStateExited",
            "TaskStateEntered",
            "LambdaFunctionScheduled",
            "LambdaFunctionStarted",
            "LambdaFunctionSucceeded",
            "TaskStateExited",
            "ExecutionSucceeded",
        ]
    );
    assert_eq!(execution.redrive_count(), 1);
    assert_eq!(execution.redrivable(now()), Err(NotRedrivable::Succeeded));
}

#[test]
fn items_that_failed_and_those_to_come_are_run() {
    let definition = json!({ "StartAt": "All", "States": {
        "All": { "Type": "Map", "End": true, "MaxConcurrency": 1, "ItemProcessor": {
            "StartAt": "Sort", "States": {
                "Sort": { "Type": "Choice", "Default": "Good", "Choices": [
                    { "Variable": "$", "NumericEquals": 2, "Next": "Bad" },
                ]},
                "Good": task(None),
                "Bad": task(None),
            },
        }},
    }});
    let mut execution = execution(&definition, json!([1, 2, 3, 4]));
    let mut world = World {
        broken: vec!["Bad"],
        ..World::default()
    };
    let effects = execution.step(now(), Event::Start);
    world.run(&mut execution, effects, now());
    assert_eq!(world.asked["Good"], 1);
    // Redriven while it is still broken, it fails again, and can go on again.
    let effects = execution.redrive(now()).unwrap();
    world.run(&mut execution, effects, now());
    assert_eq!(execution.outcome().unwrap().status(), "FAILED");
    world.broken.clear();
    let effects = execution.redrive(now()).unwrap();
    world.run(&mut execution, effects, now());
    let output = json!(["Good done", "Bad done", "Good done", "Good done"]);
    assert_eq!(execution.outcome(), Some(&Outcome::Succeeded { output }));
    assert_eq!(world.asked["Good"], 3);
    assert_eq!(world.asked["Bad"], 3);
}

fn distributed(kind: &str) -> Value {
    json!({ "StartAt": "All", "States": {
        "All": { "Type": "Map", "End": true, "MaxConcurrency": 2, "ToleratedFailureCount": 1,
            "ItemProcessor": {
                "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": kind },
                "StartAt": "One", "States": { "One": { "Type": "Pass", "End": true } },
            },
        },
    }})
}

#[test]
fn children_of_a_map_run_go_on_or_begin_anew() {
    for kind in ["STANDARD", "EXPRESS"] {
        let items = json!(["a", "b", "c", "d", "e"]);
        let mut execution = execution(&distributed(kind), items.clone());
        let mut world = World {
            broken: vec!["b", "c"],
            ..World::default()
        };
        let effects = execution.step(now(), Event::Start);
        world.run(&mut execution, effects, now());
        let Some(Outcome::Failed { error, .. }) = execution.outcome() else {
            panic!("{:?}", execution.outcome());
        };
        assert_eq!(
            error.as_deref(),
            Some("States.ExceedToleratedFailureThreshold")
        );
        world.broken.clear();
        let effects = execution.redrive(now()).unwrap();
        world.run(&mut execution, effects, now());
        assert_eq!(
            execution.outcome(),
            Some(&Outcome::Succeeded { output: items }),
            "{kind}"
        );
        let run = &execution.map_runs()[0];
        assert_eq!((run.status, run.redrive_count), ("SUCCEEDED", 1));
        assert_eq!(
            (run.items.succeeded, run.items.failed, run.items.total),
            (5, 0, 5)
        );
        assert_eq!(world.asked["a"], 1);
        assert_eq!(world.redriven.is_empty(), kind == "EXPRESS");
        assert!(kinds(&execution).contains(&"MapRunRedriven"));
    }
}

#[test]
fn a_stopped_wait_is_waited_for_again() {
    let definition = json!({ "StartAt": "Later", "States": {
        "Later": { "Type": "Wait", "Seconds": 60, "End": true },
    }});
    let mut execution = execution(&definition, json!({}));
    execution.step(now(), Event::Start);
    assert_eq!(execution.redrive(now()), Err(NotRedrivable::Running));
    let stop = Event::Stop {
        error: None,
        cause: None,
    };
    execution.step(now(), stop);
    let effects = execution.redrive(now()).unwrap();
    let [Effect::SetTimer { timer, at }] = effects[..] else {
        panic!("{effects:?}");
    };
    execution.step(at, Event::TimerFired { timer });
    assert_eq!(execution.outcome().unwrap().status(), "SUCCEEDED");
}

#[test]
fn rest_has_an_end() {
    let definition = json!({ "StartAt": "No", "States": { "No": { "Type": "Fail" } } });
    let mut execution = execution(&definition, json!({}));
    execution.step(now(), Event::Start);
    let day = 86_400_000;
    let later = |days: i64| Moment::from_millis(1_000 + days * day);
    assert_eq!(execution.redrivable(later(14)), Ok(()));
    assert_eq!(execution.redrivable(later(15)), Err(NotRedrivable::Period));
    assert_eq!(
        execution.redrivable(later(400)),
        Err(NotRedrivable::OpenTime)
    );
}
