//! `cargo xtask workflow` as a process: what is on which stream, and the exit status.

#![expect(
    clippy::unwrap_used,
    reason = "a process that can't be started fails the test"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("workflow/tests/data")
        .join(name)
}

/// Started outside the workspace: a definition may be anywhere.
fn workflow(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("workflow")
        .args(arguments.iter().map(|word| match word.strip_prefix('@') {
            Some(name) => data(name).display().to_string(),
            None => (*word).to_owned(),
        }))
        .env_remove("CARGO_MANIFEST_DIR")
        .current_dir(std::env::temp_dir())
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn check_ends_with_1_when_there_are_errors() {
    let sound = workflow(&["check", "@orders.asl.json", "@import.asl.json"]);
    assert_eq!(sound.status.code(), Some(0));
    assert_eq!(text(&sound.stdout), "");
    assert!(text(&sound.stderr).contains("2 files: no errors"));
    let broken = workflow(&["check", "@orders.asl.json", "@broken.asl.json"]);
    assert_eq!(broken.status.code(), Some(1));
    assert_eq!(text(&broken.stdout), "");
    assert!(text(&broken.stderr).contains("broken.asl.json:11:15"));
    let broken = workflow(&["check", "@broken.asl.json", "--format", "json"]);
    assert_eq!(broken.status.code(), Some(1));
    assert_eq!(text(&broken.stderr), "");
    let told: Value = serde_json::from_slice(&broken.stdout).unwrap();
    assert_eq!(told["files"][0]["valid"], false);
}

#[test]
fn run_prints_the_output_and_ends_as_the_execution_does() {
    let mock = ["--mock", "@orders.mocks.json"];
    let ran = workflow(&[&["run", "@orders.asl.json"], &mock[..]].concat());
    assert_eq!(ran.status.code(), Some(0), "{}", text(&ran.stderr));
    let output: Value = serde_json::from_slice(&ran.stdout).unwrap();
    assert_eq!(output[1], "SUCCEEDED");
    assert!(text(&ran.stderr).contains("Succeeded"));
    let failed = workflow(&[
        "run",
        "@orders.asl.json",
        "--mock",
        "@MockConfigFile.json",
        "--test-case",
        "OutOfOrder",
    ]);
    assert_eq!(failed.status.code(), Some(1));
    assert_eq!(text(&failed.stdout), "");
    assert!(text(&failed.stderr).contains("NotShipped: the index is gone"));
    let lacking = workflow(&["run", "@orders.asl.json"]);
    assert_eq!(lacking.status.code(), Some(1));
    assert!(text(&lacking.stderr).contains("\"Look up\" has no mock"));
    let broken = workflow(&["run", "@broken.asl.json"]);
    assert_eq!(broken.status.code(), Some(1));
    assert!(text(&broken.stderr).contains("cannot run"));
}

#[test]
fn a_history_that_run_prints_colours_the_graph() {
    let history = workflow(&[
        "run",
        "@orders.asl.json",
        "--mock",
        "@orders.mocks.json",
        "--history",
        "--format",
        "json",
    ]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("history.json");
    std::fs::write(&file, &history.stdout).unwrap();
    let file = file.display().to_string();
    let drawn = workflow(&[
        "graph",
        "@orders.asl.json",
        "--format",
        "svg",
        "--history",
        &file,
    ]);
    assert_eq!(drawn.status.code(), Some(0), "{}", text(&drawn.stderr));
    assert!(text(&drawn.stdout).starts_with("<svg "));
    assert!(text(&drawn.stdout).contains("caught)</title>"));
    assert_eq!(text(&drawn.stderr), "");
}

#[test]
fn test_state_ends_with_0_when_the_state_does_well() {
    let choice = ["test-state", "@orders.asl.json", "Anything?", "--input"];
    let well = workflow(&[&choice[..], &[r#"{"items": []}"#, "--format", "json"]].concat());
    assert_eq!(well.status.code(), Some(0), "{}", text(&well.stderr));
    let told: Value = serde_json::from_slice(&well.stdout).unwrap();
    assert_eq!(told["status"], "SUCCEEDED");
    assert_eq!(told["nextState"], "Wait for stock");
    let throw = ["--mock", r#"{"Throw": {"Error": "Broken"}}"#];
    let failed = workflow(&[&["test-state", "@orders.asl.json", "Bill"], &throw[..]].concat());
    assert_eq!(failed.status.code(), Some(1));
    assert!(text(&failed.stdout).contains("FAILED"));
    let single = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(
        single.path(),
        r#"{"Type": "Pass", "Result": 3, "End": true}"#,
    )
    .unwrap();
    let alone = workflow(&["test-state", &single.path().display().to_string()]);
    assert_eq!(alone.status.code(), Some(0), "{}", text(&alone.stderr));
}

#[test]
fn conformance_ends_with_1_when_a_case_differs_and_writes_its_document() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("CONFORMANCE.md");
    let written = file.display().to_string();
    let ran = workflow(&[
        "conformance",
        "@cases.jsonl",
        "--format",
        "json",
        "--write",
        &written,
    ]);
    assert_eq!(ran.status.code(), Some(1));
    let told: Value = serde_json::from_slice(&ran.stdout).unwrap();
    assert_eq!(told["kinds"]["execution"]["same-result"], 1);
    assert!(
        std::fs::read_to_string(&file)
            .unwrap()
            .contains("pass/other-output")
    );
    let one = workflow(&["conformance", "@cases.jsonl", "--only", "pass/history"]);
    assert_eq!(one.status.code(), Some(0));
    assert!(text(&one.stdout).contains("pass/history"));
}
