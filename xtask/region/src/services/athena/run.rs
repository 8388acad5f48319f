//! One statement, from its turn to its end.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use engine::{Answer, Engine, Limits, Prepared, QueryError, Request, Row, StatementKind};
use futures::stream;

use super::lake::{GlueCatalog, LakeObjects};
use super::model::{Column, Execution, Kind, State};
use super::{Athena, PreparedStatement, csv, modified};
use crate::context::Context;
use crate::error::ServiceError;
use crate::services::s3::{Attributes, PutOptions};

/// Memory of one statement, for sorting, grouping and joining.
const MEMORY: usize = 256 * 1024 * 1024;

/// Why a statement did not end well.
enum Failure {
    Query(QueryError),
    Service(ServiceError),
}

impl From<QueryError> for Failure {
    fn from(error: QueryError) -> Self {
        Self::Query(error)
    }
}

impl From<ServiceError> for Failure {
    fn from(error: ServiceError) -> Self {
        Self::Service(error)
    }
}

/// What is told of a statement that ended well.
struct Outcome {
    kind: Kind,
    columns: Vec<Column>,
    rows: u64,
    scanned: u64,
    written: u64,
}

impl Athena {
    pub(super) async fn run(&self, context: &Context, execution: Execution) {
        let id = execution.id.clone();
        let begun = context.now();
        let started = self.advance(&id, |execution| {
            execution.state = State::Running;
            execution.begun = Some(begun);
        });
        if !matches!(started, Ok(true)) {
            return;
        }
        let scanned = Arc::new(Mutex::new(0));
        let result = execute(context, &execution, &scanned).await;
        let completed = context.now();
        let ended = self.advance(&id, |execution| {
            execution.completed = Some(completed);
            execution.scanned = *scanned.lock().unwrap_or_else(PoisonError::into_inner);
            match result {
                Ok(outcome) => {
                    execution.state = State::Succeeded;
                    execution.kind = Some(outcome.kind);
                    execution.columns = outcome.columns;
                    execution.rows = outcome.rows;
                    execution.scanned = outcome.scanned;
                    execution.written = outcome.written;
                }
                Err(Failure::Query(error)) => {
                    execution.state = State::Failed;
                    execution.error_category = Some(error.kind.category());
                    execution.reason = Some(error.to_string());
                }
                Err(Failure::Service(error)) => {
                    execution.state = State::Failed;
                    execution.error_category = Some(if error.status >= 500 { 1 } else { 2 });
                    execution.reason = Some(error.message);
                }
            }
        });
        if let Err(error) = ended {
            tracing::error!(%error, id, "the end of a statement could not be written");
        }
    }
}

async fn execute(
    context: &Context,
    execution: &Execution,
    scanned: &Arc<Mutex<u64>>,
) -> Result<Outcome, Failure> {
    let caller = execution.caller();
    let mut execution = execution.clone();
    match engine::prepared(&execution.query)? {
        None => {}
        Some(Prepared::Execute { name, parameters }) => {
            let athena = context.athena();
            let prepared = athena.prepared_statement(&execution.workgroup, &name)?;
            execution.query = prepared.query_statement;
            if !parameters.is_empty() {
                execution.parameters = parameters;
            }
        }
        Some(Prepared::Prepare { name, statement }) => {
            let statement = PreparedStatement {
                statement_name: name,
                query_statement: statement,
                work_group_name: execution.workgroup.clone(),
                description: None,
                last_modified_time: modified(context),
            };
            context
                .athena()
                .put_prepared_statement(context, &statement, true)?;
            return finish(context, &execution, nothing(), scanned).await;
        }
        Some(Prepared::Deallocate { name }) => {
            let athena = context.athena();
            athena.delete_prepared_statement(&execution.workgroup, &name)?;
            return finish(context, &execution, nothing(), scanned).await;
        }
    }
    let engine = Engine::new(
        Arc::new(GlueCatalog::new(context, &caller)),
        Arc::new(LakeObjects::new(context, &caller)),
        Limits {
            memory: MEMORY,
            ..Limits::default()
        },
    );
    let request = Request {
        sql: &execution.query,
        parameters: &execution.parameters,
        database: execution.database.as_deref(),
        scan_limit: execution.scan_limit,
        id: Some(&execution.id),
        output: Some(&execution.folder),
    };
    let answer = engine.start(&request).await?;
    finish(context, &execution, answer, scanned).await
}

