//! What grows with its own size is stopped: documents, paths, templates, steps and checks.

#![expect(
    clippy::unwrap_used,
    reason = "a machine that does not run fails the test"
)]

use std::time::{Duration, Instant};

use asl::ExecutionType;
use asl_run::jsonpath::Path;
use asl_run::{Effect, Event, Execution, Moment, Outcome, Program, Start, check_data, jsonata};
use serde_json::{Value, json};

/// Far longer than any of this takes, and far shorter than it would without bounds.
const SOON: Duration = Duration::from_secs(20);

fn execution(definition: &Value, input: Value, execution_type: ExecutionType) -> Execution {
    let (machine, problems) = asl::parse_value(definition);
    assert!(!problems.has_errors(), "{problems}");
    let program = Program::compile(&machine.unwrap()).unwrap();
    let start = Start {
        execution_type,
        keeps_history: execution_type == ExecutionType::Standard,
        ..Start::new(
            "arn:aws:states:::execution:m:e",
            "arn:aws:states:::stateMachine:m",
            input,
            Moment::from_millis(0),
        )
    };
    Execution::new(program, start)
}

/// Runs an execution whose only questions are for the clock.
fn outcome(definition: &Value, input: Value) -> Outcome {
    let mut execution = execution(definition, input, ExecutionType::Express);
    let now = Moment::from_millis(0);
    let mut events = vec![Event::Start];
    while let Some(event) = events.pop() {
        for effect in execution.step(now, event) {
            if let Effect::SetTimer { timer, .. } = effect {
                events.push(Event::TimerFired { timer });
            }
        }
    }
    execution.outcome().cloned().unwrap()
}

fn pass(parameters: &Value) -> Value {
    json!({
        "StartAt": "A",
        "States": { "A": { "Type": "Pass", "Parameters": parameters, "End": true } },
    })
}

/// An array of as many numbers.
fn numbers(count: u32) -> Value {
    (0..count).collect()
}

