//! The task of one execution.

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use asl_run::{ChildStart, Effect, Event, Execution, HistoryEvent, Moment, Outcome};
use tokio::sync::mpsc;
use tokio_util::task::AbortOnDropHandle;

use super::{Inbox, Message, Notify};
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;
use crate::services::stepfunctions::executions::event_key;
use crate::services::stepfunctions::logging::Log;
use crate::services::stepfunctions::model::{
    Entry, ExecutionRecord, MapRunRecord, Parent, Revision,
};
use crate::services::stepfunctions::redrive::keeps_journal;
use crate::services::stepfunctions::{map_runs, storage, tasks};
use crate::store::key;

/// How many journal entries are removed at once when an execution ended.
const REMOVED_AT_ONCE: usize = 1_000;

/// Runs one execution.
pub(super) struct Driver {
    context: Context,
    record: ExecutionRecord,
    role_arn: String,
    execution: Execution,
    log: Option<Log>,
    inbox: Inbox,
    timers: BTreeSet<(Moment, u64)>,
    /// The work for other services that is under way.
    working: HashMap<u64, AbortOnDropHandle<()>>,
    children: HashMap<u64, String>,
    /// How many events were written down.
    sequence: u64,
    is_over: bool,
}

impl Driver {
    pub(super) fn new(
        context: Context,
        record: ExecutionRecord,
        revision: &Revision,
        execution: Execution,
        log: Option<Log>,
        inbox: Inbox,
    ) -> Self {
        Self {
            context,
            record,
            role_arn: revision.role_arn.clone(),
            execution,
            log,
            inbox,
            timers: BTreeSet::new(),
            working: HashMap::new(),
            children: HashMap::new(),
            sequence: 0,
            is_over: false,
        }
    }

    /// Runs to the end.
    pub(super) async fn run(
        mut self,
        mut messages: mpsc::UnboundedReceiver<Message>,
        notify: Option<Notify>,
    ) {
        let arn = self.record.arn.clone();
        if let Err(error) = self.run_to_end(&mut messages).await {
            tracing::error!(%error, execution = arn, "the execution can't go on");
        }
        self.working.clear();
        let service = self.context.stepfunctions();
        service.running_lock().remove(&arn);
        service.tokens.forget(&arn);
        if let (Some(notify), Some(outcome)) = (notify, self.execution.outcome()) {
            tell_end(&notify, outcome.clone());
        }
        if self.is_over && !keeps_journal(&self.record) {
            self.remove_journal();
        }
    }

