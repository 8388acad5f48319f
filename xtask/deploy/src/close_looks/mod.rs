//! What looks closely outside the function: made ready with the model that was fitted, or trained on
//! the same pictures, before a class is inspected with it.

mod endpoints;
mod lookout;

use std::collections::BTreeMap;

use contracts::DeviceClass;
use contracts::model::{AskedModel, LiveModel};
use manifest::CloseLook;
use ui::{Problem, Progress};

use crate::custom_labels::{self, Picture, Run, Training};
use crate::objects;
use crate::session::Session;

/// The way out where a close look cannot be trained.
const EMBEDDED: &str = "or use an environment whose close look is CloseLook::Embedded";

/// A model that was fitted, and what it was fitted on.
#[derive(Debug)]
pub(crate) struct Fitted<'a> {
    pub class: &'a DeviceClass,
    /// The model file's bytes.
    pub model: &'a [u8],
    /// Its version.
    pub version: &'a str,
    /// The folder of the pictures in the pictures bucket.
    pub folder: &'a str,
    /// Which pictures, and which model of them: the version of a training.
    pub training: &'a str,
    /// The pictures in the bucket, with their labels.
    pub pictures: &'a [Picture],
}

/// Makes the model ready where the configuration says it looks; `None` where that is the function
/// itself, or where nothing but a promotion can give a class its model.
pub(crate) async fn make_ready(
    session: &Session,
    fitted: &Fitted<'_>,
    progress: &Progress,
) -> anyhow::Result<Option<AskedModel>> {
    let class = fitted.class;
    match &session.manifest().close_look {
        CloseLook::Embedded => Ok(None),
        CloseLook::SageMaker { endpoints, .. } => {
            let wanted = endpoints::Wanted {
                class,
                endpoint: named(endpoints, class)?,
                version: fitted.version,
                model: endpoints::Source::File(fitted.model),
            };
            endpoints::make_ready(session, wanted, progress).await
        }
        CloseLook::CustomLabels {
            projects,
            inference_units,
        } => {
            both_labels(fitted, "Rekognition Custom Labels", EMBEDDED)?;
            let training = Training {
                project: named(projects, class)?,
                class,
                folder: fitted.folder,
                version: fitted.training,
                pictures: fitted.pictures,
                inference_units: *inference_units,
            };
            let arn = custom_labels::running_version(session, &training, progress).await?;
            Ok(Some(AskedModel::CustomLabels {
                project_version_arn: arn,
            }))
        }
        CloseLook::LookoutForVision { projects } => {
            both_labels(fitted, "Lookout for Vision", EMBEDDED)?;
            let project = named(projects, class)?;
            let model_version = lookout::make_ready(session, project, fitted, progress).await?;
            Ok(Some(AskedModel::LookoutForVision {
                project: project.to_owned(),
                model_version,
            }))
        }
    }
}

/// Whether a live model is ready where the configuration says it looks.
pub(crate) async fn is_ready(
    session: &Session,
    class: &DeviceClass,
    live: &LiveModel,
) -> anyhow::Result<bool> {
    let asked = live.asked.as_ref();
    Ok(match (&session.manifest().close_look, asked) {
        (CloseLook::Embedded, asked) => asked.is_none(),
        // A stand-in of the Marketplace's is behind it by its package.
        (
            CloseLook::SageMaker { image: None, .. },
            Some(AskedModel::SagemakerEndpoint {
                model_package: None,
                ..
            }),
        ) => false,
        (CloseLook::SageMaker { endpoints, .. }, Some(AskedModel::SagemakerEndpoint { .. })) => {
            let name = named(endpoints, class)?;
            endpoints::is_ready(session, name, &live.version).await?
        }
        // Nothing that a deploy could do gives a class its Marketplace model.
        (CloseLook::SageMaker { image: None, .. }, None) => !session.manifest().embedded,
        (
            CloseLook::CustomLabels {
                inference_units, ..
            },
            Some(AskedModel::CustomLabels {
                project_version_arn: version,
            }),
        ) => {
            let run = Run {
                class,
                version,
                inference_units: *inference_units,
            };
            custom_labels::is_running(session, run).await?
        }
        (
            CloseLook::LookoutForVision { .. },
            Some(AskedModel::LookoutForVision {
                project,
                model_version,
            }),
        ) => lookout::is_hosted(session, project, model_version).await?,
        _ => false,
    })
}

/// Has a live model look again where the configuration says, if it is the one that looked there: what somebody
/// has stopped is started, with the inference units that are asked for, and what somebody promoted goes behind
/// its class's endpoint again where the configuration gives that something else to run on. `false` where that
/// is not what is missing.
pub(crate) async fn renew(
    session: &Session,
    class: &DeviceClass,
    live: &LiveModel,
) -> anyhow::Result<bool> {
    match (&session.manifest().close_look, &live.asked) {
        (
            CloseLook::CustomLabels {
                inference_units, ..
            },
            Some(AskedModel::CustomLabels {
                project_version_arn: version,
            }),
        ) => {
            let run = Run {
                class,
                version,
                inference_units: *inference_units,
            };
            custom_labels::run(session, run).await
        }
        (
            CloseLook::LookoutForVision { .. },
            Some(AskedModel::LookoutForVision {
                project,
                model_version,
            }),
        ) => lookout::host_again(session, class, project, model_version).await,
        _ => renew_endpoint(session, class, live).await,
    }
}

