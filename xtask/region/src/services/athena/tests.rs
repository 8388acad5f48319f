//! Athena and Glue as a client sees them, over a region in a temporary folder.

use bytes::Bytes;
use schema::tables::{PictureRow, RejectionRow};
use schema::{Lake, Timestamp, glue_table_input, tables, write_parquet};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;
use crate::services::s3::PutOptions;
use crate::{Faults, Options, Region};

struct Fixture {
    folder: TempDir,
    region: Region,
}

impl Fixture {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let region = open(&folder).await;
        let fixture = Self { folder, region };
        let context = fixture.context();
        for bucket in ["lake", "results"] {
            context.s3().create_bucket(&context, bucket).unwrap();
        }
        let lake = Lake {
            bucket: "lake".to_owned(),
            database: "inspection".to_owned(),
            device_classes: vec!["meter".to_owned()],
        };
        let database = json!({ "DatabaseInput": { "Name": "Inspection" } });
        fixture.glue("CreateDatabase", database).await.unwrap();
        for table in tables() {
            let input = json!({ "DatabaseName": "inspection", "TableInput": glue_table_input(&table, &lake) });
            fixture.glue("CreateTable", input).await.unwrap();
        }
        let mut file = Vec::new();
        let rows: Vec<RejectionRow> = (0..1_500).map(rejection).collect();
        write_parquet(&rows, &mut file).unwrap();
        let key = "tables/rejections/device_class=meter/day=2026-11-20/b.parquet";
        let body = Bytes::from(file);
        context
            .s3()
            .put_object(&context, "lake", key, body, PutOptions::default())
            .await
            .unwrap();
        let workgroup = json!({
            "Name": "analysts",
            "Configuration": {
                "ResultConfiguration": { "OutputLocation": "s3://results/athena" },
                "BytesScannedCutoffPerQuery": 10_000_000,
            },
        });
        fixture.athena("CreateWorkGroup", workgroup).await.unwrap();
        fixture
    }

    fn context(&self) -> Context {
        self.region.context("us-east-1").unwrap()
    }

    async fn athena(&self, operation: &str, input: Value) -> Result<Value, ServiceError> {
        let context = self.context();
        context
            .athena()
            .call(&context, &Caller::Root, operation, input)
            .await
    }

    async fn glue(&self, operation: &str, input: Value) -> Result<Value, ServiceError> {
        let context = self.context();
        context
            .glue()
            .call(&context, &Caller::Root, operation, input)
            .await
    }

    async fn start(&self, sql: &str) -> String {
        let input = json!({
            "QueryString": sql,
            "WorkGroup": "analysts",
            "QueryExecutionContext": { "Database": "inspection" },
        });
        let started = self.athena("StartQueryExecution", input).await.unwrap();
        started["QueryExecutionId"].as_str().unwrap().to_owned()
    }

    /// The statement once it has ended.
    async fn ended(&self, id: &str) -> Value {
        loop {
            let input = json!({ "QueryExecutionId": id });
            let mut answer = self.athena("GetQueryExecution", input).await.unwrap();
            let execution = answer["QueryExecution"].take();
            if !matches!(
                execution["Status"]["State"].as_str(),
                Some("QUEUED" | "RUNNING")
            ) {
                return execution;
            }
            tokio::task::yield_now().await;
        }
    }

    async fn rows(&self, sql: &str) -> Vec<Vec<Option<String>>> {
        let id = self.start(sql).await;
        let execution = self.ended(&id).await;
        assert_eq!(execution["Status"]["State"], "SUCCEEDED", "{execution}");
        let answer = self
            .athena("GetQueryResults", json!({ "QueryExecutionId": id }))
            .await
            .unwrap();
        values(&answer)
    }

    /// The rows of a statement that gives no null.
    async fn texts(&self, sql: &str) -> Vec<Vec<String>> {
        let rows = self.rows(sql).await.into_iter();
        rows.map(|row| row.into_iter().flatten().collect())
            .collect()
    }
}

