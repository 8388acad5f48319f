//! Invocations: now, with an answer, or later, from a durable queue.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use tokio::sync::{Notify, oneshot};
use uuid::Uuid;

use super::Lambda;
use super::function::Function;
use super::instance::{Instance, Outcome};
use super::runtime_api::PAYLOAD_BYTES;
use super::versions::reference;
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;

/// The largest payload of an asynchronous invocation: 1 MiB, as in Lambda.
const QUEUED_BYTES: usize = 1024 * 1024;
/// How often an asynchronous invocation is tried, as in Lambda.
const ATTEMPTS: u32 = 3;
/// The pause after the first failed attempt; it doubles. Lambda waits a minute.
const PAUSE: Duration = Duration::from_secs(1);
/// Queued invocations under way at once. The others wait on disk.
const UNDER_WAY: usize = 32;
/// How much of the log `LogType: Tail` answers.
const TAIL_BYTES: usize = 4096;
/// How often instances that wait too long are looked for.
const REAPING: Duration = Duration::from_secs(30);

/// How a function is invoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvocationType {
    /// The caller waits for the answer.
    RequestResponse,
    /// The invocation is queued.
    Event,
    /// It is only checked whether the caller may.
    DryRun,
}

/// What an invocation gave.
#[derive(Debug, Clone)]
pub struct Invocation {
    /// The invocation's id.
    pub request_id: String,
    /// The function's answer, or its error. Empty unless the caller waited.
    pub payload: Bytes,
    /// `Unhandled` when the payload is an error.
    pub function_error: Option<String>,
    /// The last of what was logged.
    pub log_tail: String,
    /// The version that served: `$LATEST` or a number.
    pub version: String,
}

/// An invocation for later.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Queued {
    request_id: String,
    function: String,
    /// JSON.
    payload: String,
}

/// What the worker of the queue and those who wake it share.
#[derive(Debug, Default)]
pub(super) struct QueueWorker {
    news: Notify,
    under_way: Mutex<HashSet<String>>,
}

impl Lambda {
    /// Invokes a function, named by name or ARN, with or without a version or an alias, with a
    /// payload of JSON.
    ///
    /// An invocation that has begun goes on when the caller stops waiting.
    ///
    /// # Errors
    /// `ResourceNotFoundException`, `InvalidRequestContentException`,
    /// `RequestTooLargeException`, `TooManyRequestsException`, `AccessDeniedException`. What
    /// goes wrong within the function is no error here but [`Invocation::function_error`].
    pub async fn invoke(
        &self,
        context: &Context,
        caller: &Caller,
        function: &str,
        payload: Bytes,
        kind: InvocationType,
    ) -> Result<Invocation, ServiceError> {
        let resolved = self.resolve(function)?;
        let (reference, function) = (reference(&resolved), resolved.function);
        self.authorise_invoke(context, caller, &function)?;
        let limit = if kind == InvocationType::Event {
            QUEUED_BYTES
        } else {
            PAYLOAD_BYTES
        };
        if payload.len() > limit {
            return Err(ServiceError::client(
                "RequestTooLargeException",
                format!("Request must be smaller than {limit} bytes for the {kind:?} operation"),
            )
            .with_status(413));
        }
        let payload = if payload.is_empty() {
            Bytes::from_static(b"{}")
        } else {
            payload
        };
        if let Err(error) = serde_json::from_slice::<serde::de::IgnoredAny>(&payload) {
            return Err(ServiceError::client(
                "InvalidRequestContentException",
                format!("Could not parse request body into json: {error}"),
            ));
        }
        let request_id = Uuid::new_v4().to_string();
        match kind {
            InvocationType::RequestResponse => {
                let (sender, receiver) = oneshot::channel();
                let running = context.clone();
                context.spawn(async move {
                    let lambda = running.lambda();
                    let result = lambda.run(&running, &function, &request_id, payload).await;
                    let _ = sender.send(result);
                });
                receiver.await.unwrap_or_else(|_| {
                    Err(ServiceError::internal("the region is stopping").with_status(503))
                })
            }
            InvocationType::Event => {
                let payload = String::from_utf8_lossy(&payload).into_owned();
                self.enqueue(context, &reference, payload)
                    .map(|id| Invocation::empty(id, &function))
            }
            InvocationType::DryRun => Ok(Invocation::empty(request_id, &function)),
        }
    }

