//! Versions behind an endpoint of SageMaker from end to end: a promotion brings one there before the class is
//! inspected with it, a rollback the one before, and what is refused leaves the endpoint as it was.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use inspection::config::{CloseLook, Declaration, Endpoint, EndpointModel, Learning, SageMaker};
use inspection::{environments, generate_declared};
use serde_json::{Value, json};
use tests::wire::{call, object, put_object, rows};
use tests::{Installation, Served};

const CLASS: &str = "pipe";
const ENDPOINT: &str = "sightline-local-pipe";
const LAKE: &str = "sightline-local-000000000000-us-east-1-lake";
const OWN: EndpointModel = EndpointModel::Container {
    image: "000000000000.dkr.ecr.us-east-1.amazonaws.com/sightline-trial/inspector:1",
};

/// An embedded environment whose endpoints run this, on so many instances.
fn artefacts(model: EndpointModel, instances: u32) -> Vec<(String, String)> {
    artefacts_of(CloseLook::SageMaker(SageMaker {
        endpoint: Endpoint::RealTime {
            instance_type: "ml.m5.large",
            instances,
        },
        model,
        backfill: None,
    }))
}

fn artefacts_of(close_look: CloseLook) -> Vec<(String, String)> {
    let local = environments::local();
    let declaration = Declaration {
        device_classes: &[CLASS],
        own_pictures_class: None,
        close_look,
        learning: Learning {
            kinds: &["patch-core"],
            ..local.learning
        },
        ..local
    };
    let artefacts = generate_declared(&declaration).unwrap_or_else(|found| panic!("{found}"));
    let artefacts = artefacts.into_iter();
    artefacts.map(|one| (one.path, one.text)).collect()
}

/// The configuration that the endpoint answers with.
fn behind(served: &Served) -> String {
    let asked = json!({ "EndpointName": ENDPOINT });
    let found = call(served, ("sagemaker", "SageMaker.DescribeEndpoint"), &asked);
    assert_eq!(found["EndpointStatus"], "InService", "{found:#}");
    found["EndpointConfigName"].as_str().unwrap().to_owned()
}

/// Inspects the sample batch and gives what was said: picture, verdict, score to the last digit, and
/// the version that said it.
fn inspected(installation: &Installation, served: &Served) -> Vec<String> {
    let output = installation.run(&["smoke", "--format", "json"]);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        panic!("{error}: {}", String::from_utf8_lossy(&output.stderr));
    });
    let batch = report["batch"]["name"].as_str().unwrap();
    let sql = format!(
        "SELECT picture_id, verdict, score, model FROM defects WHERE batch = '{batch}' AND \
         device_class = '{CLASS}' AND day >= '2020-01-01' ORDER BY picture_id"
    );
    let said: Vec<String> = rows(served, &sql).iter().map(|row| row.join(" ")).collect();
    assert!(!said.is_empty(), "{report:#}");
    said
}