async fn open(folder: &TempDir) -> Region {
    let options = Options {
        state: folder.path().to_owned(),
        account: "000000000000".to_owned(),
        environment: "local".to_owned(),
        port: 0,
        faults: Faults::default(),
        programs: std::path::PathBuf::new(),
    };
    Region::open(options).await.unwrap()
}

fn rejection(at: u32) -> RejectionRow {
    RejectionRow {
        batch: "b1".to_owned(),
        source_key: format!("incoming/b1/meter/m/{at:04}.jpg"),
        kept_at: format!("rejected/b1/meter/m/{at:04}.jpg"),
        device_id: "m".to_owned(),
        reason: if at == 7 {
            "say \"no\", twice"
        } else {
            "empty"
        }
        .to_owned(),
        detail: String::new(),
        bytes: i64::from(at),
    }
}

fn values(answer: &Value) -> Vec<Vec<Option<String>>> {
    let rows = answer["ResultSet"]["Rows"].as_array().unwrap();
    let value = |datum: &Value| datum["VarCharValue"].as_str().map(str::to_owned);
    rows.iter()
        .map(|row| row["Data"].as_array().unwrap().iter().map(value).collect())
        .collect()
}

fn texts(row: &[Option<String>]) -> Vec<&str> {
    row.iter()
        .map(|value| value.as_deref().unwrap_or("NULL"))
        .collect()
}

#[tokio::test]
async fn a_statement_gives_its_rows_under_a_header_and_a_file_of_csv() {
    let fixture = Fixture::new().await;
    let id = fixture
        .start("SELECT source_key, reason, detail, nullif(bytes, 7) AS size FROM rejections WHERE bytes = 7")
        .await;
    let execution = fixture.ended(&id).await;
    assert_eq!(execution["Status"]["State"], "SUCCEEDED", "{execution}");
    assert_eq!(execution["StatementType"], "DML");
    assert!(
        execution["Statistics"]["DataScannedInBytes"]
            .as_u64()
            .unwrap()
            > 0
    );
    let output = format!("s3://results/athena/{id}.csv");
    assert_eq!(execution["ResultConfiguration"]["OutputLocation"], output);
    let answer = fixture
        .athena("GetQueryResults", json!({ "QueryExecutionId": id }))
        .await
        .unwrap();
    let rows = values(&answer);
    assert_eq!(texts(&rows[0]), ["source_key", "reason", "detail", "size"]);
    assert_eq!(
        texts(&rows[1]),
        [
            "incoming/b1/meter/m/0007.jpg",
            "say \"no\", twice",
            "",
            "NULL"
        ]
    );
    assert_eq!(rows.len(), 2);
    let columns = &answer["ResultSet"]["ResultSetMetadata"]["ColumnInfo"];
    assert_eq!(columns[3]["Type"], "bigint");
    let context = fixture.context();
    let key = format!("athena/{id}.csv");
    let (_, body) = context
        .s3()
        .get_object("results", &key, None, None)
        .await
        .unwrap();
    let file = body.bytes(1_000).await.unwrap();
    assert_eq!(
        file,
        "\"source_key\",\"reason\",\"detail\",\"size\"\n\
         \"incoming/b1/meter/m/0007.jpg\",\"say \"\"no\"\", twice\",\"\",\n"
    );
}

#[tokio::test]
async fn pages_follow_one_another_without_gaps() {
    let fixture = Fixture::new().await;
    let id = fixture
        .start("SELECT bytes FROM rejections ORDER BY bytes")
        .await;
    fixture.ended(&id).await;
    let (mut all, mut token, mut pages) = (Vec::new(), Value::Null, 0);
    loop {
        let mut input = json!({ "QueryExecutionId": id, "MaxResults": 700 });
        if !token.is_null() {
            input["NextToken"] = token;
        }
        let answer = fixture.athena("GetQueryResults", input).await.unwrap();
        all.extend(
            values(&answer)
                .into_iter()
                .map(|row| row[0].clone().unwrap()),
        );
        pages += 1;
        token = answer["NextToken"].clone();
        if token.is_null() {
            break;
        }
    }
    assert_eq!(pages, 3);
    assert_eq!(all.remove(0), "bytes");
    let expected: Vec<String> = (0..1_500).map(|at| at.to_string()).collect();
    assert_eq!(all, expected);
}

