//! An execution's history, as AWS tells it.

use std::sync::Arc;

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
    pub details: Option<(&'static str, Details)>,
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
            out.insert((*field).to_owned(), Value::Object(details.to_json()));
        }
        Value::Object(out)
    }
}

/// How AWS behaves and links events, which changed over time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HistoryRevision {
    /// Until November 2023, executions could not be redriven, and the context
    /// object did not tell how often they were.
    Until2023,
    /// Until late 2024, the exit of a distributed map followed its run's success.
    Until2024,
    /// Since then it follows its run's start. Until September 2025, a
    /// distributed map iterated over arrays alone.
    Until2025,
    /// Since then it takes an object as well, pair by pair.
    #[default]
    Current,
}

impl HistoryRevision {
    /// How AWS was on a day, `2024-11-19` or a longer timestamp; as it is now where none is said.
    pub fn of(day: &str) -> Self {
        match day {
            "" => Self::Current,
            day if day < "2023-11-15" => Self::Until2023,
            day if day < "2024-09" => Self::Until2024,
            day if day < "2025-09" => Self::Until2025,
            _ => Self::Current,
        }
    }

    /// Whether a distributed map takes the pairs of an object.
    pub(crate) const fn iterates_objects(self) -> bool {
        matches!(self, Self::Current)
    }
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
        details: Option<(&'static str, Details)>,
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

/// What an event tells beside its kind.
///
/// An execution makes many events and few are ever read, so this is made as
/// cheaply as can be, and becomes JSON when it is asked for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Details(Vec<Field>);

#[derive(Debug, Clone, PartialEq)]
struct Field {
    name: &'static str,
    value: Detail,
    /// Whether it is data, which comes with a word on whether it was cut.
    is_data: bool,
}

/// A field's value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Detail {
    Text(String),
    Shared(Arc<str>),
    Number(u64),
    Json(Value),
}

impl Details {
    pub(crate) fn new() -> Self {
        Self(Vec::with_capacity(3))
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<Detail>) -> Self {
        self.0.push(Field {
            name,
            value: value.into(),
            is_data: false,
        });
        self
    }

    pub(crate) fn maybe(self, name: &'static str, value: Option<impl Into<Detail>>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// Data and whether it was cut, which it never is here.
    pub(crate) fn data(mut self, name: &'static str, data: impl Into<Detail>) -> Self {
        self.0.push(Field {
            name,
            value: data.into(),
            is_data: true,
        });
        self
    }

    pub(crate) fn maybe_data(self, name: &'static str, data: Option<impl Into<Detail>>) -> Self {
        match data {
            Some(data) => self.data(name, data),
            None => self,
        }
    }

    /// The details as `GetExecutionHistory` tells them.
    pub fn to_json(&self) -> Map<String, Value> {
        let mut out = Map::new();
        for field in &self.0 {
            out.insert(field.name.to_owned(), field.value.to_json());
            if field.is_data {
                let name = format!("{}Details", field.name);
                out.insert(name, json!({ "truncated": false }));
            }
        }
        out
    }
}

impl Detail {
    fn to_json(&self) -> Value {
        match self {
            Self::Text(text) => text.as_str().into(),
            Self::Shared(text) => (&**text).into(),
            Self::Number(number) => (*number).into(),
            Self::Json(value) => value.clone(),
        }
    }
}

impl From<String> for Detail {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&Arc<str>> for Detail {
    fn from(text: &Arc<str>) -> Self {
        Self::Shared(Arc::clone(text))
    }
}

impl From<u64> for Detail {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<usize> for Detail {
    fn from(number: usize) -> Self {
        Self::Number(number as u64)
    }
}

impl From<Value> for Detail {
    fn from(value: Value) -> Self {
        Self::Json(value)
    }
}

impl From<Map<String, Value>> for Detail {
    fn from(value: Map<String, Value>) -> Self {
        Self::Json(value.into())
    }
}
