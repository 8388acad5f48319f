//! `smoke`: the smoke test on its own, of an environment that is deployed.

use grammar::SmokeArgs;
use serde_json::json;
use ui::{Exit, Format, Problem, Ui};

use crate::artefacts::Artefacts;
use crate::junit::{self, Suite};
use crate::session::{Folders, Session, Telling};
use crate::{smoke, stacks};

/// Runs the smoke test in each of the environment's regions.
pub(crate) async fn run(ui: &Ui, folders: &Folders, args: &SmokeArgs) -> anyhow::Result<Exit> {
    let place = &args.place;
    let regions = Artefacts::open(&folders.workspace, &place.environment, &place.regions)?;
    let format = Format::from(args.format);
    let mut reports = Vec::new();
    let mut passed = true;
    let mut tested = Vec::new();
    for session in Session::open_all(ui, folders, regions, Telling::Lines).await? {
        deployed(&session).await?;
        let (batch, smoke) = smoke::run(&session).await?;
        passed &= smoke.passed;
        if format == Format::Table {
            ui.data(batch.line(&smoke))?;
        }
        reports.push(json!({
            "environment": session.manifest().environment,
            "region": session.manifest().region,
            "batch": batch,
            "smoke": smoke,
        }));
        tested.push((session.manifest().region.clone(), smoke));
    }
    if let Some(file) = &args.junit {
        let suites = tested.iter().map(|(region, smoke)| Suite {
            environment: &place.environment,
            region,
            smoke: Some(smoke),
            failure: None,
        });
        junit::write(file, suites)?;
    }
    if format == Format::Json {
        match reports.as_slice() {
            [only] => ui.json(only)?,
            several => ui.json(&json!({"environment": place.environment, "regions": several}))?,
        }
    }
    if passed {
        Ok(Exit::Fine)
    } else {
        Err(Problem::new("the smoke test failed; what is not so is above").into())
    }
}

/// Refuses to go on without stacks.
pub(crate) async fn deployed(session: &Session) -> anyhow::Result<()> {
    if stacks::exist(session).await? {
        return Ok(());
    }
    let environment = &session.manifest().environment;
    Err(Problem::new(format!(
        "the environment {environment:?} is not deployed in {}",
        session.manifest().region
    ))
    .next(format!("cargo xtask deploy {environment}"))
    .into())
}
