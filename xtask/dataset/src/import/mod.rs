//! Manifests of Lookout for Vision and Ground Truth, taken in with their pictures.

mod locate;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use contracts::{BatchName, DeviceClass};
use diagnostics::Diagnostics;
use serde_json::{Map, Value};

use self::locate::{Located, locate};
use crate::drawn;
use crate::examine::LIMITS;
use crate::files::read_within;
use crate::intake::{Added, Looked, listed, read, take_in};
use crate::manifest::{Attributes, Color, Label, Mask, MaskColor, parse_manifest};
use crate::names::Kind;
use crate::store::{Dataset, DatasetError, Item, atomic};

/// The attribute that holds what has names of ours in the manifest and is something else.
const APART: &str = "imported-attributes";
/// How many colours are named of those that a mask must not have.
const MOST_NAMED: usize = 4;

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
/// Every mistake of the manifest and every picture or mask that is not in the folder, before anything
/// is changed; and when the dataset cannot be written.
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
    let found = locate(&import.pictures, &lines, &names.mask).map_err(ImportError::Invalid)?;
    let added = take_in(
        dataset,
        &found,
        |root, located| look(root, import, located),
        done,
    )?;
    Ok(added)
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
    set_apart(&mut line.rest);
    // Where it came from stays known, beside the attributes that nobody here knows.
    line.rest
        .entry("imported-from")
        .or_insert_with(|| located.line.source.as_str().into());
    Ok(Looked::Picture(Box::new(Item { facts, line })))
}

/// Moves attributes away that the dataset would read as its own label, mask or facts: those of
/// another labelling job than the one that was chosen, and any `picture`.
fn set_apart(rest: &mut Map<String, Value>) {
    let names = Attributes::default().in_a_line();
    let mut apart: Map<String, Value> = names
        .chain(["picture".to_owned()])
        .filter_map(|name| rest.shift_remove_entry(&name))
        .collect();
    if apart.is_empty() {
        return;
    }
    // The manifest of a dataset that was imported itself has some already.
    apart.extend(rest.shift_remove_entry(APART));
    rest.insert(APART.to_owned(), apart.into());
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
    let known: BTreeSet<Color> = mask.colors.iter().map(|color| color.color).collect();
    let unknown: Vec<&Color> = colors
        .keys()
        .filter(|color| !known.contains(color))
        .collect();
    if !unknown.is_empty() {
        return Ok(Err(meaningless(&unknown, &known)));
    }
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

/// Says which colours of a mask mean nothing; one with soft edges has too many to name them all.
fn meaningless(unknown: &[&Color], known: &BTreeSet<Color>) -> String {
    let named: Vec<String> = unknown
        .iter()
        .take(MOST_NAMED)
        .map(ToString::to_string)
        .collect();
    let more = match unknown.len() - named.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let known: Vec<String> = known.iter().map(Color::to_string).collect();
    format!(
        "{}{more} are not in its colour map, which has {}",
        named.join(", "),
        known.join(", ")
    )
}
