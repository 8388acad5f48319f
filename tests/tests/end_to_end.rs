//! The main job from end to end, through the very binaries that `cargo xtask` starts: each test
//! has a region of its own, with its state in a folder of its own.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use samples::Expected;
use tests::{Installation, until};

/// Pictures inspected so far, by device class, as the shipped query tells.
fn inspected(installation: &Installation) -> BTreeMap<String, u64> {
    let rows = installation.json(&["query", "close-look-savings", "--format", "json"]);
    rows.as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let class = row["device_class"].as_str().unwrap().to_owned();
            (class, row["inspected"].as_u64().unwrap())
        })
        .collect()
}

/// What the sample batch must give: pictures inspected by device class.
fn expected_inspected() -> BTreeMap<String, u64> {
    let mut out = BTreeMap::new();
    for sample in samples::batch() {
        if matches!(
            sample.expected,
            Expected::Sound | Expected::Defective { .. }
        ) {
            *out.entry(sample.device_class.clone()).or_default() += 1;
        }
    }
    out
}

#[test]
fn deploying_inspects_the_samples_and_deploying_again_changes_nothing() {
    let Some(installation) = Installation::new() else {
        return;
    };
    let report = installation.json(&["deploy", "--format", "json"]);
    assert_eq!(report["environment"], "local");
    assert_eq!(report["smoke"]["passed"], true, "{report:#}");
    let stacks = report["stacks"].as_array().unwrap();
    assert_eq!(stacks.len(), 3);
    for stack in stacks {
        assert_eq!(stack["status"], "CREATE_COMPLETE", "{stack}");
    }
    let samples: Vec<_> = samples::batch().into_iter().collect();
    let count = |wanted: fn(&Expected) -> bool| {
        samples
            .iter()
            .filter(|sample| wanted(&sample.expected))
            .count() as u64
    };
    let batch = &report["batch"];
    assert_eq!(batch["pictures"], samples.len() as u64);
    assert_eq!(
        batch["rejected"],
        count(|e| matches!(e, Expected::Rejected { .. }))
    );
    assert_eq!(
        batch["defects"],
        count(|e| matches!(e, Expected::Defective { .. }))
    );
    assert!(batch["suspicious"].as_u64() >= batch["defects"].as_u64());
    assert!(
        batch["spared"].as_u64() > Some(0),
        "the first look saved nothing: {batch}"
    );

    let again = installation.run(&["deploy", "--no-smoke"]);
    assert!(again.status.success());
    let narration = String::from_utf8_lossy(&again.stderr).to_lowercase();
    let said = String::from_utf8_lossy(&again.stdout).to_lowercase();
    assert!(
        narration.contains("no change") || said.contains("no change"),
        "{narration}\n{said}"
    );

    // A process of its own finds in the same state what the first one put there.
    let backlog = installation.json(&["query", "repair-backlog", "--format", "json"]);
    let backlog = backlog.as_array().unwrap();
    let defective: std::collections::BTreeSet<&str> = samples
        .iter()
        .filter(|sample| matches!(sample.expected, Expected::Defective { .. }))
        .map(|sample| sample.device_id.as_str())
        .collect();
    let listed: std::collections::BTreeSet<&str> = backlog
        .iter()
        .map(|row| row["device_id"].as_str().unwrap())
        .collect();
    assert_eq!(listed, defective);

    let _serving = installation.serve("local", &[]);
    every_query_is_answered(&installation, &samples);
    let status = installation.json(&["status", "--format", "json"]);
    for stack in status["regions"][0]["stacks"].as_array().unwrap() {
        assert_eq!(stack["status"], "CREATE_COMPLETE", "{stack}");
    }
    assert_eq!(status["regions"][0]["executions"][0]["status"], "SUCCEEDED");
    let outputs = installation.json(&["outputs", "--format", "json"]);
    assert_eq!(outputs["us-east-1"]["WorkgroupName"], "sightline-local");
}

