//! pyarrow and DuckDB read our data files: every column must have the type that its table has.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::Context;
use serde::Deserialize;
use ui::{Problem, Ui};

use super::install;
use crate::bench::lake::{Lake, Size};
use crate::workspace::Workspace;

const SIZE: Size = Size {
    rows: 1_000,
    partitions: 5,
    times: 1,
};

#[derive(Deserialize)]
struct Found {
    pyarrow: BTreeMap<String, String>,
    duckdb: BTreeMap<String, String>,
    rows: u64,
}

pub(super) fn run(ui: &Ui, workspace: &Workspace, folder: &Path) -> anyhow::Result<()> {
    let python = install::python(ui, folder, &["duckdb==2.0.1", "pyarrow==26.0.1"])?;
    let lake = Lake::new(workspace, folder)?;
    lake.write(SIZE)?;
    let output = Command::new(python)
        .args(["-c", include_str!("pyarrow.py")])
        .arg(lake.tables())
        .stderr(Stdio::inherit())
        .output()
        .context("cannot start the reader")?;
    let found: BTreeMap<String, Found> = serde_json::from_slice(&output.stdout)
        .context("what pyarrow and DuckDB find cannot be read")?;
    let (mut columns, mut wrong) = (0, 0);
    for table in schema::tables() {
        let none = || anyhow::anyhow!("no data file of {:?} was read", table.name);
        let found = found.get(table.name).ok_or_else(none)?;
        if found.rows == 0 {
            return Err(none());
        }
        for column in &table.columns {
            columns += 1;
            for (reader, types) in [("pyarrow", &found.pyarrow), ("DuckDB", &found.duckdb)] {
                let own = column.data_type.trino();
                let theirs = types.get(column.name);
                if theirs != Some(&own) {
                    wrong += 1;
                    let place = format!("{}.{}", table.name, column.name);
                    ui.failed(&place, format!("{own}, and {reader} reads {theirs:?}"));
                }
            }
        }
    }
    if wrong == 0 {
        ui.status(
            "Read",
            format!("{columns} columns: pyarrow and DuckDB find our types"),
        );
        return Ok(());
    }
    Err(Problem::new(format!(
        "{wrong} of {columns} columns are read with other types"
    ))
    .into())
}
