//! Lookout for Vision as a former user's program asks it, over a region's restart too.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{Served, send};

const BUCKET: &str = "pictures";
const LONG: Duration = Duration::from_secs(240);
const PIPES: &str = "/2020-11-20/projects/pipes";

/// Status and body.
type Told = (u16, Value);

async fn ask(served: &Served, method: &str, path: &str, content_type: &str, body: &[u8]) -> Told {
    let headers = [("Content-Type", content_type)];
    let endpoint = &served.endpoint;
    let answer = send(endpoint, "lookoutvision", method, path, &headers, body).await;
    (answer.status, serde_json::from_str(&answer.body).unwrap())
}

async fn post(served: &Served, path: &str, input: Value) -> Told {
    let body = input.to_string();
    ask(served, "POST", path, "application/json", body.as_bytes()).await
}

async fn get(served: &Served, path: &str) -> Value {
    let (status, told) = ask(served, "GET", path, "application/json", b"").await;
    assert_eq!(status, 200, "{path}: {told}");
    told
}

async fn delete(served: &Served, path: &str) -> u16 {
    ask(served, "DELETE", path, "application/json", b"").await.0
}

async fn detect(served: &Served, picture: &[u8]) -> Told {
    let path = format!("{PIPES}/detect/1");
    let (status, told) = ask(served, "POST", &path, "image/jpeg", picture).await;
    (status, told["DetectAnomalyResult"].clone())
}

/// A manifest of drawn pipes, sound and not.
async fn pictures(served: &Served) {
    let s3 = served.s3();
    s3.create_bucket().bucket(BUCKET).send().await.unwrap();
    let put = async |key: &str, bytes: Vec<u8>| {
        let put = s3.put_object().bucket(BUCKET).key(key).body(bytes.into());
        put.send().await.unwrap();
    };
    let mut manifest = String::new();
    let sound = samples::normals("pipe").take(12).map(|one| (one, "normal"));
    let broken = samples::defects("pipe").take(6).map(|one| (one, "anomaly"));
    for (sample, label) in sound.chain(broken) {
        let key = format!("training/{}", sample.file);
        put(&key, sample.bytes).await;
        let line = json!({
            "source-ref": format!("s3://{BUCKET}/{key}"),
            "anomaly-label": u8::from(label == "anomaly"),
            "anomaly-label-metadata": { "class-name": label },
        });
        manifest.push_str(&format!("{line}\n"));
    }
    put("training/manifest.jsonl", manifest.into_bytes()).await;
}

/// The model's status once it is another than `passing`.
async fn after(served: &Served, passing: &str) -> Value {
    let look = async {
        loop {
            let told = get(served, &format!("{PIPES}/models/1")).await;
            let status = told["ModelDescription"]["Status"].clone();
            if status != passing {
                return status;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(LONG, look).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_former_users_project_is_trained_hosted_asked_and_taken_down() {
    let served = Served::start().await;
    pictures(&served).await;
    let projects = "/2020-11-20/projects";
    let project = json!({ "ProjectName": "pipes" });
    let (status, made) = post(&served, projects, project.clone()).await;
    assert_eq!(status, 200);
    let arn = made["ProjectMetadata"]["ProjectArn"].as_str().unwrap();
    assert!(arn.ends_with(":project/pipes"), "{arn}");
    assert_eq!(post(&served, projects, project).await.0, 409);

    let models = format!("{PIPES}/models");
    let model = json!({ "OutputConfig": { "S3Location": { "Bucket": BUCKET } } });
    // There is nothing to learn from yet.
    assert_eq!(post(&served, &models, model.clone()).await.0, 409);
    let dataset = json!({
        "DatasetType": "train",
        "DatasetSource": { "GroundTruthManifest": {
            "S3Object": { "Bucket": BUCKET, "Key": "training/manifest.jsonl" },
        } },
    });
    let datasets = format!("{PIPES}/datasets");
    assert_eq!(post(&served, &datasets, dataset).await.0, 202);
    let told = get(&served, &format!("{datasets}/train")).await;
    let stats = &told["DatasetDescription"]["ImageStats"];
    assert_eq!(
        (&stats["Normal"], &stats["Anomaly"]),
        (&json!(12), &json!(6))
    );

    let (status, made) = post(&served, &models, model).await;
    assert_eq!(
        (status, &made["ModelMetadata"]["Status"]),
        (202, &json!("TRAINING"))
    );
    assert_eq!(after(&served, "TRAINING").await, "TRAINED");
    let sound = samples::normals("pipe").nth(20).unwrap().bytes;
    let broken = samples::defects("pipe").nth(9).unwrap().bytes;
    assert_eq!(detect(&served, &sound).await.0, 409);
    let units = json!({ "MinInferenceUnits": 1 });
    assert_eq!(
        post(&served, &format!("{models}/1/start"), units).await.0,
        202
    );
    assert_eq!(after(&served, "STARTING_HOSTING").await, "HOSTED");

    let served = served.restart().await;
    let (_, said) = detect(&served, &sound).await;
    assert_eq!(said["Source"], json!({ "Type": "direct" }));
    assert_eq!(said["IsAnomalous"], false, "{said}");
    let (_, said) = detect(&served, &broken).await;
    assert_eq!(said["IsAnomalous"], true, "{said}");
    assert!(said["Confidence"].as_f64().unwrap() >= 0.5);
    // A picture that is cut off.
    assert_eq!(detect(&served, &sound[..sound.len() / 2]).await.0, 400);

    let listed = get(&served, &models).await;
    assert_eq!(listed["Models"].as_array().unwrap().len(), 1);
    let model = format!("{models}/1");
    assert_eq!(delete(&served, &model).await, 409);
    assert_eq!(
        post(&served, &format!("{model}/stop"), json!({})).await.0,
        202
    );
    assert_eq!(delete(&served, &model).await, 202);
    assert_eq!(delete(&served, PIPES).await, 200);
    let (status, gone) = ask(&served, "GET", PIPES, "application/json", b"").await;
    assert_eq!(status, 404, "{gone}");
}
