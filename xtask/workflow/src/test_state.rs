//! `workflow test-state`: one state by itself, as the API `TestState` does it.

use asl::StateMachine;
use asl_run::test_state::{
    Answer, ErrorOutput, Mock, PendingTask, Progress, Refusal, Request, Setting, Status, test_state,
};
use serde_json::{Map, Value};
use ui::{Align, Problem, Table};

use crate::mock::{self, parse_answer, parse_mocks};
use crate::source::Source;

/// The mock that a text tells: `{"Return": ..}` or `{"Throw": ..}`, a mock file of `workflow run`,
/// or what the API takes.
///
/// # Errors
/// When it is none of these, or says nothing of this state and attempt.
pub fn parse_mock(
    source: &Source,
    machine: &str,
    state: &str,
    attempt: u64,
) -> Result<Mock, Problem> {
    let value = source.json()?;
    let has = |names: &[&str]| names.iter().any(|name| value.get(name).is_some());
    if has(&["result", "errorOutput"]) {
        return Ok(of_api(&value));
    }
    let answer = if has(&["States", "StateMachines"]) {
        parse_mocks(source, machine, None)?
            .answer(state, attempt)
            .cloned()
    } else {
        parse_answer(source, attempt)?
    };
    match answer {
        Some(mock::Answer::Return(result)) => Ok(Mock {
            result: Some(result.to_string()),
            ..Mock::default()
        }),
        Some(mock::Answer::Throw { error, cause }) => Ok(Mock {
            error_output: Some(ErrorOutput { error, cause }),
            ..Mock::default()
        }),
        None => Err(Problem::new(format!(
            "{} holds no mock of state {state:?} for attempt {attempt}",
            source.name
        ))
        .next("see `cargo xtask workflow test-state --help`")),
    }
}

fn of_api(value: &Value) -> Mock {
    // The API takes a text of JSON; the JSON itself is as good.
    let result = value.get("result").map(|result| match result {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    });
    let error_output = value.get("errorOutput").map(|error| ErrorOutput {
        error: error["error"].as_str().map(str::to_owned),
        cause: error["cause"].as_str().map(str::to_owned),
    });
    Mock {
        result,
        error_output,
        ..Mock::default()
    }
}

/// Whether the definition is a machine and not a single state.
pub fn is_machine(source: &Source) -> bool {
    serde_json::from_str::<Value>(&source.text)
        .is_ok_and(|value| value.get("States").is_some() || value.get("StartAt").is_some())
}

/// Refuses a state that the machine does not have, with the nearest that it has.
///
/// # Errors
/// When there is no such state.
pub fn known(source: &Source, machine: &StateMachine, state: &str) -> Result<(), Problem> {
    let names = mock::names(machine);
    if names.contains(state) {
        return Ok(());
    }
    let problem = Problem::new(format!("{} has no state {state:?}", source.name));
    Err(match diagnostics::nearest(state, names.iter().copied()) {
        Some(near) => problem.next(format!("did you mean {near:?}?")),
        None => problem.next(format!(
            "its states: {}",
            names.into_iter().collect::<Vec<_>>().join(", ")
        )),
    })
}

/// Tests a state.
///
/// # Errors
/// When the request is refused, in AWS's words, or the state's task is not mocked.
pub fn test(request: &Request, setting: &Setting) -> Result<Answer, Problem> {
    let mut request = request.clone();
    // Nothing is called with it: a task without a mock is refused below, with the way out.
    request.role_arn = Some("arn:aws:iam::123456789012:role/test".to_owned());
    match test_state(&request, setting) {
        Ok(Progress::Done(answer)) => Ok(*answer),
        Ok(Progress::Task(pending)) => Err(not_mocked(&pending)),
        Err(refusal) => Err(refused(&request, &refusal)),
    }
}

fn not_mocked(pending: &PendingTask) -> Problem {
    let invocation = &pending.invocation;
    Problem::new(format!(
        "the task of state {:?} calls {} with {}, and nothing is called here",
        invocation.state,
        crate::run::called(&invocation.resource),
        invocation.arguments
    ))
    .next("--mock '{\"Return\": {}}' says what it gives")
}

fn refused(request: &Request, refusal: &Refusal) -> Problem {
    let problem = Problem::new(format!("{}: {}", refusal.code, refusal.message));
    // What AWS cannot test without a mock, it can with one.
    if request.mock.is_some() {
        return match refusal.message.contains("schema validation") {
            true => problem.next("--validation none takes it as it is"),
            false => problem,
        };
    }
    if refusal.message.contains("Map or Parallel") {
        return problem.next("--mock '{\"Return\": []}' says what its branches or items give");
    }
    if refusal.message.contains("mock is") {
        return problem.next("--mock '{\"Return\": {}}' says what the state's work gives");
    }
    problem
}

/// The answer for people: how it went, then the data in the order in which they come about.
pub fn to_table(answer: &Answer) -> Table {
    let mut table = Table::new([("data", Align::Left), ("value", Align::Left)]);
    for (name, value) in rows(answer) {
        table.row([name, value]);
    }
    table
}

/// The order in which a state's data come about.
const ORDER: [&str; 9] = [
    "input",
    "variables",
    "afterInputPath",
    "afterParameters",
    "afterArguments",
    "result",
    "afterResultSelector",
    "afterResultPath",
    "errorDetails",
];

fn rows(answer: &Answer) -> Vec<(String, String)> {
    let mut rows = vec![("status".to_owned(), answer.status.as_str().to_owned())];
    let none = Map::new();
    let inspection = answer.inspection.as_ref().unwrap_or(&none);
    let place = |name: &str| {
        ORDER
            .iter()
            .position(|known| *known == name)
            .unwrap_or(ORDER.len())
    };
    let mut told: Vec<_> = inspection.iter().collect();
    told.sort_by_key(|(name, _)| (place(name), (*name).clone()));
    rows.extend(
        told.into_iter()
            .map(|(name, value)| (name.clone(), value.to_string())),
    );
    let texts = [
        ("output", answer.output.as_ref().map(Value::to_string)),
        ("error", answer.error.clone()),
        ("cause", answer.cause.clone()),
        ("next state", answer.next_state.clone()),
    ];
    rows.extend(
        texts
            .into_iter()
            .filter_map(|(name, text)| Some((name.to_owned(), text?))),
    );
    rows
}

/// Whether the state did not end well.
pub const fn is_failure(answer: &Answer) -> bool {
    matches!(answer.status, Status::Failed | Status::Retriable)
}
