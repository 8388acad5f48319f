//! One kind of model, tried on held-out pictures.

use evaluation::{Confusion, auroc};

use super::Candidate;
use super::described::{Described, grids_of_normal, pooled_and_labels};
use crate::anomaly::{DEVIATIONS, Method, Usual, distance};
use crate::classifier::{Function, Shape};
use crate::fitting::{FitOptions, for_each_parallel};
use crate::model::Kind;
use crate::scale::Scale;

/// How a kind did, and what is needed to fit it on all pictures.
pub(super) struct Trial {
    pub(super) candidate: Candidate,
    pub(super) outcome: Outcome,
}

pub(super) enum Outcome {
    Anomaly {
        method: Method,
        /// The distances of the held-out normal pictures, which make the threshold.
        sound: Vec<f64>,
    },
    Classifier {
        shape: Shape,
    },
}

impl Trial {
    pub(super) fn run(kind: Kind, described: &Described, options: &FitOptions) -> Self {
        match kind.method() {
            Some(method) => Self::anomaly(kind, method, described, options),
            None => Self::classifier(kind, described, options),
        }
    }

    fn anomaly(kind: Kind, method: Method, described: &Described, options: &FitOptions) -> Self {
        let mut measured: Vec<(f64, bool)> = Vec::new();
        for fold in 0..described.folds() {
            let (held_out, fitted_on) = described.split(fold);
            let normal = grids_of_normal(fitted_on.into_iter());
            let usual = Usual::fit(method, &normal, options.threads);
            for picture in held_out {
                measured.push((distance(&usual, &picture.grid), picture.anomalous));
                if let Some(with_defect) = &picture.with_defect {
                    measured.push((distance(&usual, with_defect), true));
                }
            }
        }
        let normal = measured.iter().filter(|(_, anomalous)| !anomalous);
        let sound: Vec<f64> = normal.map(|(distance, _)| *distance).collect();
        let threshold = f64::from(Scale::from_sound(&sound, DEVIATIONS).threshold);
        Self {
            candidate: candidate(kind, &measured, threshold),
            outcome: Outcome::Anomaly { method, sound },
        }
    }

    fn classifier(kind: Kind, described: &Described, options: &FitOptions) -> Self {
        let shapes: &[Shape] = match kind {
            Kind::Rbf => &Shape::RBF,
            _ => &Shape::LINEAR,
        };
        let mut best: Option<Self> = None;
        let take = |trial: Self| {
            // The stiffest of equals.
            let better = best
                .as_ref()
                .is_none_or(|best| trial.candidate.cmp(&best.candidate).is_gt());
            if better {
                best = Some(trial);
            }
            Ok::<(), std::convert::Infallible>(())
        };
        let one = |shape: Shape| Self::shape(kind, shape, described);
        let Ok(()) = for_each_parallel(shapes.iter().copied(), options.threads, one, take);
        // There is no kind without a shape.
        best.unwrap_or_else(|| Self::shape(kind, Shape::LINEAR[0], described))
    }

    fn shape(kind: Kind, shape: Shape, described: &Described) -> Self {
        let mut measured = Vec::new();
        for fold in 0..described.folds() {
            let (held_out, fitted_on) = described.split(fold);
            let (pooled, labels) = pooled_and_labels(fitted_on.into_iter());
            let function = Function::fit(shape, &pooled, &labels);
            measured.extend(
                held_out
                    .into_iter()
                    .map(|picture| (function.of(&picture.pooled), picture.anomalous)),
            );
        }
        Self {
            // Equal odds.
            candidate: candidate(kind, &measured, 0.0),
            outcome: Outcome::Classifier { shape },
        }
    }
}

fn candidate(kind: Kind, measured: &[(f64, bool)], threshold: f64) -> Candidate {
    let counts = Confusion::at(threshold, measured);
    let found = counts.recall().value().unwrap_or_default();
    let negatives = counts.true_negatives + counts.false_positives;
    let spared = counts.true_negatives as f64 / negatives.max(1) as f64;
    Candidate {
        kind,
        auroc: auroc(measured).unwrap_or_default(),
        balanced_accuracy: (found + spared) / 2.0,
    }
}
