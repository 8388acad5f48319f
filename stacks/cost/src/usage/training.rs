//! Trainings: each runs the models' state machine, whose function trains or waits for jobs that do.

use super::{Design, Usage, functions};
use crate::close_look::CloseLookKind;
use crate::deployment::TrainedBy;
use crate::item::{GB, Item};

/// What trains and what evaluates.
const TRAIN: &str = "train-model";
const EVALUATE: &str = "evaluate-model";
/// What else a training runs: it checks and divides its data, and what passes is registered, promoted, and
/// asked about pictures of its own.
const OTHERS: [&str; 6] = [
    "curate-data",
    "curate-data",
    "register-model",
    "promote-model",
    "close-look",
    "confirm-model",
];
/// Objects that a training writes: two manifests, a model, how it was chosen, two reports, a version, the
/// candidate, a change, what is live, four pictures to ask about.
const WRITES: u128 = 14;
/// The longest run of a function, in seconds.
/// <https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>
const LONGEST_SECONDS: u128 = 900;

pub(super) fn meter(design: &Design<'_>, usage: &mut Usage) {
    let trainings = design.assumptions.trainings.get() * design.deployment.classes;
    let seconds = trainings * design.assumptions.training_seconds.get();
    match design.close_look {
        // Both are trained by the service that runs them.
        CloseLookKind::CustomLabels => usage.add(Item::CustomLabelsTraining, seconds),
        CloseLookKind::Marketplace => {
            usage.add(Item::Instance(design.instance.to_owned()), seconds);
        }
        CloseLookKind::Embedded
        | CloseLookKind::RealTime
        | CloseLookKind::Serverless
        | CloseLookKind::Asynchronous
        | CloseLookKind::BatchTransform => own(design, trainings, usage),
    }
}

fn own(design: &Design<'_>, trainings: u128, usage: &mut Usage) {
    let assumptions = design.assumptions;
    let training = &design.deployment.training;
    let seconds = assumptions.training_seconds.get();
    let each = assumptions.invocation_milliseconds.get();
    let mut run = |task, milliseconds| {
        functions::meter_task(design, task, trainings, trainings * milliseconds, usage);
    };
    let reads = match &training.by {
        TrainedBy::Function => {
            run(TRAIN, seconds.min(LONGEST_SECONDS) * 1000);
            1
        }
        TrainedBy::Jobs { number, .. } => {
            // It takes the model over.
            run(TRAIN, each);
            *number
        }
    };
    let evaluation = assumptions.evaluation_seconds.get();
    run(EVALUATE, evaluation.min(LONGEST_SECONDS) * 1000);
    for task in OTHERS {
        run(task, each);
    }
    if let TrainedBy::Jobs {
        number, volume_gb, ..
    } = &training.by
    {
        let seconds = trainings * number * seconds;
        let instance = design.training_instance.to_owned();
        usage.add(Item::Instance(instance), seconds);
        usage.add(Item::TrainingStorage, seconds * volume_gb * GB);
    }
    usage.add(Item::Transitions, trainings * training.states);
    // Each picture is read to be checked, to be trained on and to be evaluated with.
    let pictures = trainings * assumptions.training_pictures.get();
    usage.add(Item::Get, pictures * (2 + reads));
    usage.add(Item::Put, trainings * WRITES);
}
