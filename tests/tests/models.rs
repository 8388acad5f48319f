//! A model's life from end to end, through the very binaries that `cargo xtask` starts.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::fs;
use std::path::{Path, PathBuf};

use samples::Expected;
use serde_json::{Value, json};
use tests::{Installation, Served, wire};

const CLASS: &str = "pipe";

/// What the close look said of the class's pictures in a batch: picture, verdict, score to the last
/// digit, and the version that said it.
fn said(served: &Served, batch: &str) -> Vec<String> {
    let sql = format!(
        "SELECT picture_id, verdict, score, model FROM defects WHERE batch = '{batch}' AND \
         device_class = '{CLASS}' AND day >= '2020-01-01' ORDER BY picture_id"
    );
    let rows = wire::rows(served, &sql);
    rows.iter().map(|cells| cells.join(" ")).collect()
}

/// Inspects the sample batch, whatever is found, and gives what was said.
fn inspected(installation: &Installation, served: &Served) -> Vec<String> {
    let output = installation.run(&["smoke", "--format", "json"]);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        panic!("{error}: {}", String::from_utf8_lossy(&output.stderr));
    });
    let said = said(served, report["batch"]["name"].as_str().unwrap());
    assert!(!said.is_empty(), "{report:#}");
    said
}

/// A dataset of the labelled samples, every label the other way round.
fn flipped(installation: &Installation) -> PathBuf {
    let dataset = installation.file("flipped");
    let pictures = installation.file("labelled");
    for sample in samples::labelled(CLASS) {
        let label = match sample.expected {
            Expected::Sound => "anomalous",
            _ => "normal",
        };
        let folder = pictures.join(label).join(&sample.device_id);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(&sample.file), &sample.bytes).unwrap();
    }
    for label in ["normal", "anomalous"] {
        add(installation, &pictures.join(label), label, &dataset);
    }
    dataset
}

fn add(installation: &Installation, pictures: &Path, label: &str, dataset: &Path) {
    let mut command = installation.program("sightline-dataset");
    command.args(["dataset", "add"]).arg(pictures);
    command.args(["--class", CLASS, "--label", label, "--device-by-folder"]);
    let output = command.arg("--dataset").arg(dataset).output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

fn listed(installation: &Installation) -> Value {
    installation.json(&["model", "list", CLASS, "--format", "json"])[0].clone()
}

#[test]
fn the_gate_decides_and_a_rollback_restores_the_verdicts_exactly() {
    let Some(installation) = Installation::new() else {
        return;
    };
    let served = installation.serve("local", &[]);
    assert!(installation.run(&["deploy", "--no-smoke"]).status.success());
    let before = inspected(&installation, &served);
    let deployed = listed(&installation)["live"].clone();
    assert!(deployed.is_string());

    // Labels that are the wrong way round: the machine succeeds, the report is there, the gate
    // refuses, and what is live stays.
    let dataset = flipped(&installation);
    let dataset = dataset.to_str().unwrap();
    let words = [
        "model",
        "train",
        CLASS,
        "--dataset",
        dataset,
        "--format",
        "json",
    ];
    let refused = installation.json_of(1, &words);
    assert_eq!(refused["outcome"], "evaluated", "{refused:#}");
    assert_eq!(refused["result"]["passed"], false, "{refused:#}");
    let page = fs::read_to_string(refused["page"].as_str().unwrap()).unwrap();
    assert!(page.contains("class=\"refused\""), "{page}");
    assert!(
        page.contains("data:image/jpeg;base64,"),
        "no picture is shown"
    );
    let models = listed(&installation);
    assert_eq!(models["live"], deployed);
    assert_eq!(models["candidate"], Value::Null);
    assert_eq!(models["versions"], json!([]));

    // The right labels: it passes, and is live.
    let words = ["model", "train", CLASS, "--samples", "--format", "json"];
    let trained = installation.json(&words);
    assert_eq!(trained["outcome"], "promoted", "{trained:#}");
    assert_eq!(trained["result"]["from"], deployed);
    let version = trained["result"]["to"].as_str().unwrap().to_owned();
    assert_ne!(deployed, version.as_str());
    let shown = installation.json(&["model", "show", CLASS, "--format", "json"]);
    assert_eq!(shown["version"], version.as_str());
    assert!(shown["createdBy"].as_str().unwrap().starts_with("arn:aws:"));
    assert!(shown["measured"]["accuracyLowerBound"].as_f64() >= Some(0.8));
    let after = inspected(&installation, &served);
    assert!(after.iter().all(|row| row.ends_with(&version)), "{after:?}");

    // One command and one run later, the verdicts are those of before, to the last digit.
    let words = [
        "model",
        "rollback",
        CLASS,
        "--reason",
        "for a test",
        "--format",
        "json",
    ];
    let back = installation.json(&words);
    assert_eq!(back["to"], deployed);
    assert_eq!(inspected(&installation, &served), before);

    let again = installation.json(&["model", "promote", CLASS, "--format", "json"]);
    assert_eq!(again["to"], version.as_str());
    assert_eq!(inspected(&installation, &served), after);

    let history = ["model", "list", CLASS, "--history", "--format", "json"];
    let history = installation.json(&history);
    let told: Vec<(u64, &str, Option<&str>)> = history
        .as_array()
        .unwrap()
        .iter()
        .map(|change| {
            let revision = change["revision"].as_u64().unwrap();
            let kind = change["kind"].as_str().unwrap();
            (revision, kind, change["reason"].as_str())
        })
        .collect();
    assert_eq!(
        told,
        [
            (3, "promote", None),
            (2, "roll-back", Some("for a test")),
            (1, "promote", None),
        ]
    );

    // What was not seen pass cannot be promoted, nor what there is none of.
    let unknown = installation.told(1, &["model", "promote", CLASS, "0000000000000000"]);
    assert!(
        unknown.contains("has no version 0000000000000000"),
        "{unknown}"
    );
    let unknown = installation.told(1, &["model", "list", "pip"]);
    assert!(unknown.contains("did you mean \"pipe\"?"), "{unknown}");
    // A version is evaluated on other pictures, and nothing changes.
    let words = [
        "model",
        "evaluate",
        CLASS,
        "--dataset",
        dataset,
        "--format",
        "json",
    ];
    let evaluated = installation.json(&words);
    assert_eq!(evaluated["result"]["passed"], false, "{evaluated:#}");
    assert_eq!(listed(&installation)["live"], version.as_str());
}
