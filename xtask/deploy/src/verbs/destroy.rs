//! `destroy`: an environment is deleted; its data only where that is said.

use std::path::Path;

use contracts::lineage::LivePointer;
use contracts::{DeviceClass, layout};
use grammar::DestroyArgs;
use ui::{Exit, Problem, Ui};

use crate::artefacts::Artefacts;
use crate::embedded::{running, state_folder};
use crate::session::{Folders, Session, Telling};
use crate::{close_looks, custom_labels, objects, stacks};

/// What goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// What runs: functions, workflow, catalogue.
    Running,
    /// And pictures, results and models.
    Everything,
}

/// Destroys the environment, region by region, after a question.
pub(crate) async fn run(ui: &Ui, folders: &Folders, args: &DestroyArgs) -> anyhow::Result<Exit> {
    let place = &args.place;
    let regions = Artefacts::open(&folders.workspace, &place.environment, &place.regions)?;
    let scope = match &args.including_data {
        None => Scope::Running,
        Some(_) => Scope::Everything,
    };
    let Some(first) = regions.first() else {
        return Ok(Exit::Fine);
    };
    // An emulator keeps its own state, and stands in for no embedded environment.
    let state = (first.manifest.embedded && folders.emulator.is_none())
        .then(|| state_folder(&folders.target, &place.environment));
    if state.as_ref().is_some_and(|state| !state.exists()) {
        ui.status(
            "Destroy",
            format!("{:?} was never deployed", place.environment),
        );
        return Ok(Exit::Fine);
    }
    confirm(ui, &regions, args, scope).await?;
    match state {
        Some(state) => destroy_embedded(ui, folders, regions, &state, scope).await?,
        None => {
            for session in Session::open_all(ui, folders, regions, Telling::Lines).await? {
                destroy(&session, scope).await?;
            }
        }
    }
    if scope == Scope::Running {
        ui.tell(format!(
            "\nPictures, results and models are still there. All of it: cargo xtask destroy {} \
             --including-data",
            place.environment
        ));
    }
    Ok(Exit::Fine)
}

