//! Masks beside pictures that come in: which file is whose.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use contracts::PictureId;

use crate::drawn::Background;
use crate::intake::read;
use crate::names::Kind;

/// A folder of masks: that of `photos/m-1/a.jpg`, where `photos` was named, is `m-1/a.png`, or
/// `a.png` where that is not there.
#[derive(Debug, Clone)]
pub struct Masks {
    /// The folder.
    pub folder: PathBuf,
    /// What was named to find the pictures.
    pub pictures: Vec<PathBuf>,
    /// What is wrong where the mask differs from its background.
    pub kind: Kind,
    /// The background.
    pub background: Background,
}

impl Masks {
    /// The mask of a file, where there is one. What cannot be looked at may be one.
    fn of(&self, file: &Path) -> Option<PathBuf> {
        // Not `with_extension`, which would take the mask of `a.001.jpg` for that of `a.jpg`.
        let mut name = file.file_stem()?.to_owned();
        name.push(".png");
        let below = |named: &PathBuf| file.strip_prefix(named).ok()?.parent();
        let below = self.pictures.iter().filter_map(below);
        below
            .chain([Path::new("")])
            .map(|below| self.folder.join(below).join(&name))
            .find(|mask| mask.try_exists().unwrap_or(true))
    }
}

/// Masks, and the files that each is found for.
pub(crate) struct Found<'a> {
    pub(crate) masks: &'a Masks,
    files: BTreeMap<PathBuf, Vec<&'a Path>>,
}

impl<'a> Found<'a> {
    pub(crate) fn of(masks: &'a Masks, files: &'a [PathBuf]) -> Self {
        let mut found: BTreeMap<PathBuf, Vec<&Path>> = BTreeMap::new();
        for file in files {
            if let Some(mask) = masks.of(file) {
                found.entry(mask).or_default().push(file);
            }
        }
        Self {
            masks,
            files: found,
        }
    }

    /// The mask of a picture; none where there is none. The error says why nobody can tell which
    /// picture the mask is of.
    pub(crate) fn mask(&self, file: &Path, id: &PictureId) -> Result<Option<PathBuf>, String> {
        let Some(mask) = self.masks.of(file) else {
            return Ok(None);
        };
        if mask == file {
            return Err(format!("it is found as its own mask, {}", mask.display()));
        }
        // Notes beside a picture have its name as well, and so has a copy of it.
        let is_another = |other: &&&Path| match read(other) {
            Ok((facts, ..)) => facts.id != *id,
            Err(_) => false,
        };
        let others = self.files.get(&mask).into_iter().flatten();
        match others.filter(|other| **other != file).find(is_another) {
            None => Ok(Some(mask)),
            Some(other) => Err(format!(
                "its mask {} is that of {} as well: lay masks out in folders as the pictures are",
                mask.display(),
                other.display()
            )),
        }
    }
}
