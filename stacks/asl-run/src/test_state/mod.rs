//! One state tested by itself, as the API `TestState` does it.
//! <https://docs.aws.amazon.com/step-functions/latest/apireference/API_TestState.html>
//!
//! ```
//! use asl_run::Moment;
//! use asl_run::test_state::{Mock, Progress, Request, Setting, test_state};
//!
//! let request = Request {
//!     definition: r#"{
//!         "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
//!         "OutputPath": "$.Payload", "Next": "Record"
//!     }"#.to_owned(),
//!     mock: Some(Mock { result: Some(r#"{ "Payload": 7 }"#.to_owned()), ..Mock::default() }),
//!     ..Request::default()
//! };
//! let setting = Setting::new("aws", "eu-central-1", "000000000000", Moment::from_millis(0), 1);
//! let Ok(Progress::Done(answer)) = test_state(&request, &setting) else { panic!() };
//! assert_eq!(answer.output, Some(7.into()));
//! assert_eq!(answer.next_state.as_deref(), Some("Record"));
//! ```

mod admit;
mod answer;
mod context;
mod mock_result;
mod request;
mod shape;
pub(crate) mod tested;

use std::sync::Arc;

use asl::{ExecutionType, State};
use serde_json::{Map, Value};

pub use crate::requests::Refusal;
pub use answer::{Answer, Status, TaskAnswer};
pub use request::{Configuration, ErrorOutput, FieldValidation, InspectionLevel, Mock, Request};

use crate::data::Variables;
use crate::effect::{Effect, Event, Invocation, Resource};
use crate::execution::Execution;
use crate::failure::Failure;
use crate::moment::Moment;
use crate::program::Program;
use crate::random::Random;
use crate::start::Start;
use tested::Tested;

/// Where and when a state is tested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// The partition, such as `aws`.
    pub partition: String,
    /// The region.
    pub region: String,
    /// The account.
    pub account: String,
    /// The time.
    pub at: Moment,
    /// What all chance follows from.
    pub seed: u64,
}

impl Setting {
    /// A setting from its parts.
    pub fn new(partition: &str, region: &str, account: &str, at: Moment, seed: u64) -> Self {
        Self {
            partition: partition.to_owned(),
            region: region.to_owned(),
            account: account.to_owned(),
            at,
            seed,
        }
    }

    /// Who the execution is that a tested state belongs to: one made up.
    fn start(&self, request: &Request, input: Value) -> Start {
        let mut random = Random::new(self.seed);
        let (machine, name) = (random.uuid(), random.uuid());
        let base = format!(
            "arn:{}:states:{}:{}",
            self.partition, self.region, self.account
        );
        Start {
            name: name.clone(),
            role_arn: request.role_arn.clone().unwrap_or_default(),
            execution_type: ExecutionType::Express,
            seed: random.next_u64(),
            keeps_history: false,
            ..Start::new(
                &format!("{base}:express:{machine}:{name}"),
                &format!("{base}:stateMachine:{machine}"),
                input,
                self.at,
            )
        }
    }
}

/// How far a test came.
#[derive(Debug)]
pub enum Progress {
    /// To its end.
    Done(Box<Answer>),
    /// To a task that is not mocked and so has to be done.
    Task(Box<PendingTask>),
}

/// A test that waits for its task.
#[derive(Debug)]
pub struct PendingTask {
    /// What to call.
    pub invocation: Box<Invocation>,
    test: Test,
}

impl PendingTask {
    /// Goes on with what the task gave.
    ///
    /// # Errors
    /// Why the request is refused after all.
    pub fn answered(mut self, answer: TaskAnswer) -> Result<Answer, Refusal> {
        let task = self.invocation.task;
        let event = match answer.outcome {
            Ok(output) => Event::TaskSucceeded { task, output },
            Err(error) => Event::TaskFailed {
                task,
                error: error.error,
                cause: error.cause,
            },
        };
        self.test.request_told = answer.request;
        self.test.response_told = answer.response;
        match self.test.run(event)? {
            Progress::Done(answer) => Ok(*answer),
            // One state calls once.
            Progress::Task(_) => Err(Refusal::validation("The state calls twice")),
        }
    }
}

