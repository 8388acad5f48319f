//! `destroy`: an environment is deleted with all its data.

use std::path::Path;

use grammar::DestroyArgs;
use ui::{Exit, Problem, Ui};

use crate::artefacts::Artefacts;
use crate::embedded::{running, state_folder};
use crate::session::{Folders, Session};
use crate::{custom_labels, objects, stacks};

/// Destroys the environment, region by region, after a question.
pub(crate) async fn run(ui: &Ui, folders: &Folders, args: &DestroyArgs) -> anyhow::Result<Exit> {
    let place = &args.place;
    let regions = Artefacts::open(
        &folders.workspace,
        &place.environment,
        place.region.as_deref(),
    )?;
    for artefacts in regions {
        let state = artefacts
            .manifest
            .embedded
            .then(|| state_folder(&folders.target, &artefacts.manifest.environment));
        if state.as_ref().is_some_and(|state| !state.exists()) {
            ui.status(
                "Destroy",
                format!("{:?} was never deployed", place.environment),
            );
            continue;
        }
        confirm(ui, &artefacts, args.yes).await?;
        if let Some(state) = state {
            destroy_embedded(ui, folders, artefacts, &state, args.yes).await?;
        } else {
            let session = Session::open(ui, folders, artefacts).await?;
            destroy(&session).await?;
        }
    }
    Ok(Exit::Fine)
}

/// Everything in it is lost, so that the answer is the environment's name and not a mere yes.
async fn confirm(ui: &Ui, artefacts: &Artefacts, yes: bool) -> anyhow::Result<()> {
    if yes {
        return Ok(());
    }
    let manifest = &artefacts.manifest;
    let name = &manifest.environment;
    let question = format!(
        "This deletes every picture, model and result of {name:?} in {} (account {}). Type \
         {name} to go on:",
        manifest.region, manifest.account
    );
    match ask(ui, question).await?.as_deref() {
        Some(answer) if answer == name => Ok(()),
        Some(_) => Err(Problem::new("nothing was deleted, as you said").into()),
        None => Err(
            Problem::new("nothing was deleted: nobody is there to agree")
                .next("add `--yes`")
                .into(),
        ),
    }
}

async fn ask(ui: &Ui, question: String) -> anyhow::Result<Option<String>> {
    let ui = ui.clone();
    Ok(tokio::task::spawn_blocking(move || ui.ask(&question)).await??)
}

/// An embedded region whose state cannot be read any more can still be removed.
async fn destroy_embedded(
    ui: &Ui,
    folders: &Folders,
    artefacts: Artefacts,
    state: &Path,
    yes: bool,
) -> anyhow::Result<()> {
    let serves_others = running(state, &artefacts).await.is_some();
    match Session::open(ui, folders, artefacts).await {
        // Dropping the session stops the region that was started for it.
        Ok(session) => destroy(&session).await?,
        Err(error) if !serves_others => {
            ui.warn(format!(
                "the stacks cannot be deleted one by one: {error:#}"
            ));
        }
        Err(error) => return Err(error),
    }
    let shown = state.display();
    if serves_others {
        let text = format!("{shown} stays: a region is running on it");
        ui.status("Destroy", text);
        return Ok(());
    }
    let agreed = yes
        || matches!(
            ask(
                ui,
                format!("Remove the region's state in {shown}, too? [y/N]")
            )
            .await?
            .as_deref(),
            Some("y" | "Y" | "yes")
        );
    if agreed {
        tokio::fs::remove_dir_all(state)
            .await
            .map_err(|error| Problem::new(format!("cannot remove {shown}")).because(error))?;
        ui.status("Destroy", format!("removed {shown}"));
    }
    Ok(())
}

/// Buckets are emptied first, for only empty ones can be deleted; stacks go in the reverse order
/// of their making.
async fn destroy(session: &Session) -> anyhow::Result<()> {
    let manifest = session.manifest();
    let s3 = &session.clients.s3;
    for project in manifest.custom_labels_projects.values() {
        if custom_labels::remove(session, project).await? {
            session
                .ui
                .status("Delete", format!("Rekognition project {project}"));
        }
    }
    let names = &manifest.names;
    let mut buckets = vec![
        &names.pictures_bucket,
        &names.lake_bucket,
        &names.results_bucket,
    ];
    // On AWS the bootstrap is a person's to remove, and its bucket with it.
    let bootstrap = manifest.embedded.then_some(&manifest.bootstrap.stack);
    if bootstrap.is_some() {
        buckets.push(&names.artefacts_bucket);
    }
    for bucket in &buckets {
        let progress = session
            .ui
            .progress("Delete", format!("objects of {bucket}"));
        let mut removed = 0;
        let there = objects::empty(s3, bucket, |number| {
            removed = number;
            progress.update(format!("objects of {bucket}: {number}"));
        })
        .await?;
        if there {
            progress.done(format!("{} of {bucket}", ui::count(removed, "object")));
        }
    }
    let mut deleted = 0;
    for stack in manifest.stacks.iter().rev().chain(bootstrap) {
        deleted += usize::from(stacks::delete(session, &stack.name).await?);
    }
    // A bucket that its template retains stays behind its stack.
    for bucket in buckets {
        objects::empty(s3, bucket, |_| {}).await?;
        objects::remove_bucket(s3, bucket).await?;
    }
    session.ui.status(
        "Destroy",
        format!(
            "{} in {}: {} deleted",
            manifest.environment,
            manifest.region,
            ui::count(deleted, "stack")
        ),
    );
    Ok(())
}
