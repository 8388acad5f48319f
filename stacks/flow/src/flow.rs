//! The builder.

use std::marker::PhantomData;

use asl::{
    Catcher, Choice, ChoiceRule, Fail, Pass, QueryLanguage, State, StateMachine, States, Succeed,
    Task as TaskState, Transition, Wait,
};
use contracts::recording::ChunkFailure;
use contracts::{ErrorName, Payload, Task};
use diagnostics::{Address, Diagnostic, Diagnostics};
use serde_json::{Map as JsonMap, json};

use crate::workflow::{Needs, TOPIC_PLACEHOLDER, function_placeholder};
use crate::{Assignments, Condition, Expr, Object, Retry, Step, StepRef, TaskStep, Workflow};

/// The variable that holds the error of a step that was caught.
const FAILURE: &str = "failure";

/// A workflow in the making, whose executions take an `I`.
#[derive(Debug)]
pub struct Flow<I> {
    comment: String,
    states: States,
    start: Option<String>,
    /// Steps that have been told where to go.
    led: Vec<String>,
    needs: Needs,
    found: Diagnostics,
    input: PhantomData<fn(I)>,
}

impl<I: Payload> Flow<I> {
    /// A workflow without steps. The comment says what it is for.
    pub fn new(comment: &str) -> Self {
        Self {
            comment: comment.to_owned(),
            states: States::new(),
            start: None,
            led: Vec::new(),
            needs: Needs::default(),
            found: Diagnostics::new(),
            input: PhantomData,
        }
    }

    /// The execution's input, wherever in the workflow it is asked for.
    pub fn input(&self) -> Expr<I> {
        Expr::new("$states.context.Execution.Input")
    }

    /// The execution's ARN.
    pub fn execution_id(&self) -> Expr<String> {
        Expr::new("$states.context.Execution.Id")
    }

    /// The execution's name.
    pub fn execution_name(&self) -> Expr<String> {
        Expr::new("$states.context.Execution.Name")
    }

    /// When the execution started, RFC 3339 in UTC with milliseconds.
    pub fn execution_start(&self) -> Expr<String> {
        Expr::new("$states.context.Execution.StartTime")
    }

    /// A variable of this name, for [`Self::begin`] to set.
    pub fn variable<T>(&self, name: &str) -> Expr<T> {
        Expr::new(format!("${name}"))
    }

    /// A first step that sets variables.
    pub fn begin(&mut self, name: &str, assignments: Assignments) -> StepRef {
        let step = self.assign(name, assignments);
        self.start_at(&step);
        step
    }

    /// A step that sets variables on the way.
    pub fn assign(&mut self, name: &str, assignments: Assignments) -> StepRef {
        let pass = Pass::new()
            .assign(assignments.into_variables())
            .output(json!({}));
        self.add_state(name, pass)
    }

    /// A step that runs a task with this payload.
    pub fn task<T: Task>(&mut self, name: &str, payload: Object<T::Input>) -> TaskStep<T> {
        let place: Address = [name, "Arguments", "Payload"].into_iter().collect();
        let payload = payload.finish(&place, &mut self.found);
        let variable = variable_of(T::NAME);
        let mut assign = JsonMap::new();
        assign.insert(variable.clone(), "{% $states.result.Payload %}".into());
        let function = format!("${{{}}}", function_placeholder(T::NAME));
        let state = TaskState::new("arn:aws:states:::lambda:invoke")
            .arguments(json!({ "FunctionName": function, "Payload": payload }))
            .assign(assign)
            // Later steps read the variable; handing the result on, too, would only fill the
            // history.
            .output(json!({}));
        self.add_state(name, state);
        self.needs.functions.insert(T::NAME);
        TaskStep {
            name: name.to_owned(),
            variable,
            task: PhantomData,
        }
    }

    /// A step that publishes a message to the workflow's topic.
    pub fn publish(
        &mut self,
        name: &str,
        subject: &Expr<String>,
        message: &Expr<String>,
    ) -> StepRef {
        self.needs.publishes = true;
        let state = TaskState::new("arn:aws:states:::sns:publish")
            .arguments(json!({
                "TopicArn": format!("${{{TOPIC_PLACEHOLDER}}}"),
                "Subject": subject.render(),
                "Message": message.render(),
            }))
            .output(json!({}));
        self.add_state(name, state)
    }

