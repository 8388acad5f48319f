//! A classifier for device classes of which both labels are known: logistic regression on the
//! pooled picture, linear or with radial basis functions.

use serde::{Deserialize, Serialize};

use crate::backbone::{Backbone, BackboneError};
use crate::kernel::{self, Fitted, Kernel, logistic};
use crate::model_file::{self, ModelError, Parts};
use crate::pixels::Pixels;
use crate::pooled::{POOLED, Standard, pooled};

pub(crate) const KIND: &str = "a classifier";
/// Most examples that a fit keeps; far more than [`crate::FitOptions`] lets through by default.
const MOST_EXAMPLES: usize = 8192;

/// What is tried: how curved the border may be, and how much it may follow single pictures.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct Shape {
    #[serde(flatten)]
    pub(crate) kernel: Kernel,
    pub(crate) penalty: f32,
}

impl Shape {
    /// The linear ones, the stiffest first.
    pub(crate) const LINEAR: [Self; 3] = [
        Self::new(Kernel::Linear, 3.0),
        Self::new(Kernel::Linear, 0.3),
        Self::new(Kernel::Linear, 0.03),
    ];
    /// Those with radial basis functions, the stiffest first.
    pub(crate) const RBF: [Self; 4] = [
        Self::new(Kernel::Rbf { gamma: 0.3 }, 0.3),
        Self::new(Kernel::Rbf { gamma: 0.3 }, 0.03),
        Self::new(Kernel::Rbf { gamma: 1.0 }, 0.3),
        Self::new(Kernel::Rbf { gamma: 1.0 }, 0.03),
    ];

    const fn new(kernel: Kernel, penalty: f32) -> Self {
        Self { kernel, penalty }
    }
}

/// Tells anomalous pictures from normal ones after having seen both.
#[derive(Debug, Clone, PartialEq)]
pub struct Classifier {
    header: Header,
    function: Function,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Header {
    kind: String,
    backbone: String,
    /// How many pictures it was fitted on.
    pictures: usize,
    #[serde(flatten)]
    shape: Shape,
}

/// From a pooled picture to the logarithm of the odds that it is anomalous.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Function {
    kernel: Kernel,
    standard: Standard,
    /// Vectors in standard units: one of weights when linear, else those it was fitted on.
    vectors: Vec<f64>,
    /// A factor for each vector.
    coefficients: Vec<f64>,
    bias: f64,
}

impl Function {
    /// Fits on pooled pictures and their labels (whether anomalous).
    pub(crate) fn fit(shape: Shape, examples: &[&[f64]], anomalous: &[bool]) -> Self {
        let standard = Standard::of(examples);
        let examples: Vec<Vec<f64>> = examples.iter().map(|e| standard.apply(e)).collect();
        let examples: Vec<&[f64]> = examples.iter().map(Vec::as_slice).collect();
        let gram = shape.kernel.gram(&examples);
        let Fitted { coefficients, bias } = kernel::fit(&gram, anomalous, f64::from(shape.penalty));
        let (vectors, coefficients) = match shape.kernel {
            // One vector of weights says the same as all examples.
            Kernel::Linear => {
                let mut weights = vec![0.0; POOLED];
                for (example, coefficient) in examples.iter().zip(&coefficients) {
                    for (weight, value) in weights.iter_mut().zip(*example) {
                        *weight += coefficient * value;
                    }
                }
                (weights, vec![1.0])
            }
            Kernel::Rbf { .. } => (examples.concat(), coefficients),
        };
        Self {
            kernel: shape.kernel,
            standard,
            vectors,
            coefficients,
            bias,
        }
        .in_single_precision()
    }

    /// The logarithm of the odds that a pooled picture is anomalous.
    pub(crate) fn of(&self, pooled: &[f64]) -> f64 {
        let example = self.standard.apply(pooled);
        let vectors = self.vectors.chunks_exact(POOLED);
        let terms = vectors
            .zip(&self.coefficients)
            .map(|(vector, coefficient)| coefficient * self.kernel.of(vector, &example));
        self.bias + terms.sum::<f64>()
    }

