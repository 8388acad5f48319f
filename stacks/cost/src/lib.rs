//! What an environment costs on AWS. Pure: generated files, prices and assumptions come in, a value
//! comes out, and views are text.
//!
//! Usage is derived from what is deployed (the state machine, the functions' memory, what the first look
//! may call, how long objects are kept) and from assumptions where that does not tell. Prices are of a
//! dated file with sources. All arithmetic is on whole numbers; [`Usd`] tells the rounding rule.

mod assumptions;
mod bill;
mod break_even;
mod close_look;
mod decimal;
mod deployment;
mod estimate;
mod item;
mod look_price;
mod notes;
mod prices;
mod report;
mod usage;
mod usd;
mod view;
mod way;
mod workload;

pub use assumptions::{Assumption, Assumptions, Basis, Overrides};
pub use bill::Line;
pub use close_look::CloseLookKind;
pub use deployment::{Deployment, Files};
pub use estimate::{MOST_PICTURES, Request, estimate};
pub use item::Service;
pub use look_price::{CloseLookTerms, FirstLookTerms};
pub use prices::{Grade, PriceBook, Source};
pub use report::{
    BreakEven, CloseLookCost, Ended, RegionReport, Report, ServiceCost, TrainingCost, TwoLooks,
};
pub use usd::Usd;
pub use view::{render_markdown, render_table};
