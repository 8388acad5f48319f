//! `Task`: has a service do something, and waits for it.

use std::sync::Arc;

use asl::{QueryLanguage, Task};
use serde_json::{Map, Value};

use super::task_events::{About, about_integration, names};
use super::{Given, TOO_LARGE};
use crate::data::exceeds_limit;
use crate::effect::{Effect, Invocation, Pattern, Resource};
use crate::execution::{Execution, Step};
use crate::failure::{Failure, Trouble};
use crate::history::Details;
use crate::program::Node;
use crate::thread::{Scheduling, TaskWork, Thread, Work};

/// A number of seconds for an event, whole as AWS's are.
fn seconds(value: Option<f64>) -> Option<u64> {
    value
        .filter(|value| *value >= 0.0)
        .map(|value| value as u64)
}

impl Execution {
    pub(super) fn start_task(
        &mut self,
        thread: &mut Thread,
        node: &Node,
        state: &Task,
    ) -> Result<Step, Trouble> {
        let resource = Resource::parse(&state.resource);
        let wants_token = matches!(resource, Resource::Activity { .. })
            || resource.pattern() == Pattern::TaskToken;
        let token = wants_token.then(|| self.new_token());
        let given = Given {
            token: token.as_deref(),
            ..Given::default()
        };
        let (input, arguments) = match node.language {
            QueryLanguage::Jsonata => {
                let arguments = match &state.arguments {
                    Some(arguments) => {
                        self.with_data(thread, node, &thread.input, &given, |data| {
                            data.expressions(arguments, "Arguments")
                        })?
                    }
                    None => thread.input.clone(),
                };
                self.notice("afterArguments", &arguments);
                (thread.input.clone(), arguments)
            }
            QueryLanguage::JsonPath => {
                let input = self.effective_input(thread, node)?;
                let arguments = match &state.parameters {
                    Some(parameters) => self.with_data(thread, node, &input, &given, |data| {
                        data.template(parameters)
                    })?,
                    None => input.clone(),
                };
                self.notice("afterParameters", &arguments);
                (input, arguments)
            }
        };
        if exceeds_limit(&arguments) {
            let cause = format!("The state/task '{}' {TOO_LARGE}", node.name);
            let failure = Failure::new("States.DataLimitExceeded", cause);
            return Ok(self.recover(thread, node, failure));
        }
        let unusable = super::arguments::problems(&resource, &arguments);
        if !unusable.is_empty() {
            let field = match node.language {
                QueryLanguage::Jsonata => "Arguments",
                QueryLanguage::JsonPath => "Parameters",
            };
            return Err(Trouble::Runtime(format!(
                "The {field} '{arguments}' could not be used to start the Task: [{}]",
                unusable.join(", ")
            )));
        }
        let timeout = self.seconds(
            thread,
            node,
            &input,
            state.timeout.as_ref(),
            "TimeoutSeconds",
        )?;
        let heartbeat = self.seconds(
            thread,
            node,
            &input,
            state.heartbeat.as_ref(),
            "HeartbeatSeconds",
        )?;
        let role_arn = self.task_role(thread, node, &input, state)?;

        let task = self.new_id();
        let scheduling = Scheduling {
            invocation: Invocation {
                task,
                state: node.name.to_string(),
                resource: resource.clone(),
                arguments,
                token,
                role_arn,
                attempt: thread.retries.iter().sum(),
                timeout_seconds: seconds(timeout),
                heartbeat_seconds: seconds(heartbeat),
            },
            timeout,
            heartbeat,
        };
        if let Resource::Activity { arn } = resource {
            self.ask(task, thread.id, Effect::LookUpActivity { task, arn });
            thread.work = Work::LookUp(Box::new(scheduling));
            return Ok(Step::Wait);
        }
        self.schedule(thread, scheduling);
        Ok(Step::Wait)
    }

    /// Whether the activity of a task is there was told.
    pub(crate) fn activity_looked_up(&mut self, thread: &mut Thread, exists: bool) -> Step {
        let Work::LookUp(scheduling) = std::mem::replace(&mut thread.work, Work::Enter) else {
            return Step::Wait;
        };
        self.answered(scheduling.invocation.task);
        if exists {
            self.schedule(thread, *scheduling);
            return Step::Wait;
        }
        let program = Arc::clone(&self.program);
        let node = program.node(thread.flow, thread.state);
        let arn = scheduling.invocation.resource.action_in_events();
        self.troubled(
            thread,
            node,
            Trouble::Runtime(format!("The activity {arn} does not exist.")),
        )
    }

