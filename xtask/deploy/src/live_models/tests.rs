//! Against a bucket that keeps to the conditions of writes, and in which others write meanwhile.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use aws_sdk_s3::config::{BehaviorVersion, Credentials, Region};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use contracts::lineage::ChangeKind;
use percent_encoding::percent_decode_str;
use serde_json::Value;
use sha2::{Digest, Sha256};
use tokio::net::TcpListener;

use super::*;

/// Objects, and what others write before the next writes, one each.
#[derive(Debug, Default)]
struct Bucket {
    objects: BTreeMap<String, Bytes>,
    others: Vec<(String, Value)>,
}

type Shared = Arc<Mutex<Bucket>>;

impl Bucket {
    fn write(&mut self, key: &str, value: &Value) {
        self.objects
            .insert(key.to_owned(), value.to_string().into());
    }
}

/// As S3 makes it: of the content.
fn etag(body: &Bytes) -> String {
    format!("\"{:x}\"", Sha256::digest(body))
}

async fn answer(
    State(shared): State<Shared>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let mut bucket = shared.lock().unwrap();
    let key = uri
        .path()
        .trim_start_matches("/lake")
        .trim_start_matches('/');
    let refused = |status, code: &str| {
        (status, format!("<Error><Code>{code}</Code></Error>")).into_response()
    };
    if method == Method::PUT {
        if let Some((key, value)) = bucket.others.pop() {
            bucket.write(&key, &value);
        }
        let there = bucket.objects.get(key).map(etag);
        let holds = match headers.get("if-match") {
            Some(wanted) => there.as_deref() == wanted.to_str().ok(),
            None => headers.get("if-none-match").is_none() || there.is_none(),
        };
        if !holds {
            return refused(StatusCode::PRECONDITION_FAILED, "PreconditionFailed");
        }
        bucket.objects.insert(key.to_owned(), body);
        return StatusCode::OK.into_response();
    }
    let mut asked = uri.query().unwrap_or_default().split('&');
    if let Some(prefix) = asked.find_map(|asked| asked.strip_prefix("prefix=")) {
        let prefix = percent_decode_str(prefix).decode_utf8_lossy();
        let keys = bucket.objects.keys();
        let keys = keys.filter(|key| key.starts_with(&*prefix));
        let found: String = keys
            .map(|key| format!("<Contents><Key>{key}</Key></Contents>"))
            .collect();
        return format!("<ListBucketResult>{found}</ListBucketResult>").into_response();
    }
    match bucket.objects.get(key) {
        Some(body) => ([("etag", etag(body))], body.clone()).into_response(),
        None => refused(StatusCode::NOT_FOUND, "NoSuchKey"),
    }
}

async fn lake() -> (Client, Shared) {
    let shared = Shared::default();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let routes = Router::new()
        .fallback(answer)
        .with_state(Arc::clone(&shared));
    tokio::spawn(async move { axum::serve(listener, routes).await });
    let checksums = aws_sdk_s3::config::RequestChecksumCalculation::WhenRequired;
    let config = aws_sdk_s3::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("eu-west-1"))
        .endpoint_url(endpoint)
        .force_path_style(true)
        .request_checksum_calculation(checksums)
        .credentials_provider(Credentials::new("key", "secret", None, None, "test"))
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .build();
    (Client::from_conf(config), shared)
}

fn class() -> DeviceClass {
    DeviceClass::parse("meter").unwrap()
}

fn model(version: &str, fitted_from: &str) -> LiveModel {
    LiveModel {
        close_look: format!("models/meter/{version}.model"),
        version: version.to_owned(),
        sha256: "0".to_owned(),
        first_look: None,
        fitted_from: fitted_from.to_owned(),
        asked: None,
    }
}

fn pointer(model: &LiveModel, revision: Option<u64>) -> Value {
    let pointer = LivePointer {
        model: model.clone(),
        revision,
        after: None,
        previous: None,
    };
    serde_json::to_value(pointer).unwrap()
}

/// A change that was decided on top of what has this entity tag.
fn decided(to: &LiveModel, replaces: Option<String>) -> Value {
    let change = Change {
        revision: 1,
        kind: ChangeKind::Promote,
        device_class: class(),
        from: None,
        to: Some(to.clone()),
        previous: None,
        undoes: None,
        restores: None,
        replaces,
        by: "somebody".to_owned(),
        reason: None,
        at: "2026-11-30T10:00:00Z".to_owned(),
        execution: "e1".to_owned(),
    };
    serde_json::to_value(change).unwrap()
}

