//! Pictures as models see them, the same in training and in serving.

use vision::picture::{Limits, Picture, PictureError, Pixels, decode};

/// No side is longer, as in pictures that `prepare` makes ready.
const LONGEST_SIDE: u32 = 1024;
/// Most pixels of a picture: a medium-format camera's.
const MOST_PIXELS: u64 = 100_000_000;
/// Fewest pixels of the shorter side.
const LEAST_SIDE: u32 = 32;

/// Decodes a picture of at most `max_bytes` bytes.
pub(crate) fn read(bytes: &[u8], max_bytes: u64) -> Result<Picture, PictureError> {
    let limits = Limits {
        max_bytes,
        max_pixels: MOST_PIXELS,
        min_side: LEAST_SIDE,
    };
    let picture = decode(bytes, &limits)?;
    Ok(Picture {
        pixels: shrunk(picture.pixels),
        ..picture
    })
}

fn shrunk(pixels: Pixels) -> Pixels {
    match pixels.fit_within(LONGEST_SIDE) {
        std::borrow::Cow::Borrowed(_) => pixels,
        std::borrow::Cow::Owned(smaller) => smaller,
    }
}
