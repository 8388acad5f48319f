//! From coefficients to samples, and from the planes of components to pixels.

/// Samples of a component, row by row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Plane {
    pub(super) width: usize,
    pub(super) data: Vec<u8>,
}

/// Bits of the fraction of the factors.
const FRACTION: u32 = 12;
/// Bits that a transform of four points adds: more would not fit after the second.
const MORE: u32 = 4;

/// The samples of a block from its coarsest coefficients: the inverse cosine transform of as many
/// points, which averages over what the whole transform would give.
#[inline]
pub(super) fn samples<const SIDE: usize>(kept: &[[i32; SIDE]; SIDE]) -> [[u8; SIDE]; SIDE] {
    let mut rows = [[0; SIDE]; SIDE];
    for column in 0..SIDE {
        let mut along = [0; SIDE];
        for (value, row) in along.iter_mut().zip(kept) {
            *value = row[column];
        }
        for (row, value) in rows.iter_mut().zip(inverse(along)) {
            row[column] = value;
        }
    }
    // Coefficients are eight times as large as samples, and these are around 128.
    let shift = const { if SIDE == 4 { 2 * MORE + 3 } else { 3 } };
    let middle = (128 << shift) + (1 << (shift - 1));
    rows.map(|row| {
        inverse(row).map(|value| (value.wrapping_add(middle) >> shift).clamp(0, 255) as u8)
    })
}

/// The inverse cosine transform of one, two or four points. What no encoder writes wraps.
#[inline]
fn inverse<const SIDE: usize>(values: [i32; SIDE]) -> [i32; SIDE] {
    let mut points = values;
    match values[..] {
        [first, second] => {
            points.copy_from_slice(&[first.wrapping_add(second), first.wrapping_sub(second)]);
        }
        [first, second, third, fourth] => {
            const COSINE: i32 = fixed(1.306_563, FRACTION);
            const SINE: i32 = fixed(0.541_196, FRACTION);
            let rotated = |one: i32, other: i32| {
                let sum = second
                    .wrapping_mul(one)
                    .wrapping_add(fourth.wrapping_mul(other));
                sum >> (FRACTION - MORE)
            };
            let (outer, inner) = (rotated(COSINE, SINE), rotated(SINE, -COSINE));
            let even = first.wrapping_add(third) << MORE;
            let odd = first.wrapping_sub(third) << MORE;
            points.copy_from_slice(&[
                even.wrapping_add(outer),
                odd.wrapping_add(inner),
                odd.wrapping_sub(inner),
                even.wrapping_sub(outer),
            ]);
        }
        _ => {}
    }
    points
}

/// A factor above 0 with so many bits of fraction.
const fn fixed(value: f64, fraction: u32) -> i32 {
    (value * (1u32 << fraction) as f64 + 0.5) as i32
}

impl Plane {
    /// Twice as wide: a sample lies between two of the new ones, each of which has a quarter of
    /// the neighbour on its side.
    pub(super) fn doubled_across(&self) -> Self {
        let mut data = Vec::with_capacity(self.data.len() * 2);
        for row in self.data.chunks_exact(self.width) {
            let last = row.len() - 1;
            for (at, own) in row.iter().enumerate() {
                let (before, after) = (row[at.saturating_sub(1)], row[(at + 1).min(last)]);
                data.extend([mixed(*own, before), mixed(*own, after)]);
            }
        }
        Self {
            width: self.width * 2,
            data,
        }
    }

    /// Twice as tall, likewise.
    pub(super) fn doubled_down(&self) -> Self {
        let rows: Vec<&[u8]> = self.data.chunks_exact(self.width).collect();
        let last = rows.len().saturating_sub(1);
        let mut data = Vec::with_capacity(self.data.len() * 2);
        for (at, own) in rows.iter().enumerate() {
            for beside in [rows[at.saturating_sub(1)], rows[(at + 1).min(last)]] {
                data.extend(own.iter().zip(beside).map(|(own, near)| mixed(*own, *near)));
            }
        }
        Self {
            width: self.width,
            data,
        }
    }
}

