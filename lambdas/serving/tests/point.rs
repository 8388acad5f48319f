//! What an endpoint is told, step by step, by what SageMaker says of it.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::sync::{Arc, Mutex};

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use contracts::serving::Variant;
use serde_json::{Value, json};
use serving::{Blueprint, Deletion, Endpoints, Removal, ServingError, Standing};
use tokio::net::TcpListener;

const ENDPOINT: &str = "pipes";
const WANTED: &str = "pipes-1";

/// What SageMaker answers to its calls, and which it got.
struct Told {
    describes: Result<Value, &'static str>,
    changes: Result<(), &'static str>,
    calls: Mutex<Vec<String>>,
}

impl Told {
    fn calls(&self) -> Vec<String> {
        self.calls.lock().unwrap().clone()
    }
}

fn refusal(message: &str) -> Response {
    let body = json!({ "message": message }).to_string();
    let code = [("x-amzn-errortype", "ValidationException")];
    (StatusCode::BAD_REQUEST, code, body).into_response()
}

/// The endpoints of a SageMaker that answers so, and the calls that it gets.
async fn endpoints(
    describes: Result<Value, &'static str>,
    changes: Result<(), &'static str>,
) -> (Endpoints, Arc<Told>) {
    let sagemaker = Arc::new(Told {
        describes,
        changes,
        calls: Mutex::new(Vec::new()),
    });
    let answering = Arc::clone(&sagemaker);
    let answer = move |headers: HeaderMap| {
        let sagemaker = Arc::clone(&answering);
        async move {
            let target = headers["x-amz-target"].to_str().unwrap();
            let call = target.strip_prefix("SageMaker.").unwrap().to_owned();
            let answer = match call.as_str() {
                "DescribeEndpoint" => sagemaker.describes.clone(),
                _ => sagemaker.changes.map(|()| json!({})),
            };
            sagemaker.calls.lock().unwrap().push(call);
            match answer {
                Ok(answer) => axum::Json(answer).into_response(),
                Err(message) => refusal(message),
            }
        }
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let routes = Router::new().route("/", post(answer));
    tokio::spawn(async move { axum::serve(listener, routes).await });
    let credentials = Credentials::new("key", "secret", None, None, "test");
    let aws = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("eu-west-1"))
        .endpoint_url(endpoint)
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .build();
    (Endpoints::new(&aws).unwrap(), sagemaker)
}

/// How the endpoint stands after one step, and the calls that this took.
async fn step(
    describes: Result<Value, &'static str>,
    changes: Result<(), &'static str>,
    told: Option<&str>,
) -> (Result<Standing, ServingError>, Vec<String>) {
    let (endpoints, sagemaker) = endpoints(describes, changes).await;
    let variant = Variant::Serverless {
        memory_mb: 1024,
        max_concurrency: 2,
    };
    let blueprint = Blueprint {
        role_arn: "role",
        variant: &variant,
        image: None,
        lake: "lake",
    };
    let standing = endpoints.point(&blueprint, ENDPOINT, WANTED, told).await;
    (standing, sagemaker.calls())
}

/// What becomes of the wish that the endpoint goes with all it has, and the calls that this took.
async fn remove(
    describes: Result<Value, &'static str>,
    changes: Result<(), &'static str>,
) -> (Result<Removal, ServingError>, Vec<String>) {
    let (endpoints, sagemaker) = endpoints(describes, changes).await;
    let removal = endpoints.remove(ENDPOINT).await;
    (removal, sagemaker.calls())
}

fn found(status: &str, configuration: &str) -> Result<Value, &'static str> {
    Ok(json!({
        "EndpointName": ENDPOINT, "EndpointStatus": status, "EndpointConfigName": configuration,
        "ProductionVariants": [{
            "VariantName": "all",
            "CurrentServerlessConfig": { "MemorySizeInMB": 2048, "MaxConcurrency": 1 },
        }],
    }))
}

const MISSING: Result<Value, &str> = Err("Could not find endpoint \"pipes\".");
const BUSY: Result<(), &str> = Err("Cannot update in-progress endpoint \"arn\".");

fn underway(told: Option<&str>, status: Option<&str>) -> Standing {
    Standing::Underway {
        told: told.map(str::to_owned),
        status: status.map(str::to_owned),
    }
}

#[tokio::test]
async fn an_endpoint_is_made_told_and_waited_for() {
    let told = Some(WANTED);
    for (describes, before, standing, change) in [
        (MISSING, None, underway(told, None), Some("CreateEndpoint")),
        (MISSING, told, underway(told, None), None),
        (
            found("Creating", WANTED),
            told,
            underway(told, Some("Creating")),
            None,
        ),
        (found("InService", WANTED), None, Standing::Answers, None),
        (
            found("InService", "pipes-0"),
            None,
            underway(told, Some("InService")),
            Some("UpdateEndpoint"),
        ),
        // What it was told before was something else.
        (
            found("InService", "pipes-0"),
            Some("pipes-0"),
            underway(told, Some("InService")),
            Some("UpdateEndpoint"),
        ),
        // Somebody else is at it: it is told when they are done.
        (
            found("Updating", "pipes-0"),
            None,
            underway(None, Some("Updating")),
            None,
        ),
        // With a failed endpoint SageMaker does nothing but delete it.
        (
            found("Failed", "pipes-0"),
            None,
            underway(None, Some("Deleting")),
            Some("DeleteEndpoint"),
        ),
    ] {
        let (found, calls) = step(describes.clone(), Ok(()), before).await;
        assert_eq!(found.unwrap(), standing, "{describes:?}");
        let wanted: Vec<&str> = ["DescribeEndpoint"].into_iter().chain(change).collect();
        assert_eq!(calls, wanted, "{describes:?}");
    }
}

