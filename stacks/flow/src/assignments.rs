//! Variables of a flow, and what a step sets them to.

use serde_json::{Map as JsonMap, Value as Json};

use crate::Expr;

/// Variables and their first values.
#[derive(Debug, Default)]
pub struct Assignments {
    variables: JsonMap<String, Json>,
}

impl Assignments {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a variable.
    #[must_use]
    pub fn set<T>(mut self, variable: &Expr<T>, value: &Expr<T>) -> Self {
        self.variables
            .insert(name_of(variable), value.render().into());
        self
    }

    /// Sets to null what a step on another way may set, so that every way through the workflow
    /// can ask for it.
    #[must_use]
    pub fn unset<T>(mut self, variable: &Expr<Option<T>>) -> Self {
        self.variables.insert(name_of(variable), Json::Null);
        self
    }

    pub(crate) fn into_variables(self) -> JsonMap<String, Json> {
        self.variables
    }
}

/// A variable's name, without its sign.
pub(crate) fn name_of<T>(variable: &Expr<T>) -> String {
    variable.text().trim_start_matches('$').to_owned()
}
