//! Close looks by services, each over a server that answers as the service does.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use aws_config::retry::RetryConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use contracts::examination::{CloseLookInput, Verdict};
use contracts::model::{AskedModel, LiveModel};
use contracts::picture::{PictureFormat, PreparedPicture};
use contracts::tasks::{CloseLook, CloseLookError};
use contracts::{BatchName, Day, DeviceClass, DeviceId, PictureId, layout};
use detectors::{
    AsynchronousEndpointCloseLook, CloseLookDetector, CloseLooked, CloseLooking, EndpointCloseLook,
    LookoutCloseLook, Patience,
};
use runtime::storage::memory::MemoryBucket;
use runtime::{Failure, Handler};
use serde_json::{Value, json};
use tokio::net::TcpListener;

const KEY: &str = "prepared/meter/2026-11-22/1.jpg";

async fn serve(routes: Router) -> SdkConfig {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, routes).await });
    let credentials = Credentials::new("key", "secret", None, None, "test");
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("eu-west-1"))
        .endpoint_url(endpoint)
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .retry_config(RetryConfig::disabled())
        .build()
}

fn picture() -> PreparedPicture {
    PreparedPicture {
        id: PictureId::parse("0".repeat(32)).unwrap(),
        source: "incoming/b/meter/d-1/1.jpg".to_owned(),
        key: KEY.to_owned(),
        device_class: DeviceClass::parse("meter").unwrap(),
        device_id: DeviceId::parse("d-1").unwrap(),
        day: Day::parse("2026-11-22").unwrap(),
        format: PictureFormat::Jpeg,
        width: 100,
        height: 100,
        bytes: 1_000,
        uploaded_at: "2026-11-22T12:00:00Z".to_owned(),
        captured_at: None,
        latitude: None,
        longitude: None,
        duplicate_of: None,
    }
}

fn live(asked: Option<AskedModel>) -> LiveModel {
    LiveModel {
        close_look: "models/meter/v1.model".to_owned(),
        version: "v1".to_owned(),
        sha256: String::new(),
        first_look: None,
        fitted_from: String::new(),
        asked,
    }
}

fn endpoint() -> LiveModel {
    live(Some(AskedModel::SagemakerEndpoint {
        endpoint: "meters".to_owned(),
        model_package: None,
    }))
}

fn pictures() -> Arc<MemoryBucket> {
    let bucket = MemoryBucket::new("pictures");
    bucket.insert(KEY, vec![7; 100]);
    Arc::new(bucket)
}

/// How a look ended, in a word.
fn told(looked: Result<CloseLooked, Failure<CloseLookError>>) -> String {
    match looked {
        Ok(CloseLooked::Examined(found)) => {
            format!("{} {:.2}", found.verdict.as_str(), found.score)
        }
        Ok(CloseLooked::Refused(why)) => format!("refused: {why}"),
        Err(failure) => failure.name().to_owned(),
    }
}

fn error(status: u16, code: &str, body: &Value) -> Response {
    let status = StatusCode::from_u16(status).unwrap();
    (
        status,
        [("x-amzn-errortype", code.to_owned())],
        body.to_string(),
    )
        .into_response()
}

#[tokio::test]
async fn an_endpoint_is_asked_for_all_that_it_knows() {
    let answer = json!({
        "Source": { "Type": "direct" }, "IsAnomalous": true, "Confidence": 0.9,
        "AnomalyScore": 0.9, "Model": "padim",
        "Regions": [{ "Left": 0.1, "Top": 0.2, "Width": 0.3, "Height": 0.4, "Score": 0.9 }],
    });
    let ask = move |headers: axum::http::HeaderMap, body: axum::body::Bytes| async move {
        assert_eq!(headers["content-type"], "image/jpeg");
        assert_eq!(headers["accept"], "application/json");
        assert_eq!(body.len(), 100);
        answer.to_string()
    };
    let aws = serve(Router::new().route("/endpoints/meters/invocations", post(ask))).await;
    let detector = EndpointCloseLook::new(&aws, pictures(), 1_000);
    let looked = detector.look(&picture(), &endpoint()).await.unwrap();
    let CloseLooked::Examined(found) = looked else {
        panic!("{looked:?}");
    };
    assert_eq!((found.verdict, found.score), (Verdict::Anomalous, 0.9));
    assert_eq!((found.boxes.len(), found.boxes[0].width), (1, 0.3));
    assert_eq!((found.heat_map, found.model.as_str()), (None, "v1"));

    // What the endpoint would not take is not sent; what another service serves is not asked here.
    let small = EndpointCloseLook::new(&aws, pictures(), 99);
    let refused = told(small.look(&picture(), &endpoint()).await);
    assert!(
        refused.starts_with("refused: ") && refused.contains("100 bytes"),
        "{refused}"
    );
    assert_eq!(
        told(detector.look(&picture(), &live(None)).await),
        "ModelElsewhere"
    );
}

