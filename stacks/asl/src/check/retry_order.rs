//! `States.ALL` takes every error, so it must stand alone and last.

use diagnostics::{Address, Diagnostic, Diagnostics};

use crate::State;

pub(super) fn check(state: &State, address: &Address, problems: &mut Diagnostics) {
    let retry: Vec<&[String]> = state
        .retry()
        .iter()
        .map(|one| one.error_equals.as_slice())
        .collect();
    let catch: Vec<&[String]> = state
        .catch()
        .iter()
        .map(|one| one.error_equals.as_slice())
        .collect();
    for (field, errors) in [("Retry", retry), ("Catch", catch)] {
        for (at, names) in errors.iter().enumerate() {
            if !names.iter().any(|name| name == "States.ALL") {
                continue;
            }
            let address = address.join(field).join(at.to_string()).join("ErrorEquals");
            if names.len() > 1 {
                problems.push(Diagnostic::error(
                    "asl::states-all",
                    address,
                    "States.ALL must appear alone",
                ));
            } else if at + 1 < errors.len() {
                problems.push(Diagnostic::error(
                    "asl::states-all",
                    address,
                    format!("States.ALL must be in the last entry of {field}"),
                ));
            }
        }
    }
}
