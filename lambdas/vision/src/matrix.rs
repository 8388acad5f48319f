//! A matrix times many rows of numbers.
//!
//! What comes of a row is held in blocks of [`LANES`] numbers, so that the registers of any machine
//! are filled. Sums are added up in one order, with one rounding for each product and sum where the
//! machine has that, so that they do not depend on how wide its registers are.

use rten_simd::ops::NumOps;
use rten_simd::{Isa, SimdOp};

/// Numbers of a block. The last block of a row is filled up with zeros.
pub(crate) const LANES: usize = 16;
/// Some numbers of a row.
pub(crate) type Block = [f32; LANES];
pub(crate) const ZEROS: Block = [0.0; LANES];
/// Rows that are multiplied together at most.
pub(crate) const TOGETHER: usize = 8;
/// Where activations end: ReLU6.
pub(crate) const MOST: f32 = 6.0;

/// Numbers by blocks, filled up with zeros.
pub(crate) fn blocks(values: impl ExactSizeIterator<Item = f32>) -> Vec<Block> {
    let mut blocks = vec![ZEROS; values.len().div_ceil(LANES)];
    for (target, value) in blocks.as_flattened_mut().iter_mut().zip(values) {
        *target = value;
    }
    blocks
}

/// A matrix, and what is added to its products.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Matrix {
    /// Numbers of a row that it takes.
    inputs: usize,
    /// Blocks of a row that it gives.
    blocks: usize,
    /// Block by block, for each input in turn.
    weights: Vec<Block>,
    /// Block by block.
    bias: Vec<Block>,
}

impl Matrix {
    /// From the weight of each output (first) for each input (second).
    pub(crate) fn new(inputs: usize, bias: &[f32], weight: impl Fn(usize, usize) -> f32) -> Self {
        let outputs = bias.len();
        let bias = blocks(bias.iter().copied());
        let mut weights = vec![ZEROS; bias.len() * inputs];
        for output in 0..outputs {
            for input in 0..inputs {
                weights[output / LANES * inputs + input][output % LANES] = weight(output, input);
            }
        }
        Self {
            inputs,
            blocks: bias.len(),
            weights,
            bias,
        }
    }

    /// Blocks of a row that it gives.
    pub(crate) fn blocks(&self) -> usize {
        self.blocks
    }
}

/// What follows a product.
#[derive(Debug, Clone)]
pub(crate) enum Then<'a> {
    /// Values are held between 0 and [`MOST`].
    Bound,
    /// Nothing.
    Keep,
    /// These rows are added.
    Add(&'a [Block]),
}

/// A [`Matrix`] times rows. Their number is a multiple of [`TOGETHER`]; what is more is left out.
pub(crate) struct Products<'a> {
    pub(crate) matrix: &'a Matrix,
    /// `stride` numbers a row; those that the matrix takes come first.
    pub(crate) input: &'a [f32],
    pub(crate) stride: usize,
    pub(crate) output: &'a mut [Block],
    pub(crate) then: Then<'a>,
}

impl SimdOp for Products<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        debug_assert!(
            self.output
                .len()
                .is_multiple_of(TOGETHER * self.matrix.blocks)
        );
        // As many sums side by side as there are registers for, and enough of them to hide how long
        // a multiplication takes.
        match isa.f32().len() {
            16 => self.by_tiles::<I, 1, TOGETHER, 3>(isa),
            8 => self.by_tiles::<I, 2, 4, 1>(isa),
            _ => self.by_tiles::<I, 4, 4, 1>(isa),
        }
    }
}

