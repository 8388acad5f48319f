//! The configuration of picture inspection, and everything that follows from it: templates, the
//! state machine, tables, queries and the manifest of every environment and region.
//!
//! Change [`environments`](mod@environments), run `cargo xtask generate`, review the diff of `stacks/generated/`.

mod accepted;
mod backfill;
mod bootstrap;
mod bucket;
mod catalog;
mod check;
mod close_look;
mod collecting;
pub mod config;
mod declared;
mod drift_alarms;
pub mod environments;
mod functions;
mod generate;
mod glue_table;
mod learning;
mod live_alias;
mod locations;
mod look_prices;
mod machine_resources;
mod model_workflow;
mod monitor_workflow;
mod monitoring;
mod names;
mod neighbours;
mod observability;
mod parse;
mod pipeline_stack;
mod query_check;
mod question;
mod region;
mod serve_steps;
mod shared;
mod storage;
mod task_step;
mod training_job;
mod view;
mod wiring;
mod workflow;

pub use check::check_template;
pub use declared::{check_declared, region_of};
pub use generate::{Artefact, environments, generate, generate_declared};
pub use names::ResourceNames;
pub use parse::parse;
pub use query_check::{check_query_file, check_view_file};
pub use region::{AccountId, EnvironmentName, Region, RegionError};
pub use shared::shared;
