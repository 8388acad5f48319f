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

/// The pictures as examples, or why one cannot be read.
pub(super) fn read(labelled: &[Labelled]) -> impl Iterator<Item = Result<Example, String>> {
    labelled.iter().map(|labelled| {
        Ok(Example {
            pixels: pixels(labelled)?,
            anomalous: labelled.anomalous,
            group: labelled.group.clone(),
        })
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