    async fn run_to_end(
        &mut self,
        messages: &mut mpsc::UnboundedReceiver<Message>,
    ) -> Result<(), ServiceError> {
        self.replay()?;
        if self.sequence == 0 {
            self.happened(Event::Start)?;
        } else if self.execution.outcome().is_some() {
            // It ended, and yet it is to run: it was redriven.
            self.happened(Event::Redrive)?;
        } else {
            let pending: Vec<Effect> = self.execution.pending().cloned().collect();
            for effect in pending {
                self.act(effect)?;
            }
        }
        while !self.is_over && !self.context.is_stopping() {
            let next = self.timers.first().copied();
            let until = next.map(|(at, _)| at.as_millis() - self.context.now().as_millisecond());
            let wait = Duration::from_millis(until.unwrap_or(i64::MAX).max(0).unsigned_abs());
            tokio::select! {
                message = messages.recv() => {
                    // The driver holds a sender itself, so the channel never closes.
                    let Some(Message { event, written }) = message else { return Ok(()) };
                    // Tasks that the stop cut off failed by it: they are performed again at the
                    // next start instead.
                    if self.context.is_stopping() {
                        return Ok(());
                    }
                    self.happened(event)?;
                    if let Some(written) = written {
                        // Whoever asked may have given up.
                        let _ = written.send(());
                    }
                }
                () = tokio::time::sleep(wait), if next.is_some() => {
                    if let Some((_, timer)) = self.timers.pop_first() {
                        self.happened(Event::TimerFired { timer })?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Rebuilds the execution from what was written down.
    fn replay(&mut self) -> Result<(), ServiceError> {
        let service = self.context.stepfunctions();
        for entry in service.journal.scan(&key([&self.record.arn, ""])) {
            let (_, Entry { at, event }) = entry?;
            self.execution.step(at, event);
            // What happened is already in the history.
            self.execution.take_history();
            self.sequence += 1;
        }
        Ok(())
    }

    /// Writes an event down with all that follows from it, then acts.
    fn happened(&mut self, event: Event) -> Result<(), ServiceError> {
        let at = Moment::from_millis(self.context.now().as_millisecond());
        let service = self.context.stepfunctions();
        let mut batch = service.store.batch();
        let place = key([&self.record.arn, &format!("{:012}", self.sequence)]);
        batch.put(
            &service.journal,
            &place,
            &Entry {
                at,
                event: event.clone(),
            },
        );
        self.sequence += 1;
        let effects = self.execution.step(at, event);
        let events = self.execution.take_history();
        if self.record.kind != "EXPRESS" {
            for event in &events {
                let place = key([&self.record.arn, &event_key(event.id)]);
                batch.put(&service.history, &place, &event.to_json());
            }
        }
        for run in self.execution.map_runs() {
            let description = map_runs::describe(run, &self.record.arn);
            let record = MapRunRecord {
                execution_arn: self.record.arn.clone(),
                description,
            };
            batch.put(&service.map_runs, &run.arn, &record);
        }
        if let Some(outcome) = self.execution.outcome() {
            end(&mut self.record, outcome, at);
            batch.put(&service.executions, &self.record.arn, &self.record);
            batch.delete(&service.unfinished, &self.record.arn);
            self.is_over = true;
        }
        batch.commit()?;
        self.tell_log(&events);
        for effect in effects {
            self.act(effect)?;
        }
        Ok(())
    }

    fn tell_log(&self, events: &[HistoryEvent]) {
        if let Some(log) = &self.log {
            log.write(&self.context, &self.record.arn, events);
        }
    }

    fn act(&mut self, effect: Effect) -> Result<(), ServiceError> {
        match effect {
            Effect::Invoke(invocation) => {
                if let Some(token) = &invocation.token {
                    let service = self.context.stepfunctions();
                    service
                        .tokens
                        .remember(token, &self.record.arn, invocation.task);
                }
                let task = invocation.task;
                let work = tasks::perform(
                    self.context.clone(),
                    self.caller(),
                    *invocation,
                    self.origin(),
                );
                self.work(task, work);
            }
            Effect::LookUpActivity { task, arn } => {
                let exists = self.context.stepfunctions().activities.get(&arn)?.is_some();
                let event = Event::ActivityLookedUp { task, exists };
                // The driver itself takes the message.
                let _ = self.inbox.send(Message {
                    event,
                    written: None,
                });
            }
            Effect::Cancel { task } => {
                // Whoever was asked may go on; nobody listens any more.
                self.working.remove(&task);
            }
            Effect::SetTimer { timer, at } => {
                self.timers.insert((at, timer));
            }
            Effect::CancelTimer { timer } => self.timers.retain(|(_, other)| *other != timer),
            Effect::ListObjects {
                read,
                arguments,
                continuation,
            } => {
                let (context, caller) = (self.context.clone(), self.caller());
                let work =
                    async move { storage::list(&context, caller, read, &arguments, continuation) };
                self.work(read, tasks::answering(self.inbox.clone(), work));
            }
            Effect::ReadObject { read, arguments } => {
                let (context, caller) = (self.context.clone(), self.caller());
                let work = async move { storage::read(&context, caller, read, &arguments).await };
                self.work(read, tasks::answering(self.inbox.clone(), work));
            }
            Effect::ReadRows {
                read,
                arguments,
                continuation,
            } => {
                let (context, caller) = (self.context.clone(), self.caller());
                let work = async move {
                    storage::rows(&context, caller, read, &arguments, continuation).await
                };
                self.work(read, tasks::answering(self.inbox.clone(), work));
            }
            Effect::Write {
                write,
                bucket,
                key,
                body,
            } => {
                let (context, caller) = (self.context.clone(), self.caller());
                let work = async move {
                    storage::write(&context, caller, write, &bucket, &key, body).await
                };
                self.work(write, tasks::answering(self.inbox.clone(), work));
            }
            Effect::StartChild(start) => self.start_child(*start)?,
            Effect::StopChild { child } => {
                // One that is still to be taken up is not.
                self.working.remove(&child);
                if let Some(arn) = self.children.remove(&child) {
                    let stop = Event::Stop {
                        error: None,
                        cause: None,
                    };
                    // One that ended meanwhile needs no stopping.
                    drop(self.context.stepfunctions().tell(&arn, stop));
                }
            }
            Effect::Finish(_) => {}
        }
        Ok(())
    }

    fn work(&mut self, id: u64, work: impl Future<Output = ()> + Send + 'static) {
        self.working.retain(|_, work| !work.is_finished());
        self.working
            .insert(id, AbortOnDropHandle::new(tokio::spawn(work)));
    }

    /// The role's session in which the execution asks other services, or why there is none.
    fn caller(&self) -> Result<Caller, ServiceError> {
        let (context, machine) = (&self.context, Some(self.record.machine_arn.as_str()));
        let session: String = self.record.name.chars().take(64).collect();
        context.iam().assume_for_service(
            context,
            &self.role_arn,
            "states.amazonaws.com",
            machine,
            &session,
        )
    }

    fn origin(&self) -> tasks::Origin {
        tasks::Origin {
            execution_arn: self.record.arn.clone(),
            inbox: self.inbox.clone(),
        }
    }

    fn start_child(&mut self, start: ChildStart) -> Result<(), ServiceError> {
        let service = self.context.stepfunctions();
        self.children
            .insert(start.child, start.execution_arn.clone());
        let notify = Notify {
            inbox: self.inbox.clone(),
            child: start.child,
        };
        // After a restart or a redrive the child may be there already, running or done.
        if let Some(record) = service.executions.get(&start.execution_arn)? {
            // Redriven after this execution was, it is so already: the start is asked for again.
            let since = self.execution.redriven_at().map(Moment::as_millis);
            let due = since.filter(|_| start.is_redrive);
            let running = service.running_lock().get(&record.arn).cloned();
            match running {
                // It still obeys the stop of the run before this one, and tells that one's task.
                Some(running) => {
                    let (context, child) = (self.context.clone(), start.child);
                    let work = async move {
                        let taken = match context
                            .stepfunctions()
                            .finished(&record.arn, running.done)
                            .await
                        {
                            Ok(record) => take_up(&context, record, due, &notify),
                            Err(error) => Err(error),
                        };
                        if let Err(error) = taken {
                            tell_end(
                                &notify,
                                Outcome::Failed {
                                    error: Some("States.Runtime".to_owned()),
                                    cause: Some(error.message),
                                },
                            );
                        }
                    };
                    self.work(child, work);
                }
                None => take_up(&self.context, record, due, &notify)?,
            }
            return Ok(());
        }
        let allowed = self.caller().and_then(|caller| {
            self.context
                .authorise(&caller, "states:StartExecution", &self.record.machine_arn)
        });
        if let Err(error) = allowed {
            let outcome = Outcome::Failed {
                error: Some("StepFunctions.AccessDeniedException".to_owned()),
                cause: Some(error.message),
            };
            tell_end(&notify, outcome);
            return Ok(());
        }
        let kind = start.execution_type.as_str();
        let record = ExecutionRecord {
            arn: start.execution_arn,
            name: start.name,
            machine_arn: self.record.machine_arn.clone(),
            revision: self.record.revision.clone(),
            kind: kind.to_owned(),
            input: start.input.to_string(),
            started: self.context.now().as_millisecond(),
            // Another chance for every child, and the same after a restart.
            seed: self.record.seed ^ start.child.wrapping_mul(0x9e37_79b9_7f4a_7c15),
            parent: Some(Parent {
                execution_arn: self.record.arn.clone(),
                map_run_arn: start.map_run_arn,
                state_machine_arn: start.state_machine_arn,
                flow: start.flow,
            }),
            status: "RUNNING".to_owned(),
            stopped: None,
            output: None,
            error: None,
            cause: None,
            version_arn: None,
            alias_arn: None,
            redrives: 0,
            redriven: None,
        };
        service.write_new(&record)?;
        drop(service.run(&self.context, &record, Some(notify))?);
        Ok(())
    }

    /// Removes what an execution that ended no longer needs.
    fn remove_journal(&self) {
        let service = self.context.stepfunctions();
        let prefix = key([&self.record.arn, ""]);
        loop {
            let places: Vec<String> = service
                .journal
                .scan(&prefix)
                .filter_map(|entry| entry.ok().map(|(place, _)| place))
                .take(REMOVED_AT_ONCE)
                .collect();
            if places.is_empty() {
                return;
            }
            let mut batch = service.store.batch();
            for place in &places {
                batch.delete(&service.journal, place);
            }
            if let Err(error) = batch.commit() {
                tracing::warn!(%error, "an execution's journal could not be removed");
                return;
            }
        }
    }
}

/// Runs a child that is written down, redriven first where it has failed and `due` says when its
/// parent was redriven; tells its parent at once where it has ended.
fn take_up(
    context: &Context,
    mut record: ExecutionRecord,
    due: Option<i64>,
    notify: &Notify,
) -> Result<(), ServiceError> {
    let service = context.stepfunctions();
    let is_due = due.is_some() && record.redriven < due;
    if is_due && record.status != "RUNNING" && keeps_journal(&record) {
        let now = Moment::from_millis(context.now().as_millisecond());
        record = service.reopen(record, now)?;
    }
    match outcome_of(&record) {
        Some(outcome) => tell_end(notify, outcome),
        None => drop(service.run(context, &record, Some(notify.clone()))?),
    }
    Ok(())
}

fn tell_end(notify: &Notify, outcome: Outcome) {
    let event = Event::ChildFinished {
        child: notify.child,
        outcome,
    };
    // The parent may have ended first.
    let _ = notify.inbox.send(Message {
        event,
        written: None,
    });
}

/// How a record's execution ended, if it did.
fn outcome_of(record: &ExecutionRecord) -> Option<Outcome> {
    let (error, cause) = (record.error.clone(), record.cause.clone());
    match record.status.as_str() {
        "SUCCEEDED" => {
            let output = record
                .output
                .as_deref()
                .and_then(|text| serde_json::from_str(text).ok());
            Some(Outcome::Succeeded {
                output: output.unwrap_or_default(),
            })
        }
        "FAILED" => Some(Outcome::Failed { error, cause }),
        "TIMED_OUT" => Some(Outcome::TimedOut { error, cause }),
        "ABORTED" => Some(Outcome::Aborted { error, cause }),
        _ => None,
    }
}

fn end(record: &mut ExecutionRecord, outcome: &Outcome, at: Moment) {
    outcome.status().clone_into(&mut record.status);
    record.stopped = Some(at.as_millis());
    match outcome {
        Outcome::Succeeded { output } => record.output = Some(output.to_string()),
        Outcome::Failed { error, cause }
        | Outcome::TimedOut { error, cause }
        | Outcome::Aborted { error, cause } => {
            record.error.clone_from(error);
            record.cause.clone_from(cause);
        }
    }
}
