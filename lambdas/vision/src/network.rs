//! Runs the frozen network: a chain of inverted residuals, each a row of places at a time.
//!
//! What a stage makes wider is six times what it takes, and is seen by the next convolution alone.
//! So only as many of its rows are held as that convolution sees: they stay in the processor's
//! cache, where whole planes would go through memory twice.

mod depthwise;
mod onnx;

use rten_simd::SimdOp;

use crate::matrix::{Block, LANES, Matrix, Products, Then, ZEROS};
use depthwise::Depthwise;

/// Pixels a side of the picture that the network takes.
pub(crate) const SIDE: usize = 256;
/// Numbers of a pixel.
const COLORS: usize = 3;
/// What the stem sees, and from which pixel to which: 3 x 3, by twos.
const STEM: (usize, usize) = (3, 2);

/// The network's stages, and after which of them its outputs are.
pub(crate) struct Network<const OUTPUTS: usize> {
    stages: Vec<Stage>,
    outputs: [usize; OUTPUTS],
}

/// An inverted residual.
struct Stage {
    /// Takes a place's channels, or for the first stage 3 x 3 pixels.
    wider: Matrix,
    depthwise: Depthwise,
    narrower: Matrix,
    /// Whether what the stage takes is added to what it gives.
    adds_input: bool,
}

/// What a stage gives: a square of places.
#[derive(Clone)]
pub(crate) struct Places {
    /// Places a side.
    side: usize,
    /// Blocks of a place.
    blocks: usize,
    data: Vec<Block>,
}

impl Places {
    /// Places a side.
    pub(crate) fn side(&self) -> usize {
        self.side
    }

    /// The channels of every place in turn, row by row, each filled up to whole blocks.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[f32]> {
        self.data
            .as_flattened()
            .chunks_exact(self.blocks.max(1) * LANES)
    }

    /// From the channels of every place in turn, row by row.
    #[cfg(test)]
    pub(crate) fn of(side: usize, channels: usize, values: impl Iterator<Item = f32>) -> Self {
        let blocks = channels.div_ceil(LANES);
        let mut data = vec![ZEROS; side * side * blocks];
        let places = data.as_flattened_mut().chunks_exact_mut(blocks * LANES);
        let targets = places.flat_map(|place| &mut place[..channels]);
        for (target, value) in targets.zip(values) {
            *target = value;
        }
        Self { side, blocks, data }
    }

    fn row(&self, row: usize) -> &[Block] {
        &self.data[row * self.side * self.blocks..][..self.side * self.blocks]
    }
}

impl<const OUTPUTS: usize> Network<OUTPUTS> {
    /// Reads the network from its ONNX file, with outputs of these names.
    pub(crate) fn read(bytes: &[u8], outputs: [&str; OUTPUTS]) -> Result<Self, String> {
        let layers = onnx::read(bytes)?;
        let mut at = [0; OUTPUTS];
        for (at, name) in at.iter_mut().zip(outputs) {
            let found = layers.outputs.get(name);
            *at = *found.ok_or_else(|| format!("it has no output {name}"))?;
        }
        Ok(Self {
            stages: layers.stages,
            outputs: at,
        })
    }

    /// The outputs for a picture of [`SIDE`] by [`SIDE`] pixels: red, green and blue of every pixel
    /// as the weights expect them, row by row.
    pub(crate) fn run(&self, pixels: &[f32]) -> [Places; OUTPUTS] {
        let mut given: Vec<Places> = Vec::with_capacity(self.stages.len());
        for stage in &self.stages {
            let places = match given.last() {
                None => stage.run(SIDE / STEM.1, &StemRows(pixels), |_| Then::Keep),
                Some(input) => stage.run(input.side, &PlaceRows(input), |row| {
                    if stage.adds_input {
                        Then::Add(input.row(row))
                    } else {
                        Then::Keep
                    }
                }),
            };
            given.push(places);
        }
        self.outputs.map(|at| given[at].clone())
    }
}

/// Where the rows come from that a stage makes wider.
trait Rows {
    /// Makes the places of a row wider.
    fn widen(&self, wider: &Matrix, row: usize, output: &mut [Block]);
}

struct PlaceRows<'a>(&'a Places);

impl Rows for PlaceRows<'_> {
    fn widen(&self, wider: &Matrix, row: usize, output: &mut [Block]) {
        Products {
            matrix: wider,
            input: self.0.row(row).as_flattened(),
            stride: self.0.blocks * LANES,
            output,
            then: Then::Bound,
        }
        .dispatch();
    }
}

/// A picture's pixels, 3 x 3 of them for each place.
struct StemRows<'a>(&'a [f32]);

impl Rows for StemRows<'_> {
    fn widen(&self, wider: &Matrix, row: usize, output: &mut [Block]) {
        const SEEN: usize = STEM.0 * COLORS;
        let (kernel, step) = STEM;
        let stride = kernel * SEEN;
        // What lies beyond the last row or column stays 0.
        let mut input = vec![0.0f32; SIDE / step * stride];
        for (place, seen) in input.chunks_exact_mut(stride).enumerate() {
            for (down, target) in seen.chunks_exact_mut(SEEN).enumerate() {
                let (y, x) = (row * step + down, place * step);
                if y < SIDE {
                    let start = (y * SIDE + x) * COLORS;
                    let columns = kernel.min(SIDE - x);
                    target[..columns * COLORS]
                        .copy_from_slice(&self.0[start..start + columns * COLORS]);
                }
            }
        }
        Products {
            matrix: wider,
            input: &input,
            stride,
            output,
            then: Then::Bound,
        }
        .dispatch();
    }
}