#[tokio::test]
async fn whoever_comes_second_waits() {
    let exists = Err("Cannot create already existing endpoint \"arn\".");
    let (standing, _) = step(MISSING, exists, None).await;
    assert_eq!(standing.unwrap(), underway(None, None));
    let (standing, _) = step(found("InService", "pipes-0"), BUSY, None).await;
    assert_eq!(standing.unwrap(), underway(None, Some("InService")));
    let (standing, _) = step(found("Failed", "pipes-0"), BUSY, None).await;
    assert_eq!(standing.unwrap(), underway(None, Some("Failed")));
}

/// SageMaker deletes nothing that it is at.
#[tokio::test]
async fn what_is_being_made_is_deleted_once_it_is_made() {
    let (removal, calls) = remove(found("Creating", WANTED), BUSY).await;
    let status = "Creating".to_owned();
    assert_eq!(removal.unwrap(), Removal::Refused { status });
    assert_eq!(calls, ["DescribeEndpoint", "DeleteEndpoint"]);
    let all = [
        "DescribeEndpoint",
        "DeleteEndpoint",
        "DeleteEndpointConfig",
        "DeleteModel",
    ];
    let (removal, calls) = remove(found("InService", WANTED), Ok(())).await;
    assert_eq!(removal.unwrap(), Removal::Removed);
    assert_eq!(calls, all);
    // It goes already; what it answered with is left.
    let (removal, calls) = remove(found("Deleting", WANTED), Ok(())).await;
    assert_eq!(removal.unwrap(), Removal::Removed);
    assert_eq!(calls, [all[0], all[2], all[3]]);
    let (removal, calls) = remove(MISSING, Ok(())).await;
    assert_eq!(removal.unwrap(), Removal::Missing);
    assert_eq!(calls, ["DescribeEndpoint"]);

    for (answer, expected) in [
        (BUSY, Deletion::Refused),
        (Ok(()), Deletion::Begun),
        (Err("Could not find endpoint \"pipes\"."), Deletion::Begun),
    ] {
        let (endpoints, _) = endpoints(MISSING, answer).await;
        assert_eq!(endpoints.delete(ENDPOINT).await.unwrap(), expected);
    }
    let (endpoints, _) = endpoints(MISSING, Err("not allowed")).await;
    assert!(endpoints.delete(ENDPOINT).await.is_err());
}

#[tokio::test]
async fn what_was_told_in_vain_is_not_told_for_ever() {
    let told = Some(WANTED);
    let (standing, calls) = step(found("InService", "pipes-0"), Ok(()), told).await;
    assert!(matches!(standing, Err(ServingError::TakenBack { .. })));
    assert_eq!(calls, ["DescribeEndpoint"]);
    let (standing, _) = step(found("Failed", WANTED), Ok(()), told).await;
    let error = standing.unwrap_err().to_string();
    assert_eq!(error, "the endpoint pipes is Failed");
    let (standing, _) = step(found("InService", "pipes-0"), Err("no quota"), None).await;
    let error = standing.unwrap_err().to_string();
    assert!(error.contains("AWS did not update the endpoint"), "{error}");
}

/// SageMaker updates an endpoint to its own kind alone; what is wanted is a serverless one.
#[tokio::test]
async fn an_endpoint_of_another_kind_is_made_anew() {
    let instances = json!([{ "VariantName": "all", "CurrentInstanceCount": 1 }]);
    let place = json!({ "OutputConfig": { "S3OutputPath": "s3://lake/inferences" } });
    for further in [
        json!({ "ProductionVariants": instances }),
        json!({ "ProductionVariants": instances, "AsyncInferenceConfig": place }),
    ] {
        let mut describes = found("InService", "pipes-0").unwrap();
        for (member, value) in further.as_object().unwrap() {
            describes[member] = value.clone();
        }
        let (standing, calls) = step(Ok(describes), Ok(()), None).await;
        assert_eq!(
            standing.unwrap(),
            underway(Some("pipes-0"), Some("Deleting"))
        );
        assert_eq!(calls, ["DescribeEndpoint", "DeleteEndpoint"]);
        // Once it is gone it is made.
        let (standing, calls) = step(MISSING, Ok(()), Some("pipes-0")).await;
        assert_eq!(standing.unwrap(), underway(Some(WANTED), None));
        assert_eq!(calls, ["DescribeEndpoint", "CreateEndpoint"]);
    }
}
