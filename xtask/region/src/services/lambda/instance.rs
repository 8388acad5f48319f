//! An instance: a process of a function's code that serves one invocation after the other.

use std::fs;
use std::io;
use std::os::fd::OwnedFd;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use serde_json::json;
use tokio::process::{Child, Command};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use uuid::Uuid;

use super::function::Function;
use super::output::{Lines, Output};
use super::runtime_api::{Answer, Ask, PAYLOAD_BYTES, RuntimeApi, Start};
use crate::caller::CredentialStore;
use crate::context::Context;
use crate::error::ServiceError;

/// How long a start may take at least, whatever the function's timeout.
const INIT_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a process that closed its connection may take to end.
const EXIT_PATIENCE: Duration = Duration::from_secs(2);

/// A process that serves invocations.
pub(super) struct Instance {
    child: Child,
    api: RuntimeApi,
    outputs: Vec<Arc<Output>>,
    followers: Vec<JoinHandle<()>>,
    lines: Lines,
    /// Where it logs within the function's group.
    pub(super) log_stream: String,
    /// How long its start took; taken by the first report.
    pub(super) init: Option<Duration>,
    access_key: String,
    credentials: CredentialStore,
    scratch: PathBuf,
}

/// How an invocation ended.
#[derive(Debug)]
pub(super) enum Outcome {
    /// The function answered.
    Response(Bytes),
    /// The function told an error. It serves on.
    Error(Bytes),
    /// It came to an end: what the caller gets, and the line for the log. The instance is spent.
    Failed { payload: Bytes, line: String },
}

impl Outcome {
    fn failed(request_id: &str, error_type: &str, message: &str) -> Self {
        let told = format!("RequestId: {request_id} Error: {message}");
        let payload = json!({ "errorType": error_type, "errorMessage": told });
        Self::Failed {
            payload: payload.to_string().into(),
            line: told,
        }
    }

    fn timed_out(request_id: &str, seconds: u32) -> Self {
        let message = format!("Task timed out after {seconds}.00 seconds");
        let payload = json!({
            "errorType": "Sandbox.Timedout",
            "errorMessage": format!("RequestId: {request_id} Error: {message}"),
        });
        let line = format!("{:.3} {request_id} {message}", jiff::Timestamp::now());
        Self::Failed {
            payload: payload.to_string().into(),
            line,
        }
    }

    fn exited(request_id: &str, status: Option<ExitStatus>) -> Self {
        use std::os::unix::process::ExitStatusExt as _;
        let how = match status {
            None => "an unknown status".to_owned(),
            Some(status) => match (status.code(), status.signal()) {
                (Some(code), _) => format!("exit status {code}"),
                (None, Some(9)) => "signal: killed".to_owned(),
                (None, signal) => format!("signal: {}", signal.unwrap_or_default()),
            },
        };
        let clean = status.is_some_and(|status| status.success());
        let message = if clean {
            "Runtime exited without providing a reason".to_owned()
        } else {
            format!("Runtime exited with error: {how}")
        };
        Self::failed(request_id, "Runtime.ExitError", &message)
    }
}

/// A start that failed, with what the process printed.
pub(super) struct FailedStart {
    pub(super) outcome: Outcome,
    pub(super) lines: Vec<String>,
    pub(super) log_stream: String,
}

