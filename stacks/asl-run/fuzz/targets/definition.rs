//! Text as a definition: parsed, checked, rendered and parsed again; run where it is accepted.
//!
//! Parts: the definition, the input, what objects hold, and what the choices follow from.

#![no_main]

use asl::{ExecutionType, check_machine, parse_definition, parse_state, parse_value};
use asl_run::{Program, check_data};
use hostile::{Choices, Way, mutate, parts, run};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use serde_json::Value;

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate(data, size, max_size, seed)
});

fuzz_target!(|data: &[u8]| {
    let Some([definition, input, body, choices]) = parts(data) else {
        return;
    };
    let _ = parse_state(definition);
    let (machine, mut problems) = parse_definition(definition);
    let _ = asl::service_message(&problems);
    let Some(machine) = machine else { return };
    let mut choices = Choices::new(choices.as_bytes());
    let execution_type = match choices.byte() % 2 {
        0 => ExecutionType::Standard,
        _ => ExecutionType::Express,
    };
    problems.extend(check_machine(&machine, execution_type));
    problems.extend(check_data(&machine));
    let _ = asl::service_message(&problems);
    let rendered = machine.to_json();
    if problems.has_errors() {
        return;
    }
    let (again, _) = parse_value(&rendered);
    let again = again.map(|machine| machine.to_json().to_string());
    assert_eq!(
        again,
        Some(rendered.to_string()),
        "rendered and parsed again"
    );
    if let Ok(program) = Program::compile(&machine) {
        let input = serde_json::from_str(input).unwrap_or(Value::Null);
        let way = Way {
            execution_type,
            input,
            body,
        };
        run(&program, way, &mut choices);
    }
});
