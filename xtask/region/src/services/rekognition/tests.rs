//! Rekognition through its own operations, over a region's restart too.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use samples::{Expected, Sample};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;
use crate::services::iam::model::RoleInput;
use crate::services::s3::PutOptions;
use crate::services::testing::{close, open};

const BUCKET: &str = "pictures";
const LONG: Duration = Duration::from_secs(120);

async fn call_as(
    context: &Context,
    caller: &Caller,
    operation: &str,
    input: Value,
) -> Result<Value, ServiceError> {
    context
        .rekognition()
        .call(context, caller, operation, input)
        .await
}

async fn call(context: &Context, operation: &str, input: Value) -> Result<Value, ServiceError> {
    call_as(context, &Caller::Root, operation, input).await
}

/// The code of a refusal.
async fn refused(context: &Context, operation: &str, input: Value) -> String {
    call(context, operation, input).await.unwrap_err().code
}

async fn put(context: &Context, key: &str, bytes: Vec<u8>) {
    context
        .s3()
        .put_object(context, BUCKET, key, bytes.into(), PutOptions::default())
        .await
        .unwrap();
}

fn bytes_of(bytes: &[u8]) -> Value {
    json!({ "Bytes": STANDARD.encode(bytes) })
}

fn object(key: &str) -> Value {
    json!({ "S3Object": { "Bucket": BUCKET, "Name": key } })
}

/// A sample of the pipes of the batch.
fn pipe(wanted: fn(&Expected) -> bool) -> Sample {
    samples::batch()
        .into_iter()
        .find(|sample| sample.device_class == "pipe" && wanted(&sample.expected))
        .unwrap()
}

/// A project with a version that is being trained on so many pictures of sound pipes and of broken ones;
/// gives their ARNs.
async fn train(context: &Context, sound: usize, broken: usize) -> (String, String) {
    context.s3().create_bucket(context, BUCKET).unwrap();
    let mut manifest = String::new();
    let sound = samples::normals("pipe")
        .take(sound)
        .map(|one| (one, "normal"));
    let broken = samples::defects("pipe")
        .take(broken)
        .map(|one| (one, "anomaly"));
    for (sample, label) in sound.chain(broken) {
        let key = format!("training/{}", sample.file);
        put(context, &key, sample.bytes).await;
        let line = json!({
            "source-ref": format!("s3://{BUCKET}/{key}"),
            "condition": u8::from(label == "anomaly"),
            "condition-metadata": { "class-name": label },
        });
        manifest.push_str(&format!("{line}\n"));
    }
    put(context, "training/manifest.jsonl", manifest.into_bytes()).await;
    let made = call(context, "CreateProject", json!({ "ProjectName": "pipes" }))
        .await
        .unwrap();
    let project = made["ProjectArn"].as_str().unwrap().to_owned();
    let input = json!({
        "ProjectArn": project,
        "VersionName": "one",
        "OutputConfig": { "S3Bucket": BUCKET, "S3KeyPrefix": "output" },
        "TrainingData": { "Assets": [
            { "GroundTruthManifest": object("training/manifest.jsonl") },
        ]},
        "TestingData": { "AutoCreate": true },
    });
    let made = call(context, "CreateProjectVersion", input).await.unwrap();
    let version = made["ProjectVersionArn"].as_str().unwrap().to_owned();
    (project, version)
}

