//! Masks as pictures: read, checked against their picture, and kept.

use std::collections::BTreeMap;
use std::path::Path;

use vision::picture::{self, Limits, PictureError, Pixels};

use crate::digest::Digest;
use crate::examine::LIMITS;
use crate::manifest::Color;
use crate::store::{DatasetError, atomic, mask_path};

/// The colour of what is wrong in a mask of one kind.
pub(crate) const WRONG: Color = Color([0x2c, 0xa0, 0x2c]);

/// A mask may have small pictures of large ones: the picture's own size is what it is held to.
const MASK_LIMITS: Limits = Limits {
    min_side: 1,
    ..LIMITS
};

/// The colour of what is sound in a mask that comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Background {
    /// White or transparent, as in Ground Truth's masks.
    White,
    /// Black, as in most public sets.
    Black,
}

/// Why a picture is no mask.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MaskError {
    /// It cannot be decoded.
    #[error(transparent)]
    Undecodable(#[from] PictureError),
    /// It is larger or smaller than the picture.
    #[error("the mask has {} x {} pixels and its picture {} x {}", mask.0, mask.1, picture.0, picture.1)]
    Size {
        /// The mask's sides, in pixels.
        mask: (u32, u32),
        /// The picture's.
        picture: (u32, u32),
    },
    /// It cannot be written again.
    #[error("the mask cannot be written: {0}")]
    Unwritable(String),
}

/// A mask's pixels, which are as many as the picture's.
pub(crate) fn decode(bytes: &[u8], size: (u32, u32)) -> Result<Pixels, MaskError> {
    let pixels = picture::decode(bytes, &MASK_LIMITS)?.pixels;
    let mask = (pixels.width(), pixels.height());
    if mask == size {
        Ok(pixels)
    } else {
        Err(MaskError::Size {
            mask,
            picture: size,
        })
    }
}

/// The colours of a mask, and how many pixels have each.
pub(crate) fn colors(pixels: &Pixels) -> BTreeMap<Color, u64> {
    let mut counts = BTreeMap::new();
    for rgb in pixels.data().chunks_exact(3) {
        *counts.entry(Color([rgb[0], rgb[1], rgb[2]])).or_default() += 1;
    }
    counts
}

/// A mask in two colours, [`Color::BACKGROUND`] and [`WRONG`], of one that may have soft edges: wrong
/// is what is nearer to the other end than to the background in red, green or blue.
pub(crate) fn two_colors(
    bytes: &[u8],
    size: (u32, u32),
    background: Background,
) -> Result<Vec<u8>, MaskError> {
    let pixels = decode(bytes, size)?;
    let is_wrong = |rgb: &[u8]| match background {
        Background::White => rgb.iter().any(|value| *value < 128),
        Background::Black => rgb.iter().any(|value| *value >= 128),
    };
    let data = pixels
        .data()
        .chunks_exact(3)
        .flat_map(|rgb| {
            if is_wrong(rgb) {
                WRONG.0
            } else {
                Color::BACKGROUND.0
            }
        })
        .collect();
    let unwritable = |error: &dyn std::fmt::Display| MaskError::Unwritable(error.to_string());
    let pixels = Pixels::new(size.0, size.1, data).map_err(|error| unwritable(&error))?;
    pixels.encode_png().map_err(|error| unwritable(&error))
}

/// Keeps a mask in the dataset's folder; gives its path there.
pub(crate) fn keep(root: &Path, bytes: &[u8]) -> Result<String, DatasetError> {
    let path = mask_path(&Digest::of(bytes).picture_id());
    atomic::write_once(&root.join(&path), bytes)?;
    Ok(path)
}
