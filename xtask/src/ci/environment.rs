//! What workflows need to know of an environment, from the manifests of its regions.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Context as _;
use manifest::Manifest;
use serde::Serialize;
use ui::Problem;

use crate::heavy;

/// An environment that a workflow deploys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Environment {
    pub(crate) name: String,
    /// The environment of GitHub's own that its deploy role trusts.
    pub(crate) github_environment: String,
    pub(crate) deploy_role: String,
    pub(crate) plan_role: String,
    pub(crate) home_region: String,
    /// The regions, in the order of their deploy.
    pub(crate) waves: Vec<Wave>,
}

/// Regions that are deployed in one go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Wave {
    /// Its job, such as `wave-0`.
    pub(crate) job: String,
    /// The job of the wave before it.
    pub(crate) after: Option<String>,
    pub(crate) regions: Vec<String>,
}

impl Environment {
    /// Reads an environment's manifests.
    ///
    /// # Errors
    /// When there is no such environment, or it cannot be deployed from CI.
    pub(crate) fn read(generated: &Path, name: &str) -> anyhow::Result<Self> {
        let folder = generated.join(name);
        if !folder.is_dir() {
            return Err(Problem::new(format!("there is no environment {name:?}"))
                .next("name those that there are with --main and --release")
                .into());
        }
        Self::of(name, &heavy::manifests(&folder)?)
    }

    fn of(name: &str, manifests: &[Manifest]) -> anyhow::Result<Self> {
        let first = manifests
            .first()
            .with_context(|| format!("the environment {name:?} has no region"))?;
        let bootstrap = &first.bootstrap;
        let (Some(deploy_role), Some(plan_role), Some(github_environment)) = (
            bootstrap.deploy_role.clone(),
            bootstrap.plan_role.clone(),
            bootstrap.github_environment.clone(),
        ) else {
            return Err(
                Problem::new(format!("the environment {name:?} has no roles for CI"))
                    .next("give it `ci` in stacks/inspection/src/environments.rs, and generate")
                    .into(),
            );
        };
        let mut waves: BTreeMap<u32, BTreeSet<&str>> = BTreeMap::new();
        for manifest in manifests {
            let wave = waves.entry(manifest.rollout.wave).or_default();
            wave.insert(&manifest.region);
        }
        let job = |number: u32| format!("wave-{number}");
        let mut before = None;
        let waves = waves.into_iter().map(|(number, regions)| Wave {
            job: job(number),
            after: before.replace(job(number)),
            regions: regions.into_iter().map(str::to_owned).collect(),
        });
        Ok(Self {
            name: name.to_owned(),
            github_environment,
            deploy_role,
            plan_role,
            home_region: bootstrap.home_region.clone(),
            waves: waves.collect(),
        })
    }
}