    /// Queues an invocation with a payload of JSON and answers its id. It is done once it is in
    /// the queue, whatever becomes of the process then.
    ///
    /// # Errors
    /// `ResourceNotFoundException`.
    pub fn enqueue(
        &self,
        context: &Context,
        function: &str,
        payload: String,
    ) -> Result<String, ServiceError> {
        let request_id = Uuid::new_v4().to_string();
        let queued = Queued {
            request_id: request_id.clone(),
            function: reference(&self.resolve(function)?),
            payload,
        };
        let order = format!("{:020}", context.now().as_microsecond());
        self.queue
            .put(&crate::store::key([&order, &request_id]), &queued)?;
        self.worker.news.notify_one();
        Ok(request_id)
    }

    /// Starts the queue's worker, which also takes up what the last process left, and the one
    /// that ends instances.
    pub(crate) fn start(&self, context: &Context) {
        let reaping = context.clone();
        context.spawn(async move {
            loop {
                tokio::time::sleep(REAPING).await;
                reaping.lambda().pool.reap();
            }
        });
        let context = context.clone();
        context.clone().spawn(async move {
            let worker = Arc::clone(&context.lambda().worker);
            loop {
                if let Err(error) = context.lambda().work(&context) {
                    tracing::error!(%error, "queued invocations could not be read");
                }
                worker.news.notified().await;
            }
        });
    }

    fn work(&self, context: &Context) -> Result<(), ServiceError> {
        for entry in self.queue.scan("") {
            let (key, queued) = entry?;
            {
                let mut under_way = self.under_way();
                if under_way.len() >= UNDER_WAY {
                    break;
                }
                if !under_way.insert(key.clone()) {
                    continue;
                }
            }
            let context = context.clone();
            context.clone().spawn(async move {
                let lambda = context.lambda();
                lambda.run_queued(&context, &queued).await;
                if let Err(error) = lambda.queue.delete(&key) {
                    tracing::error!(%error, "an invocation may be repeated");
                }
                lambda.under_way().remove(&key);
                // There may be others that had to wait.
                lambda.worker.news.notify_one();
            });
        }
        Ok(())
    }

    async fn run_queued(&self, context: &Context, queued: &Queued) {
        let mut pause = PAUSE;
        let mut attempt = 1;
        while attempt <= ATTEMPTS {
            let function = match self.resolve(&queued.function) {
                Ok(resolved) => resolved.function,
                Err(error) => {
                    tracing::warn!(%error, "a queued invocation is dropped");
                    return;
                }
            };
            let payload = Bytes::from(queued.payload.clone());
            match self
                .run(context, &function, &queued.request_id, payload)
                .await
            {
                Ok(done) if done.function_error.is_none() => return,
                // Being throttled is no attempt.
                Err(error) if error.status == 429 || error.status >= 500 => {}
                _ => attempt += 1,
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(Duration::from_secs(60));
        }
        tracing::warn!(
            function = queued.function,
            request_id = queued.request_id,
            "an asynchronous invocation failed {ATTEMPTS} times and is dropped"
        );
    }

    /// Runs one invocation on an instance, warm or new.
    async fn run(
        &self,
        context: &Context,
        function: &Function,
        request_id: &str,
        payload: Bytes,
    ) -> Result<Invocation, ServiceError> {
        let _admission = self.pool.admit(function).await?;
        let began;
        let (outcome, report) = match self.pool.take(function) {
            Some(mut instance) => {
                began = Instant::now();
                let log = Log::begin(context, function, &instance.log_stream, request_id);
                let outcome = instance.serve(function, request_id, payload).await;
                let report = log.end(function, request_id, began, &outcome, &mut instance);
                self.put_back(function, instance, &outcome);
                (outcome, report)
            }
            None => {
                let scratch = self.scratch.join(Uuid::new_v4().simple().to_string());
                let code = self.code.folder(&function.code);
                match Instance::start(context, function, code, scratch, request_id).await? {
                    Ok(mut instance) => {
                        began = Instant::now();
                        let log = Log::begin(context, function, &instance.log_stream, request_id);
                        let outcome = instance.serve(function, request_id, payload).await;
                        let report = log.end(function, request_id, began, &outcome, &mut instance);
                        self.put_back(function, instance, &outcome);
                        (outcome, report)
                    }
                    Err(failed) => {
                        let log = Log::begin(context, function, &failed.log_stream, request_id);
                        let report = log.failed_start(request_id, &failed.outcome, failed.lines);
                        (failed.outcome, report)
                    }
                }
            }
        };
        let (payload, function_error) = match outcome {
            Outcome::Response(payload) => (payload, None),
            Outcome::Error(payload) | Outcome::Failed { payload, .. } => {
                (payload, Some("Unhandled".to_owned()))
            }
        };
        let request_id = request_id.to_owned();
        Ok(Invocation {
            request_id,
            payload,
            function_error,
            log_tail: tail(&report),
            version: function.version_name(),
        })
    }

    fn put_back(&self, function: &Function, instance: Instance, outcome: &Outcome) {
        if !matches!(outcome, Outcome::Failed { .. }) {
            self.pool.keep(function, instance);
        }
    }

    fn under_way(&self) -> std::sync::MutexGuard<'_, HashSet<String>> {
        self.worker
            .under_way
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Invocation {
    fn empty(request_id: String, function: &Function) -> Self {
        Self {
            request_id,
            payload: Bytes::new(),
            function_error: None,
            log_tail: String::new(),
            version: function.version_name(),
        }
    }
}

/// What an invocation writes to the function's log, as far as its role may.
struct Log<'a> {
    context: &'a Context,
    group: &'a str,
    stream: String,
    allowed: bool,
    start: String,
}

impl<'a> Log<'a> {
    fn begin(context: &'a Context, function: &'a Function, stream: &str, request_id: &str) -> Self {
        let group = &function.log_group;
        let log = Self {
            context,
            group,
            stream: stream.to_owned(),
            allowed: may_log(context, function, stream),
            start: format!(
                "START RequestId: {request_id} Version: {}",
                function.version_name()
            ),
        };
        log.write(std::slice::from_ref(&log.start));
        log
    }

