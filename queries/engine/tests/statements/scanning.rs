//! What a statement reads: partitions, files, bytes, and its limits.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use engine::{Answer, Engine, ErrorKind, Limits, QueryError, Request};

use crate::lake::{DATABASE, Memory, catalog, picture};

fn large() -> Memory {
    let mut memory = Memory::default();
    for day in 1..=20 {
        for class in ["meter", "pipe"] {
            let rows: Vec<_> = (0..500)
                .map(|at| {
                    picture(
                        &format!("{class}{day}-{at}"),
                        "d",
                        i64::from(at),
                        Some(f64::from(at)),
                    )
                })
                .collect();
            memory.put_rows(class, &format!("2026-10-{day:02}"), "a.parquet", &rows);
        }
    }
    memory
}

fn engine(memory: &Arc<Memory>, limits: Limits) -> Engine {
    Engine::new(Arc::new(catalog()), memory.clone(), limits)
}

async fn start(engine: &Engine, sql: &str, scan_limit: Option<u64>) -> Result<Answer, QueryError> {
    let request = Request {
        sql,
        database: Some(DATABASE),
        scan_limit,
        ..Request::default()
    };
    engine.start(&request).await
}

async fn one(engine: &Engine, sql: &str) -> (String, u64) {
    let mut answer = start(engine, sql, None).await.unwrap();
    let rows = answer.collect().await.unwrap();
    (rows[0][0].clone().unwrap(), answer.bytes_scanned())
}

#[tokio::test]
async fn a_filter_on_partitions_reads_no_others() {
    let memory = Arc::new(large());
    let engine = engine(&memory, Limits::default());
    let (all, whole) = one(&engine, "SELECT count(DISTINCT picture_id) FROM pictures").await;
    assert_eq!(all, "20000");
    let (some, part) = one(
        &engine,
        "SELECT count(DISTINCT picture_id) FROM pictures \
         WHERE device_class = 'pipe' AND day BETWEEN '2026-10-03' AND '2026-10-04'",
    )
    .await;
    assert_eq!(some, "1000");
    assert!(part * 15 < whole, "{part} of {whole} bytes");
    assert!(whole <= memory.total());

    let before = memory.lists.load(Ordering::Relaxed);
    let (one_day, _) = one(
        &engine,
        "SELECT count(*) FROM pictures WHERE device_class IN ('pipe') AND day = '2026-10-03'",
    )
    .await;
    assert_eq!(one_day, "500");
    let lists = memory.lists.load(Ordering::Relaxed) - before;
    assert!(lists <= 2, "{lists} listings of one partition");
}

#[tokio::test]
async fn a_filter_on_values_skips_what_statistics_rule_out() {
    let memory = Arc::new(large());
    let engine = engine(&memory, Limits::default());
    let (_, whole) = one(&engine, "SELECT count(DISTINCT source_key) FROM pictures").await;
    let (none, part) = one(
        &engine,
        "SELECT count(DISTINCT source_key) FROM pictures WHERE latitude > 1000",
    )
    .await;
    assert_eq!(none, "0");
    assert!(part < whole, "{part} of {whole} bytes");
}

#[tokio::test]
async fn a_statement_that_reads_more_than_it_may_fails() {
    let memory = Arc::new(large());
    let engine = engine(&memory, Limits::default());
    let mut answer = start(
        &engine,
        "SELECT max(source_key) FROM pictures",
        Some(10_000),
    )
    .await
    .unwrap();
    let error = answer.collect().await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::ExceededScanLimit, "{error}");
    assert!(
        error
            .message
            .starts_with("Bytes scanned limit was exceeded"),
        "{error}"
    );
}

#[tokio::test]
async fn a_statement_that_takes_too_long_fails() {
    let memory = Arc::new(large());
    let limits = Limits {
        time: Some(Duration::ZERO),
        ..Limits::default()
    };
    let error = match start(&engine(&memory, limits), "SELECT * FROM pictures", None).await {
        Err(error) => error,
        Ok(mut answer) => answer.collect().await.unwrap_err(),
    };
    assert_eq!(error.kind, ErrorKind::ExceededTimeLimit);
}

