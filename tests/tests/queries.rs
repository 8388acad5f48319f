//! A single mistake in a shipped query is told, and told where it is.
//!
//! `tests/queries/faults.json` holds the mistakes, each as a text of a query's file that another
//! takes the place of, and what `cargo xtask generate` and `cargo xtask check` tell of it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use serde::Deserialize;
use tests::{Told, assert_told, faults_in, files_below, workspace};

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
    let faults: Vec<Fault> = faults_in(&workspace().join("tests/queries"));
    let told = faults.into_iter().map(|fault| {
        let text = read(&fault.query);
        assert!(
            text.contains(&fault.replace),
            "{}: {} has no {:?}",
            fault.fault,
            fault.query,
            fault.replace
        );
        Told {
            found: problems(&fault.query, &text.replacen(&fault.replace, &fault.by, 1)),
            fault: fault.fault,
            expected: fault.told,
        }
    });
    assert_told(told, 40);
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
