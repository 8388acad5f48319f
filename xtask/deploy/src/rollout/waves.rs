//! Applying: regions in waves, a bounded number at once. When one fails, the others of its wave
//! come to their end, and no further wave begins.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context;
use futures::StreamExt;
use serde::Serialize;
use ui::{Problem, Ui};

use super::assets::{self, Assets};
use super::plan::{Planned, PlannedStack};
use super::release;
use crate::models;
use crate::session::Session;
use crate::smoke::{self, BatchReport, Smoke};
use crate::stacks::{self, StackResult};
use crate::target::{Adaptation, Feature};
use crate::told::Event;

/// What a deploy came to.
#[derive(Debug)]
pub(crate) struct Applied {
    /// The regions that were begun, in their order, with their sessions.
    pub regions: Vec<(Planned, RegionResult)>,
    /// Those that were not, since an earlier wave failed.
    pub waiting: Vec<String>,
}

/// What became of a region.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RegionResult {
    pub environment: String,
    pub region: String,
    /// Those that came to rest as they should.
    pub stacks: Vec<StackResult>,
    pub batch: Option<BatchReport>,
    pub smoke: Option<Smoke>,
    /// What is not as it would be on AWS, where an emulator stands in for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<Adaptation>,
    /// Why the region is not what it should be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
    #[serde(skip)]
    error: Option<anyhow::Error>,
}

impl RegionResult {
    /// Whether the region is what it should be, as far as that was looked at.
    pub(crate) fn is_fine(&self) -> bool {
        self.error.is_none() && self.smoke.as_ref().is_none_or(|smoke| smoke.passed)
    }
}

/// Applies what was planned. `tests` asks for the smoke test of each region.
pub(crate) async fn apply(
    ui: &Ui,
    planned: Vec<Planned>,
    assets: &Assets,
    tests: bool,
) -> anyhow::Result<Applied> {
    let waves = into_waves(planned);
    let several = waves.len() > 1;
    let mut applied = Applied {
        regions: Vec::new(),
        waiting: Vec::new(),
    };
    let mut failed = false;
    for (number, regions) in waves {
        let names: Vec<String> = regions
            .iter()
            .map(|region| region.plan.region.clone())
            .collect();
        if failed {
            applied.waiting.extend(names);
            continue;
        }
        if several {
            ui.status("Wave", format!("{number}: {}", names.join(", ")));
        }
        let at_once = regions
            .iter()
            .map(|region| region.session.manifest().rollout.regions_at_once)
            .min()
            .unwrap_or(1);
        let mut done: Vec<(Planned, RegionResult)> = futures::stream::iter(regions)
            .map(|region| async move {
                let result = one(&region, number, assets, tests).await;
                (region, result)
            })
            .buffer_unordered(usize::try_from(at_once).unwrap_or(1).max(1))
            .collect()
            .await;
        done.sort_by_key(|(region, _)| names.iter().position(|name| *name == region.plan.region));
        failed = done.iter().any(|(_, result)| !result.is_fine());
        applied.regions.extend(done);
    }
    Ok(applied)
}

/// The regions by the number of their wave, in the order of their deploy.
fn into_waves(planned: Vec<Planned>) -> BTreeMap<u32, Vec<Planned>> {
    let mut waves: BTreeMap<u32, Vec<Planned>> = BTreeMap::new();
    for region in planned {
        let wave = region.session.manifest().rollout.wave;
        waves.entry(wave).or_default().push(region);
    }
    waves
}

async fn one(region: &Planned, wave: u32, assets: &Assets, tests: bool) -> RegionResult {
    let manifest = region.session.manifest();
    let mut result = RegionResult {
        environment: manifest.environment.clone(),
        region: manifest.region.clone(),
        stacks: Vec::new(),
        batch: None,
        smoke: None,
        target: region.session.adaptation.clone(),
        failure: None,
        error: None,
    };
    if let Err(error) = steps(region, wave, assets, tests, &mut result).await {
        let reason = format!("{error:#}");
        // Those who read the events are gone: nobody is left to be told.
        let _ = region
            .session
            .stream
            .event(&Event::RegionFailed { reason: &reason });
        result.failure = Some(reason);
        result.error = Some(error);
    }
    result
}

