//! A synthetic lake, asked by the embedded engine and by DuckDB: the same files, the same queries,
//! the answers compared row by row.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use ui::Ui;

use super::told;
use crate::cargo;
use crate::peers::install;
use crate::workspace::Workspace;

/// What reads the same files; sqlglot says the queries in DuckDB's words.
const PACKAGES: [&str; 2] = ["duckdb==2.0.1", "sqlglot==30.30.0"];

/// How large a lake is, and how often each query is asked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    pub(crate) rows: u64,
    pub(crate) partitions: u64,
    pub(crate) times: u32,
}

/// How fast rows are written.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Rows {
    pub(crate) rows: u64,
    pub(crate) rows_per_second: f64,
    pub(crate) bytes: u64,
    #[serde(rename = "peakMemoryMiB")]
    pub(crate) peak_memory: Option<u64>,
}

/// A lake that was written.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Written {
    pub(crate) rows: u64,
    pub(crate) partitions: u64,
    pub(crate) seconds: f64,
    #[serde(rename = "peakMemoryMiB")]
    pub(crate) peak_memory: Option<u64>,
}

/// What asking every query took.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Asked {
    pub(crate) bytes_of_the_lake: u64,
    #[serde(rename = "peakMemoryMiB")]
    pub(crate) peak_memory: Option<u64>,
}

/// What the embedded engine answers; the views are for who asks the same elsewhere.
#[derive(Debug, Deserialize)]
struct Answered {
    queries: Vec<Answer>,
}

/// A query's answer by the embedded engine.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Answer {
    pub(crate) query: String,
    pub(crate) milliseconds: f64,
    pub(crate) bytes_scanned: u64,
}

/// What DuckDB says to the same queries.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Compared {
    pub(crate) version: String,
    #[serde(rename = "peakMemoryMiB")]
    pub(crate) peak_memory: u64,
    pub(crate) queries: Vec<Comparison>,
}

/// What it says to one of them.
#[derive(Debug, Deserialize)]
pub(crate) struct Comparison {
    pub(crate) query: String,
    /// Nothing where it failed.
    pub(crate) milliseconds: Option<f64>,
    /// How the first row that differs does.
    pub(crate) difference: Option<String>,
    /// Why it could not answer.
    pub(crate) failed: Option<String>,
}

/// The engine's side: a program that is built with optimisations.
pub(crate) struct Lake<'a> {
    workspace: &'a Workspace,
    /// Where the lake and the answers are.
    folder: PathBuf,
}

impl<'a> Lake<'a> {
    pub(crate) fn new(workspace: &'a Workspace, folder: &Path) -> anyhow::Result<Self> {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        Ok(Self {
            workspace,
            folder: folder.to_owned(),
        })
    }

    /// Writes rows of one table to one file.
    pub(crate) fn rows(&self, count: u64) -> anyhow::Result<Rows> {
        let file = self.folder.join("rows.parquet");
        let count = count.to_string();
        self.run(&["rows", "--rows", &count, "--file"], &[&file])
    }

    /// Writes a lake in place of the one before.
    pub(crate) fn write(&self, size: Size) -> anyhow::Result<Written> {
        let folder = self.tables();
        if folder.exists() {
            fs::remove_dir_all(&folder)
                .with_context(|| format!("cannot remove {}", folder.display()))?;
        }
        let (rows, partitions) = (size.rows.to_string(), size.partitions.to_string());
        let words = [
            "write",
            "--rows",
            &rows,
            "--partitions",
            &partitions,
            "--folder",
        ];
        self.run(&words, &[&folder])
    }

    /// Asks every query.
    pub(crate) fn ask(&self, times: u32) -> anyhow::Result<(Asked, Vec<Answer>)> {
        let (times, answers) = (times.to_string(), self.answers());
        let words = ["ask", "--times", &times, "--folder"];
        let flag = PathBuf::from("--answers");
        let asked = self.run(&words, &[&self.tables(), &flag, &answers])?;
        let text =
            fs::read(&answers).with_context(|| format!("cannot read {}", answers.display()))?;
        let answered: Answered = serde_json::from_slice(&text)?;
        Ok((asked, answered.queries))
    }

    /// Asks DuckDB the same and compares.
    pub(crate) fn compare(&self, ui: &Ui, times: u32) -> anyhow::Result<Compared> {
        let python = install::python(ui, &self.folder, &PACKAGES)?;
        let mut compare = Command::new(python);
        compare.args(["-c", include_str!("lake.py")]);
        compare
            .arg(self.tables())
            .arg(self.answers())
            .arg(times.to_string());
        told(&mut compare, "DuckDB")
    }

    /// The folder of the data files.
    pub(crate) fn tables(&self) -> PathBuf {
        self.folder.join("lake")
    }

    fn answers(&self) -> PathBuf {
        self.folder.join("answers.json")
    }

    fn run<T: DeserializeOwned>(&self, words: &[&str], paths: &[&PathBuf]) -> anyhow::Result<T> {
        let mut command = cargo::command(self.workspace.root());
        command.args(["bench", "--quiet", "-p", "engine", "--bench", "lake", "--"]);
        command.args(words).args(paths);
        told(&mut command, "the benchmark of the lake")
    }
}
