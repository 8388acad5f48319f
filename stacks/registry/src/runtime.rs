//! When Lambda's runtimes end.
//!
//! <https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html>

use crate::vendored::runtimes::RUNTIMES;

/// A runtime of Lambda that has an end. Days are written `YYYY-MM-DD`, so that they compare as
/// texts; none where AWS has not named one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Runtime {
    /// The name, such as `nodejs18.x`.
    pub name: &'static str,
    /// From when on there are no more security fixes.
    pub deprecated: Option<&'static str>,
    /// From when on no function can be made with it.
    pub create_blocked: Option<&'static str>,
    /// From when on no function that has it can be changed.
    pub update_blocked: Option<&'static str>,
    /// What AWS names instead.
    pub successor: Option<&'static str>,
}

/// The runtime of that name, where it has an end.
pub fn runtime(name: &str) -> Option<&'static Runtime> {
    let at = RUNTIMES
        .binary_search_by_key(&name, |runtime| runtime.name)
        .ok()?;
    RUNTIMES.get(at)
}

/// Every runtime that has an end, sorted by name.
pub fn runtimes() -> &'static [Runtime] {
    RUNTIMES
}
