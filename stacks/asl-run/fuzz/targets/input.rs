//! Valid machines of several kinds, given any input, any results and any objects to read.
//!
//! Parts: what the choices follow from, the first of which picks the machine;
//! the input; and what objects hold.

#![no_main]

use std::sync::{Arc, LazyLock};

use asl::ExecutionType;
use asl_run::Program;
use hostile::{Choices, Way, mutate, parts, run};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use serde_json::Value;

/// The machines: the seeds of the target `definition`.
const MACHINES: &[&str] = &[
    include_str!("../seeds/definition/choice-paths"),
    include_str!("../seeds/definition/data-flow"),
    include_str!("../seeds/definition/intrinsics"),
    include_str!("../seeds/definition/jsonata"),
    include_str!("../seeds/definition/inline-map"),
    include_str!("../seeds/definition/distributed-csv"),
    include_str!("../seeds/definition/distributed-jsonl"),
    include_str!("../seeds/definition/distributed-manifest"),
    include_str!("../seeds/definition/distributed-listing"),
    include_str!("../seeds/definition/tasks"),
    include_str!("../seeds/definition/waits"),
];

static PROGRAMS: LazyLock<Vec<Arc<Program>>> = LazyLock::new(|| {
    let programs = MACHINES.iter().map(|seed| {
        let definition = seed.split("\n---\n").next().unwrap_or_default();
        let (machine, problems) = asl::parse_definition(definition);
        assert!(!problems.has_errors(), "{problems:?}");
        let machine = machine.expect("a machine without problems is one");
        Program::compile(&machine).expect("a seed's machine runs")
    });
    programs.collect()
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate(data, size, max_size, seed)
});

fuzz_target!(|data: &[u8]| {
    let Some([choices, input, body]) = parts(data) else {
        return;
    };
    let mut choices = Choices::new(choices.as_bytes());
    let program = &PROGRAMS[usize::from(choices.byte()) % PROGRAMS.len()];
    let input = serde_json::from_str(input).unwrap_or_else(|_| Value::from(input));
    let way = Way {
        execution_type: ExecutionType::Standard,
        input,
        body,
    };
    run(program, way, &mut choices);
});