async fn renew_endpoint(
    session: &Session,
    class: &DeviceClass,
    live: &LiveModel,
) -> anyhow::Result<bool> {
    let CloseLook::SageMaker {
        endpoints, image, ..
    } = &session.manifest().close_look
    else {
        return Ok(false);
    };
    let endpoint = named(endpoints, class)?;
    let Some(AskedModel::SagemakerEndpoint {
        endpoint: asked,
        model_package,
    }) = &live.asked
    else {
        return Ok(false);
    };
    if asked != endpoint || image.is_some() == model_package.is_some() {
        return Ok(false);
    }
    let lake = &session.manifest().names.lake_bucket;
    let file;
    let model = match model_package {
        Some(arn) => endpoints::Source::Package(arn),
        None => {
            let found = objects::get(&session.clients.s3, lake, &live.close_look).await?;
            let Some(found) = found else {
                return Ok(false);
            };
            file = found;
            endpoints::Source::File(&file)
        }
    };
    let wanted = endpoints::Wanted {
        class,
        endpoint,
        version: &live.version,
        model,
    };
    let progress = session.ui.progress("Models", format!("{class}: endpoint"));
    endpoints::make_ready(session, wanted, &progress).await?;
    progress.done(format!(
        "{class}: the endpoint answers with version {} as the configuration says",
        live.version
    ));
    Ok(true)
}

/// Takes down the endpoint of a live model that looks from elsewhere by now: no close look but SageMaker's asks
/// an endpoint. That it could not be is told and fails nothing.
pub(crate) async fn leave(session: &Session, live: &LiveModel) {
    let Some(AskedModel::SagemakerEndpoint { endpoint, .. }) = &live.asked else {
        return;
    };
    if matches!(session.manifest().close_look, CloseLook::SageMaker { .. }) {
        return;
    }
    if let Err(error) = endpoints::remove(session, endpoint).await {
        session.ui.warn(format!(
            "the endpoint {endpoint}, which nothing asks any more, may still run, and cost: {error:#}"
        ));
    }
}

/// Takes down what looked before and does not any more, for it costs by the hour. That it could not be is
/// told and fails nothing: a role of the new configuration may not.
pub(crate) async fn retire(session: &Session, before: &LiveModel, live: &LiveModel) {
    let stays = match (&before.asked, &live.asked) {
        // An endpoint is changed in place.
        (
            Some(AskedModel::SagemakerEndpoint { endpoint: one, .. }),
            Some(AskedModel::SagemakerEndpoint {
                endpoint: other, ..
            }),
        ) => one == other,
        (one, other) => one == other,
    };
    if stays {
        return;
    }
    let retired = match &before.asked {
        None => return,
        Some(AskedModel::SagemakerEndpoint { endpoint, .. }) => {
            endpoints::remove(session, endpoint).await
        }
        Some(AskedModel::CustomLabels {
            project_version_arn,
        }) => {
            custom_labels::stop(session, project_version_arn).await;
            Ok(())
        }
        Some(AskedModel::LookoutForVision {
            project,
            model_version,
        }) => lookout::stop(session, project, model_version).await,
    };
    if let Err(error) = retired {
        session.ui.warn(format!(
            "what looked closely before may still run, and cost: {error:#}"
        ));
    }
}

/// Takes down what was made ready. What is not there is no error.
pub(crate) async fn remove(session: &Session) -> anyhow::Result<()> {
    match &session.manifest().close_look {
        CloseLook::Embedded => {}
        CloseLook::SageMaker { endpoints, .. } => {
            for name in endpoints.values() {
                endpoints::remove(session, name).await?;
            }
        }
        CloseLook::CustomLabels { projects, .. } => {
            for project in projects.values() {
                if custom_labels::remove(session, project).await? {
                    let text = format!("Rekognition project {project}");
                    session.ui.status("Delete", text);
                }
            }
        }
        CloseLook::LookoutForVision { projects } => {
            for project in projects.values() {
                lookout::remove(session, project).await?;
            }
        }
    }
    Ok(())
}

/// Whether what looks closely has models of its own, which learn from labelled pictures of both kinds: no
/// version is promoted to it.
pub(crate) fn has_own_models(session: &Session) -> bool {
    matches!(
        session.manifest().close_look,
        CloseLook::CustomLabels { .. } | CloseLook::LookoutForVision { .. }
    )
}

fn named<'a>(names: &'a BTreeMap<String, String>, class: &DeviceClass) -> Result<&'a str, Problem> {
    names
        .get(class.as_str())
        .map(String::as_str)
        .ok_or_else(|| {
            Problem::new(format!(
                "the manifest names no place where {class} is looked at closely"
            ))
            .next("run `cargo xtask generate`")
        })
}

/// A service that learns from both labels cannot be trained on sound devices alone: Rekognition asks for two
/// labels at least. `or` is a way out beside that of more pictures.
/// <https://docs.aws.amazon.com/rekognition/latest/customlabels-dg/limits.html>
pub(crate) fn both_labels(fitted: &Fitted<'_>, service: &str, or: &str) -> Result<(), Problem> {
    let has = |is_anomalous| {
        let mut pictures = fitted.pictures.iter();
        pictures.any(|picture| picture.is_anomalous == is_anomalous)
    };
    let (missing, there) = match (has(false), has(true)) {
        (true, true) => return Ok(()),
        (_, false) => ("defects", "sound devices"),
        (false, true) => ("sound devices", "defects"),
    };
    Err(Problem::new(format!(
        "{service} cannot be trained for {}: there are no pictures of {missing} that can be used",
        fitted.class
    ))
    .because(format!(
        "it learns from both labels, and these are pictures of {there} alone"
    ))
    .next(format!(
        "collect and label {missing} (`cargo xtask dataset`), {or}"
    )))
}
