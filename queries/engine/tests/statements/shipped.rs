//! The shipped queries over a small lake: `queries/slt/*.slt`, a file for each.
//!
//! A case begins with `query`, goes on with `-- name=value` for parameters that are not to have
//! their default, and has the rows below `----`. What the lake holds is in `inspected`; the
//! expected rows were worked out from it by hand.

mod back_filled;
mod inspected;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use crate::lake::{self, Memory};
use engine::{Engine, Limits, Request};
use inspected::name_of;

/// A case: its line, its parameters, and the rows that it gives.
struct Case {
    line: usize,
    parameters: Vec<(String, String)>,
    rows: String,
}

fn cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut in_rows = false;
    for (at, line) in text.lines().enumerate() {
        match (line, cases.last_mut()) {
            ("", _) => in_rows = false,
            ("query", _) => cases.push(Case {
                line: at + 1,
                parameters: Vec::new(),
                rows: String::new(),
            }),
            ("----", Some(_)) => in_rows = true,
            (row, Some(case)) if in_rows => {
                let _ = writeln!(case.rows, "{row}");
            }
            (line, Some(case)) if line.starts_with("-- ") => {
                let (name, value) = line[3..].split_once('=').unwrap();
                case.parameters.push((name.to_owned(), value.to_owned()));
            }
            (line, _) => assert!(line.starts_with('#'), "line {}: {line:?}", at + 1),
        }
    }
    cases
}

/// A statement without parameters.
fn statement(sql: &str) -> Request<'_> {
    Request {
        sql,
        database: Some(lake::DATABASE),
        ..Request::default()
    }
}

/// A lake, with its views.
struct Asked {
    engine: Engine,
    names: Vec<&'static str>,
}

impl Asked {
    async fn new(lake: Memory) -> Self {
        let (catalog, objects) = (Arc::new(lake::catalog()), Arc::new(lake));
        let engine = Engine::new(catalog, objects, Limits::default());
        let names = schema::tables().into_iter().map(|table| table.name);
        let mut asked = Self {
            engine,
            names: names.collect(),
        };
        for view in sql::views().unwrap() {
            let sql = view.with_defaults(asked.tables()).unwrap();
            let sql = format!("CREATE VIEW {} AS {sql}", view.name);
            asked.engine.start(&statement(&sql)).await.unwrap();
            asked.names.push(&view.name);
        }
        asked
    }

    fn tables(&self) -> sql::Tables<'_> {
        sql::Tables {
            database: lake::DATABASE,
            names: &self.names,
        }
    }

    /// How many bytes a statement reads.
    async fn scanned(&self, sql: &str) -> u64 {
        let mut running = self.engine.start(&statement(sql)).await.unwrap();
        running.collect().await.unwrap();
        running.bytes_scanned()
    }
}

