//! The function `first-look`.

use std::process::ExitCode;

fn main() -> ExitCode {
    runtime::serve::<contracts::tasks::FirstLook, _, _>(first_look::FirstLooking::start)
}
