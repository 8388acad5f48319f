//! Planning: every stack of every region is held against what is there.

use std::collections::BTreeMap;

use anyhow::Context;
use cfn::Template;
use futures::{StreamExt, TryStreamExt};
use plan::{
    AssetChange, KnownStack, Plan, RegionPlan, StackPlan, StackVersion, Surroundings,
    note_consumers, plan_stack, refine,
};
use registry::Registry;

use super::assets::Assets;
use crate::drift;
use crate::session::Session;
use crate::stacks::{self, ChangeSet, Leave, Manner, Seen, Wanted};

/// Regions that are planned at once.
const AT_ONCE: usize = 16;

/// A region with what is to be done in it.
#[derive(Debug)]
pub(crate) struct Planned {
    pub session: Session,
    /// The stacks in the order of their deploy.
    pub stacks: Vec<PlannedStack>,
    /// What that changes.
    pub plan: RegionPlan,
}

/// A stack with what is to be done to it.
#[derive(Debug, Clone)]
pub(crate) struct PlannedStack {
    pub wanted: Wanted,
    /// As it was when it was planned.
    pub seen: Seen,
    /// `None` when there is nothing to change.
    pub change_set: Option<ChangeSet>,
}

/// Plans every region, a few at once, in the order given.
pub(crate) async fn plan_all(
    regions: Vec<(Session, Vec<Wanted>)>,
    assets: &Assets,
    manner: Manner,
) -> anyhow::Result<Vec<Planned>> {
    let registry = Registry::vendored();
    futures::stream::iter(regions)
        .map(|(session, wanted)| plan_region(session, wanted, assets, manner, &registry))
        .buffered(AT_ONCE)
        .try_collect()
        .await
}

/// The regions' plans as one.
pub(crate) fn whole(environment: &str, regions: &[Planned]) -> Plan {
    Plan {
        environment: environment.to_owned(),
        compared_with: "the stacks in the account".to_owned(),
        regions: regions.iter().map(|region| region.plan.clone()).collect(),
    }
}

async fn plan_region(
    session: Session,
    wanted: Vec<Wanted>,
    assets: &Assets,
    manner: Manner,
    registry: &Registry,
) -> anyhow::Result<Planned> {
    let progress = session.ui.progress("Plan", "stacks");
    let mut plan = RegionPlan {
        region: session.manifest().region.clone(),
        stacks: Vec::new(),
        assets: Vec::new(),
    };
    let mut stacks = Vec::new();
    let mut templates = BTreeMap::new();
    for wanted in wanted {
        progress.update(&wanted.name);
        let (template, problems) = Template::parse(&wanted.template);
        let template = template.with_context(|| {
            format!(
                "the template of the stack {} cannot be read: {problems}",
                wanted.name
            )
        })?;
        let (planned, told, changed) =
            plan_one(&session, wanted, &template, assets, manner, registry).await?;
        plan.stacks.push(told);
        plan.assets.extend(changed);
        templates.insert(planned.wanted.name.clone(), template);
        stacks.push(planned);
    }
    let templates = templates
        .iter()
        .map(|(name, template)| (name.as_str(), template));
    note_consumers(&mut plan, &templates.collect());
    let changes: usize = plan.stacks.iter().map(|stack| stack.resources.len()).sum();
    progress.done(match changes {
        0 => "nothing to change in any stack".to_owned(),
        changes => ui::count(changes, "change"),
    });
    Ok(Planned {
        session,
        stacks,
        plan,
    })
}

async fn plan_one(
    session: &Session,
    wanted: Wanted,
    template: &Template,
    assets: &Assets,
    manner: Manner,
    registry: &Registry,
) -> anyhow::Result<(PlannedStack, StackPlan, Vec<AssetChange>)> {
    let present = stacks::make_ready(session, &wanted.name, manner.leave).await?;
    let known = match &present {
        Some(present) => stacks::known(session, present).await?,
        None => None,
    };
    let after = StackVersion {
        template,
        parameters: &wanted.parameters,
        tags: &wanted.tags,
    };
    let manifest = session.manifest();
    let surroundings = Surroundings {
        region: &manifest.region,
        account: &manifest.account,
    };
    let mut told = plan_stack(
        &wanted.name,
        known.as_ref().map(before),
        Some(after),
        surroundings,
        registry,
    );
    let can_propose = present.is_some() || !is_failed(session, &wanted, manner.leave).await?;
    let proposal = match can_propose {
        true => stacks::propose(session, &wanted, present.as_ref(), manner).await?,
        false => {
            told.problems.push(
                "its creation failed before: a deploy deletes what is left of it and makes it anew"
                    .to_owned(),
            );
            None
        }
    };
    if can_propose {
        let observed = proposal.as_ref().map(|(_, observed)| observed.as_slice());
        refine(&mut told, observed);
    }
    if let Some(present) = &present {
        told.drift = drift::last_found(session, present).await?;
    }
    let had = present.as_ref().map(stacks::parameters).unwrap_or_default();
    let changed = asset_changes(&wanted, &had, assets);
    let planned = PlannedStack {
        seen: Seen::of(present.as_ref()),
        change_set: proposal.map(|(change_set, _)| change_set),
        wanted,
    };
    Ok((planned, told, changed))
}

/// Whether there is a stack with which nothing can be done but deleting it.
async fn is_failed(session: &Session, wanted: &Wanted, leave: Leave) -> anyhow::Result<bool> {
    if leave == Leave::Clear {
        return Ok(false);
    }
    let described = stacks::describe(&session.clients.cloudformation, &wanted.name).await?;
    Ok(Seen::of(described.as_ref()).status.is_some())
}

fn before(known: &KnownStack) -> StackVersion<'_> {
    StackVersion {
        template: &known.template,
        parameters: &known.parameters,
        tags: &known.tags,
    }
}

/// The functions whose code changes.
fn asset_changes(
    wanted: &Wanted,
    had: &BTreeMap<String, String>,
    assets: &Assets,
) -> Vec<AssetChange> {
    let of_parameter = |(parameter, function): (&String, &String)| {
        let after = wanted.parameters.get(parameter)?;
        let before = had.get(parameter);
        (before != Some(after)).then(|| AssetChange {
            function: function.clone(),
            before: before.cloned(),
            after: after.clone(),
            bytes: assets.get(function).map_or(0, |package| package.bytes),
        })
    };
    wanted.functions.iter().filter_map(of_parameter).collect()
}
