//! `model monitor`: one run of the state machine that watches, and what it has started.

use contracts::monitoring::{MonitorInput, WatchVerdict, Watched};
use contracts::training::ModelInput;
use grammar::ModelMonitorArgs;
use serde::Serialize;
use ui::{Align, Exit, Format, Table};

use super::alarms::Alarms;
use crate::batch;
use crate::execution;
use crate::machine_run::{self, Ended};
use crate::poll::Pauses;
use crate::sdk_error::Asked;
use crate::session::Session;

/// How often it is looked for a training that an alarm should have started.
const LOOKS: usize = 40;

/// What is told of a class.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Told {
    #[serde(flatten)]
    watched: Watched,
    /// What the class's alarm says.
    alarm: Option<String>,
    /// The training that the alarm has started by this run, an execution's ARN.
    started: Option<String>,
}

/// Watches.
pub(super) async fn monitor(session: &Session, args: &ModelMonitorArgs) -> anyhow::Result<Exit> {
    let classes = match &args.class {
        Some(class) => vec![class.clone()],
        None => session.manifest().device_classes.clone(),
    };
    let before = Alarms::read(session, &classes).await?;
    let Ended {
        arn,
        began,
        output: watched,
    } = run(session, args).await?;
    let has_drifted = |watched: &Watched| watched.verdict == WatchVerdict::Drifted;
    let drifted = watched.iter().filter(|watched| has_drifted(watched));
    let drifted: Vec<&str> = drifted.map(|own| own.device_class.as_str()).collect();
    let alarms = before.settled(session, &classes, &drifted).await?;
    let mut told = Vec::with_capacity(watched.len());
    for watched in watched {
        let class = watched.device_class.as_str();
        let raised = alarms.raised_since(&before, class, began.secs());
        // An alarm that was raised before has started its training then.
        let started = match has_drifted(&watched) && raised {
            true => started(session, class, began.secs()).await?,
            false => None,
        };
        let alarm = alarms.get(class);
        told.push(Told {
            alarm: alarm.map(|alarm| alarm.state.as_str().to_owned()),
            watched,
            started,
        });
    }
    let any_drifted = told.iter().any(|told| has_drifted(&told.watched));
    match args.format.into() {
        Format::Json => session
            .ui
            .json(&serde_json::json!({ "execution": arn, "classes": told }))?,
        _ => table(session, &told)?,
    }
    Ok(if any_drifted {
        Exit::Fixable
    } else {
        Exit::Fine
    })
}

/// A run of the machine, and what it says of each class.
async fn run(session: &Session, args: &ModelMonitorArgs) -> anyhow::Result<Ended<Vec<Watched>>> {
    let machine = session.monitor_machine()?;
    let name = batch::name("monitor")?.to_string();
    let device_class = args.class.as_deref().map(contracts::DeviceClass::parse);
    let input = MonitorInput {
        device_class: device_class.transpose()?,
    };
    let progress = session.ui.progress("Watch", &name);
    let what = (progress, "models");
    machine_run::to_end(session, &machine, &name, &input, what).await
}

/// The training of a class that somebody has started since: it is waited for a little, since an event
/// takes its time.
async fn started(session: &Session, class: &str, since: i64) -> anyhow::Result<Option<String>> {
    let machine = session.model_machine()?;
    let mut pauses = Pauses::new(session.manifest().embedded);
    for _ in 0..LOOKS {
        let listed = session
            .clients
            .sfn
            .list_executions()
            .state_machine_arn(&machine)
            .max_results(20)
            .send()
            .await
            .asked(format!("list executions of {machine}"))?;
        // The newest come first.
        for listed in listed.executions() {
            if listed.start_date().secs() < since {
                break;
            }
            let found = execution::describe(session, listed.execution_arn()).await?;
            let input = found.input().unwrap_or_default();
            let is_of_alarm = serde_json::from_str::<ModelInput>(input).is_ok_and(|input| {
                input.device_class.as_str() == class && input.by.contains(":alarm:")
            });
            if is_of_alarm {
                return Ok(Some(listed.execution_arn().to_owned()));
            }
        }
        pauses.pause().await;
    }
    Ok(None)
}

fn table(session: &Session, all: &[Told]) -> anyhow::Result<()> {
    let mut table = Table::new([
        ("class", Align::Left),
        ("verdict", Align::Left),
        ("version", Align::Left),
        ("measure", Align::Left),
        ("reference", Align::Right),
        ("recent", Align::Right),
        ("PSI", Align::Right),
        ("KS", Align::Right),
        ("p-value", Align::Right),
        ("says", Align::Left),
    ]);
    let number = |value: Option<f64>| value.map_or_else(String::new, |v| format!("{v:.4}"));
    for told in all {
        let Watched {
            device_class,
            verdict,
            version,
            comparisons,
            ..
        } = &told.watched;
        let version = version.as_deref().unwrap_or_default();
        if comparisons.is_empty() {
            table.row([device_class.as_str(), verdict.as_str(), version]);
        }
        for row in comparisons {
            table.row([
                device_class.as_str(),
                verdict.as_str(),
                version,
                &row.measure,
                &row.reference.to_string(),
                &row.recent.to_string(),
                &number(row.psi),
                &number(row.ks),
                &number(row.p_value),
                &row.verdict,
            ]);
        }
    }
    session.ui.table(&table)?;
    for told in all {
        let class = &told.watched.device_class;
        match (&told.started, &told.alarm) {
            (Some(execution), _) => session.ui.tell(format!(
                "{class}: the alarm has started a training, whose model is the candidate at most: {execution}"
            )),
            (None, Some(alarm)) if alarm == "ALARM" => session.ui.tell(format!(
                "{class}: the alarm is raised; what there is to promote: cargo xtask model list {class}"
            )),
            (None, Some(_)) if told.watched.verdict == WatchVerdict::Drifted => {
                session.ui.tell(format!(
                    "{class}: the alarm is not raised yet; see later what it has started: cargo xtask model \
                     list {class}"
                ));
            }
            _ => {}
        }
    }
    Ok(())
}
