//! JPEG, made smaller while it is decoded: of every block of 8 x 8 pixels, 4 x 4, 2 x 2 or one are
//! calculated, from the coarsest coefficients. That is an average over the pixels that are joined,
//! and costs neither their calculation nor their memory. What is left is to read the codes.

mod codes;
mod entropy;
pub(super) mod frame;
mod planes;

use super::jpeg::{self, damaged};
use super::{Limits, PictureError, Stored, check_sides};
use crate::pixels::Pixels;

use entropy::{Bits, ScanError};
use frame::{Component, Frame, MOST_COMPONENTS};
use planes::Plane;

/// How many times smaller a picture can be made, the most first.
const FACTORS: [u32; 3] = [8, 4, 2];
/// A picture that is this part of the wanted side is as good as one that has it.
const GOOD_ENOUGH: f64 = 15.0 / 16.0;

/// Decodes a JPEG for a longest side of `side`. `None` when it is not larger by enough, or of a
/// kind that is decoded as a whole: progressive ones need all of their coefficients anyway, and
/// what cameras do not write is rare.
pub(super) fn decode(
    bytes: &[u8],
    limits: &Limits,
    side: u32,
) -> Result<Option<Stored>, PictureError> {
    // What is not understood here, the other decoder may understand, or say what is wrong.
    let Some(frame) = frame::read(bytes) else {
        return Ok(None);
    };
    let (width, height) = (u32::from(frame.width), u32::from(frame.height));
    check_sides(width, height, limits)?;
    let wanted = f64::from(side) * GOOD_ENOUGH;
    let longest = width.max(height);
    let factor = FACTORS
        .into_iter()
        .find(|factor| f64::from(longest.div_ceil(*factor)) >= wanted);
    let Some(factor) = factor else {
        return Ok(None);
    };
    if jpeg::end(bytes).is_none() {
        return Err(damaged("its data ends before the picture does"));
    }
    let data = bytes.get(frame.data..).unwrap_or_default();
    let planes = match factor {
        8 => planes::<1>(&frame, data),
        4 => planes::<2>(&frame, data),
        _ => planes::<4>(&frame, data),
    }
    .map_err(damaged)?;
    let (smaller_width, smaller_height) = (width.div_ceil(factor), height.div_ceil(factor));
    let data = planes::pixels(&planes, smaller_width as usize, smaller_height as usize);
    Ok(Some(Stored {
        pixels: Pixels::new(smaller_width, smaller_height, data).map_err(damaged)?,
        sides: (width, height),
        exif: frame.exif,
    }))
}

/// The planes of all components with `SIDE` by `SIDE` samples of each block, colours as fine as
/// luma.
fn planes<const SIDE: usize>(frame: &Frame, data: &[u8]) -> Result<Vec<Plane>, ScanError> {
    // The blocks of luma make the MCU; those of colours, which have one each, cover as much.
    let (across, down) = frame.components.first().map_or((1, 1), |luma| luma.blocks);
    let mcus_across = usize::from(frame.width).div_ceil(8 * across);
    let mcus_down = usize::from(frame.height).div_ceil(8 * down);
    let mut planes: Vec<Plane> = frame
        .components
        .iter()
        .map(|component| {
            let width = mcus_across * component.blocks.0 * SIDE;
            let height = mcus_down * component.blocks.1 * SIDE;
            Plane {
                width,
                data: vec![0; width * height],
            }
        })
        .collect();

    let mut bits = Bits::new(data);
    let mut before = [0; MOST_COMPONENTS];
    let (mut left, mut restarts) = (frame.restart_interval, 0);
    for row in 0..mcus_down {
        for column in 0..mcus_across {
            if frame.restart_interval > 0 {
                if left == 0 {
                    bits.restart(restarts)?;
                    before = [0; MOST_COMPONENTS];
                    left = frame.restart_interval;
                    restarts += 1;
                }
                left -= 1;
            }
            let parts = frame.components.iter().zip(&mut planes).zip(&mut before);
            for ((component, plane), before) in parts {
                mcu::<SIDE>(&mut bits, component, plane, (row, column), before)?;
            }
        }
        bits.check()?;
    }
    for plane in planes.iter_mut().skip(1) {
        if across == 2 {
            *plane = plane.doubled_across();
        }
        if down == 2 {
            *plane = plane.doubled_down();
        }
    }
    Ok(planes)
}

/// A component's blocks of the MCU at (row, column).
#[inline]
fn mcu<const SIDE: usize>(
    bits: &mut Bits<'_>,
    component: &Component,
    plane: &mut Plane,
    (row, column): (usize, usize),
    before: &mut i32,
) -> Result<(), ScanError> {
    let (across, down) = component.blocks;
    for top in (row * down..(row + 1) * down).map(|block| block * SIDE) {
        for left in (column * across..(column + 1) * across).map(|block| block * SIDE) {
            let tables = (&component.dc, &component.ac);
            let kept = bits.block::<SIDE>(tables, &component.quantisation, before)?;
            for (line, samples) in planes::samples(&kept).iter().enumerate() {
                plane.data[(top + line) * plane.width + left..][..SIDE].copy_from_slice(samples);
            }
        }
    }
    Ok(())
}
