//! Labelled files, read and decoded one by one as they are asked for.

use std::fs;
use std::path::PathBuf;

use vision::Example;
use vision::picture::Pixels;

use crate::pictures;

/// Most bytes of a picture's file.
const MOST_BYTES: u64 = 64 << 20;

/// A picture's file and what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Labelled {
    /// As its readers know it.
    pub(super) name: String,
    pub(super) path: PathBuf,
    pub(super) anomalous: bool,
    /// What it belongs to.
    pub(super) group: Option<String>,
}

/// The pictures as examples. What cannot be read is left out and goes to `mistakes`; after the
/// first of these nothing is given any more, but the rest is tried, so that all are told.
pub(super) fn read<'a>(
    labelled: &'a [Labelled],
    mistakes: &'a mut Vec<String>,
) -> impl Iterator<Item = Example> + use<'a> {
    labelled
        .iter()
        .filter_map(|labelled| match pixels(labelled) {
            Ok(pixels) => mistakes.is_empty().then(|| Example {
                pixels,
                anomalous: labelled.anomalous,
                group: labelled.group.clone(),
            }),
            Err(mistake) => {
                mistakes.push(mistake);
                None
            }
        })
}

/// A picture's pixels; the error names it.
pub(super) fn pixels(labelled: &Labelled) -> Result<Pixels, String> {
    let size = fs::metadata(&labelled.path).map(|metadata| metadata.len());
    let bytes = match size {
        Ok(size) if size > MOST_BYTES => {
            return Err(format!(
                "{}: the file has {size} bytes; at most {MOST_BYTES} are taken",
                labelled.name
            ));
        }
        Ok(_) => fs::read(&labelled.path),
        Err(error) => Err(error),
    };
    let bytes = bytes.map_err(|error| format!("{}: {error}", labelled.name))?;
    pictures::read(&bytes, MOST_BYTES)
        .map(|picture| picture.pixels)
        .map_err(|error| format!("{}: {error}", labelled.name))
}
