//! One kind of model, tried on held-out pictures.

use evaluation::{Confusion, auroc};

use super::described::{Described, grids_of_normal, pooled_and_labels};
use super::{Basis, Candidate};
use crate::anomaly::{DEVIATIONS, Method, Usual, distance};
use crate::classifier::{Function, Shape};
use crate::features::FeatureGrid;
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
        /// What the distances of held-out pictures make.
        scale: Scale,
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
        let mut measured: Vec<Measured> = Vec::new();
        for fold in 0..described.folds() {
            let (held_out, fitted_on) = described.split(fold);
            let normal = grids_of_normal(fitted_on.into_iter());
            let usual = Usual::fit(method, &normal, options.threads);
            let mut take = |grid: &FeatureGrid, anomalous| {
                measured.push(Measured {
                    fold,
                    distance: distance(&usual, grid),
                    anomalous,
                });
            };
            for picture in held_out {
                take(&picture.grid, picture.anomalous);
                if let Some(with_defect) = &picture.with_defect {
                    take(with_defect, true);
                }
            }
        }
        let basis = described.basis();
        // Each fold is called by the threshold of the others, for its own would know its labels.
        let folds: Vec<Scale> = (0..described.folds())
            .map(|fold| scale(measured.iter().filter(|one| one.fold != fold), basis))
            .collect();
        let verdicts = measured.iter().map(|one| {
            let threshold = f64::from(folds[one.fold].threshold);
            (one.distance - threshold, one.anomalous)
        });
        let counts = Confusion::at(0.0, &verdicts.collect::<Vec<_>>());
        let distances = measured.iter().map(|one| (one.distance, one.anomalous));
        Self {
            candidate: candidate(kind, &distances.collect::<Vec<_>>(), &counts),
            outcome: Outcome::Anomaly {
                method,
                scale: scale(measured.iter(), basis),
            },
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
        // Equal odds.
        let counts = Confusion::at(0.0, &measured);
        Self {
            candidate: candidate(kind, &measured, &counts),
            outcome: Outcome::Classifier { shape },
        }
    }
}

/// How far a held-out picture was from what is usual of the others.
struct Measured {
    fold: usize,
    distance: f64,
    anomalous: bool,
}

/// The scale of distances. Drawn defects have no part in it: they are as large as they are drawn.
fn scale<'a>(measured: impl Iterator<Item = &'a Measured>, basis: Basis) -> Scale {
    let (anomalous, sound): (Vec<&Measured>, Vec<&Measured>) =
        measured.partition(|one| one.anomalous);
    let distances = |of: Vec<&Measured>| of.iter().map(|one| one.distance).collect::<Vec<f64>>();
    let sound = distances(sound);
    let scale = Scale::from_sound(&sound, DEVIATIONS);
    match basis {
        Basis::Labels => scale.raised(&sound, &distances(anomalous)),
        Basis::DrawnDefects => scale,
    }
}

fn candidate(kind: Kind, measured: &[(f64, bool)], counts: &Confusion) -> Candidate {
    let found = counts.recall().value().unwrap_or_default();
    let negatives = counts.true_negatives + counts.false_positives;
    let spared = counts.true_negatives as f64 / negatives.max(1) as f64;
    Candidate {
        kind,
        auroc: auroc(measured).unwrap_or_default(),
        balanced_accuracy: (found + spared) / 2.0,
    }
}
