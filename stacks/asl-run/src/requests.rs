//! What Step Functions says to requests that carry a definition, as pure functions.

use asl::ExecutionType;
use diagnostics::{Diagnostic, Diagnostics, Severity};
use serde_json::{Value, json};

use crate::program::Program;

/// How many bytes of text a definition may have.
/// <https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html>
const LONGEST_DEFINITION: usize = 1024 * 1024;
/// How many problems are told, where the request names no number.
const MOST_TOLD: usize = 100;

/// Why a request is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {message}")]
pub struct Refusal {
    /// The error's code, such as `ValidationException` or `InvalidDefinition`.
    pub code: &'static str,
    /// Why, in AWS's words where they are known.
    pub message: String,
}

impl Refusal {
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }

    pub(crate) fn validation(message: impl Into<String>) -> Self {
        Self::new("ValidationException", message)
    }

    pub(crate) fn definition(message: impl Into<String>) -> Self {
        Self::new("InvalidDefinition", message)
    }
}

/// What a request to create or update a machine depends on beside itself.
#[derive(Clone, Copy)]
pub struct Surroundings<'a> {
    /// The ARN of another machine of the same name, where there is one.
    pub taken: Option<&'a str>,
    /// Whether the log group with this ARN is there.
    pub has_log_group: &'a dyn Fn(&str) -> bool,
}

/// Everything that is wrong with a definition for executions of this type:
/// its text, its states, and its paths and expressions.
pub fn problems_of(definition: &str, execution_type: ExecutionType) -> Diagnostics {
    let (machine, mut problems) = asl::parse_definition(definition);
    if let Some(machine) = machine {
        problems.extend(asl::check_machine(&machine, execution_type));
        problems.extend(crate::check_data(&machine));
    }
    problems
}

/// Whether `CreateStateMachine` or `UpdateStateMachine`, in the JSON of AWS's
/// API, is accepted.
///
/// # Errors
/// Why it is refused.
pub fn check_machine_request(request: &Value, world: &Surroundings<'_>) -> Result<(), Refusal> {
    if let Some(definition) = request["definition"].as_str() {
        check_definition(definition, execution_type(request)?)?;
    }
    check_logging(&request["loggingConfiguration"], world)?;
    let publishes = request["publish"] == true;
    if request["versionDescription"].is_string() && !publishes {
        return Err(Refusal::validation(
            "Version description can only be set when publish is true",
        ));
    }
    match world.taken {
        Some(arn) => Err(Refusal::new(
            "StateMachineAlreadyExists",
            format!("State Machine Already Exists: '{arn}'"),
        )),
        None => Ok(()),
    }
}

fn execution_type(request: &Value) -> Result<ExecutionType, Refusal> {
    match request["type"].as_str() {
        None | Some("" | "STANDARD") => Ok(ExecutionType::Standard),
        Some("EXPRESS") => Ok(ExecutionType::Express),
        Some(other) => Err(Refusal::validation(format!(
            "1 validation error detected: Value '{other}' at 'type' failed to satisfy constraint: \
             Member must satisfy enum value set: [STANDARD, EXPRESS]"
        ))),
    }
}

fn check_definition(definition: &str, execution_type: ExecutionType) -> Result<(), Refusal> {
    if definition.len() > LONGEST_DEFINITION {
        return Err(Refusal::validation(format!(
            "1 validation error detected: Value at 'definition' failed to satisfy constraint: \
             Member must have length less than or equal to {LONGEST_DEFINITION}"
        )));
    }
    if let Some(message) = asl::service_message(&problems_of(definition, execution_type)) {
        return Err(Refusal::definition(message));
    }
    let (machine, _) = asl::parse_definition(definition);
    match machine.map(|machine| Program::compile(&machine)) {
        Some(Err(error)) => Err(Refusal::definition(format!(
            "Invalid State Machine Definition: '{error}'"
        ))),
        _ => Ok(()),
    }
}

/// Logs go to one group, which is there; without logs, nothing is asked.
fn check_logging(logging: &Value, world: &Surroundings<'_>) -> Result<(), Refusal> {
    let wrong = |message: &str| {
        Err(Refusal::new(
            "InvalidLoggingConfiguration",
            format!("Invalid Logging Configuration: {message}"),
        ))
    };
    if !matches!(logging["level"].as_str(), Some("ALL" | "ERROR" | "FATAL")) {
        return Ok(());
    }
    let destinations = logging["destinations"].as_array().map(Vec::as_slice);
    let Some([destination]) = destinations else {
        return wrong("Must specify exactly one Log Destination.");
    };
    let group = destination["cloudWatchLogsLogGroup"]["logGroupArn"].as_str();
    if group.is_some_and(world.has_log_group) {
        Ok(())
    } else {
        wrong("Log Destination not found.")
    }
}

/// The answer of `ValidateStateMachineDefinition` to a request, both in the
/// JSON of AWS's API.
///
/// # Errors
/// Why the request is refused.
pub fn validate_definition(request: &Value) -> Result<Value, Refusal> {
    let definition = request["definition"].as_str().unwrap_or_default();
    let problems = problems_of(definition, execution_type(request)?);
    let least = match request["severity"].as_str() {
        Some("WARNING") => Severity::Warning,
        _ => Severity::Error,
    };
    let shown: Vec<&Diagnostic> = problems
        .iter()
        .filter(|problem| problem.severity >= least)
        .collect();
    let most = request["maxResults"]
        .as_u64()
        .filter(|most| *most > 0)
        .map_or(MOST_TOLD, |most| usize::try_from(most).unwrap_or(MOST_TOLD));
    let diagnostics: Vec<Value> = shown.iter().take(most).map(|one| told(one)).collect();
    Ok(json!({
        "result": if problems.has_errors() { "FAIL" } else { "OK" },
        "diagnostics": diagnostics,
        "truncated": shown.len() > most,
    }))
}

fn told(problem: &Diagnostic) -> Value {
    json!({
        "code": asl::service_code(&problem.code),
        "location": asl::service_location(problem),
        "message": problem.summary,
        "severity": match problem.severity {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
        },
    })
}