/// Each shipped query gives what the sample pictures justify: rows, unless it asks for several days
/// or several versions of a model, of which there is one.
fn every_query_is_answered(installation: &Installation, samples: &[samples::Sample]) {
    let one_day_is_not_enough = [
        "model-comparison",
        // Nobody has said which devices there are.
        "never-inspected",
        "not-lately-inspected",
        "recurring-defects",
        // Nor what was repaired.
        "repairs-done",
        "repeat-offenders",
        "score-drift",
        // Nor is there a candidate.
        "shadow-comparison",
    ];
    let queries = installation.json(&["query", "--format", "json"]);
    let queries = queries.as_array().unwrap();
    assert!(queries.len() >= 15, "{} queries", queries.len());
    for query in queries {
        let name = query["name"].as_str().unwrap();
        let rows = installation.json(&["query", name, "--format", "json"]);
        let rows = rows.as_array().unwrap();
        assert_eq!(
            rows.is_empty(),
            one_day_is_not_enough.contains(&name),
            "{name}: {rows:#?}"
        );
        // The columns are those that the query promises.
        if let Some(row) = rows.first() {
            let given: Vec<&str> = row
                .as_object()
                .unwrap()
                .keys()
                .map(String::as_str)
                .collect();
            let columns = query["columns"].as_array().unwrap().iter();
            let promised: Vec<&str> = columns.map(|c| c["name"].as_str().unwrap()).collect();
            assert_eq!(given, promised, "{name}");
        }
    }
    let rejected = samples
        .iter()
        .filter(|sample| matches!(sample.expected, Expected::Rejected { .. }))
        .count();
    let rows = installation.json(&["query", "rejected-pictures", "--format", "json"]);
    assert_eq!(rows.as_array().unwrap().len(), rejected);
    let told = installation.json(&["query", "defect-rate", "--explain", "--format", "json"]);
    assert!(told["bytesScanned"].as_u64() > Some(0), "{told}");
    assert!(!told["plan"].as_array().unwrap().is_empty(), "{told}");
    let file = installation.file("rates.parquet");
    let words = ["query", "defect-rate", "--format", "parquet", "--output"];
    let mut command = installation.command(&words);
    assert!(command.arg(&file).status().unwrap().success());
    let bytes = fs::read(&file).unwrap();
    assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
    let refused = installation.run(&["query", "threshold-what-if", "--param", "threshold=2"]);
    assert_eq!(refused.status.code(), Some(1));
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(told.contains("0 to 1"), "{told}");
}

#[test]
fn files_that_cannot_be_inspected_are_reported_and_the_others_inspected() {
    let Some(installation) = Installation::new() else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let normals = folder.path().join("normals");
    let pictures = folder.path().join("pictures");
    fs::create_dir(&normals).unwrap();
    fs::create_dir(&pictures).unwrap();
    let mut sound = samples::normals("meter");
    for (name, sample) in ["a.jpg", "b.jpg"].iter().zip(&mut sound) {
        fs::write(pictures.join(name), sample.bytes).unwrap();
    }
    for (at, sample) in sound.enumerate() {
        fs::write(normals.join(format!("{at}.jpg")), sample.bytes).unwrap();
    }
    fs::write(pictures.join("empty.jpg"), b"").unwrap();
    fs::write(pictures.join("text.jpg"), b"this is no picture").unwrap();
    for sample in samples::batch() {
        if let Expected::Rejected { reason } = sample.expected
            && ["damaged", "too-small", "too-large"].contains(&reason)
        {
            fs::write(pictures.join(format!("{reason}.png")), sample.bytes).unwrap();
        }
    }
    let rows = installation.json(&[
        "inspect",
        &pictures.to_string_lossy(),
        "--normals",
        &normals.to_string_lossy(),
        "--format",
        "json",
    ]);
    let told: BTreeMap<&str, &str> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let file = row["file"].as_str().unwrap();
            (
                file,
                row["reason"].as_str().or(row["verdict"].as_str()).unwrap(),
            )
        })
        .collect();
    let expected: BTreeMap<&str, &str> = [
        ("a.jpg", "normal"),
        ("b.jpg", "normal"),
        ("damaged.png", "damaged"),
        ("empty.jpg", "empty"),
        ("text.jpg", "not-a-picture"),
        ("too-large.png", "too-large"),
        ("too-small.png", "too-small"),
    ]
    .into();
    assert_eq!(told, expected);
}

#[test]
fn a_region_that_is_killed_during_a_batch_loses_and_doubles_nothing() {
    let Some(installation) = Installation::new() else {
        return;
    };
    let deployed = installation.run(&["deploy", "--no-smoke"]);
    assert!(
        deployed.status.success(),
        "{}",
        String::from_utf8_lossy(&deployed.stderr)
    );
    let serving = installation.serve("local", &[]);
    let mut smoke = installation
        .command(&["smoke"])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The batch is complete and acknowledged once the verb waits for its execution.
    let narration = BufReader::new(smoke.stderr.take().unwrap());
    let mut waits = narration.lines().map_while(Result::ok);
    assert!(
        waits.any(|line| line.contains("waiting for the workflow")),
        "the smoke test ended before it waited for the workflow"
    );
    let killed = Command::new("kill")
        .args(["-9", &serving.pid.to_string()])
        .status()
        .unwrap();
    assert!(killed.success());
    drop(serving);
    waits.for_each(drop);
    assert!(!smoke.wait().unwrap().success(), "nothing was left to kill");

    let again = installation.run(&["smoke"]);
    assert!(
        again.status.success(),
        "{}",
        String::from_utf8_lossy(&again.stderr)
    );
    let _serving = installation.serve("local", &[]);
    let twice: BTreeMap<String, u64> = expected_inspected()
        .into_iter()
        .map(|(class, count)| (class, 2 * count))
        .collect();
    until("both batches are inspected", || {
        let total: u64 = inspected(&installation).values().sum();
        (total >= twice.values().sum()).then_some(())
    });
    assert_eq!(inspected(&installation), twice);
}
