//! The functions `train-model` and `evaluate-model`.

use std::process::ExitCode;

use contracts::Task;
use contracts::tasks::{EvaluateModel, TrainModel};
use train::{Evaluating, Training};

fn main() -> ExitCode {
    let handler = runtime::handler_name();
    match handler.as_deref() {
        Some(TrainModel::NAME) => runtime::serve::<TrainModel, _, _>(Training::start),
        Some(EvaluateModel::NAME) => runtime::serve::<EvaluateModel, _, _>(Evaluating::start),
        other => runtime::unknown_handler(other, &[TrainModel::NAME, EvaluateModel::NAME]),
    }
}
