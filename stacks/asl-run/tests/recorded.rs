//! What AWS was recorded to do, against what happens here.

use std::path::{Path, PathBuf};

use asl_run::conformance::{Verdict, run_case, summarise};

fn shared(path: &str) -> Option<PathBuf> {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|folder| folder.join("shared").join(path))
        .find(|candidate| candidate.exists())
}

#[test]
fn executions_go_as_aws_recorded_them() {
    let Some(path) = shared("oracles/asl/cases.jsonl") else {
        println!("skipped: no shared/oracles/asl/cases.jsonl above this folder");
        return;
    };
    let text = std::fs::read_to_string(path).unwrap();
    let reports: Vec<_> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .map(|case| run_case(&case))
        .filter(|report| report.kind.starts_with("execution"))
        .collect();
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
    // What AWS's answer cannot be derived from (a number drawn at random, the
    // parameters of a service that nothing here knows) is named in the output above.
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
        same * 100 >= reports.len() * 98,
        "{same} of {} have the recorded history",
        reports.len()
    );
}