    /// Tells that a task is scheduled, and asks for it.
    fn schedule(&mut self, thread: &mut Thread, scheduling: Scheduling) {
        let Scheduling {
            invocation,
            timeout,
            heartbeat,
        } = scheduling;
        self.tell_scheduled(thread, &invocation);
        let resource = invocation.resource.clone();
        let started = !matches!(resource, Resource::Activity { .. });
        if started {
            let (kind, field) = names(&resource, About::Started);
            let details = match resource {
                Resource::Integration { .. } => {
                    self.details(|| about_integration(&resource, Details::new()))
                }
                _ => None,
            };
            self.event(thread, kind, details.map(|d| (field, d)));
        }
        let task = invocation.task;
        self.ask(task, thread.id, Effect::Invoke(Box::new(invocation)));
        let timeout = timeout.map(|seconds| self.set_timer(thread.id, seconds));
        let heartbeat = heartbeat.map(|seconds| (self.set_timer(thread.id, seconds), seconds));
        thread.work = Work::Task(Box::new(TaskWork {
            task,
            resource,
            timeout,
            heartbeat,
            started,
        }));
    }

    fn set_timer(&mut self, owner: u64, seconds: f64) -> u64 {
        let timer = self.new_id();
        let at = self.now.after_seconds(seconds);
        self.ask(timer, owner, Effect::SetTimer { timer, at });
        timer
    }

    /// A token that only whoever is given it can know.
    fn new_token(&mut self) -> String {
        let parts: Vec<String> = (0..4)
            .map(|_| format!("{:016x}", self.random.next_u64()))
            .collect();
        format!("AQ{}", parts.concat())
    }

    fn task_role(
        &mut self,
        thread: &Thread,
        node: &Node,
        input: &Value,
        state: &Task,
    ) -> Result<Option<String>, Trouble> {
        let Some(credentials) = &state.credentials else {
            return Ok(None);
        };
        let made = self.with_data(thread, node, input, &Given::default(), |data| {
            match node.language {
                QueryLanguage::Jsonata => data.expressions(credentials, "Credentials"),
                QueryLanguage::JsonPath => data.template(credentials),
            }
        })?;
        Ok(made
            .get("RoleArn")
            .and_then(Value::as_str)
            .map(str::to_owned))
    }

    fn tell_scheduled(&mut self, thread: &mut Thread, invocation: &Invocation) {
        let resource = &invocation.resource;
        let (kind, field) = names(resource, About::Scheduled);
        let details = self.details(|| {
            let credentials = invocation.role_arn.as_ref().map(|role| {
                Value::from(Map::from_iter([(
                    "roleArn".to_owned(),
                    Value::from(role.clone()),
                )]))
            });
            let arguments = invocation.arguments.to_string();
            let details = match resource {
                Resource::Integration { .. } => about_integration(
                    resource,
                    Details::new()
                        .with("parameters", arguments)
                        .with("region", self.region().to_owned()),
                ),
                Resource::Function { arn } | Resource::Activity { arn } => Details::new()
                    .data("input", arguments)
                    .with("resource", arn.clone()),
            };
            details
                .maybe("timeoutInSeconds", invocation.timeout_seconds)
                .maybe("heartbeatInSeconds", invocation.heartbeat_seconds)
                .maybe("taskCredentials", credentials)
        });
        self.event(thread, kind, details.map(|d| (field, d)));
    }

    fn region(&self) -> &str {
        self.start
            .execution_arn
            .split(':')
            .nth(3)
            .unwrap_or_default()
    }

    /// A worker took the task of an activity.
    pub(crate) fn task_started(&mut self, thread: &mut Thread, worker: Option<String>) -> Step {
        let Work::Task(task) = &mut thread.work else {
            return Step::Wait;
        };
        if std::mem::replace(&mut task.started, true) {
            return Step::Wait;
        }
        let (kind, field) = names(&task.resource, About::Started);
        let details = self.details(|| Details::new().maybe("workerName", worker));
        self.event(thread, kind, details.map(|d| (field, d)));
        Step::Wait
    }

    /// The service took the request of a task that ends later.
    pub(crate) fn task_submitted(&mut self, thread: &mut Thread, output: &Value) -> Step {
        let Work::Task(task) = &thread.work else {
            return Step::Wait;
        };
        let (kind, field) = names(&task.resource, About::Submitted);
        let details = self.details(|| {
            about_integration(
                &task.resource,
                Details::new().data("output", output.to_string()),
            )
        });
        self.event(thread, kind, details.map(|d| (field, d)));
        Step::Wait
    }