#[tokio::test]
async fn every_shipped_query_gives_what_the_lake_justifies() {
    let asked = Asked::new(inspected::lake()).await;
    let (engine, tables) = (&asked.engine, asked.tables());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../slt");
    let (mut wrong, mut tried) = (String::new(), BTreeSet::new());
    let (shipped, views) = (sql::shipped().unwrap(), sql::views().unwrap());
    for query in shipped.iter().chain(views) {
        // A view's rows have no order of their own.
        let is_view = views.iter().any(|view| view.name == query.name);
        let prepared = query.prepared(tables).unwrap();
        let file = folder.join(format!("{}.slt", query.name));
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        for case in cases(&text) {
            tried.insert(query.name.clone());
            for (name, _) in &case.parameters {
                let known = query.parameters.iter().any(|known| known.name == *name);
                assert!(known, "{} has no parameter {name}", query.name);
            }
            let values = prepared.parameters.iter().map(|parameter| {
                let given = case
                    .parameters
                    .iter()
                    .find(|(name, _)| *name == parameter.name);
                let value = given.map_or(&parameter.default, |(_, value)| value);
                parameter.literal(value).unwrap()
            });
            let request = Request {
                sql: &prepared.sql,
                parameters: &values.collect::<Vec<_>>(),
                database: Some(lake::DATABASE),
                scan_limit: None,
                ..Request::default()
            };
            let given = rows(engine, &request).await.map(|rows| match is_view {
                true => sorted(&rows),
                false => rows,
            });
            let given = match given {
                Ok(rows) if rows == case.rows => continue,
                Ok(rows) => rows,
                Err(error) => format!("error: {error}\n"),
            };
            let _ = writeln!(
                wrong,
                "{}.slt:{}\nexpected:\n{}given:\n{given}",
                query.name, case.line, case.rows
            );
        }
        assert!(
            tried.contains(&query.name),
            "{} has no case in {}",
            query.name,
            file.display()
        );
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// The first day that a query is asked about bounds each of its tables: what lies before cannot be
/// read here.
#[tokio::test]
async fn no_query_reads_days_before_those_that_it_is_asked_for() {
    let mut lake = inspected::lake();
    for (key, _) in lake.below("") {
        if let Some((table, _)) = key.split_once("/day=") {
            lake.put(format!("{table}/day=2020-06-01/old.parquet"), "no Parquet");
        }
    }
    let asked = Asked::new(lake).await;
    for query in sql::shipped().unwrap() {
        let all = query.with_defaults(asked.tables()).unwrap();
        let mut query = query.clone();
        for parameter in &mut query.parameters {
            if ["since", "first_day", "reference_from"].contains(&&*parameter.name) {
                name_of(0).clone_into(&mut parameter.default);
            }
        }
        let recent = query.with_defaults(asked.tables()).unwrap();
        let answer = async |sql: &str| rows(&asked.engine, &statement(sql)).await;
        assert!(answer(&all).await.is_err(), "{} of all days", query.name);
        let recent = answer(&recent).await;
        assert!(recent.is_ok(), "{}: {recent:?}", query.name);
    }
}

/// Whoever names a day of a view reads that day of every table behind it.
#[tokio::test]
async fn the_days_that_are_asked_of_a_view_are_those_that_are_read() {
    let asked = Asked::new(inspected::lake()).await;
    let tables = schema::tables();
    for view in sql::views().unwrap() {
        for day in 0..4 {
            let day = format!("WHERE day = '{}'", name_of(day));
            let read = asked
                .scanned(&format!("SELECT * FROM {} {day}", view.name))
                .await;
            let mut most = 0;
            for table in tables.iter().filter(|table| view.asks(table.name)) {
                // The devices have no days.
                let day = if table.partition_keys.is_empty() {
                    ""
                } else {
                    &day
                };
                most += asked
                    .scanned(&format!("SELECT * FROM {} {day}", table.name))
                    .await;
            }
            assert!(read <= most, "{} {day}: {read} of {most}", view.name);
        }
    }
}

/// A view asks tables alone, so that each has the rule by itself: which look is a picture's last.
#[tokio::test]
async fn the_views_agree_on_what_the_last_look_says() {
    let asked = Asked::new(inspected::lake()).await;
    let answer = async |view: &str| {
        let sql = format!(
            "SELECT DISTINCT device_class, day, picture_id, device_id, verdict, score, heat_map, model \
             FROM {view} WHERE verdict IS NOT NULL"
        );
        rows(&asked.engine, &statement(&sql)).await.unwrap()
    };
    let (one, other) = (answer("inspections").await, answer("last_looks").await);
    assert_eq!(sorted(&one), sorted(&other));
    assert_eq!(one.lines().count(), 8);
}

fn sorted(rows: &str) -> String {
    let mut lines: Vec<&str> = rows.lines().collect();
    lines.sort_unstable();
    lines.into_iter().fold(String::new(), |mut out, line| {
        let _ = writeln!(out, "{line}");
        out
    })
}

async fn rows(engine: &Engine, request: &Request<'_>) -> Result<String, String> {
    let mut answer = engine
        .start(request)
        .await
        .map_err(|error| error.to_string())?;
    let rows = answer.collect().await.map_err(|error| error.to_string())?;
    let mut out = String::new();
    for row in rows {
        let row: Vec<String> = row
            .into_iter()
            .map(|value| value.unwrap_or_else(|| "NULL".to_owned()))
            .collect();
        let _ = writeln!(out, "{}", row.join("|"));
    }
    Ok(out)
}
