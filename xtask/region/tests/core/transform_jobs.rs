//! Batch transform jobs of SageMaker over the wire: the container's program really looks.

use serde_json::{Value, json};

use crate::sagemaker::{BUCKET, with_model};
use crate::support::{Served, until};

/// A region with a model and some pictures: drawn pipes, and what is none.
async fn with_pictures() -> Option<Served> {
    let served = with_model().await?;
    let mut pictures: Vec<(String, Vec<u8>)> = samples::normals("pipe")
        .take(3)
        .enumerate()
        .map(|(at, sample)| (format!("all/{at}/sound.jpg"), sample.bytes))
        .collect();
    pictures.push(("all/broken.jpg".to_owned(), b"no picture".to_vec()));
    // One byte more than a megabyte.
    pictures.push(("all/large.jpg".to_owned(), vec![0; (1 << 20) + 1]));
    for (key, body) in pictures {
        put(&served, &key, body).await;
    }
    Some(served)
}

async fn put(served: &Served, key: &str, body: Vec<u8>) {
    let put = served.s3().put_object().bucket(BUCKET).key(key);
    put.body(body.into()).send().await.unwrap();
}

async fn manifest(served: &Served, key: &str, paths: &[&str]) {
    let mut manifest = vec![json!({ "prefix": format!("s3://{BUCKET}/all/") })];
    manifest.extend(paths.iter().map(|path| json!(path)));
    put(served, key, Value::Array(manifest).to_string().into_bytes()).await;
}

/// A job over what a manifest lists.
fn job(name: &str, manifest: &str) -> Value {
    json!({
        "TransformJobName": name,
        "ModelName": "pipe",
        "MaxConcurrentTransforms": 2,
        "MaxPayloadInMB": 1,
        "ModelClientConfig": { "InvocationsMaxRetries": 1, "InvocationsTimeoutInSeconds": 60 },
        "BatchStrategy": "SingleRecord",
        "TransformInput": {
            "DataSource": { "S3DataSource": {
                "S3DataType": "ManifestFile",
                "S3Uri": format!("s3://{BUCKET}/{manifest}"),
            } },
            "ContentType": "image/jpeg",
            "SplitType": "None",
        },
        "TransformOutput": {
            "S3OutputPath": format!("s3://{BUCKET}/answers/{name}/"),
            "Accept": "application/json",
        },
        "TransformResources": { "InstanceType": "ml.m5.xlarge", "InstanceCount": 1 },
        "Tags": [{ "Key": "project", "Value": "sightline" }],
    })
}

async fn call(served: &Served, operation: &str, input: &Value) -> Value {
    served
        .get("sagemaker", &format!("SageMaker.{operation}"), input)
        .await
}

/// What a refusal says.
async fn refused(served: &Served, operation: &str, input: &Value) -> String {
    let answer = served
        .call("sagemaker", &format!("SageMaker.{operation}"), input)
        .await;
    assert_eq!(answer.status, 400, "{answer:?}");
    answer.body
}

/// The job, when it is over.
async fn ended(served: &Served, name: &str) -> Value {
    let asked = json!({ "TransformJobName": name });
    until(|| async {
        let told = call(served, "DescribeTransformJob", &asked).await;
        let status = told["TransformJobStatus"].as_str().unwrap();
        (!["InProgress", "Stopping"].contains(&status)).then_some(told)
    })
    .await
}