/// Three parts of a sample and one of its neighbour.
fn mixed(own: u8, near: u8) -> u8 {
    ((u16::from(own) * 3 + u16::from(near) + 2) / 4) as u8
}

/// Red, green and blue of the first `width` columns of `height` rows: of planes of luma and of
/// both colours, or of luma alone.
pub(super) fn pixels<'a>(planes: &'a [Plane], width: usize, height: usize) -> Vec<u8> {
    let mut pixels = vec![0; width * height * 3];
    for (row, target) in pixels.chunks_exact_mut(width * 3).enumerate() {
        let (target, _) = target.as_chunks_mut::<3>();
        let line = |plane: &'a Plane| &plane.data[row * plane.width..][..width];
        match planes {
            [luma, blue, red] => {
                let colors = line(blue).iter().zip(line(red));
                for ((pixel, luma), (blue, red)) in target.iter_mut().zip(line(luma)).zip(colors) {
                    *pixel = color(*luma, *blue, *red);
                }
            }
            _ => {
                for (pixel, luma) in target.iter_mut().zip(planes.iter().flat_map(line)) {
                    *pixel = [*luma; 3];
                }
            }
        }
    }
    pixels
}

/// Red, green and blue from luma and the differences of blue and of red, as JFIF has them.
#[inline]
fn color(luma: u8, blue: u8, red: u8) -> [u8; 3] {
    const FRACTION: u32 = 16;
    const RED_RED: i32 = fixed(1.402, FRACTION);
    const GREEN_BLUE: i32 = fixed(0.344_136, FRACTION);
    const GREEN_RED: i32 = fixed(0.714_136, FRACTION);
    const BLUE_BLUE: i32 = fixed(1.772, FRACTION);
    let luma = (i32::from(luma) << FRACTION) + (1 << (FRACTION - 1));
    let (blue, red) = (i32::from(blue) - 128, i32::from(red) - 128);
    [
        luma + RED_RED * red,
        luma - GREEN_BLUE * blue - GREEN_RED * red,
        luma + BLUE_BLUE * blue,
    ]
    .map(|value| (value >> FRACTION).clamp(0, 255) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fewer_points_average_over_what_more_would_give() {
        // A ramp: coefficients of the first row alone.
        let kept = [
            [160, -300, 0, -32],
            [0, 0, 0, 0],
            [0, 0, 0, 0],
            [0, 0, 0, 0],
        ];
        let four = samples(&kept);
        assert_eq!(four[0], four[3]);
        assert!(four[0].is_sorted(), "{four:?}");
        let two = samples(&[[160, -300], [0, 0]]);
        for side in 0..2 {
            let mean = (u16::from(four[0][2 * side]) + u16::from(four[0][2 * side + 1])) / 2;
            assert!(two[0][side].abs_diff(mean as u8) <= 5, "{four:?} {two:?}");
        }
        assert_eq!(samples(&[[160]]), [[148]]);
        // What no picture holds ends at black and white.
        assert_eq!(samples(&[[9000, 0], [0, 0]]), [[255; 2]; 2]);
        assert_eq!(samples(&[[-9000]]), [[0]]);
    }

    #[test]
    fn doubling_keeps_level_ground_and_goes_between_neighbours() {
        let plane = Plane {
            width: 2,
            data: vec![0, 100, 0, 100, 40, 140],
        };
        let wide = plane.doubled_across();
        assert_eq!((wide.width, &wide.data[..4]), (4, &[0, 25, 75, 100][..]));
        let tall = plane.doubled_down();
        let first: Vec<u8> = tall.data.iter().step_by(2).copied().collect();
        assert_eq!((tall.width, first), (2, vec![0, 0, 0, 10, 30, 40]));
    }

    #[test]
    fn colours_are_those_of_jfif() {
        assert_eq!(color(76, 85, 255), [254, 0, 0]);
        assert_eq!(color(128, 128, 128), [128; 3]);
        assert_eq!(color(255, 0, 255)[0], 255);
    }
}
