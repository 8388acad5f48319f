//! Manifests of Lookout for Vision and Ground Truth, taken in with their pictures.
//!
//! Their pictures are in S3; who moves over has copied them into a folder. An object's key is looked
//! for there from its longest end to its shortest, so that the folder may be a copy of the bucket
//! or of any prefix of it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use contracts::{BatchName, DeviceClass};
use diagnostics::{Address, Diagnostic, Diagnostics};

use crate::drawn;
use crate::examine::LIMITS;
use crate::files::read_within;
use crate::intake::{Added, Looked, listed, read, take_in};
use crate::manifest::{Attributes, Label, Line, Mask, MaskColor, Numbered, parse_manifest};
use crate::names::Kind;
use crate::store::{Dataset, DatasetError, Item, atomic};

/// A manifest to take in.
#[derive(Debug, Clone)]
pub struct Import {
    /// The manifest's text.
    pub manifest: String,
    /// The folder that its pictures were copied to.
    pub pictures: PathBuf,
    /// The device class of pictures whose line names none.
    pub device_class: DeviceClass,
    /// The series of pictures whose line names none.
    pub series: Option<BatchName>,
    /// The label's attribute, where it is not to be found by its type.
    pub label_attribute: Option<String>,
    /// The mask's.
    pub mask_attribute: Option<String>,
}

/// Why a manifest cannot be taken in.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The folder of the dataset.
    #[error(transparent)]
    Dataset(#[from] DatasetError),
    /// The manifest, or where its pictures are.
    #[error("the manifest cannot be taken in")]
    Invalid(Diagnostics),
}

/// Takes a manifest in: labels, kinds, masks and attributes that are not known here. `done` is told
/// how many lines are done with as it goes on.
///
/// # Errors
/// Every mistake of the manifest and every picture that is not in the folder, before anything is
/// changed; and when the dataset cannot be written.
pub fn import_lookout(
    dataset: &mut Dataset,
    import: &Import,
    done: impl FnMut(usize),
) -> Result<Added, ImportError> {
    let names = Attributes::find(
        &import.manifest,
        import.label_attribute.as_deref(),
        import.mask_attribute.as_deref(),
    )
    .map_err(ImportError::Invalid)?;
    let lines = parse_manifest(&import.manifest, &names).map_err(ImportError::Invalid)?;
    let found = locate(&import.pictures, &lines).map_err(ImportError::Invalid)?;
    let added = take_in(
        dataset,
        &found,
        |root, located| look(root, import, located),
        done,
    )?;
    Ok(added)
}

/// A line whose files are there.
struct Located<'a> {
    line: &'a Line,
    picture: PathBuf,
    mask: Option<(&'a Mask, PathBuf)>,
}

fn locate<'a>(folder: &Path, lines: &'a [Numbered<Line>]) -> Result<Vec<Located<'a>>, Diagnostics> {
    let mut mistakes = Diagnostics::new();
    let mut taken: BTreeMap<PathBuf, &str> = BTreeMap::new();
    let mut located = Vec::new();
    for Numbered { number, line } in lines {
        let place = |name: &str| Address::root().join(format!("line {number}")).join(name);
        let mut file = |reference: &str, name: &str| match find(folder, reference) {
            Ok(path) => Some(path),
            Err(what) => {
                let help = "copy it there, for example with `aws s3 sync`, and name the folder with --pictures";
                mistakes
                    .push(Diagnostic::error("dataset::no-file", place(name), what).with_help(help));
                None
            }
        };
        let picture = file(&line.source, "source-ref");
        let mask = line.mask.as_ref();
        let mask = mask.map(|mask| (mask, file(&mask.source, "anomaly-mask-ref")));
        let Some(picture) = picture else { continue };
        if let Some(other) = taken.insert(picture.clone(), &line.source) {
            let what = format!(
                "{:?} and {other:?} are both found as {}",
                line.source,
                picture.display()
            );
            mistakes.push(
                Diagnostic::error("dataset::same-file", place("source-ref"), what)
                    .with_help("copy the bucket with its folders, so that names are not lost"),
            );
        }
        let mask = mask.and_then(|(mask, path)| Some((mask, path?)));
        located.push(Located {
            line,
            picture,
            mask,
        });
    }
    if mistakes.is_empty() {
        Ok(located)
    } else {
        Err(mistakes)
    }
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

fn look(root: &Path, import: &Import, located: &Located<'_>) -> Result<Looked, DatasetError> {
    let (facts, bytes, _) = match read(&located.picture) {
        Ok(read) => read,
        Err((aside, bytes)) => return Ok(Looked::Aside(aside, bytes)),
    };
    let mask = match located.mask.as_ref() {
        None => None,
        Some((mask, path)) => match keep_mask(root, mask, path, (facts.width, facts.height))? {
            Ok(kept) => Some(kept),
            Err(reason) => {
                let reason = format!("its mask {}: {reason}", path.display());
                return Ok(Looked::Aside(listed(&located.picture, reason, None), None));
            }
        },
    };
    atomic::write_once(&root.join(facts.path()), &bytes)?;
    let mut line = located.line.clone();
    line.source = facts.path();
    line.mask = mask.map(|(mask, drawn)| {
        // Lookout tells kinds by the colours of masks alone.
        if let Some(label) = &mut line.label
            && label.label == Label::Anomalous
            && label.kinds.is_empty()
        {
            label.kinds = drawn;
        }
        mask
    });
    line.group
        .device_class
        .get_or_insert_with(|| import.device_class.clone());
    line.group.series = line.group.series.or_else(|| import.series.clone());
    // Where it came from stays known, beside the attributes that nobody here knows.
    line.rest
        .entry("imported-from")
        .or_insert_with(|| located.line.source.as_str().into());
    Ok(Looked::Picture(Box::new(Item { facts, line })))
}

/// Keeps a mask as it is, and tells the kinds that are drawn in it; the inner error says why it is
/// none.
fn keep_mask(
    root: &Path,
    mask: &Mask,
    path: &Path,
    size: (u32, u32),
) -> Result<Result<(Mask, Vec<Kind>), String>, DatasetError> {
    let bytes = match read_within(path, LIMITS.max_bytes) {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(size)) => return Ok(Err(format!("it has {size} bytes, too many"))),
        Err(error) => return Ok(Err(format!("it cannot be read: {error}"))),
    };
    let colors = match drawn::decode(&bytes, size) {
        Ok(pixels) => drawn::colors(&pixels),
        Err(error) => return Ok(Err(error.to_string())),
    };
    let is_drawn = |color: &&MaskColor| colors.contains_key(&color.color);
    let kinds = mask.colors.iter().filter(is_drawn);
    let kinds: BTreeSet<Kind> = kinds.filter_map(|color| color.kind.clone()).collect();
    let source = drawn::keep(root, &bytes)?;
    let mask = Mask {
        source,
        ..mask.clone()
    };
    Ok(Ok((mask, kinds.into_iter().collect())))
}
