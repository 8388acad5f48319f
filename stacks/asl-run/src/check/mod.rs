//! Paths, intrinsic functions and expressions that can never have a value,
//! found before a machine runs.

mod unset_path;

use asl::{
    Amount, Branch, Condition, FieldPath, Map, QueryLanguage, State, StateMachine, States, Test,
    WaitFor,
};
use diagnostics::{Address, Diagnostic, Diagnostics};
use serde_json::Value;

use crate::data::inner_text;
use crate::intrinsic::Call;
use crate::jsonata::check_expression;
use crate::jsonpath::{Path, Reference};

/// What is wrong with a machine's paths, intrinsic functions and expressions.
pub fn check_data(machine: &StateMachine) -> Diagnostics {
    let mut checker = Checker {
        language: machine.query_language.unwrap_or_default(),
        problems: Diagnostics::new(),
    };
    checker.states(&machine.states, &Address::root());
    unset_path::check(machine, &mut checker.problems);
    checker.problems
}

struct Checker {
    language: QueryLanguage,
    problems: Diagnostics,
}

impl Checker {
    fn error(&mut self, address: &Address, summary: impl Into<String>, detail: &str) {
        let problem = Diagnostic::error("asl::data", address.clone(), summary).with_detail(detail);
        self.problems.push(problem);
    }

    fn states(&mut self, states: &States, outer: &Address) {
        for (name, state) in states.iter() {
            self.state(state, &outer.join("States").join(name));
        }
    }

    fn state(&mut self, state: &State, address: &Address) {
        let common = state.common();
        let language = common.query_language.unwrap_or(self.language);
        let expressions = language == QueryLanguage::Jsonata;
        self.path(common.input_path.as_ref(), &address.join("InputPath"));
        self.path(common.output_path.as_ref(), &address.join("OutputPath"));
        self.data(common.assign.as_ref(), &address.join("Assign"), expressions);
        self.data(common.output.as_ref(), &address.join("Output"), expressions);
        for (at, catcher) in state.catch().iter().enumerate() {
            let address = address.join("Catch").join(at.to_string());
            self.reference(catcher.result_path.as_ref(), &address.join("ResultPath"));
            self.data(
                catcher.assign.as_ref(),
                &address.join("Assign"),
                expressions,
            );
            self.data(
                catcher.output.as_ref(),
                &address.join("Output"),
                expressions,
            );
        }
        match state {
            State::Task(task) => {
                self.data(task.parameters.as_ref(), &address.join("Parameters"), false);
                self.data(task.arguments.as_ref(), &address.join("Arguments"), true);
                self.data(
                    task.result_selector.as_ref(),
                    &address.join("ResultSelector"),
                    false,
                );
                self.data(
                    task.credentials.as_ref(),
                    &address.join("Credentials"),
                    expressions,
                );
                self.reference(task.result_path.as_ref(), &address.join("ResultPath"));
                self.amount(task.timeout.as_ref(), address, "TimeoutSeconds");
                self.amount(task.heartbeat.as_ref(), address, "HeartbeatSeconds");
            }
            State::Pass(pass) => {
                self.data(pass.parameters.as_ref(), &address.join("Parameters"), false);
                self.reference(pass.result_path.as_ref(), &address.join("ResultPath"));
            }
            State::Wait(wait) => match &wait.until {
                WaitFor::Seconds(amount) => self.amount(Some(amount), address, "Seconds"),
                WaitFor::Timestamp(text) if expressions => {
                    self.text(text, &address.join("Timestamp"));
                }
                WaitFor::Timestamp(_) => {}
                WaitFor::TimestampPath(path) => {
                    self.path(Some(&path.clone().into()), &address.join("TimestampPath"));
                }
            },
            State::Fail(fail) if !expressions => {
                for (name, path) in [
                    ("ErrorPath", &fail.error_path),
                    ("CausePath", &fail.cause_path),
                ] {
                    if let Some(text) = path {
                        self.path_or_call(name, text, &address.join(name));
                    }
                }
            }
            State::Fail(fail) => {
                for (name, text) in [("Error", &fail.error), ("Cause", &fail.cause)] {
                    if let Some(text) = text {
                        self.text(text, &address.join(name));
                    }
                }
            }
            State::Choice(choice) => {
                for (at, rule) in choice.rules.iter().enumerate() {
                    let address = address.join("Choices").join(at.to_string());
                    match &rule.condition {
                        Condition::Expression(text) => {
                            self.text(text, &address.join("Condition"));
                        }
                        Condition::Test(test) => self.test(test, &address),
                        Condition::Constant(_) => {}
                    }
                    self.data(rule.assign.as_ref(), &address.join("Assign"), expressions);
                    self.data(rule.output.as_ref(), &address.join("Output"), expressions);
                }
            }
            State::Parallel(parallel) => {
                self.data(
                    parallel.parameters.as_ref(),
                    &address.join("Parameters"),
                    false,
                );
                self.data(
                    parallel.arguments.as_ref(),
                    &address.join("Arguments"),
                    true,
                );
                self.data(
                    parallel.result_selector.as_ref(),
                    &address.join("ResultSelector"),
                    false,
                );
                self.reference(parallel.result_path.as_ref(), &address.join("ResultPath"));
                for (at, Branch { states, .. }) in parallel.branches.iter().enumerate() {
                    self.states(states, &address.join("Branches").join(at.to_string()));
                }
            }
            State::Map(map) => self.map(map, address, expressions),
            State::Succeed(_) => {}
        }
    }

