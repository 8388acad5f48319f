//! The configuration: what an environment declares, and what is trusted once it was parsed.
//!
//! A [`Declaration`] is plain text and numbers, as people write it in
//! [`crate::environments`](mod@crate::environments). [`crate::parse`] turns it into a [`Configuration`], or reports every
//! mistake in it at once.

mod close_look;
mod pace;
mod training;

use std::collections::BTreeMap;

use contracts::DeviceClass;
use contracts::finding::FirstLookRules;
use contracts::picture::PictureLimits;

pub use crate::learning::{GateDeclaration, Learning};
pub use crate::monitoring::Monitoring;
use crate::{AccountId, EnvironmentName, Region};

pub(crate) use close_look::SERVERLESS_BYTES;
pub use close_look::{Backfill, CloseLook, CustomLabels, Endpoint, EndpointModel, SageMaker};
pub use training::{TrainBy, TrainingJob, Tuning};

/// An environment as it is written down.
#[derive(Debug, Clone, PartialEq)]
pub struct Declaration {
    /// Its name: lower-case letters, digits and dashes, at most 16.
    pub environment: &'static str,
    /// Whether it is the region that this project embeds, and not AWS.
    pub embedded: bool,
    /// The account, 12 digits.
    pub account: &'static str,
    /// The regions, such as `eu-west-1`.
    pub regions: &'static [&'static str],
    /// The classes of devices that are inspected.
    pub device_classes: &'static [&'static str],
    /// The class under which `cargo xtask inspect` files pictures of the user's own, if it may.
    pub own_pictures_class: Option<&'static str>,
    /// What a picture must be, and what it is made into.
    pub limits: PictureLimits,
    /// Pictures per chunk: what one run of each function works on.
    pub chunk_size: u32,
    /// Chunks at work at once.
    pub max_concurrent_chunks: u32,
    /// The look at every picture.
    pub first_look: FirstLook,
    /// The look at the suspicious ones.
    pub close_look: CloseLook,
    /// How models are trained, and what they must reach.
    pub learning: Learning,
    /// How models are watched, and what follows.
    pub monitoring: Monitoring,
    /// How long things are kept.
    pub retention: Retention,
    /// Who is told of a batch with defects, an e-mail address; nobody when absent.
    pub notify: Option<&'static str>,
    /// Memory and time of the functions, by task name.
    pub functions: Vec<(&'static str, FunctionSize)>,
    /// Most bytes that a query may scan.
    pub query_scan_limit_bytes: u64,
    /// Where it is deployed from without a person's own credentials; nowhere when absent.
    pub ci: Option<Ci>,
    /// In which order the regions are deployed.
    pub rollout: Rollout,
}

/// The repository on GitHub whose workflows deploy the environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ci {
    /// `owner/name`.
    pub repository: &'static str,
    /// GitHub's own environment, whose protection rules say who approves a deploy: letters, digits,
    /// `-`, `_` and `.`, at most 64.
    pub github_environment: &'static str,
    /// Where the account's identity provider for GitHub comes from.
    pub oidc_provider: OidcProvider,
}

/// Where the identity provider `token.actions.githubusercontent.com` comes from. An account has it
/// once, for all who use it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OidcProvider {
    /// The bootstrap's stack makes it.
    Made,
    /// The account has it.
    Existing,
}

/// In which order the regions of an environment are deployed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rollout {
    /// The region that goes first and alone; the others follow when it passed its smoke test.
    pub canary: Option<&'static str>,
    /// Most regions that are deployed at once, 1 to 32.
    pub regions_at_once: u32,
    /// How batches go over to what a deploy changed.
    pub shift: Shift,
}

/// How executions go over from one version of the workflow to the next, whose tasks call the
/// functions' versions that were published with it. An alarm that goes off meanwhile sends all of
/// them back to the version before, and the deploy fails.
/// <https://docs.aws.amazon.com/step-functions/latest/dg/concepts-state-machine-alias.html>
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shift {
    /// All at once.
    AllAtOnce,
    /// A share first, and the rest when it did well for a time.
    Canary(Step),
    /// One more share after each time.
    Linear(Step),
}