    /// Writes what was printed and the report; answers all the lines of the invocation.
    fn end(
        self,
        function: &Function,
        request_id: &str,
        began: Instant,
        outcome: &Outcome,
        instance: &mut Instance,
    ) -> Vec<String> {
        let millis = began.elapsed().as_secs_f64() * 1000.0;
        let mut lines = instance.take_lines();
        if let Outcome::Failed { line, .. } = outcome {
            lines.push(line.clone());
        }
        lines.push(format!("END RequestId: {request_id}"));
        let mut report = format!(
            "REPORT RequestId: {request_id}\tDuration: {millis:.2} ms\tBilled Duration: {:.0} ms\t\
             Memory Size: {} MB\t",
            millis.ceil(),
            function.memory
        );
        if let Some(memory) = instance.peak_memory() {
            report.push_str(&format!("Max Memory Used: {memory} MB\t"));
        }
        if let Some(init) = instance.init.take() {
            report.push_str(&format!(
                "Init Duration: {:.2} ms\t",
                init.as_secs_f64() * 1000.0
            ));
        }
        lines.push(report);
        self.finish(lines)
    }

    fn failed_start(
        self,
        request_id: &str,
        outcome: &Outcome,
        mut lines: Vec<String>,
    ) -> Vec<String> {
        if let Outcome::Failed { line, .. } = outcome {
            lines.push(line.clone());
        }
        lines.push(format!("END RequestId: {request_id}"));
        self.finish(lines)
    }

    fn finish(self, mut lines: Vec<String>) -> Vec<String> {
        self.write(&lines);
        lines.insert(0, self.start);
        lines
    }

    fn write(&self, lines: &[String]) {
        if !self.allowed {
            return;
        }
        if let Err(error) = self
            .context
            .logs()
            .write(self.context, self.group, &self.stream, lines)
        {
            tracing::warn!(%error, group = self.group, "a function's log was not written");
        }
    }
}

/// Whether the function's role lets it log. As in Lambda, one that may not runs without a log.
fn may_log(context: &Context, function: &Function, stream: &str) -> bool {
    let Some(role) = Caller::role(&function.role, &function.name) else {
        return false;
    };
    let group = context.arn("logs", &format!("log-group:{}", function.log_group));
    let resource = format!("{group}:log-stream:{stream}");
    let mut actions = vec!["logs:CreateLogStream", "logs:PutLogEvents"];
    if context.logs().group(&function.log_group).is_err() {
        actions.push("logs:CreateLogGroup");
    }
    let denied = actions
        .into_iter()
        .find_map(|action| context.authorise(&role, action, &resource).err());
    if let Some(denied) = &denied {
        tracing::warn!(%denied, "a function runs without a log");
    }
    denied.is_none()
}

/// The last bytes of the lines.
fn tail(lines: &[String]) -> String {
    let whole = lines
        .iter()
        .fold(String::new(), |all, line| all + line + "\n");
    let from = whole.len().saturating_sub(TAIL_BYTES);
    whole[whole.ceil_char_boundary(from)..].to_owned()
}