    pub(crate) fn task_heartbeat(&mut self, thread: &mut Thread) -> Step {
        let Work::Task(task) = &thread.work else {
            return Step::Wait;
        };
        let Some((timer, seconds)) = task.heartbeat else {
            return Step::Wait;
        };
        self.cancel(timer);
        let timer = self.set_timer(thread.id, seconds);
        if let Work::Task(task) = &mut thread.work {
            task.heartbeat = Some((timer, seconds));
        }
        Step::Wait
    }

    /// Takes the task out of the thread, and back what it asked beside.
    fn end_task(&mut self, thread: &mut Thread) -> Option<Box<TaskWork>> {
        let Work::Task(task) = std::mem::replace(&mut thread.work, Work::Enter) else {
            return None;
        };
        if let Some(timer) = task.timeout {
            self.cancel(timer);
        }
        if let Some((timer, _)) = task.heartbeat {
            self.cancel(timer);
        }
        Some(task)
    }

    pub(crate) fn task_succeeded(&mut self, thread: &mut Thread, output: &Value) -> Step {
        if exceeds_limit(output) {
            let program = Arc::clone(&self.program);
            let node = program.node(thread.flow, thread.state);
            let name = match &thread.work {
                Work::Task(task) => match &task.resource {
                    Resource::Function { arn } => arn.clone(),
                    Resource::Integration { .. } | Resource::Activity { .. } => {
                        task.resource.action_in_events()
                    }
                },
                _ => node.name.to_string(),
            };
            let cause = format!("The state/task '{name}' {TOO_LARGE}");
            return self.task_failed(
                thread,
                Some("States.DataLimitExceeded".to_owned()),
                Some(cause),
            );
        }
        let Some(task) = self.end_task(thread) else {
            return Step::Wait;
        };
        self.answered(task.task);
        let (kind, field) = names(&task.resource, About::Succeeded);
        let details = self.details(|| {
            about_integration(
                &task.resource,
                Details::new().data("output", output.to_string()),
            )
        });
        self.event(thread, kind, details.map(|d| (field, d)));
        let program = Arc::clone(&self.program);
        let node = program.node(thread.flow, thread.state);
        let asl::State::Task(state) = &node.state else {
            return Step::Wait;
        };
        let (selector, path) = (state.result_selector.as_ref(), state.result_path.as_ref());
        self.leave_with_result(thread, node, output, selector, path)
            .unwrap_or_else(|trouble| self.troubled(thread, node, trouble))
    }

    pub(crate) fn task_failed(
        &mut self,
        thread: &mut Thread,
        error: Option<String>,
        cause: Option<String>,
    ) -> Step {
        let Some(task) = self.end_task(thread) else {
            return Step::Wait;
        };
        self.answered(task.task);
        let failure = Failure {
            error,
            cause,
            is_terminal: false,
            is_task: true,
            is_heartbeat: false,
        };
        self.task_over(thread, &task.resource, About::Failed, failure)
    }

    /// A timer of a task fired: its time or its silence is over.
    pub(crate) fn task_timer(&mut self, thread: &mut Thread, timer: u64) -> Step {
        let Work::Task(task) = &thread.work else {
            return Step::Wait;
        };
        let is_heartbeat = task
            .heartbeat
            .is_some_and(|(heartbeat, _)| heartbeat == timer);
        if !is_heartbeat && task.timeout != Some(timer) {
            return Step::Wait;
        }
        let Some(task) = self.end_task(thread) else {
            return Step::Wait;
        };
        self.cancel(task.task);
        let failure = Failure {
            cause: None,
            is_task: true,
            is_heartbeat,
            ..Failure::new("States.Timeout", "")
        };
        self.task_over(thread, &task.resource, About::TimedOut, failure)
    }

    fn task_over(
        &mut self,
        thread: &mut Thread,
        resource: &Resource,
        about: About,
        failure: Failure,
    ) -> Step {
        let (kind, field) = names(resource, about);
        let details = self.details(|| {
            about_integration(
                resource,
                Details::new()
                    .maybe("error", failure.error.clone())
                    .maybe("cause", failure.cause.clone()),
            )
        });
        self.event(thread, kind, details.map(|d| (field, d)));
        let program = Arc::clone(&self.program);
        let node = program.node(thread.flow, thread.state);
        self.recover(thread, node, failure)
    }
}
