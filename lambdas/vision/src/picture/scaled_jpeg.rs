//! JPEG, made smaller while it is decoded: of every block of 8 x 8 pixels, 4 x 4, 2 x 2 or one are
//! calculated, from the coarsest coefficients. That is an average over the pixels that are joined,
//! and costs neither their calculation nor their memory.

use jpeg_decoder::{CodingProcess, Decoder, PixelFormat};

use super::jpeg::{damaged, has_end};
use super::{Limits, PictureError, Stored, check_sides};
use crate::pixels::Pixels;

/// How many times smaller a picture can be made, the most first.
const FACTORS: [u32; 3] = [8, 4, 2];
/// A picture that is this part of the wanted side is as good as one that has it.
const GOOD_ENOUGH: f64 = 15.0 / 16.0;

/// Decodes a JPEG for a longest side of `side`. `None` when it is not larger by enough, or of a
/// kind that is decoded as a whole: progressive ones need all of their coefficients anyway, and the
/// decoder used here does not bound their scans; CMYK is rare.
pub(super) fn decode(
    bytes: &[u8],
    limits: &Limits,
    side: u32,
) -> Result<Option<Stored>, PictureError> {
    let mut decoder = Decoder::new(bytes);
    // What this decoder does not understand, the other one may.
    if decoder.read_info().is_err() {
        return Ok(None);
    }
    let Some(info) = decoder.info() else {
        return Ok(None);
    };
    let (width, height) = (u32::from(info.width), u32::from(info.height));
    check_sides(width, height, limits)?;
    let wanted = f64::from(side) * GOOD_ENOUGH;
    let longest = width.max(height);
    let factor = FACTORS
        .into_iter()
        .find(|factor| f64::from(longest.div_ceil(*factor)) >= wanted);
    let is_whole = info.coding_process == CodingProcess::DctProgressive;
    let (Some(factor), false) = (factor, is_whole) else {
        return Ok(None);
    };
    let smaller = |side: u16| side.div_ceil(factor as u16);
    if !matches!(info.pixel_format, PixelFormat::RGB24 | PixelFormat::L8) {
        return Ok(None);
    }
    if !has_end(bytes) {
        return Err(damaged("its data ends before the picture does"));
    }
    let (width, height) = decoder
        .scale(smaller(info.width), smaller(info.height))
        .map_err(damaged)?;
    let data = decoder.decode().map_err(damaged)?;
    let data = match info.pixel_format {
        PixelFormat::L8 => data.into_iter().flat_map(|grey| [grey; 3]).collect(),
        _ => data,
    };
    Ok(Some(Stored {
        pixels: Pixels::new(width.into(), height.into(), data).map_err(damaged)?,
        sides: (info.width.into(), info.height.into()),
        exif: decoder.exif_data().map(<[u8]>::to_vec),
    }))
}
