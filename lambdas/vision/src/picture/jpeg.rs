//! JPEG: sides from the frame header, then strict decoding.

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
    let data = decoder.decode().map_err(damaged)?;
    let pixels = Pixels::new(width, height, data).map_err(damaged)?;
    Ok(Stored {
        pixels,
        exif: decoder.exif().cloned(),
    })
}

fn damaged(detail: impl std::fmt::Display) -> PictureError {
    PictureError::Damaged {
        format: Format::Jpeg,
        detail: detail.to_string(),
    }
}
