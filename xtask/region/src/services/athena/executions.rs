//! Statements: started, asked after, stopped.

use std::panic::AssertUnwindSafe;

use futures::FutureExt as _;
use jiff::SignedDuration;
use sha2::{Digest, Sha256};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::model::{Execution, RoleSession, State};
use super::{Athena, PRIMARY, Token, WAITING, invalid};
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;
use crate::store::{StoreError, key};

/// How long Athena remembers statements.
/// <https://docs.aws.amazon.com/athena/latest/ug/queries-viewing-history.html>
const REMEMBERED: SignedDuration = SignedDuration::from_hours(45 * 24);
/// The longest statement in bytes.
const LONGEST: usize = 262_144;

/// What is to be run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StartRequest {
    /// The statement.
    pub query: String,
    /// The values of its `?`, each a literal in SQL.
    pub parameters: Vec<String>,
    /// The database of tables that are named without one.
    pub database: Option<String>,
    /// The workgroup; `primary` when none is named.
    pub workgroup: Option<String>,
    /// The folder of the results, `s3://bucket/prefix/`. The workgroup's goes before it when it
    /// is enforced.
    pub output_location: Option<String>,
    /// Two requests of one token are one request.
    pub token: Option<String>,
}

impl Athena {
    /// Starts a statement and gives its id.
    ///
    /// # Errors
    /// `InvalidRequestException`, `TooManyRequestsException`.
    pub fn start_query(
        &self,
        context: &Context,
        caller: &Caller,
        request: &StartRequest,
    ) -> Result<String, ServiceError> {
        if request.query.trim().is_empty() || request.query.len() > LONGEST {
            return Err(invalid(format!(
                "QueryString has {} bytes; 1 to {LONGEST} are allowed",
                request.query.len()
            )));
        }
        let workgroup = self.workgroup(context, request.workgroup.as_deref().unwrap_or(PRIMARY))?;
        if !workgroup.enabled {
            return Err(invalid(format!(
                "WorkGroup {} is disabled.",
                workgroup.name
            )));
        }
        let named = request.output_location.as_deref();
        let folder = if workgroup.is_enforced() {
            workgroup.output_location().or(named)
        } else {
            named.or(workgroup.output_location())
        };
        let folder = output_folder(folder)?;
        let execution = Execution {
            id: Uuid::new_v4().to_string(),
            query: request.query.clone(),
            parameters: request.parameters.clone(),
            database: request.database.clone(),
            scan_limit: workgroup.scan_limit(),
            workgroup: workgroup.name,
            folder,
            role: role_session(caller)?,
            state: State::Queued,
            reason: None,
            error_category: None,
            kind: None,
            columns: Vec::new(),
            rows: 0,
            written: 0,
            scanned: 0,
            submitted: context.now(),
            begun: None,
            completed: None,
        };
        let _writing = self.write_lock();
        let digest = digest(request);
        if let Some(token) = &request.token {
            if !(32..=128).contains(&token.len()) {
                return Err(invalid("ClientRequestToken has 32 to 128 characters"));
            }
            if let Some(known) = self.tokens.get(token)? {
                return if known.request == digest {
                    Ok(known.id)
                } else {
                    Err(invalid("Idempotent parameters do not match"))
                };
            }
        }
        if self.active().len() >= WAITING {
            return Err(ServiceError::client(
                "TooManyRequestsException",
                format!("{WAITING} statements have not ended; wait for one of them"),
            ));
        }
        let mut batch = context.store().batch();
        batch.put(&self.executions, &execution.id, &execution);
        batch.put(&self.history, &history_key(&execution), &execution.id);
        if let Some(token) = &request.token {
            let entry = Token {
                id: execution.id.clone(),
                request: digest,
            };
            batch.put(&self.tokens, token, &entry);
        }
        batch.commit()?;
        let id = execution.id.clone();
        self.launch(context, execution);
        Ok(id)
    }

    /// A statement.
    ///
    /// # Errors
    /// `InvalidRequestException`.
    pub fn execution(&self, id: &str) -> Result<Execution, ServiceError> {
        self.executions
            .get(id)?
            .ok_or_else(|| invalid(format!("QueryExecution {id} was not found")))
    }

    /// The ids of a workgroup's statements, the newest first, those after `after` (an id).
    pub(super) fn history(
        &self,
        workgroup: &str,
        after: Option<&str>,
        count: usize,
    ) -> Result<Vec<String>, ServiceError> {
        let from = match after {
            None => None,
            Some(id) => Some(history_key(&self.execution(id)?)),
        };
        let entries = self.history.scan(&key([workgroup, ""]));
        let ids = entries
            .filter(|entry| match (entry, &from) {
                (Ok((key, _)), Some(from)) => key > from,
                _ => true,
            })
            .take(count)
            .map(|entry| entry.map(|(_, id)| id));
        Ok(ids.collect::<Result<_, _>>()?)
    }

