//! An execution's history, as AWS tells it.

use serde_json::{Map, Value, json};

use crate::moment::Moment;

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub struct HistoryEvent {
    /// Its number, from 1.
    pub id: u64,
    /// The number of the event that led to it; 0 where none did.
    pub previous_id: u64,
    /// When.
    pub at: Moment,
    /// What, such as `TaskStateEntered`.
    pub kind: &'static str,
    /// The name of the field that holds the details, and the details.
    pub details: Option<(&'static str, Map<String, Value>)>,
}

impl HistoryEvent {
    /// The event as `GetExecutionHistory` tells it, with seconds since 1970 as its time.
    pub fn to_json(&self) -> Value {
        let mut out = Map::new();
        out.insert(
            "timestamp".to_owned(),
            json!(self.at.as_millis() as f64 / 1000.0),
        );
        out.insert("type".to_owned(), self.kind.into());
        out.insert("id".to_owned(), self.id.into());
        out.insert("previousEventId".to_owned(), self.previous_id.into());
        if let Some((field, details)) = &self.details {
            out.insert((*field).to_owned(), Value::Object(details.clone()));
        }
        Value::Object(out)
    }
}

/// How AWS links events, which changed over time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HistoryRevision {
    /// Until November 2023, executions could not be redriven, and the context
    /// object did not tell how often they were.
    Until2023,
    /// Until late 2024, the exit of a distributed map followed its run's success.
    Until2024,
    /// Since then it follows its run's start.
    #[default]
    Current,
}

/// The events so far.
#[derive(Debug)]
pub(crate) struct History {
    pub(crate) events: Vec<HistoryEvent>,
    /// How many events were handed over and are no longer held.
    drained: u64,
    kept: bool,
    next: u64,
}

impl History {
    pub(crate) const fn new(kept: bool) -> Self {
        Self {
            events: Vec::new(),
            drained: 0,
            kept,
            next: 1,
        }
    }

    /// Whether events are kept, so that their details are worth making.
    pub(crate) const fn is_kept(&self) -> bool {
        self.kept
    }

    /// How many events there were.
    pub(crate) const fn count(&self) -> u64 {
        self.next - 1
    }

    /// Adds an event; gives its number.
    pub(crate) fn add(
        &mut self,
        at: Moment,
        previous_id: u64,
        kind: &'static str,
        details: Option<(&'static str, Map<String, Value>)>,
    ) -> u64 {
        let id = self.next;
        self.next += 1;
        if self.kept {
            self.events.push(HistoryEvent {
                id,
                previous_id,
                at,
                kind,
                details,
            });
        }
        id
    }

    /// Hands over the events that are held.
    pub(crate) fn drain(&mut self) -> Vec<HistoryEvent> {
        self.drained += self.events.len() as u64;
        std::mem::take(&mut self.events)
    }
}

/// Builds the details of an event.
#[derive(Default)]
pub(crate) struct Details(Map<String, Value>);

impl Details {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    pub(crate) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.insert(name.to_owned(), value.into());
        self
    }

    pub(crate) fn maybe(self, name: &str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// Data and whether it was cut, which it never is here.
    pub(crate) fn data(self, name: &str, data: impl Into<Value>) -> Self {
        let details = format!("{name}Details");
        self.with(name, data)
            .with(&details, json!({ "truncated": false }))
    }

    pub(crate) fn done(self) -> Map<String, Value> {
        self.0
    }
}