/// The answer of a statement that changes what the region itself keeps.
fn nothing() -> Answer {
    Answer::empty(StatementKind::Ddl)
}

/// Writes the rows of an answer and tells what there was.
async fn finish(
    context: &Context,
    execution: &Execution,
    answer: Answer,
    scanned: &Arc<Mutex<u64>>,
) -> Result<Outcome, Failure> {
    let mut execution = execution.clone();
    let written = answer.rows_written().unwrap_or(0);
    // What was read before the first row is there counts, too.
    *scanned.lock().unwrap_or_else(PoisonError::into_inner) = answer.bytes_scanned();
    execution.kind = Some(kind(answer.kind()));
    let columns: Vec<Column> = answer
        .columns()
        .iter()
        .map(|column| Column {
            name: column.name.clone(),
            data_type: column.data_type.to_owned(),
            precision: column.precision,
            scale: column.scale,
            case_sensitive: column.case_sensitive,
        })
        .collect();
    let kind = kind(answer.kind());
    let (rows, bytes) = write(context, &execution, answer, &columns, scanned).await?;
    Ok(Outcome {
        kind,
        columns,
        rows,
        scanned: bytes,
        written,
    })
}

const fn kind(kind: StatementKind) -> Kind {
    match kind {
        StatementKind::Dml => Kind::Dml,
        StatementKind::Ddl => Kind::Ddl,
        StatementKind::Utility => Kind::Utility,
    }
}

/// The state of the stream that becomes the result object.
struct Writing {
    answer: Answer,
    header: Option<String>,
    lines: fn(&[Row]) -> String,
    progress: Arc<Mutex<Progress>>,
    scanned: Arc<Mutex<u64>>,
}

#[derive(Default)]
struct Progress {
    rows: u64,
    failure: Option<QueryError>,
}

/// Streams the rows into the result bucket. Nothing is there unless all of it is.
async fn write(
    context: &Context,
    execution: &Execution,
    answer: Answer,
    columns: &[Column],
    scanned: &Arc<Mutex<u64>>,
) -> Result<(u64, u64), Failure> {
    let output = execution.output();
    let (bucket, key) = output
        .strip_prefix("s3://")
        .and_then(|rest| rest.split_once('/'))
        .ok_or_else(|| super::invalid(format!("{output} is no S3 path")))?;
    let resource = format!("arn:aws:s3:::{bucket}/{key}");
    context.authorise(&execution.caller(), "s3:PutObject", &resource)?;
    let data = execution.kind == Some(Kind::Dml);
    let header = data.then(|| {
        let names: Row = columns
            .iter()
            .map(|column| Some(column.name.clone()))
            .collect();
        csv::write(&[names])
    });
    let progress = Arc::new(Mutex::new(Progress::default()));
    let writing = Writing {
        answer,
        header,
        lines: if data { csv::write } else { csv::write_plain },
        progress: Arc::clone(&progress),
        scanned: Arc::clone(scanned),
    };
    let body = stream::try_unfold(writing, next);
    let options = PutOptions {
        attributes: Attributes::of_type(if data { "text/csv" } else { "text/plain" }),
        ..PutOptions::default()
    };
    let written = context
        .s3()
        .put_stream(context, bucket, key, body, options)
        .await;
    let progress = std::mem::take(&mut *progress.lock().unwrap_or_else(PoisonError::into_inner));
    if let Some(failure) = progress.failure {
        return Err(failure.into());
    }
    written?;
    let scanned = *scanned.lock().unwrap_or_else(PoisonError::into_inner);
    Ok((progress.rows, scanned))
}

/// The next piece of the object.
async fn next(mut writing: Writing) -> Result<Option<(Bytes, Writing)>, String> {
    if let Some(header) = writing.header.take() {
        return Ok(Some((Bytes::from(header), writing)));
    }
    let rows = writing.answer.next().await;
    *writing
        .scanned
        .lock()
        .unwrap_or_else(PoisonError::into_inner) = writing.answer.bytes_scanned();
    match rows {
        Ok(None) => Ok(None),
        Ok(Some(rows)) => {
            let text = (writing.lines)(&rows);
            {
                let mut progress = writing
                    .progress
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner);
                progress.rows += rows.len() as u64;
            }
            Ok(Some((Bytes::from(text), writing)))
        }
        Err(error) => {
            let message = error.to_string();
            let mut progress = writing
                .progress
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            progress.failure = Some(error);
            Err(message)
        }
    }
}