#[tokio::test]
async fn a_row_has_the_version_that_the_answer_is_of() {
    let ask = || async {
        let answer = json!({
            "Source": { "Type": "direct" }, "IsAnomalous": true, "Confidence": 0.9,
            "AnomalyScore": 0.9, "Model": "padim", "Version": "v0", "Regions": [],
        });
        answer.to_string()
    };
    let aws = serve(Router::new().route("/endpoints/meters/invocations", post(ask))).await;
    let detector = EndpointCloseLook::new(&aws, pictures(), 1_000);
    let package = Some("arn:package".to_owned());
    for (model_package, expected) in [(None, "v0"), (package, "v1")] {
        let model = live(Some(AskedModel::SagemakerEndpoint {
            endpoint: "meters".to_owned(),
            model_package,
        }));
        let looked = detector.look(&picture(), &model).await.unwrap();
        let CloseLooked::Examined(found) = looked else {
            panic!("{looked:?}");
        };
        assert_eq!(found.model, expected);
    }
}

/// What a container answered, as SageMaker hands it on.
fn model_error(status: u16, message: &str) -> Response {
    let said = json!({ "Error": { "Code": "X", "Message": message } }).to_string();
    let body = json!({
        "Message": "Received error from primary",
        "OriginalStatusCode": status,
        "OriginalMessage": said,
    });
    error(424, "ModelError", &body)
}

#[tokio::test]
async fn what_an_endpoint_refuses_is_told_apart() {
    let message = |text: &str| json!({ "Message": text });
    type Case<'a> = (Box<dyn Fn() -> Response + Send + Sync>, &'a str);
    let cases: [Case<'_>; 7] = [
        (
            Box::new(move || model_error(400, "it is damaged")),
            "refused: it is damaged",
        ),
        (Box::new(move || model_error(503, "busy")), "Throttled"),
        (
            Box::new(move || model_error(500, "it failed")),
            "refused: the endpoint failed on it twice: status 500: it failed",
        ),
        (
            Box::new(move || error(429, "ThrottlingException", &message("slow"))),
            "Throttled",
        ),
        (
            Box::new(move || {
                let text = "Endpoint meters of account 1 not found.";
                error(400, "ValidationError", &message(text))
            }),
            "ModelNotReady",
        ),
        (
            Box::new(move || error(403, "AccessDeniedException", &message("no"))),
            "AccessDenied",
        ),
        (
            Box::new(|| r#"{"predictions":[1]}"#.into_response()),
            "refused: the endpoint failed on it twice: it does not answer as a defect detection does: \
             missing field `IsAnomalous` at line 1 column 19",
        ),
    ];
    for (answer, expected) in cases {
        let answer = Arc::new(answer);
        let ask = move || {
            let answer = Arc::clone(&answer);
            async move { answer() }
        };
        let aws = serve(Router::new().route("/endpoints/meters/invocations", post(ask))).await;
        let detector = EndpointCloseLook::new(&aws, pictures(), 1_000);
        assert_eq!(told(detector.look(&picture(), &endpoint()).await), expected);
    }
}

