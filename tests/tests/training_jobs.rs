//! Models that SageMaker trains, from end to end: the state machine waits for a job, which really runs the
//! container's program, and the gate decides on what came of it.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::fs;
use std::path::PathBuf;

use inspection::config::{Declaration, Learning, TrainBy, TrainingJob, Tuning};
use inspection::{environments, generate_declared};
use samples::Expected;
use serde_json::Value;
use tests::Installation;

const CLASS: &str = "pipe";

const JOB: TrainingJob = TrainingJob {
    image: "000000000000.dkr.ecr.us-east-1.amazonaws.com/sightline-trial/inspector:1",
    instance_type: "ml.m5.xlarge",
    volume_gb: 10,
    max_runtime_seconds: 900,
    tuning: None,
};

/// An embedded environment whose models are trained so.
fn artefacts(by: TrainBy, kinds: &'static [&'static str]) -> Vec<(String, String)> {
    let local = environments::local();
    let declaration = Declaration {
        environment: "trial",
        device_classes: &[CLASS],
        own_pictures_class: None,
        learning: Learning {
            by,
            kinds,
            ..local.learning
        },
        ..local
    };
    let artefacts = generate_declared(&declaration).unwrap_or_else(|found| panic!("{found}"));
    artefacts
        .into_iter()
        .map(|one| (one.path, one.text))
        .collect()
}

fn deploy(installation: &Installation, by: TrainBy, kinds: &'static [&'static str]) {
    for (path, text) in artefacts(by, kinds) {
        installation.write(&path, &text);
    }
    let output = installation.run(&["deploy", "trial", "--no-smoke"]);
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
}

fn train(installation: &Installation) -> Value {
    let words = [
        "model",
        "train",
        CLASS,
        "--samples",
        "--env",
        "trial",
        "--format",
        "json",
    ];
    installation.json(&words)
}

fn version(installation: &Installation) -> Value {
    installation.json(&["model", "show", CLASS, "--env", "trial", "--format", "json"])
}

const KINDS: &[&str] = &["padim", "patch-core"];

#[test]
fn a_training_job_a_tuning_job_and_the_function_train_the_same_model() {
    let by_job = TrainBy::SageMaker(JOB);
    let Some(installation) = Installation::with_artefacts(artefacts(by_job, KINDS)) else {
        return;
    };
    let _served = installation.serve("trial", &[]);
    deploy(&installation, by_job, KINDS);
    let trained = train(&installation);
    assert_eq!(trained["outcome"], "promoted", "{trained:#}");
    let of_job = version(&installation);
    assert_eq!(of_job["version"], trained["result"]["to"]);
    assert!(of_job["measured"]["accuracyLowerBound"].as_f64() >= Some(0.8));

    // The grid has a job for each kind; the best of them is the kind that a single job chooses.
    let by_tuning = TrainBy::SageMaker(TrainingJob {
        tuning: Some(Tuning {
            most_pictures: &[400],
            jobs_at_once: 2,
        }),
        ..JOB
    });
    deploy(&installation, by_tuning, KINDS);
    train(&installation);
    let of_tuning = version(&installation);
    assert_eq!(of_tuning["kind"], of_job["kind"]);
    assert_eq!(of_tuning["version"], of_job["version"]);

    deploy(&installation, TrainBy::Embedded, KINDS);
    train(&installation);
    let of_function = version(&installation);
    assert_eq!(of_function["version"], of_job["version"]);
    assert_eq!(of_function["sha256"], of_job["sha256"]);
}

/// A dataset with too few defects to learn them: one in each part.
fn few_defects(installation: &Installation) -> PathBuf {
    let (dataset, pictures) = (installation.file("few"), installation.file("labelled"));
    let mut defects = 0;
    for sample in samples::labelled(CLASS) {
        let label = match sample.expected {
            Expected::Sound => "normal",
            _ if defects == 2 => continue,
            _ => {
                defects += 1;
                "anomalous"
            }
        };
        // Each defect is of a device of its own.
        let device = match label {
            "normal" => sample.device_id.clone(),
            _ => format!("defective-{defects}"),
        };
        let folder = pictures.join(label).join(device);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(&sample.file), &sample.bytes).unwrap();
    }
    for label in ["normal", "anomalous"] {
        let mut command = installation.program("sightline-dataset");
        command.args(["dataset", "add"]).arg(pictures.join(label));
        command.args(["--class", CLASS, "--label", label, "--device-by-folder"]);
        let output = command.arg("--dataset").arg(&dataset).output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{told}");
    }
    dataset
}

#[test]
fn why_a_job_failed_is_told_and_nothing_is_changed() {
    let by_job = TrainBy::SageMaker(JOB);
    let kinds = &["linear"];
    let Some(installation) = Installation::with_artefacts(artefacts(by_job, kinds)) else {
        return;
    };
    let _served = installation.serve("trial", &[]);
    deploy(&installation, by_job, kinds);
    let listed =
        || installation.json(&["model", "list", CLASS, "--env", "trial", "--format", "json"]);
    let before = listed();
    let dataset = few_defects(&installation);
    let output = installation.run(&[
        "model",
        "train",
        CLASS,
        "--dataset",
        dataset.to_str().unwrap(),
        "--env",
        "trial",
    ]);
    assert!(!output.status.success());
    let told = String::from_utf8_lossy(&output.stderr);
    // The program's own words, by way of output/failure and FailureReason.
    assert!(told.contains("a classifier takes at least"), "{told}");
    assert_eq!(listed(), before);
}
