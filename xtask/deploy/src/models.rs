//! The models that a device class is inspected with: fitted, stored and made live.

mod fitting;
mod standing;

use std::sync::Arc;

use contracts::model::{FIRST_LOOK_INFERENCE_UNITS, LiveModel};
use contracts::{DeviceClass, layout};
use sha2::{Digest, Sha256};
use ui::Progress;
use vision::{Backbone, Model};

use crate::close_looks;
use crate::custom_labels::{self, Picture};
use crate::live_models::{self, Lake, Live, Over, Placed};
use crate::normals::{self, Normals};
use crate::objects::{self, Body, Upload};
use crate::package::hex;
use crate::session::Session;

use fitting::{FitFailure, Spool};
use standing::Standing;

/// Fits what is missing: a model for every device class that the samples know and that has none,
/// or one that deploy made from older samples. A model that somebody else made is left alone, unless what
/// looks closely has models of its own; what somebody has stopped is started again.
///
/// `functions_changed` says that other code than before will read the models: those that it
/// cannot read are then found.
///
/// # Errors
/// Also where a class cannot be looked at as the configuration says, once the others are.
pub(crate) async fn ensure(session: &Session, functions_changed: bool) -> anyhow::Result<()> {
    let mut backbone = None;
    let mut ready = 0_usize;
    let mut stranded = Vec::new();
    for class in &session.manifest().device_classes {
        let class = DeviceClass::parse(class.as_str())?;
        let seen = live_models::read(lake(session), &class).await?;
        let drawn = class.clone();
        let current =
            tokio::task::spawn_blocking(move || normals::fitted_from_samples(&drawn)).await?;
        let current = current.as_deref();
        let standing = match seen.model() {
            Some(live) => standing::of(session, &class, live, current, functions_changed).await?,
            None if current.is_some() => Standing::Wanted(Over::Own),
            // A class of the user's own gets its model from `inspect`.
            None => Standing::Left,
        };
        let over = match standing {
            Standing::Wanted(over) => over,
            Standing::Ready => {
                ready += 1;
                continue;
            }
            Standing::Left => continue,
            Standing::Stranded(one) => {
                stranded.push(one);
                continue;
            }
        };
        let normals = tokio::task::spawn_blocking(move || normals::of_samples(&class)).await?;
        if let Some(normals) = normals {
            let backbone = load(&mut backbone).await?;
            publish(session, backbone, normals, seen, over).await?;
        }
    }
    if ready > 0 {
        session.ui.status(
            "Models",
            format!("{}: no changes", ui::count(ready, "live model")),
        );
    }
    standing::tell(&stranded)
}

/// Makes the normals' models live for their class, unless they are so already.
pub(crate) async fn ensure_own(session: &Session, normals: Normals) -> anyhow::Result<()> {
    let seen = live_models::read(lake(session), &normals.class).await?;
    let learns_first = asks_first_look(session, &normals.class) && !normals.defects.is_empty();
    let same = seen.model().filter(|live| {
        live.fitted_from == normals.fitted_from && live.first_look.is_some() == learns_first
    });
    if let Some(same) = same
        && standing::looks_first(session, &normals.class, same).await?
        && standing::looks_closely(session, &normals.class, same).await?
        && readable(session, same).await?.is_ok()
    {
        let text = format!("{}: fitted on the same pictures before", normals.class);
        session.ui.status("Models", text);
        return Ok(());
    }
    let mut backbone = None;
    let backbone = load(&mut backbone).await?;
    publish(session, backbone, normals, seen, Over::All).await
}

/// Whether the close look's model is there and can be read; else why not.
async fn readable(session: &Session, live: &LiveModel) -> anyhow::Result<Result<(), String>> {
    // A model package has no file.
    if live.close_look.is_empty() {
        return Ok(Ok(()));
    }
    let lake = &session.manifest().names.lake_bucket;
    let Some(bytes) = objects::get(&session.clients.s3, lake, &live.close_look).await? else {
        return Ok(Err("it is not there".to_owned()));
    };
    let read = tokio::task::spawn_blocking(move || Model::from_bytes(&bytes)).await?;
    Ok(read.map(drop).map_err(|error| error.to_string()))
}

