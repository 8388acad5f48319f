//! `dataset split`.

use std::path::Path;

use grammar::{Report, SplitArgs};
use ui::{Align, Exit, Problem, Table, Ui, count};

use super::{exit_of, open, parsed};
use crate::names::Part;
use crate::split::{Prefix, SplitError, Wanted, split, write_parts};

pub(super) fn run(ui: &Ui, target: &Path, args: &SplitArgs) -> anyhow::Result<Exit> {
    let wanted = Wanted {
        fractions: parsed("--fractions", &args.fractions)?,
        seed: args.seed,
        distance: args.near.near_distance,
        anew: args.reassign,
    };
    let prefix: Option<Prefix> = match &args.prefix {
        Some(prefix) => Some(parsed("--prefix", prefix)?),
        None => None,
    };
    let mut dataset = open(target, &args.place)?;
    let done = match split(&mut dataset, &wanted) {
        Ok(done) => done,
        Err(SplitError::Leaks(found)) => {
            ui.diagnostics(&found);
            return Ok(Exit::Fixable);
        }
        Err(error) => return Err(error.into()),
    };
    if done.parts.values().all(|part| part.pictures == 0) {
        return Err(
            Problem::new("no picture has a label, and a part without labels is of no use")
                .next("label them: cargo xtask dataset label")
                .into(),
        );
    }
    write_parts(&dataset, prefix.as_ref())?;
    ui.diagnostics(&done.findings);
    match args.format {
        Report::Json => ui.json(&done)?,
        Report::Table => {
            let mut table = Table::new([
                ("part", Align::Left),
                ("pictures", Align::Right),
                ("%", Align::Right),
                ("normal", Align::Right),
                ("anomalous", Align::Right),
                ("groups", Align::Right),
                ("manifest", Align::Left),
            ]);
            for part in Part::ALL {
                let Some(counts) = done.parts.get(part.as_str()) else {
                    continue;
                };
                table.row([
                    part.to_string(),
                    counts.pictures.to_string(),
                    format!("{:.1}", 100.0 * counts.fraction),
                    counts.normal.to_string(),
                    counts.anomalous.to_string(),
                    counts.groups.to_string(),
                    dataset.part_manifest(part).display().to_string(),
                ]);
            }
            ui.table(&table)?;
        }
    }
    if done.unlabelled > 0 {
        let pictures = count(done.unlabelled, "picture");
        ui.warn(format!("{pictures} without a label: in no part"));
    }
    Ok(exit_of(&done.findings))
}