    /// The paths of a comparison, however deep in others it is.
    fn test(&mut self, test: &Test, address: &Address) {
        let (field, operands) = match test {
            Test::And(operands) => ("And", operands.as_slice()),
            Test::Or(operands) => ("Or", operands.as_slice()),
            Test::Not(operand) => return self.test(&operand.test, &address.join("Not")),
            Test::Compare(comparison) => {
                let variable = comparison.variable.as_str();
                self.path(Some(&variable.into()), &address.join("Variable"));
                let name = comparison.operator.as_str();
                if let (true, Some(path)) = (name.ends_with("Path"), comparison.operand.as_str()) {
                    self.path(Some(&path.into()), &address.join(name));
                }
                return;
            }
        };
        for (at, operand) in operands.iter().enumerate() {
            self.test(&operand.test, &address.join(field).join(at.to_string()));
        }
    }

    fn map(&mut self, map: &Map, address: &Address, expressions: bool) {
        self.data(map.items.as_ref(), &address.join("Items"), true);
        self.path(map.items_path.as_ref(), &address.join("ItemsPath"));
        self.data(
            map.item_selector.as_ref(),
            &address.join("ItemSelector"),
            expressions,
        );
        self.data(map.parameters.as_ref(), &address.join("Parameters"), false);
        self.data(
            map.result_selector.as_ref(),
            &address.join("ResultSelector"),
            false,
        );
        self.reference(map.result_path.as_ref(), &address.join("ResultPath"));
        for (amount, field) in [
            (&map.max_concurrency, "MaxConcurrency"),
            (&map.tolerated_failure_count, "ToleratedFailureCount"),
            (
                &map.tolerated_failure_percentage,
                "ToleratedFailurePercentage",
            ),
        ] {
            self.amount(amount.as_ref(), address, field);
        }
        if let Some(reader) = &map.item_reader {
            let address = address.join("ItemReader");
            self.data(reader.arguments.as_ref(), &address.join("Arguments"), true);
            self.data(
                reader.parameters.as_ref(),
                &address.join("Parameters"),
                false,
            );
            if let Some(config) = &reader.reader_config {
                let address = address.join("ReaderConfig");
                self.amount(config.max_items.as_ref(), &address, "MaxItems");
            }
        }
        if let Some(batcher) = &map.item_batcher {
            let address = address.join("ItemBatcher");
            self.data(
                batcher.batch_input.as_ref(),
                &address.join("BatchInput"),
                expressions,
            );
            for (amount, field) in [
                (&batcher.max_items_per_batch, "MaxItemsPerBatch"),
                (&batcher.max_input_bytes_per_batch, "MaxInputBytesPerBatch"),
            ] {
                self.amount(amount.as_ref(), &address, field);
            }
        }
        if let Some(writer) = &map.result_writer {
            let address = address.join("ResultWriter");
            self.data(writer.arguments.as_ref(), &address.join("Arguments"), true);
            self.data(
                writer.parameters.as_ref(),
                &address.join("Parameters"),
                false,
            );
        }
        let processor = &map.item_processor;
        self.states(&processor.states, &address.join(processor.field()));
    }

