//! Statements and what they give, read from `tests/*.slt` and `tests/trino/*.slt`. One binary: linking the engine is
//! what costs.
//!
//! A case is `query` or `error` on a line of its own, the statement, `----`, and then the rows
//! (columns separated by `|`, null as `NULL`) or a part of the error. `-- parameter: <literal>`
//! fills in a `?`. `#` begins a comment.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod functions;
mod lake;
mod scanning;
mod shipped;
mod writing;

use std::fmt::Write as _;
use std::path::Path;

use engine::{Engine, Request};

struct Case {
    line: usize,
    error: bool,
    sql: String,
    parameters: Vec<String>,
    expected: String,
}

fn cases(text: &str) -> Vec<Case> {
    let mut cases = Vec::new();
    let mut lines = text.lines().enumerate().peekable();
    while let Some((at, line)) = lines.next() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let error = match line {
            "query" => false,
            "error" => true,
            other => panic!("line {}: {other:?} begins no case", at + 1),
        };
        let (mut sql, mut parameters, mut expected) = (String::new(), Vec::new(), String::new());
        for (_, line) in lines.by_ref() {
            if line == "----" {
                break;
            }
            match line.strip_prefix("-- parameter: ") {
                Some(parameter) => parameters.push(parameter.to_owned()),
                None => {
                    let _ = writeln!(sql, "{line}");
                }
            }
        }
        for (_, line) in lines.by_ref() {
            if line.is_empty() {
                break;
            }
            let _ = writeln!(expected, "{line}");
        }
        cases.push(Case {
            line: at + 1,
            error,
            sql,
            parameters,
            expected,
        });
    }
    cases
}

async fn answer(engine: &Engine, case: &Case) -> Result<String, String> {
    let request = Request {
        sql: &case.sql,
        parameters: &case.parameters,
        database: Some(lake::DATABASE),
        scan_limit: None,
        ..Request::default()
    };
    let mut answer = engine.start(&request).await.map_err(|e| e.to_string())?;
    let rows = answer.collect().await.map_err(|e| e.to_string())?;
    let mut out = String::new();
    for row in rows {
        let row: Vec<String> = row
            .into_iter()
            .map(|value| value.unwrap_or_else(|| "NULL".to_owned()))
            .collect();
        let _ = writeln!(out, "{}", row.join("|"));
    }
    Ok(out)
}

#[tokio::test]
async fn every_statement_gives_what_is_written_beside_it() {
    let engine = lake::engine();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let listed = |folder: &Path| {
        let entries = std::fs::read_dir(folder).unwrap();
        entries
            .map(|entry| entry.unwrap().path())
            .collect::<Vec<_>>()
    };
    let all = [listed(&folder), listed(&folder.join("trino"))].concat();
    let mut files: Vec<_> = all
        .into_iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "slt"))
        .collect();
    files.sort();
    let (mut count, mut wrong) = (0, String::new());
    for file in files {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        for case in cases(&std::fs::read_to_string(&file).unwrap()) {
            count += 1;
            let given = answer(&engine, &case).await;
            let right = match &given {
                Ok(rows) => !case.error && *rows == case.expected,
                Err(error) => case.error && error.contains(case.expected.trim_end()),
            };
            if !right {
                let given = given.unwrap_or_else(|error| format!("error: {error}\n"));
                let _ = writeln!(
                    wrong,
                    "{name}:{}\n{}expected:\n{}given:\n{given}",
                    case.line, case.sql, case.expected
                );
            }
        }
    }
    assert!(count > 0, "no statements were found");
    assert!(wrong.is_empty(), "{wrong}");
}
