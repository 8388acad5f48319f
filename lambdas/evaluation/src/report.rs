//! What an evaluation found, as a value that is stored beside the model.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::metrics::Metrics;
use crate::outcome::{Outcome, OutcomeError, check};

/// An evaluation: all pictures, then every device class and every device by itself, and the
/// pictures that the model was wrong about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// The form of this value; [`Report::VERSION`].
    pub version: u32,
    /// The score from which a picture was called anomalous.
    pub threshold: f64,
    /// Over all pictures.
    pub overall: Metrics,
    /// Per-region overlap of heat maps and masks (see [`crate::Overlap`]), 0 to 1, where there
    /// are masks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pixel_aupro: Option<f64>,
    /// By device class.
    pub device_classes: BTreeMap<String, Metrics>,
    /// By device, where it is known.
    pub devices: BTreeMap<String, Metrics>,
    /// Normal pictures that were called anomalous, the worst first.
    pub false_alarms: Vec<Confused>,
    /// Anomalous pictures that were called normal, the worst first.
    pub missed: Vec<Confused>,
}

/// A picture that the model was wrong about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Confused {
    /// The picture's name or id.
    pub picture: String,
    /// The device class.
    pub device_class: String,
    /// The device, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// The model's score.
    pub score: f64,
}

impl Report {
    /// The form that this program writes.
    pub const VERSION: u32 = 1;

    /// Evaluates outcomes; at the threshold and above, a picture is called anomalous.
    ///
    /// # Errors
    /// When there are no outcomes, or scores that are not finite; all of these are named.
    pub fn of(outcomes: &[Outcome], threshold: f64) -> Result<Self, OutcomeError> {
        check(outcomes)?;
        let mut classes: BTreeMap<&str, Vec<&Outcome>> = BTreeMap::new();
        let mut devices: BTreeMap<&str, Vec<&Outcome>> = BTreeMap::new();
        for outcome in outcomes {
            classes
                .entry(&outcome.device_class)
                .or_default()
                .push(outcome);
            if let Some(device) = &outcome.device {
                devices.entry(device).or_default().push(outcome);
            }
        }
        let measured = |groups: BTreeMap<&str, Vec<&Outcome>>| {
            groups
                .into_iter()
                .map(|(name, group)| (name.to_owned(), Metrics::of(group, threshold)))
                .collect()
        };
        let mut false_alarms = confused(outcomes, |o| !o.anomalous && o.score >= threshold);
        let mut missed = confused(outcomes, |o| o.anomalous && o.score < threshold);
        // Stable, so that equals keep the order in which they came.
        false_alarms.sort_by(|a, b| b.score.total_cmp(&a.score));
        missed.sort_by(|a, b| a.score.total_cmp(&b.score));
        Ok(Self {
            version: Self::VERSION,
            threshold,
            overall: Metrics::of(outcomes, threshold),
            pixel_aupro: None,
            device_classes: measured(classes),
            devices: measured(devices),
            false_alarms,
            missed,
        })
    }

    /// The report with what masks say of the heat maps, 0 to 1.
    #[must_use]
    pub fn with_pixel_aupro(self, pixel_aupro: Option<f64>) -> Self {
        Self {
            pixel_aupro,
            ..self
        }
    }
}

fn confused(outcomes: &[Outcome], is_wrong: impl Fn(&Outcome) -> bool) -> Vec<Confused> {
    outcomes
        .iter()
        .filter(|outcome| is_wrong(outcome))
        .map(|outcome| Confused {
            picture: outcome.picture.clone(),
            device_class: outcome.device_class.clone(),
            device: outcome.device.clone(),
            score: outcome.score,
        })
        .collect()
}
