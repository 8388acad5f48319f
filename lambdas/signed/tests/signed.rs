//! Calls as a service sees them, and refusals as callers do.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use serde_json::{Value, json};
use signed::{Ask, SignedClient};
use tokio::net::TcpListener;

async fn client(routes: Router) -> SignedClient {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, routes).await });
    let credentials = Credentials::new("key", "secret", Some("token".to_owned()), None, "test");
    let config = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("eu-west-1"))
        .endpoint_url(endpoint)
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .build();
    SignedClient::new(&config, "sagemaker", "api.sagemaker").unwrap()
}

#[tokio::test]
async fn a_call_is_signed_for_its_region_and_service() {
    let echo = |headers: HeaderMap, body: Bytes| async move {
        let header = |name: &str| headers[name].to_str().unwrap().to_owned();
        let sent: Value = serde_json::from_slice(&body).unwrap();
        axum::Json(json!({
            "authorization": header("authorization"),
            "target": header("x-amz-target"),
            "token": header("x-amz-security-token"),
            "sent": sent,
        }))
    };
    let client = client(Router::new().route("/", post(echo))).await;
    let told = client
        .json("SageMaker.CreateModel", &json!({"A": 1}))
        .await
        .unwrap();
    assert_eq!(told["target"], "SageMaker.CreateModel");
    assert_eq!(told["token"], "token");
    assert_eq!(told["sent"], json!({"A": 1}));
    let authorization = told["authorization"].as_str().unwrap();
    assert!(authorization.starts_with("AWS4-HMAC-SHA256 Credential=key/"));
    assert!(authorization.contains("/eu-west-1/sagemaker/aws4_request"));
    for name in ["content-type", "host", "x-amz-date", "x-amz-target"] {
        assert!(
            authorization.contains(name),
            "{name} is not signed: {authorization}"
        );
    }
}

#[tokio::test]
async fn what_a_service_refuses_is_told_by_its_name_and_a_fault_is_tried_again() {
    let asked = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&asked);
    let answer = move || {
        let asked = count.fetch_add(1, Ordering::SeqCst);
        async move {
            match asked {
                0 => (StatusCode::SERVICE_UNAVAILABLE, "{}".to_owned()),
                _ => (
                    StatusCode::BAD_REQUEST,
                    r#"{"__type":"com.amazonaws#ValidationException","message":"no such thing"}"#
                        .to_owned(),
                ),
            }
        }
    };
    let client = client(Router::new().route("/x", post(answer))).await;
    let ask = Ask {
        method: "POST",
        path: "/x",
        headers: &[],
        body: Bytes::new(),
    };
    let error = client.ask(&ask).await.unwrap_err();
    assert_eq!(error.code(), Some("ValidationException"));
    assert_eq!(error.to_string(), "ValidationException: no such thing");
    assert_eq!(asked.load(Ordering::SeqCst), 2);
}