/// Where everything is lost, the answer is the environment's name and not a mere yes.
async fn confirm(
    ui: &Ui,
    regions: &[Artefacts],
    args: &DestroyArgs,
    scope: Scope,
) -> anyhow::Result<()> {
    let name = &args.place.environment;
    if let Some(Some(given)) = &args.including_data {
        if given != name {
            return Err(Problem::new(format!(
                "--including-data={given} does not name the environment {name:?}; nothing was \
                 deleted"
            ))
            .next(format!("if that is meant: --including-data={name}"))
            .into());
        }
        if args.yes {
            return Ok(());
        }
    }
    if scope == Scope::Running && args.yes {
        return Ok(());
    }
    let named: Vec<&str> = regions
        .iter()
        .map(|one| one.manifest.region.as_str())
        .collect();
    let account = regions.first().map_or("", |one| &one.manifest.account);
    let place = format!("{name:?} in {} (account {account})", named.join(", "));
    let (question, wanted, way) = match scope {
        Scope::Running => (
            format!("This deletes the functions and the workflow of {place}. Go on? [y/N]"),
            "y",
            "add `--yes`".to_owned(),
        ),
        Scope::Everything => (
            format!(
                "This deletes every picture, model and result of {place}. Type {name} to go on:"
            ),
            name.as_str(),
            format!("say what is meant: --including-data={name} --yes"),
        ),
    };
    match ask(ui, question).await?.as_deref() {
        Some(answer) if answer == wanted => Ok(()),
        Some(_) => Err(Problem::new("nothing was deleted, as you said").into()),
        None => Err(
            Problem::new("nothing was deleted: nobody is there to agree")
                .next(way)
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
    regions: Vec<Artefacts>,
    state: &Path,
    scope: Scope,
) -> anyhow::Result<()> {
    let serves_others = match regions.first() {
        Some(first) => running(state, first).await.is_some(),
        None => false,
    };
    match Session::open_all(ui, folders, regions, Telling::Lines).await {
        // Dropping the sessions stops the region that was started for them.
        Ok(sessions) => {
            for session in &sessions {
                destroy(session, scope).await?;
            }
        }
        Err(error) if !serves_others => {
            ui.warn(format!(
                "the stacks cannot be deleted one by one: {error:#}"
            ));
        }
        Err(error) => return Err(error),
    }
    if scope == Scope::Running {
        return Ok(());
    }
    let shown = state.display();
    if serves_others {
        let text = format!("{shown} stays: a region is running on it");
        ui.status("Destroy", text);
        return Ok(());
    }
    tokio::fs::remove_dir_all(state)
        .await
        .map_err(|error| Problem::new(format!("cannot remove {shown}")).because(error))?;
    ui.status("Destroy", format!("removed {shown}"));
    Ok(())
}

/// Stacks go in the reverse order of their making; those that hold data stay unless everything
/// goes.
async fn destroy(session: &Session, scope: Scope) -> anyhow::Result<()> {
    let manifest = session.manifest();
    if scope == Scope::Everything {
        empty(session).await?;
    }
    let mut deleted = 0;
    for stack in manifest.stacks.iter().rev() {
        let text = session.artefacts.text(&stack.template)?;
        if scope == Scope::Running && holds_data(&text)? {
            let name = &stack.name;
            session
                .ui
                .status("Keep", format!("stack {name}, which holds data"));
            continue;
        }
        deleted += usize::from(stacks::delete(session, &stack.name).await?);
    }
    if scope == Scope::Everything {
        let bootstrap = &manifest.bootstrap.stack.name;
        match manifest.embedded {
            true => deleted += usize::from(stacks::delete(session, bootstrap).await?),
            // It holds the very role that may be at work here.
            false => session.ui.status(
                "Keep",
                format!(
                    "stack {bootstrap} and its bucket: whoever set the account up takes it down"
                ),
            ),
        }
        // A bucket that its template retains stays behind its stack.
        for bucket in buckets(session) {
            objects::empty(&session.clients.s3, bucket, |_| {}).await?;
            objects::remove_bucket(&session.clients.s3, bucket).await?;
        }
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

/// Whether a template makes buckets: pictures and results are in them. What others hold is made
/// again by a deploy.
fn holds_data(template: &str) -> anyhow::Result<bool> {
    let template: serde_json::Value = serde_json::from_str(template)?;
    let resources = template["Resources"].as_object();
    let mut resources = resources.into_iter().flatten();
    Ok(resources.any(|(_, resource)| resource["Type"] == "AWS::S3::Bucket"))
}

fn buckets(session: &Session) -> Vec<&String> {
    let manifest = session.manifest();
    let names = &manifest.names;
    let mut buckets = vec![
        &names.pictures_bucket,
        &names.lake_bucket,
        &names.results_bucket,
    ];
    buckets.extend(manifest.embedded.then_some(&names.artefacts_bucket));
    buckets
}

/// Empties the buckets, for only empty ones can be deleted, and takes models down.
async fn empty(session: &Session) -> anyhow::Result<()> {
    let s3 = &session.clients.s3;
    for project in session.manifest().custom_labels_projects.values() {
        if custom_labels::remove(session, project).await? {
            session
                .ui
                .status("Delete", format!("Rekognition project {project}"));
        }
    }
    close_looks::remove(session).await?;
    leave_all(session).await?;
    for bucket in buckets(session) {
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
    Ok(())
}

/// Takes down the endpoints that live models asked under an earlier configuration, which the present one does
/// not name.
async fn leave_all(session: &Session) -> anyhow::Result<()> {
    let lake = &session.manifest().names.lake_bucket;
    for class in &session.manifest().device_classes {
        let class = DeviceClass::parse(class.as_str())?;
        let key = layout::live_model_key(&class);
        let live: Option<LivePointer> = objects::get_json(&session.clients.s3, lake, &key).await?;
        if let Some(live) = live {
            close_looks::leave(session, &live.model).await;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stack_with_buckets_holds_data() {
        let template = |kind: &str| format!(r#"{{"Resources": {{"A": {{"Type": "{kind}"}}}}}}"#);
        assert!(holds_data(&template("AWS::S3::Bucket")).unwrap());
        assert!(!holds_data(&template("AWS::S3::BucketPolicy")).unwrap());
        assert!(!holds_data("{}").unwrap());
    }
}