    fn amount(&mut self, amount: Option<&Amount>, address: &Address, field: &str) {
        match amount {
            Some(Amount::Expression(text)) => self.text(text, &address.join(field)),
            Some(Amount::Path(path)) => {
                self.path(
                    Some(&path.clone().into()),
                    &address.join(format!("{field}Path")),
                );
            }
            _ => {}
        }
    }

    /// A path into the input, the context object or a variable.
    fn path(&mut self, path: Option<&FieldPath>, address: &Address) {
        if let Some(FieldPath::Path(text)) = path
            && let Err(reason) = parse_path(text)
        {
            self.error(address, "Value is not a Path", &reason);
        }
    }

    fn reference(&mut self, path: Option<&FieldPath>, address: &Address) {
        if let Some(FieldPath::Path(text)) = path
            && let Err(reason) = Reference::parse(text)
        {
            self.error(
                address,
                "Value is not a Reference Path",
                &reason.to_string(),
            );
        }
    }

    fn data(&mut self, data: Option<&Value>, address: &Address, expressions: bool) {
        match data {
            Some(data) if expressions => self.expressions(data, address),
            Some(data) => self.template(data, address),
            None => {}
        }
    }

    fn expressions(&mut self, data: &Value, address: &Address) {
        match data {
            Value::String(text) => self.text(text, address),
            Value::Array(items) => {
                for (at, item) in items.iter().enumerate() {
                    self.expressions(item, &address.join(at.to_string()));
                }
            }
            Value::Object(object) => {
                for (name, value) in object {
                    self.expressions(value, &address.join(name.as_str()));
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str, address: &Address) {
        if let Some(expression) = inner_text(text)
            && let Err(error) = check_expression(expression)
        {
            let summary = format!("The JSONata expression '{expression}' is not valid");
            self.error(address, summary, &error.message);
        }
    }

    fn template(&mut self, data: &Value, address: &Address) {
        match data {
            Value::Array(items) => items.iter().for_each(|item| self.template(item, address)),
            Value::Object(object) => {
                for (name, value) in object {
                    match value {
                        Value::String(text) if name.ends_with(".$") => {
                            self.path_or_call(name, text, address);
                        }
                        value => self.template(value, address),
                    }
                }
            }
            _ => {}
        }
    }

    fn path_or_call(&mut self, name: &str, text: &str, address: &Address) {
        let parsed = if Call::looks_like(text) {
            Call::parse(text).map(drop)
        } else {
            parse_path(text)
        };
        if let Err(reason) = parsed {
            let summary = format!(
                "The value for the field '{name}' must be a valid JSONPath or a valid intrinsic \
                 function call"
            );
            self.error(address, summary, &reason);
        }
    }
}

fn parse_path(text: &str) -> Result<(), String> {
    let rest = text.strip_prefix("$$").map(|rest| format!("${rest}"));
    let text = rest.as_deref().unwrap_or(text);
    // `$name` begins with a variable, whose value the rest leads into.
    let start = text.strip_prefix('$').unwrap_or_default();
    let name = start
        .find(|c: char| !(c.is_alphanumeric() || c == '_'))
        .unwrap_or(start.len());
    let path = if text.starts_with('$') {
        format!("${}", &start[name..])
    } else {
        text.to_owned()
    };
    Path::parse(&path)
        .map(drop)
        .map_err(|error| error.to_string())
}
