//! The shipped queries over a small lake: `queries/slt/*.slt`, a file for each.
//!
//! A case begins with `query`, goes on with `-- name=value` for parameters that are not to have
//! their default, and has the rows below `----`. What the lake holds is in `lake` below; the
//! expected rows were worked out from it by hand.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use engine::{Engine, Limits, Request};
use schema::tables::{
    DefectRow, DeviceRow, FindingRow, PictureRow, PriceRow, RejectionRow, RepairRow,
};
use schema::{Date, Timestamp};

use crate::lake::{self, Memory};

/// Milliseconds of 2026-11-18 00:00 UTC.
const FIRST_DAY: i64 = 1_794_960_000_000;
const DAY: i64 = 86_400_000;

/// A picture, and what the looks say of it.
struct Seen {
    class: &'static str,
    /// Days after the first.
    day: i64,
    batch: &'static str,
    id: &'static str,
    device: &'static str,
    /// How suspicious; from 0.5 it is.
    suspicion: f64,
    brightness: f64,
    /// The score of the close look and the model's version, for each that looked.
    closely: &'static [(f64, &'static str)],
}

const fn seen(
    (class, day, batch): (&'static str, i64, &'static str),
    (id, device): (&'static str, &'static str),
    (suspicion, brightness): (f64, f64),
    closely: &'static [(f64, &'static str)],
) -> Seen {
    Seen {
        class,
        day,
        batch,
        id,
        device,
        suspicion,
        brightness,
        closely,
    }
}

/// Meter m-1 is defective, then sound, then defective again; m-2 is always sound. Pipe x-1 is
/// defective twice, the second time by one model and not by the other.
const SEEN: [Seen; 7] = [
    seen(
        ("meter", 0, "b1"),
        ("p1", "m-1"),
        (0.9, 40.0),
        &[(0.8, "v1")],
    ),
    seen(("meter", 0, "b1"), ("p2", "m-2"), (0.1, 60.0), &[]),
    seen(
        ("meter", 1, "b2"),
        ("p3", "m-1"),
        (0.6, 50.0),
        &[(0.3, "v1")],
    ),
    seen(
        ("meter", 2, "b3"),
        ("p4", "m-1"),
        (0.8, 30.0),
        &[(0.9, "v2")],
    ),
    seen(("meter", 2, "b3"), ("p5", "m-2"), (0.2, 50.0), &[]),
    seen(
        ("pipe", 2, "b3"),
        ("p7", "x-1"),
        (0.7, 70.0),
        &[(0.6, "v2")],
    ),
    seen(
        ("pipe", 3, "b4"),
        ("p8", "x-1"),
        (0.9, 80.0),
        &[(0.4, "v1"), (0.7, "v2")],
    ),
];

fn name_of(day: i64) -> String {
    format!("2026-11-{}", 18 + day)
}

fn lake() -> Memory {
    let mut memory = Memory::default();
    for (at, one) in SEEN.iter().enumerate() {
        let (day, file) = (name_of(one.day), format!("{at}.parquet"));
        let finding = FindingRow {
            picture_id: one.id.to_owned(),
            batch: one.batch.to_owned(),
            device_id: one.device.to_owned(),
            suspicious: one.suspicion >= 0.5,
            suspicion: one.suspicion,
            reasons: Vec::new(),
            labels: Vec::new(),
            brightness: Some(one.brightness),
            sharpness: Some(2.0 * one.brightness),
            contrast: None,
            dominant_color: None,
            model: None,
        };
        let defects: Vec<DefectRow> = one
            .closely
            .iter()
            .map(|(score, model)| DefectRow {
                picture_id: one.id.to_owned(),
                batch: one.batch.to_owned(),
                device_id: one.device.to_owned(),
                verdict: if *score >= 0.5 { "anomalous" } else { "normal" }.to_owned(),
                score: *score,
                boxes: Vec::new(),
                heat_map: None,
                model: (*model).to_owned(),
            })
            .collect();
        memory.put_rows(one.class, &day, &file, &[picture(one, None)]);
        memory.put_rows(one.class, &day, &file, &[finding]);
        if !defects.is_empty() {
            memory.put_rows(one.class, &day, &file, &defects);
        }
    }
    // The content of p5 once more.
    let again = seen(("meter", 2, "b3"), ("p6", "m-2"), (0.0, 0.0), &[]);
    let again = picture(&again, Some("incoming/b3/meter/m-2/p5.jpg"));
    memory.put_rows("meter", &name_of(2), "again.parquet", &[again]);
    let rejected = |id: &str, device: &str, reason: &str| RejectionRow {
        batch: "b4".to_owned(),
        source_key: format!("incoming/b4/pipe/{device}/{id}"),
        kept_at: format!("rejected/b4/{id}"),
        device_id: device.to_owned(),
        reason: reason.to_owned(),
        detail: format!("{id} is {reason}"),
        bytes: 7,
    };
    let rejections = [
        rejected("r1.png", "x-2", "too-small"),
        rejected("r2.jpg", "x-1", "damaged"),
        rejected("r3.png", "x-3", "too-small"),
    ];
    memory.put_rows("pipe", &name_of(3), "rejected.parquet", &rejections);
    let device = |class: &str, id: &str, site: &str, since: Option<i32>| DeviceRow {
        device_id: id.to_owned(),
        device_class: class.to_owned(),
        site: site.to_owned(),
        in_service_since: since.map(Date::from_days),
    };
    // 2019-01-01, 2020-05-01 and 2021-01-01; x-1 is not named.
    let devices = [
        device("meter", "m-1", "north", Some(17_897)),
        device("meter", "m-2", "south", Some(17_897)),
        device("meter", "m-3", "north", Some(18_383)),
        device("pipe", "x-3", "south", Some(18_628)),
        device("pipe", "x-9", "south", None),
    ];
    memory.put_all(&devices);
    memory.put_all(&repairs());
    memory.put_all(&prices());
    memory
}

