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
    let mut data = Vec::with_capacity(pixels.data().len());
    for y in 0..height {
        let y = if orientation.flipped {
            height - 1 - y
        } else {
            y
        };
        for x in 0..width {
            let x = if orientation.mirrored {
                width - 1 - x
            } else {
                x
            };
            let (x, y) = if orientation.transposed {
                (y, x)
            } else {
                (x, y)
            };
            data.extend_from_slice(&pixels.at(x, y));
        }
    }
    Pixels::new(width, height, data).unwrap_or(pixels)
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
