//! A synthetic lake: written from Rust structs, and asked every shipped query.
//!
//! `write` and `ask` are apart, so that the peak memory of each is its own. Both print a line of
//! JSON; `cargo xtask bench lake` runs them and holds the answers against DuckDB's.

#![allow(clippy::print_stdout, reason = "a benchmark prints what it measured")]

mod folder;
mod rows;

use std::fs::{self, File};
use std::io::BufWriter;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use clap::{Parser, Subcommand};
use engine::{Engine, Limits, MemoryCatalog, Request};
use schema::{Lake, Table, TableWriter, glue_table_input, write_parquet};
use serde_json::{Value, json};

use folder::Folder;
use rows::Partition;

type Failure = Box<dyn std::error::Error>;

const BUCKET: &str = "lake";
const DATABASE: &str = "inspection";

#[derive(Debug, Parser)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
    /// Given by `cargo bench` to every benchmark.
    #[arg(long, hide = true, global = true)]
    bench: bool,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Write a million rows of one table to one file and say how fast.
    Rows {
        /// How many.
        #[arg(long, default_value_t = 1_000_000)]
        rows: u64,
        /// The file.
        #[arg(long)]
        file: PathBuf,
    },
    /// Write a lake.
    Write {
        /// Where.
        #[arg(long)]
        folder: PathBuf,
        /// Rows of all tables together.
        #[arg(long)]
        rows: u64,
        /// Partitions of every table: device classes times days.
        #[arg(long)]
        partitions: u64,
    },
    /// Ask every shipped query.
    Ask {
        /// Where the lake is.
        #[arg(long)]
        folder: PathBuf,
        /// How often each is asked; the fastest counts.
        #[arg(long, default_value_t = 1)]
        times: u32,
        /// Where the answers go, as JSON.
        #[arg(long)]
        answers: PathBuf,
        /// Memory that a query may have, in MiB.
        #[arg(long, default_value_t = 2048)]
        memory: usize,
    },
}

fn main() -> Result<(), Failure> {
    let told = match Arguments::parse().verb {
        Verb::Rows { rows, file } => write_rows(rows, &file)?,
        Verb::Write {
            folder,
            rows,
            partitions,
        } => write_lake(&folder, rows, partitions)?,
        Verb::Ask {
            folder,
            times,
            answers,
            memory,
        } => tokio::runtime::Runtime::new()?.block_on(ask(&folder, times, &answers, memory))?,
    };
    println!("{told}");
    Ok(())
}

/// The most memory that this process has had, in MiB; nothing where the system does not tell.
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().trim_end_matches(" kB").parse().ok()?;
    Some(kib / 1024)
}

fn write_rows(count: u64, file: &Path) -> Result<Value, Failure> {
    let partition = Partition::numbered(0, count);
    let started = Instant::now();
    let mut writer = TableWriter::new(BufWriter::new(File::create(file)?))?;
    for number in 0..count {
        writer.write(&[partition.picture(number)])?;
    }
    drop(writer.finish()?);
    let seconds = started.elapsed().as_secs_f64();
    #[allow(clippy::cast_precision_loss, reason = "a rate needs no more digits")]
    let rate = count as f64 / seconds;
    Ok(json!({
        "rows": count,
        "rowsPerSecond": rate.round(),
        "bytes": fs::metadata(file)?.len(),
        "peakMemoryMiB": peak_memory(),
    }))
}

fn write_lake(folder: &Path, rows: u64, partitions: u64) -> Result<Value, Failure> {
    let started = Instant::now();
    let mut written = 0;
    for number in 0..partitions {
        let partition = Partition::numbered(number, rows / partitions);
        let counts = partition.counts();
        write_part(folder, &partition, counts.pictures, Partition::picture)?;
        write_part(folder, &partition, counts.findings, Partition::finding)?;
        write_part(folder, &partition, counts.defects, Partition::defect)?;
        write_part(folder, &partition, counts.rejections, Partition::rejection)?;
        write_part(folder, &partition, 1, Partition::sum)?;
        // A candidate looks at a fifth of what the close look sees.
        let shadows = counts.defects / 5;
        write_part(folder, &partition, shadows, Partition::shadow)?;
        written += counts.pictures + counts.findings + counts.defects + counts.rejections;
        written += 1 + shadows;
    }
    written += write_all(folder, &rows::devices())?;
    written += write_all(folder, &rows::repairs(partitions))?;
    written += write_all(folder, &rows::prices())?;
    Ok(json!({
        "rows": written,
        "partitions": partitions,
        "seconds": started.elapsed().as_secs_f64(),
        "peakMemoryMiB": peak_memory(),
    }))
}

