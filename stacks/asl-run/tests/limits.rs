//! Data that is larger than AWS takes.

#![expect(clippy::unwrap_used, reason = "the machines are written here")]

use asl_run::{Effect, Event, Execution, Moment, Outcome, Program, Start};
use serde_json::{Value, json};

/// How an execution ends whose tasks give what they are given.
fn run(states: &Value, input: Value) -> Outcome {
    run_in("JSONata", states, input)
}

fn run_in(language: &str, states: &Value, input: Value) -> Outcome {
    let (machine, problems) = asl::parse_value(&json!({
        "QueryLanguage": language, "StartAt": "Begin", "States": states,
    }));
    assert!(!problems.has_errors(), "{problems}");
    let program = Program::compile(&machine.unwrap()).unwrap();
    let now = Moment::from_millis(0);
    let start = Start::new(
        "arn:aws:states:::execution:m:e",
        "arn:aws:states:::stateMachine:m",
        input,
        now,
    );
    let mut execution = Execution::new(program, start);
    let mut waiting = vec![Event::Start];
    while let Some(event) = waiting.pop() {
        for effect in execution.step(now, event) {
            if let Effect::Invoke(invocation) = effect {
                let (task, output) = (invocation.task, invocation.arguments);
                waiting.push(Event::TaskSucceeded { task, output });
            }
        }
    }
    execution.outcome().unwrap().clone()
}

fn error(outcome: &Outcome) -> &str {
    match outcome {
        Outcome::Failed { error, .. } => error.as_deref().unwrap_or_default(),
        other => other.status(),
    }
}

const KIB: usize = 1024;

#[test]
fn variables_have_a_size() {
    let assign = |kib: usize| {
        json!({
            "Begin": { "Type": "Pass", "Assign": { "v": "{% $states.input %}" }, "Output": kib, "Next": "End" },
            "End": { "Type": "Succeed", "Output": "{% $length($v) %}" },
        })
    };
    let fits = run(&assign(1), json!("x".repeat(256 * KIB - 2)));
    assert_eq!(
        fits,
        Outcome::Succeeded {
            output: json!(256 * KIB - 2)
        }
    );
    let over = run(&assign(1), json!("x".repeat(256 * KIB)));
    assert_eq!(error(&over), "States.DataLimitExceeded");
}

#[test]
fn all_variables_together_have_a_size() {
    // Each round sets one more variable of 250 KiB; 10 MiB hold 40 of them.
    let mut states = json!({});
    for at in 0..42 {
        let name = if at == 0 {
            "Begin".to_owned()
        } else {
            format!("S{at}")
        };
        let next = format!("S{}", at + 1);
        states[name] = json!({
            "Type": "Pass", "Assign": { format!("v{at}"): "{% $states.input %}" }, "Next": next,
        });
    }
    states["S42"] = json!({ "Type": "Succeed" });
    let outcome = run(&states, json!("x".repeat(250 * KIB)));
    assert_eq!(error(&outcome), "States.DataLimitExceeded");
}

#[test]
fn what_a_task_is_given_has_a_size() {
    for (caught, expected) in [
        ("Other", "States.DataLimitExceeded"),
        ("States.ALL", "SUCCEEDED"),
        ("States.DataLimitExceeded", "SUCCEEDED"),
    ] {
        let outcome = run(
            &json!({
                "Begin": {
                    "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
                    "Arguments": { "Payload": "{% $states.input & $states.input %}" },
                    "Catch": [{ "ErrorEquals": [caught], "Next": "End" }], "Next": "End",
                },
                "End": { "Type": "Succeed" },
            }),
            json!("x".repeat(200 * KIB)),
        );
        assert_eq!(error(&outcome), expected, "{caught}");
    }
}

#[test]
fn a_wait_has_a_length() {
    for (field, seconds, expected) in [
        (
            "SecondsPath",
            json!(-1),
            "references a negative value: $.s == -1",
        ),
        (
            "SecondsPath",
            json!(1.5),
            "cannot be parsed as a long value: $.s == 1.5",
        ),
        (
            "SecondsPath",
            json!(100_000_000),
            "greater than 99999999: $.s == 100000000",
        ),
        ("Seconds", json!(100_000_000), "Expected 'positive integer'"),
        ("Seconds", json!(-1), "Expected 'positive integer'"),
    ] {
        let (language, text) = match field {
            "Seconds" => ("JSONata", "{% $states.input.s %}"),
            _ => ("JSONPath", "$.s"),
        };
        let states = json!({ "Begin": { "Type": "Wait", field: text, "End": true } });
        let outcome = run_in(language, &states, json!({ "s": seconds }));
        let Outcome::Failed {
            cause: Some(cause), ..
        } = &outcome
        else {
            unreachable!("{field} {seconds}: {outcome:?}")
        };
        assert!(cause.contains(expected), "{cause}");
    }
}

#[test]
fn a_hash_takes_so_much() {
    let hash = |length: usize| {
        let states = json!({ "Begin": { "Type": "Pass", "End": true,
            "Parameters": { "h.$": "States.Hash($.t, 'MD5')" } } });
        run_in("JSONPath", &states, json!({ "t": "x".repeat(length) }))
    };
    assert_eq!(hash(10_000).status(), "SUCCEEDED");
    assert_eq!(error(&hash(10_001)), "States.IntrinsicFailure");
}

#[test]
fn numbers_that_data_give_have_a_range() {
    let cause = |outcome: &Outcome| match outcome {
        Outcome::Failed { error, cause } => (
            error.clone().unwrap_or_default(),
            cause.clone().unwrap_or_default(),
        ),
        other => (other.status().to_owned(), String::new()),
    };
    let task = json!({ "Begin": {
        "Type": "Task", "End": true, "Resource": "arn:aws:states:::lambda:invoke",
        "Arguments": { "FunctionName": "f" }, "TimeoutSeconds": "{% $states.input.seconds %}",
    }});
    let map = json!({ "Begin": {
        "Type": "Map", "End": true, "ItemsPath": "$.items", "MaxConcurrencyPath": "$.most",
        "ItemProcessor": {
            "StartAt": "One", "States": { "One": { "Type": "Pass", "End": true } },
        },
    }});
    for (seconds, ends) in [
        (json!(1), "SUCCEEDED"),
        (json!(-1), ""),
        (json!(0), ""),
        (json!(1.5), ""),
    ] {
        let (error, cause) = cause(&run(&task, json!({ "seconds": seconds })));
        if ends.is_empty() {
            let told = format!("TimeoutSeconds must be a positive integer, but was {seconds}.");
            assert_eq!(error, "States.Runtime");
            assert!(cause.ends_with(&told), "{cause}");
        } else {
            assert_eq!(error, ends);
        }
    }
    for (most, ends) in [(json!(0), "SUCCEEDED"), (json!(-2), "States.Runtime")] {
        let input = json!({ "items": [1, 2], "most": most });
        assert_eq!(cause(&run_in("JSONPath", &map, input)).0, ends, "{most}");
    }
}
