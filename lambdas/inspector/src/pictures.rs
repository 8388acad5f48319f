//! Pictures as models see them, the same in training and in serving.

use vision::picture::{Limits, Picture, PictureError, decode_within};

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
    decode_within(bytes, &limits, LONGEST_SIDE)
}
