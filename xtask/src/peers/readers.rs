//! Readers of SQL: sqlglot's Athena dialect, which also finds every column in our tables, and
//! dt-sql-parser's Trino grammar. Both must take every rendered query.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::Context;
use serde::Deserialize;
use ui::{Problem, Ui, count};

use super::{install, queries};
use crate::cargo;
use crate::workspace::Workspace;

#[derive(Deserialize)]
struct Told {
    looked_at: usize,
    refused: Vec<Refused>,
}

#[derive(Deserialize)]
struct Refused {
    name: String,
    message: String,
}

pub(super) fn sqlglot(ui: &Ui, workspace: &Workspace, folder: &Path) -> anyhow::Result<()> {
    let python = install::python(ui, folder, &["sqlglot==30.30.0"])?;
    let mut reader = Command::new(python);
    reader.args(["-c", include_str!("sqlglot.py")]);
    read(ui, workspace, reader, "sqlglot")
}

pub(super) fn dt_sql_parser(ui: &Ui, workspace: &Workspace, folder: &Path) -> anyhow::Result<()> {
    install::node_modules(ui, folder, &["dt-sql-parser@4.5.1", "esbuild@0.28.2"])?;
    let script = folder.join("dt_sql_parser.cjs");
    std::fs::write(&script, include_str!("dt_sql_parser.cjs"))?;
    // The package is made for bundlers: node alone does not find its modules.
    let bundle = folder.join("bundle.cjs");
    let mut bundler = Command::new(folder.join("node_modules/.bin/esbuild"));
    bundler
        .arg(script)
        .args(["--bundle", "--platform=node", "--log-level=error"]);
    bundler.arg(format!("--outfile={}", bundle.display()));
    cargo::succeed(&mut bundler, "esbuild")?;
    let mut reader = Command::new("node");
    reader.arg(bundle);
    read(ui, workspace, reader, "dt-sql-parser")
}

fn read(ui: &Ui, workspace: &Workspace, mut reader: Command, name: &str) -> anyhow::Result<()> {
    let given = queries::rendered(workspace)?.to_string();
    let mut child = reader
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {name}"))?;
    if let Some(mut input) = child.stdin.take() {
        input.write_all(given.as_bytes())?;
    }
    let output = child.wait_with_output()?;
    let told: Told = serde_json::from_slice(&output.stdout)
        .with_context(|| format!("what {name} says cannot be read"))?;
    for refused in &told.refused {
        ui.failed(&refused.name, &refused.message);
    }
    let looked_at = count(told.looked_at, "rendered statement");
    if told.refused.is_empty() {
        ui.status("Read", format!("{looked_at}: all taken"));
        return Ok(());
    }
    let refused = told.refused.len();
    let problem = Problem::new(format!("{name} refuses {refused} of {looked_at}"));
    Err(problem.next("mend them in queries/sql").into())
}
