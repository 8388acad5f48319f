//! Statements that write: what they leave behind is what a reader finds.

use std::sync::Arc;

use engine::{Catalog, Engine, Limits, MemoryCatalog, Request};

use crate::lake::{self, Memory};

struct World {
    engine: Engine,
    catalog: Arc<MemoryCatalog>,
    objects: Arc<Memory>,
}

fn world() -> World {
    let (catalog, objects) = (Arc::new(lake::catalog()), Arc::new(lake::objects()));
    let engine = Engine::new(
        Arc::clone(&catalog) as Arc<dyn Catalog>,
        Arc::clone(&objects) as Arc<dyn engine::Objects>,
        Limits::default(),
    );
    World {
        engine,
        catalog,
        objects,
    }
}

impl World {
    /// The rows of a statement, a line each, or why there are none.
    async fn ask(&self, id: &str, sql: &str) -> Result<String, String> {
        let request = Request {
            sql,
            database: Some(lake::DATABASE),
            id: Some(id),
            output: Some("s3://lake/results/"),
            ..Request::default()
        };
        let mut answer = self
            .engine
            .start(&request)
            .await
            .map_err(|e| e.to_string())?;
        if let Some(rows) = answer.rows_written() {
            return Ok(format!("{rows} written"));
        }
        let rows = answer.collect().await.map_err(|e| e.to_string())?;
        let line = |row: &Vec<Option<String>>| {
            let cells = row.iter().map(|cell| cell.as_deref().unwrap_or("NULL"));
            cells.collect::<Vec<_>>().join("|")
        };
        Ok(rows.iter().map(line).collect::<Vec<_>>().join("\n"))
    }

    fn keys(&self, prefix: &str) -> Vec<String> {
        let below = self.objects.below(prefix);
        below.into_iter().map(|(key, _)| key).collect()
    }
}

const COPY: &str = "CREATE TABLE suspicious AS SELECT picture_id, suspicion, labels, reasons, \
                    CAST(day AS date) AS day FROM findings WHERE suspicious";

#[tokio::test]
async fn a_table_made_of_a_query_is_read_like_any_other() {
    let world = world();
    assert_eq!(world.ask("q1", COPY).await.unwrap(), "2 written");
    assert_eq!(
        world.keys("results/tables/"),
        ["results/tables/q1/q1-00000.parquet"]
    );
    let sql = "SELECT picture_id, suspicion, labels[1].name, cardinality(reasons), day \
               FROM suspicious ORDER BY picture_id";
    assert_eq!(
        world.ask("q2", sql).await.unwrap(),
        "p1|0.75|Rust|2|2026-11-20\np3|0.5|Crack|1|2026-11-21"
    );
    // A statement that runs again, because it was cut off before its table was made, doubles
    // nothing.
    world
        .catalog
        .delete_table(lake::DATABASE, "suspicious")
        .unwrap();
    assert_eq!(world.ask("q1", COPY).await.unwrap(), "2 written");
    assert_eq!(
        world
            .ask("q3", "SELECT count(*) FROM suspicious")
            .await
            .unwrap(),
        "2"
    );
    let again = world.ask("q4", COPY).await.unwrap_err();
    assert_eq!(
        again,
        "TABLE_ALREADY_EXISTS: Table 'inspection.suspicious' already exists"
    );
    let or_not = COPY.replace("TABLE", "TABLE IF NOT EXISTS");
    assert_eq!(world.ask("q5", &or_not).await.unwrap(), "");
    assert_eq!(world.ask("q6", "DROP TABLE suspicious").await.unwrap(), "");
    assert!(
        world
            .ask("q7", "SELECT * FROM suspicious")
            .await
            .unwrap_err()
            .contains("TABLE_NOT_FOUND")
    );
}

#[tokio::test]
async fn a_table_is_placed_where_its_properties_say_and_only_where_nothing_is() {
    let world = world();
    let sql = "CREATE TABLE mine WITH (format = 'PARQUET', external_location = 's3://lake/mine') \
               AS SELECT 1 AS a, 'x' AS b";
    assert_eq!(world.ask("q1", sql).await.unwrap(), "1 written");
    assert_eq!(world.keys("mine/"), ["mine/q1-00000.parquet"]);
    let other = sql.replace("mine WITH", "other WITH");
    assert_eq!(
        world.ask("q2", &other).await.unwrap_err(),
        "HIVE_PATH_ALREADY_EXISTS: Target directory for table already exists: s3://lake/mine/"
    );
    for (sql, told) in [
        (
            "CREATE TABLE t AS SELECT 1",
            "SYNTAX_ERROR: Column name not specified at position 1",
        ),
        (
            "CREATE TABLE t WITH (format = 'ORC') AS SELECT 1 AS a",
            "NOT_SUPPORTED: format = ORC",
        ),
        (
            "CREATE TABLE t AS SELECT nothing FROM findings",
            "COLUMN_NOT_FOUND",
        ),
        (
            "CREATE TABLE elsewhere.t AS SELECT 1 AS a",
            "SCHEMA_NOT_FOUND",
        ),
        ("CREATE TABLE t (a int)", "NOT_SUPPORTED"),
    ] {
        let error = world.ask("q3", sql).await.unwrap_err();
        assert!(error.starts_with(told), "{sql}: {error}");
    }
}