/// A share of executions, and how long it is watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Share of executions, 1 to 99 percent.
    pub percent: u32,
    /// How long until the next step, 1 to 2,100 minutes.
    pub minutes: u32,
}

impl Shift {
    /// Its steps, where it has any.
    pub const fn step(self) -> Option<Step> {
        match self {
            Self::AllAtOnce => None,
            Self::Canary(step) | Self::Linear(step) => Some(step),
        }
    }
}

/// The look at every picture: Amazon Rekognition.
#[derive(Debug, Clone, PartialEq)]
pub struct FirstLook {
    /// When a picture is suspicious.
    pub rules: FirstLookRules,
    /// Whether each device class has a custom labels model, which costs by the hour while it
    /// runs, and which the rule `min_anomaly_confidence` asks. With that rule and without models
    /// no picture is spared; with neither, the other rules alone say which ones are.
    pub custom_labels: bool,
    /// Requests a second of each operation that Rekognition grants the account, where the quota was
    /// raised; the region's own where nothing is said.
    pub requests_per_second: Option<u32>,
}

/// How long things are kept, in days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    /// Pictures as they landed, those that were rejected, prepared ones and heat maps.
    pub pictures_days: u32,
    /// Results of queries.
    pub query_results_days: u32,
    /// Logs. One of the values that CloudWatch Logs takes.
    pub logs_days: u32,
    /// Whether pictures, tables and models outlive their stacks.
    pub keep_data: bool,
}

/// Memory and time of a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FunctionSize {
    /// Memory in MB, 128 to 10,240; the processor's share grows with it.
    pub memory_mb: u32,
    /// The longest run in seconds, 1 to 900.
    pub timeout_seconds: u32,
    /// Pictures that one run works on at once.
    pub concurrency: u32,
}

/// An environment whose every value was checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Configuration {
    /// Its name.
    pub environment: EnvironmentName,
    /// Whether it is the embedded region.
    pub embedded: bool,
    /// The account.
    pub account: AccountId,
    /// The regions, in the order of their deploy.
    pub regions: Vec<Region>,
    /// The classes of devices, the user's own included.
    pub device_classes: Vec<DeviceClass>,
    /// The class of the user's own pictures.
    pub own_pictures_class: Option<DeviceClass>,
    /// What a picture must be.
    pub limits: PictureLimits,
    /// Pictures per chunk.
    pub chunk_size: u32,
    /// Chunks at work at once.
    pub max_concurrent_chunks: u32,
    /// The look at every picture.
    pub first_look: FirstLook,
    /// The look at the suspicious ones.
    pub close_look: CloseLook,
    /// How models are trained, and what they must reach.
    pub learning: Learning,
    /// How models are watched, and what follows.
    pub monitoring: Monitoring,
    /// How long things are kept.
    pub retention: Retention,
    /// Who is told.
    pub notify: Option<String>,
    /// Memory and time of every task's function.
    pub functions: BTreeMap<&'static str, FunctionSize>,
    /// Most bytes that a query may scan.
    pub query_scan_limit_bytes: u64,
    /// Where it is deployed from.
    pub ci: Option<Ci>,
    /// The region that goes first and alone.
    pub canary: Option<Region>,
    /// Most regions that are deployed at once.
    pub regions_at_once: u32,
    /// How batches go over to what a deploy changed.
    pub shift: Shift,
}

impl Configuration {
    /// The region whose bootstrap holds what an account has once: the first.
    pub fn home_region(&self) -> Option<&Region> {
        self.regions.first()
    }

    /// How many days back a picture may have been captured that a repair tells something of: none is kept
    /// for longer than [`Retention::pictures_days`].
    pub(crate) fn feedback_days(&self) -> u64 {
        let days = self.monitoring.feedback_days;
        u64::from(days.min(self.retention.pictures_days))
    }

    /// The wave in which a region is deployed.
    pub fn wave(&self, region: &Region) -> u32 {
        u32::from(self.canary.as_ref().is_some_and(|canary| canary != region))
    }
}