#[tokio::test]
async fn a_statement_that_needs_more_memory_than_it_may_have_fails() {
    let memory = Arc::new(large());
    let limits = Limits {
        memory: 16 * 1024,
        spill: 0,
        parallelism: NonZeroUsize::MIN,
        ..Limits::default()
    };
    let engine = engine(&memory, limits);
    let sql = "SELECT picture_id, source_key, count(*) FROM pictures GROUP BY 1, 2 ORDER BY 2";
    let mut answer = start(&engine, sql, None).await.unwrap();
    let error = answer.collect().await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::ExceededMemoryLimit, "{error}");
}

#[tokio::test]
async fn rows_come_in_batches_and_are_not_all_held() {
    let memory = Arc::new(large());
    let limits = Limits {
        parallelism: NonZeroUsize::MIN,
        ..Limits::default()
    };
    let engine = engine(&memory, limits);
    let mut answer = start(&engine, "SELECT * FROM pictures", None)
        .await
        .unwrap();
    let first = answer.next().await.unwrap().unwrap();
    assert!(first.len() <= 8_192);
    let early = answer.bytes_scanned();
    drop(answer);
    assert!(
        early < memory.total() / 2,
        "{early} of {} bytes for the first batch",
        memory.total()
    );
}

#[tokio::test]
async fn columns_are_named_and_typed() {
    let memory = Arc::new(large());
    let engine = engine(&memory, Limits::default());
    let answer = start(
        &engine,
        "SELECT device_class, count(*), width AS W, uploaded_at, latitude, current_date, device_class \
         FROM pictures GROUP BY 1, 3, 4, 5",
        None,
    )
    .await
    .unwrap();
    let columns: Vec<(&str, &str)> = answer
        .columns()
        .iter()
        .map(|c| (c.name.as_str(), c.data_type))
        .collect();
    assert_eq!(
        columns,
        [
            ("device_class", "varchar"),
            ("_col1", "bigint"),
            ("w", "bigint"),
            ("uploaded_at", "timestamp"),
            ("latitude", "double"),
            ("_col5", "date"),
            ("device_class", "varchar"),
        ]
    );
}

#[tokio::test]
async fn a_damaged_file_is_told_by_name() {
    let mut memory = Memory::default();
    memory.put(
        "tables/pictures/device_class=pipe/day=2026-10-01/bad.parquet",
        "not parquet at all",
    );
    let memory = Arc::new(memory);
    let engine = engine(&memory, Limits::default());
    let error = match start(&engine, "SELECT count(bytes) FROM pictures", None).await {
        Err(error) => error,
        Ok(mut answer) => answer.collect().await.unwrap_err(),
    };
    assert_eq!(error.kind, ErrorKind::BadData, "{error}");
}

#[tokio::test]
async fn a_join_that_does_not_fit_into_memory_is_sorted() {
    let limits = Limits {
        memory: 128 * 1024 * 1024,
        ..Limits::default()
    };
    let engine = engine(&Arc::new(Memory::default()), limits);
    let long = "rpad(CAST(x * 100 + y AS varchar), 200, '.')";
    let numbers = "UNNEST(sequence(1, 10000)) AS t (x) CROSS JOIN UNNEST(sequence(1, 80)) AS u (y)";
    let side = |name: &str| format!("(SELECT {long} AS k FROM {numbers}) {name}");
    let sql = format!(
        "SELECT count(*), max(a.k) FROM {} JOIN {} ON a.k = b.k",
        side("a"),
        side("b")
    );
    let request = Request {
        sql: &sql,
        ..Request::default()
    };
    let mut answer = engine.start(&request).await.unwrap();
    let rows = answer.collect().await.unwrap();
    assert_eq!(rows[0][0].as_deref(), Some("800000"));
}