fn deployed(installation: &Installation) -> String {
    let output = installation.run(&["deploy", "--no-smoke"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{told}");
    told
}

#[test]
fn a_promotion_brings_a_version_behind_its_endpoint_and_a_rollback_the_one_before() {
    let Some(installation) = Installation::with_artefacts(artefacts(OWN, 1)) else {
        return;
    };
    let served = installation.serve("local", &[]);
    deployed(&installation);
    let first = behind(&served);
    let before = inspected(&installation, &served);
    let live = |word: &str| {
        let models = installation.json(&["model", "list", CLASS, "--format", "json"]);
        models[0][word].clone()
    };
    let fitted = live("live");

    let words = ["model", "train", CLASS, "--samples", "--format", "json"];
    let trained = installation.json(&words);
    assert_eq!(trained["outcome"], "promoted", "{trained:#}");
    let version = trained["result"]["to"].as_str().unwrap().to_owned();
    let second = behind(&served);
    assert_ne!(first, second);
    let after = inspected(&installation, &served);
    assert!(after.iter().all(|row| row.ends_with(&version)), "{after:?}");

    let words = ["model", "rollback", CLASS, "--format", "json"];
    assert_eq!(installation.json(&words)["to"], fitted);
    assert_eq!(behind(&served), first);
    assert_eq!(inspected(&installation, &served), before);

    // A version that says something else than it did: the smoke test takes the promotion back, and
    // the endpoint answers with what is live.
    let key = format!("models/{CLASS}/versions/{version}/version.json");
    let written = object(&served, LAKE, &key).unwrap();
    let mut other: Value = serde_json::from_slice(&written).unwrap();
    let score = &mut other["expectations"][0]["score"];
    *score = json!(1.0 - score.as_f64().unwrap());
    put_object(&served, LAKE, &key, other.to_string().as_bytes());
    let refused = installation.told(1, &["model", "promote", CLASS, &version]);
    assert!(refused.contains("SmokeFailed"), "{refused}");
    assert_eq!(live("live"), fitted);
    assert_eq!(behind(&served), first);
    put_object(&served, LAKE, &key, &written);

    let words = ["model", "promote", CLASS, &version, "--format", "json"];
    assert_eq!(installation.json(&words)["to"], version.as_str());
    assert_eq!(behind(&served), second);
    assert_eq!(inspected(&installation, &served), after);

    // A deploy leaves the promoted version where it is, and brings it along where endpoints are to
    // run on something else.
    let told = deployed(&installation);
    assert!(told.contains("no changes"), "{told}");
    assert_eq!(behind(&served), second);
    for (path, text) in artefacts(OWN, 2) {
        installation.write(&path, &text);
    }
    let told = deployed(&installation);
    assert!(
        told.contains(&format!("the endpoint answers with version {version}")),
        "{told}"
    );
    let third = behind(&served);
    assert!(![first, second].contains(&third), "{third}");
    assert_eq!(live("live"), version.as_str());
    assert_eq!(inspected(&installation, &served), after);

    // Where the function is to look from now on, the endpoint goes, and the version is promoted once
    // more to look from there; what was before it is what was before.
    for (path, text) in artefacts_of(CloseLook::Embedded) {
        installation.write(&path, &text);
    }
    let logs = "us-east-1/sightline-local-inspection/ServeModelLogGroup";
    let output = installation.run(&["deploy", "--no-smoke", "--allow-replace", logs]);
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    assert!(told.contains("promote it, or another one"), "{told}");
    let endpoints = call(
        &served,
        ("sagemaker", "SageMaker.ListEndpoints"),
        &json!({}),
    );
    assert_eq!(endpoints["Endpoints"], json!([]));
    let words = ["model", "promote", CLASS, &version, "--format", "json"];
    assert_eq!(installation.json(&words)["to"], version.as_str());
    let within: Vec<String> = inspected(&installation, &served);
    assert_eq!(within, after);
    let told = installation.told(0, &["model", "promote", CLASS, &version]);
    assert!(told.contains("is live already"), "{told}");
    let words = ["model", "rollback", CLASS, "--format", "json"];
    assert_eq!(installation.json(&words)["to"], fitted);
    assert_eq!(inspected(&installation, &served), before);
}

#[test]
fn a_model_package_is_promoted_to_an_endpoint_that_runs_those_and_rolled_back() {
    let artefacts = artefacts(EndpointModel::Marketplace, 1);
    let Some(installation) = Installation::with_artefacts(artefacts) else {
        return;
    };
    let served = installation.serve("local", &[]);
    deployed(&installation);
    let first = behind(&served);
    let before = inspected(&installation, &served);
    let models = installation.json(&["model", "list", CLASS, "--format", "json"]);
    let fitted = models[0]["live"].as_str().unwrap();

    // As a training of the Marketplace's would leave it, of the same model.
    let package = json!({
        "ModelPackageName": "sightline-local-pipe-trained",
        "InferenceSpecification": {
            "Containers": [{
                "Image": "inspector:embedded",
                "ModelDataUrl": format!("s3://{LAKE}/models/{CLASS}/{fitted}.tar.gz"),
            }],
            "SupportedContentTypes": ["image/jpeg"],
            "SupportedResponseMIMETypes": ["application/json"],
        },
    });
    let made = call(
        &served,
        ("sagemaker", "SageMaker.CreateModelPackage"),
        &package,
    );
    let arn = made["ModelPackageArn"].as_str().unwrap();
    let words = [
        "model",
        "promote",
        CLASS,
        "--model-package",
        arn,
        "--format",
        "json",
    ];
    let promoted = installation.json(&words);
    assert_eq!(promoted["from"], fitted);
    let version = promoted["to"].as_str().unwrap();
    let second = behind(&served);
    assert_ne!(first, second);
    let asked = json!({ "ModelName": second });
    let model = call(&served, ("sagemaker", "SageMaker.DescribeModel"), &asked);
    assert_eq!(model["PrimaryContainer"]["ModelPackageName"], arn);
    // Which the Marketplace's have to be.
    assert_eq!(model["EnableNetworkIsolation"], true);
    let after = inspected(&installation, &served);
    let of_package: Vec<String> = before
        .iter()
        .map(|row| row.replace(fitted, version))
        .collect();
    assert_eq!(after, of_package);

    assert!(deployed(&installation).contains("no changes"));
    let words = ["model", "rollback", CLASS, "--format", "json"];
    assert_eq!(installation.json(&words)["to"], fitted);
    assert_eq!(behind(&served), first);
    assert_eq!(inspected(&installation, &served), before);

    // What endpoints do not run is refused, and what is no package is told.
    let words = ["model", "train", CLASS, "--samples"];
    let refused = installation.told(1, &words);
    assert!(
        refused.contains("looks with model packages of the Marketplace"),
        "{refused}"
    );
    assert_eq!(behind(&served), first);
    let words = ["model", "promote", CLASS, "--model-package", "meter-3"];
    let refused = installation.told(1, &words);
    assert!(
        refused.contains("is no ARN of a model package"),
        "{refused}"
    );
}
