//! One task per execution. Whatever happens is written down first and acted
//! on after, so an execution that a kill cut off goes on where it was.

mod driver;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use asl_run::{Event, Execution, HistoryRevision, Moment, Program, Start};
use serde_json::Value;
use tokio::sync::{mpsc, oneshot, watch};

use self::driver::Driver;
use super::StepFunctions;
use super::logging::Log;
use super::model::{Entry, ExecutionRecord, Revision};
use crate::context::Context;
use crate::error::ServiceError;
use crate::store::key;

/// How many children of a distributed map run at once at most, whatever a
/// definition asks for: they share one machine.
const CHILDREN_AT_ONCE: usize = 32;
/// How many programs are kept ready.
const MOST_PROGRAMS: usize = 64;

/// Something that happened, for an execution's task.
#[derive(Debug)]
pub(super) struct Message {
    pub(super) event: Event,
    /// Told once the event is written down.
    pub(super) written: Option<oneshot::Sender<()>>,
}

/// Where an execution's task takes messages. As many can wait as it has asked
/// for answers, so its own asking bounds them.
pub(super) type Inbox = mpsc::UnboundedSender<Message>;

/// An execution that runs.
#[derive(Debug, Clone)]
pub(super) struct Running {
    pub(super) inbox: Inbox,
    pub(super) done: watch::Receiver<bool>,
}

/// Who is told when an execution ends: the map it is a child of.
#[derive(Debug, Clone)]
pub(super) struct Notify {
    pub(super) inbox: Inbox,
    pub(super) child: u64,
}

impl StepFunctions {
    /// Takes up everything that a restart left unfinished. Children are taken
    /// up by their parents.
    pub(super) fn resume_all(&self, context: &Context) -> Result<(), ServiceError> {
        for entry in self.unfinished.scan("") {
            let (arn, _) = entry?;
            let record = self.execution(&arn)?;
            if let Err(error) = self.run(context, &record, None) {
                tracing::error!(%error, execution = arn, "an execution could not be taken up");
            }
        }
        Ok(())
    }

    /// Runs an execution from where it stands; gives what tells that it ended.
    pub(super) fn run(
        &self,
        context: &Context,
        record: &ExecutionRecord,
        notify: Option<Notify>,
    ) -> Result<watch::Receiver<bool>, ServiceError> {
        let mut running = self.running_lock();
        if let Some(running) = running.get(&record.arn) {
            return Ok(running.done.clone());
        }
        let revision = self.revision(&record.revision)?;
        let program = self.program(&revision)?;
        let (inbox, messages) = mpsc::unbounded_channel();
        let (ended, done) = watch::channel(false);
        running.insert(
            record.arn.clone(),
            Running {
                inbox: inbox.clone(),
                done: done.clone(),
            },
        );
        drop(running);
        let log = Log::of(&revision.logging);
        let execution = execution_of(record, &revision, &program, log.is_some())?;
        let driver = Driver::new(
            context.clone(),
            record.clone(),
            &revision,
            execution,
            log,
            inbox,
        );
        context.spawn(async move {
            driver.run(messages, notify).await;
            // Nobody may be waiting, which is fine.
            let _ = ended.send(true);
        });
        Ok(done)
    }

    /// An execution as its journal has it, without running it.
    pub(super) fn replayed(&self, record: &ExecutionRecord) -> Result<Execution, ServiceError> {
        let revision = self.revision(&record.revision)?;
        let program = self.program(&revision)?;
        let mut execution = execution_of(record, &revision, &program, false)?;
        for entry in self.journal.scan(&key([&record.arn, ""])) {
            let (_, Entry { at, event }) = entry?;
            execution.step(at, event);
            execution.take_history();
        }
        Ok(execution)
    }

    /// Hands an event to a running execution; `None` where it does not run.
    pub(super) fn tell(&self, arn: &str, event: Event) -> Option<oneshot::Receiver<()>> {
        let inbox = self.running_lock().get(arn)?.inbox.clone();
        let (written, told) = oneshot::channel();
        let message = Message {
            event,
            written: Some(written),
        };
        inbox.send(message).ok().map(|()| told)
    }

    /// The execution, once it has ended.
    pub(super) async fn finished(
        &self,
        arn: &str,
        mut done: watch::Receiver<bool>,
    ) -> Result<ExecutionRecord, ServiceError> {
        // An error means that the task is gone, which is as good as done.
        let _ = done.wait_for(|done| *done).await;
        self.execution(arn)
    }

    fn program(&self, revision: &Revision) -> Result<Arc<Program>, ServiceError> {
        let mut programs = self.programs.lock();
        if let Some(program) = programs.get(&revision.id) {
            return Ok(Arc::clone(program));
        }
        let (machine, problems) = asl::parse_definition(&revision.definition);
        let machine = machine.ok_or_else(|| ServiceError::internal(problems.to_string()))?;
        let program = Program::compile(&machine)
            .map_err(|error| ServiceError::internal(error.to_string()))?;
        if programs.len() >= MOST_PROGRAMS {
            programs.clear();
        }
        programs.insert(revision.id.clone(), Arc::clone(&program));
        Ok(program)
    }
}

/// Definitions made ready to run, by revision.
#[derive(Debug, Default)]
pub(super) struct Programs(Mutex<HashMap<String, Arc<Program>>>);

impl Programs {
    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<Program>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn execution_of(
    record: &ExecutionRecord,
    revision: &Revision,
    program: &Arc<Program>,
    is_logged: bool,
) -> Result<Execution, ServiceError> {
    let input: Value = serde_json::from_str(&record.input).map_err(|error| {
        ServiceError::internal(format!("the input of {} is no JSON: {error}", record.arn))
    })?;
    let machine_arn = record
        .parent
        .as_ref()
        .map_or(&record.machine_arn, |parent| &parent.state_machine_arn);
    let is_express = record.kind == "EXPRESS";
    let start = Start {
        name: record.name.clone(),
        role_arn: revision.role_arn.clone(),
        execution_type: if is_express {
            asl::ExecutionType::Express
        } else {
            asl::ExecutionType::Standard
        },
        seed: record.seed,
        // Express executions have no history of their own, only a log.
        keeps_history: !is_express || is_logged,
        revision: HistoryRevision::Current,
        child_concurrency: CHILDREN_AT_ONCE,
        ..Start::new(
            &record.arn,
            machine_arn,
            input,
            Moment::from_millis(record.started),
        )
    };
    Ok(match &record.parent {
        Some(parent) => Execution::child(Arc::clone(program), parent.flow, start),
        None => Execution::new(Arc::clone(program), start),
    })
}
