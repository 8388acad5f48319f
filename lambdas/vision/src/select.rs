//! The best kind of model for some pictures, by cross-validation that keeps groups together.
//!
//! Every picture is held out once, with all others of its group, and measured with models of the
//! rest. Where there are enough pictures of both labels, kinds are compared by how they tell
//! these apart. Where there are none, defects are drawn into the held-out normal pictures (see
//! [`crate::drawn_defect`]): enough to choose by, no measure of how good the model is.

mod described;
mod trial;

use std::cmp::Ordering;
use std::convert::Infallible;

use serde::{Deserialize, Serialize};

use crate::anomaly::AnomalyModel;
use crate::backbone::Backbone;
use crate::classifier::{Classifier, Function};
use crate::fitting::{FitError, FitOptions};
use crate::model::{Kind, Model};
use crate::pixels::Pixels;

use described::Described;
use trial::Trial;

/// A labelled picture to fit on.
#[derive(Debug, Clone)]
pub struct Example {
    /// The picture.
    pub pixels: Pixels,
    /// Whether something is wrong with the device.
    pub anomalous: bool,
    /// What it belongs to, such as the device or the capture series. Pictures of a group are
    /// held out together. Without one a picture belongs to itself.
    pub group: Option<String>,
}

/// What kinds of models were compared by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// Normal and anomalous pictures, as they are labelled.
    Labels,
    /// Normal pictures and the same with a drawn defect, as there are too few anomalous ones.
    DrawnDefects,
}

/// How a model was chosen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Selection {
    /// The kind of model that was chosen.
    pub chosen: Kind,
    /// What kinds were compared by.
    pub basis: Basis,
    /// Normal pictures that were fitted on.
    pub normal: usize,
    /// Anomalous pictures that were used; 0 when they were too few.
    pub anomalous: usize,
    /// Groups that pictures belong to.
    pub groups: usize,
    /// Parts that were held out in turn.
    pub folds: usize,
    /// All kinds that were tried, in the order in which they were allowed.
    pub candidates: Vec<Candidate>,
}

/// How a kind of model did on held-out pictures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Candidate {
    /// The kind.
    pub kind: Kind,
    /// Area under the receiver operating characteristic, 0 to 1.
    pub auroc: f64,
    /// The mean of the parts of normal and of anomalous pictures that were called so, 0 to 1.
    pub balanced_accuracy: f64,
}

impl Candidate {
    /// Whether it did better. What differs in the fourth digit is as good: the plainer wins.
    fn cmp(&self, other: &Self) -> Ordering {
        let digits = |value: f64| (value * 1000.0).round();
        let by = |value: fn(&Self) -> f64| digits(value(self)).total_cmp(&digits(value(other)));
        by(|c| c.auroc).then_with(|| by(|c| c.balanced_accuracy))
    }
}

/// Fits the best of the `allowed` kinds of models. Kinds that need both labels are left out where
/// there are fewer than 4 anomalous pictures of 2 groups. The same pictures in the same order
/// give the same model for any number of threads.
///
/// # Errors
/// When there are fewer than 4 normal pictures or only one group of them, when only kinds are
/// allowed that need anomalous pictures and these are missing, or when the network fails.
pub fn fit_best(
    backbone: &Backbone,
    examples: impl IntoIterator<Item = Example>,
    allowed: &[Kind],
    options: &FitOptions,
) -> Result<(Model, Selection), FitError> {
    let examples = examples.into_iter().map(Ok::<_, Infallible>);
    try_fit_best(backbone, examples, allowed, options).map_err(|error| match error {
        TryFitError::Example(never) => match never {},
        TryFitError::Fit(error) => error,
    })
}

/// Why nothing was fitted on examples that may fail to come.
#[derive(Debug)]
pub enum TryFitError<E> {
    /// An example did not come: the first that did not.
    Example(E),
    /// No model came of those that did.
    Fit(FitError),
}

impl<E> From<FitError> for TryFitError<E> {
    fn from(error: FitError) -> Self {
        Self::Fit(error)
    }
}

/// As [`fit_best`], of examples that may fail to come. After the first that does, none is asked for any more,
/// and nothing is fitted on those before it.
///
/// # Errors
/// As [`fit_best`], and with what an example failed with.
pub fn try_fit_best<E>(
    backbone: &Backbone,
    examples: impl IntoIterator<Item = Result<Example, E>>,
    allowed: &[Kind],
    options: &FitOptions,
) -> Result<(Model, Selection), TryFitError<E>> {
    let mut failed = None;
    let come = examples.into_iter().map_while(|example| match example {
        Ok(example) => Some(example),
        Err(error) => {
            failed = Some(error);
            None
        }
    });
    // Fused, so that nothing is asked for after the first failure.
    let described = Described::of(backbone, come.fuse(), options);
    if let Some(error) = failed {
        return Err(TryFitError::Example(error));
    }
    Ok(fit_described(backbone, &described?, allowed, options)?)
}

fn fit_described(
    backbone: &Backbone,
    described: &Described,
    allowed: &[Kind],
    options: &FitOptions,
) -> Result<(Model, Selection), FitError> {
    let usable: Vec<Kind> = allowed
        .iter()
        .copied()
        .filter(|kind| kind.method().is_some() || described.basis() == Basis::Labels)
        .collect();
    if usable.is_empty() {
        return Err(if allowed.is_empty() {
            FitError::NoCandidates
        } else {
            described.too_few_anomalous()
        });
    }
    let trials: Vec<Trial> = usable
        .iter()
        .map(|kind| Trial::run(*kind, described, options))
        .collect();
    // The last of equals would win with `max_by`; the first, the plainest, is to.
    let Some(best) =
        trials
            .iter()
            .reduce(|best, trial| match trial.candidate.cmp(&best.candidate) {
                Ordering::Greater => trial,
                Ordering::Less | Ordering::Equal => best,
            })
    else {
        return Err(FitError::NoCandidates);
    };
    let model = best.fit_whole(backbone, described, options);
    let selection = Selection {
        chosen: best.candidate.kind,
        basis: described.basis(),
        normal: described.normal_count(),
        anomalous: described.anomalous_count(),
        groups: described.groups(),
        folds: described.folds(),
        candidates: trials.iter().map(|trial| trial.candidate.clone()).collect(),
    };
    Ok((model, selection))
}

impl Trial {
    /// The model of all pictures, as the trial has found it to be best.
    fn fit_whole(&self, backbone: &Backbone, described: &Described, options: &FitOptions) -> Model {
        match &self.outcome {
            trial::Outcome::Anomaly { method, scale } => {
                let examples = described.normal();
                Model::Anomaly(AnomalyModel::of_described(
                    *method, backbone, &examples, *scale, options,
                ))
            }
            trial::Outcome::Classifier { shape } => {
                let (pooled, labels) = described.all_pooled();
                let function = Function::fit(*shape, &pooled, &labels);
                Model::Classifier(Classifier::new(backbone, *shape, function, pooled.len()))
            }
        }
    }
}
