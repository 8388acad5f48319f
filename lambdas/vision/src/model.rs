//! Any model of a close look, whatever kind it is.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::anomaly::{self, AnomalyModel, HeatMap, Method, Region};
use crate::backbone::{Backbone, BackboneError};
use crate::classifier::{self, Classifier};
use crate::model_file::{self, ModelError};
use crate::pixels::Pixels;

/// The kinds of models, the plainest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// PaDiM, on normal pictures alone; devices are in about the same place in all of them.
    Padim,
    /// PatchCore, on normal pictures alone; devices may be anywhere.
    PatchCore,
    /// Logistic regression, on both labels.
    Linear,
    /// Logistic regression with radial basis functions, on both labels.
    Rbf,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Padim, Self::PatchCore, Self::Linear, Self::Rbf];

    /// How a model of normal pictures alone knows what is usual; `None` of a classifier.
    pub(crate) fn method(self) -> Option<Method> {
        match self {
            Self::Padim => Some(Method::Padim),
            Self::PatchCore => Some(Method::PatchCore),
            Self::Linear | Self::Rbf => None,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Padim => "padim",
            Self::PatchCore => "patch-core",
            Self::Linear => "linear",
            Self::Rbf => "rbf",
        })
    }
}

/// A text that names no kind of model.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no kind of model {found:?}; there are padim, patch-core, linear and rbf")]
pub struct UnknownKind {
    found: String,
}

impl FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(text: &str) -> Result<Self, UnknownKind> {
        let found = Self::ALL.into_iter().find(|kind| kind.to_string() == text);
        found.ok_or_else(|| UnknownKind {
            found: text.to_owned(),
        })
    }
}

/// A model of a device class.
#[derive(Debug, Clone, PartialEq)]
pub enum Model {
    /// From normal pictures alone; it says where.
    Anomaly(AnomalyModel),
    /// From both labels; it says whether.
    Classifier(Classifier),
}

/// What a model says of a picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// How anomalous, 0 to 1; 0.5 is the model's threshold.
    pub score: f64,
    /// Whether the score is at or above the threshold.
    pub anomalous: bool,
    /// Where, the most anomalous first: at least one when the picture is anomalous, and none
    /// else. A classifier does not know where.
    pub regions: Vec<Region>,
    /// The score of every place. A classifier has none.
    pub heat_map: Option<HeatMap>,
}

impl Finding {
    /// How sure the verdict is, 0.5 to 1: the score of what is anomalous, and what is left of it
    /// for what is not.
    pub fn confidence(&self) -> f64 {
        if self.anomalous {
            self.score
        } else {
            1.0 - self.score
        }
    }
}

impl Model {
    /// Which kind it is.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Anomaly(model) => match model.method() {
                Method::Padim => Kind::Padim,
                Method::PatchCore => Kind::PatchCore,
            },
            Self::Classifier(model) if model.is_linear() => Kind::Linear,
            Self::Classifier(_) => Kind::Rbf,
        }
    }

    /// How many pictures it was fitted on.
    pub fn pictures(&self) -> usize {
        match self {
            Self::Anomaly(model) => model.pictures(),
            Self::Classifier(model) => model.pictures(),
        }
    }

    /// Looks at a picture of the same device class.
    ///
    /// # Errors
    /// When the network fails or is not the one that the model was fitted with.
    pub fn examine(&self, backbone: &Backbone, pixels: &Pixels) -> Result<Finding, BackboneError> {
        match self {
            Self::Anomaly(model) => {
                let found = model.examine(backbone, pixels)?;
                Ok(Finding {
                    score: found.score,
                    anomalous: found.anomalous,
                    regions: found.regions,
                    heat_map: Some(found.heat_map),
                })
            }
            Self::Classifier(model) => {
                let score = model.score(backbone, pixels)?;
                Ok(Finding {
                    score,
                    anomalous: score >= 0.5,
                    regions: Vec::new(),
                    heat_map: None,
                })
            }
        }
    }

    /// The model as a file: versioned and checksummed. The same model always gives the same
    /// bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        match self {
            Self::Anomaly(model) => model.to_bytes(),
            Self::Classifier(model) => model.to_bytes(),
        }
    }

    /// Reads a model file of any kind.
    ///
    /// # Errors
    /// When the bytes are something else, damaged, or of another version.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        let parts = model_file::read(bytes)?;
        match parts.kind() {
            anomaly::KIND => AnomalyModel::from_parts(parts).map(Self::Anomaly),
            classifier::KIND => Classifier::from_parts(parts).map(Self::Classifier),
            _ => Err(parts.other_kind("an anomaly model or a classifier")),
        }
    }
}
