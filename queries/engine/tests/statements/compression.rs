//! Tables say where their files are and how these are compressed: what is written so is read.

use std::sync::Arc;

use bytes::Bytes;
use datafusion::parquet::file::reader::{FileReader, SerializedFileReader};
use engine::{Engine, Limits, MemoryCatalog, Objects, Request};
use schema::tables::unpartitioned;
use schema::{Lake, Table, glue_table_input, write_parquet};

use crate::lake::{BUCKET, DATABASE, Memory};

/// Readings in a place of their own.
#[derive(Table)]
#[table(
    name = "packed",
    partitions = unpartitioned,
    location = "kept/packed/",
    compression = "zstd"
)]
struct Packed {
    /// The device.
    device: String,
}

/// Readings for readers that know no other.
#[derive(Table)]
#[table(name = "zipped", partitions = unpartitioned, compression = "gzip")]
struct Zipped {
    /// The device.
    device: String,
}

/// Readings as they are.
#[derive(Table)]
#[table(name = "plain", partitions = unpartitioned, compression = "none")]
struct Plain {
    /// The device.
    device: String,
}

fn written<T: Table>(device: fn(String) -> T) -> (String, Vec<u8>) {
    let rows: Vec<T> = (0..100).map(|n| device(format!("m-{n}"))).collect();
    let mut file = Vec::new();
    write_parquet(&rows, &mut file).unwrap();
    (format!("{}a.parquet", T::STORAGE.location), file)
}

fn codec(file: &Bytes) -> String {
    let reader = SerializedFileReader::new(file.clone()).unwrap();
    let codec = reader.metadata().row_group(0).column(0).compression();
    let text = codec.to_string();
    text.split('(').next().unwrap().to_owned()
}

async fn asked(engine: &Engine, id: &str, sql: &str) -> Vec<Vec<Option<String>>> {
    let request = Request {
        sql,
        database: Some(DATABASE),
        id: Some(id),
        output: Some("s3://lake/results/"),
        ..Request::default()
    };
    let answer = engine.start(&request).await;
    let mut answer = answer.unwrap_or_else(|error| panic!("{sql}: {error}"));
    answer.collect().await.unwrap()
}

#[tokio::test]
async fn what_functions_and_statements_write_is_compressed_as_the_table_says() {
    let lake = Lake {
        bucket: BUCKET.to_owned(),
        database: DATABASE.to_owned(),
        device_classes: Vec::new(),
    };
    let tables = [
        Packed::definition(),
        Zipped::definition(),
        Plain::definition(),
    ];
    let inputs = tables.iter().map(|table| glue_table_input(table, &lake));
    let catalog = Arc::new(MemoryCatalog::new().with(DATABASE, inputs));
    let mut objects = Memory::default();
    for (key, file) in [
        written(|device| Packed { device }),
        written(|device| Zipped { device }),
        written(|device| Plain { device }),
    ] {
        objects.put(key, file);
    }
    let objects = Arc::new(objects);
    let engine = Engine::new(
        catalog,
        Arc::clone(&objects) as Arc<dyn Objects>,
        Limits::default(),
    );
    for (table, wanted) in tables.iter().zip(["ZSTD", "GZIP", "UNCOMPRESSED"]) {
        let name = table.name;
        asked(&engine, "q1", &format!("INSERT INTO {name} VALUES ('x-1')")).await;
        let files = objects.below(table.storage.location);
        let codecs: Vec<String> = files.iter().map(|(_, file)| codec(file)).collect();
        assert_eq!(codecs, [wanted, wanted], "{name}");
        let sql = format!("SELECT count(*), max(device) FROM {name}");
        let rows = asked(&engine, "q2", &sql).await;
        assert_eq!(rows, [[Some("101".to_owned()), Some("x-1".to_owned())]]);
        // A statement names one for the table that it makes, and that table keeps it.
        let sql = format!(
            "CREATE TABLE of_{name} WITH (format = 'PARQUET', write_compression = '{}') AS \
             SELECT device FROM {name}",
            table.storage.compression.name()
        );
        asked(&engine, &format!("made-{name}"), &sql).await;
        let sql = format!("INSERT INTO of_{name} VALUES ('x-2')");
        asked(&engine, "q4", &sql).await;
        let made = objects.below(&format!("results/tables/made-{name}/"));
        let codecs: Vec<String> = made.iter().map(|(_, file)| codec(file)).collect();
        assert_eq!(codecs, [wanted, wanted], "of_{name}");
        let sql = format!(
            "UNLOAD (SELECT device FROM {name}) TO 's3://lake/out-{name}/' \
             WITH (format = 'PARQUET', compression = '{wanted}')"
        );
        asked(&engine, "q5", &sql.replace("UNCOMPRESSED", "NONE")).await;
        let unloaded = objects.below(&format!("out-{name}/"));
        assert_eq!(codec(&unloaded[0].1), wanted);
    }
}
