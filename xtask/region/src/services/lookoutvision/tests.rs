//! Lookout for Vision through its own operations, over a region's restart too.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;
use crate::protocol::rest_json::Request;
use crate::services::s3::PutOptions;
use crate::services::testing::{close, open};

const BUCKET: &str = "pictures";
const LONG: Duration = Duration::from_secs(240);
const PIPES: &str = "/2020-11-20/projects/pipes";

async fn ask(
    context: &Context,
    method: Method,
    path: &str,
    content_type: &'static str,
    body: Vec<u8>,
) -> Result<Value, ServiceError> {
    let mut headers = HeaderMap::new();
    headers.insert("content-type", HeaderValue::from_static(content_type));
    let request = Request {
        method,
        path: path.to_owned(),
        query: Vec::new(),
        headers,
        body: Bytes::from(body),
    };
    let answer = context
        .lookoutvision()
        .call(context, &Caller::Root, &request)
        .await?;
    Ok(serde_json::from_slice(&answer.body).unwrap())
}

async fn post(context: &Context, path: &str, input: Value) -> Result<Value, ServiceError> {
    let body = input.to_string().into_bytes();
    ask(context, Method::POST, path, "application/json", body).await
}

async fn get(context: &Context, path: &str) -> Result<Value, ServiceError> {
    ask(context, Method::GET, path, "application/json", Vec::new()).await
}

async fn delete(context: &Context, path: &str) -> Result<Value, ServiceError> {
    ask(
        context,
        Method::DELETE,
        path,
        "application/json",
        Vec::new(),
    )
    .await
}

async fn detect(context: &Context, picture: Vec<u8>) -> Result<Value, ServiceError> {
    let path = format!("{PIPES}/detect/1");
    let answer = ask(context, Method::POST, &path, "image/jpeg", picture).await?;
    Ok(answer["DetectAnomalyResult"].clone())
}

async fn put(context: &Context, key: &str, bytes: Vec<u8>) {
    context
        .s3()
        .put_object(context, BUCKET, key, bytes.into(), PutOptions::default())
        .await
        .unwrap();
}

/// A manifest of drawn pipes, sound and not.
async fn pictures(context: &Context) {
    context.s3().create_bucket(context, BUCKET).unwrap();
    let mut manifest = String::new();
    let drawn = samples::normals("pipe")
        .take(12)
        .map(|sample| (sample, "normal"))
        .chain(
            samples::defects("pipe")
                .take(6)
                .map(|sample| (sample, "anomaly")),
        );
    for (sample, label) in drawn {
        let key = format!("training/{}", sample.file);
        put(context, &key, sample.bytes).await;
        let line = json!({
            "source-ref": format!("s3://{BUCKET}/{key}"),
            "anomaly-label": u8::from(label == "anomaly"),
            "anomaly-label-metadata": { "class-name": label },
        });
        manifest.push_str(&format!("{line}\n"));
    }
    put(context, "training/manifest.jsonl", manifest.into_bytes()).await;
}

/// The model's description once it has another status than `passing`.
async fn after(context: &Context, passing: &str) -> Value {
    let look = async {
        loop {
            let told = get(context, &format!("{PIPES}/models/1")).await.unwrap();
            let told = told["ModelDescription"].clone();
            if told["Status"] != passing {
                return told;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(LONG, look).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_former_users_project_is_trained_hosted_asked_and_taken_down() {
    let folder = TempDir::new().unwrap();
    let (region, context) = open(folder.path()).await;
    pictures(&context).await;
    let project = json!({ "ProjectName": "pipes" });
    let projects = "/2020-11-20/projects";
    let made = post(&context, projects, project.clone()).await.unwrap();
    assert!(
        made["ProjectMetadata"]["ProjectArn"]
            .as_str()
            .unwrap()
            .ends_with(":project/pipes")
    );
    let again = post(&context, projects, project).await.unwrap_err();
    assert_eq!(
        (again.code.as_str(), again.status),
        ("ConflictException", 409)
    );

    let models = format!("{PIPES}/models");
    let model = json!({ "OutputConfig": { "S3Location": { "Bucket": BUCKET } } });
    let early = post(&context, &models, model.clone()).await.unwrap_err();
    assert_eq!(early.code, "ConflictException");
    let dataset = json!({
        "DatasetType": "train",
        "DatasetSource": { "GroundTruthManifest": {
            "S3Object": { "Bucket": BUCKET, "Key": "training/manifest.jsonl" },
        } },
    });
    post(&context, &format!("{PIPES}/datasets"), dataset)
        .await
        .unwrap();
    let told = get(&context, &format!("{PIPES}/datasets/train"))
        .await
        .unwrap();
    let stats = &told["DatasetDescription"]["ImageStats"];
    assert_eq!(
        (&stats["Normal"], &stats["Anomaly"]),
        (&json!(12), &json!(6))
    );

    let made = post(&context, &models, model).await.unwrap();
    assert_eq!(made["ModelMetadata"]["Status"], "TRAINING");
    let trained = after(&context, "TRAINING").await;
    assert_eq!(trained["Status"], "TRAINED", "{trained}");
    let sound = samples::normals("pipe").nth(20).unwrap().bytes;
    let broken = samples::defects("pipe").nth(9).unwrap().bytes;
    let idle = detect(&context, sound.clone()).await.unwrap_err();
    assert_eq!(idle.code, "ConflictException");
    let units = json!({ "MinInferenceUnits": 1 });
    post(&context, &format!("{models}/1/start"), units)
        .await
        .unwrap();
    assert_eq!(
        after(&context, "STARTING_HOSTING").await["Status"],
        "HOSTED"
    );
    close(region, context).await;

    let (region, context) = open(folder.path()).await;
    let said = detect(&context, sound.clone()).await.unwrap();
    assert_eq!(said["Source"], json!({ "Type": "direct" }));
    assert_eq!(said["IsAnomalous"], false, "{said}");
    let said = detect(&context, broken).await.unwrap();
    assert_eq!(said["IsAnomalous"], true, "{said}");
    assert!(said["Confidence"].as_f64().unwrap() >= 0.5);
    let truncated = sound[..sound.len() / 2].to_vec();
    let refused = detect(&context, truncated).await.unwrap_err();
    assert_eq!(refused.code, "ValidationException");

    let listed = get(&context, &models).await.unwrap();
    assert_eq!(listed["Models"].as_array().unwrap().len(), 1);
    let held = delete(&context, &format!("{models}/1")).await.unwrap_err();
    assert_eq!(held.code, "ConflictException");
    post(&context, &format!("{models}/1/stop"), json!({}))
        .await
        .unwrap();
    delete(&context, &format!("{models}/1")).await.unwrap();
    delete(&context, PIPES).await.unwrap();
    let gone = get(&context, PIPES).await.unwrap_err();
    assert_eq!(
        (gone.code.as_str(), gone.status),
        ("ResourceNotFoundException", 404)
    );
    close(region, context).await;
}
