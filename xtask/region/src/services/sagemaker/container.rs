//! A container without a container: the program of an image as a process of its own on loopback, with
//! the model below a folder that stands for `/opt/ml`.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, header};
use http_body_util::{BodyExt, Full, Limited};
use hyper_util::rt::TokioIo;
use serde::Deserialize;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, ChildStderr, ChildStdout, Command};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use super::folder::Folder;
use super::{archive, invalid};
use crate::error::ServiceError;

/// The programs that images stand for: the last part of an image's repository.
const PROGRAMS: [&str; 1] = ["inspector"];
/// How long a container may take until it answers `/ping`. SageMaker waits longer, and loads
/// larger models.
const READY_WITHIN: Duration = Duration::from_secs(60);
/// How often it is looked at meanwhile.
const LOOKS_EVERY: Duration = Duration::from_millis(20);
/// How long an answer may take.
/// <https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html>
pub(super) const ANSWERS_WITHIN: Duration = Duration::from_secs(60);
/// How long one that gave no answer is looked at, whether it ends: its connections break before its process
/// is seen to be gone.
const ENDS_WITHIN: Duration = Duration::from_secs(5);
/// How long the rest of what one that has ended said is waited for.
const SAID_WITHIN: Duration = Duration::from_secs(1);
/// Most bytes of an answer.
const ANSWER_BYTES: usize = 6 << 20;
/// Lines of what it says on stderr that are kept, for the reason of a failure.
const LINES: usize = 20;

/// A running program. The process is killed as its handle goes; nobody waits for an answer any more.
pub(super) struct Container {
    // Before its folder, which goes with it.
    child: Mutex<Child>,
    address: SocketAddr,
    _folder: Folder,
    said: Said,
    /// Requests that it may be asked at once.
    pub(super) slots: Arc<Semaphore>,
}

/// What a program is started with.
pub(super) struct Start {
    pub(super) program: PathBuf,
    pub(super) environment: Vec<(String, String)>,
    /// The model's archive.
    pub(super) model: Option<Bytes>,
    /// A folder of its own, which is not there yet.
    pub(super) folder: Folder,
}

/// What is sent.
pub(super) struct Ask {
    pub(super) content_type: Option<String>,
    pub(super) accept: Option<String>,
    pub(super) attributes: Option<String>,
    pub(super) body: Bytes,
}

/// What comes back.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) content_type: String,
    pub(super) body: Bytes,
}

/// The last lines of a program.
#[derive(Debug, Clone, Default)]
struct Said {
    lines: Arc<Mutex<VecDeque<String>>>,
    /// Told when there are no more.
    ended: CancellationToken,
}

/// What `inspector serve` says first.
#[derive(Debug, Deserialize)]
struct Listening {
    listening: SocketAddr,
}

/// The name of an image's program.
pub(super) fn program(image: &str) -> Result<&'static str, ServiceError> {
    let last = image.rsplit('/').next().unwrap_or(image);
    let name = last.split(['@', ':']).next().unwrap_or(last);
    let found = PROGRAMS.into_iter().find(|program| *program == name);
    found.ok_or_else(|| {
        invalid(format!(
            "the embedded region has no image \"{image}\": it starts no containers, and has the \
             programs of these repositories: {}",
            PROGRAMS.join(", ")
        ))
    })
}

impl Container {
    /// Starts the program and waits until it answers `/ping`.
    ///
    /// # Errors
    /// Why it does not, in words for `FailureReason`.
    pub(super) async fn start(start: Start) -> Result<Self, ServiceError> {
        // It goes with the work: whoever waits for it may go before it has ended.
        let folder = start.folder;
        let archive = start.model;
        let unpacked = tokio::task::spawn_blocking(move || {
            let model = folder.path().join("model");
            std::fs::create_dir_all(&model)?;
            archive.map_or(Ok(()), |archive| archive::unpack(&archive, &model))?;
            Ok(folder)
        });
        let unpacked = unpacked.await.map_err(std::io::Error::other);
        let folder = unpacked
            .and_then(|unpacked| unpacked)
            .map_err(|error| invalid(format!("the model can't be unpacked: {error}")))?;
        let (child, stdout, stderr) = spawn(&start.program, folder.path(), start.environment)?;
        let said = Said::default();
        said.follow(stderr);
        let mut container = Self {
            child: Mutex::new(child),
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            _folder: folder,
            said,
            slots: Arc::new(Semaphore::new(Semaphore::MAX_PERMITS)),
        };
        let ready = tokio::time::timeout(READY_WITHIN, container.become_ready(stdout)).await;
        match ready {
            Ok(true) => Ok(container),
            Ok(false) => Err(invalid(format!(
                "the container ended before it answered /ping: {}",
                container.last_words().await
            ))),
            Err(_) => Err(invalid(format!(
                "the container did not answer /ping within {} seconds",
                READY_WITHIN.as_secs()
            ))),
        }
    }

