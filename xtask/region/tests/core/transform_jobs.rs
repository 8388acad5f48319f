//! Batch transform jobs of SageMaker over the wire: the container's program really looks.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use serde_json::{Value, json};

use crate::sagemaker::{BUCKET, is_built, model_in, with_model};
use crate::support::{ACCOUNT, Served, programs, until};

/// A region with a model and some pictures: drawn pipes, and what is none.
async fn with_pictures() -> Option<Served> {
    Some(pictures_in(with_model().await?).await)
}

async fn pictures_in(served: Served) -> Served {
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
    served
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

/// Waits until a job's container answers.
async fn started(served: &Served, name: &str) {
    let asked = json!({ "TransformJobName": name });
    until(|| async {
        let told = call(served, "DescribeTransformJob", &asked).await;
        told["TransformStartTime"].as_f64()
    })
    .await;
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
    let list = async |input: Value| listed(&served, &input).await;
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
    // A page of a listing that is sorted otherwise.
    let (_, next) = list(json!({ "SortBy": "Status", "MaxResults": 1 })).await;
    let told = refused(&served, "ListTransformJobs", &json!({ "NextToken": next })).await;
    assert!(told.contains("none of this listing"), "{told}");
}

/// The names on a page of jobs, and what the next page is asked for with.
async fn listed(served: &Served, input: &Value) -> (Vec<String>, Value) {
    let told = call(served, "ListTransformJobs", input).await;
    let names = told["TransformJobSummaries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|job| job["TransformJobName"].as_str().unwrap().to_owned())
        .collect();
    (names, told["NextToken"].clone())
}

/// A training job without pictures.
fn training(name: &str) -> Value {
    json!({
        "TrainingJobName": name,
        "AlgorithmSpecification": {
            "TrainingImage": "inspector",
            "TrainingInputMode": "File",
        },
        "RoleArn": format!("arn:aws:iam::{ACCOUNT}:role/endpoint"),
        "OutputDataConfig": { "S3OutputPath": format!("s3://{BUCKET}/models") },
        "ResourceConfig": {
            "InstanceType": "ml.m5.large",
            "InstanceCount": 1,
            "VolumeSizeInGB": 5,
        },
        "StoppingCondition": { "MaxRuntimeInSeconds": 600 },
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_is_stopped_while_it_waits_and_what_one_answered_before_is_not_stored() {
    let Some(served) = with_pictures().await else {
        return;
    };
    manifest(&served, "long.manifest", &["0/sound.jpg"; 20_000]).await;
    manifest(&served, "short.manifest", &["1/sound.jpg"]).await;
    let create = async |name: &str, manifest: &str| {
        call(&served, "CreateTransformJob", &job(name, manifest)).await;
    };
    let stop = async |name: &str| {
        let named = json!({ "TransformJobName": name });
        call(&served, "StopTransformJob", &named).await;
        let told = ended(&served, name).await;
        assert_eq!(told["TransformJobStatus"], "Stopped", "{told:#}");
    };
    create("long-1", "long.manifest").await;
    started(&served, "long-1").await;
    // While another job starts its container and is answered by it, the first is answered as well.
    create("short", "short.manifest").await;
    let told = ended(&served, "short").await;
    assert_eq!(told["TransformJobStatus"], "Completed", "{told:#}");
    assert_eq!(answers(&served, "short").await, ["1/sound.jpg.out"]);
    create("long-2", "long.manifest").await;
    started(&served, "long-2").await;

    // No more than two run at once.
    create("waiting", "short.manifest").await;
    stop("waiting").await;
    call(&served, "CreateTrainingJob", &training("waiting")).await;
    let named = json!({ "TrainingJobName": "waiting" });
    call(&served, "StopTrainingJob", &named).await;
    until(|| async {
        let told = call(&served, "DescribeTrainingJob", &named).await;
        (told["TrainingJobStatus"] == "Stopped").then_some(())
    })
    .await;
    let page = |next: Value| {
        let mut asked = json!({ "StatusEquals": "InProgress", "MaxResults": 1 });
        if next.is_string() {
            asked["NextToken"] = next;
        }
        asked
    };
    let (names, next) = listed(&served, &page(Value::Null)).await;
    assert_eq!(names, ["long-2"]);
    assert!(next.is_string());

    // The listing goes on, though the last of its page is no longer in it.
    stop("long-2").await;
    let (names, next) = listed(&served, &page(next)).await;
    assert_eq!((names, next), (vec!["long-1".to_owned()], Value::Null));
    stop("long-1").await;
    for name in ["long-1", "long-2", "waiting"] {
        assert!(answers(&served, name).await.is_empty(), "{name}");
    }
}

/// A program in the place of the container's, which tells its process, does this, and becomes it.
fn wrapped(folder: &Path, first: &str) {
    let inspector = programs().join("inspector");
    let program = folder.join("inspector");
    let script = format!(
        "#!/bin/sh\necho $$ >> '{}'\n{first}\nexec '{}' \"$@\"\n",
        folder.join("processes").display(),
        inspector.display()
    );
    fs::write(&program, script).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
}

/// The processes that were started.
fn processes(folder: &Path) -> Vec<String> {
    let told = fs::read_to_string(folder.join("processes")).unwrap();
    told.lines().map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_container_that_ends_is_started_once_more() {
    if !is_built() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    wrapped(folder.path(), "");
    let served = Served::with_programs(folder.path().to_owned()).await;
    let served = pictures_in(model_in(served).await).await;
    manifest(&served, "some.manifest", &["0/sound.jpg"; 100]).await;
    let mut killed = job("killed", "some.manifest");
    killed["ModelClientConfig"]["InvocationsMaxRetries"] = json!(0);
    call(&served, "CreateTransformJob", &killed).await;
    started(&served, "killed").await;
    let before = processes(folder.path());
    assert_eq!(before.len(), 1);
    let mut kill = std::process::Command::new("kill");
    assert!(kill.arg("-9").args(&before).status().unwrap().success());
    let told = ended(&served, "killed").await;
    assert_eq!(told["TransformJobStatus"], "Completed", "{told:#}");
    assert_eq!(processes(folder.path()).len(), 2);
    assert_eq!(answers(&served, "killed").await, ["0/sound.jpg.out"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_container_that_ends_again_ends_the_job_with_its_last_words() {
    if !is_built() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    // The system ends it after some seconds of work, without a dump.
    wrapped(folder.path(), "ulimit -c 0; ulimit -t 2");
    let served = Served::with_programs(folder.path().to_owned()).await;
    let served = pictures_in(model_in(served).await).await;
    manifest(&served, "long.manifest", &["0/sound.jpg"; 20_000]).await;
    call(&served, "CreateTransformJob", &job("long", "long.manifest")).await;
    let told = ended(&served, "long").await;
    assert_eq!(told["TransformJobStatus"], "Failed", "{told:#}");
    let why = told["FailureReason"].as_str().unwrap();
    let words = why.strip_prefix("AlgorithmError: the container ended twice: ");
    assert!(
        words.is_some_and(|words| words.contains("looked at")),
        "{why}"
    );
    assert_eq!(processes(folder.path()).len(), 2);
    // What was answered before is there, as on AWS.
    assert_eq!(answers(&served, "long").await, ["0/sound.jpg.out"]);
}
