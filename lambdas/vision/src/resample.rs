//! Resizing: a separable convolution whose kernel widens when shrinking, so that every source
//! pixel counts and fine texture does not turn into noise.
//!
//! Plain arithmetic in one order, so that prepared pictures and features are the same on every
//! machine.

/// How pixels are weighed by their distance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kernel {
    /// A triangle: smooth, what the network was trained on.
    Bilinear,
    /// Catmull-Rom: keeps edges crisp, for people and detectors that look at the result.
    CatmullRom,
}

impl Kernel {
    /// Where the kernel ends, in pixels of the smaller picture.
    fn reach(self) -> f64 {
        match self {
            Self::Bilinear => 1.0,
            Self::CatmullRom => 2.0,
        }
    }

    fn weight(self, distance: f64) -> f64 {
        let d = distance.abs();
        match self {
            Self::Bilinear => (1.0 - d).max(0.0),
            Self::CatmullRom if d < 1.0 => (1.5 * d - 2.5) * d * d + 1.0,
            Self::CatmullRom if d < 2.0 => ((-0.5 * d + 2.5) * d - 4.0) * d + 2.0,
            Self::CatmullRom => 0.0,
        }
    }
}

/// For one target line: the first source line and the weights from there on.
struct Taps {
    first: usize,
    weights: Vec<f32>,
}

fn taps(source: usize, target: usize, kernel: Kernel) -> Vec<Taps> {
    let ratio = source as f64 / target as f64;
    let stretch = ratio.max(1.0);
    let reach = kernel.reach() * stretch;
    (0..target)
        .map(|index| {
            let center = (index as f64 + 0.5) * ratio;
            let first = (center - reach).floor().max(0.0) as usize;
            let last = ((center + reach).ceil() as usize).clamp(first + 1, source);
            let weigh = |at: usize| kernel.weight((at as f64 + 0.5 - center) / stretch);
            let total: f64 = (first..last).map(weigh).sum();
            let weights = (first..last).map(|at| (weigh(at) / total) as f32).collect();
            Taps { first, weights }
        })
        .collect()
}

/// Resizes RGB rows of `from` (width, height) pixels to `to`. All sides must be above 0.
pub(crate) fn resample(
    data: &[u8],
    from: (usize, usize),
    to: (usize, usize),
    kernel: Kernel,
) -> Vec<u8> {
    const CHANNELS: usize = 3;
    let columns = taps(from.0, to.0, kernel);
    let rows = taps(from.1, to.1, kernel);
    let stride = from.0 * CHANNELS;
    let mut line = vec![0.0f32; stride];
    let mut target = Vec::with_capacity(to.0 * to.1 * CHANNELS);
    for row in rows {
        line.fill(0.0);
        let sources = data[row.first * stride..].chunks_exact(stride);
        for (weight, source) in row.weights.iter().zip(sources) {
            for (sum, value) in line.iter_mut().zip(source) {
                *sum += weight * f32::from(*value);
            }
        }
        for column in &columns {
            let mut sums = [0.0f32; CHANNELS];
            let pixels = line[column.first * CHANNELS..].chunks_exact(CHANNELS);
            for (weight, pixel) in column.weights.iter().zip(pixels) {
                for (sum, value) in sums.iter_mut().zip(pixel) {
                    *sum += weight * value;
                }
            }
            target.extend(sums.map(|sum| (sum + 0.5).clamp(0.0, 255.0) as u8));
        }
    }
    target
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flat_picture_stays_flat_at_any_size() {
        let data = vec![77u8; 31 * 17 * 3];
        for kernel in [Kernel::Bilinear, Kernel::CatmullRom] {
            for to in [(1, 1), (7, 40), (31, 17), (64, 5)] {
                let resized = resample(&data, (31, 17), to, kernel);
                assert_eq!(resized.len(), to.0 * to.1 * 3);
                assert!(resized.iter().all(|value| *value == 77));
            }
        }
    }

    #[test]
    fn shrinking_averages_over_everything() {
        // Stripes one pixel wide: a smaller picture is grey, not black or white.
        let data: Vec<u8> = (0..64 * 64)
            .flat_map(|index| [if index % 2 == 0 { 0 } else { 254 }; 3])
            .collect();
        let small = resample(&data, (64, 64), (8, 8), Kernel::Bilinear);
        assert!(
            small.iter().all(|value| value.abs_diff(127) <= 6),
            "{small:?}"
        );
    }

    #[test]
    fn enlarging_interpolates_between_pixel_centres() {
        let data = [0, 0, 0, 200, 200, 200];
        let wide = resample(&data, (2, 1), (4, 1), Kernel::Bilinear);
        let reds: Vec<u8> = wide.chunks(3).map(|pixel| pixel[0]).collect();
        assert_eq!(reds, [0, 50, 150, 200]);
    }
}
