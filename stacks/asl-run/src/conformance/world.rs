//! The world as a case tells it: recorded answers, objects, and time that
//! passes as fast as it is asked for.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use serde_json::{Value, json};

use crate::{
    ChildStart, Effect, Event, Execution, Invocation, Moment, Outcome, Program, Resource, Start,
};

/// How many events a case may take in. None that ends needs as many.
const MOST_EVENTS: usize = 1_000_000;

/// Answers for the effects of a case's execution.
pub(super) struct World<'c> {
    case: &'c Value,
    answers: Vec<(&'c Value, bool)>,
    timers: BTreeSet<(Moment, u64)>,
    waiting: VecDeque<Event>,
    now: Moment,
}

impl<'c> World<'c> {
    pub(super) fn new(case: &'c Value) -> Self {
        let answers = case["mocks"].as_array().into_iter().flatten();
        Self {
            case,
            answers: answers.map(|answer| (answer, false)).collect(),
            timers: BTreeSet::new(),
            waiting: VecDeque::new(),
            now: Moment::from_millis(1_767_225_600_000),
        }
    }

    /// Runs an execution to its end.
    pub(super) fn run(
        &mut self,
        execution: &mut Execution,
        program: &Arc<Program>,
    ) -> Result<(), String> {
        self.waiting.push_back(Event::Start);
        for _ in 0..MOST_EVENTS {
            let event = match self.waiting.pop_front() {
                Some(event) => event,
                None => match self.timers.pop_first() {
                    Some((at, timer)) => {
                        self.now = at;
                        Event::TimerFired { timer }
                    }
                    None => {
                        return Err("nothing is left to happen, and it has not ended".to_owned());
                    }
                },
            };
            for effect in execution.step(self.now, event) {
                self.act(effect, program)?;
            }
            if execution.outcome().is_some() {
                return Ok(());
            }
        }
        Err("it does not end".to_owned())
    }

    fn act(&mut self, effect: Effect, program: &Arc<Program>) -> Result<(), String> {
        match effect {
            Effect::LookUpActivity { task, .. } => {
                // An activity that never did anything was not there.
                let exists = self.answers.iter().any(|(_, used)| !used);
                self.waiting
                    .push_back(Event::ActivityLookedUp { task, exists });
            }
            Effect::Invoke(invocation) => self.invoke(&invocation),
            Effect::SetTimer { timer, at } => {
                self.timers.insert((at, timer));
            }
            Effect::CancelTimer { timer } => self.timers.retain(|(_, other)| *other != timer),
            Effect::ListObjects {
                read, arguments, ..
            } => self.list(read, &arguments),
            Effect::ReadObject { read, arguments } => self.read(read, &arguments),
            Effect::ReadRows { read, .. } => self.waiting.push_back(Event::ReadFailed {
                read,
                cause: "The case holds no rows.".to_owned(),
            }),
            Effect::StartChild(start) => {
                let outcome = self.child(&start, program)?;
                self.waiting.push_back(Event::ChildFinished {
                    child: start.child,
                    outcome,
                });
            }
            Effect::Write { write, .. } => self.waiting.push_back(Event::Written { write }),
            Effect::Cancel { .. } | Effect::StopChild { .. } | Effect::Finish(_) => {}
        }
        Ok(())
    }

