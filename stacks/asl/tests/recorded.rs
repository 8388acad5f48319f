//! Definitions that AWS ran: each parses without an error and renders as it was written.

use std::path::{Path, PathBuf};

use serde_json::Value;

fn shared(path: &str) -> Option<PathBuf> {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|folder| folder.join("shared").join(path))
        .find(|candidate| candidate.exists())
}

#[test]
fn what_aws_ran_parses_and_renders_as_it_was_written() {
    let Some(path) = shared("oracles/asl/cases.jsonl") else {
        println!("skipped: no shared/oracles/asl/cases.jsonl above this folder");
        return;
    };
    let text = std::fs::read_to_string(path).unwrap();
    let mut seen = 0;
    let mut wrong = Vec::new();
    for line in text.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let kind = case["kind"].as_str().unwrap();
        if !kind.starts_with("execution") || !case["definition"].is_object() {
            continue;
        }
        seen += 1;
        let written = case["definition"].to_string();
        let (machine, problems) = asl::parse_definition(&written);
        if problems.has_errors() {
            wrong.push(format!("{}: {problems}", case["id"]));
        } else if machine.map(|machine| machine.to_json().to_string()) != Some(written) {
            wrong.push(format!("{}: renders differently", case["id"]));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {seen} differ:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(seen > 0);
}
