//! Back-fills from end to end: a version looks at pictures of earlier days in one transform job, which really
//! runs the container's program; what it says lies beside what others said, once, and what it could not
//! look at is told.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use inspection::config::{
    Backfill, CloseLook, Declaration, Endpoint, EndpointModel, Learning, SageMaker,
};
use inspection::{environments, generate_declared};
use serde_json::{Value, json};
use tests::wire::{call, object, put_object, rows};
use tests::{Installation, Served, until};

const CLASS: &str = "pipe";
const BATCH: &str = "earlier";
const PICTURES: &str = "sightline-local-000000000000-us-east-1-pictures";
const LAKE: &str = "sightline-local-000000000000-us-east-1-lake";
const IMAGE: &str = "000000000000.dkr.ecr.us-east-1.amazonaws.com/sightline-trial/inspector:1";

/// An embedded environment whose versions may look at earlier pictures.
fn artefacts(model: EndpointModel) -> Vec<(String, String)> {
    let local = environments::local();
    let declaration = Declaration {
        device_classes: &[CLASS],
        own_pictures_class: None,
        close_look: CloseLook::SageMaker(SageMaker {
            endpoint: Endpoint::RealTime {
                instance_type: "ml.m5.large",
                instances: 1,
            },
            model,
            backfill: Some(Backfill {
                image: None,
                instance_type: "ml.m5.xlarge",
                instances: 1,
                // So many that a picture has 6 MB at most.
                at_once: 16,
                max_runtime_seconds: 900,
            }),
        }),
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

/// Deploys, and lets a batch be inspected.
fn inspected(installation: &Installation) -> Served {
    let served = installation.serve("local", &[]);
    let output = installation.run(&["deploy", "--no-smoke"]);
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    let samples = samples::batch().into_iter();
    for sample in samples.filter(|sample| sample.device_class == CLASS) {
        let key = format!(
            "incoming/{BATCH}/{CLASS}/{}/{}",
            sample.device_id, sample.file
        );
        put_object(&served, PICTURES, &key, &sample.bytes);
    }
    put_object(&served, PICTURES, &format!("incoming/{BATCH}/_READY"), b"");
    let summary = format!("batches/{BATCH}.json");
    until("the batch is inspected", || object(&served, LAKE, &summary));
    // The batch's own row is written after its summary.
    until("the batch is summed up", || {
        let sql = "SELECT batch FROM batches WHERE day >= '2020-01-01'";
        (!rows(&served, sql).is_empty()).then_some(())
    });
    served
}

/// The keys of the pictures that were found suspicious, or not.
fn prepared(served: &Served, suspicious: bool) -> Vec<String> {
    let sql = format!(
        "SELECT DISTINCT p.prepared_key FROM pictures p JOIN findings f ON f.day = p.day AND \
         f.picture_id = p.picture_id WHERE p.duplicate_of IS NULL AND f.suspicious = {suspicious} \
         AND p.day >= '2020-01-01' AND f.day >= '2020-01-01' ORDER BY p.prepared_key"
    );
    rows(served, &sql).into_iter().flatten().collect()
}

/// How many rows a version has, and of how many pictures.
fn said(served: &Served, version: &str) -> (usize, usize) {
    let sql = format!(
        "SELECT count(*), count(DISTINCT picture_id) FROM defects WHERE model = '{version}' AND \
         day >= '2020-01-01'"
    );
    let rows = rows(served, &sql);
    let number = |at: usize| rows[0][at].parse().unwrap();
    (number(0), number(1))
}

fn backfill(installation: &Installation, status: i32, version: &str, more: &[&str]) -> Value {
    let words = ["model", "backfill", CLASS, version, "--from", "2020-01-01"];
    let rest = ["--to", "2030-12-31", "--format", "json"];
    installation.json_of(status, &[&words[..], &rest, more].concat())
}

fn counts(outcome: &Value) -> [u64; 4] {
    ["pictures", "looked", "unanswered", "gone"].map(|name| outcome[name].as_u64().unwrap())
}

#[test]
fn a_candidate_looks_at_earlier_pictures_once_and_what_it_cannot_look_at_is_told() {
    let own = EndpointModel::Container { image: IMAGE };
    let Some(installation) = Installation::with_artefacts(artefacts(own)) else {
        return;
    };
    let served = inspected(&installation);
    let words = ["model", "train", CLASS, "--samples", "--no-promote"];
    let trained = installation.json(&[&words[..], &["--format", "json"]].concat());
    let version = trained["result"]["version"].as_str().unwrap().to_owned();

    // One picture is damaged, another larger than a request may be.
    let (suspicious, spared) = (prepared(&served, true), prepared(&served, false));
    let all = suspicious.len();
    assert!(all > 2 && !spared.is_empty(), "{all}, {}", spared.len());
    let sound = |key: &str| object(&served, PICTURES, key).unwrap();
    let (damaged, large) = (&suspicious[0], &suspicious[1]);
    let before = (sound(damaged), sound(large));
    put_object(&served, PICTURES, damaged, b"no picture");
    put_object(&served, PICTURES, large, &vec![0; (6 << 20) + 1]);
    let outcome = backfill(&installation, 1, "candidate", &[]);
    let looked = all as u64 - 2;
    assert_eq!(counts(&outcome), [all as u64, looked, 2, 0], "{outcome:#}");
    let missed = outcome["missed"].as_array().unwrap();
    let mut keys: Vec<&str> = missed
        .iter()
        .map(|one| one["key"].as_str().unwrap())
        .collect();
    keys.sort_unstable();
    assert_eq!(keys, [damaged, large]);
    let why = outcome["failure"].as_str().unwrap();
    assert!(
        why.contains(&format!("2 of {all} inputs gave no answer")),
        "{why}"
    );
    let report = outcome["report"].as_str().unwrap();
    let report = String::from_utf8(object(&served, LAKE, report).unwrap()).unwrap();
    assert_eq!(report.lines().count(), 2, "{report}");
    assert_eq!(said(&served, &version), (all - 2, all - 2));

    // Asked again, it looks at those alone that have no row, and then at none.
    put_object(&served, PICTURES, damaged, &before.0);
    let outcome = backfill(&installation, 1, "candidate", &[]);
    assert_eq!(counts(&outcome), [2, 1, 1, 0], "{outcome:#}");
    put_object(&served, PICTURES, large, &before.1);
    let outcome = backfill(&installation, 0, &version, &[]);
    assert_eq!(counts(&outcome), [1, 1, 0, 0], "{outcome:#}");
    assert_eq!(outcome["report"], Value::Null);
    let told = installation.told(
        0,
        &[
            "model",
            "backfill",
            CLASS,
            "candidate",
            "--from",
            "2020-01-01",
            "--to",
            "2030-12-31",
        ],
    );
    assert!(
        told.contains("has looked at all of these pictures already"),
        "{told}"
    );
    assert_eq!(said(&served, &version), (all, all));
    let compared = installation.json(&["query", "model-comparison", "--format", "json"]);
    assert_eq!(compared[0]["pictures"], all as u64, "{compared:#}");

    // Those that were spared, where they are asked for.
    let outcome = backfill(&installation, 0, "candidate", &["--all"]);
    assert_eq!(
        counts(&outcome)[..2],
        [spared.len() as u64; 2],
        "{outcome:#}"
    );
    let both = all + spared.len();
    assert_eq!(said(&served, &version), (both, both));

    // Jobs are named by their executions; two failed for a picture.
    let jobs = call(
        &served,
        ("sagemaker", "SageMaker.ListTransformJobs"),
        &json!({ "NameContains": "sightline-local-", "StatusEquals": "Failed" }),
    );
    assert_eq!(jobs["TransformJobSummaries"].as_array().unwrap().len(), 2);

    // When the batch is run again, its rows are written anew, and the back-fills' go with the old ones.
    let summary = || object(&served, LAKE, &format!("batches/{BATCH}.json")).unwrap();
    let earlier = summary();
    let marker = format!("incoming/{BATCH}/_READY");
    put_object(&served, PICTURES, &marker, b"again");
    // A run clears what was there before it sums up.
    until("the batch is run again", || {
        (summary() != earlier).then_some(())
    });
    assert_eq!(said(&served, &version), (0, 0));

    for (words, why) in [
        (
            ["0123456789abcdef", "2026-01-01", "2026-01-02"],
            "has no version 0123456789abcdef",
        ),
        (["live", "2026-01-02", "2026-01-01"], "is after --to"),
    ] {
        let [version, from, to] = words;
        let words = [
            "model", "backfill", CLASS, version, "--from", from, "--to", to,
        ];
        let told = installation.told(1, &words);
        assert!(told.contains(why), "{told}");
    }
}

#[test]
fn a_marketplace_model_that_is_live_looks_at_what_was_spared() {
    let Some(installation) = Installation::with_artefacts(artefacts(EndpointModel::Marketplace))
    else {
        return;
    };
    let served = inspected(&installation);
    let (suspicious, spared) = (prepared(&served, true), prepared(&served, false));
    // It has looked at the suspicious ones when they landed.
    let outcome = backfill(&installation, 0, "live", &[]);
    assert_eq!(counts(&outcome), [0; 4], "{outcome:#}");
    let outcome = backfill(&installation, 0, "live", &["--all"]);
    let number = spared.len() as u64;
    assert_eq!(counts(&outcome), [number, number, 0, 0], "{outcome:#}");
    let version = outcome["version"].as_str().unwrap();
    let both = suspicious.len() + spared.len();
    assert_eq!(said(&served, version), (both, both));
}
