//! Endpoints of SageMaker, as a deploy brings models behind them ([`serving`] says how).

use anyhow::Context;
use contracts::model::AskedModel;
use contracts::{DeviceClass, layout};
use manifest::CloseLook;
use serving::{Blueprint, Container, Endpoints, Removal, ServingError, Standing};
use ui::{Problem, Progress};

use crate::objects::{self, Body, Upload};
use crate::poll::Pauses;
use crate::session::Session;

/// What stands in for AWS's Marketplace model in the embedded region: the project's own container
/// answers in the same form.
const STAND_IN: &str = "inspector:embedded";

/// A model of a class, to be behind its endpoint.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'a> {
    pub class: &'a DeviceClass,
    /// The endpoint's name.
    pub endpoint: &'a str,
    /// The model's version.
    pub version: &'a str,
    pub model: Source<'a>,
}

/// What a model is made of.
#[derive(Debug, Clone, Copy)]
pub(super) enum Source<'a> {
    /// The model file's bytes.
    File(&'a [u8]),
    /// A model package, by its ARN.
    Package(&'a str),
}

/// What is to be asked once the endpoint answers with the model. `None` for a Marketplace model on AWS, of
/// which nobody here has the file.
pub(super) async fn make_ready(
    session: &Session,
    wanted: Wanted<'_>,
    progress: &Progress,
) -> anyhow::Result<Option<AskedModel>> {
    let Some(blueprint) = blueprint(session) else {
        return Ok(None);
    };
    let Wanted {
        class, endpoint, ..
    } = wanted;
    let is_file = matches!(wanted.model, Source::File(_));
    if blueprint.image.is_none() && is_file && !session.manifest().embedded {
        session.ui.warn(format!(
            "{class}: no Marketplace model is promoted for it; until one is (`cargo xtask model promote \
             {class} --model-package ARN`), its suspicious pictures are recorded as not inspected"
        ));
        return Ok(None);
    }
    let endpoints = endpoints(session)?;
    let name = blueprint.name(endpoint, wanted.version);
    progress.update(format!("{class}: endpoint {endpoint}"));
    let archive;
    let mut package = None;
    let container = match wanted.model {
        Source::Package(arn) => Container::Package(package.insert(arn.to_owned())),
        Source::File(model) => {
            archive = upload(session, &wanted, model).await?;
            match blueprint.image {
                Some(image) => Container::Image {
                    image,
                    archive: &archive,
                },
                None => {
                    let made = endpoints.make_package(&name, STAND_IN, &archive).await;
                    Container::Package(package.insert(made.map_err(|error| explain(&error))?))
                }
            }
        }
    };
    let made = endpoints.make(&blueprint, &name, container).await;
    made.map_err(|error| explain(&error))?;
    let mut pauses = Pauses::new(session.manifest().embedded);
    let mut is_told = None;
    loop {
        let standing = endpoints
            .point(&blueprint, endpoint, &name, is_told.as_deref())
            .await;
        match standing.map_err(|error| explain(&error))? {
            Standing::Answers => {
                return Ok(Some(AskedModel::SagemakerEndpoint {
                    endpoint: endpoint.to_owned(),
                    model_package: package,
                }));
            }
            Standing::Underway { told, status } => {
                is_told = told;
                let status = status.as_deref().unwrap_or("none");
                progress.update(format!("endpoint {endpoint}: {status}"));
                pauses.pause().await;
            }
        }
    }
}

/// Whether the endpoint answers with this version, on what the configuration says.
pub(super) async fn is_ready(
    session: &Session,
    endpoint: &str,
    version: &str,
) -> anyhow::Result<bool> {
    let Some(blueprint) = blueprint(session) else {
        return Ok(false);
    };
    let name = blueprint.name(endpoint, version);
    let answers = endpoints(session)?.answers_with(endpoint, &name).await;
    Ok(answers.map_err(|error| explain(&error))?)
}

/// Deletes an endpoint, and what it answers with, once SageMaker is done with what it was told before.
pub(super) async fn remove(session: &Session, endpoint: &str) -> anyhow::Result<()> {
    let endpoints = endpoints(session)?;
    let mut pauses = Pauses::new(session.manifest().embedded);
    let mut is_told = false;
    loop {
        let removed = endpoints.remove(endpoint).await;
        match removed.map_err(|error| explain(&error))? {
            Removal::Missing => return Ok(()),
            Removal::Removed => {
                session.ui.status("Delete", format!("endpoint {endpoint}"));
                return Ok(());
            }
            Removal::Refused { status } => {
                if !std::mem::replace(&mut is_told, true) {
                    let wait = format!("for the endpoint {endpoint}, which is {status}");
                    session.ui.status("Wait", wait);
                }
                pauses.pause().await;
            }
        }
    }
}

/// What the manifest says that endpoints are made of; `None` where others look.
fn blueprint(session: &Session) -> Option<Blueprint<'_>> {
    match &session.manifest().close_look {
        CloseLook::SageMaker {
            role_arn,
            variant,
            image,
            ..
        } => Some(Blueprint {
            role_arn,
            variant,
            image: image.as_deref(),
            lake: &session.manifest().names.lake_bucket,
        }),
        _ => None,
    }
}

fn endpoints(session: &Session) -> anyhow::Result<Endpoints> {
    Ok(Endpoints::new(&session.clients.aws)?)
}

/// Puts the model where SageMaker takes it from; gives its address.
async fn upload(session: &Session, wanted: &Wanted<'_>, model: &[u8]) -> anyhow::Result<String> {
    let lake = &session.manifest().names.lake_bucket;
    let key = layout::model_archive_key(wanted.class, wanted.version);
    let archive = archive::pack(model).context("cannot pack the model")?;
    let upload = Upload {
        key: key.clone(),
        body: Body::Bytes(archive.into()),
    };
    objects::put(&session.clients.s3, lake, upload).await?;
    Ok(format!("s3://{lake}/{key}"))
}

fn explain(error: &ServingError) -> Problem {
    let next = match error {
        ServingError::Refused { error, .. } if error.code() == Some("AccessDeniedException") => {
            "let `cargo xtask bootstrap` renew the roles; they follow the configuration"
        }
        ServingError::Failed { .. } => "delete it and deploy again, or see its logs in CloudWatch",
        _ => "see its events in SageMaker and its logs in CloudWatch, and deploy again",
    };
    Problem::new(error.to_string()).next(next)
}