#[tokio::test]
async fn a_statement_that_fails_says_why() {
    let fixture = Fixture::new().await;
    let id = fixture.start("SELECT colour FROM rejections").await;
    let execution = fixture.ended(&id).await;
    assert_eq!(execution["Status"]["State"], "FAILED");
    let reason = execution["Status"]["StateChangeReason"].as_str().unwrap();
    assert!(
        reason.starts_with("COLUMN_NOT_FOUND: line 1:8: Column 'colour'"),
        "{reason}"
    );
    assert_eq!(execution["Status"]["AthenaError"]["ErrorCategory"], 2);
    let results = fixture
        .athena("GetQueryResults", json!({ "QueryExecutionId": id }))
        .await;
    assert_eq!(results.unwrap_err().code, "InvalidRequestException");
}

#[tokio::test]
async fn two_requests_of_one_token_are_one() {
    let fixture = Fixture::new().await;
    let start = |sql: &str| {
        json!({
            "QueryString": sql,
            "WorkGroup": "analysts",
            "ClientRequestToken": "0123456789abcdef0123456789abcdef",
            "ExecutionParameters": ["1"],
        })
    };
    let one = fixture
        .athena("StartQueryExecution", start("SELECT ?"))
        .await
        .unwrap();
    let same = fixture
        .athena("StartQueryExecution", start("SELECT ?"))
        .await
        .unwrap();
    assert_eq!(one, same);
    let other = fixture
        .athena("StartQueryExecution", start("SELECT ? + 1"))
        .await;
    assert_eq!(
        other.unwrap_err().message,
        "Idempotent parameters do not match"
    );
    let listed = fixture
        .athena("ListQueryExecutions", json!({ "WorkGroup": "analysts" }))
        .await
        .unwrap();
    assert_eq!(
        listed["QueryExecutionIds"],
        json!([one["QueryExecutionId"]])
    );
}

#[tokio::test]
async fn a_stopped_statement_stays_stopped() {
    let fixture = Fixture::new().await;
    let id = fixture.start("SELECT count(*) FROM rejections").await;
    // Nothing has run yet: the test has not waited since.
    fixture
        .athena("StopQueryExecution", json!({ "QueryExecutionId": id }))
        .await
        .unwrap();
    let execution = fixture.ended(&id).await;
    assert_eq!(execution["Status"]["State"], "CANCELLED");
}

#[tokio::test]
async fn statements_outlive_the_process() {
    let fixture = Fixture::new().await;
    let ended = fixture.start("SELECT max(bytes) FROM rejections").await;
    fixture.ended(&ended).await;
    let waiting = fixture.start("SELECT count(*) FROM rejections").await;
    let Fixture { folder, region } = fixture;
    // Stops before the second statement had its turn.
    region.serve(async {}, || {}).await.unwrap();
    let region = open(&folder).await;
    let fixture = Fixture { folder, region };
    let answer = fixture
        .athena("GetQueryResults", json!({ "QueryExecutionId": ended }))
        .await
        .unwrap();
    assert_eq!(texts(&values(&answer)[1]), ["1499"]);
    let execution = fixture.ended(&waiting).await;
    assert_eq!(execution["Status"]["State"], "SUCCEEDED", "{execution}");
}

#[tokio::test]
async fn definitions_are_shown_without_a_header() {
    let fixture = Fixture::new().await;
    let rows = fixture.rows("SHOW TABLES").await;
    assert_eq!(
        rows.iter().map(|row| texts(row)[0]).collect::<Vec<_>>(),
        [
            "batches",
            "defects",
            "devices",
            "findings",
            "pictures",
            "prices",
            "rejections",
            "repairs",
            "shadows"
        ]
    );
    let ddl = fixture.rows("SHOW CREATE TABLE rejections").await;
    assert_eq!(
        texts(&ddl[0]),
        ["CREATE EXTERNAL TABLE `inspection.rejections`("]
    );
}