#[test]
fn data_that_wraps_itself_in_a_loop_is_too_deep_in_the_end() {
    let output = json!({
        "StartAt": "A",
        "States": { "A": { "Type": "Pass", "Parameters": { "x.$": "$" }, "Next": "A" } },
    });
    let variable = json!({
        "StartAt": "A",
        "States": {
            "A": { "Type": "Pass", "Assign": { "v": 1 }, "Next": "B" },
            "B": { "Type": "Pass", "Assign": { "v": { "x.$": "$v" } }, "Next": "B" },
        },
    });
    for definition in [output, variable] {
        match outcome(&definition, json!(1)) {
            Outcome::Failed { error, .. } => {
                assert_eq!(error.as_deref(), Some("States.DataLimitExceeded"));
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_step_of_a_map_in_a_map_ends_before_all_its_items_are_done() {
    let map = |start: &str, inner: Value| {
        json!({
            "Type": "Map", "ItemsPath": "$$.Execution.Input", "End": true,
            "ItemProcessor": { "StartAt": start, "States": { start: inner } },
        })
    };
    let innermost = json!({ "Type": "Pass", "End": true });
    let definition = json!({
        "StartAt": "A",
        "States": { "A": map("B", map("C", map("D", innermost))) },
    });
    let mut execution = execution(&definition, numbers(1_000), ExecutionType::Express);
    let now = Moment::from_millis(0);
    let effects = execution.step(now, Event::Start);
    assert_eq!(execution.outcome(), None);
    let is_pause = |effect: &Effect| matches!(effect, Effect::SetTimer { at, .. } if *at == now);
    assert!(!effects.is_empty() && effects.iter().all(is_pause));
}

#[test]
fn a_path_that_finds_the_same_again_and_again_is_stopped() {
    let again = format!("[{}]", vec!["0"; 1_500].join(","));
    let named = format!("[{}]", vec!["'a'"; 900].join(","));
    let text = "x".repeat(200_000);
    for (path, document) in [
        (format!("${}", again.repeat(4)), json!([[[[1]]]])),
        (format!("${}", again.repeat(2)), json!([[text]])),
        (
            format!("${named}.b.c"),
            json!({ "a": { "b": { "c": text } } }),
        ),
        (
            "$.a[?(@ in $.a)]".to_owned(),
            json!({ "a": numbers(40_000) }),
        ),
    ] {
        let begun = Instant::now();
        let found = Path::parse(&path).unwrap().find(&document);
        assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
        if let Ok(found) = found {
            assert!(found.to_string().len() < 1_000_000);
        }
    }
}

#[test]
fn a_filter_that_compares_with_the_whole_document_copies_none_of_it() {
    let document = json!({ "a": numbers(40_000) });
    let begun = Instant::now();
    let found = Path::parse("$.a[?(@ == $)]").unwrap().find(&document);
    assert_eq!(found, Ok(json!([])));
    let found = Path::parse("$.a[?($)]").unwrap().find(&document).unwrap();
    assert_eq!(found.as_array().map(Vec::len), Some(40_000));
    assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
}

#[test]
fn a_template_that_repeats_a_long_text_is_stopped() {
    let input = json!({ "a": "a".repeat(200_000) });
    let fields: Value = (0..2_000)
        .map(|at| (format!("x{at}.$"), json!("$.a")))
        .collect::<serde_json::Map<_, _>>()
        .into();
    let arguments = vec!["$.a"; 2_000].join(", ");
    let format = format!("States.Format('{}', {arguments})", "{}".repeat(2_000));
    for parameters in [fields, json!({ "x.$": format })] {
        match outcome(&pass(&parameters), input.clone()) {
            Outcome::Failed { cause, .. } => {
                assert!(
                    cause
                        .unwrap_or_default()
                        .contains("more than 67108864 bytes")
                );
            }
            other => panic!("{:.200}", format!("{other:?}")),
        }
    }
}

#[test]
fn what_an_expression_shares_or_nests_without_end_is_no_data() {
    for expression in [
        // A field twice the one before, forty times.
        "($f := function($a, $n){ $n = 0 ? $a : $f({'a': $a, 'b': $a}, $n - 1) }; $f(1, 40))",
        "$reduce([1..5000], function($a, $b){ {'a': $a} }, 1)",
    ] {
        let value = jsonata::evaluate_document(expression, &Value::Null, &Default::default());
        assert_eq!(value, Ok(jsonata::Outcome::Unsupported), "{expression}");
    }
}

#[test]
fn what_makes_a_long_text_of_a_short_one_is_stopped() {
    for expression in [
        "$length($pad('a', 1e9))",
        "('a').$pad(-1e18)",
        "($p := $pad('a', ?); $p(1e9))",
        "$map([1e9], function($width){ $pad('a', $width) })",
        "($f := function($s){ $f($s & $s) }; $f('ab'))",
        "($f := function($s){ $f($base64encode($s)) }; $f('abcabc'))",
        "($s := $pad('a', 1000000); $length($join($map([1..1000], function($x){ $s }))))",
        "($s := $pad('a', 1000000); $length($join($map([1..99], function($x){ 'a' }), $s)))",
        "($s := $pad('a', 100000, 'a'); $length($replace($s, 'a', $s)))",
        "($s := $pad('a', 100000, 'a'); $length($s ~> $replace(/a/, $s)))",
        "($f := function($a, $n){ $n = 0 ? $string($a) : $f({'a': $a, 'b': $a}, $n - 1) }; $f(1, 40))",
        "$formatInteger(1e15, 'i')",
        "($picture := 'I'; 1e15 ~> $formatInteger($picture))",
        "$fromMillis(0, '[Y,9999999999]')",
        "$fromMillis(0, '[Y0001 2026-01-01 123456789]')",
        "$fromMillis(0, '[Y,19-19]')",
        "$fromMillis(1e300, '[Y]', '+0100')",
        "$fromMillis(0, '[Y]', '+9000000000000000000')",
        "$parseInteger('abcdefghijklmnopq', 'a')",
        "$toMillis('abcdefghijklmnopq', '[YA]')",
        "$count($distinct([1..100000]))",
        "$count($distinct($map([1..5000], function($x){ [$x] })))",
    ] {
        let begun = Instant::now();
        let made = jsonata::evaluate_document(expression, &Value::Null, &Default::default());
        assert!(made.is_err(), "{expression}: {made:?}");
        // Before the time that an expression may take is over.
        assert!(begun.elapsed() < Duration::from_secs(4), "{expression}");
    }
    // What is checked is what it was.
    for (expression, value) in [
        ("$pad('a', -3, '#')", json!("##a")),
        ("('a').$pad(3, '#')", json!("a##")),
        ("$join(['a', 'b'], '-') & $join('c')", json!("a-bc")),
        ("['a', 'b'] ~> $join('-')", json!("a-b")),
        (
            "$replace('abc', /(b)/, '<$1>') & ('abc').$replace('b', 'x')",
            json!("a<b>caxc"),
        ),
        (
            "$replace('abc', /b/, function($m){ $uppercase($m.match) })",
            json!("aBc"),
        ),
        (
            "$formatInteger(1999, 'I') & $formatInteger(12, 'w')",
            json!("MCMXCIXtwelve"),
        ),
        ("'' & {'a': [1, null]} & 1", json!("{\"a\":[1,null]}1")),
        (
            "$fromMillis(0, '[Y0001]-[M01,2]-[D#1,1-2]', '+0100')",
            json!("1970-01-1"),
        ),
        (
            "$string($toMillis('2026-01-31', '[Y0001]-[M01]-[D01]'))",
            json!("1769817600000"),
        ),
        ("$string($parseInteger('twenty-three', 'w'))", json!("23")),
        ("$map(['a'], $string)", json!("a")),
        ("($r := $replace(?, 'a', ?); $r('cat', 'u'))", json!("cut")),
    ] {
        let made = jsonata::evaluate_document(expression, &Value::Null, &Default::default());
        assert_eq!(made, Ok(jsonata::Outcome::Value(value)), "{expression}");
    }
}

#[test]
fn a_large_definition_is_checked_soon() {
    let chain = |assign: bool| {
        let state = |at: u32| {
            let mut state = json!({ "Type": "Pass", "Next": format!("State{}", at + 1) });
            if assign {
                state["Assign"] = json!({ format!("v{at}"): 1 });
            }
            (format!("State{at}"), state)
        };
        let states: serde_json::Map<_, _> = (0..6_000).map(state).collect();
        json!({ "StartAt": "State0", "States": states })
    };
    let missing = (0..6_000).map(|at| {
        let next = format!("StateNumbex{at}");
        (
            format!("StateNumber{at}"),
            json!({ "Type": "Pass", "Next": next }),
        )
    });
    let missing = missing.collect::<serde_json::Map<_, _>>();
    let catchers = (0..6_000).map(|at| json!({ "ErrorEquals": [format!("E{at}")], "Next": "A" }));
    let caught = json!({ "StartAt": "A", "States": { "A": {
        "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": {},
        "Catch": catchers.collect::<Value>(), "End": true,
    }}});
    let unknown = json!({ "StartAt": "StateNumber0", "States": missing });
    for definition in [chain(true), unknown, caught] {
        let begun = Instant::now();
        let (machine, _) = asl::parse_value(&definition);
        let machine = machine.unwrap();
        asl::check_machine(&machine, ExecutionType::Standard);
        check_data(&machine);
        assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
    }
}