fn asks_first_look(session: &Session, class: &DeviceClass) -> bool {
    names_project(session, class).is_some()
}

/// The custom labels project of a class's first look, where it asks one.
fn names_project<'a>(session: &'a Session, class: &DeviceClass) -> Option<&'a str> {
    let projects = &session.manifest().custom_labels_projects;
    projects.get(class.as_str()).map(String::as_str)
}

/// Trains the first look's model and starts it; gives its ARN.
async fn first_look(
    session: &Session,
    project: &str,
    fitted: &close_looks::Fitted<'_>,
    progress: &Progress,
) -> anyhow::Result<String> {
    let way_out = "or set `custom_labels: false` in the environment's first look";
    close_looks::both_labels(fitted, "Rekognition Custom Labels", way_out)?;
    let training = custom_labels::Training {
        project,
        class: fitted.class,
        folder: fitted.folder,
        version: fitted.training,
        pictures: fitted.pictures,
        inference_units: FIRST_LOOK_INFERENCE_UNITS,
    };
    custom_labels::running_version(session, &training, progress).await
}

/// What is live for a class.
pub(crate) async fn live(
    session: &Session,
    class: &DeviceClass,
) -> anyhow::Result<Option<LiveModel>> {
    let seen = live_models::read(lake(session), class).await?;
    Ok(seen.model().cloned())
}

fn lake(session: &Session) -> Lake<'_> {
    Lake {
        s3: &session.clients.s3,
        bucket: &session.manifest().names.lake_bucket,
    }
}

/// The network is loaded once, and only when something is fitted.
async fn load(backbone: &mut Option<Arc<Backbone>>) -> anyhow::Result<Arc<Backbone>> {
    if let Some(backbone) = backbone {
        return Ok(Arc::clone(backbone));
    }
    let loaded = Arc::new(tokio::task::spawn_blocking(Backbone::load).await??);
    *backbone = Some(Arc::clone(&loaded));
    Ok(loaded)
}

