//! The first look through Rekognition, over a server that answers as it does.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::sync::{Arc, Mutex};

use aws_config::retry::RetryConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use axum::Router;
use axum::http::HeaderMap;
use axum::routing::post;
use contracts::finding::{ExpectedText, FirstLookRules, TextRule};
use contracts::picture::{PictureFormat, PreparedPicture};
use contracts::{Day, DeviceClass, DeviceId, PictureId};
use detectors::{FirstLookDetector, FirstLooked, RekognitionFirstLook, Sight};
use serde_json::{Value, json};
use tokio::net::TcpListener;

fn picture() -> PreparedPicture {
    PreparedPicture {
        id: PictureId::parse("0".repeat(32)).unwrap(),
        source: "incoming/b/meter/d-1/1.jpg".to_owned(),
        key: "prepared/meter/2026-11-22/1.jpg".to_owned(),
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

/// What is seen by these rules where Rekognition answers so, and what it is asked: operation and input.
async fn seen(rules: &FirstLookRules, answer: Value) -> (Sight, Vec<(String, Value)>) {
    let asked: Arc<Mutex<Vec<(String, Value)>>> = Arc::default();
    let log = Arc::clone(&asked);
    let ask = move |headers: HeaderMap, body: String| {
        let target = headers["x-amz-target"].to_str().unwrap();
        let operation = target.trim_start_matches("RekognitionService.").to_owned();
        let input = serde_json::from_str(&body).unwrap();
        log.lock().unwrap().push((operation, input));
        async move { answer.to_string() }
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let routes = Router::new().route("/", post(ask));
    tokio::spawn(async move { axum::serve(listener, routes).await });
    let credentials = Credentials::new("key", "secret", None, None, "test");
    let aws = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("eu-west-1"))
        .endpoint_url(endpoint)
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .retry_config(RetryConfig::disabled())
        .build();
    let detector = RekognitionFirstLook::new(&aws, "pictures");
    let looked = detector.look(&picture(), rules, None).await.unwrap();
    let FirstLooked::Seen(sight) = looked else {
        panic!("{looked:?}");
    };
    let asked = asked.lock().unwrap().clone();
    (*sight, asked)
}

/// `MaxLabels` and `MinConfidence` are valid with general labels alone.
#[tokio::test]
async fn bounds_of_labels_are_told_where_labels_are_asked_for() {
    let properties = FirstLookRules {
        min_confidence: 55.0,
        min_brightness: Some(10.0),
        ..FirstLookRules::default()
    };
    let image = json!({ "S3Object": {
        "Bucket": "pictures", "Name": "prepared/meter/2026-11-22/1.jpg",
    } });
    let bright = json!({ "ImageProperties": { "Quality": { "Brightness": 60.0 } } });
    let (sight, asked) = seen(&properties, bright).await;
    assert_eq!(sight.brightness, Some(60.0));
    let alone = json!({ "Image": image, "Features": ["IMAGE_PROPERTIES"] });
    assert_eq!(asked, [("DetectLabels".to_owned(), alone)]);

    let labels = FirstLookRules {
        suspicious_labels: vec!["Rust".to_owned()],
        ..properties
    };
    let (_, asked) = seen(&labels, json!({})).await;
    let both = json!({
        "Image": image, "Features": ["GENERAL_LABELS", "IMAGE_PROPERTIES"],
        "MaxLabels": 1000, "MinConfidence": 55.0,
    });
    assert_eq!(asked, [("DetectLabels".to_owned(), both)]);
}

#[tokio::test]
async fn words_are_read_with_what_stands_between_them() {
    let rules = FirstLookRules {
        text: Some(TextRule {
            min_confidence: 80.0,
            expected: ExpectedText::DeviceId,
        }),
        ..FirstLookRules::default()
    };
    let word = |id: i32, text: &str, confidence: f64| {
        json!({
            "DetectedText": text, "Type": "WORD", "Id": id, "ParentId": 0, "Confidence": confidence,
        })
    };
    let line = json!({ "DetectedText": "D ? 1", "Type": "LINE", "Id": 0, "Confidence": 70.0 });
    let found = [
        line,
        word(1, "D", 99.0),
        word(2, "?", 40.0),
        word(3, "1", 99.0),
    ];
    let (sight, asked) = seen(&rules, json!({ "TextDetections": found })).await;
    assert_eq!(sight.text, [["D"], ["1"]]);
    // Those that do not count as well: they part the others.
    let least = &asked[0].1["Filters"]["WordFilter"]["MinConfidence"];
    assert_eq!(least.as_f64(), Some(0.0));
}
