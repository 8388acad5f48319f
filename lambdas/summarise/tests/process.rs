//! A function as Lambda sees it: a process that speaks the Runtime API.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

/// The Runtime API, as far as one invocation needs it.
struct RuntimeApi {
    listener: TcpListener,
}

/// What the function told the Runtime API.
struct Told {
    line: String,
    body: Value,
}

impl RuntimeApi {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        Self { listener }
    }

    /// Starts the function with nothing but `variables` and what Lambda itself sets.
    fn start(&self, variables: &[(&str, &str)]) -> Child {
        Command::new(env!("CARGO_BIN_EXE_summarise"))
            .env_clear()
            .env(
                "AWS_LAMBDA_RUNTIME_API",
                self.listener.local_addr().unwrap().to_string(),
            )
            .env("AWS_LAMBDA_FUNCTION_NAME", "summarise")
            .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128")
            .env("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST")
            .env("AWS_REGION", "us-east-1")
            .env("AWS_ACCESS_KEY_ID", "test")
            .env("AWS_SECRET_ACCESS_KEY", "test")
            .envs(variables.iter().copied())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap()
    }

    /// Answers requests for the next invocation with `payload`, until the function tells
    /// something.
    fn listen(&self, payload: &str) -> Told {
        loop {
            let (stream, _) = self.listener.accept().unwrap();
            if let Some(told) = answer(&stream, payload) {
                return told;
            }
        }
    }
}

/// Serves one connection until it ends or the function has told something.
fn answer(mut stream: &TcpStream, payload: &str) -> Option<Told> {
    let mut reader = BufReader::new(stream);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap() == 0 {
            return None;
        }
        let mut length = 0;
        loop {
            let mut header = String::new();
            reader.read_line(&mut header).unwrap();
            if header.trim().is_empty() {
                break;
            }
            let (name, value) = header.split_once(':').unwrap();
            if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse().unwrap();
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).unwrap();
        let is_next = line.starts_with("GET ");
        let (status, head, text) = if is_next {
            (
                200,
                "lambda-runtime-aws-request-id: r-1\r\nlambda-runtime-deadline-ms: 0\r\n\
                   lambda-runtime-invoked-function-arn: arn\r\n",
                payload,
            )
        } else {
            (202, "", "{}")
        };
        write!(
            stream,
            "HTTP/1.1 {status} OK\r\n{head}content-type: application/json\r\n\
             content-length: {}\r\n\r\n{text}",
            text.len()
        )
        .unwrap();
        if !is_next {
            let body = serde_json::from_slice(&body).unwrap();
            return Some(Told { line, body });
        }
    }
}

/// What the function printed, a JSON object a line.
fn printed(mut function: Child) -> Vec<Value> {
    let _ = function.kill();
    let output = function.wait_with_output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn what_is_wrong_with_the_environment_is_told_at_the_start() {
    let api = RuntimeApi::new();
    let function = api.start(&[("DEVICE_CLASSES", "Meter")]);
    let told = api.listen("{}");
    assert!(
        told.line
            .starts_with("POST /2018-06-01/runtime/init/error "),
        "{}",
        told.line
    );
    assert_eq!(told.body["errorType"], "InvalidEnvironment");
    let message = told.body["errorMessage"].as_str().unwrap();
    for expected in ["PICTURES_BUCKET: it is not set", "LAKE_BUCKET", "\"Meter\""] {
        assert!(
            message.contains(expected),
            "{expected:?} is not in {message:?}"
        );
    }
    let lines = printed(function);
    assert_eq!(lines[0]["level"], "ERROR");
    assert_eq!(lines[0]["message"], "the function cannot start");
}

#[test]
fn an_invocation_that_fails_is_told_by_the_name_that_a_workflow_catches() {
    let api = RuntimeApi::new();
    let function = api.start(&[
        ("PICTURES_BUCKET", "pictures"),
        ("LAKE_BUCKET", "lake"),
        ("DEVICE_CLASSES", "meter"),
        (
            "LOOK_PRICES",
            r#"{"of": "2026-11-30", "firstLook": 1, "closeLook": null}"#,
        ),
    ]);
    let told = api.listen(r#"{"batch": "../up", "execution": "e"}"#);
    assert!(
        told.line
            .starts_with("POST /2018-06-01/runtime/invocation/r-1/error "),
        "{}",
        told.line
    );
    assert_eq!(told.body["errorType"], "InvalidInput");
    assert!(
        told.body["errorMessage"]
            .as_str()
            .unwrap()
            .contains("no batch name")
    );
    drop(printed(function));
}

#[test]
fn a_function_that_is_started_by_hand_says_what_it_is() {
    let output = Command::new(env!("CARGO_BIN_EXE_summarise"))
        .env_clear()
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let line: Value = serde_json::from_slice(&output.stdout).unwrap();
    let error = line["error"].as_str().unwrap();
    assert!(
        error.contains("this program is a Lambda function"),
        "{error}"
    );
}
