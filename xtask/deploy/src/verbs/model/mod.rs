//! `model`: an environment's models.

mod alarms;
mod backfill;
mod change;
mod known;
mod monitor;
mod packages;
mod shadows;
mod tell;
mod train;

use contracts::DeviceClass;
use grammar::DeployedModelVerb;
use ui::{Exit, Problem, Ui};

use super::smoke::deployed;
use crate::artefacts::Artefacts;
use crate::session::{Folders, Session};

/// Runs the verb.
pub(crate) async fn run(
    ui: &Ui,
    folders: &Folders,
    verb: &DeployedModelVerb,
) -> anyhow::Result<Exit> {
    let place = verb.place();
    let artefacts = Artefacts::open_one(
        &folders.workspace,
        &place.environment,
        place.region.as_deref(),
    )?;
    // Mistakes in what was said are told before anything is started.
    let named = match verb {
        DeployedModelVerb::Train(args) => Some(&args.class),
        DeployedModelVerb::Evaluate(args) => Some(&args.class),
        DeployedModelVerb::List(args) => args.class.as_ref(),
        DeployedModelVerb::Show(args) => Some(&args.class),
        DeployedModelVerb::Promote(args) => Some(&args.class),
        DeployedModelVerb::Rollback(args) => Some(&args.class),
        DeployedModelVerb::Compare(args) => Some(&args.class),
        DeployedModelVerb::Monitor(args) => args.class.as_ref(),
        DeployedModelVerb::Backfill(args) => Some(&args.class),
    };
    let classes = classes(&artefacts, named.map(String::as_str))?;
    if let DeployedModelVerb::Backfill(args) = verb {
        backfill::Days::parse(args)?;
    }
    let session = Session::open(ui, folders, artefacts).await?;
    deployed(&session).await?;
    match (verb, classes.as_slice()) {
        (DeployedModelVerb::List(args), all) => tell::list(&session, all, args).await,
        (DeployedModelVerb::Monitor(args), _) => monitor::monitor(&session, args).await,
        (DeployedModelVerb::Train(args), [class, ..]) => train::train(&session, class, args).await,
        (DeployedModelVerb::Evaluate(args), [class, ..]) => {
            train::evaluate(&session, class, args).await
        }
        (DeployedModelVerb::Show(args), [class, ..]) => tell::show(&session, class, args).await,
        (DeployedModelVerb::Promote(args), [class, ..]) => {
            change::promote(&session, class, args).await
        }
        (DeployedModelVerb::Rollback(args), [class, ..]) => {
            change::roll_back(&session, class, args).await
        }
        (DeployedModelVerb::Compare(args), [class, ..]) => {
            tell::compare(&session, class, args).await
        }
        (DeployedModelVerb::Backfill(args), [class, ..]) => {
            backfill::backfill(&session, class, args).await
        }
        (_, []) => Err(Problem::new("the environment has no device class").into()),
    }
}

/// The class that is named, or all of the environment's.
fn classes(artefacts: &Artefacts, named: Option<&str>) -> anyhow::Result<Vec<DeviceClass>> {
    let known = &artefacts.manifest.device_classes;
    let Some(named) = named else {
        let all = known.iter().map(|class| DeviceClass::parse(class.as_str()));
        return Ok(all.collect::<Result<_, _>>()?);
    };
    if known.iter().any(|class| class == named) {
        return Ok(vec![DeviceClass::parse(named)?]);
    }
    let problem = Problem::new(format!(
        "the environment has no device class {named:?}: {}",
        known.join(", ")
    ));
    let near = diagnostics::nearest(named, known.iter().map(String::as_str));
    Err(match near {
        Some(near) => problem.next(format!("did you mean {near:?}?")),
        None => problem,
    }
    .into())
}
