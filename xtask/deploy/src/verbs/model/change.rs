//! `model promote` and `model rollback`: one run each.

use contracts::training::{ModelAction, ModelInput};
use contracts::{DeviceClass, VersionId};
use grammar::{ModelPromoteArgs, ModelRollbackArgs};
use manifest::CloseLook;
use serde_json::json;
use ui::{Exit, Format, Problem};

use crate::learning::run::{self, Ended};
use crate::learning::versions;
use crate::session::Session;
use crate::{close_looks, models};

/// Promotes.
pub(super) async fn promote(
    session: &Session,
    class: &DeviceClass,
    args: &ModelPromoteArgs,
) -> anyhow::Result<Exit> {
    if let Some(package) = &args.model_package {
        return promote_package(session, class, package, args).await;
    }
    let known = versions::read(session, class).await?;
    let version = known.find(&args.version)?;
    takes_versions(session)?;
    let live = models::live(session, class).await?;
    let live = live.filter(|live| live.version == version.version.as_str());
    // One that is to look from elsewhere from now on is promoted once more.
    if let Some(live) = live
        && close_looks::is_ready(session, class, &live).await?
    {
        let text = format!("{class}: the version {} is live already", version.version);
        session.ui.status("Models", text);
        return Ok(Exit::Fine);
    }
    let input = ModelInput {
        action: ModelAction::Promote,
        device_class: class.clone(),
        dataset: None,
        promote: true,
        trained: None,
        version: Some(version.version.clone()),
        model_package: None,
        by: run::caller(session).await?,
        reason: args.reason.clone(),
    };
    change(session, "promote", &input, args.format.into()).await
}

/// What runs where the look is taken.
///
/// # Errors
/// Where endpoints run model packages, which no version is.
pub(super) fn takes_versions(session: &Session) -> Result<(), Problem> {
    match session.manifest().close_look {
        CloseLook::SageMaker { image: None, .. } => Err(Problem::new(format!(
            "{} looks with model packages of the Marketplace, and no version is one",
            session.manifest().environment
        ))
        .next("promote a package: cargo xtask model promote CLASS --model-package ARN")
        .next(
            "or choose EndpointModel::Container or CloseLook::Embedded in \
             stacks/inspection/src/environments.rs and deploy",
        )),
        _ => Ok(()),
    }
}

/// Promotes a model package, which SageMaker knows and the lake does not.
async fn promote_package(
    session: &Session,
    class: &DeviceClass,
    package: &str,
    args: &ModelPromoteArgs,
) -> anyhow::Result<Exit> {
    let runs_packages = matches!(
        session.manifest().close_look,
        CloseLook::SageMaker { image: None, .. }
    );
    if !runs_packages {
        return Err(Problem::new(format!(
            "{} does not look with model packages",
            session.manifest().environment
        ))
        .because("its close look is not CloseLook::SageMaker with EndpointModel::Marketplace")
        .next(
            "choose that in stacks/inspection/src/environments.rs and deploy, or promote a version",
        )
        .into());
    }
    if !(package.starts_with("arn:") && package.contains(":model-package/")) {
        return Err(
            Problem::new(format!("{package:?} is no ARN of a model package"))
                .next("see them: aws sagemaker list-model-packages")
                .into(),
        );
    }
    let input = ModelInput {
        action: ModelAction::Promote,
        device_class: class.clone(),
        dataset: None,
        promote: true,
        trained: None,
        version: None,
        model_package: Some(package.to_owned()),
        by: run::caller(session).await?,
        reason: args.reason.clone(),
    };
    change(session, "promote", &input, args.format.into()).await
}

/// Rolls back.
pub(super) async fn roll_back(
    session: &Session,
    class: &DeviceClass,
    args: &ModelRollbackArgs,
) -> anyhow::Result<Exit> {
    let models = versions::read(session, class).await?;
    if models.previous.is_none() {
        return Err(Problem::new(format!(
            "{class}: there is no version before the live one to go back to"
        ))
        .next(format!("see what there is: cargo xtask model list {class}"))
        .into());
    }
    let live = models.live.as_deref().map(VersionId::parse);
    let input = ModelInput {
        action: ModelAction::RollBack,
        device_class: class.clone(),
        dataset: None,
        promote: true,
        trained: None,
        // What is rolled back is what was seen here to be live.
        version: live.transpose().ok().flatten(),
        model_package: None,
        by: run::caller(session).await?,
        reason: args.reason.clone(),
    };
    change(session, "rollback", &input, args.format.into()).await
}

async fn change(
    session: &Session,
    purpose: &str,
    input: &ModelInput,
    format: Format,
) -> anyhow::Result<Exit> {
    let run = run::run(session, purpose, input).await?;
    let Ended::Promoted(promoted) = &run.ended else {
        anyhow::bail!("the run {} ended otherwise than it should", run.arn);
    };
    match format {
        Format::Json => session.ui.json(&json!({
            "deviceClass": input.device_class,
            "run": run.name,
            "execution": run.arn,
            "from": promoted.from,
            "to": promoted.to,
            "revision": promoted.revision,
        }))?,
        _ => session.ui.data(format!("{}\n", promoted.headline))?,
    }
    Ok(Exit::Fine)
}
