//! The functions `record` and `record-answers`.

use std::process::ExitCode;

use contracts::Task;
use contracts::tasks::{Record, RecordAnswers};
use record::{Recording, RecordingAnswers};

fn main() -> ExitCode {
    match runtime::handler_name().as_deref() {
        Some(RecordAnswers::NAME) => runtime::serve::<RecordAnswers, _, _>(RecordingAnswers::start),
        // The function that has the program's name is told no other.
        _ => runtime::serve::<Record, _, _>(Recording::start),
    }
}
