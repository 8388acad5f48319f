//! `model promote` and `model rollback`: one run each.

use contracts::lineage::LivePointer;
use contracts::training::{ModelAction, ModelInput};
use contracts::{DeviceClass, VersionId, layout};
use grammar::{ModelPromoteArgs, ModelRollbackArgs};
use manifest::CloseLook;
use serde::Serialize;
use ui::{Exit, Format, Problem};

use super::packages;
use crate::learning::run::{self, Ended};
use crate::learning::versions;
use crate::session::Session;
use crate::{close_looks, models, objects};

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
    let version = packages::version(session, &known, &args.version).await?;
    takes_versions(session, Asked::ToPromote)?;
    let id = version.version.as_str();
    let live = models::live(session, class).await?;
    // What a change has decided and nobody has carried out is carried out by the run that comes next.
    let is_carried_out = known.live.as_deref() == Some(id);
    let live = live.filter(|live| is_carried_out && live.version == id);
    // One that is to look from elsewhere from now on is promoted once more.
    if let Some(live) = live
        && close_looks::is_ready(session, class, &live).await?
    {
        let headline = format!("{class}: the version {id} is live already");
        if let Format::Json = args.format.into() {
            session.ui.json(&Told {
                device_class: class,
                run: None,
                execution: None,
                from: Some(id),
                to: Some(id),
                revision: revision(session, class).await?,
                changed: false,
            })?;
        }
        session.ui.status("Models", headline);
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

/// The number of the change that made live what is; none of what `deploy` or `inspect` made so.
async fn revision(session: &Session, class: &DeviceClass) -> anyhow::Result<Option<u64>> {
    let lake = &session.manifest().names.lake_bucket;
    let key = layout::live_model_key(class);
    let live: Option<LivePointer> = objects::get_json(&session.clients.s3, lake, &key).await?;
    Ok(live.and_then(|live| live.revision))
}

/// What is told of a change, for programs.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Told<'a> {
    device_class: &'a DeviceClass,
    /// The run's name; none where nothing had to be changed.
    run: Option<&'a str>,
    /// Its ARN.
    execution: Option<&'a str>,
    from: Option<&'a str>,
    to: Option<&'a str>,
    /// The number of the change that made live what is; none of what `deploy` or `inspect` made so.
    revision: Option<u64>,
    changed: bool,
}

/// What is asked for that makes a version live.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    ToTrain,
    ToPromote,
}

/// What runs where the look is taken.
///
/// # Errors
/// Where something looks that no version is: the run would find that out at its very end.
pub(super) fn takes_versions(session: &Session, asked: Asked) -> Result<(), Problem> {
    let manifest = session.manifest();
    refused(&manifest.environment, &manifest.close_look, asked).map_or(Ok(()), Err)
}

fn refused(environment: &str, close_look: &CloseLook, asked: Asked) -> Option<Problem> {
    const CONFIGURATION: &str = "in stacks/inspection/src/environments.rs and deploy";
    let by_service = |service: &str| {
        let what = format!(
            "{environment} looks closely by {service}, with models of its own that no version takes the place of"
        );
        let choose = format!(
            "choose CloseLook::Embedded, or CloseLook::SageMaker with EndpointModel::Container, {CONFIGURATION}"
        );
        Problem::new(what).next(choose)
    };
    let problem = match close_look {
        CloseLook::Embedded | CloseLook::SageMaker { image: Some(_), .. } => return None,
        CloseLook::SageMaker { image: None, .. } => Problem::new(format!(
            "{environment} looks with model packages of the Marketplace, and no version is one"
        ))
        .next("promote a package: cargo xtask model promote CLASS --model-package ARN")
        .next(format!(
            "or choose EndpointModel::Container or CloseLook::Embedded {CONFIGURATION}"
        )),
        CloseLook::CustomLabels { .. } => by_service("Rekognition Custom Labels"),
        CloseLook::LookoutForVision { .. } => by_service("Lookout for Vision"),
    };
    Some(match asked {
        Asked::ToTrain => problem.next("or leave the model a candidate: --no-promote"),
        Asked::ToPromote => problem,
    })
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
    let known = versions::read(session, class).await?;
    // What a change has decided and nobody has carried out is carried out by the run, before it looks at what
    // is live; what is before that, the run alone says.
    let live = models::live(session, class).await?;
    let live = live.map(|live| live.version);
    let is_carried_out = live == known.live;
    if live.is_none() || (is_carried_out && known.previous.is_none()) {
        return Err(Problem::new(format!(
            "{class}: there is no version before the live one to go back to"
        ))
        .next(format!("see what there is: cargo xtask model list {class}"))
        .into());
    }
    let published = is_carried_out && !known.is_promoted;
    if let Some(previous) = known.previous.as_ref().filter(|_| published) {
        return Err(Problem::new(format!(
            "{class}: the live version was fitted by `deploy` or `inspect` in the place of {previous}, and no \
             rollback goes back from it"
        ))
        .next(format!(
            "promote it: cargo xtask model promote {class} {previous}"
        ))
        .into());
    }
    let live = live.as_deref().map(VersionId::parse);
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
        Format::Json => session.ui.json(&Told {
            device_class: &input.device_class,
            run: Some(&run.name),
            execution: Some(&run.arn),
            from: promoted.from.as_deref(),
            to: promoted.to.as_deref(),
            revision: Some(promoted.revision),
            changed: promoted.changed,
        })?,
        _ => session.ui.data(format!("{}\n", promoted.headline))?,
    }
    Ok(Exit::Fine)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn where_a_service_looks_with_its_own_models_no_version_is_trained_for_it_in_vain() {
        let services = [
            CloseLook::CustomLabels {
                projects: BTreeMap::new(),
                inference_units: 1,
            },
            CloseLook::LookoutForVision {
                projects: BTreeMap::new(),
            },
        ];
        for service in &services {
            let told = |asked| {
                let problem = refused("prod", service, asked).unwrap();
                ui::render_error(&problem)
            };
            let train = told(Asked::ToTrain);
            assert!(train.contains("prod looks closely by "), "{train}");
            assert!(train.contains("--no-promote"), "{train}");
            let promote = told(Asked::ToPromote);
            assert!(promote.contains("CloseLook::Embedded"), "{promote}");
            assert!(!promote.contains("--no-promote"), "{promote}");
        }
        assert!(refused("prod", &CloseLook::Embedded, Asked::ToTrain).is_none());
    }

    #[test]
    fn what_is_live_already_is_told_as_any_other_change() {
        let class = DeviceClass::parse("meter").unwrap();
        let told = Told {
            device_class: &class,
            run: None,
            execution: None,
            from: Some("0123456789abcdef"),
            to: Some("0123456789abcdef"),
            revision: Some(3),
            changed: false,
        };
        assert_eq!(
            serde_json::to_value(&told).unwrap(),
            serde_json::json!({
                "deviceClass": "meter", "run": null, "execution": null,
                "from": "0123456789abcdef", "to": "0123456789abcdef", "revision": 3, "changed": false,
            })
        );
    }
}