    /// Stops a statement; one that has ended stays as it is.
    ///
    /// # Errors
    /// `InvalidRequestException`.
    pub fn stop_query(&self, context: &Context, id: &str) -> Result<(), ServiceError> {
        let _writing = self.write_lock();
        let mut execution = self.execution(id)?;
        if execution.state.is_final() {
            return Ok(());
        }
        execution.state = State::Cancelled;
        execution.reason = Some("Query cancelled by user".to_owned());
        execution.completed = Some(context.now());
        self.executions.put(id, &execution)?;
        if let Some(active) = self.active().remove(id) {
            active.cancel();
        }
        Ok(())
    }

    /// Enters a change of a statement that has not ended. Gives whether it had not.
    pub(super) fn advance(
        &self,
        id: &str,
        change: impl FnOnce(&mut Execution),
    ) -> Result<bool, ServiceError> {
        let _writing = self.write_lock();
        let mut execution = self.execution(id)?;
        if execution.state.is_final() {
            return Ok(false);
        }
        change(&mut execution);
        self.executions.put(id, &execution)?;
        Ok(true)
    }

    pub(super) fn resume(&self, context: &Context) -> Result<(), StoreError> {
        let oldest = context.now() - REMEMBERED;
        for entry in self.executions.scan("") {
            let (id, execution) = entry?;
            if !execution.state.is_final() {
                self.launch(context, execution);
            } else if execution.submitted < oldest {
                self.history.delete(&history_key(&execution))?;
                self.executions.delete(&id)?;
            }
        }
        Ok(())
    }

    /// Enters that a statement failed by no fault of its own.
    fn give_up(&self, context: &Context, id: &str) {
        let completed = context.now();
        let ended = self.advance(id, |execution| {
            execution.completed = Some(completed);
            execution.state = State::Failed;
            execution.error_category = Some(1);
            execution.reason = Some("GENERIC_INTERNAL_ERROR: the engine panicked".to_owned());
        });
        if let Err(error) = ended {
            tracing::error!(%error, id, "the end of a statement could not be written");
        }
    }

    /// Runs a statement in the background, in its turn.
    fn launch(&self, context: &Context, execution: Execution) {
        let cancel = CancellationToken::new();
        self.active().insert(execution.id.clone(), cancel.clone());
        let turns = self.turns.clone();
        let background = context.clone();
        context.spawn(async move {
            let id = execution.id.clone();
            let athena = background.athena();
            tokio::select! {
                () = cancel.cancelled() => {}
                () = async {
                    // Closed never: the semaphore lives as long as the service.
                    let Ok(_turn) = turns.acquire().await else { return };
                    // A statement on which the engine panics fails, and is not left running.
                    let running = AssertUnwindSafe(athena.run(&background, execution));
                    if running.catch_unwind().await.is_err() {
                        athena.give_up(&background, &id);
                    }
                } => {}
            }
            athena.active().remove(&id);
        });
    }
}

/// Sorts the newest first.
fn history_key(execution: &Execution) -> String {
    let age = i64::MAX - execution.submitted.as_microsecond();
    key([&execution.workgroup, &format!("{age:019}"), &execution.id])
}

fn role_session(caller: &Caller) -> Result<Option<RoleSession>, ServiceError> {
    match caller {
        Caller::Root => Ok(None),
        Caller::Role { role, session } => Ok(Some(RoleSession {
            role: role.clone(),
            session: session.clone(),
        })),
        Caller::Service(name) => Err(invalid(format!("{name} starts no statements"))),
    }
}

fn output_folder(location: Option<&str>) -> Result<String, ServiceError> {
    let location = location.ok_or_else(|| {
        invalid(
            "No output location provided. An output location is required either through the \
             Workgroup result configuration setting or as an API input.",
        )
    })?;
    let bucket = location
        .strip_prefix("s3://")
        .and_then(|rest| rest.split('/').next());
    if bucket.is_none_or(str::is_empty) {
        return Err(invalid(format!(
            "outputLocation {location:?} is not a valid S3 path: s3://bucket/prefix/"
        )));
    }
    Ok(if location.ends_with('/') {
        location.to_owned()
    } else {
        format!("{location}/")
    })
}

fn digest(request: &StartRequest) -> String {
    let mut hash = Sha256::new();
    let parts = [
        &request.database,
        &request.workgroup,
        &request.output_location,
    ];
    let texts = std::iter::once(Some(&request.query))
        .chain(parts.into_iter().map(Option::as_ref))
        .chain(request.parameters.iter().map(Some));
    for text in texts {
        // The length before each text keeps neighbours apart.
        let text = text.map_or("", String::as_str);
        hash.update(text.len().to_le_bytes());
        hash.update(text.as_bytes());
    }
    hash.finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