/// x-1 was repaired on the third day, after p7 was taken and before p8, and once more for p7.
fn repairs() -> [RepairRow; 3] {
    let repair = |device: (&str, &str), hours: i64, cost, picture: Option<&str>| RepairRow {
        device_class: device.0.to_owned(),
        device_id: device.1.to_owned(),
        repaired_at: Timestamp::from_millis(FIRST_DAY + hours * DAY / 24),
        what: "tightened".to_owned(),
        repaired_by: "crew 1".to_owned(),
        cost,
        picture_id: picture.map(str::to_owned),
    };
    [
        repair(("meter", "m-2"), 34, Some(40.0), None),
        repair(("pipe", "x-1"), 63, Some(120.5), None),
        repair(("pipe", "x-1"), 105, None, Some("p7")),
    ]
}

/// A close look has a price from the third day on.
fn prices() -> [PriceRow; 2] {
    let price = |what: &str, unit: &str, price| PriceRow {
        what: what.to_owned(),
        unit: unit.to_owned(),
        price,
        // 2026-11-20.
        valid_from: Date::from_days(20_777),
    };
    [
        price("close-look", "1000 pictures", 6.0),
        price("storage", "gigabyte-month", 0.023),
    ]
}

/// Captured an hour before it landed, at noon.
fn picture(one: &Seen, duplicate_of: Option<&str>) -> PictureRow {
    let landed = FIRST_DAY + one.day * DAY + DAY / 2;
    PictureRow {
        batch: one.batch.to_owned(),
        source_key: format!(
            "incoming/{}/{}/{}/{}.jpg",
            one.batch, one.class, one.device, one.id
        ),
        captured_at: Some(Timestamp::from_millis(landed - 3_600_000)),
        bytes: 2_000_000,
        duplicate_of: duplicate_of.map(str::to_owned),
        ..lake::picture(one.id, one.device, landed, None)
    }
}

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

/// The lake above, with its views.
struct Asked {
    engine: Engine,
    names: Vec<&'static str>,
}

impl Asked {
    async fn new() -> Self {
        let (catalog, objects) = (Arc::new(lake::catalog()), Arc::new(lake()));
        let engine = Engine::new(catalog, objects, Limits::default());
        let names = schema::tables().into_iter().map(|table| table.name);
        let mut asked = Self {
            engine,
            names: names.collect(),
        };
        for view in sql::views().unwrap() {
            let statement = view.with_defaults(asked.tables()).unwrap();
            let statement = format!("CREATE VIEW {} AS {statement}", view.name);
            let request = Request {
                sql: &statement,
                database: Some(lake::DATABASE),
                ..Request::default()
            };
            asked.engine.start(&request).await.unwrap();
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
}

#[tokio::test]
async fn every_shipped_query_gives_what_the_lake_justifies() {
    let asked = Asked::new().await;
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

/// Whoever names a day of a view reads that day of every table behind it.
#[tokio::test]
async fn the_days_that_are_asked_of_a_view_are_those_that_are_read() {
    let asked = Asked::new().await;
    let view = &sql::views().unwrap()[0].name;
    let scanned = async |sql: String| {
        let request = Request {
            sql: &sql,
            database: Some(lake::DATABASE),
            ..Request::default()
        };
        let mut running = asked.engine.start(&request).await.unwrap();
        running.collect().await.unwrap();
        running.bytes_scanned()
    };
    let all = scanned(format!("SELECT * FROM {view}")).await;
    let mut days = 0;
    for day in 0..4 {
        let sql = format!("SELECT * FROM {view} WHERE day = '{}'", name_of(day));
        days += scanned(sql).await;
    }
    // The devices are read for every day, or what of them its pictures' devices leave.
    let devices = scanned("SELECT device_class, device_id, site FROM devices".to_owned()).await;
    assert!(days <= all + 3 * devices, "{days} of {all} and {devices}");
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
