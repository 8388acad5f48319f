//! Who trains models, as their state machine says: the function, or jobs of SageMaker.

use asl::State;
use diagnostics::{Address, Diagnostic, Diagnostics};
use serde_json::Value;

use super::{CODE, Files, machine};
use crate::way::dearest;

/// The models' state machine's file.
const MACHINE: &str = "model.asl.json";
/// What states run jobs by begin so.
const JOB: &str = "arn:aws:states:::sagemaker:create";

/// Who trains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TrainedBy {
    /// The function `train-model`.
    Function,
    /// Training jobs of SageMaker.
    Jobs {
        /// The type of their instances, one each.
        instance: String,
        /// How many a training takes: more than one where parameters are tuned.
        number: u128,
        /// What the volume of each holds, in GB.
        volume_gb: u128,
    },
}

/// How models are trained, as far as it costs money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Training {
    pub(crate) by: TrainedBy,
    /// States that a training enters.
    pub(crate) states: u128,
}

/// Reads the models' state machine; where there is none, the function trains, outside of one.
pub(super) fn read(place: &Address, files: &Files, found: &mut Diagnostics) -> Option<Training> {
    if !files.contains_key(MACHINE) {
        return Some(Training {
            by: TrainedBy::Function,
            states: 0,
        });
    }
    let machine = machine::read(place, files, MACHINE, found)?;
    let everything = |_: &State| false;
    let states = match dearest(&machine.states, &machine.start_at, &everything) {
        Ok(way) => way.len() as u128,
        Err(uncounted) => {
            let place = place.join(MACHINE);
            found.push(Diagnostic::error(CODE, place, uncounted.text()));
            return None;
        }
    };
    let mut jobs = machine.states.iter().filter_map(|(_, state)| job(state));
    Some(Training {
        by: jobs.next().unwrap_or(TrainedBy::Function),
        states,
    })
}

/// The jobs that a state runs, if it does.
fn job(state: &State) -> Option<TrainedBy> {
    let State::Task(task) = state else {
        return None;
    };
    if !task.resource.starts_with(JOB) {
        return None;
    }
    let arguments = task.arguments.as_ref().or(task.parameters.as_ref())?;
    let definition = arguments.get("TrainingJobDefinition").unwrap_or(arguments);
    let resources = &definition["ResourceConfig"];
    let instance = resources["InstanceType"].as_str()?;
    let volume_gb = resources["VolumeSizeInGB"].as_u64().unwrap_or(0);
    let ranges = &arguments["HyperParameterTuningJobConfig"]["ParameterRanges"];
    let ranges = ranges["CategoricalParameterRanges"].as_array();
    let values = |range: &Value| range["Values"].as_array().map_or(1, Vec::len) as u128;
    Some(TrainedBy::Jobs {
        instance: instance.to_owned(),
        number: ranges.into_iter().flatten().map(values).product(),
        volume_gb: volume_gb.into(),
    })
}
