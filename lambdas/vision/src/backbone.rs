//! The frozen network that describes pictures: the first stages of EfficientNet-Lite0.
//! `model/README.md` tells where it comes from.

use std::io::Cursor;
use std::sync::Arc;

use tract_onnx::prelude::*;

use crate::features::FeatureGrid;
use crate::pixels::Pixels;

/// The deepest output; see [`crate::features`] for why the others are not used.
const OUTPUT: &str = "f4";
const MODEL: &[u8] = include_bytes!("../model/efficientnet-lite0-taps-256.onnx");
/// Sides of the network's input.
const INPUT_SIDE: u32 = 256;
/// What the weights expect: `(value / 255 - MEAN) / SPREAD`.
const MEAN: f32 = 0.498;
const SPREAD: f32 = 0.502;

/// The network, loaded and optimised for this machine. One serves any number of threads.
pub struct Backbone {
    plan: Arc<TypedSimplePlan>,
}

/// The network cannot be loaded or does not give what it should.
#[derive(Debug, thiserror::Error)]
#[error("the picture network failed while {doing}: {detail}")]
pub struct BackboneError {
    doing: &'static str,
    detail: String,
}

impl BackboneError {
    fn new(doing: &'static str, detail: impl std::fmt::Display) -> Self {
        // tract's alternate form holds the whole chain of causes.
        Self {
            doing,
            detail: format!("{detail:#}"),
        }
    }
}

impl Backbone {
    /// Loads the network that is built into the program. Takes some 50 ms: do it once.
    ///
    /// # Errors
    /// When the network cannot be prepared for this machine.
    pub fn load() -> Result<Self, BackboneError> {
        let plan = tract_onnx::onnx()
            .model_for_read(&mut Cursor::new(MODEL))
            .and_then(|mut model| {
                model.select_outputs_by_name([OUTPUT])?;
                model.into_optimized()
            })
            .and_then(|model| model.into_runnable())
            .map_err(|error| BackboneError::new("loading", error))?;
        Ok(Self { plan })
    }

    /// Which network it is: features of one cannot be compared with those of another, so models
    /// name the one that they were fitted with.
    pub(crate) fn name(&self) -> &'static str {
        "efficientnet-lite0-taps-256/f4"
    }

    /// Checks that a model was fitted with this network.
    pub(crate) fn check_name(&self, fitted_with: &str) -> Result<(), BackboneError> {
        if fitted_with == self.name() {
            return Ok(());
        }
        let detail = format!(
            "the model was fitted with {fitted_with}, this program has {}; fit again",
            self.name()
        );
        Err(BackboneError::new("comparing with a model", detail))
    }

    /// Describes every place of a picture.
    pub(crate) fn describe(&self, pixels: &Pixels) -> Result<FeatureGrid, BackboneError> {
        let outputs = self
            .plan
            .run(tvec!(input(pixels)?.into_tvalue()))
            .map_err(|error| BackboneError::new("describing a picture", error))?;
        let planes: Vec<f32> = outputs
            .first()
            .ok_or_else(|| BackboneError::new("reading features", "there are none"))?
            .to_plain_array_view::<f32>()
            .map_err(|error| BackboneError::new("reading features", error))?
            .iter()
            .copied()
            .collect();
        FeatureGrid::from_planes(&planes).ok_or_else(|| {
            let detail = format!("{} numbers are not what is expected", planes.len());
            BackboneError::new("reading features", detail)
        })
    }
}

impl std::fmt::Debug for Backbone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Backbone({})", self.name())
    }
}

/// The picture as the network takes it: planes of red, green and blue.
fn input(pixels: &Pixels) -> Result<Tensor, BackboneError> {
    let pixels = pixels.resize_to(INPUT_SIDE, INPUT_SIDE);
    let area = (INPUT_SIDE * INPUT_SIDE) as usize;
    let mut planes = vec![0.0f32; 3 * area];
    for (index, pixel) in pixels.data().chunks_exact(3).enumerate() {
        for (channel, value) in pixel.iter().enumerate() {
            planes[channel * area + index] = (f32::from(*value) / 255.0 - MEAN) / SPREAD;
        }
    }
    let side = INPUT_SIDE as usize;
    Tensor::from_shape(&[1, 3, side, side], &planes)
        .map_err(|error| BackboneError::new("preparing a picture", error))
}
