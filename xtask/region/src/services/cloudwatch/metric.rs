//! What is measured: a metric's name, and the statistics of what was put of it in a minute.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::error::ServiceError;
use crate::protocol::query::Params;

/// Most dimensions of a metric.
const DIMENSIONS: usize = 30;

/// A metric: nothing else tells one from another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Metric {
    /// Where it belongs, such as `AWS/Lambda`.
    pub(super) namespace: String,
    /// Its name.
    pub(super) name: String,
    /// What it is of.
    pub(super) dimensions: BTreeMap<String, String>,
}

impl Metric {
    /// The metric that parameters name: `MetricName`, `Dimensions`, and the namespace where it is not
    /// told apart.
    pub(super) fn of(params: &Params, namespace: Option<&str>) -> Result<Self, ServiceError> {
        let namespace = match namespace {
            Some(namespace) => namespace,
            None => params.required("Namespace")?,
        };
        let mut dimensions = BTreeMap::new();
        for dimension in params.structures("Dimensions") {
            let name = dimension.required("Name")?.to_owned();
            let value = dimension.required("Value")?.to_owned();
            if dimensions.insert(name.clone(), value).is_some() {
                return Err(invalid(format!("the dimension {name} is given twice")));
            }
        }
        if dimensions.len() > DIMENSIONS {
            return Err(invalid(format!(
                "a metric has at most {DIMENSIONS} dimensions, not {}",
                dimensions.len()
            )));
        }
        Ok(Self {
            namespace: namespace.to_owned(),
            name: params.required("MetricName")?.to_owned(),
            dimensions,
        })
    }

    /// What it is kept under: no two metrics have the same.
    pub(super) fn key(&self) -> String {
        // JSON has no NUL, which ends a part of a key.
        let dimensions = serde_json::json!(self.dimensions).to_string();
        let name = serde_json::json!(self.name).to_string();
        crate::store::key([&self.namespace, &name, &dimensions])
    }
}

/// What was put of a metric in a stretch of time.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct Summary {
    /// How many values.
    pub(super) count: f64,
    /// Their sum.
    pub(super) sum: f64,
    /// The least.
    pub(super) least: f64,
    /// The largest.
    pub(super) most: f64,
}

impl Summary {
    /// Of a value that was there so often.
    pub(super) fn of(value: f64, count: f64) -> Self {
        Self {
            count,
            sum: value * count,
            least: value,
            most: value,
        }
    }

    /// Both together.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            count: self.count + other.count,
            sum: self.sum + other.sum,
            least: self.least.min(other.least),
            most: self.most.max(other.most),
        }
    }

    pub(super) fn value(&self, statistic: Statistic) -> f64 {
        match statistic {
            Statistic::SampleCount => self.count,
            Statistic::Sum => self.sum,
            Statistic::Average => self.sum / self.count,
            Statistic::Minimum => self.least,
            Statistic::Maximum => self.most,
        }
    }
}

/// What is asked of the values of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Statistic {
    /// How many there are.
    SampleCount,
    /// Their sum.
    Sum,
    /// Their mean.
    Average,
    /// The least.
    Minimum,
    /// The largest.
    Maximum,
}

impl Statistic {
    /// All that the region knows.
    pub(super) const ALL: [Self; 5] = [
        Self::SampleCount,
        Self::Sum,
        Self::Average,
        Self::Minimum,
        Self::Maximum,
    ];

    /// AWS's name of it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::SampleCount => "SampleCount",
            Self::Sum => "Sum",
            Self::Average => "Average",
            Self::Minimum => "Minimum",
            Self::Maximum => "Maximum",
        }
    }

    /// The statistic of this name; none for one that the region does not know, as percentiles.
    pub(super) fn parse(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|statistic| statistic.name() == name)
    }
}

/// A refusal of what was sent.
pub(super) fn invalid(message: impl Into<String>) -> ServiceError {
    ServiceError::client("InvalidParameterValue", message)
}
