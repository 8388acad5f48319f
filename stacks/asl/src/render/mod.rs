//! The model as JSON, in the order its fields were written.

mod map;

use serde_json::{Map as Object, Value};

use crate::{
    Amount, Branch, Catcher, Choice, ChoiceRule, Common, Condition, Fail, FieldPath, KeyOrder,
    Operand, Parallel, Pass, Retrier, State, StateMachine, States, Succeed, Task, Test, Transition,
    Wait, WaitFor,
};

/// An object's fields in the usual order, until the written order is applied.
#[derive(Default)]
struct Fields(Vec<(&'static str, Value)>);

impl Fields {
    fn set(&mut self, name: &'static str, value: impl Into<Value>) {
        self.0.push((name, value.into()));
    }

    fn maybe<V: Into<Value>>(&mut self, name: &'static str, value: Option<V>) {
        if let Some(value) = value {
            self.set(name, value);
        }
    }

    fn json(&mut self, name: &'static str, value: Option<&Value>) {
        self.maybe(name, value.cloned());
    }

    fn text(&mut self, name: &'static str, value: Option<&String>) {
        self.maybe(name, value.cloned());
    }

    fn path(&mut self, name: &'static str, value: Option<&FieldPath>) {
        self.maybe(
            name,
            value.map(|path| match path {
                FieldPath::Null => Value::Null,
                FieldPath::Path(path) => Value::from(path.clone()),
            }),
        );
    }

    fn amount(&mut self, name: &'static str, path_name: &'static str, value: Option<&Amount>) {
        match value {
            Some(Amount::Fixed(number)) => self.set(name, number.clone()),
            Some(Amount::Expression(text)) => self.set(name, text.clone()),
            Some(Amount::Path(path)) => self.set(path_name, path.clone()),
            None => {}
        }
    }

    fn list(&mut self, name: &'static str, items: Vec<Value>, keys: &KeyOrder) {
        // An empty list that was written stays; one that was not is left out.
        if !items.is_empty() || keys.0.iter().any(|key| key == name) {
            self.set(name, items);
        }
    }

    fn transition(&mut self, transition: &Transition) {
        match transition {
            Transition::Next(next) => self.set("Next", next.clone()),
            Transition::End => self.set("End", true),
        }
    }

    fn into_json(self, keys: &KeyOrder) -> Value {
        let mut object: Object<String, Value> = self
            .0
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect();
        if keys.0.is_empty() {
            return Value::Object(object);
        }
        let mut ordered = Object::with_capacity(object.len());
        for key in &keys.0 {
            if let Some((name, value)) = object.remove_entry(key) {
                ordered.insert(name, value);
            }
        }
        ordered.extend(object);
        Value::Object(ordered)
    }
}

fn states(states: &States) -> Value {
    Value::Object(
        states
            .iter()
            .map(|(name, state)| (name.to_owned(), state.to_json()))
            .collect(),
    )
}

fn texts(texts: &[String]) -> Vec<Value> {
    texts.iter().cloned().map(Value::from).collect()
}

impl StateMachine {
    /// The definition as JSON, in the order its fields were written.
    pub fn to_json(&self) -> Value {
        let mut fields = Fields::default();
        fields.text("Comment", self.comment.as_ref());
        fields.text("Version", self.version.as_ref());
        fields.maybe("QueryLanguage", self.query_language.map(|l| l.as_str()));
        fields.maybe("TimeoutSeconds", self.timeout_seconds);
        fields.set("StartAt", self.start_at.clone());
        fields.set("States", states(&self.states));
        fields.into_json(&self.keys)
    }
}

impl Branch {
    fn to_json(&self) -> Value {
        let mut fields = Fields::default();
        fields.text("Comment", self.comment.as_ref());
        fields.set("StartAt", self.start_at.clone());
        fields.set("States", states(&self.states));
        fields.into_json(&self.keys)
    }
}

impl State {
    /// The state as JSON, in the order its fields were written.
    pub fn to_json(&self) -> Value {
        let common = self.common();
        let mut fields = Fields::default();
        fields.set("Type", self.type_name());
        fields.text("Comment", common.comment.as_ref());
        fields.maybe("QueryLanguage", common.query_language.map(|l| l.as_str()));
        fields.path("InputPath", common.input_path.as_ref());
        match self {
            Self::Task(state) => task(&mut fields, state),
            Self::Pass(state) => pass(&mut fields, state),
            Self::Choice(state) => choice(&mut fields, state),
            Self::Wait(state) => wait(&mut fields, state),
            Self::Succeed(Succeed { .. }) => {}
            Self::Fail(state) => fail(&mut fields, state),
            Self::Parallel(state) => parallel(&mut fields, state),
            Self::Map(state) => map::map(&mut fields, state),
        }
        data(&mut fields, common);
        if let Some(transition) = self.transition() {
            fields.transition(transition);
        }
        fields.into_json(&common.keys)
    }
}

fn data(fields: &mut Fields, common: &Common) {
    fields.path("OutputPath", common.output_path.as_ref());
    fields.json("Assign", common.assign.as_ref());
    fields.json("Output", common.output.as_ref());
}

fn recovery(fields: &mut Fields, retry: &[Retrier], catch: &[Catcher], keys: &KeyOrder) {
    fields.list("Retry", retry.iter().map(Retrier::to_json).collect(), keys);
    fields.list("Catch", catch.iter().map(Catcher::to_json).collect(), keys);
}

fn task(fields: &mut Fields, state: &Task) {
    fields.set("Resource", state.resource.clone());
    fields.json("Credentials", state.credentials.as_ref());
    fields.json("Parameters", state.parameters.as_ref());
    fields.json("Arguments", state.arguments.as_ref());
    fields.amount(
        "TimeoutSeconds",
        "TimeoutSecondsPath",
        state.timeout.as_ref(),
    );
    fields.amount(
        "HeartbeatSeconds",
        "HeartbeatSecondsPath",
        state.heartbeat.as_ref(),
    );
    fields.json("ResultSelector", state.result_selector.as_ref());
    fields.path("ResultPath", state.result_path.as_ref());
    recovery(fields, &state.retry, &state.catch, &state.common.keys);
}

fn pass(fields: &mut Fields, state: &Pass) {
    fields.json("Result", state.result.as_ref());
    fields.json("Parameters", state.parameters.as_ref());
    fields.path("ResultPath", state.result_path.as_ref());
}

fn choice(fields: &mut Fields, state: &Choice) {
    fields.set(
        "Choices",
        state
            .rules
            .iter()
            .map(ChoiceRule::to_json)
            .collect::<Vec<_>>(),
    );
    fields.text("Default", state.default.as_ref());
}

fn wait(fields: &mut Fields, state: &Wait) {
    match &state.until {
        WaitFor::Seconds(seconds) => fields.amount("Seconds", "SecondsPath", Some(seconds)),
        WaitFor::Timestamp(moment) => fields.set("Timestamp", moment.clone()),
        WaitFor::TimestampPath(path) => fields.set("TimestampPath", path.clone()),
    }
}

fn fail(fields: &mut Fields, state: &Fail) {
    fields.text("Error", state.error.as_ref());
    fields.text("ErrorPath", state.error_path.as_ref());
    fields.text("Cause", state.cause.as_ref());
    fields.text("CausePath", state.cause_path.as_ref());
}

fn parallel(fields: &mut Fields, state: &Parallel) {
    fields.json("Parameters", state.parameters.as_ref());
    fields.json("Arguments", state.arguments.as_ref());
    fields.set(
        "Branches",
        state
            .branches
            .iter()
            .map(Branch::to_json)
            .collect::<Vec<_>>(),
    );
    fields.json("ResultSelector", state.result_selector.as_ref());
    fields.path("ResultPath", state.result_path.as_ref());
    recovery(fields, &state.retry, &state.catch, &state.common.keys);
}

impl Retrier {
    fn to_json(&self) -> Value {
        let mut fields = Fields::default();
        fields.text("Comment", self.comment.as_ref());
        fields.set("ErrorEquals", texts(&self.error_equals));
        fields.maybe("IntervalSeconds", self.interval_seconds);
        fields.maybe("MaxAttempts", self.max_attempts);
        fields.maybe("BackoffRate", self.backoff_rate.clone());
        fields.maybe("MaxDelaySeconds", self.max_delay_seconds);
        fields.maybe(
            "JitterStrategy",
            self.jitter_strategy.map(|jitter| jitter.as_str()),
        );
        fields.into_json(&self.keys)
    }
}

impl Catcher {
    fn to_json(&self) -> Value {
        let mut fields = Fields::default();
        fields.text("Comment", self.comment.as_ref());
        fields.set("ErrorEquals", texts(&self.error_equals));
        fields.path("ResultPath", self.result_path.as_ref());
        fields.json("Assign", self.assign.as_ref());
        fields.json("Output", self.output.as_ref());
        fields.set("Next", self.next.clone());
        fields.into_json(&self.keys)
    }
}

impl ChoiceRule {
    fn to_json(&self) -> Value {
        let mut fields = Fields::default();
        fields.text("Comment", self.comment.as_ref());
        match &self.condition {
            Condition::Expression(text) => fields.set("Condition", text.clone()),
            Condition::Constant(value) => fields.set("Condition", *value),
            Condition::Test(condition) => test(&mut fields, condition),
        }
        fields.json("Assign", self.assign.as_ref());
        fields.json("Output", self.output.as_ref());
        fields.set("Next", self.next.clone());
        fields.into_json(&self.keys)
    }
}

fn test(fields: &mut Fields, test: &Test) {
    match test {
        Test::And(operands) => {
            fields.set(
                "And",
                operands.iter().map(Operand::to_json).collect::<Vec<_>>(),
            );
        }
        Test::Or(operands) => {
            fields.set(
                "Or",
                operands.iter().map(Operand::to_json).collect::<Vec<_>>(),
            );
        }
        Test::Not(operand) => fields.set("Not", operand.to_json()),
        Test::Compare(comparison) => {
            fields.set("Variable", comparison.variable.clone());
            fields.set(comparison.operator.as_str(), comparison.operand.clone());
        }
    }
}

impl Operand {
    fn to_json(&self) -> Value {
        let mut fields = Fields::default();
        fields.text("Comment", self.comment.as_ref());
        test(&mut fields, &self.test);
        fields.into_json(&self.keys)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::{Branch, Catcher, Parallel, Pass, QueryLanguage, Retrier, StateMachine, Succeed};

    #[test]
    fn a_built_machine_renders_in_the_usual_order() {
        let machine = StateMachine::new("Both")
            .query_language(QueryLanguage::Jsonata)
            .state(
                "Both",
                Parallel::new()
                    .branch(Branch::new("One").state("One", Pass::new().output(json!({ "a": 1 }))))
                    .retry(
                        Retrier::new(["States.Timeout"])
                            .max_attempts(2)
                            .backoff_rate(1.5),
                    )
                    .catch(Catcher::new(["States.ALL"], "Done").output("{% $states.input %}"))
                    .next("Done"),
            )
            .state("Done", Succeed::new());
        insta::assert_snapshot!(machine.to_json().to_string(), @r#"{"QueryLanguage":"JSONata","StartAt":"Both","States":{"Both":{"Type":"Parallel","Branches":[{"StartAt":"One","States":{"One":{"Type":"Pass","Output":{"a":1},"End":true}}}],"Retry":[{"ErrorEquals":["States.Timeout"],"MaxAttempts":2,"BackoffRate":1.5}],"Catch":[{"ErrorEquals":["States.ALL"],"Output":"{% $states.input %}","Next":"Done"}],"Next":"Done"},"Done":{"Type":"Succeed"}}}"#);
    }
}