fn live(shared: &Shared) -> LivePointer {
    let bucket = shared.lock().unwrap();
    serde_json::from_slice(&bucket.objects[&layout::live_model_key(&class())]).unwrap()
}

#[tokio::test]
async fn a_version_that_is_promoted_while_deploy_fits_stays_and_inspect_tells_what_it_replaces() {
    let key = layout::live_model_key(&class());
    let (before, promoted) = (model("0", "samples-0"), model("1", "dataset-1"));
    let fitted = model("2", "samples-2");
    for (had, over) in [
        (false, Over::Own),
        (true, Over::Own),
        (false, Over::All),
        (true, Over::All),
    ] {
        let (s3, shared) = lake().await;
        let lake = Lake {
            s3: &s3,
            bucket: "lake",
        };
        if had {
            shared.lock().unwrap().write(&key, &pointer(&before, None));
        }
        let seen = read(lake, &class()).await.unwrap();
        assert_eq!(seen.model(), had.then_some(&before));
        shared.lock().unwrap().others = vec![(key.clone(), pointer(&promoted, Some(1)))];
        let placed = put(lake, &class(), seen, &fitted, over).await.unwrap();
        let (seen, is_live) = match (over, placed) {
            (Over::Own, Placed::GaveWay(seen)) => (seen, &promoted),
            (Over::All, Placed::Over(seen)) => (seen, &fitted),
            other => panic!("{other:?}"),
        };
        assert_eq!(seen.promoted(), Some("1"));
        assert_eq!(live(&shared).model, *is_live);
    }
}

#[tokio::test]
async fn what_was_replaced_is_known_where_the_answer_of_the_write_was_lost() {
    let (s3, shared) = lake().await;
    let lake = Lake {
        s3: &s3,
        bucket: "lake",
    };
    let key = layout::live_model_key(&class());
    let (before, fitted) = (model("0", "samples-0"), model("1", "samples-1"));
    shared.lock().unwrap().write(&key, &pointer(&before, None));
    let seen = read(lake, &class()).await.unwrap();
    // What the first attempt has written when the second one is refused.
    shared.lock().unwrap().others = vec![(key, pointer(&fitted, None))];
    let placed = put(lake, &class(), seen, &fitted, Over::Own).await.unwrap();
    let Placed::Over(seen) = placed else {
        panic!("{placed:?}");
    };
    assert_eq!(seen.model(), Some(&before));
    assert_eq!(live(&shared).model, fitted);
}

/// The same model twice has another entity tag after a change, which is not taken for unfinished then.
#[tokio::test]
async fn what_is_put_in_place_once_more_is_another_object() {
    let (s3, shared) = lake().await;
    let lake = Lake {
        s3: &s3,
        bucket: "lake",
    };
    let (fitted, promoted) = (model("0", "normals-0"), model("1", "dataset-1"));
    let seen = read(lake, &class()).await.unwrap();
    put(lake, &class(), seen, &fitted, Over::All).await.unwrap();
    let first = read(lake, &class()).await.unwrap();
    assert_eq!((first.model(), first.promoted()), (Some(&fitted), None));
    {
        let mut bucket = shared.lock().unwrap();
        let change = decided(&promoted, first.etag.clone());
        bucket.write(&layout::history_key(&class(), 1), &change);
    }
    // Decided, and as good as live.
    let seen = read(lake, &class()).await.unwrap();
    assert_eq!(
        (seen.model(), seen.promoted()),
        (Some(&promoted), Some("1"))
    );
    put(lake, &class(), seen, &fitted, Over::All).await.unwrap();
    let again = read(lake, &class()).await.unwrap();
    assert_ne!(again.etag, first.etag);
    assert_eq!((again.model(), again.promoted()), (Some(&fitted), None));
    assert_eq!(live(&shared).after, Some(1));
}

#[tokio::test]
async fn what_others_write_each_time_is_told() {
    let (s3, shared) = lake().await;
    let lake = Lake {
        s3: &s3,
        bucket: "lake",
    };
    let key = layout::live_model_key(&class());
    let other = |version: usize| pointer(&model(&version.to_string(), "samples-0"), None);
    let others = (0..MOST_ATTEMPTS).map(|version| (key.clone(), other(version)));
    shared.lock().unwrap().others = others.collect();
    let seen = read(lake, &class()).await.unwrap();
    let failed = put(lake, &class(), seen, &model("9", "samples-9"), Over::Own).await;
    assert!(failed.unwrap_err().to_string().contains("by others"));
}
