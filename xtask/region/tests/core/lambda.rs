//! Functions: processes that speak the Runtime API.
//!
//! The function is this very test binary, which the zip's `bootstrap` starts with the one
//! ignored test below.

use std::io::{BufRead as _, BufReader, Cursor, Read as _, Write as _};
use std::net::TcpStream;

use base64::Engine as _;
use serde_json::{Value, json};
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::support::{ACCOUNT, Answer, Served, until};

const BOOTSTRAP: &str = "#!/bin/sh\nexec \"$FUNCTION_BINARY\" --ignored --exact \
                         lambda::function_process --nocapture --test-threads 1\n";

fn zip(bootstrap: &str) -> String {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().unix_permissions(0o755);
    writer.start_file("bootstrap", options).unwrap();
    writer.write_all(bootstrap.as_bytes()).unwrap();
    base64::engine::general_purpose::STANDARD.encode(writer.finish().unwrap().into_inner())
}

pub(crate) async fn create(served: &Served, name: &str, change: impl FnOnce(&mut Value)) {
    let binary = std::env::current_exe().unwrap();
    let mut input = json!({
        "FunctionName": name,
        "Role": format!("arn:aws:iam::{ACCOUNT}:role/function"),
        "Runtime": "provided.al2023",
        "Handler": "bootstrap",
        "Timeout": 60,
        "Code": { "ZipFile": zip(BOOTSTRAP) },
        "Environment": { "Variables": { "FUNCTION_BINARY": binary, "GREETING": "hello" } },
    });
    change(&mut input);
    let body = input.to_string();
    let made = served
        .lambda("POST", "/2015-03-31/functions", &[], body.as_bytes())
        .await;
    assert_eq!(made.status, 201, "{made:?}");
}

async fn invoke(served: &Served, name: &str, payload: &Value) -> Answer {
    let path = format!("/2015-03-31/functions/{name}/invocations");
    let headers = [("X-Amz-Log-Type", "Tail")];
    served
        .lambda("POST", &path, &headers, payload.to_string().as_bytes())
        .await
}

#[tokio::test]
async fn a_function_answers_with_what_it_was_given_and_told() {
    let served = Served::start().await;
    create(&served, "echo", |_| {}).await;
    let answer = invoke(&served, "echo", &json!({ "do": "echo", "value": [1, "ä"] })).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(answer.header("x-amz-function-error"), None);
    let told = answer.json();
    assert_eq!(told["event"]["value"], json!([1, "ä"]));
    assert_eq!(told["GREETING"], "hello");
    assert_eq!(told["AWS_REGION"], "us-east-1");
    assert_eq!(told["AWS_ENDPOINT_URL"], json!(served.endpoint));
    // Nothing of this process comes with it.
    assert_eq!(told["HOME"], Value::Null);
    assert!(
        told["AWS_ACCESS_KEY_ID"]
            .as_str()
            .unwrap()
            .starts_with("ASIA")
    );
    let tail = answer.header("x-amz-log-result").unwrap();
    let tail = base64::engine::general_purpose::STANDARD
        .decode(tail)
        .unwrap();
    let tail = String::from_utf8(tail).unwrap();
    assert!(
        tail.contains("START RequestId: ") && tail.contains("REPORT RequestId: "),
        "{tail}"
    );
    assert!(tail.contains("said before the answer"), "{tail}");
    // The same process serves again.
    let again = invoke(&served, "echo", &json!({ "do": "echo" }))
        .await
        .json();
    assert_eq!(again["served"], 2);
    assert_eq!(again["pid"], told["pid"]);
}

#[tokio::test]
async fn what_a_function_prints_is_in_its_log_group() {
    let served = Served::start().await;
    create(&served, "prints", |_| {}).await;
    invoke(&served, "prints", &json!({ "do": "echo" })).await;
    let group = json!({ "logGroupName": "/aws/lambda/prints" });
    let events = served
        .get("logs", "Logs_20140328.FilterLogEvents", &group)
        .await;
    let events = events["events"].as_array().unwrap();
    let position = |start: &str| {
        let found = events
            .iter()
            .position(|one| one["message"].as_str().unwrap().starts_with(start));
        found.unwrap_or_else(|| panic!("no {start} in {events:?}"))
    };
    let order = ["START ", "said before", "END ", "REPORT "].map(position);
    assert!(order.is_sorted(), "{order:?}");
}