/// A container that breaks on one picture, and at times for no reason: the others are looked at.
#[tokio::test]
async fn a_picture_that_a_container_fails_on_is_refused_alone() {
    const SOUND: &str = r#"{"Source":{"Type":"direct"},"IsAnomalous":false,"Confidence":0.8}"#;
    let asked: Arc<[AtomicU32; 4]> = Arc::default();
    let count = Arc::clone(&asked);
    let ask = move |body: axum::body::Bytes| {
        let number = body.len();
        let before = count[number].fetch_add(1, Ordering::SeqCst);
        async move {
            match (number, before) {
                (2, _) => model_error(502, "out of memory"),
                (3, 0) => error(424, "ModelError", &json!({ "Message": "broken off" })),
                _ => SOUND.into_response(),
            }
        }
    };
    let aws = serve(Router::new().route("/endpoints/meters/invocations", post(ask))).await;
    let bucket = MemoryBucket::new("pictures");
    let mut chunk = Vec::new();
    for number in 1..4_usize {
        let picture = PreparedPicture {
            id: PictureId::parse(format!("{number:032x}")).unwrap(),
            key: format!("prepared/meter/2026-11-22/{number}.jpg"),
            ..picture()
        };
        bucket.insert(&picture.key, vec![7; number]);
        chunk.push(picture);
    }
    let lake = MemoryBucket::new("lake");
    let key = layout::live_model_key(&chunk[0].device_class);
    lake.insert(&key, serde_json::to_vec(&endpoint()).unwrap());
    let detector = EndpointCloseLook::new(&aws, Arc::new(bucket), 1_000);
    let handler = CloseLooking::new(Arc::new(detector), Arc::new(lake), 2);
    let input = CloseLookInput {
        batch: BatchName::parse("b").unwrap(),
        pictures: chunk.clone(),
    };
    let output = Handler::<CloseLook>::handle(&handler, input).await.unwrap();
    assert_eq!(output.examinations.len(), 2);
    assert_eq!(output.refused.len(), 1);
    assert_eq!(output.refused[0].picture, chunk[1]);
    assert_eq!(
        output.refused[0].detail,
        "the endpoint failed on it twice: status 502: out of memory"
    );
    let asked: Vec<u32> = asked.iter().map(|one| one.load(Ordering::SeqCst)).collect();
    assert_eq!(asked, [0, 1, 2, 2]);
}

/// An endpoint without room for one picture at first: that one is asked about again, and no other.
#[tokio::test]
async fn a_throttled_picture_does_not_take_its_chunk_along() {
    let asked = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&asked);
    let ask = move || {
        let before = count.fetch_add(1, Ordering::SeqCst);
        async move {
            match before {
                0 | 1 => model_error(503, "busy"),
                _ => r#"{"IsAnomalous":false,"Confidence":0.8}"#.into_response(),
            }
        }
    };
    let aws = serve(Router::new().route("/endpoints/meters/invocations", post(ask))).await;
    let lake = MemoryBucket::new("lake");
    let key = layout::live_model_key(&picture().device_class);
    lake.insert(&key, serde_json::to_vec(&endpoint()).unwrap());
    let lake = Arc::new(lake);
    let look = |times| {
        let detector = EndpointCloseLook::new(&aws, pictures(), 1_000);
        let handler =
            CloseLooking::new(Arc::new(detector), lake.clone(), 1).with_patience(Patience {
                times,
                first_pause: Duration::ZERO,
                ..Patience::default()
            });
        let input = CloseLookInput {
            batch: BatchName::parse("b").unwrap(),
            pictures: vec![picture(), picture()],
        };
        async move { Handler::<CloseLook>::handle(&handler, input).await }
    };
    // One turn is not enough, and ends with the service's own error.
    let failure = look(0).await.unwrap_err();
    assert_eq!(failure.name(), CloseLookError::THROTTLED.as_str());
    assert_eq!(look(1).await.unwrap().examinations.len(), 2);
    assert_eq!(asked.load(Ordering::SeqCst), 4);
}

