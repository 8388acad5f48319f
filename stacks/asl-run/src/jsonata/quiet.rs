//! A panic within the JSONata engine is an answer: it fails the expression and is told there.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::sync::Once;

thread_local! {
    /// Whether this thread is within the engine.
    static IS_INSIDE: Cell<bool> = const { Cell::new(false) };
}

static HOOK: Once = Once::new();

/// Runs a part of the engine; `None` where it panics.
///
/// The process's panic hook is wrapped once, so that such a panic is not
/// printed as if the program had failed; every other goes to the hook that was there.
pub(super) fn caught<T>(part: impl FnOnce() -> T) -> Option<T> {
    HOOK.call_once(|| {
        let others = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if !IS_INSIDE.get() {
                others(panic);
            }
        }));
    });
    let was_inside = IS_INSIDE.replace(true);
    let result = catch_unwind(AssertUnwindSafe(part));
    IS_INSIDE.set(was_inside);
    result.ok()
}
