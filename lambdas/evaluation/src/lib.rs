//! How good a model is, whether that is good enough, and whether it still is.
//!
//! A picture that was looked at is an [`Outcome`]: what is known of it beside the model's score.
//! A [`Report`] sums outcomes up, over all and for every device class and device; a [`Gate`] says
//! whether a model may go live and why; [`drift`] compares the scores of today with those of the
//! training. [`Overlap`] measures whether heat maps are hot where the defects are. [`grouped_folds`]
//! divides pictures so that what belongs together stays together.
//!
//! The crate is pure: no file, clock, network or randomness. The same outcomes in the same order
//! give the same report.

mod confusion;
mod curve;
pub mod drift;
mod gate;
mod groups;
mod metrics;
mod outcome;
mod overlap;
mod proportion;
mod report;

pub use confusion::Confusion;
pub use curve::{auroc, average_precision};
pub use gate::{Gate, GateError, Judged, Metric, Verdict};
pub use groups::grouped_folds;
pub use metrics::Metrics;
pub use outcome::{Outcome, OutcomeError};
pub use overlap::{Overlap, OverlapError};
pub use proportion::{CONFIDENCE, Interval, Proportion};
pub use report::{Confused, Report};