/// A chunk has pictures of several classes: one without a model that answers costs the others nothing.
#[tokio::test]
async fn a_class_that_cannot_be_looked_at_is_refused_alone() {
    let asked = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&asked);
    let missing = move || {
        count.fetch_add(1, Ordering::SeqCst);
        let message = json!({ "Message": "Endpoint pipes of account 1 not found." });
        async move { error(400, "ValidationError", &message) }
    };
    let sound = || async { r#"{"IsAnomalous":false,"Confidence":0.8}"# };
    let routes = Router::new()
        .route("/endpoints/meters/invocations", post(sound))
        .route("/endpoints/pipes/invocations", post(missing));
    let aws = serve(routes).await;
    let lake = MemoryBucket::new("lake");
    let of = |class: &str| PreparedPicture {
        device_class: DeviceClass::parse(class).unwrap(),
        ..picture()
    };
    for (class, endpoint) in [("meter", "meters"), ("pipe", "pipes")] {
        let asked = AskedModel::SagemakerEndpoint {
            endpoint: endpoint.to_owned(),
            model_package: None,
        };
        let key = layout::live_model_key(&of(class).device_class);
        lake.insert(&key, serde_json::to_vec(&live(Some(asked))).unwrap());
    }
    let detector = EndpointCloseLook::new(&aws, pictures(), 1_000);
    let handler = CloseLooking::new(Arc::new(detector), Arc::new(lake), 1);
    let look = async |classes: &[&str]| {
        let input = CloseLookInput {
            batch: BatchName::parse("b").unwrap(),
            pictures: classes.iter().map(|class| of(class)).collect(),
        };
        Handler::<CloseLook>::handle(&handler, input).await
    };
    let output = look(&["pipe", "meter", "panel", "pipe", "meter"])
        .await
        .unwrap();
    assert_eq!(output.examinations.len(), 2);
    let refused: Vec<(&str, &str)> = output
        .refused
        .iter()
        .map(|one| (one.picture.device_class.as_str(), one.detail.as_str()))
        .collect();
    let not_ready = "pipes does not answer (ValidationError: Endpoint pipes of account 1 not found.); start it, or deploy again";
    let not_there = "no model is live for the device class \"panel\" (looked for models/panel/live.json); fit \
                     one with `cargo xtask inspect DIR --normals DIR` or deploy again";
    let expected = [
        ("pipe", not_ready),
        ("panel", not_there),
        ("pipe", not_ready),
    ];
    assert_eq!(refused, expected);
    // The second one of its class was not asked about.
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    // Where nothing else is in the chunk, the step itself fails.
    let failure = look(&["panel", "pipe"]).await.unwrap_err();
    assert_eq!(failure.name(), CloseLookError::MODEL_NOT_FOUND.as_str());
    assert!(look(&[]).await.unwrap().refused.is_empty());
}

/// An endpoint that never answers: what was not looked at in time is refused, and the function ends.
#[tokio::test]
async fn what_no_time_is_left_for_is_refused() {
    let output = "s3://lake/inferences/1.out";
    let aws = taking(output, output).await;
    let lake = Arc::new(MemoryBucket::new("lake"));
    let key = layout::live_model_key(&picture().device_class);
    lake.insert(&key, serde_json::to_vec(&endpoint()).unwrap());
    let detector = AsynchronousEndpointCloseLook::new(&aws, "pictures", lake.clone(), 600);
    let handler = CloseLooking::new(Arc::new(detector), lake, 1).with_end(Duration::ZERO);
    let input = CloseLookInput {
        batch: BatchName::parse("b").unwrap(),
        pictures: vec![picture(), picture()],
    };
    let output = Handler::<CloseLook>::handle(&handler, input).await.unwrap();
    assert!(output.examinations.is_empty());
    let details: Vec<&str> = output.refused.iter().map(|one| &*one.detail).collect();
    assert_eq!(details.len(), 2);
    let wanted = "no time was left for it: the function looks at a chunk for 0 seconds; give it more \
                  (functions.close-look.timeout_seconds), ";
    assert!(
        details.iter().all(|why| why.starts_with(wanted)),
        "{details:?}"
    );
}