/// A table that has no partitions; gives how many rows it has.
fn write_all<T: Table>(folder: &Path, rows: &[T]) -> Result<u64, Failure> {
    let place = folder.join(T::STORAGE.location);
    fs::create_dir_all(&place)?;
    let file = File::create(place.join("all.parquet"))?;
    write_parquet(rows, BufWriter::new(file))?;
    Ok(rows.len() as u64)
}

fn write_part<T: Table>(
    folder: &Path,
    partition: &Partition,
    count: u64,
    row: fn(&Partition, u64) -> T,
) -> Result<(), Failure> {
    let (class, day) = (partition.class(), partition.day());
    let place = format!("{}device_class={class}/day={day}", T::STORAGE.location);
    let place = folder.join(place);
    fs::create_dir_all(&place)?;
    let file = File::create(place.join(format!("{}.0.parquet", partition.batch())))?;
    let mut writer = TableWriter::new(BufWriter::new(file))?;
    for number in 0..count {
        writer.write(&[row(partition, number)])?;
    }
    drop(writer.finish()?);
    Ok(())
}

async fn ask(folder: &Path, times: u32, answers: &Path, memory: usize) -> Result<Value, Failure> {
    let lake = Lake {
        bucket: BUCKET.to_owned(),
        database: DATABASE.to_owned(),
        device_classes: rows::CLASSES.map(str::to_owned).to_vec(),
    };
    let tables = schema::tables();
    let mut names: Vec<&str> = tables.iter().map(|table| table.name).collect();
    let catalog = MemoryCatalog::new().with(
        DATABASE,
        tables.iter().map(|table| glue_table_input(table, &lake)),
    );
    let objects = Folder::open(folder)?;
    let total = objects.bytes();
    let limits = Limits {
        parallelism: NonZeroUsize::MIN.saturating_add(1),
        memory: memory * 1024 * 1024,
        ..Limits::default()
    };
    let engine = Engine::new(Arc::new(catalog), Arc::new(objects), limits);
    let mut views = Vec::new();
    for view in sql::views()? {
        let sql = view.with_defaults(sql::Tables {
            database: DATABASE,
            names: &names,
        })?;
        let statement = format!("CREATE VIEW {} AS {sql}", view.name);
        let request = Request {
            sql: &statement,
            database: Some(DATABASE),
            ..Request::default()
        };
        engine.start(&request).await?;
        views.push(json!({ "name": view.name, "sql": sql }));
    }
    names.extend(sql::views()?.iter().map(|view| view.name.as_str()));
    let rendered = sql::Tables {
        database: DATABASE,
        names: &names,
    };
    let mut told = Vec::new();
    for query in sql::shipped()? {
        // One day of one query: what a partition's filter leaves.
        let one_day = [("since", rows::LAST_DAY), ("until", rows::LAST_DAY)];
        for (name, given) in [
            (query.name.clone(), &[][..]),
            (format!("{} of one day", query.name), &one_day[..]),
        ] {
            if !given.is_empty() && query.name != "defect-rate" {
                continue;
            }
            let statement = statement(query, rendered, given)?;
            let (mut fastest, mut bytes, mut columns, mut answer) =
                (f64::INFINITY, 0, Vec::new(), Vec::new());
            for _ in 0..times.max(1) {
                let started = Instant::now();
                let request = Request {
                    sql: &statement,
                    database: Some(DATABASE),
                    ..Request::default()
                };
                let mut running = engine.start(&request).await?;
                answer = running.collect().await?;
                fastest = fastest.min(started.elapsed().as_secs_f64() * 1e3);
                bytes = running.bytes_scanned();
                columns = running.columns().iter().map(|c| c.data_type).collect();
            }
            told.push(json!({
                "query": name,
                "sql": statement,
                "milliseconds": fastest,
                "bytesScanned": bytes,
                "types": columns,
                "rows": answer,
            }));
        }
    }
    let answered = json!({ "views": views, "queries": told });
    fs::write(answers, serde_json::to_vec(&answered)?)?;
    Ok(json!({
        "queries": told.len(),
        "bytesOfTheLake": total,
        "peakMemoryMiB": peak_memory(),
    }))
}

/// A query with some parameters given, the others as they are by default.
fn statement(
    query: &sql::Query,
    tables: sql::Tables<'_>,
    given: &[(&str, &str)],
) -> Result<String, Failure> {
    let mut query = query.clone();
    for parameter in &mut query.parameters {
        // The lake ends on one day, and does not grow.
        let value = given.iter().find(|(name, _)| *name == parameter.name);
        let fixed = [
            ("today", rows::LAST_DAY),
            ("reference_until", rows::MIDDLE_DAY),
        ];
        let fixed = fixed.iter().find(|(name, _)| *name == parameter.name);
        if let Some((_, value)) = value.or(fixed) {
            (*value).clone_into(&mut parameter.default);
        }
    }
    Ok(query.with_defaults(tables)?)
}