/// Tests a state.
///
/// # Errors
/// Why the request is refused.
pub fn test_state(request: &Request, setting: &Setting) -> Result<Progress, Refusal> {
    let subject = admit::subject(request)?;
    let state = subject.state.clone();
    let result = match &request.mock {
        None => {
            admit::unmocked(request, &state)?;
            None
        }
        Some(mock) => admit::mocked(request, mock, &state)?,
    };
    let input = match &request.input {
        None => Value::Object(Map::new()),
        Some(text) => serde_json::from_str(text).map_err(|error| {
            let message = format!("Invalid State Machine Execution Input: '{error}'");
            Refusal::new("InvalidExecutionInput", message)
        })?,
    };
    let resource = match &state {
        State::Task(task) => Some(Resource::parse(&task.resource)),
        _ => None,
    };
    let context = match &request.context {
        Some(text) => Some(context::given(text, resource.as_ref())?),
        None => None,
    };
    let failure = mocked_failure(request, &state);
    let is_task = matches!(state, State::Task(_));
    let mock = result.map(Ok).or(failure.map(Err));
    let tested = Tested {
        context,
        variables: Arc::new(variables(request)?),
        retries: request
            .configuration
            .retrier_retry_count
            .unwrap_or_default(),
        mock: if is_task { None } else { mock.clone() },
        failed_items: request.configuration.map_iteration_failure_count,
        reader_data: request.configuration.map_item_reader_data.clone(),
        ..Tested::default()
    };
    let program = Program::of_state(&subject.name, subject.state, subject.language);
    let start = setting.start(request, input.clone());
    let test = Test {
        execution: Execution::test(program, start, tested),
        state,
        input,
        level: request.inspection_level,
        mock,
        now: setting.at,
        request_told: None,
        response_told: None,
    };
    test.begin()
}

/// The variables that the state finds.
fn variables(request: &Request) -> Result<Variables, Refusal> {
    match request.variables.as_deref().map(serde_json::from_str) {
        None => Ok(Variables::default()),
        Some(Ok(variables)) => Ok(Variables::of(variables)),
        Some(Err(_)) => Err(Refusal::validation("Variables must be a JSON object")),
    }
}

/// The mocked error, as one of the state's task or of a task inside it.
fn mocked_failure(request: &Request, state: &State) -> Option<Failure> {
    let error = request.mock.as_ref()?.error_output.as_ref()?;
    let inner = request.configuration.error_caused_by_state.as_deref();
    let origin = match (state, inner) {
        (State::Map(map), Some(name)) => admit::find(&map.item_processor.states, name),
        (State::Parallel(parallel), Some(name)) => parallel
            .branches
            .iter()
            .find_map(|branch| admit::find(&branch.states, name)),
        (state, _) => Some(state),
    };
    Some(Failure {
        error: error.error.clone(),
        cause: error.cause.clone(),
        is_terminal: false,
        is_task: matches!(origin, Some(State::Task(_))),
        is_heartbeat: false,
    })
}

/// A test under way.
#[derive(Debug)]
struct Test {
    execution: Execution,
    state: State,
    input: Value,
    level: InspectionLevel,
    mock: Option<Result<Value, Failure>>,
    now: Moment,
    request_told: Option<Value>,
    response_told: Option<Value>,
}

impl Test {
    fn begin(self) -> Result<Progress, Refusal> {
        self.run(Event::Start)
    }

    fn run(mut self, event: Event) -> Result<Progress, Refusal> {
        let mut waiting = vec![event];
        while let Some(event) = waiting.pop() {
            for effect in self.execution.step(self.now, event) {
                match effect {
                    Effect::LookUpActivity { task, .. } => {
                        waiting.push(Event::ActivityLookedUp { task, exists: true });
                    }
                    Effect::Invoke(invocation) => match self.mock.clone() {
                        Some(mock) => waiting.push(mocked_event(invocation.task, mock)),
                        None => {
                            return Ok(Progress::Task(Box::new(PendingTask {
                                invocation,
                                test: self,
                            })));
                        }
                    },
                    Effect::SetTimer { timer, at } if matches!(self.state, State::Wait(_)) => {
                        self.now = at;
                        waiting.push(Event::TimerFired { timer });
                    }
                    // A task is answered before its time is over, and what is
                    // to be tried again is not tried here.
                    _ => {}
                }
            }
        }
        self.done().map(|answer| Progress::Done(Box::new(answer)))
    }

    fn done(mut self) -> Result<Answer, Refusal> {
        let tested = self.execution.test.take().unwrap_or_default();
        if let Some(refusal) = tested.refusal {
            return Err(Refusal::validation(refusal));
        }
        Ok(Answer::of(
            &self.state,
            &self.input,
            self.level,
            *tested,
            self.execution.outcome(),
            (self.request_told, self.response_told),
        ))
    }
}

fn mocked_event(task: u64, mock: Result<Value, Failure>) -> Event {
    match mock {
        Ok(output) => Event::TaskSucceeded { task, output },
        Err(Failure { error, cause, .. }) => Event::TaskFailed { task, error, cause },
    }
}
