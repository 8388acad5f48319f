//! Recorded behaviour of AWS, run here and compared.
//!
//! A case is a JSON object: a definition, an input, what each task answered,
//! and what AWS did with them. Cases are data from outside; nothing here knows
//! any of them.

mod compare;
mod definition;
mod test_state;
mod unify;
mod world;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use crate::{Execution, HistoryRevision, Moment, Outcome, Program, Start};
use unify::Unifier;

/// How a case went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// As recorded, with the whole history where there is one.
    Same,
    /// Status, output, error and cause as recorded; the history differs.
    SameResult,
    /// Something else happened.
    Differs,
    /// It could not be run.
    Unsupported,
}

/// What became of a case.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// The case's own name.
    pub id: String,
    /// `execution`, `execution_result`, `test_state` or `definition`.
    pub kind: String,
    /// What it uses.
    pub features: Vec<String>,
    /// How it went.
    pub verdict: Verdict,
    /// What differs.
    pub why: Option<String>,
}

/// How many cases of a kind or with a feature went which way.
pub type Summary = BTreeMap<String, BTreeMap<Verdict, usize>>;

/// How the cases went by kind, and by feature.
pub fn summarise(reports: &[Report]) -> (Summary, Summary) {
    let (mut kinds, mut features) = (Summary::new(), Summary::new());
    for report in reports {
        *kinds
            .entry(report.kind.clone())
            .or_default()
            .entry(report.verdict)
            .or_default() += 1;
        for feature in &report.features {
            *features
                .entry(feature.clone())
                .or_default()
                .entry(report.verdict)
                .or_default() += 1;
        }
    }
    (kinds, features)
}

/// Runs a case.
pub fn run_case(case: &Value) -> Report {
    let text = |name: &str| case[name].as_str().unwrap_or_default().to_owned();
    let features = case["features"].as_array().into_iter().flatten();
    let kind = text("kind");
    let (verdict, why) = match kind.as_str() {
        "execution" | "execution_result" => execution(case),
        "definition" => definition::run(case),
        "test_state" => test_state::run(case),
        other => (
            Verdict::Unsupported,
            Some(format!("cases of kind \"{other}\" are not run here")),
        ),
    };
    Report {
        id: text("id"),
        kind,
        features: features
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        verdict,
        why,
    }
}

/// JSON, or the text of it.
fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn execution(case: &Value) -> (Verdict, Option<String>) {
    let (machine, problems) = asl::parse_definition(&text_of(&case["definition"]));
    let machine = match machine {
        Some(machine) if !problems.has_errors() => machine,
        _ => {
            return (
                Verdict::Differs,
                Some(format!("the definition is refused: {problems}")),
            );
        }
    };
    let program = match Program::compile(&machine) {
        Ok(program) => program,
        Err(error) => {
            return (
                Verdict::Differs,
                Some(format!("the definition is refused: {error}")),
            );
        }
    };
    let start = start_of(case);
    let mut world = world::World::new(case);
    let mut execution = Execution::new(Arc::clone(&program), start);
    if let Err(why) = world.run(&mut execution, &program) {
        return (Verdict::Unsupported, Some(why));
    }
    judge(case, &execution)
}

fn start_of(case: &Value) -> Start {
    let express = case["type"] == "EXPRESS";
    let base = "arn:<partition>:states:<region>:111111111111";
    let (kind, name) = if express {
        ("express", "case-execution:case-run")
    } else {
        ("execution", "case-execution")
    };
    // A case that says when it was recorded is held against AWS as it was then.
    let revision = HistoryRevision::of(case["aws_validated"].as_str().unwrap_or_default());
    let input = match &case["input"] {
        // Text that is no JSON was sent as it is, and so is a text by itself.
        Value::String(text) => {
            serde_json::from_str(text).unwrap_or_else(|_| Value::from(text.clone()))
        }
        other => other.clone(),
    };
    Start {
        role_arn: "arn:<partition>:iam::111111111111:role/case".to_owned(),
        execution_type: if express {
            asl::ExecutionType::Express
        } else {
            asl::ExecutionType::Standard
        },
        revision,
        ..Start::new(
            &format!("{base}:{kind}:case-machine:{name}"),
            &format!("{base}:stateMachine:case-machine"),
            input,
            Moment::from_millis(1_767_225_600_000),
        )
    }
}

fn judge(case: &Value, execution: &Execution) -> (Verdict, Option<String>) {
    let expected = &case["expected"];
    let Some(outcome) = execution.outcome() else {
        return (Verdict::Differs, Some("it did not end".to_owned()));
    };
    let status = expected["status"].as_str().unwrap_or_default();
    if status != outcome.status() {
        let why = format!(
            "status {} instead of {status}: {outcome:?}",
            outcome.status()
        );
        return (Verdict::Differs, Some(why));
    }
    if case["mocks_complete"] == false {
        return (Verdict::Same, None);
    }
    let mut unifier = Unifier::new(case);
    if let Err(why) = compare::result(&mut unifier, expected, outcome) {
        return (Verdict::Differs, Some(why));
    }
    match compare::history(&mut unifier, expected, execution.history()) {
        Ok(()) => (Verdict::Same, None),
        Err(why) => (Verdict::SameResult, Some(why)),
    }
}

/// An outcome's error and cause.
fn error_of(outcome: &Outcome) -> (Option<&str>, Option<&str>) {
    match outcome {
        Outcome::Succeeded { .. } => (None, None),
        Outcome::Failed { error, cause }
        | Outcome::TimedOut { error, cause }
        | Outcome::Aborted { error, cause } => (error.as_deref(), cause.as_deref()),
    }
}
