//! A candidate looks at live pictures beside the live model, from end to end: what it says is recorded apart,
//! compared, and changes nothing.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use inspection::config::{Declaration, Learning};
use inspection::{environments, generate_declared};
use serde_json::Value;
use tests::Installation;

const CLASS: &str = "pipe";

fn artefacts(kinds: &'static [&'static str]) -> Vec<(String, String)> {
    let local = environments::local();
    let declaration = Declaration {
        environment: "trial",
        device_classes: &[CLASS],
        own_pictures_class: None,
        learning: Learning {
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

fn rows(installation: &Installation, query: &str) -> Vec<Value> {
    let words = ["query", query, "--env", "trial", "--format", "json"];
    installation.json(&words).as_array().unwrap().clone()
}

fn smoke(installation: &Installation) -> Value {
    let words = ["smoke", "trial", "--format", "json"];
    installation.json(&words)["batch"].clone()
}

#[test]
fn a_candidate_looks_at_live_pictures_and_changes_nothing() {
    let Some(installation) = Installation::with_artefacts(artefacts(&["padim"])) else {
        return;
    };
    let _served = installation.serve("trial", &[]);
    assert!(
        installation
            .run(&["deploy", "trial", "--no-smoke"])
            .status
            .success()
    );
    let train = |more: &[&str]| {
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
        installation.json(&[&words[..], more].concat())
    };
    let trained = train(&[]);
    let live = trained["result"]["to"].as_str().unwrap().to_owned();
    // The candidate is what is live: there is nothing to look at beside it.
    let before = smoke(&installation);
    assert!(rows(&installation, "shadow-comparison").is_empty());

    for (path, text) in artefacts(&["patch-core"]) {
        installation.write(&path, &text);
    }
    assert!(
        installation
            .run(&["deploy", "trial", "--no-smoke"])
            .status
            .success()
    );
    train(&["--no-promote"]);
    let after = smoke(&installation);
    for count in ["inspected", "suspicious", "spared", "defects"] {
        assert_eq!(after[count], before[count], "{count}");
    }

    let words = [
        "model",
        "compare",
        CLASS,
        "candidate",
        "live",
        "--env",
        "trial",
        "--format",
        "json",
    ];
    let compared = installation.json(&words);
    assert_eq!(compared["one"]["kind"], "patch-core");
    assert_eq!(compared["other"]["version"], live.as_str());
    let shadows = compared["shadows"].as_array().unwrap();
    assert_eq!(shadows.len(), 1, "{compared:#}");
    let shadow = &shadows[0];
    assert_eq!(shadow["candidate"], compared["one"]["version"]);
    assert_eq!(shadow["live"], live.as_str());
    // Every suspicious picture, as the configuration says.
    assert_eq!(shadow["pictures"], after["suspicious"], "{shadow:#}");
    let number = |name: &str| shadow[name].as_u64().unwrap();
    let apart = number("onlyCandidate") + number("onlyLive");
    assert_eq!(number("agree") + apart, number("pictures"));
    // The live model alone has found defects.
    for row in rows(&installation, "look-agreement") {
        assert_eq!(
            row["looked_at_closely"].as_u64(),
            row["suspicious"].as_u64(),
            "{row:#}"
        );
    }
    let told = installation.told(0, &["model", "compare", CLASS, "--env", "trial"]);
    assert!(told.contains("live pictures: they agree on"), "{told}");
}
