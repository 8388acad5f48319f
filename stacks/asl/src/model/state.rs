//! A state of any type, and what states of every type share.

use serde_json::Value;

use super::{
    Catcher, Choice, Fail, FieldPath, KeyOrder, Map, Parallel, Pass, QueryLanguage, Retrier,
    Succeed, Task, Wait,
};

/// A state.
#[derive(Debug, Clone, PartialEq)]
pub enum State {
    /// Has a service do something.
    Task(Box<Task>),
    /// Passes its input on, changed or not.
    Pass(Pass),
    /// Goes one of several ways.
    Choice(Choice),
    /// Lets time pass.
    Wait(Wait),
    /// Ends well.
    Succeed(Succeed),
    /// Ends badly.
    Fail(Fail),
    /// Runs several branches at once.
    Parallel(Box<Parallel>),
    /// Runs the same states for every item.
    Map(Box<Map>),
}

impl State {
    /// The word in the `Type` field.
    pub const fn type_name(&self) -> &'static str {
        match self {
            Self::Task(_) => "Task",
            Self::Pass(_) => "Pass",
            Self::Choice(_) => "Choice",
            Self::Wait(_) => "Wait",
            Self::Succeed(_) => "Succeed",
            Self::Fail(_) => "Fail",
            Self::Parallel(_) => "Parallel",
            Self::Map(_) => "Map",
        }
    }

    /// What states of every type share.
    pub const fn common(&self) -> &Common {
        match self {
            Self::Task(state) => &state.common,
            Self::Pass(state) => &state.common,
            Self::Choice(state) => &state.common,
            Self::Wait(state) => &state.common,
            Self::Succeed(state) => &state.common,
            Self::Fail(state) => &state.common,
            Self::Parallel(state) => &state.common,
            Self::Map(state) => &state.common,
        }
    }

    /// Where it goes when it is done; `None` for states that end the run or choose.
    pub const fn transition(&self) -> Option<&Transition> {
        match self {
            Self::Task(state) => Some(&state.transition),
            Self::Pass(state) => Some(&state.transition),
            Self::Wait(state) => Some(&state.transition),
            Self::Parallel(state) => Some(&state.transition),
            Self::Map(state) => Some(&state.transition),
            Self::Choice(_) | Self::Succeed(_) | Self::Fail(_) => None,
        }
    }

    /// What it tries again on; nothing for types that cannot.
    pub fn retry(&self) -> &[Retrier] {
        match self {
            Self::Task(state) => &state.retry,
            Self::Parallel(state) => &state.retry,
            Self::Map(state) => &state.retry,
            _ => &[],
        }
    }

    /// What it catches; nothing for types that cannot.
    pub fn catch(&self) -> &[Catcher] {
        match self {
            Self::Task(state) => &state.catch,
            Self::Parallel(state) => &state.catch,
            Self::Map(state) => &state.catch,
            _ => &[],
        }
    }

    /// The names of the states that may follow directly, each with the field that says so.
    pub fn successors(&self) -> Vec<(Vec<String>, &str)> {
        let mut out = Vec::new();
        if let Some(Transition::Next(next)) = self.transition() {
            out.push((vec!["Next".to_owned()], next.as_str()));
        }
        if let Self::Choice(choice) = self {
            for (at, rule) in choice.rules.iter().enumerate() {
                let place = vec!["Choices".to_owned(), at.to_string(), "Next".to_owned()];
                out.push((place, rule.next.as_str()));
            }
            if let Some(default) = &choice.default {
                out.push((vec!["Default".to_owned()], default.as_str()));
            }
        }
        for (at, catcher) in self.catch().iter().enumerate() {
            let place = vec!["Catch".to_owned(), at.to_string(), "Next".to_owned()];
            out.push((place, catcher.next.as_str()));
        }
        out
    }
}

macro_rules! from_each {
    ($($kind:ident),+) => {
        $(impl From<$kind> for State {
            fn from(state: $kind) -> Self {
                // The larger types are boxed, the smaller ones converted into themselves.
                Self::$kind(state.into())
            }
        })+
    };
}
from_each!(Task, Pass, Choice, Wait, Succeed, Fail, Parallel, Map);

