//! What is told of statements, and of what columns their results are.
//!
//! `tests/right.txt` holds statements with the types of their columns, `tests/wrong.txt` statements
//! with what is told of each, `tests/views.txt` views with the columns that bound their tables' days.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::fmt::Write as _;
use std::path::Path;

use trino::{Catalog, Checked, Type, View, check, check_view};

/// A view over three tables, of which `day` bounds all.
const LOOKS: &str = "SELECT p.device_id, p.day, p.format, f.suspicious, d.score FROM pictures p \
     LEFT JOIN findings f ON f.day = p.day AND f.picture_id = p.picture_id \
     LEFT JOIN (SELECT day, picture_id, max(score) AS score FROM defects GROUP BY day, picture_id) d \
     ON d.picture_id = p.picture_id AND f.day = d.day AND d.day = p.day";

fn checked_view(sql: &str) -> Checked {
    let tables = schema::tables();
    let catalog = Catalog {
        database: "lake",
        tables: &tables,
        views: &[],
    };
    check_view(sql, &catalog)
}

fn checked(sql: &str) -> Checked {
    let tables = schema::tables();
    let looks = checked_view(LOOKS);
    assert_eq!(looks.problems, []);
    let catalog = Catalog {
        database: "lake",
        tables: &tables,
        views: &[View::new("looks", looks)],
    };
    // A `?` that is a word of its own stands for a double.
    let count = sql.split_whitespace().filter(|word| *word == "?").count();
    let parameters = vec![("share", Type::Double); count];
    check(sql, &parameters, &catalog)
}

/// Statements, each with what is expected of it below `----`, apart by empty lines.
fn cases(file: &str) -> Vec<(String, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(file);
    let text = std::fs::read_to_string(path).unwrap();
    text.split("\n\n")
        .filter(|block| !block.trim().is_empty() && !block.starts_with('#'))
        .map(|block| {
            let (sql, expected) = block.trim().split_once("\n----\n").unwrap_or_else(|| {
                panic!("no ---- in {block}");
            });
            (sql.to_owned(), expected.to_owned())
        })
        .collect()
}

fn hold(
    file: &str,
    least: usize,
    checked: fn(&str) -> Checked,
    found: impl Fn(&Checked) -> String,
) {
    let cases = cases(file);
    assert!(cases.len() >= least, "{} cases", cases.len());
    let mut report = String::new();
    for (sql, expected) in cases {
        let found = found(&checked(&sql));
        if found != expected {
            let _ = writeln!(
                report,
                "{sql}\n---- expected\n{expected}\n---- found\n{found}\n"
            );
        }
    }
    assert!(report.is_empty(), "{report}");
}

#[test]
fn right_statements_have_the_columns_that_trino_gives() {
    hold("right.txt", 60, checked, |checked| {
        let problems = checked
            .problems
            .iter()
            .map(|p| format!("{}: {}", p.code, p.message));
        let columns = checked.columns.iter();
        let columns = columns.map(|column| format!("{} {}", column.name, column.data_type));
        problems.chain(columns).collect::<Vec<_>>().join("\n")
    });
}

#[test]
fn what_is_wrong_is_told_with_its_place_and_the_way_out() {
    hold("wrong.txt", 60, checked, |checked| {
        problems(checked).join("\n")
    });
}

#[test]
fn the_days_of_a_views_tables_are_bounded_by_its_columns() {
    hold("views.txt", 15, checked_view, |checked| {
        let open = checked.open.iter();
        let open = open.map(|open| match open.bounded_by.as_slice() {
            [] => format!("{}: nothing", open.table),
            columns => format!("{}: {}", open.table, columns.join(", ")),
        });
        let mut lines: Vec<String> = open.collect();
        lines.extend(problems(checked));
        match lines.is_empty() {
            true => "nothing is open".to_owned(),
            false => lines.join("\n"),
        }
    });
}

fn problems(checked: &Checked) -> Vec<String> {
    let problems = checked.problems.iter().map(|problem| {
        let (line, column) = (problem.at.line, problem.at.column);
        let help = problem.help.as_ref();
        let help = help.map(|help| format!(" | {help}")).unwrap_or_default();
        format!(
            "{line}:{column} {}: {}{help}",
            problem.code, problem.message
        )
    });
    problems.collect()
}

#[test]
fn every_statement_that_the_engine_answers_is_right() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../engine/tests/trino");
    let mut report = String::new();
    let mut count = 0;
    let mut files = Vec::new();
    list(&folder, &mut files);
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        for block in text.split("\n\n") {
            let Some((head, rest)) = block.trim().split_once('\n') else {
                continue;
            };
            // Answers stand below `----`; a statement that must fail has none.
            let Some((sql, _)) = rest.split_once("\n----") else {
                continue;
            };
            if !head.starts_with("query") {
                continue;
            }
            count += 1;
            let checked = checked(sql);
            for problem in &checked.problems {
                let _ = writeln!(
                    report,
                    "{}: {sql}\n  {}: {}",
                    file.file_name().unwrap().to_string_lossy(),
                    problem.code,
                    problem.message
                );
            }
        }
    }
    assert!(report.is_empty(), "{count} statements\n{report}");
    assert!(count >= 250, "{count} statements");
}

fn list(folder: &Path, files: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            list(&path, files);
        } else if path.extension().is_some_and(|own| own == "slt") {
            files.push(path);
        }
    }
}