impl Stage {
    /// What the stage gives for rows of `side` places; `then` says what follows in each row.
    fn run<'a>(&self, side: usize, input: &impl Rows, then: impl Fn(usize) -> Then<'a>) -> Places {
        let (kernel, stride) = (self.depthwise.kernel(), self.depthwise.stride());
        let wide = self.depthwise.blocks();
        // What lies beyond the edges is 0; of an odd number there is one more at the end.
        let beyond = kernel - stride;
        let before = beyond / 2;
        let length = (side + beyond) * wide;
        let blank = vec![ZEROS; length];
        // The latest rows, each in the place of the one that is no longer seen.
        let mut seen = vec![ZEROS; kernel * length];
        let mut widened = 0;

        let blocks = self.narrower.blocks();
        let target_side = side / stride;
        let mut filtered = vec![ZEROS; target_side * wide];
        let mut data = vec![ZEROS; target_side * target_side * blocks];
        for (row, target) in data.chunks_exact_mut(target_side * blocks).enumerate() {
            let end = (row * stride + kernel - before).min(side);
            for latest in widened..end {
                let target = &mut seen[latest % kernel * length + before * wide..][..side * wide];
                input.widen(&self.wider, latest, target);
            }
            widened = end;
            let mut rows: [&[Block]; 5] = [&blank; 5];
            for (down, rows) in rows.iter_mut().enumerate().take(kernel) {
                let at = (row * stride + down).checked_sub(before);
                if let Some(at) = at.filter(|at| *at < side) {
                    *rows = &seen[at % kernel * length..][..length];
                }
            }
            self.depthwise.row(rows, &mut filtered);
            Products {
                matrix: &self.narrower,
                input: filtered.as_flattened(),
                stride: wide * LANES,
                output: target,
                then: then(row),
            }
            .dispatch();
        }
        Places {
            side: target_side,
            blocks,
            data,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fitting::Random;
    use rten::{ModelOptions, RunOptions, op_registry};
    use rten_tensor::NdTensor;

    static FILE: &[u8] = include_bytes!("../model/efficientnet-lite0-taps-256.onnx");
    const OUTPUTS: [&str; 3] = ["f1", "f2", "f4"];
    /// Channels of the outputs.
    const CHANNELS: [usize; 3] = [24, 40, 112];

    /// What a general executor makes of the same file: channel by channel.
    fn by_planes(pixels: &[f32]) -> [Vec<f32>; 3] {
        let model = ModelOptions::with_ops(op_registry!(Add, Clip, Conv, Identity))
            .load_static_slice(FILE)
            .unwrap();
        let planes: Vec<f32> = (0..COLORS)
            .flat_map(|color| pixels.iter().skip(color).step_by(COLORS).copied())
            .collect();
        let input = NdTensor::from_data([1, COLORS, SIDE, SIDE], planes);
        let outputs = OUTPUTS.map(|name| model.node_id(name).unwrap());
        let inputs = vec![(model.input_ids()[0], input.into())];
        let found = model.run_n(inputs, outputs, Some(RunOptions::default()));
        found.unwrap().map(|output| {
            let tensor: NdTensor<f32, 4> = output.try_into().unwrap();
            tensor.into_data()
        })
    }

    #[test]
    fn every_place_is_described_as_by_a_general_executor() {
        let network = Network::read(FILE, OUTPUTS).unwrap();
        let mut random = Random::new(5);
        // Noise, so that a place that is mixed up with another one shows; brighter to the right,
        // so that the edges differ.
        let noisy = |index: usize| {
            let across = (index / COLORS % SIDE) as f32 / SIDE as f32;
            across + random.below(1000) as f32 / 1000.0 - 1.0
        };
        let pixels: Vec<f32> = (0..SIDE * SIDE * COLORS).map(noisy).collect();
        let outputs = network.run(&pixels);
        for ((places, planes), channels) in outputs.iter().zip(by_planes(&pixels)).zip(CHANNELS) {
            let area = places.side() * places.side();
            assert_eq!(planes.len(), channels * area);
            let largest = planes
                .iter()
                .fold(0.0f32, |most, value| most.max(value.abs()));
            assert!(largest > 1.0, "{largest}");
            for (at, place) in places.iter().enumerate() {
                for (channel, value) in place[..channels].iter().enumerate() {
                    let wanted = planes[channel * area + at];
                    assert!(
                        (value - wanted).abs() <= 2e-5 * largest,
                        "channel {channel} of place {at}: {value}, not {wanted}"
                    );
                }
                assert!(place[channels..].iter().all(|value| *value == 0.0));
            }
        }
    }

    #[test]
    fn a_file_that_holds_another_network_is_told() {
        let told = |bytes: &[u8], name| Network::read(bytes, [name]).err().unwrap();
        assert_eq!(told(FILE, "f3"), "it has no output f3");
        assert_eq!(told(&[], "f4"), "the file holds no graph");
        let half = told(&FILE[..FILE.len() / 2], "f4");
        assert!(!half.is_empty());
        // Another operator, and padding on the other side.
        for (found, other) in [("Clip", "Relu"), ("SAME_UPPER", "SAME_LOWER")] {
            let mut changed = FILE.to_vec();
            let at = FILE
                .windows(found.len())
                .position(|w| w == found.as_bytes());
            let at = at.unwrap();
            changed[at..at + found.len()].copy_from_slice(other.as_bytes());
            let message = told(&changed, "f4");
            assert!(message.contains("_conv_stem_weight_y"), "{message}");
        }
    }
}
