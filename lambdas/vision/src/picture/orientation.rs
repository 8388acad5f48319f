//! The eight ways a camera can have been held, as Exif tells them.

use crate::pixels::Pixels;

/// Exif orientation, 1 to 8: where row 0 and column 0 of the stored pixels belong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Orientation {
    /// Rows and columns change places.
    transposed: bool,
    /// Then left and right change places.
    mirrored: bool,
    /// Then top and bottom change places.
    flipped: bool,
}

impl Orientation {
    /// The orientation of an Exif value; a value outside 1 to 8 means upright.
    pub(super) fn from_exif(value: u32) -> Self {
        let (transposed, mirrored, flipped) = match value {
            2 => (false, true, false),
            3 => (false, true, true),
            4 => (false, false, true),
            5 => (true, false, false),
            6 => (true, true, false),
            7 => (true, true, true),
            8 => (true, false, true),
            _ => (false, false, false),
        };
        Self {
            transposed,
            mirrored,
            flipped,
        }
    }
}

/// Width and height the right way up, of those that are stored.
pub(super) fn turned_sides((width, height): (u32, u32), orientation: Orientation) -> (u32, u32) {
    if orientation.transposed {
        (height, width)
    } else {
        (width, height)
    }
}

/// The pixels the right way up.
pub(super) fn turn_upright(pixels: Pixels, orientation: Orientation) -> Pixels {
    if orientation == Orientation::default() {
        return pixels;
    }
    let (width, height) = turned_sides((pixels.width(), pixels.height()), orientation);
    let (stored, _) = pixels.data().as_chunks();
    let across = pixels.width() as usize;
    let upright = match orientation.transposed {
        true => transposed(stored, across, orientation),
        false => reversed(stored, across, orientation),
    };
    let data = upright.into_flattened();
    Pixels::new(width, height, data).unwrap_or(pixels)
}

/// Red, green, blue.
type Pixel = [u8; 3];

/// Rows stay rows: their order and that within them changes where the orientation says so.
fn reversed(stored: &[Pixel], across: usize, orientation: Orientation) -> Vec<Pixel> {
    let mut upright = Vec::with_capacity(stored.len());
    let mut add = |row: &[Pixel]| match orientation.mirrored {
        true => upright.extend(row.iter().rev()),
        false => upright.extend_from_slice(row),
    };
    let rows = stored.chunks_exact(across);
    match orientation.flipped {
        true => rows.rev().for_each(&mut add),
        false => rows.for_each(&mut add),
    }
    upright
}

/// Rows become columns. Some rows at a time, so that what is written lies together and what is read
/// is still in the processor's cache.
fn transposed(stored: &[Pixel], across: usize, orientation: Orientation) -> Vec<Pixel> {
    const TOGETHER: usize = 16;
    let down = stored.len() / across.max(1);
    let mut upright = vec![Pixel::default(); stored.len()];
    for first in (0..down).step_by(TOGETHER) {
        let rows = first..down.min(first + TOGETHER);
        let place = match orientation.mirrored {
            true => down - rows.end,
            false => first,
        };
        for column in 0..across {
            let row = match orientation.flipped {
                true => across - 1 - column,
                false => column,
            };
            let to = &mut upright[row * down + place..][..rows.len()];
            let from = rows.clone().map(|row| stored[row * across + column]);
            match orientation.mirrored {
                true => to
                    .iter_mut()
                    .rev()
                    .zip(from)
                    .for_each(|(to, from)| *to = from),
                false => to.iter_mut().zip(from).for_each(|(to, from)| *to = from),
            }
        }
    }
    upright
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The letters of a 3 x 2 picture after turning, row by row.
    fn turned(value: u32) -> String {
        let stored = "abcdef".bytes().flat_map(|letter| [letter; 3]).collect();
        let pixels = Pixels::new(3, 2, stored).unwrap();
        let upright = turn_upright(pixels, Orientation::from_exif(value));
        let width = upright.width() as usize;
        let letters: Vec<u8> = upright.data().chunks(3).map(|pixel| pixel[0]).collect();
        let rows: Vec<_> = letters
            .chunks(width)
            .map(|row| String::from_utf8_lossy(row).into_owned())
            .collect();
        rows.join("/")
    }

    /// Against the definition, pixel by pixel, on sides that are no multiple of what is turned at once.
    #[test]
    fn large_pictures_are_turned_as_small_ones() {
        let (across, down) = (37_u32, 53_u32);
        let stored = (0..across * down).flat_map(|at| [at as u8, (at >> 8) as u8, 7]);
        let pixels = Pixels::new(across, down, stored.collect()).unwrap();
        let at = |pixels: &Pixels, x: u32, y: u32| -> Pixel {
            pixels.data().as_chunks().0[(y * pixels.width() + x) as usize]
        };
        for value in 1..=8 {
            let orientation = Orientation::from_exif(value);
            let upright = turn_upright(pixels.clone(), orientation);
            let (width, height) = turned_sides((across, down), orientation);
            assert_eq!((upright.width(), upright.height()), (width, height));
            for (x, y) in (0..height).flat_map(|y| (0..width).map(move |x| (x, y))) {
                let from_x = if orientation.mirrored {
                    width - 1 - x
                } else {
                    x
                };
                let from_y = if orientation.flipped {
                    height - 1 - y
                } else {
                    y
                };
                let from = match orientation.transposed {
                    true => at(&pixels, from_y, from_x),
                    false => at(&pixels, from_x, from_y),
                };
                assert_eq!(at(&upright, x, y), from, "{value}: {x}, {y}");
            }
        }
    }

    #[test]
    fn all_eight_orientations_as_exif_defines_them() {
        // Stored: abc / def. Exif says at which side of the scene row 0 and column 0 are.
        assert_eq!(turned(1), "abc/def"); // top, left
        assert_eq!(turned(2), "cba/fed"); // top, right
        assert_eq!(turned(3), "fed/cba"); // bottom, right
        assert_eq!(turned(4), "def/abc"); // bottom, left
        assert_eq!(turned(5), "ad/be/cf"); // left, top
        assert_eq!(turned(6), "da/eb/fc"); // right, top
        assert_eq!(turned(7), "fc/eb/da"); // right, bottom
        assert_eq!(turned(8), "cf/be/ad"); // left, bottom
        assert_eq!(turned(0), "abc/def");
        assert_eq!(turned(9), "abc/def");
    }
}