    /// Whether the program is still there.
    pub(super) fn is_alive(&self) -> bool {
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        matches!(child.try_wait(), Ok(None))
    }

    /// Whether the program has ended, where it gave no answer.
    pub(super) async fn has_ended(&self) -> bool {
        let answers = tokio::time::timeout(ENDS_WITHIN, self.answers_ping()).await;
        answers.is_ok_and(|answers| !answers)
    }

    /// The last line that a program that has ended said on stderr.
    pub(super) async fn last_words(&self) -> String {
        self.said.last().await
    }

    /// `POST /invocations`, waited for so long.
    ///
    /// # Errors
    /// Why there is no answer, as a sentence.
    pub(super) async fn invoke(&self, ask: Ask, within: Duration) -> Result<Answer, String> {
        let mut request = Request::post("/invocations").header(header::HOST, "localhost");
        for (name, value) in [
            ("content-type", ask.content_type),
            ("accept", ask.accept),
            ("x-amzn-sagemaker-custom-attributes", ask.attributes),
        ] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        let request = request
            .body(Full::new(ask.body))
            .map_err(|error| error.to_string())?;
        let answer = tokio::time::timeout(within, send(self.address, request)).await;
        answer.unwrap_or_else(|_| {
            let seconds = within.as_secs();
            Err(format!(
                "the container did not answer within {seconds} seconds"
            ))
        })
    }

    /// How many requests it wants at once of a transform job that does not say; most containers do not.
    /// <https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-batch-code.html>
    pub(super) async fn at_once(&self) -> Option<u64> {
        let request = Request::get("/execution-parameters")
            .header(header::HOST, "localhost")
            .body(Full::new(Bytes::new()))
            .ok()?;
        let answer = tokio::time::timeout(ANSWERS_WITHIN, send(self.address, request)).await;
        let answer = answer.ok()?.ok().filter(|answer| answer.status == 200)?;
        let told: serde_json::Value = serde_json::from_slice(&answer.body).ok()?;
        told["MaxConcurrentTransforms"].as_u64()
    }

    /// Waits until it says where it listens, and then answers. `false` when it ends before.
    async fn become_ready(&mut self, stdout: ChildStdout) -> bool {
        let mut line = String::new();
        let mut stdout = BufReader::new(stdout);
        if !matches!(stdout.read_line(&mut line).await, Ok(read) if read > 0) {
            return false;
        }
        let Ok(Listening { listening }) = serde_json::from_str(&line) else {
            return false;
        };
        self.address = listening;
        // What else it prints is read, so that it does not wait for a reader.
        tokio::spawn(async move { tokio::io::copy(&mut stdout, &mut tokio::io::sink()).await });
        self.answers_ping().await
    }

    /// Waits until it answers `/ping`. `false` when it ends before.
    async fn answers_ping(&self) -> bool {
        while self.is_alive() {
            if self.ping().await {
                return true;
            }
            tokio::time::sleep(LOOKS_EVERY).await;
        }
        false
    }

    async fn ping(&self) -> bool {
        let request = Request::get("/ping")
            .header(header::HOST, "localhost")
            .body(Full::new(Bytes::new()));
        match request {
            Ok(request) => send(self.address, request)
                .await
                .is_ok_and(|answer| answer.status == 200),
            Err(_) => false,
        }
    }
}

impl Said {
    fn follow(&self, stderr: ChildStderr) {
        let said = self.clone();
        tokio::spawn(async move {
            let _ended = said.ended.drop_guard();
            let mut lines = BufReader::new(stderr).lines();
            while let Ok(Some(line)) = lines.next_line().await {
                let mut said = said.lines.lock().unwrap_or_else(PoisonError::into_inner);
                if said.len() == LINES {
                    said.pop_front();
                }
                said.push_back(line.chars().take(500).collect());
            }
        });
    }

    /// The last line of all, where they come to an end.
    async fn last(&self) -> String {
        // Somebody else may still hold the other end.
        let _ = tokio::time::timeout(SAID_WITHIN, self.ended.cancelled()).await;
        let lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        lines
            .back()
            .cloned()
            .unwrap_or_else(|| "it said nothing".to_owned())
    }
}