/// The keys of a job's answers, without what they all begin with.
async fn answers(served: &Served, name: &str) -> Vec<String> {
    let prefix = format!("answers/{name}/");
    let listed = served.s3().list_objects_v2().bucket(BUCKET);
    let listed = listed.prefix(&prefix).send().await.unwrap();
    let keys = listed.contents().iter().filter_map(|object| object.key());
    keys.map(|key| key[prefix.len()..].to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_answers_what_it_can_over_a_restart_and_fails_for_the_rest() {
    let Some(served) = with_pictures().await else {
        return;
    };
    manifest(&served, "sound.manifest", &["0/sound.jpg", "1/sound.jpg"]).await;
    call(
        &served,
        "CreateTransformJob",
        &job("sound", "sound.manifest"),
    )
    .await;
    let again = refused(
        &served,
        "CreateTransformJob",
        &job("sound", "sound.manifest"),
    )
    .await;
    assert!(again.contains("ResourceInUse"), "{again}");
    // Whatever it had done is done again.
    let served = served.restart().await;
    let told = ended(&served, "sound").await;
    assert_eq!(told["TransformJobStatus"], "Completed", "{told:#}");
    assert_eq!(told["TransformResources"]["InstanceType"], "ml.m5.xlarge");
    assert_eq!(told["FailureReason"], Value::Null);
    assert_eq!(told["Tags"], Value::Null);
    assert!(told["TransformEndTime"].as_f64() >= told["TransformStartTime"].as_f64());
    assert_eq!(
        answers(&served, "sound").await,
        ["0/sound.jpg.out", "1/sound.jpg.out"]
    );
    let got = served.s3().get_object().bucket(BUCKET);
    let got = got
        .key("answers/sound/0/sound.jpg.out")
        .send()
        .await
        .unwrap();
    let answer: Value =
        serde_json::from_slice(&got.body.collect().await.unwrap().into_bytes()).unwrap();
    assert_eq!(answer["IsAnomalous"], false, "{answer}");
    // What is told to those who ask for JSON by name.
    assert!(answer["AnomalyScore"].is_number(), "{answer}");

    let mut all = job("all", "all/");
    all["TransformInput"]["DataSource"]["S3DataSource"]["S3DataType"] = json!("S3Prefix");
    call(&served, "CreateTransformJob", &all).await;
    let told = ended(&served, "all").await;
    assert_eq!(told["TransformJobStatus"], "Failed", "{told:#}");
    let why = told["FailureReason"].as_str().unwrap();
    assert!(
        why.starts_with("AlgorithmError: 2 of 5 inputs gave no answer"),
        "{why}"
    );
    assert_eq!(
        answers(&served, "all").await,
        ["0/sound.jpg.out", "1/sound.jpg.out", "2/sound.jpg.out"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn why_nothing_was_answered_is_told() {
    let Some(served) = with_pictures().await else {
        return;
    };
    for (name, paths, why) in [
        (
            "broken",
            &["broken.jpg"][..],
            "Bad HTTP status received from algorithm: 400",
        ),
        ("large", &["large.jpg"], "all/large.jpg"),
        ("gone", &["gone.jpg"], "NoSuchKey"),
        ("empty", &[], "0 objects"),
    ] {
        let key = format!("{name}.manifest");
        manifest(&served, &key, paths).await;
        call(&served, "CreateTransformJob", &job(name, &key)).await;
        let told = ended(&served, name).await;
        assert_eq!(told["TransformJobStatus"], "Failed", "{told:#}");
        let reason = told["FailureReason"].as_str().unwrap();
        assert!(reason.contains(why), "{name}: {reason}");
        assert!(answers(&served, name).await.is_empty(), "{name}");
    }
    put(&served, "none.manifest", b"{}".to_vec()).await;
    call(&served, "CreateTransformJob", &job("none", "none.manifest")).await;
    let told = ended(&served, "none").await;
    let reason = told["FailureReason"].as_str().unwrap();
    assert!(reason.contains("the manifest is none"), "{reason}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_run_is_refused_with_what_is_wrong() {
    let Some(served) = with_model().await else {
        return;
    };
    let good = job("j", "m");
    let with = |path: &str, value: Value| {
        let mut job = good.clone();
        *job.pointer_mut(path).unwrap() = value;
        job
    };
    for (input, why) in [
        (with("/ModelName", json!("other")), "Could not find model"),
        (with("/TransformJobName", json!("-")), "TransformJobName"),
        (
            with("/TransformResources/InstanceCount", json!(0)),
            "Value '0' at 'transformResources.instanceCount' failed to satisfy constraint: Member must \
             have value greater than or equal to 1",
        ),
        (
            with("/ModelClientConfig/InvocationsMaxRetries", json!(4)),
            "less than or equal to 3",
        ),
        (
            with("/MaxPayloadInMB", json!(60)),
            "The product of MaxConcurrentTransforms (2) and MaxPayloadInMB (60) must be less than",
        ),
        (
            with("/TransformInput/SplitType", json!("Line")),
            "this SplitType is not served here",
        ),
        (
            with("/TransformInput/SplitType", json!("Lines")),
            "enum value set: [None, Line",
        ),
        (
            with("/TransformOutput/S3OutputPath", json!("answers")),
            "must be s3://bucket/key",
        ),
        (
            with(
                "/TransformInput/DataSource/S3DataSource/S3DataType",
                json!("Augmented"),
            ),
            "the input is not valid",
        ),
        (json!({ "TransformJobName": "j" }), "the input is not valid"),
    ] {
        let told = refused(&served, "CreateTransformJob", &input).await;
        assert!(told.contains("ValidationException"), "{told}");
        assert!(told.contains(why), "{why}: {told}");
    }
    // Mistakes are told together.
    let mut several = with("/MaxPayloadInMB", json!(101));
    several["ModelClientConfig"]["InvocationsTimeoutInSeconds"] = json!(0);
    let told = refused(&served, "CreateTransformJob", &several).await;
    assert!(told.contains("2 validation errors detected"), "{told}");
    let named = json!({ "TransformJobName": "j" });
    for operation in ["DescribeTransformJob", "StopTransformJob"] {
        let told = refused(&served, operation, &named).await;
        assert!(told.contains("Could not find requested job"), "{told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn jobs_are_stopped_and_listed() {
    let Some(served) = with_pictures().await else {
        return;
    };
    let paths: Vec<&str> = vec!["0/sound.jpg"; 500];
    manifest(&served, "long.manifest", &paths).await;
    manifest(&served, "short.manifest", &["0/sound.jpg"]).await;
    call(&served, "CreateTransformJob", &job("long", "long.manifest")).await;
    let named = json!({ "TransformJobName": "long" });
    call(&served, "StopTransformJob", &named).await;
    let told = ended(&served, "long").await;
    assert_eq!(told["TransformJobStatus"], "Stopped", "{told:#}");
    let again = refused(&served, "StopTransformJob", &named).await;
    assert!(again.contains("in status Stopped"), "{again}");
    for name in ["short-1", "short-2"] {
        call(&served, "CreateTransformJob", &job(name, "short.manifest")).await;
        ended(&served, name).await;
    }
    let list = async |input: Value| {
        let told = call(&served, "ListTransformJobs", &input).await;
        let names: Vec<String> = told["TransformJobSummaries"]
            .as_array()
            .unwrap()
            .iter()
            .map(|job| job["TransformJobName"].as_str().unwrap().to_owned())
            .collect();
        (names, told["NextToken"].clone())
    };
    // The newest first.
    let (names, next) = list(json!({ "MaxResults": 2 })).await;
    assert_eq!(names, ["short-2", "short-1"]);
    let (names, next) = list(json!({ "MaxResults": 2, "NextToken": next })).await;
    assert_eq!((names, next), (vec!["long".to_owned()], Value::Null));
    let (names, _) = list(json!({ "StatusEquals": "Stopped" })).await;
    assert_eq!(names, ["long"]);
    let sorted = json!({ "NameContains": "SHORT", "SortBy": "Name", "SortOrder": "Ascending" });
    let (names, _) = list(sorted).await;
    assert_eq!(names, ["short-1", "short-2"]);
    let told = refused(&served, "ListTransformJobs", &json!({ "MaxResults": 101 })).await;
    assert!(told.contains("'maxResults'"), "{told}");
}
