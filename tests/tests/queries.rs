//! A single mistake in a shipped query is told, and told where it is.
//!
//! `tests/faults/queries.json` holds the mistakes, each as a text of a query's file that another
//! takes the place of, and what `cargo xtask generate` and `cargo xtask check` tell of it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::fmt::Write;

use serde::Deserialize;
use tests::{files_below, workspace};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fault {
    fault: String,
    query: String,
    replace: String,
    by: String,
    /// `<code> <address>: <summary>` of every problem.
    told: Vec<String>,
}

fn problems(name: &str, text: &str) -> Vec<String> {
    let problems = match name.strip_prefix("views/") {
        Some(view) => inspection::check_view_file(view, text),
        None => inspection::check_query_file(name, text),
    };
    let told = problems
        .iter()
        .map(|problem| format!("{} {}: {}", problem.code, problem.address, problem.summary));
    told.collect()
}

fn read(query: &str) -> String {
    let file = workspace().join(format!("queries/sql/{query}.sql.hbs"));
    std::fs::read_to_string(file).unwrap()
}

#[test]
fn every_single_fault_is_told_where_it_is() {
    let file = workspace().join("tests/faults/queries.json");
    let faults: Vec<Fault> = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    assert!(faults.len() >= 40, "{} faults", faults.len());
    let mut report = String::new();
    for fault in faults {
        let text = read(&fault.query);
        assert!(
            text.contains(&fault.replace),
            "{}: {} has no {:?}",
            fault.fault,
            fault.query,
            fault.replace
        );
        assert!(!fault.told.is_empty(), "{} expects nothing", fault.fault);
        let found = problems(&fault.query, &text.replacen(&fault.replace, &fault.by, 1));
        if found != fault.told {
            let _ = writeln!(
                report,
                "{}: expected {:#?}, found {found:#?}",
                fault.fault, fault.told
            );
        }
    }
    assert!(report.is_empty(), "{report}");
}

#[test]
fn the_queries_as_they_are_have_none() {
    let folder = workspace().join("queries/sql");
    for file in files_below(&folder, ".sql.hbs") {
        let name = file.strip_prefix(&folder).unwrap().to_string_lossy();
        let name = name.trim_end_matches(".sql.hbs");
        assert_eq!(problems(name, &read(name)), Vec::<String>::new(), "{name}");
    }
}