#[tokio::test]
async fn rows_are_inserted_into_the_partitions_that_they_name() {
    let world = world();
    let sql = "INSERT INTO rejections SELECT batch, source_key, 'kept', device_id, 'damaged', 'why', \
               bytes, device_class, day FROM pictures";
    assert_eq!(world.ask("q1", sql).await.unwrap(), "3 written");
    assert_eq!(
        world.keys("tables/rejections/"),
        [
            "tables/rejections/device_class=meter/day=2026-11-20/q1-00000.parquet",
            "tables/rejections/device_class=pipe/day=2026-11-21/q1-00000.parquet",
        ]
    );
    // The same statement again writes the same files.
    assert_eq!(world.ask("q1", sql).await.unwrap(), "3 written");
    let count = "SELECT device_class, day, count(*) FROM rejections GROUP BY 1, 2 ORDER BY 1";
    assert_eq!(
        world.ask("q2", count).await.unwrap(),
        "meter|2026-11-20|2\npipe|2026-11-21|1"
    );
    let some = "INSERT INTO rejections (day, device_class, batch, bytes) \
                VALUES ('2026-11-22', 'meter', 'b9', 7)";
    assert_eq!(world.ask("q3", some).await.unwrap(), "1 written");
    let sql = "SELECT batch, bytes, reason FROM rejections WHERE day = '2026-11-22'";
    assert_eq!(world.ask("q4", sql).await.unwrap(), "b9|7|NULL");
    for (sql, told) in [
        (
            "INSERT INTO rejections VALUES (1)",
            "TYPE_MISMATCH: Insert query has mismatched column types: Table: [varchar, varchar",
        ),
        (
            "INSERT INTO rejections (batch) VALUES ('b')",
            "SYNTAX_ERROR: the partition key 'device_class' is given no value",
        ),
        (
            "INSERT INTO rejections (batch, nothing) VALUES ('b', 1)",
            "COLUMN_NOT_FOUND: Insert column name does not exist in target table: nothing",
        ),
        (
            "INSERT INTO rejections (day, device_class, bytes) VALUES ('d', 'c', 'many')",
            "TYPE_MISMATCH",
        ),
        (
            "INSERT INTO rejections (day, device_class) VALUES ('../up', 'meter')",
            "HIVE_INVALID_PARTITION_VALUE",
        ),
        ("INSERT INTO nothing VALUES (1)", "TABLE_NOT_FOUND"),
        (
            "INSERT INTO rejections (day, device_class) SELECT CAST(n AS varchar), 'meter' FROM UNNEST(sequence(1, 101)) AS t (n)",
            "HIVE_TOO_MANY_OPEN_PARTITIONS: Exceeded limit of 100 open writers for partitions",
        ),
    ] {
        let error = world.ask("q5", sql).await.unwrap_err();
        assert!(error.starts_with(told), "{sql}: {error}");
    }
}

#[tokio::test]
async fn results_are_unloaded_in_several_forms() {
    let world = world();
    let unload = |format: &str| {
        format!(
            "UNLOAD (SELECT picture_id, suspicion, suspicious, model FROM findings ORDER BY 1) \
             TO 's3://lake/out/' WITH ({format})"
        )
    };
    let text = |key: &str| {
        let (_, bytes) = world.objects.below(key).pop().unwrap();
        String::from_utf8(bytes.to_vec()).unwrap()
    };
    assert_eq!(
        world.ask("q1", &unload("format = 'JSON'")).await.unwrap(),
        "3 written"
    );
    assert_eq!(
        text("out/q1").lines().next().unwrap(),
        r#"{"picture_id":"p1","suspicion":0.75,"suspicious":true}"#
    );
    // Another statement finds the folder taken.
    let taken = world
        .ask("q2", &unload("format = 'JSON'"))
        .await
        .unwrap_err();
    assert!(taken.starts_with("HIVE_PATH_ALREADY_EXISTS"), "{taken}");
    let elsewhere = |sql: String| sql.replace("/out/", "/text/");
    let sql = elsewhere(unload("format = 'TEXTFILE', field_delimiter = ','"));
    assert_eq!(world.ask("q3", &sql).await.unwrap(), "3 written");
    assert_eq!(text("text/q3").lines().next().unwrap(), "p1,0.75,true,\\N");
    for wrong in [
        "format = 'ORC'",
        "compression = 'SNAPPY'",
        "format = 'JSON', field_delimiter = ','",
    ] {
        assert!(world.ask("q4", &unload(wrong)).await.is_err(), "{wrong}");
    }
}

