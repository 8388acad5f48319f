//! What S3 answers to a conditional write, and what becomes of it: written, not written, or tried again.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_config::retry::RetryConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use contracts::ServiceError;
use runtime::storage::{Condition, S3Bucket, Storage, Upload, Written};
use tokio::net::TcpListener;

/// A bucket whose service gives these answers, a status and a code each, and how many it has given. The last
/// answer is repeated.
async fn bucket(answers: Vec<(u16, &'static str)>) -> (S3Bucket, Arc<Mutex<usize>>) {
    let calls = Arc::new(Mutex::new(0));
    let counted = Arc::clone(&calls);
    let answer = move || {
        let mut calls = counted.lock().unwrap();
        let (status, code) = answers[(*calls).min(answers.len() - 1)];
        *calls += 1;
        std::future::ready(response(status, code))
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let routes = Router::new().fallback(answer);
    tokio::spawn(async move { axum::serve(listener, routes).await });
    let credentials = Credentials::new("key", "secret", None, None, "test");
    let retries = RetryConfig::standard().with_initial_backoff(Duration::from_millis(1));
    let aws = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("eu-west-1"))
        .endpoint_url(endpoint)
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .retry_config(retries)
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .build();
    (S3Bucket::new(&aws, "lake"), calls)
}

fn response(status: u16, code: &str) -> Response {
    let status = StatusCode::from_u16(status).unwrap();
    if status.is_success() {
        return status.into_response();
    }
    let body = format!("<Error><Code>{code}</Code><Message>told to</Message></Error>");
    (status, body).into_response()
}

const CONFLICT: (u16, &str) = (409, "ConditionalRequestConflict");
const REFUSED: (u16, &str) = (412, "PreconditionFailed");
const GONE: (u16, &str) = (404, "NoSuchKey");

fn upload(condition: Condition) -> Upload {
    Upload {
        condition,
        ..Upload::new("text/plain", "one")
    }
}

/// Another write was in the way: whether the condition holds was not looked at, and is asked again.
#[tokio::test(flavor = "current_thread")]
async fn a_conflict_says_nothing_of_the_condition_and_is_tried_again() {
    for (then, expected) in [
        ((200, ""), Written::Yes),
        (REFUSED, Written::No),
        (GONE, Written::No),
    ] {
        for condition in [Condition::IfAbsent, Condition::IfMatch("\"1\"".to_owned())] {
            let (bucket, calls) = bucket(vec![CONFLICT, then]).await;
            let written = bucket
                .put("models/meter/live.json", upload(condition))
                .await;
            assert_eq!(written.unwrap(), expected, "{then:?}");
            assert_eq!(*calls.lock().unwrap(), 2);
        }
        let (bucket, calls) = bucket(vec![CONFLICT, then]).await;
        let deleted = bucket.delete_if("models/meter/live.json", "\"1\"").await;
        assert_eq!(deleted.unwrap(), expected == Written::Yes, "{then:?}");
        assert_eq!(*calls.lock().unwrap(), 2);
    }
}

/// As often as anything is; then the workflow tries.
#[tokio::test(flavor = "current_thread")]
async fn a_conflict_that_stays_is_a_service_that_is_unavailable() {
    let (bucket, calls) = bucket(vec![CONFLICT]).await;
    let failed = bucket.put("a", upload(Condition::IfAbsent)).await;
    assert_eq!(failed.unwrap_err().kind(), ServiceError::ServiceUnavailable);
    let failed = bucket.delete_if("a", "\"1\"").await;
    assert_eq!(failed.unwrap_err().kind(), ServiceError::ServiceUnavailable);
    assert_eq!(*calls.lock().unwrap(), 6);
}
