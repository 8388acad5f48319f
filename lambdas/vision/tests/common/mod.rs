//! What the tests of the models share.

#![allow(dead_code, reason = "each test file uses its part")]
#![allow(clippy::unwrap_used, reason = "tests")]

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use vision::Backbone;
use vision::picture::{self, Limits, Pixels};

pub(crate) const LIMITS: Limits = Limits {
    max_bytes: 30 << 20,
    max_pixels: 50_000_000,
    min_side: 80,
};

/// The same without a shortest side.
pub(crate) const ANY_SIDE: Limits = Limits {
    min_side: 1,
    ..LIMITS
};

/// The network, loaded once.
pub(crate) fn backbone() -> &'static Backbone {
    static BACKBONE: LazyLock<Backbone> = LazyLock::new(|| Backbone::load().unwrap());
    &BACKBONE
}

/// The pictures of a folder, in order.
pub(crate) fn pictures_in(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths
}

/// A picture as the pipeline prepares it.
pub(crate) fn decode(path: &Path) -> Pixels {
    prepare(&std::fs::read(path).unwrap())
}

/// A picture as the pipeline prepares it: upright, at most 1024 pixels a side, JPEG.
pub(crate) fn prepare(bytes: &[u8]) -> Pixels {
    let picture = picture::decode_within(bytes, &LIMITS, 1024).unwrap();
    let jpeg = picture.to_jpeg(bytes, 90).unwrap();
    picture::decode(&jpeg, &LIMITS).unwrap().pixels
}

/// The part of pairs of a defective and a sound picture that the scores put in order.
pub(crate) fn area_under_curve(scores: &[(f64, bool)]) -> f64 {
    let of = |defective: bool| scores.iter().filter(move |s| s.1 == defective).map(|s| s.0);
    let mut ordered = 0.0;
    for defective in of(true) {
        for sound in of(false) {
            ordered += match defective.total_cmp(&sound) {
                std::cmp::Ordering::Greater => 1.0,
                std::cmp::Ordering::Equal => 0.5,
                std::cmp::Ordering::Less => 0.0,
            };
        }
    }
    ordered / (of(true).count() * of(false).count()) as f64
}

/// The defective pixels of a cookie's mask, row by row, and the picture's width: sound parts are
/// transparent, which is white once decoded.
pub(crate) fn mask(path: &Path) -> (Vec<bool>, usize) {
    let pixels = picture::decode(&std::fs::read(path).unwrap(), &LIMITS)
        .unwrap()
        .pixels;
    let defective = pixels
        .data()
        .chunks_exact(3)
        .map(|pixel| pixel[0] < 128)
        .collect();
    (defective, pixels.width() as usize)
}