async fn steps(
    region: &Planned,
    wave: u32,
    assets: &Assets,
    tests: bool,
    result: &mut RegionResult,
) -> anyhow::Result<()> {
    let session = &region.session;
    session.stream.event(&Event::RegionStarted { wave })?;
    let changes = region.stacks.iter().any(|stack| stack.change_set.is_some());
    // The zips are on their way while the stacks are made that have no functions.
    let has_functions = |stack: &PlannedStack| !stack.wanted.functions.is_empty();
    let first = region.stacks.iter().position(has_functions);
    let (before, after) = region.stacks.split_at(first.unwrap_or(region.stacks.len()));
    let upload = async {
        if changes {
            assets::upload(session, assets, &zips(&region.stacks)).await?;
        }
        anyhow::Ok(())
    };
    // Both come to their end: a stack that is not watched would go on unseen.
    let (made, uploaded) =
        futures::future::join(make(session, before, &mut result.stacks), upload).await;
    made?;
    uploaded?;
    make(session, after, &mut result.stacks).await?;
    release::record(session, &region.stacks, changes).await?;
    if !session.is_without(Feature::Models) {
        models::ensure(session, changes).await?;
    }
    if tests && !session.is_without(Feature::SmokeTest) {
        let (batch, smoke) = smoke::run(session).await?;
        session.stream.event(&Event::Smoke {
            passed: smoke.passed,
        })?;
        result.batch = Some(batch);
        result.smoke = Some(smoke);
    }
    session.stream.event(&Event::RegionDone)
}

/// The keys of the zips that the stacks' functions are made of.
fn zips(stacks: &[PlannedStack]) -> BTreeSet<&str> {
    let keys = stacks.iter().flat_map(|stack| {
        let functions = stack.wanted.functions.keys();
        functions.filter_map(|parameter| stack.wanted.parameters.get(parameter))
    });
    keys.map(String::as_str).collect()
}

/// Makes the stacks what they are to be, one after the other.
async fn make(
    session: &Session,
    stacks: &[PlannedStack],
    results: &mut Vec<StackResult>,
) -> anyhow::Result<()> {
    for stack in stacks {
        let name = &stack.wanted.name;
        results.push(match &stack.change_set {
            Some(change_set) => stacks::execute(session, name, change_set).await?,
            None => {
                session.ui.status("Stack", format!("{name}: no changes"));
                StackResult {
                    name: name.clone(),
                    status: stack.seen.status.clone().unwrap_or_default(),
                    changes: 0,
                }
            }
        });
    }
    Ok(())
}

impl Applied {
    /// The sessions, where every region is what it should be.
    ///
    /// # Errors
    /// What failed, what is done, what was not begun, and how to go on.
    pub(crate) fn verdict(self, environment: &str) -> anyhow::Result<Vec<Session>> {
        let mut sessions = Vec::new();
        let mut failed = Vec::new();
        let mut done = Vec::new();
        for (planned, result) in self.regions {
            sessions.push(planned.session);
            if result.is_fine() {
                done.push(result.region);
            } else {
                failed.push(result);
            }
        }
        if failed.is_empty() {
            return Ok(sessions);
        }
        // A single region's own problem says it best.
        if failed.len() == 1 && done.is_empty() && self.waiting.is_empty() {
            let only = failed.pop().context("one region failed")?;
            return Err(match only.error {
                Some(error) => error,
                None => smoke_failed(environment, &[only.region]).into(),
            });
        }
        let named: Vec<&str> = failed.iter().map(|result| result.region.as_str()).collect();
        let reasons: Vec<String> = failed
            .iter()
            .map(|result| {
                let why = result.failure.as_deref();
                format!(
                    "{}: {}",
                    result.region,
                    why.unwrap_or("the smoke test failed")
                )
            })
            .collect();
        let mut problem = Problem::new(format!(
            "{} of {environment} did not become what it should: {}",
            ui::count(failed.len(), "region"),
            named.join(", ")
        ))
        .because(reasons.join("\n"));
        if !done.is_empty() {
            problem = problem.next(format!("nothing for {}: done", done.join(", ")));
        }
        if !self.waiting.is_empty() {
            problem = problem.next(format!("not begun: {}", self.waiting.join(", ")));
        }
        problem = problem.next(format!(
            "cargo xtask deploy {environment} goes on with what is left, once the cause is mended"
        ));
        for region in named {
            problem = problem.next(format!(
                "or take the last release back: cargo xtask rollback {environment} --region {region}"
            ));
        }
        Err(problem.into())
    }
}

/// The smoke test failed in these regions.
fn smoke_failed(environment: &str, regions: &[String]) -> Problem {
    let regions = regions.join(", ");
    Problem::new(format!(
        "the smoke test failed in {regions}; what is not so is above"
    ))
    .next(format!(
        "see the functions' logs: cargo xtask logs {environment}"
    ))
    .next(format!(
        "run it again on its own: cargo xtask smoke {environment}"
    ))
    .next(format!(
        "take the last release back: cargo xtask rollback {environment}"
    ))
}
