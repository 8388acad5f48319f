//! What an execution asks of the world, and what the world tells it.

use asl::ExecutionType;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::moment::Moment;

/// What the world tells an execution. Written down in order, events rebuild
/// the execution exactly.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// It may begin.
    Start,
    /// Whether the activity that was asked for is there.
    ActivityLookedUp {
        /// The task, as its [`Effect::LookUpActivity`] named it.
        task: u64,
        /// Whether it is.
        exists: bool,
    },
    /// A worker took an activity's task.
    TaskStarted {
        /// The task, as its [`Effect::Invoke`] named it.
        task: u64,
        /// The worker's name.
        worker: Option<String>,
    },
    /// The service took the request of a task that ends later: `.sync` or `.waitForTaskToken`.
    TaskSubmitted {
        /// The task.
        task: u64,
        /// The service's answer.
        output: Value,
    },
    /// A task is done.
    TaskSucceeded {
        /// The task.
        task: u64,
        /// Its result.
        output: Value,
    },
    /// A task failed.
    TaskFailed {
        /// The task.
        task: u64,
        /// The error's name.
        error: Option<String>,
        /// Why.
        cause: Option<String>,
    },
    /// A task's worker is still there.
    TaskHeartbeat {
        /// The task.
        task: u64,
    },
    /// A timer's moment came.
    TimerFired {
        /// The timer, as its [`Effect::SetTimer`] named it.
        timer: u64,
    },
    /// A page of a listing.
    ObjectsListed {
        /// The reading, as its effect named it.
        read: u64,
        /// The objects, as `ListObjectsV2` tells them.
        objects: Vec<Value>,
        /// What asks for the next page, where there is one.
        next: Option<String>,
    },
    /// An object was read.
    ObjectRead {
        /// The reading.
        read: u64,
        /// What it holds, as text.
        body: String,
    },
    /// Rows of an object were read.
    RowsRead {
        /// The reading, as its [`Effect::ReadRows`] named it.
        read: u64,
        /// The rows, each an object of its columns.
        rows: Vec<Value>,
        /// What asks for the next page of the same object, where there is one.
        next: Option<String>,
    },
    /// A listing or an object could not be read.
    ReadFailed {
        /// The reading.
        read: u64,
        /// Why.
        cause: String,
    },
    /// A child execution of a distributed map ended.
    ChildFinished {
        /// The child, as its [`Effect::StartChild`] named it.
        child: u64,
        /// How it ended.
        outcome: Outcome,
    },
    /// Results were written.
    Written {
        /// The writing, as its [`Effect::Write`] named it.
        write: u64,
    },
    /// Results could not be written.
    WriteFailed {
        /// The writing.
        write: u64,
        /// Why.
        cause: String,
    },
    /// Someone has it go on, after it ended badly: see [`crate::Execution::redrive`].
    Redrive,
    /// Someone stopped the execution.
    Stop {
        /// The error's name, where one was given.
        error: Option<String>,
        /// Why, where that was given.
        cause: Option<String>,
    },
}

/// How an execution ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Outcome {
    /// Well.
    Succeeded {
        /// What it gave.
        output: Value,
    },
    /// With an error.
    Failed {
        /// The error's name.
        error: Option<String>,
        /// Why.
        cause: Option<String>,
    },
    /// It took longer than it may.
    TimedOut {
        /// The error's name.
        error: Option<String>,
        /// Why.
        cause: Option<String>,
    },
    /// Someone stopped it.
    Aborted {
        /// The error's name.
        error: Option<String>,
        /// Why.
        cause: Option<String>,
    },
}

impl Outcome {
    /// The word of AWS's API.
    pub const fn status(&self) -> &'static str {
        match self {
            Self::Succeeded { .. } => "SUCCEEDED",
            Self::Failed { .. } => "FAILED",
            Self::TimedOut { .. } => "TIMED_OUT",
            Self::Aborted { .. } => "ABORTED",
        }
    }
}

/// What an execution asks of the world.
///
/// Each that is answered carries a number that its answer repeats. Asking
/// again for the same number, after a restart, is always allowed.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Tell whether an activity is there, before its task is scheduled.
    LookUpActivity {
        /// The task.
        task: u64,
        /// The activity's ARN.
        arn: String,
    },
    /// Have a service do a task.
    Invoke(Box<Invocation>),
    /// The task's answer no longer matters.
    Cancel {
        /// The task.
        task: u64,
    },
    /// Tell when a moment has come.
    SetTimer {
        /// The timer.
        timer: u64,
        /// The moment.
        at: Moment,
    },
    /// The timer no longer matters.
    CancelTimer {
        /// The timer.
        timer: u64,
    },
    /// List a page of objects.
    ListObjects {
        /// The reading.
        read: u64,
        /// The bucket, prefix and what else the request holds.
        arguments: Value,
        /// What asks for this page; `None` for the first.
        continuation: Option<String>,
    },
    /// Read an object as text. One that is compressed, as its key or its
    /// metadata says, is read as what it holds.
    ReadObject {
        /// The reading.
        read: u64,
        /// The bucket, key and what else the request holds.
        arguments: Value,
    },
    /// Read a Parquet object's rows, a page at a time. Large ones are best
    /// handed over in pages of some thousand rows, so that memory stays bounded.
    ReadRows {
        /// The reading.
        read: u64,
        /// The bucket, key and what else the request holds.
        arguments: Value,
        /// What asks for this page; `None` for the first.
        continuation: Option<String>,
    },
    /// Start a child execution of a distributed map.
    StartChild(Box<ChildStart>),
    /// Stop a child execution.
    StopChild {
        /// The child.
        child: u64,
    },
    /// Write an object of results.
    Write {
        /// The writing.
        write: u64,
        /// The bucket.
        bucket: String,
        /// The key.
        key: String,
        /// What to write.
        body: String,
    },
    /// The execution ended.
    Finish(Outcome),
}