    /// A step that lets this many seconds pass.
    pub fn wait(&mut self, name: &str, seconds: u64) -> StepRef {
        let mut state = Wait::seconds(seconds);
        state.common.output = Some(json!({}));
        self.add_state(name, state)
    }

    /// A step that chooses. Ways are tried in the order of [`Self::when`].
    pub fn choice(&mut self, name: &str) -> StepRef {
        self.add_state(name, Choice::new())
    }

    /// A step that ends the execution well, with this as its output.
    pub fn succeed<T>(&mut self, name: &str, output: Option<Expr<T>>) -> StepRef {
        let mut state = Succeed::new();
        state.common.output = output.map(|output| output.render().into());
        self.led.push(name.to_owned());
        self.add_state(name, state)
    }

    /// A step that ends the execution badly.
    pub fn fail(&mut self, name: &str, error: &str, cause: &Expr<String>) -> StepRef {
        self.led.push(name.to_owned());
        self.add_state(name, Fail::new(error, cause.render()))
    }

    /// Begins with this step.
    pub fn start_at(&mut self, step: &impl Step) {
        self.start = Some(step.name().to_owned());
    }

    /// Goes from one step to the next.
    pub fn then(&mut self, from: &impl Step, to: &impl Step) {
        let next = Transition::Next(to.name().to_owned());
        self.change(from, |state| match state {
            State::Task(task) => task.transition = next,
            State::Pass(pass) => pass.transition = next,
            State::Map(map) => map.transition = next,
            State::Wait(wait) => wait.transition = next,
            _ => {}
        });
        self.led.push(from.name().to_owned());
    }

    /// Goes from a choice to a step when the condition holds.
    pub fn when(&mut self, choice: &StepRef, condition: &Condition, to: &impl Step) {
        let rule = ChoiceRule::new(asl::Condition::Expression(condition.render()), to.name());
        self.change(choice, |state| {
            if let State::Choice(choice) = state {
                choice.rules.push(rule);
            }
        });
    }

    /// Goes from a choice to a step when no condition held.
    pub fn otherwise(&mut self, choice: &StepRef, to: &impl Step) {
        let name = to.name().to_owned();
        self.change(choice, |state| {
            if let State::Choice(choice) = state {
                choice.default = Some(name);
            }
        });
        self.led.push(choice.name().to_owned());
    }

    /// Tries the step again.
    pub fn retry(&mut self, step: &impl Step, retry: &Retry) {
        let retrier = retry.to_retrier();
        self.change(step, |state| match state {
            State::Task(task) => task.retry.push(retrier),
            State::Map(map) => map.retry.push(retrier),
            _ => {}
        });
    }

    /// Tries the step again on errors that its task declares.
    pub fn retry_declared<T: Task>(
        &mut self,
        step: &TaskStep<T>,
        errors: impl IntoIterator<Item = ErrorName<T::Error>>,
        attempts: u64,
    ) {
        let names = errors.into_iter().map(|error| error.as_str());
        self.retry(step, &Retry::on(names).attempts(attempts));
    }

    /// Whatever goes wrong with the step, goes on with another; what it was is in
    /// [`Self::failure`].
    pub fn catch_all(&mut self, step: &impl Step, to: &impl Step) {
        let catcher = Catcher::new(["States.ALL"], to.name())
            .assign(json!({ FAILURE: "{% $states.errorOutput %}" }))
            .output(json!({}));
        self.change(step, |state| match state {
            State::Task(task) => task.catch.push(catcher),
            State::Map(map) => map.catch.push(catcher),
            _ => {}
        });
    }

    /// Whatever goes wrong with the step is passed over: it goes on with another, and
    /// [`Self::failure`] stays what it was.
    pub fn pass_over(&mut self, step: &impl Step, to: &impl Step) {
        let catcher = Catcher::new(["States.ALL"], to.name()).output(json!({}));
        self.change(step, |state| match state {
            State::Task(task) => task.catch.push(catcher),
            State::Map(map) => map.catch.push(catcher),
            _ => {}
        });
    }

