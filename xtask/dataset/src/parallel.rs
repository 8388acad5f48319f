//! The same work on many things, on all cores, in bounded memory.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// What `work` gives for each of `things`, in their order. At most as many are worked on at once as
/// there are cores: a picture of 12 megapixels takes 36 MB while it is looked at.
pub(crate) fn map<T: Sync, R: Send>(things: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(things.len()));
    std::thread::scope(|scope| {
        for _ in 0..cores.min(things.len()) {
            scope.spawn(|| {
                while let Some((at, thing)) = take(things, &next) {
                    let result = work(thing);
                    let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
                    done.push((at, result));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

fn take<'a, T>(things: &'a [T], next: &AtomicUsize) -> Option<(usize, &'a T)> {
    let at = next.fetch_add(1, Ordering::Relaxed);
    things.get(at).map(|thing| (at, thing))
}

#[cfg(test)]
mod tests {
    #[test]
    fn results_stand_in_the_order_of_what_they_are_of() {
        let things: Vec<u64> = (0..1000).collect();
        let squares = super::map(&things, |thing| thing * thing);
        assert!(
            squares
                .iter()
                .zip(&things)
                .all(|(square, thing)| *square == thing * thing)
        );
        assert!(super::map(&[] as &[u64], |thing| *thing).is_empty());
    }
}
