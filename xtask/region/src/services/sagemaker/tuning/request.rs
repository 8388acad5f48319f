//! The request of a tuning job, and the grid of training jobs that it asks for.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::error::ServiceError;
use crate::services::sagemaker::invalid;
use crate::services::sagemaker::training::checked;

/// Most training jobs of a grid here; AWS has 750.
const MOST_JOBS: usize = 100;

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Request {
    pub(super) hyper_parameter_tuning_job_name: String,
    pub(super) hyper_parameter_tuning_job_config: Config,
    pub(super) training_job_definition: Value,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Config {
    strategy: String,
    pub(super) hyper_parameter_tuning_job_objective: Objective,
    pub(super) resource_limits: Limits,
    pub(super) parameter_ranges: Ranges,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Objective {
    #[serde(rename = "Type")]
    pub(super) direction: Direction,
    pub(super) metric_name: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Direction {
    Maximize,
    Minimize,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Limits {
    pub(super) max_parallel_training_jobs: usize,
    max_number_of_training_jobs: Option<usize>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Ranges {
    #[serde(default)]
    pub(super) categorical_parameter_ranges: Vec<Categorical>,
    #[serde(default)]
    integer_parameter_ranges: Vec<Value>,
    #[serde(default)]
    continuous_parameter_ranges: Vec<Value>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Categorical {
    pub(super) name: String,
    values: Vec<String>,
}

impl Request {
    /// The parameters of each training job: every combination of the values.
    pub(super) fn grid(&self) -> Vec<BTreeMap<String, String>> {
        let ranges = &self.hyper_parameter_tuning_job_config.parameter_ranges;
        let mut grid = vec![BTreeMap::new()];
        for range in &ranges.categorical_parameter_ranges {
            grid = grid
                .iter()
                .flat_map(|point| {
                    range.values.iter().map(move |value| {
                        let mut point = point.clone();
                        point.insert(range.name.clone(), value.clone());
                        point
                    })
                })
                .collect();
        }
        grid
    }

    /// The request of the training job at a point of the grid.
    pub(super) fn training(&self, name: &str, point: &BTreeMap<String, String>) -> Value {
        let mut job = self.training_job_definition.clone();
        let fixed = job["StaticHyperParameters"].take();
        let mut parameters: BTreeMap<String, String> =
            serde_json::from_value(fixed).unwrap_or_default();
        parameters.extend(point.clone());
        let objective = &self
            .hyper_parameter_tuning_job_config
            .hyper_parameter_tuning_job_objective;
        parameters.insert(
            "_tuning_objective_metric".to_owned(),
            objective.metric_name.clone(),
        );
        if let Value::Object(job) = &mut job {
            job.remove("StaticHyperParameters");
            job.insert("HyperParameters".to_owned(), json!(parameters));
            job.insert("TrainingJobName".to_owned(), json!(name));
        }
        job
    }

    pub(super) fn check(&self) -> Result<(), ServiceError> {
        if !self.training_job_definition.is_object() {
            return Err(invalid("TrainingJobDefinition must be an object"));
        }
        let config = &self.hyper_parameter_tuning_job_config;
        let ranges = &config.parameter_ranges;
        if config.strategy != "Grid"
            || !ranges.integer_parameter_ranges.is_empty()
            || !ranges.continuous_parameter_ranges.is_empty()
        {
            return Err(invalid(format!(
                "the Strategy \"{}\" with these ranges is not served here; Grid with \
                 CategoricalParameterRanges is",
                config.strategy
            )));
        }
        let points: usize = ranges
            .categorical_parameter_ranges
            .iter()
            .fold(1, |points, range| points.saturating_mul(range.values.len()));
        if !(1..=MOST_JOBS).contains(&points) || ranges.categorical_parameter_ranges.is_empty() {
            return Err(invalid(format!(
                "the grid has {points} points; 1 to {MOST_JOBS} are allowed"
            )));
        }
        let most = config.resource_limits.max_number_of_training_jobs;
        if most.is_some_and(|most| most != points) {
            return Err(invalid(format!(
                "MaxNumberOfTrainingJobs must be {points}, the points of the grid, or be left out"
            )));
        }
        if config.resource_limits.max_parallel_training_jobs == 0 {
            return Err(invalid("MaxParallelTrainingJobs must be at least 1"));
        }
        let definition = checked(&self.training("a", &BTreeMap::new()))?;
        let wanted = &config.hyper_parameter_tuning_job_objective.metric_name;
        let mut metrics = definition.algorithm_specification.metric_definitions.iter();
        if !metrics.any(|metric| metric.name == *wanted) {
            return Err(invalid(format!(
                "the objective metric \"{wanted}\" is not among the MetricDefinitions"
            )));
        }
        Ok(())
    }
}