/// A server that takes a request and answers to these places.
async fn taking(output: &'static str, failure: &'static str) -> SdkConfig {
    let ask = move |headers: axum::http::HeaderMap| async move {
        assert_eq!(
            headers["x-amzn-sagemaker-inputlocation"],
            format!("s3://pictures/{KEY}")
        );
        let told = [
            ("x-amzn-sagemaker-outputlocation", output),
            ("x-amzn-sagemaker-failurelocation", failure),
        ];
        (StatusCode::ACCEPTED, told, r#"{"InferenceId":"1"}"#)
    };
    serve(Router::new().route("/endpoints/meters/async-invocations", post(ask))).await
}

#[tokio::test]
async fn an_answer_is_looked_for_where_it_was_said_to_come() {
    let (output, failure) = (
        "s3://lake/inferences/1.out",
        "s3://lake/inferences/1-error.out",
    );
    let aws = taking(output, failure).await;
    let answer = r#"{"Source":{"Type":"direct"},"IsAnomalous":false,"Confidence":0.8}"#;
    for (key, body, expected) in [
        ("inferences/1.out", answer, "normal 0.20"),
        (
            "inferences/1-error.out",
            r#"{"Error":{"Code":"InvalidPicture","Message":"it is no picture"}}"#,
            "refused: it is no picture",
        ),
        (
            "inferences/1-error.out",
            "Received server error (503) from primary",
            "Throttled",
        ),
        (
            "inferences/1-error.out",
            "Unable to read the input from S3",
            "refused: the endpoint failed on it twice: Unable to read the input from S3",
        ),
        (
            "inferences/1.out",
            "NaN",
            "refused: the endpoint failed on it twice: it does not answer as a defect detection does: \
             expected value at line 1 column 1",
        ),
        ("inferences/another", "", "ModelNotReady"),
    ] {
        let lake = Arc::new(MemoryBucket::new("lake"));
        let detector = AsynchronousEndpointCloseLook::new(&aws, "pictures", lake.clone(), 0);
        lake.insert(key, body.as_bytes().to_vec());
        assert_eq!(told(detector.look(&picture(), &endpoint()).await), expected);
    }
    // An answer without an end is none.
    let lake = Arc::new(MemoryBucket::new("lake"));
    let detector = AsynchronousEndpointCloseLook::new(&aws, "pictures", lake.clone(), 5);
    lake.insert("inferences/1.out", vec![b' '; 256 * 1024 + 1]);
    let endless = told(detector.look(&picture(), &endpoint()).await);
    assert!(
        endless.starts_with("refused: the endpoint failed on it twice: "),
        "{endless}"
    );
    // Nowhere else is read.
    let aws = taking("s3://elsewhere/inferences/1.out", failure).await;
    let lake = Arc::new(MemoryBucket::new("lake"));
    let detector = AsynchronousEndpointCloseLook::new(&aws, "pictures", lake, 5);
    assert_eq!(
        told(detector.look(&picture(), &endpoint()).await),
        "Unexpected"
    );
}

#[tokio::test]
async fn lookout_for_vision_is_asked_as_it_was() {
    let asked = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&asked);
    let ask = move || {
        let asked = count.fetch_add(1, Ordering::SeqCst);
        async move {
            match asked {
                0 => json!({ "DetectAnomalyResult": {
                    "Source": { "Type": "direct" }, "IsAnomalous": true, "Confidence": 0.7,
                } })
                .to_string()
                .into_response(),
                1 => error(
                    400,
                    "ValidationException",
                    &json!({ "Message": "too small" }),
                ),
                _ => error(
                    409,
                    "ConflictException",
                    &json!({ "Message": "not hosted" }),
                ),
            }
        }
    };
    let path = "/2020-11-20/projects/meters/detect/3";
    let aws = serve(Router::new().route(path, post(ask))).await;
    let detector = LookoutCloseLook::new(&aws, pictures()).unwrap();
    let model = live(Some(AskedModel::LookoutForVision {
        project: "meters".to_owned(),
        model_version: "3".to_owned(),
    }));
    let mut ends = Vec::new();
    for _ in 0..3 {
        ends.push(told(detector.look(&picture(), &model).await));
    }
    assert_eq!(
        ends,
        [
            "anomalous 0.70",
            "refused: ValidationException: too small",
            "ModelNotReady"
        ]
    );
}