/// A task for a service.
#[derive(Debug, Clone, PartialEq)]
pub struct Invocation {
    /// The task.
    pub task: u64,
    /// The state that asks.
    pub state: String,
    /// What is called, as the definition names it.
    pub resource: Resource,
    /// What it is given.
    pub arguments: Value,
    /// The token that answers a callback or an activity.
    pub token: Option<String>,
    /// The role it is called as, where the state names one.
    pub role_arn: Option<String>,
    /// The attempt, from 0.
    pub attempt: u64,
    /// How long it may take, in seconds.
    pub timeout_seconds: Option<u64>,
    /// How long it may stay silent, in seconds.
    pub heartbeat_seconds: Option<u64>,
}

/// What a task calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resource {
    /// A function, by its own ARN.
    Function {
        /// The ARN.
        arn: String,
    },
    /// An activity.
    Activity {
        /// The ARN.
        arn: String,
    },
    /// A service integration.
    Integration {
        /// The service, such as `lambda` or `aws-sdk:s3`.
        service: String,
        /// The action, such as `invoke`, without its pattern.
        action: String,
        /// How its end is told.
        pattern: Pattern,
    },
}

/// How the end of an integration's task is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pattern {
    /// By the answer to the request.
    RequestResponse,
    /// When what was started ends: `.sync`.
    Sync,
    /// As `.sync`, with the output as JSON: `.sync:2`.
    Sync2,
    /// By a token: `.waitForTaskToken`.
    TaskToken,
}

impl Pattern {
    const fn suffix(self) -> &'static str {
        match self {
            Self::RequestResponse => "",
            Self::Sync => ".sync",
            Self::Sync2 => ".sync:2",
            Self::TaskToken => ".waitForTaskToken",
        }
    }
}

impl Resource {
    /// What the ARN in a definition calls.
    pub fn parse(arn: &str) -> Self {
        let mut parts = arn.splitn(6, ':');
        let service = parts.nth(2).unwrap_or_default();
        let rest = parts.nth(2).unwrap_or_default();
        if service == "states" && rest.starts_with("activity:") {
            return Self::Activity {
                arn: arn.to_owned(),
            };
        }
        if service != "states" {
            // Anything that is not an integration is a function, save for a
            // text that is no ARN at all: only an activity's worker can take that.
            return if service == "lambda" {
                Self::Function {
                    arn: arn.to_owned(),
                }
            } else {
                Self::Activity {
                    arn: arn.to_owned(),
                }
            };
        }
        let (target, pattern) = [Pattern::Sync2, Pattern::Sync, Pattern::TaskToken]
            .into_iter()
            .find_map(|pattern| Some((rest.strip_suffix(pattern.suffix())?, pattern)))
            .unwrap_or((rest, Pattern::RequestResponse));
        let (service, action) = target.rsplit_once(':').unwrap_or((target, ""));
        Self::Integration {
            service: service.to_owned(),
            action: action.to_owned(),
            pattern,
        }
    }

    /// How the end of the task is told.
    pub const fn pattern(&self) -> Pattern {
        match self {
            Self::Integration { pattern, .. } => *pattern,
            _ => Pattern::RequestResponse,
        }
    }

    /// The action with its pattern, as events name it.
    pub(crate) fn action_in_events(&self) -> String {
        match self {
            Self::Integration {
                action, pattern, ..
            } => format!("{action}{}", pattern.suffix()),
            Self::Function { arn } | Self::Activity { arn } => arn.clone(),
        }
    }
}

/// A child execution to start.
#[derive(Debug, Clone, PartialEq)]
pub struct ChildStart {
    /// The child.
    pub child: u64,
    /// Which of the program's flows it runs.
    pub flow: usize,
    /// Its ARN.
    pub execution_arn: String,
    /// Its name.
    pub name: String,
    /// The state machine's ARN that it goes by, which names the map.
    pub state_machine_arn: String,
    /// The map run it belongs to.
    pub map_run_arn: String,
    /// Its type.
    pub execution_type: ExecutionType,
    /// Its input.
    pub input: Value,
    /// Whether it ran before and ended badly, so that it is to be redriven
    /// rather than begun: by the name that it has already.
    pub is_redrive: bool,
}
