//! `status` and `outputs`: how an environment stands, looked at and not touched.

use grammar::{OutputsArgs, StatusArgs};
use serde_json::{Map, Value, json};
use ui::{Align, Exit, Format, Table, Ui};

use crate::artefacts::Artefacts;
use crate::sdk_error::{Asked, code};
use crate::session::{Folders, Session, Telling};
use crate::stacks;

/// Executions that are told of each region.
const EXECUTIONS: i32 = 5;

/// Tells how the stacks stand and how the last executions went, region by region.
pub(crate) async fn status(ui: &Ui, folders: &Folders, args: &StatusArgs) -> anyhow::Result<Exit> {
    let mut regions = Vec::new();
    let mut table = Table::new([
        ("region", Align::Left),
        ("what", Align::Left),
        ("name", Align::Left),
        ("status", Align::Left),
        ("since", Align::Left),
    ]);
    let mut is_fine = true;
    for session in sessions(ui, folders, &args.place).await? {
        let region = session.manifest().region.clone();
        let mut told = Vec::new();
        for stack in stacks::standing(&session).await? {
            is_fine &= stack.is_fine;
            table.row([
                &region,
                "stack",
                &stack.name,
                &stack.status,
                stack.since.as_deref().unwrap_or_default(),
            ]);
            told.push(json!({
                "name": stack.name,
                "status": stack.status,
                "reason": stack.reason,
                "since": stack.since,
            }));
        }
        let executions = executions(&session).await?;
        for execution in &executions {
            let text = |name: &str| execution[name].as_str().unwrap_or_default();
            table.row([
                &region,
                "execution",
                text("name"),
                text("status"),
                text("started"),
            ]);
        }
        regions.push(json!({ "region": region, "stacks": told, "executions": executions }));
    }
    if Format::from(args.format) == Format::Json {
        ui.json(&json!({ "environment": args.place.environment, "regions": regions }))?;
    } else {
        ui.table(&table)?;
        if !is_fine {
            ui.tell(format!(
                "\nnot all of it is deployed: cargo xtask deploy {}",
                args.place.environment
            ));
        }
    }
    Ok(Exit::Fine)
}

/// Tells what the stacks give, region by region.
pub(crate) async fn outputs(
    ui: &Ui,
    folders: &Folders,
    args: &OutputsArgs,
) -> anyhow::Result<Exit> {
    let mut regions = Map::new();
    let mut table = Table::new([
        ("region", Align::Left),
        ("stack", Align::Left),
        ("output", Align::Left),
        ("value", Align::Left),
    ]);
    for session in sessions(ui, folders, &args.place).await? {
        super::smoke::deployed(&session).await?;
        let region = session.manifest().region.clone();
        let mut told = Map::new();
        for stack in stacks::standing(&session).await? {
            for (name, value) in stack.outputs {
                table.row([&region, &stack.name, &name, &value]);
                told.insert(name, Value::from(value));
            }
        }
        regions.insert(region, Value::Object(told));
    }
    match Format::from(args.format) {
        Format::Json => ui.json(&regions)?,
        _ => ui.table(&table)?,
    }
    Ok(Exit::Fine)
}

/// The regions that a verb acts on.
pub(super) async fn sessions(
    ui: &Ui,
    folders: &Folders,
    place: &grammar::Place,
) -> anyhow::Result<Vec<Session>> {
    let regions = Artefacts::open(&folders.workspace, &place.environment, &place.regions)?;
    Session::open_all(ui, folders, regions, Telling::Lines).await
}

/// The last executions of the workflow, the newest first; none where there is no workflow yet.
async fn executions(session: &Session) -> anyhow::Result<Vec<Value>> {
    let asked = session
        .clients
        .sfn
        .list_executions()
        .state_machine_arn(session.state_machine())
        .max_results(EXECUTIONS)
        .send()
        .await;
    let answer = match asked {
        Err(error) if code(&error) == Some("StateMachineDoesNotExist") => return Ok(Vec::new()),
        asked => asked.asked("list the executions of the workflow")?,
    };
    let executions = answer.executions().iter().map(|execution| {
        let time = |at: &aws_smithy_types::DateTime| {
            let second = jiff::Timestamp::from_second(at.secs());
            second.map(|at| at.to_string()).unwrap_or_default()
        };
        json!({
            "name": execution.name(),
            "status": execution.status().as_str(),
            "started": time(execution.start_date()),
            "ended": execution.stop_date().map(time),
        })
    });
    Ok(executions.collect())
}