impl Instance {
    /// Starts a process and waits until it asks for its first invocation.
    ///
    /// # Errors
    /// When there are no resources for a process; what is the function's fault is a
    /// [`FailedStart`].
    pub(super) async fn start(
        context: &Context,
        function: &Function,
        code: PathBuf,
        scratch: PathBuf,
        request_id: &str,
    ) -> Result<Result<Self, Box<FailedStart>>, ServiceError> {
        let log_stream = log_stream(context, function);
        let started = Instant::now();
        fs::create_dir_all(&scratch).map_err(no_resources)?;
        let api = RuntimeApi::serve().await.map_err(no_resources)?;
        let role = function.assume_role(context)?;
        let issued = context.credentials().issue(role, None);
        let mut command = Command::new(code.join("bootstrap"));
        command
            .current_dir(&code)
            .env_clear()
            .envs(&function.variables)
            .envs(platform_variables(context, function, &log_stream))
            .env("AWS_LAMBDA_RUNTIME_API", &api.address)
            .env("AWS_ACCESS_KEY_ID", &issued.access_key)
            .env("AWS_SECRET_ACCESS_KEY", &issued.secret_key)
            .env(
                "AWS_SESSION_TOKEN",
                issued.token.as_deref().unwrap_or_default(),
            )
            .env("LAMBDA_TASK_ROOT", &code)
            .env("TMPDIR", &scratch)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            // A Ctrl-C at the terminal is the region's, which lets invocations end.
            .process_group(0)
            .kill_on_drop(true);
        let child = match command.spawn() {
            Ok(child) => child,
            Err(error) => {
                context.credentials().revoke(&issued.access_key);
                let _ = fs::remove_dir_all(&scratch);
                if error.kind() == io::ErrorKind::WouldBlock {
                    return Err(no_resources(error));
                }
                let message = format!("fork/exec /var/task/bootstrap: {error}");
                let outcome = Outcome::failed(request_id, "Runtime.InvalidEntrypoint", &message);
                let failed = FailedStart {
                    outcome,
                    lines: Vec::new(),
                    log_stream,
                };
                return Ok(Err(Box::new(failed)));
            }
        };
        let mut instance = Self {
            child,
            api,
            outputs: Vec::new(),
            followers: Vec::new(),
            lines: Lines::default(),
            log_stream,
            init: None,
            access_key: issued.access_key,
            credentials: context.credentials().clone(),
            scratch,
        };
        instance.follow_output().map_err(no_resources)?;
        let failure = instance.wait_until_ready(function, request_id).await;
        match failure {
            None => {
                instance.init = Some(started.elapsed());
                Ok(Ok(instance))
            }
            Some(outcome) => {
                let lines = instance.take_lines();
                let log_stream = instance.log_stream.clone();
                Ok(Err(Box::new(FailedStart {
                    outcome,
                    lines,
                    log_stream,
                })))
            }
        }
    }

    /// Lets it serve one invocation. After [`Outcome::Failed`] it is to be dropped.
    pub(super) async fn serve(
        &mut self,
        function: &Function,
        request_id: &str,
        payload: Bytes,
    ) -> Outcome {
        let timeout = Duration::from_secs(function.timeout.into());
        let (answer, answered) = oneshot::channel();
        let deadline = jiff::Timestamp::now() + timeout;
        let ask = Ask {
            request_id: request_id.to_owned(),
            deadline_ms: deadline.as_millisecond(),
            function_arn: function.arn.clone(),
            payload,
            answer,
        };
        if self.api.asks.send(ask).await.is_err() {
            return Outcome::exited(request_id, None);
        }
        tokio::select! {
            // An answer that is there counts, though the process ended right after.
            biased;
            answer = answered => match answer {
                Ok(Answer::Response(body)) => Outcome::Response(body),
                Ok(Answer::Error(body)) => Outcome::Error(body),
                Ok(Answer::TooLarge) => {
                    let message = format!(
                        "Response payload size exceeded maximum allowed payload size \
                         ({PAYLOAD_BYTES} bytes)."
                    );
                    let payload = json!({
                        "errorType": "Function.ResponseSizeTooLarge",
                        "errorMessage": message,
                    });
                    Outcome::Error(payload.to_string().into())
                }
                Err(_) => self.ended(request_id).await,
            },
            status = self.child.wait() => Outcome::exited(request_id, status.ok()),
            () = tokio::time::sleep(timeout) => Outcome::timed_out(request_id, function.timeout),
        }
    }

