//! The frozen network that describes pictures: the first stages of EfficientNet-Lite0.
//! `model/README.md` tells where it comes from.

use std::sync::Arc;
use std::thread::available_parallelism;

use rten::{Model, ModelOptions, NodeId, RunOptions, ThreadPool, op_registry};
use rten_tensor::NdTensor;

use crate::features::FeatureGrid;
use crate::pixels::Pixels;

/// The second and the deepest output; see [`crate::features`] for what is made of them.
const OUTPUTS: [&str; 2] = ["f2", "f4"];
static MODEL: &[u8] = include_bytes!("../model/efficientnet-lite0-taps-256.onnx");
/// Sides of the network's input.
const INPUT_SIDE: u32 = 256;
/// What the weights expect: `(value / 255 - MEAN) / SPREAD`.
const MEAN: f32 = 0.498;
const SPREAD: f32 = 0.502;

/// The network, loaded for this machine. One serves any number of threads.
pub struct Backbone {
    model: Model,
    input: NodeId,
    outputs: [NodeId; 2],
    options: RunOptions,
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
    /// Loads the network that is built into the program. Takes some milliseconds, and threads of
    /// its own: do it once.
    ///
    /// # Errors
    /// When the network cannot be read.
    pub fn load() -> Result<Self, BackboneError> {
        // The operators that the network has; the linker leaves out all others.
        let operators = op_registry!(Add, Clip, Conv, Identity);
        let model = ModelOptions::with_ops(operators)
            .prepack_weights(true)
            .load_static_slice(MODEL)
            .map_err(|error| BackboneError::new("loading", error))?;
        let input = *model
            .input_ids()
            .first()
            .ok_or_else(|| BackboneError::new("loading", "it has no input"))?;
        let output = |name: &str| {
            let id = model.node_id(name);
            id.map_err(|error| BackboneError::new("loading", error))
        };
        let outputs = [output(OUTPUTS[0])?, output(OUTPUTS[1])?];
        // By default it counts physical cores, of which a function with two vCPUs has one.
        let threads = available_parallelism().map_or(1, usize::from);
        let pool = Arc::new(ThreadPool::with_num_threads(threads));
        Ok(Self {
            model,
            input,
            outputs,
            options: RunOptions::default().with_thread_pool(Some(pool)),
        })
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
            .model
            .run_n(
                vec![(self.input, input(pixels).into())],
                self.outputs,
                Some(self.options.clone()),
            )
            .map_err(|error| BackboneError::new("describing a picture", error))?;
        let mut planes: [Vec<f32>; 2] = Default::default();
        for (planes, output) in planes.iter_mut().zip(outputs) {
            let tensor: NdTensor<f32, 4> = output
                .try_into()
                .map_err(|error| BackboneError::new("reading features", error))?;
            *planes = tensor.into_data();
        }
        let [fine, deep] = planes;
        FeatureGrid::from_planes(&fine, &deep).ok_or_else(|| {
            let detail = format!("{} and {} numbers are not expected", fine.len(), deep.len());
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
fn input(pixels: &Pixels) -> NdTensor<f32, 4> {
    let pixels = pixels.resize_to(INPUT_SIDE, INPUT_SIDE);
    let side = INPUT_SIDE as usize;
    let area = side * side;
    let mut planes = vec![0.0f32; 3 * area];
    for (index, pixel) in pixels.data().chunks_exact(3).enumerate() {
        for (channel, value) in pixel.iter().enumerate() {
            planes[channel * area + index] = (f32::from(*value) / 255.0 - MEAN) / SPREAD;
        }
    }
    NdTensor::from_data([1, 3, side, side], planes)
}