fn spawn(
    program: &Path,
    folder: &Path,
    environment: Vec<(String, String)>,
) -> Result<(Child, ChildStdout, ChildStderr), ServiceError> {
    let spawned = Command::new(program)
        .arg("serve")
        .env_clear()
        .envs(environment)
        // On loopback and a port that the system picks, whatever the model asks.
        .env("INSPECTOR_HOST", "127.0.0.1")
        .env("SAGEMAKER_BIND_TO_PORT", "0")
        .env("INSPECTOR_ML_FOLDER", folder)
        // However this process ends, the container's does with it: the handle holds the other end.
        .env("INSPECTOR_UNTIL_STDIN_CLOSES", "true")
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .process_group(0)
        .kill_on_drop(true)
        .spawn();
    let not_started = |why: &dyn std::fmt::Display| {
        invalid(format!(
            "{} can't be started: {why}; `cargo xtask deploy` builds it",
            program.display()
        ))
    };
    let mut child = spawned.map_err(|error| not_started(&error))?;
    match (child.stdout.take(), child.stderr.take()) {
        (Some(stdout), Some(stderr)) => Ok((child, stdout, stderr)),
        _ => Err(not_started(&"it has no output")),
    }
}

/// Sends a request on a connection of its own.
async fn send(address: SocketAddr, request: Request<Full<Bytes>>) -> Result<Answer, String> {
    let sending = async {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
            .await
            .map_err(std::io::Error::other)?;
        let connection = tokio::spawn(connection);
        let response = sender.send_request(request).await;
        let response = response.map_err(std::io::Error::other)?;
        let status = response.status().as_u16();
        let content_type = response.headers().get(header::CONTENT_TYPE);
        let content_type = content_type.and_then(|value| value.to_str().ok());
        let content_type = content_type
            .unwrap_or("application/octet-stream")
            .to_owned();
        let body = Limited::new(response.into_body(), ANSWER_BYTES)
            .collect()
            .await;
        let body = body.map_err(std::io::Error::other)?.to_bytes();
        connection.abort();
        Ok::<_, std::io::Error>(Answer {
            status,
            content_type,
            body,
        })
    };
    sending
        .await
        .map_err(|error| format!("the container does not answer: {error}"))
}

#[cfg(test)]
pub(super) mod tests {
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use futures::FutureExt as _;

    use super::*;

    /// A program that does nothing until its handle goes, with a folder.
    pub(in crate::services::sagemaker) fn idle(folder: &Path) -> Container {
        std::fs::create_dir_all(folder).unwrap();
        let mut child = Command::new("cat");
        let child = child.stdin(Stdio::piped()).kill_on_drop(true);
        Container {
            child: Mutex::new(child.spawn().unwrap()),
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            _folder: Folder::at(folder.to_owned()),
            said: Said::default(),
            slots: Arc::new(Semaphore::new(1)),
        }
    }

    #[test]
    fn an_image_is_the_program_of_its_repository() {
        for image in [
            "inspector",
            "inspector:1",
            "000000000000.dkr.ecr.us-east-1.amazonaws.com/sightline/inspector:1.2",
            "registry/inspector@sha256:00",
        ] {
            assert_eq!(program(image).unwrap(), "inspector", "{image}");
        }
        for image in ["", "sh", "../inspector/..", "registry/other:inspector"] {
            let error = program(image).unwrap_err();
            assert_eq!(error.code, "ValidationException", "{image}");
        }
    }

    #[test]
    fn what_is_unpacked_for_nobody_is_removed() {
        let mut tar = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
        let mut header = tar::Header::new_ustar();
        header.set_size(3);
        tar.append_data(&mut header, "close-look.model", &b"abc"[..])
            .unwrap();
        let archive = tar.into_inner().unwrap().finish().unwrap();
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("container");
        // One thread for blocking work, so that what comes later comes after it.
        let runtime = tokio::runtime::Builder::new_current_thread()
            .max_blocking_threads(1)
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let (go_on, waits) = std::sync::mpsc::channel::<()>();
            let before = tokio::task::spawn_blocking(move || waits.recv());
            let starting = Container::start(Start {
                program: parent.path().join("none"),
                environment: Vec::new(),
                model: Some(Bytes::from(archive)),
                folder: Folder::at(folder.clone()),
            });
            // It is to be unpacked, and nobody waits for that any more.
            assert!(starting.now_or_never().is_none());
            go_on.send(()).unwrap();
            before.await.unwrap().unwrap();
            tokio::task::spawn_blocking(|| ()).await.unwrap();
        });
        assert!(!folder.exists());
    }
}
