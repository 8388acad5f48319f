//! The frozen network that describes pictures: the first stages of EfficientNet-Lite0.
//! `model/README.md` tells where it comes from.

use crate::features::FeatureGrid;
use crate::network::{Network, SIDE};
use crate::pixels::Pixels;

/// The second and the deepest output; see [`crate::features`] for what is made of them.
const OUTPUTS: [&str; 2] = ["f2", "f4"];
static MODEL: &[u8] = include_bytes!("../model/efficientnet-lite0-taps-256.onnx");
/// What the weights expect: `(value / 255 - MEAN) / SPREAD`.
const MEAN: f32 = 0.498;
const SPREAD: f32 = 0.502;

/// The network, loaded for this machine. One serves any number of threads.
pub struct Backbone {
    network: Network<2>,
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
        Self {
            doing,
            detail: detail.to_string(),
        }
    }
}

impl Backbone {
    /// Loads the network that is built into the program. Takes some milliseconds: do it once.
    ///
    /// # Errors
    /// When the network cannot be read.
    pub fn load() -> Result<Self, BackboneError> {
        let network = Network::read(MODEL, OUTPUTS)
            .map_err(|detail| BackboneError::new("loading", detail))?;
        Ok(Self { network })
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

    /// Describes every place of a picture, on the calling thread.
    pub(crate) fn describe(&self, pixels: &Pixels) -> Result<FeatureGrid, BackboneError> {
        let [fine, deep] = self.network.run(&input(pixels));
        FeatureGrid::of(&fine, &deep)
            .ok_or_else(|| BackboneError::new("reading features", "its outputs have other sides"))
    }
}

impl std::fmt::Debug for Backbone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Backbone({})", self.name())
    }
}

/// The picture as the network takes it: red, green and blue of every pixel.
fn input(pixels: &Pixels) -> Vec<f32> {
    let pixels = pixels.resize_to(SIDE as u32, SIDE as u32);
    let expected = |value: &u8| (f32::from(*value) / 255.0 - MEAN) / SPREAD;
    pixels.data().iter().map(expected).collect()
}
