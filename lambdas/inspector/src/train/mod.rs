//! `inspector train`: from the channels of a training job to the model's artefact.
//!
//! | what | where, below `/opt/ml` |
//! |---|---|
//! | hyper-parameters | `input/config/hyperparameters.json` |
//! | channels | `input/config/inputdataconfig.json` |
//! | hosts | `input/config/resourceconfig.json` |
//! | pictures | `input/data/train`, and `input/data/validation` where there are any |
//! | what those to train on show, where a run of the models' state machine says it | `input/data/manifest` |
//! | the model, how it was chosen, how good it is | `model/close-look.model`, `model/selection.json`, `model/report.json` |
//! | the reason of a failure | `output/failure` |
//!
//! Metrics are lines on stdout such as `validation:auroc=0.99;`, which a training job's metric
//! definitions find by a regular expression: `validation:auroc=([0-9.]+);`.

mod channel;
mod configuration;
mod dataset;
mod examples;
mod manifest;

use std::fs;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use evaluation::{Outcome, Report};
use serde::Serialize;
use vision::{
    Backbone, BackboneError, FitError, FitOptions, Model, Selection, TryFitError, try_fit_best,
};

use crate::folders::{Folders, MODEL_FILE};
use configuration::Configuration;
use examples::Labelled;

/// The channel that is fitted on.
const TRAIN: &str = "train";
/// The channel that the model is measured on, where it is given.
const VALIDATION: &str = "validation";
/// The channel that holds the manifest of a run, where it is given.
const MANIFEST: &str = "manifest";
/// Mistakes that are told one by one; of more, the number is told.
const MOST_MISTAKES: usize = 20;

/// Why there is no model.
#[derive(Debug, thiserror::Error)]
pub enum TrainError {
    /// What was given cannot be trained with: everything that is wrong with it.
    #[error("{}", told(.0))]
    Mistakes(Vec<String>),
    /// The pictures make no model.
    #[error(transparent)]
    Fit(#[from] FitError),
    /// The network in the program failed.
    #[error(transparent)]
    Backbone(#[from] BackboneError),
    /// What came out cannot be written.
    #[error("cannot write {}: {error}", path.display())]
    Write {
        /// The file.
        path: std::path::PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// A defect of the program, which would otherwise end it without a word for whoever asked for the job.
    #[error("the training broke off by a defect of the program: {0}")]
    Panicked(String),
}

fn told(mistakes: &[String]) -> String {
    let more = mistakes.len().saturating_sub(MOST_MISTAKES);
    let mut text = mistakes[..mistakes.len() - more].join("\n");
    if more > 0 {
        text.push_str(&format!("\nand {more} more"));
    }
    text
}

/// Trains, and writes the reason to `output/failure` where that fails.
///
/// # Errors
/// When the configuration or the pictures cannot be used, or the model cannot be written.
pub fn run(folders: &Folders) -> Result<(), TrainError> {
    let result = guarded(|| train(folders));
    if let Err(error) = &result {
        let failure = folders.failure();
        if let Err(unwritten) = write(&failure, error.to_string().as_bytes()) {
            tracing::error!("{unwritten}");
        }
    }
    result
}

/// A panic as an error with its message.
fn guarded(train: impl FnOnce() -> Result<(), TrainError>) -> Result<(), TrainError> {
    // Nothing that it left half done is used after it.
    catch_unwind(AssertUnwindSafe(train)).unwrap_or_else(|panic| {
        let message = match panic.downcast::<String>() {
            Ok(message) => *message,
            Err(panic) => match panic.downcast::<&str>() {
                Ok(message) => (*message).to_owned(),
                Err(_) => "it says nothing".to_owned(),
            },
        };
        Err(TrainError::Panicked(message))
    })
}

fn train(folders: &Folders) -> Result<(), TrainError> {
    let configuration = Configuration::read(folders).map_err(TrainError::Mistakes)?;
    let pictures = folders.channel(TRAIN);
    let labelled = if configuration.is_listed {
        dataset::read(&folders.channel(MANIFEST), &pictures)
    } else {
        channel::read(&pictures, configuration.label_attribute.as_deref())
    };
    let held_out = configuration.validates.then(|| {
        channel::read(
            &folders.channel(VALIDATION),
            configuration.label_attribute.as_deref(),
        )
    });
    let (labelled, held_out) = both(labelled, held_out).map_err(TrainError::Mistakes)?;

    let backbone = Backbone::load()?;
    let options = FitOptions {
        most_pictures: configuration.most_pictures,
        ..FitOptions::default()
    };
    let mut pictures = examples::read(&labelled);
    let fitted = try_fit_best(&backbone, &mut pictures, &configuration.kinds, &options);
    let (model, selection) = fitted.map_err(|error| match error {
        // The rest is tried as well, so that all are told.
        TryFitError::Example(mistake) => TrainError::Mistakes(
            std::iter::once(mistake)
                .chain(pictures.filter_map(Result::err))
                .collect(),
        ),
        TryFitError::Fit(error) => error.into(),
    })?;
    tell_selection(&selection);
    if let Some(held_out) = held_out {
        let report = validate(&backbone, &model, &held_out, &configuration.device_class)?;
        tell_report(&report);
        write_json(&folders.model().join("report.json"), &report)?;
    }
    write_json(&folders.model().join("selection.json"), &selection)?;
    write(&folders.model().join(MODEL_FILE), &model.to_bytes())
}

/// What is in both channels, or everything that is wrong with either.
#[allow(clippy::type_complexity, reason = "two results become one")]
fn both(
    labelled: Result<Vec<Labelled>, Vec<String>>,
    held_out: Option<Result<Vec<Labelled>, Vec<String>>>,
) -> Result<(Vec<Labelled>, Option<Vec<Labelled>>), Vec<String>> {
    match (labelled, held_out.transpose()) {
        (Ok(labelled), Ok(held_out)) => Ok((labelled, held_out)),
        (Err(mut mistakes), Err(more)) => {
            mistakes.extend(more);
            Err(mistakes)
        }
        (Err(mistakes), Ok(_)) | (Ok(_), Err(mistakes)) => Err(mistakes),
    }
}

/// Measures the model on pictures that it was not fitted on.
fn validate(
    backbone: &Backbone,
    model: &Model,
    held_out: &[Labelled],
    device_class: &str,
) -> Result<Report, TrainError> {
    let mut mistakes = Vec::new();
    let mut outcomes = Vec::with_capacity(held_out.len());
    for labelled in held_out {
        match examples::pixels(labelled) {
            Ok(pixels) => outcomes.push(Outcome {
                picture: labelled.name.clone(),
                device_class: device_class.to_owned(),
                device: labelled.group.clone(),
                anomalous: labelled.anomalous,
                score: model.examine(backbone, &pixels)?.score,
            }),
            Err(mistake) => mistakes.push(mistake),
        }
    }
    if !mistakes.is_empty() {
        return Err(TrainError::Mistakes(mistakes));
    }
    // A model's threshold is always one half.
    Report::of(&outcomes, 0.5).map_err(|error| TrainError::Mistakes(vec![error.to_string()]))
}

fn tell_selection(selection: &Selection) {
    let chosen = selection
        .candidates
        .iter()
        .find(|c| c.kind == selection.chosen);
    let mut lines = vec![format!("chosen model: {}", selection.chosen)];
    if let Some(chosen) = chosen {
        lines.push(metric("cross-validation", "auroc", chosen.auroc));
        lines.push(metric(
            "cross-validation",
            "balanced-accuracy",
            chosen.balanced_accuracy,
        ));
    }
    tell(&lines);
}

fn tell_report(report: &Report) {
    let overall = &report.overall;
    let measured = [
        ("accuracy", Some(overall.accuracy)),
        ("accuracy-lower-bound", Some(overall.accuracy_lower_bound)),
        ("auroc", overall.auroc),
        ("average-precision", overall.average_precision),
        ("precision", overall.precision),
        ("recall", overall.recall),
        ("f1", overall.f1),
    ];
    let known = measured
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)));
    let lines: Vec<String> = known
        .map(|(name, value)| metric(VALIDATION, name, value))
        .collect();
    tell(&lines);
}