#[tokio::test]
async fn errors_crashes_and_time_outs_are_told_apart() {
    let served = Served::start().await;
    create(&served, "fails", |input| input["Timeout"] = json!(2)).await;
    let error = invoke(&served, "fails", &json!({ "do": "fail" })).await;
    assert_eq!(error.header("x-amz-function-error"), Some("Unhandled"));
    assert_eq!(error.json()["errorType"], "Unreadable");
    let crash = invoke(&served, "fails", &json!({ "do": "exit" })).await;
    assert_eq!(crash.status, 200);
    assert_eq!(crash.json()["errorType"], "Runtime.ExitError");
    assert!(
        crash.json()["errorMessage"]
            .as_str()
            .unwrap()
            .ends_with("exit status 3"),
        "{crash:?}"
    );
    let slow = invoke(&served, "fails", &json!({ "do": "hang" })).await;
    assert_eq!(slow.json()["errorType"], "Sandbox.Timedout");
    let message = slow.json()["errorMessage"].as_str().unwrap().to_owned();
    assert!(
        message.ends_with("Error: Task timed out after 2.00 seconds"),
        "{message}"
    );
    // And it serves on, in a new process.
    let fine = invoke(&served, "fails", &json!({ "do": "echo" })).await;
    assert_eq!(fine.json()["served"], 1);
}

#[tokio::test]
async fn a_zip_without_a_bootstrap_that_runs_fails_when_it_is_invoked() {
    let served = Served::start().await;
    create(&served, "none", |input| {
        input["Code"] = json!({ "ZipFile": zip("#!/no/such/interpreter\n") });
    })
    .await;
    let answer = invoke(&served, "none", &json!({})).await;
    assert_eq!(answer.json()["errorType"], "Runtime.InvalidEntrypoint");
    create(&served, "exits", |input| {
        input["Code"] = json!({ "ZipFile": zip("#!/bin/sh\necho no way; exit 7\n") });
    })
    .await;
    let answer = invoke(&served, "exits", &json!({})).await;
    assert_eq!(answer.json()["errorType"], "Runtime.ExitError");
    assert!(
        answer.json()["errorMessage"]
            .as_str()
            .unwrap()
            .ends_with("exit status 7")
    );
}

#[tokio::test]
async fn payloads_concurrency_and_names_have_their_limits() {
    let served = Served::start().await;
    create(&served, "limited", |_| {}).await;
    let path = "/2015-03-31/functions/limited/invocations";
    let large = served
        .lambda("POST", path, &[], &vec![b' '; 6 * 1024 * 1024 + 1])
        .await;
    assert_eq!(
        (large.status, large.header("x-amzn-errortype")),
        (413, Some("RequestTooLargeException"))
    );
    let text = served.lambda("POST", path, &[], b"no json").await;
    assert_eq!(
        text.header("x-amzn-errortype"),
        Some("InvalidRequestContentException")
    );
    let answer = invoke(&served, "limited", &json!({ "do": "large" })).await;
    assert_eq!(answer.json()["errorType"], "Function.ResponseSizeTooLarge");
    let reserve = "/2017-10-31/functions/limited/concurrency";
    served
        .lambda(
            "PUT",
            reserve,
            &[],
            b"{\"ReservedConcurrentExecutions\": 0}",
        )
        .await;
    let throttled = invoke(&served, "limited", &json!({})).await;
    assert_eq!(throttled.status, 429);
    assert_eq!(
        throttled.header("x-amzn-errortype"),
        Some("TooManyRequestsException")
    );
    let unknown = invoke(&served, "nobody", &json!({})).await;
    assert_eq!(
        (unknown.status, unknown.header("x-amzn-errortype")),
        (404, Some("ResourceNotFoundException"))
    );
    let dry = served
        .lambda("POST", path, &[("X-Amz-Invocation-Type", "DryRun")], b"{}")
        .await;
    assert_eq!(dry.status, 204);
}

#[tokio::test]
async fn a_function_is_described_changed_and_removed() {
    let served = Served::start().await;
    create(&served, "f", |input| {
        input["Tags"] = json!({ "team": "grid" });
    })
    .await;
    let path = "/2015-03-31/functions/f";
    let got = served.lambda("GET", path, &[], b"").await.json();
    assert_eq!(got["Configuration"]["Timeout"], 60);
    assert_eq!(got["Tags"]["team"], "grid");
    let changed = served
        .lambda(
            "PUT",
            &format!("{path}/configuration"),
            &[],
            b"{\"Timeout\": 5}",
        )
        .await;
    assert_eq!(changed.json()["Timeout"], 5);
    let before = invoke(&served, "f", &json!({ "do": "echo" })).await.json();
    let code = json!({ "ZipFile": zip(&format!("{BOOTSTRAP}\n# another one\n")) }).to_string();
    let updated = served
        .lambda("PUT", &format!("{path}/code"), &[], code.as_bytes())
        .await
        .json();
    assert_ne!(updated["CodeSha256"], got["Configuration"]["CodeSha256"]);
    let after = invoke(&served, "f", &json!({ "do": "echo" })).await.json();
    assert_ne!(
        before["pid"], after["pid"],
        "instances of the earlier code serve no more"
    );
    let again = json!({
        "FunctionName": "f", "Role": "arn:aws:iam::000000000000:role/function", "Runtime": "python3.13",
        "Handler": "x", "Code": { "ZipFile": zip("x") },
    });
    let refused = served
        .lambda(
            "POST",
            "/2015-03-31/functions",
            &[],
            again.to_string().as_bytes(),
        )
        .await;
    assert_eq!(
        refused.header("x-amzn-errortype"),
        Some("InvalidParameterValueException")
    );
    let permission = json!({
        "StatementId": "s", "Action": "lambda:InvokeFunction", "Principal": "events.amazonaws.com",
        "SourceArn": "arn:aws:events:us-east-1:000000000000:rule/r",
    });
    let policy = format!("{path}/policy");
    let made = served
        .lambda("POST", &policy, &[], permission.to_string().as_bytes())
        .await;
    assert_eq!(made.status, 201, "{made:?}");
    let kept = served.lambda("GET", &policy, &[], b"").await.json();
    assert!(kept["Policy"].as_str().unwrap().contains("rule/r"));
    assert_eq!(served.lambda("DELETE", path, &[], b"").await.status, 204);
    assert_eq!(served.lambda("GET", path, &[], b"").await.status, 404);
}

