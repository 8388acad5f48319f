//! The context object: `$$` in paths, `$states.context` in expressions.

use serde_json::{Map, Value, json};

use crate::items::pair;
use crate::moment::Moment;

/// Which item of a map a state runs for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Item {
    pub(crate) index: u64,
    /// Its name, where the map is given an object.
    pub(crate) key: Option<String>,
    pub(crate) value: Value,
}

impl Item {
    /// What its states are given where no selector makes something else of it.
    pub(crate) fn input(&self) -> Value {
        match &self.key {
            Some(key) => pair(key, &self.value),
            None => self.value.clone(),
        }
    }
}

/// What the context object tells.
pub(crate) struct Context<'a> {
    pub(crate) execution_arn: &'a str,
    pub(crate) execution_name: &'a str,
    pub(crate) execution_input: &'a Value,
    pub(crate) role_arn: &'a str,
    pub(crate) started: Moment,
    pub(crate) state_machine_arn: &'a str,
    pub(crate) state_machine_name: &'a str,
    pub(crate) state_name: &'a str,
    pub(crate) entered: Moment,
    /// How often the state was tried again; `None` for types that never are.
    pub(crate) retry_count: Option<u64>,
    pub(crate) token: Option<&'a str>,
    pub(crate) item: Option<&'a Item>,
    /// How often the execution was redriven; `None` where that is not told.
    pub(crate) redrives: Option<u64>,
    /// The object given in its stead, where a single state is tested.
    pub(crate) given: Option<&'a Value>,
}

impl Context<'_> {
    pub(crate) fn to_json(&self) -> Value {
        if let Some(given) = self.given {
            return given.clone();
        }
        let mut out = Map::new();
        let mut execution = json!({
            "Id": self.execution_arn,
            "Input": self.execution_input,
            "StartTime": self.started.to_string(),
            "Name": self.execution_name,
            "RoleArn": self.role_arn,
        });
        if let Some(redrives) = self.redrives {
            execution["RedriveCount"] = redrives.into();
        }
        out.insert("Execution".to_owned(), execution);
        out.insert(
            "StateMachine".to_owned(),
            json!({ "Id": self.state_machine_arn, "Name": self.state_machine_name }),
        );
        let mut state = json!({
            "Name": self.state_name,
            "EnteredTime": self.entered.to_string(),
        });
        if let Some(count) = self.retry_count {
            state["RetryCount"] = count.into();
        }
        out.insert("State".to_owned(), state);
        if let Some(token) = self.token {
            out.insert("Task".to_owned(), json!({ "Token": token }));
        }
        if let Some(item) = self.item {
            let mut told = json!({ "Index": item.index, "Value": item.value });
            if let Some(key) = &item.key {
                told["Key"] = key.as_str().into();
            }
            out.insert("Map".to_owned(), json!({ "Item": told }));
        }
        Value::Object(out)
    }
}
