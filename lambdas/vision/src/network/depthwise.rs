//! Convolutions of each channel for itself, a row of places at a time.
//!
//! Places lie one after the other, and of each place all its channels, in blocks: this way the
//! convolution goes along memory.

use rten_simd::ops::NumOps;
use rten_simd::{Isa, SimdOp};

use crate::matrix::{Block, LANES, MOST, ZEROS, blocks};

/// A convolution of each channel for itself.
pub(super) struct Depthwise {
    /// Places a side that it sees: 3 or 5.
    kernel: usize,
    /// Places from one that it gives to the next: 1 or 2.
    stride: usize,
    /// Block by block, for each place that is seen in turn, row by row.
    weights: Vec<Block>,
    bias: Vec<Block>,
}

impl Depthwise {
    /// From each channel's weights in turn, row by row. `None` where the sides are others than this
    /// network has.
    pub(super) fn new(kernel: usize, stride: usize, bias: &[f32], weights: &[f32]) -> Option<Self> {
        let seen = kernel * kernel;
        let known = matches!((kernel, stride), (3 | 5, 1 | 2));
        if !known || weights.len() != bias.len() * seen {
            return None;
        }
        let bias_blocks = blocks(bias.iter().copied());
        let mut by_block = vec![ZEROS; bias_blocks.len() * seen];
        for (channel, weights) in weights.chunks_exact(seen).enumerate() {
            for (at, weight) in weights.iter().enumerate() {
                by_block[channel / LANES * seen + at][channel % LANES] = *weight;
            }
        }
        Some(Self {
            kernel,
            stride,
            weights: by_block,
            bias: bias_blocks,
        })
    }

    pub(super) fn kernel(&self) -> usize {
        self.kernel
    }

    pub(super) fn stride(&self) -> usize {
        self.stride
    }

    /// Blocks of a place.
    pub(super) fn blocks(&self) -> usize {
        self.bias.len()
    }

    /// One row of places from as many rows as the kernel sees. Values are held between 0 and 6.
    pub(super) fn row(&self, input: [&[Block]; 5], output: &mut [Block]) {
        let [first, second, third, ..] = input;
        match self.kernel {
            3 => DepthwiseRow {
                layer: self,
                input: [first, second, third],
                output,
            }
            .dispatch(),
            _ => DepthwiseRow {
                layer: self,
                input,
                output,
            }
            .dispatch(),
        }
    }
}

struct DepthwiseRow<'a, const KERNEL: usize> {
    layer: &'a Depthwise,
    input: [&'a [Block]; KERNEL],
    output: &'a mut [Block],
}

impl<const KERNEL: usize> SimdOp for DepthwiseRow<'_, KERNEL> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        match isa.f32().len() {
            16 => self.by_places::<I, 1, 8>(isa),
            8 => self.by_places::<I, 2, 4>(isa),
            _ => self.by_places::<I, 4, 4>(isa),
        }
    }
}

impl<const KERNEL: usize> DepthwiseRow<'_, KERNEL> {
    /// `PLACES` places at a time; a block takes `PARTS` registers.
    #[expect(
        clippy::needless_range_loop,
        reason = "sums and places of input and output are walked together"
    )]
    #[inline(always)]
    fn by_places<I: Isa, const PARTS: usize, const PLACES: usize>(self, isa: I) {
        let ops = isa.f32();
        let width = LANES / PARTS;
        let stride = self.layer.stride;
        let blocks = self.layer.blocks();
        let (low, high) = (ops.zero(), ops.splat(MOST));
        for (tile, output) in self.output.chunks_exact_mut(PLACES * blocks).enumerate() {
            let left = tile * PLACES * stride;
            for block in 0..blocks {
                let weights = &self.layer.weights[block * KERNEL * KERNEL..][..KERNEL * KERNEL];
                for part in 0..PARTS {
                    let lanes = part * width..(part + 1) * width;
                    let start = ops.load(&self.layer.bias[block][lanes.clone()]);
                    let mut sums = [start; PLACES];
                    for (row, weights) in self.input.iter().zip(weights.chunks_exact(KERNEL)) {
                        for (column, weight) in weights.iter().enumerate() {
                            let weight = ops.load(&weight[lanes.clone()]);
                            for place in 0..PLACES {
                                let at = (left + place * stride + column) * blocks + block;
                                let value = ops.load(&row[at][lanes.clone()]);
                                sums[place] = ops.mul_add(value, weight, sums[place]);
                            }
                        }
                    }
                    for place in 0..PLACES {
                        let sum = ops.clamp(sums[place], low, high);
                        ops.store(sum, &mut output[place * blocks + block][lanes.clone()]);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matrix::tests::with_every_isa;

    /// A row that owns its output and gives it.
    struct Owned<'a, const KERNEL: usize> {
        layer: &'a Depthwise,
        input: [&'a [Block]; KERNEL],
        places: usize,
    }

    impl<const KERNEL: usize> SimdOp for Owned<'_, KERNEL> {
        type Output = Vec<Block>;

        fn eval<I: Isa>(self, isa: I) -> Vec<Block> {
            let mut output = vec![ZEROS; self.places * self.layer.blocks()];
            DepthwiseRow {
                layer: self.layer,
                input: self.input,
                output: &mut output,
            }
            .eval(isa);
            output
        }
    }

    fn check<const KERNEL: usize>(stride: usize) {
        const CHANNELS: usize = 2 * LANES;
        const PLACES: usize = 16;
        let seen = KERNEL * KERNEL;
        let bias: Vec<f32> = (0..CHANNELS).map(|at| at as f32 / 8.0).collect();
        let weights: Vec<f32> = (0..CHANNELS * seen)
            .map(|at| (at % 7) as f32 / 8.0 - 0.25)
            .collect();
        let layer = Depthwise::new(KERNEL, stride, &bias, &weights).unwrap();
        let length = (PLACES - 1) * stride + KERNEL;
        let value = |row: usize, at: usize, channel: usize| {
            ((row * 5 + at * 3 + channel) % 9) as f32 / 4.0 - 1.0
        };
        let rows: Vec<Vec<Block>> = (0..KERNEL)
            .map(|row| {
                let values = (0..length * CHANNELS)
                    .map(|index| value(row, index / CHANNELS, index % CHANNELS));
                blocks(values)
            })
            .collect();
        let operation = || Owned::<KERNEL> {
            layer: &layer,
            input: std::array::from_fn(|row| rows[row].as_slice()),
            places: PLACES,
        };
        with_every_isa(operation, |output| {
            let places = output.as_flattened().chunks_exact(CHANNELS);
            for (place, found) in places.enumerate() {
                for (channel, found) in found.iter().enumerate() {
                    let sum: f32 = (0..seen)
                        .map(|at| {
                            let (row, column) = (at / KERNEL, at % KERNEL);
                            weights[channel * seen + at]
                                * value(row, place * stride + column, channel)
                        })
                        .sum();
                    // All of them are exact.
                    let wanted = (bias[channel] + sum).clamp(0.0, MOST);
                    assert_eq!(*found, wanted, "channel {channel} of place {place}");
                }
            }
        });
    }

    #[test]
    fn each_channel_is_filtered_for_itself() {
        for stride in [1, 2] {
            check::<3>(stride);
            check::<5>(stride);
        }
        assert!(Depthwise::new(7, 1, &[0.0], &[0.0; 49]).is_none());
        assert!(Depthwise::new(3, 1, &[0.0], &[0.0; 8]).is_none());
    }
}
