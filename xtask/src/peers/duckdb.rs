//! DuckDB over the same data files: every shipped query must give the same rows.

use std::path::Path;

use ui::{Problem, Ui, count};

use crate::bench::lake::{Lake, Size};
use crate::workspace::Workspace;

/// Small: what is compared are rows, not times.
const SIZE: Size = Size {
    rows: 40_000,
    partitions: 100,
    times: 1,
};

pub(super) fn run(ui: &Ui, workspace: &Workspace, folder: &Path) -> anyhow::Result<()> {
    let lake = Lake::new(workspace, folder)?;
    lake.write(SIZE)?;
    let (_, answers) = lake.ask(SIZE.times)?;
    let compared = lake.compare(ui, SIZE.times)?;
    let mut wrong = 0;
    for other in &compared.queries {
        if let Some(why) = other.failed.as_ref().or(other.difference.as_ref()) {
            wrong += 1;
            ui.failed(&other.query, why);
        }
    }
    let asked = count(answers.len(), "query");
    if wrong == 0 && compared.queries.len() == answers.len() {
        ui.status(
            "Ask",
            format!("{asked}: DuckDB {} gives the same rows", compared.version),
        );
        return Ok(());
    }
    Err(Problem::new(format!("DuckDB gives other rows for {wrong} of {asked}")).into())
}
