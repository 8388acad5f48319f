//! `dataset verify`.

use std::path::Path;

use grammar::{Report, VerifyArgs};
use ui::{Exit, Ui, count};

use super::{exit_of, open};
use crate::verify::verify;

pub(super) fn run(ui: &Ui, target: &Path, args: &VerifyArgs) -> anyhow::Result<Exit> {
    let dataset = open(target, &args.place)?;
    let all = dataset.items().len();
    let progress = ui.progress("Verify", count(all, "picture"));
    let found = verify(&dataset, args.near.near_distance, |done| {
        progress.update(format!("{done} of {}", count(all, "picture")));
    })?;
    drop(progress);
    match args.format {
        Report::Json => ui.json(&found)?,
        Report::Table => ui.diagnostics(&found),
    }
    if found.is_empty() {
        ui.status(
            "Verified",
            format!("{}: nothing is wrong", count(all, "picture")),
        );
    }
    Ok(exit_of(&found))
}