#[tokio::test]
async fn workgroups_and_named_queries_are_kept() {
    let fixture = Fixture::new().await;
    let update = json!({
        "WorkGroup": "analysts",
        "ConfigurationUpdates": {
            "RemoveBytesScannedCutoffPerQuery": true,
            "ResultConfigurationUpdates": { "OutputLocation": "s3://results/new/" },
        },
    });
    fixture.athena("UpdateWorkGroup", update).await.unwrap();
    let workgroup = fixture
        .athena("GetWorkGroup", json!({ "WorkGroup": "analysts" }))
        .await
        .unwrap();
    let configuration = &workgroup["WorkGroup"]["Configuration"];
    assert_eq!(
        configuration["ResultConfiguration"]["OutputLocation"],
        "s3://results/new/"
    );
    assert_eq!(configuration["BytesScannedCutoffPerQuery"], Value::Null);
    let query = json!({
        "Name": "backlog",
        "Database": "inspection",
        "QueryString": "SELECT 1",
        "WorkGroup": "analysts",
    });
    let made = fixture.athena("CreateNamedQuery", query).await.unwrap();
    let listed = fixture
        .athena("ListNamedQueries", json!({ "WorkGroup": "analysts" }))
        .await
        .unwrap();
    assert_eq!(listed["NamedQueryIds"], json!([made["NamedQueryId"]]));
    let found = fixture.athena("GetNamedQuery", made.clone()).await.unwrap();
    assert_eq!(found["NamedQuery"]["QueryString"], "SELECT 1");
    let delete = json!({ "WorkGroup": "analysts" });
    let refused = fixture.athena("DeleteWorkGroup", delete).await.unwrap_err();
    assert!(refused.message.contains("is not empty"), "{refused}");
    let delete = json!({ "WorkGroup": "analysts", "RecursiveDeleteOption": true });
    fixture.athena("DeleteWorkGroup", delete).await.unwrap();
    assert!(fixture.athena("GetNamedQuery", made).await.is_err());
}

#[tokio::test]
async fn what_is_not_served_is_refused() {
    let fixture = Fixture::new().await;
    let error = fixture
        .athena("CreateNotebook", json!({}))
        .await
        .unwrap_err();
    assert_eq!(error.code, "UnknownOperationException");
    let start = json!({ "QueryString": "SELECT 1" });
    let error = fixture
        .athena("StartQueryExecution", start)
        .await
        .unwrap_err();
    assert!(
        error.message.starts_with("No output location provided"),
        "{error}"
    );
    let group = json!({ "Name": "x", "Configuration": { "BytesScannedCutoffPerQuery": 5 } });
    let error = fixture.athena("CreateWorkGroup", group).await.unwrap_err();
    assert!(error.message.contains("at least 10000000"), "{error}");
    let table =
        json!({ "DatabaseName": "inspection", "TableInput": { "Name": "t", "TargetTable": {} } });
    let error = fixture.glue("CreateTable", table).await.unwrap_err();
    assert!(error.message.contains("TableInput.TargetTable"), "{error}");
}

