//! The function `record`.

use std::process::ExitCode;

fn main() -> ExitCode {
    runtime::serve::<contracts::tasks::Record, _, _>(record::Recording::start)
}
