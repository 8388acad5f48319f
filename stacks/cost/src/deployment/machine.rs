//! State machines, as their files define them.

use asl::StateMachine;
use diagnostics::{Address, Diagnostic, Diagnostics};

use super::{CODE, Files, GENERATE};

/// The state machine of a file, which must be there and sound.
pub(super) fn read(
    place: &Address,
    files: &Files,
    name: &str,
    found: &mut Diagnostics,
) -> Option<StateMachine> {
    let (text, help) = match files.get(name).map(|text| asl::parse_definition(text)) {
        Some((Some(machine), problems)) if !problems.has_errors() => return Some(machine),
        Some(_) => (
            "it is no sound state machine",
            "`cargo xtask workflow check` tells why",
        ),
        None => ("it is missing", GENERATE),
    };
    found.push(Diagnostic::error(CODE, place.join(name), text).with_help(help));
    None
}
