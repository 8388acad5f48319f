//! Text as an expression of JSONata, or as an intrinsic function, against a document.
//!
//! Parts: the expression, and the document.

#![no_main]

use std::collections::BTreeMap;

use asl::ExecutionType;
use asl_run::jsonata::{Document, Limits, check_expression, evaluate_in};
use asl_run::{Moment, Program};
use hostile::{Choices, Way, mutate, parts, run};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use serde_json::{Value, json};

/// Less time than a state has, so that a limit that is not kept is told from one that is.
const LIMITS: Limits = Limits {
    milliseconds: 300,
    ..Limits::STATE
};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate(data, size, max_size, seed)
});

fuzz_target!(|data: &[u8]| {
    let Some([expression, document]) = parts(data) else {
        return;
    };
    let document: Value = serde_json::from_str(document)
        .unwrap_or_else(|_| json!({ "a": [{ "b": 1 }, { "b": "c" }], "b": { "a": 1.5 } }));
    if expression.starts_with("States.") {
        intrinsic(expression, document);
        return;
    }
    let checked = check_expression(expression);
    let surroundings = Document {
        input: Some(&document),
        bindings: &BTreeMap::from([("v".to_owned(), json!([1, "a", null]))]),
        now: Moment::from_millis(1_767_225_600_000),
        limits: LIMITS,
    };
    let value = evaluate_in(expression, &surroundings);
    assert!(checked.is_ok() || value.is_err(), "{value:?}");
});

fn intrinsic(call: &str, document: Value) {
    let definition = json!({
        "StartAt": "A",
        "States": { "A": { "Type": "Pass", "Parameters": { "a.$": call }, "End": true } },
    });
    let (Some(machine), _) = asl::parse_value(&definition) else {
        return;
    };
    let _ = asl_run::check_data(&machine);
    if let Ok(program) = Program::compile(&machine) {
        let way = Way {
            execution_type: ExecutionType::Standard,
            input: document,
            body: "",
        };
        run(&program, way, &mut Choices::new(&[]));
    }
}