    fn invoke(&mut self, invocation: &Invocation) {
        let task = invocation.task;
        let found = self
            .answers
            .iter_mut()
            .find(|(answer, used)| !used && answer["state"].as_str() == Some(&invocation.state));
        let Some((answer, used)) = found else {
            // What the recording does not tell: a function that gives back what it
            // is given, where the case has one; elsewhere only the status counts.
            let echoes = self.case["lambdas"]
                .as_object()
                .is_some_and(|all| all.values().any(|one| one["handler"] == "id_function.py"));
            let output = if echoes {
                invocation.arguments.clone()
            } else {
                json!({})
            };
            self.waiting
                .push_back(Event::TaskSucceeded { task, output });
            return;
        };
        *used = true;
        let answer = *answer;
        let text = |value: &Value| match value {
            Value::Null => None,
            Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        };
        let worker = self.worker();
        if matches!(invocation.resource, Resource::Activity { .. }) {
            self.waiting.push_back(Event::TaskStarted { task, worker });
        }
        if let Some(submitted) = answer.get("submitted") {
            self.waiting.push_back(Event::TaskSubmitted {
                task,
                output: submitted.clone(),
            });
        }
        let outcome = answer["outcome"].as_str().unwrap_or_default();
        if let Some(result) = answer.get("result") {
            self.waiting.push_back(Event::TaskSucceeded {
                task,
                output: result.clone(),
            });
        } else if !(outcome.ends_with("TimedOut") && Self::is_timed(invocation)) {
            self.waiting.push_back(Event::TaskFailed {
                task,
                error: text(&answer["error"]),
                cause: text(&answer["cause"]),
            });
        }
    }

    /// Whether silence makes the task time out by itself.
    const fn is_timed(invocation: &Invocation) -> bool {
        invocation.timeout_seconds.is_some() || invocation.heartbeat_seconds.is_some()
    }

    /// The name of the activity's worker, which is the world's and not the execution's.
    fn worker(&self) -> Option<String> {
        let events = self.case["expected"]["events"].as_array()?;
        let started = events
            .iter()
            .find(|event| event["type"] == "ActivityStarted")?;
        started["activityStartedEventDetails"]["workerName"]
            .as_str()
            .map(str::to_owned)
    }

    fn objects(&self, arguments: &Value) -> impl Iterator<Item = &'c Value> {
        let bucket = arguments["Bucket"].clone();
        let objects = self.case["s3"].as_array().into_iter().flatten();
        objects.filter(move |object| object["bucket"] == bucket)
    }

    fn list(&mut self, read: u64, arguments: &Value) {
        let prefix = arguments["Prefix"].as_str().unwrap_or_default();
        let objects = self
            .objects(arguments)
            .filter(|object| {
                object["key"]
                    .as_str()
                    .is_some_and(|key| key.starts_with(prefix))
            })
            .map(|object| {
                let body = object["body"].as_str().unwrap_or_default();
                json!({
                    "Etag": "etag",
                    "Key": object["key"],
                    "LastModified": 0,
                    "Size": body.len(),
                    "StorageClass": "STANDARD",
                })
            })
            .collect();
        self.waiting.push_back(Event::ObjectsListed {
            read,
            objects,
            next: None,
        });
    }

    fn read(&mut self, read: u64, arguments: &Value) {
        let found = self
            .objects(arguments)
            .find(|object| object["key"] == arguments["Key"]);
        self.waiting
            .push_back(match found.and_then(|object| object["body"].as_str()) {
                Some(body) => Event::ObjectRead {
                    read,
                    body: body.to_owned(),
                },
                None => Event::ReadFailed {
                    read,
                    cause: "The specified key does not exist.".to_owned(),
                },
            });
    }

    fn child(&mut self, child: &ChildStart, program: &Arc<Program>) -> Result<Outcome, String> {
        let start = Start {
            execution_type: child.execution_type,
            ..Start::new(
                &child.execution_arn,
                &child.state_machine_arn,
                child.input.clone(),
                self.now,
            )
        };
        let mut execution = Execution::child(Arc::clone(program), child.flow, start);
        let mut world = World {
            case: self.case,
            answers: std::mem::take(&mut self.answers),
            timers: BTreeSet::new(),
            waiting: VecDeque::new(),
            now: self.now,
        };
        let ran = world.run(&mut execution, program);
        self.answers = world.answers;
        ran?;
        execution
            .outcome()
            .cloned()
            .ok_or_else(|| "the child did not end".to_owned())
    }
}
