//! What is wrong with a machine that has the shape of one: a file per rule.

mod assigned;
mod assigned_name;
mod credentials;
mod duplicate_label;
mod duplicate_state;
mod endless;
mod express_only_standard;
mod express_pattern;
mod heartbeat;
mod limits;
mod open_choice;
mod plain_path;
mod retry_order;
mod shadowed_handler;
mod shadowed_variable;
mod states_field;
mod unknown_action;
mod unknown_resource;
mod unknown_state;
mod unreachable_state;
mod unset_variable;
mod variable_names;

use diagnostics::{Address, Diagnostic, Diagnostics, Severity};

use crate::{ExecutionType, State, StateMachine, States};

/// States that run on their own, and where they are.
pub(crate) struct Flow<'a> {
    pub(crate) address: Address,
    pub(crate) start_at: &'a str,
    pub(crate) states: &'a States,
    /// How the executions run that they are part of.
    pub(crate) execution_type: ExecutionType,
    /// The position of the flow around them, which comes before them.
    pub(crate) outer: Option<usize>,
}

impl Flow<'_> {
    pub(crate) fn address_of(&self, name: &str) -> Address {
        self.address.join("States").join(name)
    }
}

/// What is wrong with a machine whose executions are of this type.
pub fn check_machine(machine: &StateMachine, execution_type: ExecutionType) -> Diagnostics {
    let mut flows = Vec::new();
    gather(
        Address::root(),
        &machine.start_at,
        &machine.states,
        execution_type,
        None,
        &mut flows,
    );
    let language = machine.query_language.unwrap_or_default();
    let mut problems = Diagnostics::new();
    for flow in &flows {
        unknown_state::check(flow, &mut problems);
        unreachable_state::check(flow, &mut problems);
        endless::check(flow, &mut problems);
        for (name, state) in flow.states.iter() {
            let address = flow.address_of(name);
            credentials::check(state, &address, &mut problems);
            unknown_resource::check(state, &address, &mut problems);
            express_pattern::check(state, flow.execution_type, &address, &mut problems);
            express_only_standard::check(state, flow.execution_type, &address, &mut problems);
            retry_order::check(state, &address, &mut problems);
            shadowed_handler::check(state, &address, &mut problems);
            open_choice::check(state, &address, &mut problems);
            heartbeat::check(state, &address, &mut problems);
            limits::check(name, state, &address, &mut problems);
            let language = state.common().query_language.unwrap_or(language);
            assigned_name::check(state, language, &address, &mut problems);
            states_field::check(state, language, &address, &mut problems);
            unknown_action::check(state, &address, &mut problems);
            plain_path::check(state, &address, &mut problems);
        }
    }
    duplicate_state::check(&flows, &mut problems);
    duplicate_label::check(&flows, &mut problems);
    shadowed_variable::check(&flows, &mut problems);
    unset_variable::check(machine, &mut problems);
    problems
}

/// The machine's flow and every one inside it, from the outside in.
fn gather<'a>(
    address: Address,
    start_at: &'a str,
    states: &'a States,
    execution_type: ExecutionType,
    outer: Option<usize>,
    flows: &mut Vec<Flow<'a>>,
) {
    let at = flows.len();
    flows.push(Flow {
        address,
        start_at,
        states,
        execution_type,
        outer,
    });
    for (name, state) in states.iter() {
        let address = flows[at].address_of(name);
        match state {
            State::Parallel(parallel) => {
                for (number, branch) in parallel.branches.iter().enumerate() {
                    let address = address.join("Branches").join(number.to_string());
                    gather(
                        address,
                        &branch.start_at,
                        &branch.states,
                        execution_type,
                        Some(at),
                        flows,
                    );
                }
            }
            State::Map(map) => {
                let processor = &map.item_processor;
                let field = processor.field();
                let inner = match &processor.config {
                    Some(config) if map.is_distributed() => {
                        config.execution_type.unwrap_or_default()
                    }
                    _ => execution_type,
                };
                gather(
                    address.join(field),
                    &processor.start_at,
                    &processor.states,
                    inner,
                    Some(at),
                    flows,
                );
            }
            _ => {}
        }
    }
}

/// The code that AWS gives a problem of this rule.
/// <https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinitionDiagnostic.html>
pub fn service_code(code: &str) -> &'static str {
    match code {
        "asl::json" => "INVALID_JSON_DESCRIPTION",
        "asl::unknown-state" | "asl::unreachable-state" => "MISSING_TRANSITION_TARGET",
        "asl::endless" => "MISSING_END_STATE",
        "asl::duplicate-state" => "DUPLICATE_STATE_NAME",
        "asl::state-name" => "INVALID_STATE_NAME",
        "asl::label-name" => "INVALID_LABEL_NAME",
        "asl::duplicate-label" => "DUPLICATE_LABEL_NAME",
        "asl::plain-path" => "NO_DOLLAR",
        "asl::static-result" => "PASS_RESULT_IS_STATIC",
        _ => "SCHEMA_VALIDATION_FAILED",
    }
}

/// The errors among the problems as AWS tells them when it refuses a
/// definition; `None` where there are none.
pub fn service_message(problems: &Diagnostics) -> Option<String> {
    let told: Vec<String> = problems
        .iter()
        .filter(|problem| problem.severity == Severity::Error)
        .map(|problem| {
            let code = service_code(&problem.code);
            if problem.code == "asl::json" {
                // The place is part of what the parser says.
                return format!("{code}: {}", problem.summary);
            }
            format!(
                "{code}: {} at {}",
                problem.summary,
                service_location(problem)
            )
        })
        .collect();
    (!told.is_empty()).then(|| format!("Invalid State Machine Definition: '{}'", told.join(", ")))
}

/// The place of a problem as AWS tells it.
pub fn service_location(problem: &Diagnostic) -> String {
    if problem.code == "asl::json" {
        return problem
            .summary
            .rsplit_once("\n at ")
            .map_or("/", |(_, place)| place)
            .to_owned();
    }
    let pointer = problem.address.to_json_pointer();
    let mut place = String::with_capacity(pointer.len() + 2);
    let mut outer = "";
    for part in pointer.split('/').skip(1) {
        // An item of a list goes by its position in brackets; a state, though,
        // may have a number for a name.
        let is_position = part.bytes().all(|byte| byte.is_ascii_digit()) && !part.is_empty();
        if is_position && outer != "States" {
            place.extend(["[", part, "]"]);
        } else {
            place.extend(["/", part]);
        }
        outer = part;
    }
    if place.is_empty() {
        place.push('/');
    }
    place
}