/// Where a state goes when it is done.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub enum Transition {
    /// To the state of this name.
    Next(String),
    /// Nowhere: the run, branch or item ends here.
    #[default]
    End,
}

/// What states of every type share. Some types do not take all of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Common {
    /// For readers; it has no effect.
    pub comment: Option<String>,
    /// The state's own language. The machine's when absent.
    pub query_language: Option<QueryLanguage>,
    /// The part of the input that the state sees (JSONPath).
    pub input_path: Option<FieldPath>,
    /// The part of the result that the state passes on (JSONPath).
    pub output_path: Option<FieldPath>,
    /// Variables to set when the state is done: an object.
    pub assign: Option<Value>,
    /// What the state passes on (JSONata).
    pub output: Option<Value>,
    /// The order in which the fields were written.
    pub keys: KeyOrder,
}

/// Builder methods for the fields that several types of state share.
macro_rules! builders {
    (comment) => {
        /// With a comment.
        #[must_use]
        pub fn comment(mut self, comment: impl Into<String>) -> Self {
            self.common.comment = Some(comment.into());
            self
        }

        /// With a language of its own.
        #[must_use]
        pub fn query_language(mut self, language: crate::QueryLanguage) -> Self {
            self.common.query_language = Some(language);
            self
        }
    };
    (paths) => {
        /// With the part of the input that the state sees (JSONPath).
        #[must_use]
        pub fn input_path(mut self, path: impl Into<crate::FieldPath>) -> Self {
            self.common.input_path = Some(path.into());
            self
        }

        /// With the part of the result that the state passes on (JSONPath).
        #[must_use]
        pub fn output_path(mut self, path: impl Into<crate::FieldPath>) -> Self {
            self.common.output_path = Some(path.into());
            self
        }
    };
    (output) => {
        /// With what the state passes on (JSONata): any JSON, with expressions within it.
        #[must_use]
        pub fn output(mut self, output: impl Into<serde_json::Value>) -> Self {
            self.common.output = Some(output.into());
            self
        }
    };
    (assign) => {
        /// With variables to set when the state is done: an object of names and values.
        #[must_use]
        pub fn assign(mut self, assign: impl Into<serde_json::Value>) -> Self {
            self.common.assign = Some(assign.into());
            self
        }
    };
    (next) => {
        /// Goes on to the state of this name. Without it, the run ends here.
        #[must_use]
        pub fn next(mut self, state: impl Into<String>) -> Self {
            self.transition = crate::Transition::Next(state.into());
            self
        }
    };
    (recovery) => {
        /// With one more retrier; the first that matches an error counts.
        #[must_use]
        pub fn retry(mut self, retrier: crate::Retrier) -> Self {
            self.retry.push(retrier);
            self
        }

        /// With one more catcher; the first that matches an error counts.
        #[must_use]
        pub fn catch(mut self, catcher: crate::Catcher) -> Self {
            self.catch.push(catcher);
            self
        }
    };
    (arguments) => {
        /// With what it is given (JSONata): any JSON, with expressions within it.
        #[must_use]
        pub fn arguments(mut self, arguments: impl Into<serde_json::Value>) -> Self {
            self.arguments = Some(arguments.into());
            self
        }
    };
    (parameters) => {
        /// With what it is given (JSONPath): names that end in `.$` hold paths.
        #[must_use]
        pub fn parameters(mut self, parameters: impl Into<serde_json::Value>) -> Self {
            self.parameters = Some(parameters.into());
            self
        }
    };
    (result) => {
        /// With the shape of the result (JSONPath): names that end in `.$` hold paths.
        #[must_use]
        pub fn result_selector(mut self, selector: impl Into<serde_json::Value>) -> Self {
            self.result_selector = Some(selector.into());
            self
        }
    };
    (result_path) => {
        /// With the place in the input where the result goes (JSONPath).
        #[must_use]
        pub fn result_path(mut self, path: impl Into<crate::FieldPath>) -> Self {
            self.result_path = Some(path.into());
            self
        }
    };
    ($($group:ident),+) => { $(builders!($group);)+ };
}
pub(super) use builders;