/// Fits, stores, and at last makes live: until then, the class is inspected as before.
async fn publish(
    session: &Session,
    backbone: Arc<Backbone>,
    normals: Normals,
    seen: Live,
    over: Over,
) -> anyhow::Result<()> {
    let names = &session.manifest().names;
    let s3 = &session.clients.s3;
    let class = normals.class.clone();
    let all = ui::count(normals.pictures.len(), "picture");
    let progress = session
        .ui
        .progress("Models", format!("{class}: fitting on {all}"));
    let limits = session.manifest().picture_limits.clone();
    let fitted_from = normals.fitted_from.clone();
    let spool = Spool::make(&session.folders.cache().join("training"), &class)?;
    let into = spool.folder.clone();
    let project = names_project(session, &class);
    let has_own_models = close_looks::has_own_models(session);
    let asks_defects = project.is_some() || has_own_models;
    let defects = if asks_defects {
        normals.defects
    } else {
        Vec::new()
    };
    let learns_first = !defects.is_empty();
    let fitted = tokio::task::spawn_blocking(move || {
        let mut fitted = fitting::fit(&backbone, normals.pictures, &limits, &into)?;
        let mut files = Vec::with_capacity(defects.len());
        for defect in &defects {
            match fitting::prepare(defect, &limits, &into) {
                Ok((_, file)) => files.push(file),
                Err(unreadable) => fitted.unreadable.push(unreadable),
            }
        }
        Ok::<_, Box<FitFailure>>((fitted, files))
    });
    let (fitted, defects) = fitted.await?.map_err(|failure| failure.explain(&class))?;
    for unreadable in &fitted.unreadable {
        let text = format!(
            "{} is left out: {}",
            ui::shown(&unreadable.shown),
            unreadable.why
        );
        session.ui.warn(text);
    }
    let used = fitted.pictures.len();
    let sha256 = hex(&Sha256::digest(&fitted.model));
    let version = sha256[..16].to_owned();
    let close_look = layout::model_key(&class, &version);
    let model = Upload {
        key: close_look.clone(),
        body: Body::Bytes(fitted.model.clone().into()),
    };
    objects::put(s3, &names.lake_bucket, model).await?;
    progress.update(format!("{class}: storing {}", ui::count(used, "picture")));
    let folder = training_folder(&class, &fitted_from);
    let files = fitted.pictures.iter().chain(&defects);
    let uploads: Vec<_> = files
        .map(|name| Upload {
            key: format!("{folder}{name}"),
            body: Body::File(spool.folder.join(name)),
        })
        .collect();
    let pictures = |files: &[String], is_anomalous| -> Vec<Picture> {
        let files = files.iter();
        files
            .map(|name| Picture {
                key: format!("{folder}{name}"),
                is_anomalous,
            })
            .collect()
    };
    let labelled = [pictures(&fitted.pictures, false), pictures(&defects, true)].concat();
    objects::put_all(s3, &names.pictures_bucket, uploads, |_| {}).await?;
    // With the model's own version, for the same pictures give another model to other code.
    let training = format!("{}-{}", short(&fitted_from), &version[..8]);
    let fitted_model = close_looks::Fitted {
        class: &class,
        model: &fitted.model,
        version: &version,
        folder: &folder,
        training: &training,
        pictures: &labelled,
    };
    let first_look = match project {
        Some(project) if learns_first => {
            Some(first_look(session, project, &fitted_model, &progress).await?)
        }
        Some(_) => {
            session.ui.warn(format!(
                "{class}: the first look has no custom labels model, which learns from both labels, and \
                 these are pictures of sound devices alone; every picture is looked at closely"
            ));
            None
        }
        None => None,
    };
    let asked = close_looks::make_ready(session, &fitted_model, &progress).await?;
    let live = LiveModel {
        close_look,
        version,
        sha256,
        first_look,
        fitted_from,
        asked,
    };
    let seen = match live_models::put(lake(session), &class, seen, &live, over).await? {
        Placed::Over(seen) => seen,
        Placed::GaveWay(to) => {
            drop(progress);
            return give_way(session, &class, &live, &to).await;
        }
    };
    if let Some(promoted) = seen.promoted().filter(|id| *id != live.version) {
        let first = match has_own_models {
            true => "choose CloseLook::Embedded or CloseLook::SageMaker, deploy, and then: ",
            false => "",
        };
        session.ui.warn(format!(
            "{class}: version {promoted}, which was promoted, is not live any more; to have it so again: \
             {first}cargo xtask model promote {class} {promoted}"
        ));
    }
    let before = seen.model();
    let old = before.and_then(|before| before.first_look.as_deref());
    if let Some(old) = old.filter(|old| Some(*old) != live.first_look.as_deref()) {
        custom_labels::stop(session, old).await;
    }
    if let Some(before) = before {
        close_looks::retire(session, before, &live).await;
    }
    progress.done(format!(
        "{class}: version {} is live, fitted on {}",
        live.version,
        ui::count(used, "picture")
    ));
    Ok(())
}

/// Leaves live what went so while a model was fitted: what looks with the fitted one is taken down, and an
/// endpoint that both are behind answers with what is live.
async fn give_way(
    session: &Session,
    class: &DeviceClass,
    fitted: &LiveModel,
    to: &Live,
) -> anyhow::Result<()> {
    let Some(live) = to.model() else {
        return Ok(());
    };
    session.ui.warn(format!(
        "{class}: version {} went live while a model was fitted on the samples, and stays so",
        live.version
    ));
    let looks = fitted.first_look.as_deref();
    if let Some(looks) = looks.filter(|looks| Some(*looks) != live.first_look.as_deref()) {
        custom_labels::stop(session, looks).await;
    }
    close_looks::retire(session, fitted, live).await;
    close_looks::renew(session, class, live).await?;
    Ok(())
}

/// `training/<class>/<what it is fitted from>/`.
fn training_folder(class: &DeviceClass, fitted_from: &str) -> String {
    format!("{}{class}/{}/", layout::TRAINING, short(fitted_from))
}

/// Enough of `fittedFrom` to tell one from another.
fn short(fitted_from: &str) -> String {
    fitted_from.chars().take(24).collect()
}
