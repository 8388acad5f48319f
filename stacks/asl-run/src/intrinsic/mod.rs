//! Intrinsic functions: `States.Format('{}', $.name)` and its kin.

mod functions;
mod parse;

use serde_json::Value;

pub(crate) use parse::Call;

/// What an argument is, before it has a value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Argument {
    /// A literal.
    Literal(Value),
    /// A path into the input, the context object (`$$`) or a variable.
    Path(String),
    /// Another call.
    Call(Call),
}

/// What a call needs of its surroundings.
pub(crate) trait Surroundings {
    /// What stops the evaluation.
    type Error;

    /// What a path leads to.
    ///
    /// # Errors
    /// When it leads nowhere.
    fn path(&mut self, path: &str) -> Result<Value, Self::Error>;

    /// A number drawn evenly from `0.0..1.0`, the same for the same `seed`.
    fn random(&mut self, seed: Option<i64>) -> f64;

    /// A fresh version 4 UUID.
    fn uuid(&mut self) -> String;

    /// The error for a function that cannot work with its arguments.
    fn failed(&mut self, reason: String) -> Self::Error;
}

impl Call {
    /// Whether a text is a call, rather than a path.
    pub(crate) fn looks_like(text: &str) -> bool {
        text.starts_with("States.")
    }

    /// The call's value.
    ///
    /// # Errors
    /// When a path leads nowhere, or a function cannot work with its arguments.
    pub(crate) fn evaluate<S: Surroundings>(
        &self,
        surroundings: &mut S,
    ) -> Result<Value, S::Error> {
        let mut arguments = Vec::with_capacity(self.arguments.len());
        for argument in &self.arguments {
            arguments.push(match argument {
                Argument::Literal(value) => value.clone(),
                Argument::Path(path) => surroundings.path(path)?,
                Argument::Call(call) => call.evaluate(surroundings)?,
            });
        }
        functions::apply(&self.function, &arguments, surroundings)
            .map_err(|reason| surroundings.failed(reason))
    }
}