    /// Whether the process is still there.
    pub(super) fn is_alive(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// The lines that it printed since they were taken last.
    pub(super) fn take_lines(&self) -> Vec<String> {
        for output in &self.outputs {
            output.drain();
        }
        self.lines.take()
    }

    /// The most memory that the process has had, in MiB, where the system tells it.
    pub(super) fn peak_memory(&self) -> Option<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()?)).ok()?;
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:"))?;
        let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
        Some(kibibytes.div_ceil(1024))
    }

    fn follow_output(&mut self) -> io::Result<()> {
        let stdout = self
            .child
            .stdout
            .take()
            .map(tokio::process::ChildStdout::into_owned_fd);
        let stderr = self
            .child
            .stderr
            .take()
            .map(tokio::process::ChildStderr::into_owned_fd);
        let pipes: Vec<OwnedFd> = [stdout, stderr]
            .into_iter()
            .flatten()
            .collect::<Result<_, _>>()?;
        for pipe in pipes {
            let output = Output::new(pipe, self.lines.clone())?;
            let following = Arc::clone(&output);
            self.followers
                .push(tokio::spawn(async move { following.follow().await }));
            self.outputs.push(output);
        }
        Ok(())
    }

    /// What went wrong before it was ready; none when nothing did.
    async fn wait_until_ready(&mut self, function: &Function, request_id: &str) -> Option<Outcome> {
        let patience = INIT_TIMEOUT.max(Duration::from_secs(function.timeout.into()));
        let start = self.api.start.take()?;
        tokio::select! {
            biased;
            start = start => match start {
                Ok(Start::Ready) => None,
                Ok(Start::Failed(payload)) => {
                    let line = String::from_utf8_lossy(&payload).into_owned();
                    Some(Outcome::Failed { payload, line })
                }
                Err(_) => Some(self.ended(request_id).await),
            },
            status = self.child.wait() => Some(Outcome::exited(request_id, status.ok())),
            () = tokio::time::sleep(patience) => {
                let seconds = u32::try_from(patience.as_secs()).unwrap_or(u32::MAX);
                Some(Outcome::timed_out(request_id, seconds))
            }
        }
    }

    async fn ended(&mut self, request_id: &str) -> Outcome {
        let status = tokio::time::timeout(EXIT_PATIENCE, self.child.wait()).await;
        Outcome::exited(request_id, status.ok().and_then(Result::ok))
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        // The process is killed as its handle goes.
        self.credentials.revoke(&self.access_key);
        for follower in &self.followers {
            follower.abort();
        }
        let _ = fs::remove_dir_all(&self.scratch);
    }
}

#[expect(clippy::needless_pass_by_value, reason = "as `map_err` hands it over")]
fn no_resources(error: io::Error) -> ServiceError {
    ServiceError::client(
        "EC2ThrottledException",
        format!("there are no resources for another instance: {error}"),
    )
    .with_status(502)
}

fn log_stream(context: &Context, function: &Function) -> String {
    let day = context.now().to_string();
    let day = day.get(..10).unwrap_or_default().replace('-', "/");
    let version = function.version_name();
    format!("{day}/[{version}]{}", Uuid::new_v4().simple())
}

fn platform_variables(
    context: &Context,
    function: &Function,
    log_stream: &str,
) -> [(&'static str, String); 16] {
    [
        ("_HANDLER", function.handler.clone()),
        ("AWS_REGION", context.region().to_owned()),
        ("AWS_DEFAULT_REGION", context.region().to_owned()),
        ("AWS_ENDPOINT_URL", context.endpoint().to_owned()),
        (
            "AWS_EXECUTION_ENV",
            format!("AWS_Lambda_{}", function.runtime),
        ),
        ("AWS_LAMBDA_FUNCTION_NAME", function.name.clone()),
        ("AWS_LAMBDA_FUNCTION_VERSION", function.version_name()),
        (
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
            function.memory.to_string(),
        ),
        ("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand".to_owned()),
        ("AWS_LAMBDA_LOG_GROUP_NAME", function.log_group.clone()),
        ("AWS_LAMBDA_LOG_STREAM_NAME", log_stream.to_owned()),
        ("LAMBDA_RUNTIME_DIR", "/var/runtime".to_owned()),
        ("LANG", "en_US.UTF-8".to_owned()),
        ("PATH", "/usr/local/bin:/usr/bin:/bin".to_owned()),
        ("TZ", "UTC".to_owned()),
        // Functions wait for nothing that is not there.
        ("AWS_EC2_METADATA_DISABLED", "true".to_owned()),
    ]
}
