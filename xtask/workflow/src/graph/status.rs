//! How each state went, from an executed history.

use std::collections::{BTreeMap, BTreeSet};

use asl::StateMachine;
use serde_json::Value;
use ui::Problem;

use crate::history::chain::Chain;
use crate::mock::names;
use crate::source::Source;

/// How a state went. Of several times the worst counts, so the order is from harmless to bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// It was never entered.
    NotReached,
    /// It was left in the usual way.
    Succeeded,
    /// It was entered and never left: the execution still runs or ended around it.
    Unfinished,
    /// It failed, and the execution went on from there.
    Caught,
    /// It failed.
    Failed,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 5] = [
        Self::Succeeded,
        Self::Caught,
        Self::Failed,
        Self::Unfinished,
        Self::NotReached,
    ];

    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotReached => "not reached",
            Self::Succeeded => "succeeded",
            Self::Unfinished => "unfinished",
            Self::Caught => "caught",
            Self::Failed => "failed",
        }
    }

    /// The word as a name in a drawing.
    pub const fn class(self) -> &'static str {
        match self {
            Self::NotReached => "notReached",
            other => other.as_str(),
        }
    }
}

/// The colours of a state.
#[derive(Debug, Clone, Copy)]
pub(super) struct Colours {
    pub(super) fill: &'static str,
    pub(super) stroke: &'static str,
    pub(super) text: &'static str,
}

impl Status {
    pub(super) const fn colours(self) -> Colours {
        let (fill, stroke, text) = match self {
            Self::Succeeded => ("#d9f2e0", "#2c8a4b", "#12381f"),
            Self::Caught => ("#ffe8c7", "#c07a12", "#47300a"),
            Self::Failed => ("#fbd7d5", "#c6352c", "#4d130f"),
            Self::Unfinished => ("#d8e7fb", "#2f6fc4", "#10294a"),
            Self::NotReached => ("#ffffff", "#9aa3b2", "#6b7484"),
        };
        Colours { fill, stroke, text }
    }
}

/// How the states of an execution went, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Statuses(BTreeMap<String, Status>);

impl Statuses {
    /// Reads a history: what `workflow run --history --format json` prints, or what the AWS CLI's
    /// `get-execution-history` does.
    ///
    /// # Errors
    /// When the file holds no events.
    pub fn parse(source: &Source) -> Result<Self, Problem> {
        let value = source.json()?;
        let refused = || {
            Problem::new(format!("{} holds no execution history", source.name))
                .next("cargo xtask workflow run FILE --history --format json > history.json")
                .next("or: aws stepfunctions get-execution-history --execution-arn ARN > history.json")
        };
        let events = match &value {
            Value::Array(events) => Some(events),
            other => other["events"].as_array(),
        };
        let mut statuses = Self::default();
        statuses.take_in(&Chain::parse(events.ok_or_else(refused)?).ok_or_else(refused)?);
        for child in value["childExecutions"].as_array().into_iter().flatten() {
            let events = child["events"].as_array().ok_or_else(refused)?;
            statuses.take_in(&Chain::parse(events).ok_or_else(refused)?);
        }
        Ok(statuses)
    }

    /// Takes in how the states of another execution went, such as a distributed map's child.
    pub fn add(&mut self, other: Self) {
        for (name, status) in other.0 {
            self.note(&name, status);
        }
    }

    /// How a state went.
    pub fn of(&self, state: &str) -> Status {
        self.0.get(state).copied().unwrap_or(Status::NotReached)
    }

    /// The states that were entered and that the machine does not have.
    pub fn unknown(&self, machine: &StateMachine) -> Vec<&str> {
        let known = names(machine);
        let entered = self.0.keys().map(String::as_str);
        entered.filter(|name| !known.contains(name)).collect()
    }

    fn take_in(&mut self, chain: &Chain<'_>) {
        // Entries that were left again, and those within which something failed.
        let mut left = BTreeSet::new();
        let mut failed = BTreeSet::new();
        for event in chain.iter() {
            if event.is_exited() {
                let Some((name, before)) = event.state().zip(chain.before(event)) else {
                    continue;
                };
                // A state that is left right after a failure went on by a Catch.
                let is_caught = before.is_failure();
                self.note(
                    name,
                    if is_caught {
                        Status::Caught
                    } else {
                        Status::Succeeded
                    },
                );
                chain.within(event, |entry| {
                    let is_own = entry.state() == Some(name);
                    if is_own {
                        left.insert(entry.id);
                    } else if is_caught {
                        failed.insert(entry.id);
                    }
                    is_own
                });
            } else if event.is_failure() {
                let is_over = event.kind.starts_with("Execution");
                let owner = chain.owner(event).map(|owner| owner.id);
                chain.within(event, |entry| {
                    failed.insert(entry.id);
                    !is_over && Some(entry.id) == owner
                });
            }
        }
        let over = chain.iter().last().map(|event| event.kind.clone());
        let succeeded = over.is_some_and(|kind| kind == "ExecutionSucceeded");
        for event in chain.iter().filter(|event| event.is_entered()) {
            let Some(name) = event.state().filter(|_| !left.contains(&event.id)) else {
                continue;
            };
            // AWS tells no exit of the states that fail an execution, and none of a Fail.
            let status = match failed.contains(&event.id) || event.kind == "FailStateEntered" {
                true => Status::Failed,
                false if succeeded && event.kind == "SucceedStateEntered" => Status::Succeeded,
                false => Status::Unfinished,
            };
            self.note(name, status);
        }
    }

    fn note(&mut self, name: &str, status: Status) {
        let worst = self.0.entry(name.to_owned()).or_insert(status);
        *worst = status.max(*worst);
    }
}
