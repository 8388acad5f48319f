//! Whatever comes in, the answer is a value or an error: never a panic, never without end.

use std::collections::BTreeMap;

use asl_run::jsonpath::{Path, Reference};
use asl_run::{Effect, Event, Execution, Moment, Program, Start, jsonata};
use proptest::prelude::*;
use serde_json::{Value, json};

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "[a-c$.\\[\\]'{}%]{0,6}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-c]", inner, 0..4)
                .prop_map(|fields| fields.into_iter().collect()),
        ]
    })
}

/// Texts made of the pieces that paths are made of.
fn any_path() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "$",
        ".",
        "..",
        "a",
        "b",
        "[",
        "]",
        "*",
        "0",
        "-1",
        ":",
        ",",
        "'a'",
        "\"b\"",
        "?",
        "(",
        ")",
        "@",
        "==",
        "<",
        "&&",
        "||",
        "!",
        "in ",
        " ",
        "length()",
        "\\",
        "é",
        "99999999999999999999",
    ]);
    prop::collection::vec(piece, 0..16).prop_map(|pieces| format!("${}", pieces.concat()))
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), any_path()]
}

/// Runs an execution in a world that answers nothing but the clock.
fn run(definition: &Value, input: Value) {
    let (machine, problems) = asl::parse_value(definition);
    let Some(machine) = machine.filter(|_| !problems.has_errors()) else {
        return;
    };
    let Ok(program) = Program::compile(&machine) else {
        return;
    };
    let now = Moment::from_millis(0);
    let start = Start::new(
        "arn:aws:states:::execution:m:e",
        "arn:aws:states:::stateMachine:m",
        input,
        now,
    );
    let mut execution = Execution::new(program, start);
    let mut events = vec![Event::Start];
    for _ in 0..100 {
        let Some(event) = events.pop() else { break };
        for effect in execution.step(now, event) {
            if let Effect::SetTimer { timer, .. } = effect {
                events.push(Event::TimerFired { timer });
            }
        }
    }
}

proptest! {
    #[test]
    fn a_path_gives_a_value_or_an_error(path in any_text(), document in any_json()) {
        if let Ok(parsed) = Path::parse(&path) {
            let _ = parsed.find(&document);
        }
        if let Ok(reference) = Reference::parse(&path) {
            let mut target = document.clone();
            let _ = reference.write(&mut target, document);
        }
    }

    #[test]
    fn a_definition_runs_or_is_refused(
        path in any_path(),
        call in "States\\.(Format|Array|MathAdd|StringSplit|ArrayRange|Hash)\\([$a,' {}0-9.()]{0,12}\\)?",
        expression in "[$a-c0-9+*/().\\[\\]{}'?:& ]{0,16}",
        document in any_json(),
        input in any_json(),
    ) {
        let pass = |field: &str, value: Value| json!({
            "StartAt": "A",
            "States": { "A": { "Type": "Pass", field: value, "End": true } },
        });
        run(&pass("InputPath", path.clone().into()), input.clone());
        run(&pass("ResultPath", path.clone().into()), input.clone());
        run(&pass("Parameters", json!({ "a.$": path, "b": document })), input.clone());
        run(&pass("Parameters", json!({ "a.$": call })), input.clone());
        let mut jsonata = pass("Output", format!("{{% {expression} %}}").into());
        jsonata["QueryLanguage"] = "JSONata".into();
        run(&jsonata, input.clone());
        run(&document, input);
    }

    #[test]
    fn text_is_parsed_or_refused(text in any::<String>()) {
        let _ = asl::parse_definition(&text);
        let _ = jsonata::check_expression(&text);
    }
}

#[test]
fn filters_within_filters_end() {
    let mut path = "@.a".to_owned();
    for _ in 0..20 {
        path = format!("@..[?({path})]");
    }
    let path = path.replacen('@', "$", 1);
    let document = json!({ "a": [[[[1, 2], [3, 4]], [[5, 6], [7, 8]]], [[[1, 2], [3, 4]], [[5, 6], [7, 8]]]] });
    // The number of visits is bounded, so this ends; what it gives does not matter.
    let _ = Path::parse(&path).unwrap().find(&document);
}

#[test]
fn an_expression_without_end_is_stopped() {
    let endless = "($f := function($n) { $f($n + 1) }; $f(0))";
    let stopped =
        jsonata::evaluate_document(endless, &Value::Null, &std::collections::BTreeMap::new());
    assert!(stopped.is_err(), "{stopped:?}");
}