    /// The error that [`Self::catch_all`] caught. Where a step that no catch leads to reads it, it
    /// must be among the variables that [`Self::begin`] leaves unset; where only an inner flow
    /// catches, it must not: an inner flow cannot set what the one around it does.
    pub fn failure(&self) -> Expr<Option<ChunkFailure>> {
        Expr::new(format!("${FAILURE}"))
    }

    /// The longest that an attempt of a step may take, in seconds.
    pub fn time_out(&mut self, step: &impl Step, seconds: u64) {
        self.change(step, |state| {
            if let State::Task(task) = state {
                task.timeout = Some(seconds.into());
            }
        });
    }

    /// The workflow.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn finish(self) -> Result<Workflow, Diagnostics> {
        let needs = self.needs.clone();
        let (comment, start, states) = self.close()?;
        let mut machine = StateMachine::new(start).query_language(QueryLanguage::Jsonata);
        machine.comment = Some(comment);
        machine.states = states;
        Ok(Workflow { machine, needs })
    }

    fn close(mut self) -> Result<(String, String, States), Diagnostics> {
        for name in self.states.names() {
            if !self.led.iter().any(|led| led == name) {
                self.found.push(
                    Diagnostic::error(
                        "flow::leads-nowhere",
                        [name].into_iter().collect(),
                        "the step was not told what comes after it",
                    )
                    .with_help("call `then`, or `otherwise` for a choice"),
                );
            }
        }
        if self.start.is_none() {
            let text = "the workflow was not told where to begin";
            self.found
                .push(Diagnostic::error("flow::no-start", Address::root(), text));
        }
        match self.start {
            Some(start) if self.found.is_empty() => {
                let states = from_the_start(&start, &self.states);
                Ok((self.comment, start, states))
            }
            _ => Err(self.found),
        }
    }

    /// The states of a flow within a step of this one; what is wrong with it is told here.
    pub(crate) fn take_in<C: Payload>(
        &mut self,
        name: &str,
        inner: Flow<C>,
    ) -> (String, String, States) {
        self.needs.add(&inner.needs);
        match inner.close() {
            Ok(parts) => parts,
            Err(problems) => {
                let inner = problems.into_iter().map(|mut problem| {
                    let place = Address::root().join(name);
                    problem.address = place.join_all(problem.address.segments());
                    problem
                });
                self.found.extend(inner);
                (String::new(), String::new(), States::new())
            }
        }
    }

    /// Tells what is wrong with a part of it.
    pub(crate) fn report(&mut self, found: Diagnostics) {
        self.found.extend(found);
    }

    /// What its steps call, to be added to.
    pub(crate) const fn needs_mut(&mut self) -> &mut Needs {
        &mut self.needs
    }

    pub(crate) fn add_state(&mut self, name: &str, state: impl Into<State>) -> StepRef {
        if self.states.contains(name) {
            let text = "two steps have this name";
            let place = [name].into_iter().collect();
            self.found
                .push(Diagnostic::error("flow::repeated-step", place, text));
        }
        self.states.insert(name, state);
        StepRef {
            name: name.to_owned(),
        }
    }

    fn change(&mut self, step: &impl Step, change: impl FnOnce(&mut State)) {
        // A handle of another flow names no step here.
        match self.states.get(step.name()).cloned() {
            Some(mut state) => {
                change(&mut state);
                self.states.insert(step.name(), state);
            }
            None => self.found.push(Diagnostic::error(
                "flow::foreign-step",
                [step.name()].into_iter().collect(),
                "the step belongs to another flow",
            )),
        }
    }
}

/// The states in the order in which they were added, but for the first, which comes first: a
/// reader begins there.
fn from_the_start(start: &str, states: &States) -> States {
    let mut out = States::new();
    let (first, others): (Vec<_>, Vec<_>) = states.iter().partition(|(name, _)| *name == start);
    for (name, state) in first.into_iter().chain(others) {
        out.insert(name, state.clone());
    }
    out
}

/// `first-look` as `firstLook`.
fn variable_of(task: &str) -> String {
    let id = cfn::LogicalId::from_words([task]).to_string();
    let mut letters = id.chars();
    letters
        .next()
        .map(|first| first.to_ascii_lowercase())
        .into_iter()
        .chain(letters)
        .collect()
}
