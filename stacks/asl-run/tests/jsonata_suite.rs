//! The test suite of jsonata-js, run through this interpreter's expressions.
//!
//! The suite is not part of this project. It is read from the folder that
//! `JSONATA_SUITE` names: `test/test-suite` of the public repository
//! jsonata-js/jsonata at version 2.0.6, or a copy with the same `datasets` and
//! `groups`. The test is ignored unless asked for:
//!
//! ```text
//! JSONATA_SUITE=.../test/test-suite cargo nextest run -p asl-run --run-ignored all jsonata_suite
//! ```

#![expect(
    clippy::unwrap_used,
    reason = "a suite that can't be read fails the test"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use asl_run::Moment;
use asl_run::jsonata::{Document, Limits, Outcome, evaluate_in};
use serde_json::Value;

/// How many cases in a thousand are to go as the suite has it.
const LEAST: usize = 990;

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, out);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            out.push(path);
        }
    }
}

fn read(path: &Path) -> Value {
    let text = std::fs::read_to_string(path).unwrap();
    serde_json::from_str(&text).unwrap_or_else(|error| unreadable(path, &error))
}

fn unreadable(path: &Path, error: &serde_json::Error) -> Value {
    // The suite has texts of lone surrogates, which no JSON of Rust's can hold.
    println!("not read: {}: {error}", path.display());
    Value::Array(Vec::new())
}

fn input(case: &Value, suite: &Path) -> Option<Value> {
    match case["dataset"].as_str() {
        Some(name) => Some(read(&suite.join("datasets").join(format!("{name}.json")))),
        None => case.get("data").cloned(),
    }
}

/// What the suite bounds a case by: by itself for most, as it says for some.
fn limits(case: &Value) -> Limits {
    let number = |name: &str| case[name].as_u64();
    Limits {
        milliseconds: number("timelimit").unwrap_or(Limits::STATE.milliseconds),
        depth: number("depth").map_or(Limits::STATE.depth, |depth| depth as usize),
        items: 10_000_000,
    }
}

fn now() -> Moment {
    let since = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap();
    Moment::from_millis(since.as_millis() as i64)
}

/// The functions that AWS's dialect refuses.
fn is_refused(expression: &str) -> bool {
    expression.contains("$eval(")
}

/// What went otherwise than the suite has it.
fn difference(case: &Value, file: &Path, suite: &Path) -> Option<String> {
    let expression = match case["expr-file"].as_str() {
        Some(name) => std::fs::read_to_string(file.with_file_name(name)).unwrap(),
        None => case["expr"].as_str()?.to_owned(),
    };
    let bindings: BTreeMap<String, Value> = case["bindings"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let input = input(case, suite);
    let document = Document {
        input: input.as_ref(),
        bindings: &bindings,
        now: now(),
        limits: limits(case),
    };
    let found = evaluate_in(&expression, &document);
    let code = case["code"].as_str().or(case["error"]["code"].as_str());
    let went = match (&found, code) {
        (Err(error), _) if is_refused(&expression) => !error.message.is_empty(),
        // The suite bounds depth and time itself, and has a code for both.
        (Err(error), Some("U1001")) => ["D1011", "D1012"]
            .iter()
            .any(|code| error.message.contains(code)),
        (Err(error), Some(code)) => error.message.contains(code),
        (Ok(Outcome::Undefined), None) => case.get("result").is_none(),
        (Ok(Outcome::Value(value)), None) => case
            .get("result")
            .is_some_and(|expected| same(expected, value, case["unordered"] == true)),
        // A function for a result is written as an empty text.
        (Ok(Outcome::Unsupported), None) => true,
        _ => false,
    };
    (!went).then(|| {
        let expected = case.get("result").or(case.get("code")).cloned();
        format!("{expression}\n    wanted {expected:?}\n    got {found:?}")
    })
}

fn same(left: &Value, right: &Value, unordered: bool) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => {
            let (left, right) = (left.as_f64().unwrap(), right.as_f64().unwrap());
            left == right || ((left - right) / left).abs() < 1e-12
        }
        (Value::Array(left), Value::Array(right)) if unordered => {
            left.len() == right.len()
                && left
                    .iter()
                    .all(|one| right.iter().any(|other| same(one, other, false)))
        }
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .zip(right)
                    .all(|(left, right)| same(left, right, false))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left.iter().all(|(name, value)| {
                    right
                        .get(name)
                        .is_some_and(|other| same(value, other, false))
                })
        }
        _ => left == right,
    }
}

#[test]
fn jsonata_suite() {
    let Some(suite) = std::env::var_os("JSONATA_SUITE").map(PathBuf::from) else {
        println!("skipped: JSONATA_SUITE names no folder");
        return;
    };
    let mut found = Vec::new();
    files(&suite.join("groups"), &mut found);
    found.sort();
    assert!(!found.is_empty(), "no groups in {}", suite.display());
    let (mut ran, mut differ) = (0, 0);
    for file in found {
        let whole = read(&file);
        let cases = match &whole {
            Value::Array(cases) => cases.as_slice(),
            case => std::slice::from_ref(case),
        };
        for case in cases {
            ran += 1;
            if let Some(why) = difference(case, &file, &suite) {
                differ += 1;
                println!("{}: {why}", file.strip_prefix(&suite).unwrap().display());
            }
        }
    }
    println!("{} of {ran} cases go as the suite has it", ran - differ);
    assert!(
        (ran - differ) * 1000 >= ran * LEAST,
        "{differ} of {ran} differ"
    );
}