#[tokio::test]
async fn glue_tells_of_databases_and_tables() {
    let fixture = Fixture::new().await;
    let tables = json!({ "DatabaseName": "INSPECTION", "Expression": ".*s", "MaxResults": 3 });
    let page = fixture.glue("GetTables", tables).await.unwrap();
    assert_eq!(page["TableList"].as_array().unwrap().len(), 3);
    assert_eq!(page["NextToken"], "3");
    let get = json!({ "DatabaseName": "inspection", "Name": "Defects" });
    let table = fixture.glue("GetTable", get.clone()).await.unwrap();
    assert_eq!(
        table["Table"]["StorageDescriptor"]["Columns"][4]["Type"],
        "double"
    );
    assert_eq!(table["Table"]["VersionId"], "0");
    let exists = json!({ "DatabaseInput": { "Name": "inspection" } });
    assert_eq!(
        fixture
            .glue("CreateDatabase", exists)
            .await
            .unwrap_err()
            .code,
        "AlreadyExistsException"
    );
    let partitions = json!({ "DatabaseName": "inspection", "TableName": "defects" });
    assert_eq!(
        fixture.glue("GetPartitions", partitions).await.unwrap()["Partitions"],
        json!([])
    );
    fixture
        .glue("DeleteDatabase", json!({ "Name": "inspection" }))
        .await
        .unwrap();
    assert_eq!(
        fixture.glue("GetTable", get).await.unwrap_err().code,
        "EntityNotFoundException"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_prepared_statement_is_executed_with_values() {
    let fixture = Fixture::new().await;
    let statement = json!({
        "StatementName": "of_day",
        "WorkGroup": "analysts",
        "QueryStatement": "SELECT count(*) AS n FROM rejections WHERE day = ? AND bytes > ?",
        "Description": "How many of a day.",
    });
    fixture
        .athena("CreatePreparedStatement", statement.clone())
        .await
        .unwrap();
    let again = fixture
        .athena("CreatePreparedStatement", statement)
        .await
        .unwrap_err();
    assert!(
        again.message.contains("already exists"),
        "{}",
        again.message
    );
    assert_eq!(
        fixture.texts("EXECUTE of_day USING '2026-11-20', -1").await,
        [["n"], ["1500"]]
    );
    // Statements prepare statements, too.
    fixture
        .rows("PREPARE days FROM SELECT DISTINCT day FROM rejections WHERE day >= ?")
        .await;
    assert_eq!(
        fixture.texts("EXECUTE days USING '2026-01-01'").await,
        [["day"], ["2026-11-20"]]
    );
    let listed = json!({ "WorkGroup": "analysts" });
    let listed = fixture
        .athena("ListPreparedStatements", listed)
        .await
        .unwrap();
    let names: Vec<&Value> = listed["PreparedStatements"]
        .as_array()
        .unwrap()
        .iter()
        .map(|statement| &statement["StatementName"])
        .collect();
    assert_eq!(names, ["days", "of_day"]);
    let several = json!({ "WorkGroup": "analysts", "PreparedStatementNames": ["of_day", "none"] });
    let several = fixture
        .athena("BatchGetPreparedStatement", several)
        .await
        .unwrap();
    assert_eq!(
        several["PreparedStatements"][0]["Description"],
        "How many of a day."
    );
    assert_eq!(
        several["UnprocessedPreparedStatementNames"][0]["StatementName"],
        "none"
    );
    fixture.rows("DEALLOCATE PREPARE days").await;
    let gone = json!({ "WorkGroup": "analysts", "StatementName": "days" });
    let gone = fixture
        .athena("GetPreparedStatement", gone)
        .await
        .unwrap_err();
    assert_eq!(gone.code, "ResourceNotFoundException");
    let bad =
        json!({ "WorkGroup": "analysts", "StatementName": "of-day", "QueryStatement": "SELECT 1" });
    assert!(
        fixture
            .athena("CreatePreparedStatement", bad)
            .await
            .is_err()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_and_views_that_statements_make_are_glues() {
    let fixture = Fixture::new().await;
    fixture
        .rows("CREATE TABLE small AS SELECT batch, bytes FROM rejections WHERE bytes < 3")
        .await;
    fixture
        .rows("CREATE VIEW smallest AS SELECT min(bytes) AS bytes FROM small")
        .await;
    assert_eq!(
        fixture.texts("SELECT bytes FROM smallest").await,
        [["bytes"], ["0"]]
    );
    let table = json!({ "DatabaseName": "inspection", "Name": "smallest" });
    let table = fixture.glue("GetTable", table).await.unwrap();
    assert_eq!(table["Table"]["TableType"], "VIRTUAL_VIEW");
    let table = json!({ "DatabaseName": "inspection", "Name": "small" });
    let table = fixture.glue("GetTable", table).await.unwrap();
    let location = table["Table"]["StorageDescriptor"]["Location"]
        .as_str()
        .unwrap();
    assert!(
        location.starts_with("s3://results/athena/tables/"),
        "{location}"
    );
    let id = fixture
        .start("INSERT INTO small VALUES ('b', 1), ('c', 2)")
        .await;
    fixture.ended(&id).await;
    let results = json!({ "QueryExecutionId": id });
    let results = fixture.athena("GetQueryResults", results).await.unwrap();
    assert_eq!(results["UpdateCount"], 2);
    fixture.rows("DROP VIEW smallest").await;
    assert_eq!(
        fixture.texts("SHOW TABLES").await.concat(),
        [
            "batches",
            "defects",
            "devices",
            "findings",
            "pictures",
            "prices",
            "rejections",
            "repairs",
            "shadows",
            "small"
        ]
    );
}

/// What `generate` wrote is asked as it stands: the view is Athena's own form.
#[tokio::test(flavor = "multi_thread")]
async fn the_generated_view_joins_the_generated_tables() {
    let fixture = Fixture::new().await;
    let template =
        include_str!("../../../../../stacks/generated/local/us-east-1/catalog.template.json");
    let template: Value = serde_json::from_str(template).unwrap();
    let resources = template["Resources"].as_object().unwrap().values();
    let of_kind = |kind: &'static str| resources.clone().filter(move |one| one["Type"] == kind);
    let name = json!("sightline_local");
    for database in of_kind("AWS::Glue::Database") {
        let input = json!({ "DatabaseInput": database["Properties"]["DatabaseInput"] });
        assert_eq!(input["DatabaseInput"]["Name"], name);
        fixture.glue("CreateDatabase", input).await.unwrap();
    }
    for table in of_kind("AWS::Glue::Table") {
        let input = &table["Properties"]["TableInput"];
        let input = json!({ "DatabaseName": name, "TableInput": input });
        fixture.glue("CreateTable", input).await.unwrap();
    }
    // Of a table without files, as of a view that joins it, there are no rows.
    let bucket = of_kind("AWS::Glue::Table")
        .filter_map(|table| {
            table["Properties"]["TableInput"]["StorageDescriptor"]["Location"].as_str()
        })
        .find_map(|location| location.strip_prefix("s3://")?.split('/').next())
        .unwrap();
    let context = fixture.context();
    context.s3().create_bucket(&context, bucket).unwrap();
    let sql = "SELECT count(*) FROM sightline_local.inspections WHERE day = '2026-11-20'";
    assert_eq!(fixture.texts(sql).await[1], ["0"]);
    let picture = PictureRow {
        picture_id: "p1".to_owned(),
        batch: "b".to_owned(),
        source_key: "incoming/b/meter/m-1/1.jpg".to_owned(),
        prepared_key: "prepared/b/p1.jpg".to_owned(),
        device_id: "m-1".to_owned(),
        format: "jpeg".to_owned(),
        width: 100,
        height: 100,
        bytes: 1_000,
        uploaded_at: Timestamp::from_millis(1_795_132_800_000),
        captured_at: None,
        latitude: None,
        longitude: None,
        duplicate_of: None,
    };
    let mut file = Vec::new();
    write_parquet(&[picture], &mut file).unwrap();
    let key = "tables/pictures/device_class=meter/day=2026-11-20/b.parquet";
    let put = PutOptions::default();
    let stored = context
        .s3()
        .put_object(&context, bucket, key, Bytes::from(file), put);
    stored.await.unwrap();
    // Whoever knows the devices says where they stand.
    let id = fixture
        .start("INSERT INTO sightline_local.devices VALUES ('m-1', 'meter', 'north', DATE '2020-05-01')")
        .await;
    let ended = fixture.ended(&id).await;
    assert_eq!(ended["Status"]["State"], "SUCCEEDED", "{ended}");
    let sql =
        "SELECT device_id, site, verdict FROM sightline_local.inspections WHERE day = '2026-11-20'";
    let rows = fixture.rows(sql).await;
    let row = [Some("m-1".to_owned()), Some("north".to_owned()), None];
    assert_eq!(rows[1], row);
}
