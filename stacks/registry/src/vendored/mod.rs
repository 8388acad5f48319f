//! Tables that `cargo run -p vendor` makes from the package of schemas.

pub(crate) mod index;
pub(crate) mod regions;
pub(crate) mod runtimes;
