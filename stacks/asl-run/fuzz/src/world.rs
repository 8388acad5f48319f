//! A world that answers everything that an execution asks, well or badly.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use asl::ExecutionType;
use asl_run::{Effect, Event, Execution, Moment, Outcome, Program, Start};
use serde_json::{Value, json};

use crate::Choices;

/// How many events an execution takes in at most. Those that never end are stopped.
const MOST_EVENTS: usize = 200;
/// How often an execution that runs on and on is let go on: each time it has
/// run hundreds of states.
const MOST_PAUSES: usize = 2;
/// How many children a distributed map really runs; the others end at once.
const MOST_CHILDREN: usize = 8;

/// How an execution runs.
#[derive(Debug)]
pub struct Way<'a> {
    /// Standard or Express.
    pub execution_type: ExecutionType,
    /// Its input.
    pub input: Value,
    /// What objects hold that it reads.
    pub body: &'a str,
}

/// Runs an execution in a world whose answers follow from the choices, and
/// redrives it once where it ends badly.
pub fn run(program: &Arc<Program>, way: Way<'_>, choices: &mut Choices<'_>) {
    let start = Start {
        execution_type: way.execution_type,
        keeps_history: way.execution_type == ExecutionType::Standard,
        ..Start::new(
            "arn:aws:states:eu-central-1:000000000000:execution:m:e",
            "arn:aws:states:eu-central-1:000000000000:stateMachine:m",
            way.input,
            Moment::from_millis(1_767_225_600_000),
        )
    };
    let mut execution = Execution::new(Arc::clone(program), start);
    let mut world = World {
        program,
        body: way.body,
        choices,
        children: 0,
    };
    world.run(&mut execution, Event::Start);
    if execution.outcome().is_some() {
        world.run(&mut execution, Event::Redrive);
    }
}

struct World<'w, 'a> {
    program: &'w Arc<Program>,
    body: &'w str,
    choices: &'w mut Choices<'a>,
    children: usize,
}

/// What an execution waits for.
#[derive(Default)]
struct Waiting {
    events: VecDeque<Event>,
    timers: BTreeSet<(Moment, u64)>,
}

impl World<'_, '_> {
    fn run(&mut self, execution: &mut Execution, first: Event) {
        let mut waiting = Waiting::default();
        let mut now = Moment::from_millis(1_767_225_600_000);
        let mut pauses = 0;
        waiting.events.push_back(first);
        for _ in 0..MOST_EVENTS {
            let event = match waiting.events.pop_front() {
                Some(event) => event,
                None => match waiting.timers.pop_first() {
                    Some((at, timer)) => {
                        pauses += usize::from(at == now);
                        if pauses > MOST_PAUSES {
                            break;
                        }
                        now = at;
                        Event::TimerFired { timer }
                    }
                    None => break,
                },
            };
            for effect in execution.step(now, event) {
                self.act(effect, &mut waiting, now);
            }
            if execution.outcome().is_some() {
                return;
            }
        }
        execution.step(
            now,
            Event::Stop {
                error: None,
                cause: None,
            },
        );
    }

