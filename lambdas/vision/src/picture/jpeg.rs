//! JPEG: sides from the frame header, then strict decoding of a file that has its end.

use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;

use super::{Format, Limits, PictureError, Stored, check_sides};
use crate::pixels::Pixels;

/// Scans of a progressive picture; encoders write about ten. Each one costs a walk over all
/// coefficients, which makes many of them a way to burn time with few bytes.
const MOST_SCANS: usize = 64;

pub(super) fn decode(bytes: &[u8], limits: &Limits) -> Result<Stored, PictureError> {
    // Strict, because the lenient mode fills what is missing from a truncated file with grey.
    let options = DecoderOptions::default()
        .set_strict_mode(true)
        .set_max_width(usize::from(u16::MAX))
        .set_max_height(usize::from(u16::MAX))
        .jpeg_set_max_scans(MOST_SCANS)
        .jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(damaged)?;
    let (width, height) = decoder
        .dimensions()
        .and_then(|(width, height)| Some((width.try_into().ok()?, height.try_into().ok()?)))
        .ok_or_else(|| damaged("it has no frame header"))?;
    check_sides(width, height, limits)?;
    if !has_end(bytes) {
        return Err(damaged("its data ends before the picture does"));
    }
    let data = decoder.decode().map_err(damaged)?;
    let pixels = Pixels::new(width, height, data).map_err(damaged)?;
    Ok(Stored {
        pixels,
        sides: (width, height),
        exif: decoder.exif().cloned(),
    })
}

/// Whether the end-of-image marker comes where the last scan ends. The decoder does not notice
/// a file that breaks off within its last rows. What follows the end, such as a second picture
/// for 3D, does not matter.
pub(super) fn has_end(bytes: &[u8]) -> bool {
    const END: u8 = 0xd9;
    // After the start-of-image marker, segment by segment.
    let mut rest = bytes.get(2..).unwrap_or_default();
    while let Some((marker, after)) = next_marker(rest) {
        if marker == END {
            return true;
        }
        let Some((length, _)) = after.split_first_chunk::<2>() else {
            return false;
        };
        let length = usize::from(u16::from_be_bytes(*length));
        let Some(following) = after.get(length.max(2)..) else {
            return false;
        };
        // Entropy-coded data is skipped by looking for the next marker.
        rest = following;
    }
    false
}

/// The next marker that stands for itself or begins a segment, and what follows it. Stuffed
/// bytes (0xff00), fill bytes and restart markers, which belong to a scan's data, are skipped.
fn next_marker(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let mut rest = bytes;
    loop {
        let at = rest.iter().position(|byte| *byte == 0xff)?;
        rest = rest.get(at + 1..)?;
        match *rest.first()? {
            0xff => {}
            0x00 | 0x01 | 0xd0..=0xd8 => rest = rest.get(1..)?,
            marker => return Some((marker, rest.get(1..)?)),
        }
    }
}

pub(super) fn damaged(detail: impl std::fmt::Display) -> PictureError {
    PictureError::Damaged {
        format: Format::Jpeg,
        detail: detail.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_is_found_after_the_last_scan_and_nowhere_else() {
        // Start, a segment that holds what looks like an end, a scan with stuffing and a
        // restart, the end.
        let whole = [
            0xff, 0xd8, 0xff, 0xe1, 0, 6, 0xff, 0xd9, 1, 2, 0xff, 0xda, 0, 3, 7, 9, 0xff, 0, 9,
            0xff, 0xd0, 9, 0xff, 0xd9,
        ];
        assert!(has_end(&whole));
        for length in 0..whole.len() {
            assert!(!has_end(&whole[..length]), "{length} bytes");
        }
        assert!(has_end(&[&whole[..], &[1, 2, 3]].concat()));
    }
}
