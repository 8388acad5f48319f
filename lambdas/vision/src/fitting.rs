//! What fitting any model needs: pictures described in parallel, a bounded selection of them,
//! and folds to hold out.

use crate::backbone::{Backbone, BackboneError};
use crate::features::FeatureGrid;
use crate::pixels::Pixels;

/// How a model is fitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FitOptions {
    /// Threads to work on. The result is the same for any number.
    pub threads: usize,
    /// Most pictures to keep of each label, which bounds the memory (about 300 KB each): of more
    /// than that a fixed pseudo-random selection is taken.
    pub most_pictures: usize,
}

impl Default for FitOptions {
    /// As many threads as the machine has, up to 8; at most 400 pictures.
    fn default() -> Self {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            threads: threads.min(8),
            most_pictures: 400,
        }
    }
}

/// Why no model came of the pictures.
#[derive(Debug, thiserror::Error)]
pub enum FitError {
    /// Too few to know what is usual.
    #[error(
        "{found} pictures are too few to fit a model on: it takes at least {least} of sound \
         devices, better 20 and more"
    )]
    TooFewPictures {
        /// How many there were.
        found: usize,
        /// How many it takes.
        least: usize,
    },
    /// Only a classifier was asked for, and there is not enough of both labels.
    #[error(
        "a classifier takes at least {least} anomalous pictures, of at least 2 groups; there are \
         {found} of {groups}: label more, or fit on normal pictures alone (padim, patch-core)"
    )]
    TooFewAnomalous {
        /// How many anomalous pictures there were.
        found: usize,
        /// Of how many groups.
        groups: usize,
        /// How many it takes.
        least: usize,
    },
    /// All normal pictures belong together, so that none can be held out fairly.
    #[error(
        "all normal pictures are of the group {group:?}: a model has to be tried on devices that \
         it was not fitted on; add pictures of at least one other"
    )]
    OneGroup {
        /// The group.
        group: String,
    },
    /// No kind of model was allowed.
    #[error("no kind of model is allowed; allow at least one of padim, patch-core, linear, rbf")]
    NoCandidates,
    /// The network failed.
    #[error(transparent)]
    Backbone(#[from] BackboneError),
}

/// Fewest pictures to fit on: below, cross-validation says nothing.
pub(crate) const LEAST_PICTURES: usize = 4;
/// Folds of the cross-validation.
const FOLDS: usize = 10;

/// Describes pictures, `options.threads` at a time, and keeps what `keep` makes of each, in
/// order. No more pictures than threads are in memory at once.
pub(crate) fn describe_all<T: Send>(
    backbone: &Backbone,
    pictures: impl IntoIterator<Item = Pixels>,
    options: &FitOptions,
    keep: impl Fn(FeatureGrid) -> T + Sync,
) -> Result<Vec<T>, FitError> {
    let mut selection = Selection::new(options.most_pictures.max(LEAST_PICTURES));
    let placed = pictures
        .into_iter()
        .filter_map(|pixels| selection.place().map(|place| (place, pixels)));
    let mut described = Vec::new();
    for_each_parallel(
        placed,
        options.threads,
        |(place, pixels)| backbone.describe(&pixels).map(|grid| (place, keep(grid))),
        |result| {
            let (place, values) = result?;
            put(&mut described, place, values);
            Ok::<(), FitError>(())
        },
    )?;
    check_count(described.len())?;
    Ok(described)
}

/// Puts a value at its place in a selection, in place of an earlier one or at the end.
pub(crate) fn put<T>(kept: &mut Vec<T>, place: usize, value: T) {
    match kept.get_mut(place) {
        Some(earlier) => *earlier = value,
        None => kept.push(value),
    }
}

/// Refuses to fit on too few sound pictures.
pub(crate) fn check_count(found: usize) -> Result<(), FitError> {
    if found < LEAST_PICTURES {
        return Err(FitError::TooFewPictures {
            found,
            least: LEAST_PICTURES,
        });
    }
    Ok(())
}

/// Does `work` on up to `threads` items at once and hands the results to `take` in the items'
/// order. No more items than threads are in memory.
pub(crate) fn for_each_parallel<T: Send, R: Send, E>(
    items: impl Iterator<Item = T>,
    threads: usize,
    work: impl Fn(T) -> R + Sync,
    mut take: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let mut items = items.fuse();
    loop {
        let together: Vec<T> = items.by_ref().take(threads.max(1)).collect();
        if together.is_empty() {
            return Ok(());
        }
        let results: Vec<R> = std::thread::scope(|scope| {
            let work = &work;
            let workers: Vec<_> = together
                .into_iter()
                .map(|item| scope.spawn(move || work(item)))
                .collect();
            workers
                .into_iter()
                .map(|worker| {
                    worker
                        .join()
                        .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
                })
                .collect()
        });
        for result in results {
            take(result)?;
        }
    }
}

/// What is left of the examples when each fold in turn is held out: (fitted on, held out).
pub(crate) fn folds<T>(examples: &[T]) -> impl Iterator<Item = (Vec<&T>, Vec<&T>)> {
    let folds = examples.len().min(FOLDS);
    (0..folds).map(move |fold| {
        let (held_out, fitted_on): (Vec<_>, Vec<_>) = examples
            .iter()
            .enumerate()
            .partition(|(index, _)| index * folds / examples.len() == fold);
        let only = |part: Vec<(usize, _)>| part.into_iter().map(|(_, example)| example).collect();
        (only(fitted_on), only(held_out))
    })
}

/// Reservoir sampling: of a row of unknown length every element is kept with the same chance.
pub(crate) struct Selection {
    most: usize,
    seen: u64,
    random: Random,
}

impl Selection {
    pub(crate) fn new(most: usize) -> Self {
        Self {
            most,
            seen: 0,
            random: Random::new(0x5349_4748_544c_494e),
        }
    }

    /// The place of the next element, `None` when it is not kept.
    pub(crate) fn place(&mut self) -> Option<usize> {
        let index = self.seen;
        self.seen += 1;
        if index < self.most as u64 {
            return Some(index as usize);
        }
        let place = self.random.below(index + 1);
        (place < self.most as u64).then_some(place as usize)
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): enough to pick with, the same on every machine.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 to `end`, without it.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(end)) >> 64) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_is_held_out_exactly_once() {
        for count in [4, 9, 10, 31] {
            let examples: Vec<usize> = (0..count).collect();
            let mut held: Vec<usize> = Vec::new();
            for (fitted_on, held_out) in folds(&examples) {
                assert_eq!(fitted_on.len() + held_out.len(), count);
                assert!(!held_out.is_empty());
                assert!(held_out.iter().all(|e| !fitted_on.contains(e)));
                held.extend(held_out);
            }
            assert_eq!(held, examples);
        }
    }

    #[test]
    fn a_selection_is_full_bounded_and_spread() {
        let mut selection = Selection::new(10);
        let mut kept = [usize::MAX; 10];
        for index in 0..1000 {
            if let Some(place) = selection.place() {
                kept[place] = index;
            }
        }
        assert!(kept.iter().all(|index| *index < 1000));
        assert!(kept.iter().any(|index| *index > 500));
    }
}
