//! The function `summarise`.

use std::process::ExitCode;

fn main() -> ExitCode {
    runtime::serve::<contracts::tasks::Summarise, _, _>(summarise::Summarising::start)
}
