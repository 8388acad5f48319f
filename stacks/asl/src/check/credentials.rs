//! `Credentials` name no role.

use diagnostics::{Address, Diagnostic, Diagnostics};
use serde_json::Value;

use crate::State;

pub(super) fn check(state: &State, address: &Address, problems: &mut Diagnostics) {
    let State::Task(task) = state else { return };
    let Some(Value::Object(credentials)) = &task.credentials else {
        return;
    };
    if !credentials.contains_key("RoleArn") && !credentials.contains_key("RoleArn.$") {
        problems.push(Diagnostic::error(
            "asl::credentials",
            address.join("Credentials"),
            "The field 'RoleArn' is required but was missing",
        ));
    }
}
