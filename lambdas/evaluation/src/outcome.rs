//! A picture that a model has scored, beside what is known of it.

use serde::{Deserialize, Serialize};

/// What a model said of a labelled picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    /// The picture's name or id, as its readers know it.
    pub picture: String,
    /// The device class.
    pub device_class: String,
    /// The device, where it is known. Pictures of one device resemble each other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// The label: whether something is wrong with the device.
    pub anomalous: bool,
    /// The model's score; the higher, the more anomalous.
    pub score: f64,
}

/// Outcomes that nothing can be said about. All mistakes are told together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OutcomeError {
    /// There are none.
    #[error("there are no pictures to evaluate; at least one labelled picture is needed")]
    Empty,
    /// Scores that are no numbers.
    #[error(
        "the scores of {} are no finite numbers; the model that gave them is broken: \
         score these pictures again or leave them out", pictures.join(", ")
    )]
    NotFinite {
        /// The pictures.
        pictures: Vec<String>,
    },
}

/// Checks that there are outcomes and that their scores can be compared.
pub(crate) fn check(outcomes: &[Outcome]) -> Result<(), OutcomeError> {
    if outcomes.is_empty() {
        return Err(OutcomeError::Empty);
    }
    let pictures: Vec<String> = outcomes
        .iter()
        .filter(|outcome| !outcome.score.is_finite())
        .map(|outcome| outcome.picture.clone())
        .collect();
    if pictures.is_empty() {
        Ok(())
    } else {
        Err(OutcomeError::NotFinite { pictures })
    }
}
