//! The region's wire protocols as plain HTTP, so that a test which asks links no SDK.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::io::{Read, Write};
use std::net::TcpStream;

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::Served;

const DATE: &str = "20260101";
const REGION: &str = "us-east-1";

/// An answer.
#[derive(Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
}

/// Asks a service that speaks JSON: `("athena", "AmazonAthena.StartQueryExecution")`.
///
/// # Panics
/// When it refuses.
pub fn call(served: &Served, (service, target): (&str, &str), input: &Value) -> Value {
    let headers = format!(
        "content-type: application/x-amz-json-1.1\r\nx-amz-target: {target}\r\nauthorization: \
         AWS4-HMAC-SHA256 Credential=local/{DATE}/{REGION}/{service}/aws4_request, \
         SignedHeaders=host, Signature=0\r\n"
    );
    let answer = send(served, "POST", "/", &headers, input.to_string().as_bytes());
    let text = String::from_utf8_lossy(&answer.body);
    assert_eq!(answer.status, 200, "{target}: {text}");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{target}: {error}: {text}"))
}

/// The rows of a statement, cell by cell; an empty text where there is none.
///
/// # Panics
/// When it fails.
pub fn rows(served: &Served, sql: &str) -> Vec<Vec<String>> {
    let asked = serde_json::json!({
        "QueryString": sql,
        "WorkGroup": "sightline-local",
        "QueryExecutionContext": { "Database": "sightline_local" },
    });
    let athena = |operation: &str, input: &Value| {
        call(
            served,
            ("athena", &format!("AmazonAthena.{operation}")),
            input,
        )
    };
    let id = athena("StartQueryExecution", &asked)["QueryExecutionId"].clone();
    let id = serde_json::json!({ "QueryExecutionId": id });
    crate::until("the query is answered", || {
        let execution = athena("GetQueryExecution", &id);
        let status = &execution["QueryExecution"]["Status"];
        assert_ne!(status["State"], "FAILED", "{execution:#}");
        (status["State"] == "SUCCEEDED").then_some(())
    });
    let results = athena("GetQueryResults", &id);
    let rows = results["ResultSet"]["Rows"].as_array().unwrap();
    let cells = |row: &Value| {
        let cells = row["Data"].as_array().into_iter().flatten();
        cells
            .map(|cell| cell["VarCharValue"].as_str().unwrap_or_default().to_owned())
            .collect()
    };
    // The first row has the names of the columns.
    rows.iter().skip(1).map(cells).collect()
}

/// Writes an object.
///
/// # Panics
/// When it is refused.
pub fn put_object(served: &Served, bucket: &str, key: &str, body: &[u8]) {
    let answer = s3(served, "PUT", &format!("/{bucket}/{key}"), body);
    assert_eq!(answer.status, 200, "{key}: {answer:?}");
}

/// Reads an object; `None` when there is none.
///
/// # Panics
/// When it is refused otherwise.
pub fn object(served: &Served, bucket: &str, key: &str) -> Option<Vec<u8>> {
    let answer = s3(served, "GET", &format!("/{bucket}/{key}"), b"");
    match answer.status {
        200 => Some(answer.body),
        404 => None,
        _ => panic!("{key}: {answer:?}"),
    }
}

/// A request of S3, which checks signatures.
fn s3(served: &Served, method: &str, path: &str, body: &[u8]) -> Answer {
    let host = host(served);
    let now = jiff::Timestamp::now()
        .strftime("%Y%m%dT%H%M%SZ")
        .to_string();
    let date = now.split('T').next().unwrap();
    let canonical = format!(
        "{method}\n{path}\n\nhost:{host}\nx-amz-content-sha256:UNSIGNED-PAYLOAD\nx-amz-date:{now}\n\n\
         host;x-amz-content-sha256;x-amz-date\nUNSIGNED-PAYLOAD"
    );
    let scope = format!("{date}/{REGION}/s3/aws4_request");
    let to_sign = format!(
        "AWS4-HMAC-SHA256\n{now}\n{scope}\n{:x}",
        Sha256::digest(canonical)
    );
    let key = [date, REGION, "s3", "aws4_request"]
        .iter()
        .fold(b"AWS4local".to_vec(), |key, part| {
            hmac(&key, part.as_bytes())
        });
    let signature: String = hmac(&key, to_sign.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let headers = format!(
        "x-amz-content-sha256: UNSIGNED-PAYLOAD\r\nx-amz-date: {now}\r\nauthorization: \
         AWS4-HMAC-SHA256 Credential=local/{scope}, \
         SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature={signature}\r\n"
    );
    send(served, method, path, &headers, body)
}

/// HMAC with SHA-256, RFC 2104.
fn hmac(key: &[u8], text: &[u8]) -> Vec<u8> {
    let mut block = [0_u8; 64];
    block[..key.len()].copy_from_slice(key);
    let padded = |pad: u8| block.map(|byte| byte ^ pad);
    let inner = Sha256::new().chain_update(padded(0x36)).chain_update(text);
    let outer = Sha256::new()
        .chain_update(padded(0x5c))
        .chain_update(inner.finalize());
    outer.finalize().to_vec()
}

fn host(served: &Served) -> &str {
    served.endpoint.strip_prefix("http://").unwrap()
}

fn send(served: &Served, method: &str, path: &str, headers: &str, body: &[u8]) -> Answer {
    let host = host(served);
    let mut stream = TcpStream::connect(host).unwrap();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: {host}\r\n{headers}content-length: {}\r\n\
         connection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(body).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let end = answer
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .unwrap();
    let status = String::from_utf8_lossy(&answer[9..12]).parse().unwrap();
    let is_chunked = String::from_utf8_lossy(&answer[..end])
        .to_lowercase()
        .contains("transfer-encoding: chunked");
    let body = answer.split_off(end + 4);
    Answer {
        status,
        body: if is_chunked { unchunked(&body) } else { body },
    }
}

/// A body that was sent in pieces, each behind its length.
fn unchunked(mut body: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    loop {
        let end = body.windows(2).position(|two| two == b"\r\n").unwrap();
        let length = String::from_utf8_lossy(&body[..end]);
        let length = usize::from_str_radix(&length, 16).unwrap();
        if length == 0 {
            return out;
        }
        let piece = &body[end + 2..];
        out.extend_from_slice(&piece[..length]);
        body = &piece[length + 2..];
    }
}
