//! `model backfill`: a version looks at pictures of earlier days, in one run of the state machine of back-fills.

use contracts::backfill::{BackfillInput, BackfillPictures, Backfilled};
use contracts::{Day, DeviceClass};
use grammar::ModelBackfillArgs;
use serde::Serialize;
use ui::{Align, Exit, Format, Problem, Table};

use crate::batch;
use crate::learning::{run, versions};
use crate::machine_run;
use crate::session::Session;

/// The days whose pictures are looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Days {
    from: Day,
    to: Day,
}

/// What is told of a run.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Told<'a> {
    /// The execution's ARN.
    execution: &'a str,
    #[serde(flatten)]
    outcome: &'a Backfilled,
}

impl Days {
    /// The days that were named.
    ///
    /// # Errors
    /// When they are none, or in the wrong order.
    pub(super) fn parse(args: &ModelBackfillArgs) -> Result<Self, Problem> {
        let day = |option: &str, text: &str| {
            Day::parse(text).map_err(|error| Problem::new(format!("--{option}: {error}")))
        };
        let (from, to) = (day("from", &args.from)?, day("to", &args.to)?);
        if from > to {
            return Err(Problem::new(format!("--from {from} is after --to {to}"))
                .next("name the earlier day first"));
        }
        Ok(Self { from, to })
    }
}

/// Lets a version look.
pub(super) async fn backfill(
    session: &Session,
    class: &DeviceClass,
    args: &ModelBackfillArgs,
) -> anyhow::Result<Exit> {
    let Days { from, to } = Days::parse(args)?;
    let machine = session.backfill_machine()?;
    let models = versions::read(session, class).await?;
    let input = BackfillInput {
        device_class: class.clone(),
        version: models.find_looking(&args.version)?,
        from,
        to,
        pictures: match args.all {
            true => BackfillPictures::All,
            false => BackfillPictures::Suspicious,
        },
        by: run::caller(session).await?,
        reason: args.reason.clone(),
    };
    let name = batch::name("backfill")?.to_string();
    let progress = session.ui.progress("Run", format!("{class}: {name}"));
    let what = (progress, class.as_str());
    let ended: machine_run::Ended<Backfilled> =
        machine_run::to_end(session, &machine, &name, &input, what).await?;
    let outcome = &ended.output;
    match args.format.into() {
        Format::Json => session.ui.json(&Told {
            execution: &ended.arn,
            outcome,
        })?,
        _ => tell(session, outcome)?,
    }
    Ok(match outcome.missing() {
        0 => Exit::Fine,
        _ => Exit::Fixable,
    })
}

fn tell(session: &Session, outcome: &Backfilled) -> anyhow::Result<()> {
    session.ui.data(format!("{}\n", outcome.headline))?;
    let class = &outcome.device_class;
    if outcome.missing() > 0 {
        let mut table = Table::new([("without an answer", Align::Left), ("why", Align::Left)]);
        for missed in &outcome.missed {
            table.row([missed.key.as_str(), &missed.why]);
        }
        session.ui.table(&table)?;
        if let Some(failure) = &outcome.failure {
            session.ui.tell(format!("the transform job: {failure}"));
        }
        if let Some(report) = &outcome.report {
            let lake = &session.manifest().names.lake_bucket;
            session
                .ui
                .tell(format!("all of them: s3://{lake}/{report}"));
        }
        session
            .ui
            .tell("asked again, the version looks at those alone that have no answer");
    }
    if outcome.looked > 0 {
        session.ui.tell(format!(
            "{class}: how versions compare: cargo xtask query model-comparison"
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Debug, Parser)]
    struct Cli {
        #[command(flatten)]
        args: ModelBackfillArgs,
    }

    fn days(from: &str, to: &str) -> Result<Days, String> {
        let words = ["x", "meter", "--from", from, "--to", to];
        Days::parse(&Cli::parse_from(words).args).map_err(|problem| problem.to_string())
    }

    #[test]
    fn days_are_days_and_in_order() {
        assert!(days("2026-11-30", "2026-11-30").is_ok());
        let wrong = days("2026-11", "2026-11-30").unwrap_err();
        assert!(wrong.contains("--from: \"2026-11\" is no day"), "{wrong}");
        let wrong = days("2026-12-01", "2026-11-30").unwrap_err();
        assert!(wrong.contains("is after --to 2026-11-30"), "{wrong}");
    }
}