#[tokio::test]
async fn a_view_stands_for_its_statement() {
    let world = world();
    let view = "CREATE VIEW looks AS SELECT f.picture_id, f.day, f.suspicion, d.score AS score \
                FROM findings f LEFT JOIN defects d ON d.picture_id = f.picture_id";
    assert_eq!(world.ask("q1", view).await.unwrap(), "");
    let sql = "SELECT picture_id, score FROM looks WHERE day = '2026-11-20' ORDER BY picture_id";
    assert_eq!(world.ask("q2", sql).await.unwrap(), "p1|0.875\np2|NULL");
    // Views stand for views, and are found beside tables.
    let worst = "CREATE OR REPLACE VIEW worst AS SELECT max(score) AS score FROM looks";
    assert_eq!(world.ask("q3", worst).await.unwrap(), "");
    let unknown = world.ask("q4", "SELECT score FROM worst, nothing").await;
    assert!(unknown.unwrap_err().contains("TABLE_NOT_FOUND"));
    assert_eq!(
        world
            .ask(
                "q5",
                "SELECT w.score FROM worst w JOIN defects d ON d.score = w.score"
            )
            .await
            .unwrap(),
        "0.875"
    );
    assert_eq!(
        world
            .ask("q6", "DESCRIBE looks")
            .await
            .unwrap()
            .lines()
            .next()
            .unwrap()
            .trim_end(),
        "picture_id          \tstring"
    );
    for (sql, told) in [
        (
            view,
            "TABLE_ALREADY_EXISTS: View 'inspection.looks' already exists",
        ),
        (
            "CREATE VIEW defects AS SELECT 1 AS a",
            "TABLE_ALREADY_EXISTS: Table 'inspection.defects' already exists",
        ),
        (
            "CREATE VIEW v AS SELECT nothing FROM defects",
            "COLUMN_NOT_FOUND",
        ),
        (
            "CREATE VIEW v AS SELECT 1",
            "SYNTAX_ERROR: Column name not specified",
        ),
        ("INSERT INTO looks VALUES (1)", "NOT_SUPPORTED"),
        (
            "DROP TABLE looks",
            "SYNTAX_ERROR: 'inspection.looks' is a view: use DROP VIEW",
        ),
        ("DROP VIEW nothing", "TABLE_NOT_FOUND"),
    ] {
        let error = world.ask("q7", sql).await.unwrap_err();
        assert!(error.starts_with(told), "{sql}: {error}");
    }
    // One that came to stand for itself is told.
    let own = "CREATE OR REPLACE VIEW worst AS SELECT score FROM worst";
    assert_eq!(world.ask("q8", own).await.unwrap(), "");
    let error = world.ask("q9", "SELECT * FROM worst").await.unwrap_err();
    assert!(error.starts_with("INVALID_VIEW"), "{error}");
    assert_eq!(
        world.ask("q10", "DROP VIEW IF EXISTS worst").await.unwrap(),
        ""
    );
    assert_eq!(
        world.ask("q11", "DROP VIEW IF EXISTS worst").await.unwrap(),
        ""
    );
}

/// What the README says of devices, repairs and prices.
#[tokio::test]
async fn planners_write_what_they_know() {
    let world = world();
    let readme = include_str!("../../../../README.md");
    let (_, statements) = readme.split_once("```sql\n").unwrap();
    let (statements, _) = statements.split_once("```").unwrap();
    for (at, statement) in statements.lines().enumerate() {
        let told = world.ask(&format!("q{at}"), statement).await;
        assert_eq!(told, Ok("1 written".to_owned()), "{statement}");
    }
    let sql = "SELECT d.site, r.repaired_at, r.cost, p.price, p.valid_from FROM devices d \
               JOIN repairs r ON r.device_id = d.device_id CROSS JOIN prices p";
    assert_eq!(
        world.ask("q", sql).await.unwrap(),
        "north|2026-11-19 15:00:00.000|120.5|4.0|2026-01-01"
    );
}
