//! Handles of steps: how the parts of a flow refer to each other.

use std::marker::PhantomData;

use contracts::Task;

use crate::Expr;

/// A step of a flow. Made by the flow that it belongs to.
pub trait Step {
    /// The state's name.
    fn name(&self) -> &str;

    /// The step as one of which only its place matters.
    fn place(&self) -> StepRef {
        StepRef {
            name: self.name().to_owned(),
        }
    }
}

/// A step of which only its place matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepRef {
    pub(crate) name: String,
}

impl Step for StepRef {
    fn name(&self) -> &str {
        &self.name
    }
}

/// A step that runs the task `T`.
#[derive(Debug)]
pub struct TaskStep<T> {
    pub(crate) name: String,
    pub(crate) variable: String,
    pub(crate) task: PhantomData<fn() -> T>,
}

impl<T> Step for TaskStep<T> {
    fn name(&self) -> &str {
        &self.name
    }
}

impl<T: Task> TaskStep<T> {
    /// What the task gave, for the steps that only come after it.
    pub fn output(&self) -> Expr<T::Output> {
        Expr::new(format!("${}", self.variable))
    }

    /// What the task gave, if the run came by it; needs [`crate::Assignments::unset`].
    pub fn output_if_run(&self) -> Expr<Option<T::Output>> {
        Expr::new(format!("${}", self.variable))
    }
}
