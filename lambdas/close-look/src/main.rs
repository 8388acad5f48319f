//! The function `close-look`.

use std::process::ExitCode;

fn main() -> ExitCode {
    runtime::serve::<contracts::tasks::CloseLook, _, _>(close_look::start)
}