fn metric(of: &str, name: &str, value: f64) -> String {
    format!("{of}:{name}={value:.6};")
}

fn tell(lines: &[String]) {
    // Whoever closed stdout has no need of the lines.
    let _ = writeln!(std::io::stdout(), "{}", lines.join("\n"));
}

fn write_json(path: &Path, value: &impl Serialize) -> Result<(), TrainError> {
    let text = serde_json::to_vec_pretty(value).map_err(|error| TrainError::Write {
        path: path.to_owned(),
        error: error.into(),
    })?;
    write(path, &text)
}

/// Writes a file as a whole or not at all.
fn write(path: &Path, content: &[u8]) -> Result<(), TrainError> {
    let part = path.with_extension("part");
    let written = path
        .parent()
        .map_or(Ok(()), fs::create_dir_all)
        .and_then(|()| fs::write(&part, content))
        .and_then(|()| fs::rename(&part, path));
    written.map_err(|error| TrainError::Write {
        path: path.to_owned(),
        error,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_told_as_any_other_reason() {
        let told = |panic: fn()| {
            let result = guarded(|| {
                panic();
                Ok(())
            });
            result.map_err(|error| error.to_string())
        };
        let why = "the training broke off by a defect of the program: ";
        assert_eq!(
            told(|| panic!("no fold {}", 7)),
            Err(format!("{why}no fold 7"))
        );
        assert_eq!(told(|| panic!("no fold")), Err(format!("{why}no fold")));
        let other = told(|| std::panic::panic_any(7));
        assert_eq!(other, Err(format!("{why}it says nothing")));
        assert_eq!(told(|| ()), Ok(()));
    }
}