#[test]
fn a_loop_of_states_hands_control_back() {
    let definition = json!({
        "StartAt": "A",
        "States": {
            "A": { "Type": "Pass", "Next": "B" },
            "B": { "Type": "Pass", "Next": "A" },
        },
    });
    let (machine, _) = asl::parse_value(&definition);
    let program = Program::compile(&machine.unwrap()).unwrap();
    let now = Moment::from_millis(0);
    let mut start = Start::new(
        "arn:aws:states:::express:m:e",
        "arn:aws:states:::stateMachine:m",
        json!({}),
        now,
    );
    start.execution_type = asl::ExecutionType::Express;
    start.keeps_history = false;
    let mut execution = Execution::new(program, start);
    let effects = execution.step(now, Event::Start);
    assert!(
        matches!(effects[..], [Effect::SetTimer { at, .. }] if at == now),
        "{effects:?}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// However wild a path and a document are, finding takes no longer than
    /// the visits it is allowed.
    #[test]
    fn a_path_ends_soon(path in any_path(), document in any_json()) {
        let begun = std::time::Instant::now();
        if let Ok(path) = Path::parse(&path) {
            let _ = path.find(&document);
        }
        prop_assert!(begun.elapsed() < std::time::Duration::from_secs(5));
    }
}

#[test]
fn chained_descents_are_bounded() {
    // Each `..` multiplies the work by the depth of the document.
    let mut deep = json!(1);
    for _ in 0..100 {
        deep = json!({ "a": deep, "b": [1, 2] });
    }
    let begun = std::time::Instant::now();
    for path in [
        format!("${}", "..*".repeat(20)),
        format!("${}", "..a".repeat(40)),
        format!("$..[?(@{} == @{})]", "..a".repeat(8), "..b".repeat(8)),
    ] {
        let _ = Path::parse(&path).map(|path| path.find(&deep));
    }
    assert!(begun.elapsed() < std::time::Duration::from_secs(30));
}

/// States made of the fields that states are made of.
fn any_state() -> impl Strategy<Value = Value> {
    let field = prop::sample::select(vec![
        "Type",
        "Next",
        "End",
        "Result",
        "ResultPath",
        "InputPath",
        "OutputPath",
        "Parameters",
        "Arguments",
        "Output",
        "Assign",
        "Seconds",
        "Choices",
        "Default",
        "Branches",
        "Items",
        "ItemProcessor",
        "Resource",
        "Retry",
        "Catch",
        "QueryLanguage",
    ]);
    let word = prop::sample::select(vec![
        "Task",
        "Pass",
        "Map",
        "Parallel",
        "Choice",
        "Wait",
        "Succeed",
        "Fail",
        "JSONata",
        "$",
        "$.a",
        "{% $states.input %}",
        "arn:aws:states:::lambda:invoke",
        "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
    ]);
    let value = prop_oneof![word.prop_map(Value::from), any_json()];
    prop::collection::btree_map(field.prop_map(str::to_owned), value, 0..6)
        .prop_map(|fields| fields.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Whatever a test of a state asks, it is answered or refused.
    #[test]
    fn a_tested_state_is_answered_or_refused(
        state in any_state(),
        kind in prop::sample::select(vec!["Task", "Pass", "Map", "Parallel", "Choice", "Wait"]),
        input in any_json(),
        result in any_json(),
        context in prop::option::of(any_json()),
        retries in prop::option::of(0_u64..u64::MAX),
    ) {
        let mut state = state;
        state["Type"] = kind.into();
        let request = asl_run::test_state::Request::from_json(&json!({
            "definition": state.to_string(),
            "input": input.to_string(),
            "context": context.map(|context| context.to_string()),
            "mock": { "result": result.to_string() },
            "stateConfiguration": { "retrierRetryCount": retries },
            "inspectionLevel": "TRACE",
        }));
        let setting = asl_run::test_state::Setting::new("aws", "r", "0", Moment::from_millis(0), 0);
        if let Ok(request) = request {
            let _ = asl_run::test_state::test_state(&request, &setting);
        }
    }
}

fn value_of(expression: &str) -> Result<jsonata::Outcome, String> {
    let none = BTreeMap::new();
    jsonata::evaluate_document(expression, &Value::Null, &none).map_err(|error| error.message)
}

#[test]
fn a_part_of_a_date_begins_with_a_letter() {
    let unknown = "D3132: Unknown component specifier in date/time picture string";
    for picture in ["[,D01]", "[äD01]", "[Y]-[ 1]"] {
        assert_eq!(
            value_of(&format!("$fromMillis(0, '{picture}')")),
            Err(unknown.to_owned()),
            "{picture}"
        );
    }
    let shown = jsonata::Outcome::Value("[,1970".into());
    assert_eq!(value_of("$fromMillis(0, '[[,[Y]')"), Ok(shown));
}

proptest! {
    /// A panic within the engine is told as a stop.
    #[test]
    fn a_picture_gives_a_text_or_an_error(
        picture in r"(\[?[YMDdFWwXxHhPmsfZzCE,]?[ A-Za-z0-9#;:,.*äé\-]{0,6}\]?){0,4}",
        millis in any::<i64>(),
    ) {
        for expression in [
            format!("$fromMillis({millis}, '{picture}')"),
            format!("$fromMillis(1767225600000, '{picture}', '+0130')"),
            format!("$toMillis('2026-01-02', '{picture}')"),
            format!("$formatInteger({millis}, '{picture}')"),
            format!("$parseInteger('12', '{picture}')"),
            format!("$formatNumber({millis}, '{picture}')"),
        ] {
            if let Err(message) = value_of(&expression) {
                prop_assert!(!message.contains("the engine stopped"), "{expression}: {message}");
            }
        }
    }
}
