//! `model train` and `model evaluate`: pictures up, one run, and what came of it.

use std::path::PathBuf;

use anyhow::Context;
use contracts::DeviceClass;
use contracts::training::{Evaluated, ModelAction, ModelInput, Trained};
use grammar::{LabelledPictures, ModelEvaluateArgs, ModelTrainArgs};
use serde_json::json;
use ui::{Exit, Format, Problem};

use crate::learning::labelled::{self, Purpose};
use crate::learning::run::{self, Ended, Run};
use crate::learning::{upload, versions};
use crate::objects;
use crate::session::Session;

/// Trains.
pub(super) async fn train(
    session: &Session,
    class: &DeviceClass,
    args: &ModelTrainArgs,
) -> anyhow::Result<Exit> {
    if !args.no_promote {
        super::change::takes_versions(session, super::change::Asked::ToTrain)?;
    }
    let dataset = upload(session, class, &args.pictures, Purpose::Train).await?;
    let input = ModelInput {
        action: ModelAction::Train,
        device_class: class.clone(),
        dataset: Some(dataset),
        promote: !args.no_promote,
        trained: None,
        version: None,
        model_package: None,
        by: run::caller(session).await?,
        reason: args.reason.clone(),
    };
    let run = run::run(session, "train", &input).await?;
    tell(session, class, &run, args.format.into()).await?;
    match run.ended {
        Ended::Promoted(_) | Ended::Registered(_) => Ok(Exit::Fine),
        Ended::Evaluated(evaluated) => Err(Problem::new(format!(
            "{class}: the gate has let no new model pass, and what is live was not changed"
        ))
        .because(evaluated.explanation)
        .next("add pictures, correct labels, or look at what it was wrong about in the report")
        .into()),
    }
}

/// Evaluates a version.
pub(super) async fn evaluate(
    session: &Session,
    class: &DeviceClass,
    args: &ModelEvaluateArgs,
) -> anyhow::Result<Exit> {
    let models = versions::read(session, class).await?;
    let version = super::packages::version(session, &models, &args.version).await?;
    let trained = Trained {
        version: version.version.clone(),
        file: version.file.clone(),
        sha256: version.sha256.clone(),
        kind: version.kind.clone(),
        toolkit: version.toolkit.clone(),
    };
    let dataset = upload(session, class, &args.pictures, Purpose::Evaluate).await?;
    let input = ModelInput {
        action: ModelAction::Evaluate,
        device_class: class.clone(),
        dataset: Some(dataset),
        promote: false,
        trained: Some(trained),
        version: None,
        model_package: None,
        by: run::caller(session).await?,
        reason: None,
    };
    let run = run::run(session, "evaluate", &input).await?;
    tell(session, class, &run, args.format.into()).await?;
    Ok(Exit::Fine)
}

async fn upload(
    session: &Session,
    class: &DeviceClass,
    args: &LabelledPictures,
    purpose: Purpose,
) -> anyhow::Result<String> {
    let (of_class, target, args) = (class.clone(), session.folders.target.clone(), args.clone());
    let read = move || labelled::read(&of_class, &target, &args, purpose);
    let read = tokio::task::spawn_blocking(read).await??;
    if let Some(left_out) = &read.left_out {
        session.ui.warn(format!("{class}: {left_out}"));
    }
    upload::upload(session, class, read.pictures).await
}

/// Tells how a run ended; the report's page is put where a browser finds it.
async fn tell(
    session: &Session,
    class: &DeviceClass,
    run: &Run,
    format: Format,
) -> anyhow::Result<()> {
    let report = contracts::layout::run_key(
        class,
        &contracts::RunName::parse(run.name.as_str())?,
        "report.html",
    );
    let page = page(session, &report, &run.name).await?;
    if let Format::Json = format {
        return Ok(session.ui.json(&json!({
            "deviceClass": class,
            "run": run.name,
            "execution": run.arn,
            "outcome": match run.ended {
                Ended::Promoted(_) => "promoted",
                Ended::Registered(_) => "candidate",
                Ended::Evaluated(_) => "evaluated",
            },
            "result": run.ended,
            "page": page,
        }))?);
    }
    let lines = match &run.ended {
        Ended::Promoted(promoted) => promoted.headline.clone(),
        Ended::Registered(registered) => registered.headline.clone(),
        Ended::Evaluated(evaluated) => measures(class, evaluated),
    };
    session.ui.data(format!("{lines}\n"))?;
    if let Some(page) = page {
        session.ui.tell(format!("report: {}", page.display()));
    }
    Ok(())
}

fn measures(class: &DeviceClass, evaluated: &Evaluated) -> String {
    let measured = &evaluated.measured;
    let left_out = match evaluated.left_out {
        0 => String::new(),
        many => format!(
            "; {many} of the dataset were left out, since the version was trained on them or on others of \
             their devices"
        ),
    };
    format!(
        "{class}: {}; accuracy {:.3} on {}, at least {:.3} with 95 % confidence{left_out}",
        evaluated.explanation,
        measured.accuracy,
        ui::count(
            usize::try_from(measured.pictures).unwrap_or(usize::MAX),
            "picture"
        ),
        measured.accuracy_lower_bound
    )
}

/// The report's page on this machine.
async fn page(session: &Session, key: &str, run: &str) -> anyhow::Result<Option<PathBuf>> {
    let lake = &session.manifest().names.lake_bucket;
    let Some(page) = objects::get(&session.clients.s3, lake, key).await? else {
        return Ok(None);
    };
    let folder = session.folders.target.join("models").join(run);
    let file = folder.join("report.html");
    std::fs::create_dir_all(&folder)
        .and_then(|()| std::fs::write(&file, &page))
        .with_context(|| format!("cannot write {}", file.display()))?;
    Ok(Some(file))
}
