//! `workflow conformance`, on cases of the project's own.

#![expect(
    clippy::unwrap_used,
    reason = "a fixture that can't be read fails the test"
)]

mod common;

use common::source;
use workflow::Source;
use workflow::conformance::{is_wrong, parse_cases, render_document, run, to_json};

#[test]
fn each_case_has_a_verdict_and_the_summary_counts_them() {
    let cases = parse_cases(&source("cases.jsonl"), &[]).unwrap();
    let reports = run(&cases, |_| {});
    let wrong: Vec<_> = reports.iter().filter(|report| is_wrong(report)).collect();
    assert_eq!(wrong.len(), 2, "{reports:?}");
    insta::assert_json_snapshot!(to_json(&reports));
}

#[test]
fn the_document_names_every_case_that_differs() {
    let cases = parse_cases(&source("cases.jsonl"), &[]).unwrap();
    insta::assert_snapshot!(render_document(&run(&cases, |_| {})));
}

#[test]
fn one_case_is_run_by_its_name() {
    let cases = parse_cases(&source("cases.jsonl"), &["pass/history".to_owned()]).unwrap();
    assert_eq!(cases.len(), 1);
    let problem = parse_cases(&source("cases.jsonl"), &["pass/histroy".to_owned()]).unwrap_err();
    let told = ui::unstyled(&ui::render_error(&problem));
    assert!(told.contains("did you mean --only pass/history?"), "{told}");
}

#[test]
fn a_line_that_is_no_case_is_told_with_its_place() {
    let problem = parse_cases(&Source::new("c.jsonl", "\n{\"id\": \"a\"}\n{}\n"), &[]).unwrap_err();
    assert!(
        problem
            .to_string()
            .starts_with("c.jsonl:3: this is no case"),
        "{problem}"
    );
    let problem = parse_cases(&Source::new("c.jsonl", "{"), &[]).unwrap_err();
    assert!(
        problem
            .to_string()
            .starts_with("c.jsonl:1: this is not JSON"),
        "{problem}"
    );
}
