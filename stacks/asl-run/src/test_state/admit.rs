//! Whether a request can be run at all: a state is found, and mock, role and
//! configuration go together with its type.

use asl::{ExecutionType, QueryLanguage, State, StateMachine, States};
use diagnostics::Diagnostics;
use serde_json::Value;

use super::request::{Mock, Request};
use super::{Refusal, mock_result};
use crate::effect::{Pattern, Resource};
use crate::requests::problems_of;

/// The state under test.
pub(super) struct Subject {
    pub(super) name: String,
    pub(super) state: State,
    pub(super) language: QueryLanguage,
}

/// The name that a state without one goes by.
const UNNAMED: &str = "StateName";

/// The state that a request is about.
pub(super) fn subject(request: &Request) -> Result<Subject, Refusal> {
    let Some(wanted) = &request.state_name else {
        let (state, problems) = asl::parse_state(&request.definition);
        refuse_problems(&problems)?;
        let state = state.ok_or_else(|| Refusal::definition("there is no state"))?;
        // Where it goes is not part of it, so only its data is looked at.
        let alone = StateMachine::new(UNNAMED).state(UNNAMED, state.clone());
        refuse_problems(&crate::check_data(&alone))?;
        return Ok(Subject {
            name: UNNAMED.to_owned(),
            language: state.common().query_language.unwrap_or_default(),
            state,
        });
    };
    if wanted.is_empty() {
        return Err(Refusal::validation(
            "1 validation error detected: Value '' at 'stateName' failed to satisfy constraint: \
             Member must have length greater than or equal to 1",
        ));
    }
    refuse_problems(&problems_of(&request.definition, ExecutionType::Standard))?;
    let (machine, _) = asl::parse_definition(&request.definition);
    let machine = machine.ok_or_else(|| Refusal::definition("there is no state machine"))?;
    let found = find(&machine.states, wanted)
        .ok_or_else(|| Refusal::validation("State not found in definition"))?;
    let language = machine.query_language.unwrap_or_default();
    Ok(Subject {
        name: wanted.clone(),
        language: found.common().query_language.unwrap_or(language),
        state: found.clone(),
    })
}

fn refuse_problems(problems: &Diagnostics) -> Result<(), Refusal> {
    match asl::service_message(problems) {
        Some(message) => Err(Refusal::definition(message)),
        None => Ok(()),
    }
}

/// A state by its name, however deep in branches and processors it is.
pub(super) fn find<'s>(states: &'s States, wanted: &str) -> Option<&'s State> {
    if let Some(state) = states.get(wanted) {
        return Some(state);
    }
    states.iter().find_map(|(_, state)| match state {
        State::Parallel(parallel) => parallel
            .branches
            .iter()
            .find_map(|branch| find(&branch.states, wanted)),
        State::Map(map) => find(&map.item_processor.states, wanted),
        _ => None,
    })
}

/// What cannot be asked of a state whose work is not mocked.
pub(super) fn unmocked(request: &Request, state: &State) -> Result<(), Refusal> {
    let configuration = &request.configuration;
    for (name, is_given) in [
        ("Context", request.context.is_some()),
        (
            "RetrierRetryCount",
            configuration.retrier_retry_count.is_some(),
        ),
        (
            "ErrorCausedByState",
            configuration.error_caused_by_state.is_some(),
        ),
        (
            "MapIterationFailureCount",
            configuration.map_iteration_failure_count.is_some(),
        ),
        (
            "MapItemReaderData",
            configuration.map_item_reader_data.is_some(),
        ),
    ] {
        if is_given {
            return Err(Refusal::validation(format!(
                "TestState does not support {name} when a mock is not specified."
            )));
        }
    }
    match state {
        State::Map(_) | State::Parallel(_) => Err(Refusal::definition(
            "TestState API does not support Map or Parallel states. Supported state types \
             include: [Task, Wait, Pass, Succeed, Fail, Choice]",
        )),
        State::Task(_) if request.role_arn.is_none() => Err(Refusal::validation(
            "RoleArn must be specified when testing a Task state",
        )),
        State::Task(task) => match Resource::parse(&task.resource) {
            Resource::Activity { .. } => Err(Refusal::definition(
                "TestState API does not support Activity tasks unless a mock is specified",
            )),
            resource if resource.pattern() != Pattern::RequestResponse => Err(Refusal::definition(
                "TestState API does not support the .sync and .waitForTaskToken service \
                     integration patterns unless a mock is specified",
            )),
            _ => Ok(()),
        },
        _ => Ok(()),
    }
}

/// The mock's result, once it is one that the state's work could have.
pub(super) fn mocked(
    request: &Request,
    mock: &Mock,
    state: &State,
) -> Result<Option<Value>, Refusal> {
    if request.reveal_secrets {
        return Err(Refusal::validation(
            "TestState does not support RevealSecrets when a mock is specified.",
        ));
    }
    if mock.result.is_some() == mock.error_output.is_some() {
        return Err(Refusal::validation(
            "A test mock should have only one of the following fields: [result, errorOutput].",
        ));
    }
    if !matches!(state, State::Task(_) | State::Map(_) | State::Parallel(_)) {
        return Err(Refusal::validation(format!(
            "State type '{}' is not supported when a mock is specified",
            state.type_name()
        )));
    }
    let Some(text) = &mock.result else {
        return Ok(None);
    };
    let result: Value = serde_json::from_str(text)
        .map_err(|_| Refusal::validation("Mocked result must be valid JSON"))?;
    fits(state, &result, mock)?;
    Ok(Some(result))
}

fn fits(state: &State, result: &Value, mock: &Mock) -> Result<(), Refusal> {
    match state {
        State::Task(task) => {
            let resource = Resource::parse(&task.resource);
            mock_result::check(&resource, result, mock.validation).map_err(Refusal::validation)
        }
        State::Map(map) if map.result_writer.is_some() => match result {
            Value::Object(_) => Ok(()),
            _ => Err(Refusal::validation("Mocked result must be a JSON object.")),
        },
        _ => {
            let Value::Array(items) = result else {
                return Err(Refusal::validation("Mocked result must be an array."));
            };
            match state {
                State::Parallel(parallel) if parallel.branches.len() != items.len() => {
                    Err(Refusal::validation(
                        "Mocked result must contain the same number of items as number of \
                         Parallel branches.",
                    ))
                }
                _ => Ok(()),
            }
        }
    }
}
