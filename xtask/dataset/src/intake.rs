//! What every way in shares: files are looked at on all cores, kept as pictures or aside, and
//! acknowledged some at a time.

use std::path::Path;

use vision::picture::Pixels;

use crate::digest::Digest;
use crate::examine::{Facts, LIMITS, examine};
use crate::files::read_within;
use crate::merge::{Differing, merge};
use crate::parallel;
use crate::store::{Aside, Dataset, DatasetError, Item};

/// How many pictures are acknowledged at once.
const AT_ONCE: usize = 32;

/// What became of pictures that came in.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Added {
    /// How many are new.
    pub new: usize,
    /// How many were there, and nothing new is said of them.
    pub known: usize,
    /// How many were there, and have now what they lacked, such as a label.
    pub completed: usize,
    /// How many came without a mask.
    pub without_mask: usize,
    /// What was kept aside.
    pub aside: Vec<Aside>,
    /// What is said of pictures otherwise than what was said before, which stays.
    pub differing: Vec<Differing>,
}

/// Takes in what `look` makes of each of `things`, given the dataset's folder.
pub(crate) fn take_in<T: Sync>(
    dataset: &mut Dataset,
    things: &[T],
    look: impl Fn(&Path, &T) -> Result<Looked, DatasetError> + Sync,
    mut done: impl FnMut(usize),
) -> Result<Added, DatasetError> {
    let mut added = Added::default();
    let root = dataset.folder().to_owned();
    for (chunk, some) in things.chunks(AT_ONCE).enumerate() {
        let mut items = Vec::new();
        let mut aside = Vec::new();
        for looked in parallel::map(some, |thing| look(&root, thing)) {
            match looked? {
                Looked::Picture(item) => items.push(*item),
                Looked::Aside(file, bytes) => aside.push((file, bytes)),
            }
        }
        let is_without = |item: &&Item| item.line.mask.is_none();
        added.without_mask += items.iter().filter(is_without).count();
        dataset.keep_aside(&aside)?;
        added.aside.extend(aside.into_iter().map(|(file, _)| file));
        record(dataset, items, &mut added)?;
        done(chunk * AT_ONCE + some.len());
    }
    dataset.compact()?;
    Ok(added)
}

/// Has the dataset take in items whose files are in its folder.
fn record(dataset: &mut Dataset, items: Vec<Item>, added: &mut Added) -> Result<(), DatasetError> {
    dataset.change(|known| {
        let mut changed: Vec<Item> = Vec::new();
        for item in items {
            let id = &item.facts.id;
            // The same picture may come twice at once.
            let at = changed.iter().position(|other| other.facts.id == *id);
            let earlier = at.map_or_else(|| known.get(id), |at| changed.get(at));
            let Some(earlier) = earlier else {
                added.new += 1;
                changed.push(item);
                continue;
            };
            let (merged, differing) = merge(earlier, &item);
            added.differing.extend(differing);
            match merged {
                None => added.known += 1,
                Some(merged) => {
                    added.completed += 1;
                    match at.and_then(|at| changed.get_mut(at)) {
                        Some(place) => *place = merged,
                        None => changed.push(merged),
                    }
                }
            }
        }
        Ok(changed)
    })
}

/// What a file turned out to be.
pub(crate) enum Looked {
    /// A picture, whose copy is in the dataset's folder. On the heap, being far the larger.
    Picture(Box<Item>),
    /// Something else, and its bytes where they are to be kept.
    Aside(Aside, Option<Vec<u8>>),
}

/// A picture's facts, bytes and pixels, or what it is kept aside as.
type Picture = Result<(Facts, Vec<u8>, Pixels), (Aside, Option<Vec<u8>>)>;

/// Reads a picture.
pub(crate) fn read(file: &Path) -> Picture {
    let bytes = match read_within(file, LIMITS.max_bytes) {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(size)) => {
            let most = LIMITS.max_bytes;
            let reason = format!("the file has {size} bytes; at most {most} are taken");
            return Err((listed(file, reason, None), None));
        }
        Err(error) => return Err((listed(file, format!("cannot be read: {error}"), None), None)),
    };
    match examine(&name_of(file), &bytes) {
        Ok((facts, pixels)) => Ok((facts, bytes, pixels)),
        Err(error) => {
            let copy = Digest::of(&bytes).picture_id().to_string();
            Err((listed(file, error.to_string(), Some(copy)), Some(bytes)))
        }
    }
}

pub(crate) fn listed(file: &Path, reason: String, copy: Option<String>) -> Aside {
    Aside {
        name: file.display().to_string(),
        reason,
        copy,
    }
}

fn name_of(file: &Path) -> String {
    file.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