/// The version's description once it has another status than `passing`.
async fn after(context: &Context, project: &str, passing: &str) -> Value {
    let look = async {
        loop {
            let input = json!({ "ProjectArn": project, "VersionNames": ["one"] });
            let answer = call(context, "DescribeProjectVersions", input)
                .await
                .unwrap();
            let version = answer["ProjectVersionDescriptions"][0].clone();
            if version["Status"] != passing {
                return version;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(LONG, look).await.unwrap()
}

async fn custom_labels(context: &Context, version: &str, picture: &[u8]) -> Vec<(String, f64)> {
    let input = json!({
        "ProjectVersionArn": version,
        "Image": bytes_of(picture),
        "MinConfidence": 0,
    });
    let answer = call(context, "DetectCustomLabels", input).await.unwrap();
    let labels = answer["CustomLabels"].as_array().unwrap();
    labels
        .iter()
        .map(|l| {
            (
                l["Name"].as_str().unwrap().to_owned(),
                l["Confidence"].as_f64().unwrap(),
            )
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_measured_and_nothing_is_made_up() {
    let folder = TempDir::new().unwrap();
    let (region, context) = open(folder.path()).await;
    let picture = pipe(|expected| *expected == Expected::Sound).bytes;
    let input = json!({
        "Image": bytes_of(&picture),
        "Features": ["GENERAL_LABELS", "IMAGE_PROPERTIES"],
        "Settings": { "ImageProperties": { "MaxDominantColors": 2 } },
    });
    let answer = call(&context, "DetectLabels", input).await.unwrap();
    assert_eq!(answer["Labels"], json!([]));
    let properties = &answer["ImageProperties"];
    for measure in ["Brightness", "Sharpness", "Contrast"] {
        let value = properties["Quality"][measure].as_f64().unwrap();
        assert!((10.0..95.0).contains(&value), "{measure} {value}");
    }
    let colors = properties["DominantColors"].as_array().unwrap();
    assert_eq!(colors.len(), 2);
    assert_eq!(
        colors[0]["SimplifiedColor"], "grey",
        "the concrete: {}",
        colors[0]
    );

    // Without features there are labels alone.
    let input = json!({ "Image": bytes_of(&picture) });
    let answer = call(&context, "DetectLabels", input).await.unwrap();
    assert_eq!(answer.get("ImageProperties"), None);
    close(region, context).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_looked_at_is_refused_in_the_words_of_aws() {
    let folder = TempDir::new().unwrap();
    let (region, context) = open(folder.path()).await;
    context.s3().create_bucket(&context, BUCKET).unwrap();
    put(&context, "large.jpg", vec![0xff; (15 << 20) + 1]).await;
    for (image, code) in [
        (bytes_of(b"no picture"), "InvalidImageFormatException"),
        (
            bytes_of(&vec![0xff; (5 << 20) + 1]),
            "ImageTooLargeException",
        ),
        (object("large.jpg"), "ImageTooLargeException"),
        (object("missing.jpg"), "InvalidS3ObjectException"),
        (json!({ "Bytes": "***" }), "InvalidParameterException"),
        (json!({}), "InvalidParameterException"),
    ] {
        let input = json!({ "Image": image, "Features": ["IMAGE_PROPERTIES"] });
        assert_eq!(refused(&context, "DetectLabels", input).await, code);
    }
    for sample in samples::batch() {
        let Expected::Rejected { reason } = sample.expected else {
            continue;
        };
        let code = match reason {
            "too-small" => "InvalidParameterException",
            "too-large" => "ImageTooLargeException",
            _ => "InvalidImageFormatException",
        };
        let input = json!({ "Image": bytes_of(&sample.bytes) });
        assert_eq!(
            refused(&context, "DetectLabels", input).await,
            code,
            "{reason}"
        );
    }
    assert_eq!(
        refused(&context, "RecognizeCelebrities", json!({})).await,
        "UnknownOperationException"
    );
    close(region, context).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_is_trained_runs_and_still_runs_after_a_restart() {
    let folder = TempDir::new().unwrap();
    let (region, context) = open(folder.path()).await;
    let (project, version) = train(&context, samples::NORMALS, samples::DEFECTS).await;
    let trained = after(&context, &project, "TRAINING_IN_PROGRESS").await;
    assert_eq!(
        trained["Status"], "TRAINING_COMPLETED",
        "{}",
        trained["StatusMessage"]
    );

    let sound = pipe(|expected| *expected == Expected::Sound).bytes;
    let defective = pipe(|expected| matches!(expected, Expected::Defective { .. })).bytes;
    let look = json!({ "ProjectVersionArn": version, "Image": bytes_of(&sound) });
    assert_eq!(
        refused(&context, "DetectCustomLabels", look.clone()).await,
        "ResourceNotReadyException"
    );
    let start = json!({ "ProjectVersionArn": version, "MinInferenceUnits": 1 });
    let started = call(&context, "StartProjectVersion", start.clone())
        .await
        .unwrap();
    assert_eq!(started["Status"], "STARTING");
    assert_eq!(
        after(&context, &project, "STARTING").await["Status"],
        "RUNNING"
    );
    assert_eq!(
        refused(&context, "StartProjectVersion", start).await,
        "ResourceInUseException"
    );
    let found = custom_labels(&context, &version, &defective).await;
    assert_eq!(found[0].0, "anomalous");
    assert!((found[0].1 + found[1].1 - 100.0).abs() < 1e-6, "{found:?}");
    close(region, context).await;

    let (region, context) = open(folder.path()).await;
    assert_eq!(after(&context, &project, "").await["Status"], "RUNNING");
    assert_eq!(custom_labels(&context, &version, &defective).await, found);

    let named = json!({ "ProjectVersionArn": version });
    assert_eq!(
        refused(&context, "DeleteProjectVersion", named.clone()).await,
        "ResourceInUseException"
    );
    call(&context, "StopProjectVersion", named.clone())
        .await
        .unwrap();
    let whole = json!({ "ProjectArn": project });
    assert_eq!(
        refused(&context, "DeleteProject", whole.clone()).await,
        "ResourceInUseException"
    );
    call(&context, "DeleteProjectVersion", named).await.unwrap();
    assert_eq!(
        refused(&context, "DetectCustomLabels", look).await,
        "ResourceNotFoundException"
    );
    call(&context, "DeleteProject", whole).await.unwrap();
    let left = call(&context, "DescribeProjects", json!({})).await.unwrap();
    assert_eq!(left["ProjectDescriptions"], json!([]));
    close(region, context).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_training_that_a_stop_broke_off_is_taken_up_again() {
    let folder = TempDir::new().unwrap();
    let (region, context) = open(folder.path()).await;
    let (project, _) = train(&context, 6, 4).await;
    close(region, context).await;

    let (region, context) = open(folder.path()).await;
    let trained = after(&context, &project, "TRAINING_IN_PROGRESS").await;
    assert_eq!(
        trained["Status"], "TRAINING_COMPLETED",
        "{}",
        trained["StatusMessage"]
    );
    close(region, context).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_training_that_cannot_be_says_why() {
    let folder = TempDir::new().unwrap();
    let (region, context) = open(folder.path()).await;
    let (project, _) = train(&context, 2, 4).await;
    let failed = after(&context, &project, "TRAINING_IN_PROGRESS").await;
    assert_eq!(failed["Status"], "TRAINING_FAILED");
    let message = failed["StatusMessage"].as_str().unwrap();
    assert!(message.starts_with("2 pictures are too few"), "{message}");
    close(region, context).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manifest_of_one_label_fails_the_training_as_on_aws() {
    let folder = TempDir::new().unwrap();
    let (region, context) = open(folder.path()).await;
    let (project, version) = train(&context, samples::NORMALS, 0).await;
    let failed = after(&context, &project, "TRAINING_IN_PROGRESS").await;
    assert_eq!(failed["Status"], "TRAINING_FAILED");
    let message = failed["StatusMessage"].as_str().unwrap();
    assert!(
        message.contains("ERROR_MANIFEST_TOO_FEW_LABELS"),
        "{message}"
    );
    assert!(
        message.contains("all 24 pictures are \"normal\""),
        "{message}"
    );
    let start = json!({ "ProjectVersionArn": version, "MinInferenceUnits": 1 });
    assert_eq!(
        refused(&context, "StartProjectVersion", start).await,
        "ResourceInUseException"
    );
    close(region, context).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_may_only_what_its_policies_allow() {
    let folder = TempDir::new().unwrap();
    let (region, context) = open(folder.path()).await;
    context.s3().create_bucket(&context, BUCKET).unwrap();
    put(
        &context,
        "prepared/a.jpg",
        samples::normals("pipe").next().unwrap().bytes,
    )
    .await;
    let role = RoleInput {
        name: "first-look".to_owned(),
        path: "/".to_owned(),
        description: None,
        max_session_seconds: 3600,
        trust: json!({ "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow",
            "Principal": { "Service": "lambda.amazonaws.com" },
            "Action": "sts:AssumeRole",
        }]}),
        boundary: None,
        tags: std::collections::BTreeMap::default(),
    };
    context.iam().put_role(&context, role).unwrap();
    let allow = |actions: Value| {
        let policy = json!({ "Version": "2012-10-17", "Statement": [
            { "Effect": "Allow", "Action": actions, "Resource": "*" },
        ]});
        context
            .iam()
            .put_role_policy("first-look", "all", &policy)
            .unwrap();
    };
    let caller = Caller::role("arn:aws:iam::000000000000:role/first-look", "s").unwrap();
    let look = || {
        let input = json!({ "Image": object("prepared/a.jpg") });
        call_as(&context, &caller, "DetectLabels", input)
    };
    allow(json!("s3:GetObject"));
    assert_eq!(look().await.unwrap_err().code, "AccessDeniedException");
    allow(json!("rekognition:DetectLabels"));
    assert_eq!(look().await.unwrap_err().code, "InvalidS3ObjectException");
    allow(json!(["rekognition:DetectLabels", "s3:GetObject"]));
    look().await.unwrap();
    close(region, context).await;
}
