//! The test suite of jsonata-js, run through this interpreter's expressions.
//!
//! The suite is not part of this project. It is read from the folder that `JSONATA_SUITE` names,
//! which has `datasets` and `groups` as the public repository jsonata-js/jsonata has them in
//! `test/test-suite`; `cargo xtask peers jsonata` fetches a copy and runs this test.
//!
//! AWS runs version 2.0.6. What a later suite has beyond that version is known by holding it
//! against the package `jsonata@2.0.6` itself: its operators must be refused, and cases of
//! behaviour that came later are left out.

#![expect(
    clippy::unwrap_used,
    reason = "a suite that can't be read fails the test"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use asl_run::Moment;
use asl_run::jsonata::{Document, Limits, Outcome, evaluate_in};
use serde_json::Value;

/// How many cases of version 2.0.6 are to go as the suite has it, of 1,625 that it has.
const LEAST: usize = 1_620;

/// Groups of operators that came after 2.0.6: `??` and `?:`.
const LATER_OPERATORS: [&str; 2] = ["coalescing-operator", "default-operator"];

/// Cases of behaviour that came after 2.0.6, which `jsonata@2.0.6` does not give.
const LATER_CASES: [&str; 8] = [
    "function-pad/case011.json",
    "function-pad/case012.json",
    "function-signatures/case035.json",
    "function-signatures/case036.json",
    "function-signatures/case037.json",
    "function-signatures/case038.json",
    "function-string/case030.json",
    "function-tomillis/case013.json",
];

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
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// The cases of a file. Two files hold lone surrogates, which no text of Rust's can: they count as
/// cases that do not go as the suite has it.
fn read_case(path: &Path) -> Option<Value> {
    let read = serde_json::from_str(&std::fs::read_to_string(path).unwrap());
    read.inspect_err(|error| println!("not read: {}: {error}", path.display()))
        .ok()
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
    let groups = suite.join("groups");
    let mut found = Vec::new();
    files(&groups, &mut found);
    found.sort();
    assert!(!found.is_empty(), "no groups in {}", suite.display());
    let mut tally = Tally::default();
    for file in found {
        let name = file.strip_prefix(&groups).unwrap().to_string_lossy();
        if LATER_CASES.contains(&name.as_ref()) {
            tally.later += 1;
            continue;
        }
        let Some(whole) = read_case(&file) else {
            tally.ran += 1;
            continue;
        };
        let cases = match &whole {
            Value::Array(cases) => cases.as_slice(),
            case => std::slice::from_ref(case),
        };
        for case in cases {
            if LATER_OPERATORS.iter().any(|group| name.starts_with(group)) {
                assert!(is_refused_as_syntax(case), "{name}: accepted");
                tally.refused += 1;
                continue;
            }
            tally.ran += 1;
            match difference(case, &file, &suite) {
                None => tally.right += 1,
                Some(why) => println!("{name}: {why}"),
            }
        }
    }
    let Tally {
        ran,
        right,
        refused,
        later,
    } = tally;
    println!(
        "{right} of {ran} cases go as the suite has it; {refused} of later operators are refused, \
         {later} of later behaviour are left out"
    );
    assert!(right >= LEAST, "{right} of {ran} go as the suite has it");
}

#[derive(Default)]
struct Tally {
    ran: usize,
    right: usize,
    refused: usize,
    later: usize,
}

/// Whether the expression is refused before anything of it is evaluated.
fn is_refused_as_syntax(case: &Value) -> bool {
    let document = Document {
        input: None,
        bindings: &BTreeMap::new(),
        now: now(),
        limits: Limits::STATE,
    };
    evaluate_in(case["expr"].as_str().unwrap(), &document).is_err_and(|error| error.is_syntax)
}
