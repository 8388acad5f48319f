//! An environment over its regions: planned, agreed to, applied in waves.

mod agree;
mod assets;
mod plan;
mod release;
mod saved;
mod waves;

pub(crate) use agree::{agree, dangers, refused};
pub(crate) use assets::{Assets, package_all};
pub(crate) use plan::{Planned, plan_all, whole};
pub(crate) use release::{Release, releases};
pub(crate) use saved::SavedPlan;
pub(crate) use waves::{Applied, RegionResult, apply};
