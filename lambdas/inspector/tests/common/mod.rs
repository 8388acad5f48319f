//! The built program, and a client that can misbehave.

#![allow(dead_code, reason = "each test file uses its part")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, ExitStatus, Output, Stdio};
use std::sync::LazyLock;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

/// Longer than anything here takes; a test that hangs fails.
const PATIENCE: Duration = Duration::from_secs(120);

pub(crate) fn inspector() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_inspector"));
    for variable in ["INSPECTOR_HOST", "SAGEMAKER_BIND_TO_PORT", "RUST_LOG"] {
        command.env_remove(variable);
    }
    command
}

/// Runs `inspector train` below a folder.
pub(crate) fn train(ml: &Path) -> Output {
    inspector()
        .args(["train", "--ml-folder"])
        .arg(ml)
        .output()
        .unwrap()
}

pub(crate) fn put(path: &Path, content: &[u8]) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, content).unwrap();
}

/// A folder with a model of drawn pipes, trained once by the program itself.
pub(crate) fn trained() -> &'static Path {
    static TRAINED: LazyLock<TempDir> = LazyLock::new(|| {
        let folder = TempDir::new().unwrap();
        for sample in samples::normals("pipe").take(12) {
            let place = format!(
                "input/data/train/normal/{}/{}",
                sample.device_id, sample.file
            );
            put(&folder.path().join(place), &sample.bytes);
        }
        let output = train(folder.path());
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        folder
    });
    TRAINED.path()
}

/// `inspector serve`, killed when it is dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
    pub(crate) told: Value,
    stderr: BufReader<ChildStderr>,
}

impl Server {
    /// Starts it on a port that the system picks, and waits until it says which.
    pub(crate) fn start(ml: &Path, more: &[&str]) -> Self {
        let mut child = inspector()
            .args(["serve", "--port", "0", "--ml-folder"])
            .arg(ml)
            .args(more)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let told: Value = serde_json::from_str(&line).unwrap();
        Self {
            address: told["listening"].as_str().unwrap().parse().unwrap(),
            told,
            stderr: BufReader::new(child.stderr.take().unwrap()),
            child,
        }
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// Sends a picture and reads the answer.
    pub(crate) fn invoke(&self, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut stream = self.connect();
        stream
            .write_all(head(headers, body.len()).as_bytes())
            .unwrap();
        stream.write_all(body).unwrap();
        Answer::read(stream)
    }

    pub(crate) fn terminate(&self) {
        let pid = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &pid])
                .status()
                .unwrap()
                .success()
        );
    }

    /// Reads what the program logs until a line has these words.
    pub(crate) fn wait_for(&mut self, words: &str) {
        let mut line = String::new();
        while !line.contains(words) {
            line.clear();
            assert!(
                self.stderr.read_line(&mut line).unwrap() > 0,
                "it never said {words:?}"
            );
        }
    }

    pub(crate) fn wait(&mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The beginning of a request for an answer.
pub(crate) fn head(headers: &[(&str, &str)], length: usize) -> String {
    let mut head = format!(
        "POST /invocations HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\
         Content-Length: {length}\r\n"
    );
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head + "\r\n"
}

/// A connection whose request has been let in and waits for its body.
pub(crate) struct Begun(TcpStream);

impl Begun {
    pub(crate) fn new(server: &Server, length: usize) -> Self {
        let mut stream = server.connect();
        let headers = [("Content-Type", "image/jpeg"), ("Expect", "100-continue")];
        stream.write_all(head(&headers, length).as_bytes()).unwrap();
        // It is answered once the body is asked for, which is after the request was let in.
        let mut said = [0u8; 25];
        stream.read_exact(&mut said).unwrap();
        assert_eq!(&said, b"HTTP/1.1 100 Continue\r\n\r\n");
        Self(stream)
    }

    pub(crate) fn send(&mut self, part: &[u8]) {
        self.0.write_all(part).unwrap();
    }

    pub(crate) fn finish(mut self, rest: &[u8]) -> Answer {
        self.send(rest);
        Answer::read(self.0)
    }

    /// Says that nothing more will come.
    pub(crate) fn cut_off(self) -> Answer {
        self.0.shutdown(std::net::Shutdown::Write).unwrap();
        Answer::read(self.0)
    }
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Value,
}

impl Answer {
    pub(crate) fn read(mut stream: TcpStream) -> Self {
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        Self {
            status: head.split(' ').nth(1).unwrap().parse().unwrap(),
            head: head.to_ascii_lowercase(),
            body: serde_json::from_str(body).unwrap_or(Value::Null),
        }
    }

    /// Why it was refused.
    pub(crate) fn message(&self) -> &str {
        self.body["Error"]["Message"].as_str().unwrap_or_default()
    }
}

/// The pictures of a folder, in order.
pub(crate) fn pictures_in(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}
