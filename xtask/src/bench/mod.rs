//! `bench`: how fast it is, beside others where there are any.

mod deploy;
pub(crate) mod lake;
mod vision;

use std::fs;
use std::process::{Command, Stdio};

use anyhow::Context;
use grammar::{BenchArgs, Benchmark};
use serde::de::DeserializeOwned;
use serde_json::json;
use ui::{Align, Exit, Format, Table, Ui};

use self::lake::{Lake, Size};
use crate::cargo;
use crate::workspace::Workspace;

/// Runs a benchmark.
pub(crate) fn run(ui: &Ui, workspace: &Workspace, args: &BenchArgs) -> anyhow::Result<Exit> {
    match args.benchmark {
        Benchmark::Deploy => deploy::run(ui, workspace, args),
        Benchmark::Lake => run_lake(ui, workspace, args),
        Benchmark::Vision => vision::run(ui, workspace, args),
        Benchmark::Workflow => {
            let mut command = cargo::command(workspace.root());
            command.args(["bench", "-p", "asl-run"]);
            cargo::succeed(&mut command, "cargo bench -p asl-run")?;
            Ok(Exit::Fine)
        }
    }
}

fn run_lake(ui: &Ui, workspace: &Workspace, args: &BenchArgs) -> anyhow::Result<Exit> {
    let size = Size {
        rows: args.rows,
        partitions: args.partitions,
        times: args.times,
    };
    let folder = cargo::target_folder(workspace.root())?.join("bench/lake");
    let bench = Lake::new(workspace, &folder)?;
    ui.status(
        "Build",
        "the engine with optimisations; this takes minutes the first time",
    );
    let rows = bench.rows(1_000_000)?;
    ui.status(
        "Write",
        format!("{} rows in {} partitions", size.rows, size.partitions),
    );
    let written = bench.write(size)?;
    ui.status("Ask", format!("every query {} times", size.times));
    let (asked, answers) = bench.ask(size.times)?;
    ui.status("Ask", "DuckDB the same");
    let compared = bench.compare(ui, size.times)?;
    let mut table = Table::new([
        ("query", Align::Left),
        ("ms", Align::Right),
        ("DuckDB ms", Align::Right),
        ("ratio", Align::Right),
        ("bytes read", Align::Right),
        ("of the lake", Align::Right),
        ("rows", Align::Left),
    ]);
    let mut ratios = Vec::new();
    let mut queries = Vec::new();
    for answer in &answers {
        let other = compared
            .queries
            .iter()
            .find(|one| one.query == answer.query);
        let theirs = other.and_then(|other| other.milliseconds);
        let ratio = theirs.map(|theirs| answer.milliseconds / theirs);
        ratios.extend(ratio);
        #[allow(clippy::cast_precision_loss, reason = "a share needs no more digits")]
        let share = 100.0 * answer.bytes_scanned as f64 / asked.bytes_of_the_lake.max(1) as f64;
        let rows = match other {
            None => "not asked",
            Some(other) if other.failed.is_some() => "not answered",
            Some(other) if other.difference.is_some() => "differ",
            Some(_) => "the same",
        };
        table.row([
            answer.query.clone(),
            format!("{:.1}", answer.milliseconds),
            theirs.map_or_else(String::new, |theirs| format!("{theirs:.1}")),
            ratio.map_or_else(String::new, |ratio| format!("{ratio:.2}")),
            answer.bytes_scanned.to_string(),
            format!("{share:.2} %"),
            rows.to_owned(),
        ]);
        queries.push(json!({
            "query": answer.query,
            "milliseconds": answer.milliseconds,
            "duckdbMilliseconds": theirs,
            "bytesScanned": answer.bytes_scanned,
            "percentOfTheLake": share,
            "rows": rows,
        }));
    }
    ratios.sort_by(f64::total_cmp);
    let median = ratios.get(ratios.len() / 2).copied();
    if Format::from(args.format) == Format::Json {
        ui.json(&json!({
            "rowsPerSecond": rows.rows_per_second,
            "writePeakMemoryMiB": rows.peak_memory,
            "lake": { "rows": written.rows, "partitions": written.partitions,
                      "bytes": asked.bytes_of_the_lake },
            "askPeakMemoryMiB": asked.peak_memory,
            "duckdb": { "version": compared.version, "peakMemoryMiB": compared.peak_memory },
            "medianRatio": median,
            "queries": queries,
        }))?;
        return Ok(Exit::Fine);
    }
    ui.table(&table)?;
    let mib =
        |memory: Option<u64>| memory.map_or_else(String::new, |m| format!(", peak memory {m} MiB"));
    ui.tell(format!(
        "\nwriting: {} rows of a struct in one file of {} bytes, {:.0} rows a second{}",
        rows.rows,
        rows.bytes,
        rows.rows_per_second,
        mib(rows.peak_memory)
    ));
    ui.tell(format!(
        "the lake: {} rows, {} partitions, {} bytes, written in {:.1} s{}",
        written.rows,
        written.partitions,
        asked.bytes_of_the_lake,
        written.seconds,
        mib(written.peak_memory)
    ));
    ui.tell(format!(
        "asking: median {}{}; DuckDB {} peak memory {} MiB",
        median.map_or_else(String::new, |median| format!(
            "{median:.2} times DuckDB's time"
        )),
        mib(asked.peak_memory),
        compared.version,
        compared.peak_memory
    ));
    for other in &compared.queries {
        if let Some(why) = other.failed.as_ref().or(other.difference.as_ref()) {
            ui.tell(format!("{}: {why}", other.query));
        }
    }
    fs::remove_dir_all(bench.tables()).context("cannot remove the lake")?;
    Ok(Exit::Fine)
}

/// What a program prints as JSON.
fn told<T: DeserializeOwned>(command: &mut Command, name: &str) -> anyhow::Result<T> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("cannot start {name}"))?;
    if !output.status.success() {
        anyhow::bail!("{name} failed");
    }
    serde_json::from_slice(&output.stdout)
        .with_context(|| format!("what {name} says cannot be read"))
}