    /// As it will be after it was saved, so that a model says the same before and after.
    fn in_single_precision(self) -> Self {
        let values = self.to_values();
        Self::from_values(self.kernel, &values).unwrap_or(self)
    }

    fn to_values(&self) -> Vec<f32> {
        [
            &self.standard.means,
            &self.standard.spreads,
            &self.vectors,
            &self.coefficients,
        ]
        .into_iter()
        .flatten()
        .chain([&self.bias])
        .map(|value| *value as f32)
        .collect()
    }

    /// The inverse of [`Self::to_values`]; `None` when the numbers are of something else.
    fn from_values(kernel: Kernel, values: &[f32]) -> Option<Self> {
        let values: Vec<f64> = values.iter().map(|value| f64::from(*value)).collect();
        let (means, rest) = values.split_at_checked(POOLED)?;
        let (spreads, rest) = rest.split_at_checked(POOLED)?;
        let (bias, rest) = rest.split_last()?;
        // Each vector has its coefficient.
        let count = rest.len() / (POOLED + 1);
        let allowed = match kernel {
            Kernel::Linear => 1..=1,
            Kernel::Rbf { .. } => 1..=MOST_EXAMPLES,
        };
        if !rest.len().is_multiple_of(POOLED + 1) || !allowed.contains(&count) {
            return None;
        }
        let (vectors, coefficients) = rest.split_at(count * POOLED);
        spreads.iter().all(|spread| *spread > 0.0).then(|| Self {
            kernel,
            standard: Standard {
                means: means.to_vec(),
                spreads: spreads.to_vec(),
            },
            vectors: vectors.to_vec(),
            coefficients: coefficients.to_vec(),
            bias: *bias,
        })
    }
}

impl Classifier {
    pub(crate) fn new(
        backbone: &Backbone,
        shape: Shape,
        function: Function,
        pictures: usize,
    ) -> Self {
        Self {
            header: Header {
                kind: KIND.to_owned(),
                backbone: backbone.name().to_owned(),
                pictures,
                shape,
            },
            function,
        }
    }

    /// The model as a file, 4 KB when linear and 1.3 KB for each picture otherwise. The same
    /// model always gives the same bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        model_file::write(&self.header, &self.function.to_values())
    }

    /// Reads a model file.
    ///
    /// # Errors
    /// When the bytes are something else, damaged, or of another version.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        Self::from_parts(model_file::read(bytes)?)
    }

    pub(crate) fn from_parts(parts: Parts) -> Result<Self, ModelError> {
        let (header, values): (Header, _) = parts.of_kind(KIND)?;
        let is_sane = match header.shape.kernel {
            Kernel::Linear => true,
            Kernel::Rbf { gamma } => gamma.is_finite() && gamma > 0.0,
        };
        if !is_sane {
            return Err(ModelError::damaged("its header makes no sense"));
        }
        let function = Function::from_values(header.shape.kernel, &values)
            .ok_or_else(|| ModelError::damaged("its payload has another size than it says"))?;
        Ok(Self { header, function })
    }

    /// How many pictures it was fitted on.
    pub fn pictures(&self) -> usize {
        self.header.pictures
    }

    /// Whether its border is a plane; else it has radial basis functions.
    pub fn is_linear(&self) -> bool {
        self.header.shape.kernel == Kernel::Linear
    }

    /// How likely the picture is anomalous, 0 to 1, both labels being equally frequent.
    ///
    /// # Errors
    /// When the network fails or is not the one that the model was fitted with.
    pub fn score(&self, backbone: &Backbone, pixels: &Pixels) -> Result<f64, BackboneError> {
        backbone.check_name(&self.header.backbone)?;
        let described = backbone.describe(pixels)?.smoothed();
        Ok(logistic(self.function.of(&pooled(&described))))
    }
}