#[tokio::test]
async fn an_invocation_for_later_is_done_though_the_region_stops_first() {
    let served = Served::start().await;
    served
        .s3()
        .create_bucket()
        .bucket("marks")
        .send()
        .await
        .unwrap();
    let out = served.folder.path().join("mark");
    create(&served, "later", |_| {}).await;
    let path = "/2015-03-31/functions/later/invocations";
    // It ends only when the mark's folder is there, which is after the restart.
    let payload = json!({ "do": "mark", "path": out.join("done") }).to_string();
    let event = [("X-Amz-Invocation-Type", "Event")];
    let accepted = served
        .lambda("POST", path, &event, payload.as_bytes())
        .await;
    assert_eq!(accepted.status, 202);
    let served = served.restart().await;
    std::fs::create_dir(&out).unwrap();
    until(async || out.join("done").exists().then_some(())).await;
    drop(served);
}

/// The function: not a test of its own. It ends when its Runtime API is gone.
#[test]
#[ignore = "is started as a function by the others"]
fn function_process() {
    let Ok(api) = std::env::var("AWS_LAMBDA_RUNTIME_API") else {
        return;
    };
    let mut served = 0;
    while let Some((id, event)) = next(&api) {
        served += 1;
        // The test runner's own words end without a line break.
        println!("\nsaid before the answer");
        match event["do"].as_str().unwrap_or("echo") {
            "exit" => std::process::exit(3),
            "hang" => loop {
                std::thread::park();
            },
            "fail" => {
                let error = json!({ "errorType": "Unreadable", "errorMessage": "it is" });
                post(
                    &api,
                    &format!("invocation/{id}/error"),
                    error.to_string().as_bytes(),
                );
            }
            "large" => {
                post(
                    &api,
                    &format!("invocation/{id}/response"),
                    &vec![b'1'; 7 * 1024 * 1024],
                );
            }
            "mark" => {
                let path = event["path"].as_str().unwrap();
                if std::fs::write(path, "x").is_ok() {
                    post(&api, &format!("invocation/{id}/response"), b"null");
                } else {
                    let error = json!({ "errorType": "NotYet", "errorMessage": "no folder" });
                    post(
                        &api,
                        &format!("invocation/{id}/error"),
                        error.to_string().as_bytes(),
                    );
                }
            }
            _ => {
                let mut answer =
                    json!({ "event": event, "served": served, "pid": std::process::id() });
                for name in [
                    "GREETING",
                    "HOME",
                    "AWS_REGION",
                    "AWS_ENDPOINT_URL",
                    "AWS_LAMBDA_FUNCTION_VERSION",
                    "AWS_ACCESS_KEY_ID",
                ] {
                    answer[name] = json!(std::env::var(name).ok());
                }
                post(
                    &api,
                    &format!("invocation/{id}/response"),
                    answer.to_string().as_bytes(),
                );
            }
        }
    }
}

fn next(api: &str) -> Option<(String, Value)> {
    let (head, body) = request(api, "GET", "invocation/next", b"")?;
    let id = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("lambda-runtime-aws-request-id")
            .then(|| value.trim().to_owned())
    })?;
    Some((id, serde_json::from_slice(&body).ok()?))
}

fn post(api: &str, path: &str, body: &[u8]) {
    let _ = request(api, "POST", path, body);
}

fn request(api: &str, method: &str, path: &str, body: &[u8]) -> Option<(String, Vec<u8>)> {
    let mut stream = TcpStream::connect(api).ok()?;
    let head = format!(
        "{method} /2018-06-01/runtime/{path} HTTP/1.1\r\nHost: {api}\r\nConnection: close\r\n\
         Content-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).ok()?;
    // An answer that is too large is refused before all of it is sent.
    let _ = stream.write_all(body);
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head).ok()? == 0 {
            return None;
        }
    }
    let mut body = Vec::new();
    reader.read_to_end(&mut body).ok()?;
    Some((head, body))
}
