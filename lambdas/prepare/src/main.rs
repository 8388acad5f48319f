//! The function `prepare`.

use std::process::ExitCode;

fn main() -> ExitCode {
    runtime::serve::<contracts::tasks::Prepare, _, _>(prepare::Preparing::start)
}
