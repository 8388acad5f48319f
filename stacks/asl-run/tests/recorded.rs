//! What AWS was recorded to do, against what happens here.

#![expect(
    clippy::unwrap_used,
    reason = "a recording that can't be read fails the test"
)]

use std::path::{Path, PathBuf};

use asl_run::conformance::{Verdict, run_case, summarise};

fn shared(path: &str) -> Option<PathBuf> {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|folder| folder.join("shared").join(path))
        .find(|candidate| candidate.exists())
}

fn cases() -> Option<Vec<serde_json::Value>> {
    let Some(path) = shared("oracles/asl/cases.jsonl") else {
        println!("skipped: no shared/oracles/asl/cases.jsonl above this folder");
        return None;
    };
    let text = std::fs::read_to_string(path).unwrap();
    Some(
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect(),
    )
}

#[test]
fn what_aws_ran_is_not_refused() {
    let Some(cases) = cases() else { return };
    let mut refused = Vec::new();
    for case in cases {
        let is_execution = case["kind"]
            .as_str()
            .is_some_and(|kind| kind.starts_with("execution"));
        let (Some(machine), _) = asl::parse_value(&case["definition"]) else {
            continue;
        };
        let mut problems = asl::check_machine(&machine, asl::ExecutionType::Standard);
        problems.extend(asl_run::check_data(&machine));
        if is_execution && problems.has_errors() {
            refused.push(format!("{}: {problems}", case["id"]));
        }
    }
    assert!(refused.is_empty(), "{}", refused.join("\n"));
}

#[test]
fn executions_go_as_aws_recorded_them() {
    let Some(cases) = cases() else { return };
    let reports: Vec<_> = cases.iter().map(run_case).collect();
    for report in reports
        .iter()
        .filter(|report| report.verdict != Verdict::Same)
    {
        let why = report.why.as_deref().unwrap_or_default();
        println!(
            "{:?} {} {}\n    {why}",
            report.verdict, report.kind, report.id
        );
    }
    let (kinds, _) = summarise(&reports);
    println!("{kinds:#?}");
    // What AWS's answer cannot be derived from (a number drawn at random, what
    // other services hold) is named in the output above.
    let right = reports
        .iter()
        .filter(|report| report.verdict <= Verdict::SameResult)
        .count();
    let same = reports
        .iter()
        .filter(|report| report.verdict == Verdict::Same)
        .count();
    assert!(
        right * 1000 >= reports.len() * 993,
        "{right} of {} have the recorded result",
        reports.len()
    );
    assert!(
        same * 1000 >= reports.len() * 993,
        "{same} of {} have the recorded history",
        reports.len()
    );
}
