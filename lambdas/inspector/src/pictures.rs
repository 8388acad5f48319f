//! Pictures as models see them, the same in training and in serving.

use contracts::picture::MOST_PREPARED_SIDE;
use vision::picture::{Limits, Picture, PictureError, decode_within};

/// Most pixels of a picture: a medium-format camera's.
const MOST_PIXELS: u64 = 100_000_000;
/// Fewest pixels of the shorter side.
const LEAST_SIDE: u32 = 32;

/// Decodes a picture of at most `max_bytes` bytes. One that `prepare` made ready keeps all of its
/// pixels, whatever the configuration says of its sides, as where the functions look; what is larger is
/// somebody else's, and made smaller to cost less.
pub(crate) fn read(bytes: &[u8], max_bytes: u64) -> Result<Picture, PictureError> {
    let limits = Limits {
        max_bytes,
        max_pixels: MOST_PIXELS,
        min_side: LEAST_SIDE,
    };
    decode_within(bytes, &limits, MOST_PREPARED_SIDE)
}
