//! The machine itself, the branches within it and their ordered states.

use std::collections::HashMap;

use super::State;

/// How expressions in a definition are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum QueryLanguage {
    /// Paths such as `$.orders[0]`. What a definition that names none gets.
    #[default]
    JsonPath,
    /// Expressions such as `{% $states.input.orders[0] %}`.
    Jsonata,
}

impl QueryLanguage {
    /// The word in a definition.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::JsonPath => "JSONPath",
            Self::Jsonata => "JSONata",
        }
    }
}

/// The order in which an object's fields were written, so that they render in it.
///
/// Built models leave it empty and render in the usual order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeyOrder(pub Vec<String>);

/// States by name, in the order they were written.
#[derive(Debug, Clone, Default)]
pub struct States {
    list: Vec<(String, State)>,
    index: HashMap<String, usize>,
}

impl PartialEq for States {
    fn eq(&self, other: &Self) -> bool {
        self.list == other.list
    }
}

impl States {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a state; one of the same name is replaced in its place.
    pub fn insert(&mut self, name: impl Into<String>, state: impl Into<State>) {
        let name = name.into();
        if let Some(&at) = self.index.get(&name) {
            self.list[at].1 = state.into();
        } else {
            self.index.insert(name.clone(), self.list.len());
            self.list.push((name, state.into()));
        }
    }

    /// The state of this name.
    pub fn get(&self, name: &str) -> Option<&State> {
        self.position(name).map(|at| &self.list[at].1)
    }

    /// Where the state of this name stands in the order.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.index.get(name).copied()
    }

    /// The state at a position.
    pub fn at(&self, position: usize) -> Option<(&str, &State)> {
        self.list
            .get(position)
            .map(|(name, state)| (name.as_str(), state))
    }

    /// Whether there is a state of this name.
    pub fn contains(&self, name: &str) -> bool {
        self.index.contains_key(name)
    }

    /// Names and states, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &State)> + DoubleEndedIterator {
        self.list.iter().map(|(name, state)| (name.as_str(), state))
    }

    /// The names, in order.
    pub fn names(&self) -> impl ExactSizeIterator<Item = &str> {
        self.list.iter().map(|(name, _)| name.as_str())
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

impl<N: Into<String>, S: Into<State>> FromIterator<(N, S)> for States {
    fn from_iter<I: IntoIterator<Item = (N, S)>>(iter: I) -> Self {
        let mut states = Self::new();
        for (name, state) in iter {
            states.insert(name, state);
        }
        states
    }
}

/// A whole definition.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StateMachine {
    /// For readers; it has no effect.
    pub comment: Option<String>,
    /// The language of states that name none. JSONPath when absent.
    pub query_language: Option<QueryLanguage>,
    /// The language's version; `1.0` is the only one.
    pub version: Option<String>,
    /// How long an execution may run, in seconds.
    pub timeout_seconds: Option<u64>,
    /// The first state.
    pub start_at: String,
    /// The states.
    pub states: States,
    /// The order in which the fields were written.
    pub keys: KeyOrder,
}

impl StateMachine {
    /// A machine that begins with the state of this name, which is to be added.
    pub fn new(start_at: impl Into<String>) -> Self {
        Self {
            start_at: start_at.into(),
            ..Self::default()
        }
    }

    /// With a comment.
    #[must_use]
    pub fn comment(mut self, comment: impl Into<String>) -> Self {
        self.comment = Some(comment.into());
        self
    }

    /// With the language of states that name none.
    #[must_use]
    pub fn query_language(mut self, language: QueryLanguage) -> Self {
        self.query_language = Some(language);
        self
    }

    /// With a limit on how long an execution may run, in seconds.
    #[must_use]
    pub fn timeout_seconds(mut self, seconds: u64) -> Self {
        self.timeout_seconds = Some(seconds);
        self
    }

    /// With the language's version.
    #[must_use]
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.version = Some(version.into());
        self
    }

    /// With one more state.
    #[must_use]
    pub fn state(mut self, name: impl Into<String>, state: impl Into<State>) -> Self {
        self.states.insert(name, state);
        self
    }
}

/// States that run on their own inside another: a branch of a `Parallel`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Branch {
    /// For readers; it has no effect.
    pub comment: Option<String>,
    /// The first state.
    pub start_at: String,
    /// The states.
    pub states: States,
    /// The order in which the fields were written.
    pub keys: KeyOrder,
}

impl Branch {
    /// A branch that begins with the state of this name, which is to be added.
    pub fn new(start_at: impl Into<String>) -> Self {
        Self {
            start_at: start_at.into(),
            ..Self::default()
        }
    }

    /// With a comment.
    #[must_use]
    pub fn comment(mut self, comment: impl Into<String>) -> Self {
        self.comment = Some(comment.into());
        self
    }

    /// With one more state.
    #[must_use]
    pub fn state(mut self, name: impl Into<String>, state: impl Into<State>) -> Self {
        self.states.insert(name, state);
        self
    }
}
