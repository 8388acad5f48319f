//! Where the files of a manifest are.
//!
//! Its pictures are in S3; who moves over has copied them into a folder. An object's key is looked
//! for there from its longest end to its shortest, so that the folder may be a copy of the bucket
//! or of any prefix of it. A file that two objects are found as is refused: it is one of them at
//! most.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use diagnostics::{Address, Diagnostic, Diagnostics};

use crate::manifest::{Line, Mask, Numbered};

/// A line whose files are there.
pub(super) struct Located<'a> {
    pub(super) line: &'a Line,
    pub(super) picture: PathBuf,
    pub(super) mask: Option<(&'a Mask, PathBuf)>,
}

/// Finds the files of all lines, whose masks have the attribute `mask_name`.
pub(super) fn locate<'a>(
    folder: &Path,
    lines: &'a [Numbered<Line>],
    mask_name: &str,
) -> Result<Vec<Located<'a>>, Diagnostics> {
    let mut mistakes = Diagnostics::new();
    let mut taken: BTreeMap<PathBuf, &str> = BTreeMap::new();
    let mut located = Vec::new();
    let mut numbers = Vec::new();
    for Numbered { number, line } in lines {
        let mut file = |reference: &str, name: &str| match find(folder, reference) {
            Ok(path) => Some(path),
            Err(what) => {
                let help = "copy it there, for example with `aws s3 sync`, and name the folder with --pictures";
                mistakes.push(
                    Diagnostic::error("dataset::no-file", place(*number, name), what)
                        .with_help(help),
                );
                None
            }
        };
        let picture = file(&line.source, "source-ref");
        let mask = line.mask.as_ref();
        let mask = mask.map(|mask| (mask, file(&mask.source, mask_name)));
        let Some(picture) = picture else { continue };
        if let Some(other) = taken.insert(picture.clone(), &line.source) {
            let place = place(*number, "source-ref");
            mistakes.push(same_file(place, &line.source, other, &picture));
        }
        let mask = mask.and_then(|(mask, path)| Some((mask, path?)));
        numbers.push(*number);
        located.push(Located {
            line,
            picture,
            mask,
        });
    }
    // Behind all pictures: a mask may be found as that of a later line.
    let mut masks: BTreeMap<&Path, &str> = BTreeMap::new();
    for (number, Located { mask, .. }) in numbers.into_iter().zip(&located) {
        let Some((mask, path)) = mask else { continue };
        let earlier = masks.insert(path, &mask.source);
        // Several pictures may have one mask.
        let earlier = earlier.filter(|earlier| *earlier != mask.source);
        if let Some(other) = taken.get(path).copied().or(earlier) {
            let place = place(number, mask_name);
            mistakes.push(same_file(place, &mask.source, other, path));
        }
    }
    if mistakes.is_empty() {
        Ok(located)
    } else {
        Err(mistakes)
    }
}

fn place(number: usize, name: &str) -> Address {
    Address::root().join(format!("line {number}")).join(name)
}

fn same_file(place: Address, one: &str, other: &str, path: &Path) -> Diagnostic {
    let what = format!("{one:?} and {other:?} are both found as {}", path.display());
    Diagnostic::error("dataset::same-file", place, what)
        .with_help("copy the bucket with its folders, masks as well, so that names are not lost")
}

/// The file of an object in the folder.
fn find(folder: &Path, reference: &str) -> Result<PathBuf, String> {
    let key = match reference.strip_prefix("s3://") {
        Some(rest) => rest.split_once('/').map_or("", |(_, key)| key),
        None => reference,
    };
    let names: Vec<&str> = key.split('/').filter(|name| !name.is_empty()).collect();
    if names.is_empty()
        || names
            .iter()
            .any(|name| matches!(*name, "." | "..") || name.contains('\0'))
    {
        return Err(format!("{reference:?} names no object"));
    }
    (0..names.len())
        .map(|start| {
            names[start..]
                .iter()
                .fold(folder.to_owned(), |path, name| path.join(name))
        })
        .find(|path| path.is_file())
        .ok_or_else(|| {
            let (folder, name) = (folder.display(), names.last().copied().unwrap_or_default());
            format!(
                "{reference:?} is not in {folder}, neither as {} nor as {name}",
                names.join("/")
            )
        })
}