impl Products<'_> {
    /// By tiles of `ROWS` rows and `BLOCKS` blocks, at most three, or fewer blocks where no more
    /// are left; a block takes `PARTS` registers.
    #[inline(always)]
    fn by_tiles<I: Isa, const PARTS: usize, const ROWS: usize, const BLOCKS: usize>(
        mut self,
        isa: I,
    ) {
        let mut first = 0;
        while first < self.matrix.blocks {
            match (self.matrix.blocks - first).min(BLOCKS) {
                1 => self.tiles::<I, PARTS, ROWS, 1>(isa, first),
                2 => self.tiles::<I, PARTS, ROWS, 2>(isa, first),
                _ => self.tiles::<I, PARTS, ROWS, 3>(isa, first),
            }
            first += BLOCKS;
        }
    }

    /// All rows, `ROWS` at a time, for `BLOCKS` blocks from `first` on.
    #[expect(
        clippy::needless_range_loop,
        reason = "sums, weights and places in the output are walked together"
    )]
    #[inline(always)]
    fn tiles<I: Isa, const PARTS: usize, const ROWS: usize, const BLOCKS: usize>(
        &mut self,
        isa: I,
        first: usize,
    ) {
        let ops = isa.f32();
        let width = LANES / PARTS;
        let Matrix { inputs, blocks, .. } = *self.matrix;
        let mut weights: [&[Block]; BLOCKS] = [&[]; BLOCKS];
        let mut start = [[ops.zero(); PARTS]; BLOCKS];
        for block in 0..BLOCKS {
            weights[block] = &self.matrix.weights[(first + block) * inputs..][..inputs];
            for part in 0..PARTS {
                let bias = &self.matrix.bias[first + block];
                start[block][part] = ops.load(&bias[part * width..][..width]);
            }
        }
        let (low, high) = (ops.zero(), ops.splat(MOST));
        let tiles = self.output.chunks_exact_mut(ROWS * blocks);
        for (tile, output) in tiles.enumerate() {
            let mut rows: [&[f32]; ROWS] = [&[]; ROWS];
            for (row, values) in rows.iter_mut().enumerate() {
                *values = &self.input[(tile * ROWS + row) * self.stride..][..inputs];
            }
            let mut sums = [start; ROWS];
            for input in 0..inputs {
                let mut factors = [[ops.zero(); PARTS]; BLOCKS];
                for block in 0..BLOCKS {
                    for part in 0..PARTS {
                        let weights = &weights[block][input];
                        factors[block][part] = ops.load(&weights[part * width..][..width]);
                    }
                }
                for row in 0..ROWS {
                    let value = ops.splat(rows[row][input]);
                    for block in 0..BLOCKS {
                        for part in 0..PARTS {
                            let sum = sums[row][block][part];
                            sums[row][block][part] = ops.mul_add(value, factors[block][part], sum);
                        }
                    }
                }
            }
            for row in 0..ROWS {
                for block in 0..BLOCKS {
                    let at = row * blocks + first + block;
                    for part in 0..PARTS {
                        let lanes = part * width..(part + 1) * width;
                        let sum = sums[row][block][part];
                        let sum = match self.then {
                            Then::Bound => ops.clamp(sum, low, high),
                            Then::Keep => sum,
                            Then::Add(added) => {
                                let added = &added[tile * ROWS * blocks + at];
                                ops.add(sum, ops.load(&added[lanes.clone()]))
                            }
                        };
                        ops.store(sum, &mut output[at][lanes]);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use rten_simd::isa::GenericIsa;

    /// Does the same with every set of instructions that the machine has, narrow ones as well.
    pub(crate) fn with_every_isa<Op: SimdOp>(
        operation: impl Fn() -> Op,
        check: impl Fn(Op::Output),
    ) {
        check(operation().dispatch());
        check(operation().eval(GenericIsa::new()));
        #[cfg(target_arch = "x86_64")]
        if let Some(isa) = rten_simd::isa::Avx2Isa::new() {
            check(operation().eval(isa));
        }
    }

    /// [`Products`] that own their output and give it.
    struct Owned<'a> {
        matrix: &'a Matrix,
        input: &'a [f32],
        stride: usize,
        then: Then<'a>,
    }

    impl SimdOp for Owned<'_> {
        type Output = Vec<Block>;

        fn eval<I: Isa>(self, isa: I) -> Vec<Block> {
            let rows = self.input.len() / self.stride;
            let mut output = vec![ZEROS; rows * self.matrix.blocks()];
            Products {
                matrix: self.matrix,
                input: self.input,
                stride: self.stride,
                output: &mut output,
                then: self.then,
            }
            .eval(isa);
            output
        }
    }

    #[test]
    fn products_are_those_of_the_textbook_for_any_number_of_blocks() {
        const INPUTS: usize = 5;
        const STRIDE: usize = 7;
        const ROWS: usize = 2 * TOGETHER;
        let input: Vec<f32> = (0..ROWS * STRIDE)
            .map(|at| (at % 11) as f32 - 4.0)
            .collect();
        let weight = |output: usize, input: usize| ((output * 3 + input * 5) % 13) as f32 - 6.0;
        // One block, two, three, and more than are multiplied together.
        for outputs in [3usize, 16, 20, 48, 70] {
            let bias: Vec<f32> = (0..outputs).map(|at| at as f32 / 4.0).collect();
            let matrix = Matrix::new(INPUTS, &bias, weight);
            let width = matrix.blocks() * LANES;
            let wanted = |row: usize, output: usize| {
                let row = &input[row * STRIDE..][..INPUTS];
                let products = row.iter().enumerate().map(|(at, v)| v * weight(output, at));
                bias[output] + products.sum::<f32>()
            };
            let added = vec![[0.5; LANES]; ROWS * matrix.blocks()];
            for (then, change) in [
                (Then::Keep, (|value| value) as fn(f32) -> f32),
                (Then::Bound, |value| value.clamp(0.0, MOST)),
                (Then::Add(&added), |value| value + 0.5),
            ] {
                let operation = || Owned {
                    matrix: &matrix,
                    input: &input,
                    stride: STRIDE,
                    then: then.clone(),
                };
                with_every_isa(operation, |output| {
                    for (row, found) in output.as_flattened().chunks_exact(width).enumerate() {
                        for (at, found) in found[..outputs].iter().enumerate() {
                            // All of them are exact.
                            assert_eq!(*found, change(wanted(row, at)), "row {row}, output {at}");
                        }
                    }
                });
            }
        }
    }
}