    fn act(&mut self, effect: Effect, waiting: &mut Waiting, now: Moment) {
        match effect {
            Effect::LookUpActivity { task, .. } => {
                let exists = self.choices.byte() % 4 != 3;
                waiting
                    .events
                    .push_back(Event::ActivityLookedUp { task, exists });
            }
            Effect::Invoke(invocation) => {
                self.task(invocation.task, invocation.arguments, &mut waiting.events);
            }
            Effect::SetTimer { timer, at } => {
                waiting.timers.insert((at, timer));
            }
            Effect::CancelTimer { timer } => waiting.timers.retain(|(_, other)| *other != timer),
            Effect::ListObjects { read, .. } => {
                let objects = match self.choices.byte() % 4 {
                    0 => vec![json!({ "Key": "a.json", "Size": 1 })],
                    1 => vec![Value::Null, json!({ "Key": 1 }), json!([])],
                    _ => Vec::new(),
                };
                let next = (self.choices.byte() % 4 == 1).then(|| "more".to_owned());
                waiting.events.push_back(Event::ObjectsListed {
                    read,
                    objects,
                    next,
                });
            }
            Effect::ReadObject { read, .. } => waiting.events.push_back(self.object(read)),
            Effect::ReadRows { read, .. } => waiting.events.push_back(Event::RowsRead {
                read,
                rows: vec![self.value(), json!({ "a": 1 })],
                next: None,
            }),
            Effect::StartChild(child) => {
                let outcome = self.child(&child, now);
                waiting.events.push_back(Event::ChildFinished {
                    child: child.child,
                    outcome,
                });
            }
            Effect::Write { write, .. } => {
                waiting.events.push_back(match self.choices.byte() % 8 {
                    7 => Event::WriteFailed {
                        write,
                        cause: "denied".to_owned(),
                    },
                    _ => Event::Written { write },
                })
            }
            Effect::Cancel { .. } | Effect::StopChild { .. } | Effect::Finish(_) => {}
        }
    }

    /// What a service says of a task, which may be more than once or nothing.
    fn task(&mut self, task: u64, arguments: Value, events: &mut VecDeque<Event>) {
        let output = self.value();
        match self.choices.byte() % 8 {
            0 => events.push_back(Event::TaskSucceeded {
                task,
                output: arguments,
            }),
            1 => events.push_back(self.failure(task)),
            2 => {}
            3 => events.extend([
                Event::TaskStarted { task, worker: None },
                Event::TaskHeartbeat { task },
                Event::TaskSubmitted {
                    task,
                    output: output.clone(),
                },
                Event::TaskSucceeded { task, output },
                self.failure(task),
            ]),
            4 => events.extend([Event::TaskSubmitted { task, output }, self.failure(task)]),
            _ => events.push_back(Event::TaskSucceeded { task, output }),
        }
    }

    fn failure(&mut self, task: u64) -> Event {
        let error = self.choices.of(&[
            "States.TaskFailed",
            "States.Timeout",
            "Lambda.Unknown",
            "",
            "A",
        ]);
        Event::TaskFailed {
            task,
            error: Some(error.to_owned()),
            cause: Some(self.body.to_owned()),
        }
    }

    fn object(&mut self, read: u64) -> Event {
        if self.choices.byte() % 8 == 7 {
            return Event::ReadFailed {
                read,
                cause: "gone".to_owned(),
            };
        }
        Event::ObjectRead {
            read,
            body: self.body.to_owned(),
        }
    }

    /// Any result: what an object holds, as JSON or as text, or something small.
    fn value(&mut self) -> Value {
        match self.choices.byte() % 8 {
            0 => Value::Null,
            1 => json!({ "Payload": { "a": [1, 2.5, -0.0, 1e300] }, "StatusCode": 200 }),
            2 => json!([[], {}, "", 0]),
            3 => Value::from(self.body),
            _ => serde_json::from_str(self.body).unwrap_or_else(|_| json!({})),
        }
    }

    fn child(&mut self, child: &asl_run::ChildStart, now: Moment) -> Outcome {
        self.children += 1;
        if self.children > MOST_CHILDREN {
            return match self.choices.byte() % 4 {
                0 => Outcome::Failed {
                    error: Some("A".to_owned()),
                    cause: None,
                },
                1 => Outcome::TimedOut {
                    error: None,
                    cause: None,
                },
                _ => Outcome::Succeeded {
                    output: self.value(),
                },
            };
        }
        let start = Start {
            execution_type: child.execution_type,
            ..Start::new(
                &child.execution_arn,
                &child.state_machine_arn,
                child.input.clone(),
                now,
            )
        };
        let mut execution = Execution::child(Arc::clone(self.program), child.flow, start);
        self.run(&mut execution, Event::Start);
        execution.outcome().cloned().unwrap_or(Outcome::Aborted {
            error: None,
            cause: None,
        })
    }
}
