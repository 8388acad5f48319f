//! A table as Glue and Athena take it.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use crate::{AthenaType, Projection, TableDefinition};

/// The Java classes through which Hive, Glue and Athena read and write Parquet.
#[derive(Debug, Clone, Copy)]
pub struct ParquetFormat;

impl ParquetFormat {
    /// Reads.
    pub const INPUT: &str = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat";
    /// Writes.
    pub const OUTPUT: &str = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat";
    /// Makes rows of what is read.
    pub const SERDE: &str = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe";
}

/// The table property that names the [`Compression`](crate::Compression) of a table's files.
pub const COMPRESSION: &str = "parquet.compression";

/// The class of devices whose class is not known; always among the projected values.
const UNKNOWN_CLASS: &str = "unknown";

/// Where the tables are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lake {
    /// The bucket of the data files.
    pub bucket: String,
    /// The Glue database.
    pub database: String,
    /// The device classes of the configuration, `unknown` not included.
    pub device_classes: Vec<String>,
}

impl Lake {
    /// `s3://<bucket>/<the table's prefix>`, ending in `/`.
    pub fn location(&self, table: &TableDefinition) -> String {
        format!("s3://{}/{}", self.bucket, table.storage.location)
    }
}

/// The `TableInput` of Glue's `CreateTable` and of `AWS::Glue::Table`.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-glue-table-tableinput.html>
pub fn glue_table_input(table: &TableDefinition, lake: &Lake) -> Value {
    let column = |name: &str, data_type: &AthenaType, comment: &str| json!({ "Name": name, "Type": data_type.glue(), "Comment": comment });
    let columns: Vec<Value> = table
        .columns
        .iter()
        .map(|c| column(c.name, &c.data_type, c.comment))
        .collect();
    let keys: Vec<Value> = table
        .partition_keys
        .iter()
        .map(|k| column(k.name, &k.data_type, k.comment))
        .collect();
    let mut parameters = Map::new();
    parameters.insert("EXTERNAL".to_owned(), json!("TRUE"));
    for (name, value) in table_properties(table, lake) {
        parameters.insert(name, Value::String(value));
    }
    json!({
        "Name": table.name,
        "Description": table.description,
        "TableType": "EXTERNAL_TABLE",
        "Parameters": parameters,
        "PartitionKeys": keys,
        "StorageDescriptor": {
            "Columns": columns,
            "Location": lake.location(table),
            "InputFormat": ParquetFormat::INPUT,
            "OutputFormat": ParquetFormat::OUTPUT,
            "SerdeInfo": {
                "SerializationLibrary": ParquetFormat::SERDE,
                "Parameters": { "serialization.format": "1" },
            },
        },
    })
}

/// The `CREATE EXTERNAL TABLE` statement that makes the same table in Athena.
/// <https://docs.aws.amazon.com/athena/latest/ug/create-table.html>
pub fn create_table_ddl(table: &TableDefinition, lake: &Lake) -> String {
    let mut out = format!(
        "CREATE EXTERNAL TABLE IF NOT EXISTS `{}`.`{}` (\n",
        lake.database, table.name
    );
    let columns = table
        .columns
        .iter()
        .map(|c| (c.name, c.data_type.glue(), c.comment));
    write_columns(&mut out, columns);
    let _ = write!(out, "\n)\nCOMMENT {}\n", quoted(table.description));
    if !table.partition_keys.is_empty() {
        out.push_str("PARTITIONED BY (\n");
        let keys = table
            .partition_keys
            .iter()
            .map(|k| (k.name, k.data_type.glue(), k.comment));
        write_columns(&mut out, keys);
        out.push_str("\n)\n");
    }
    let _ = write!(
        out,
        "STORED AS PARQUET\nLOCATION {}\nTBLPROPERTIES (\n",
        quoted(&lake.location(table))
    );
    for (at, (name, value)) in table_properties(table, lake).iter().enumerate() {
        let separator = if at > 0 { ",\n" } else { "" };
        let _ = write!(out, "{separator}  {} = {}", quoted(name), quoted(value));
    }
    out.push_str("\n);\n");
    out
}

fn write_columns<'a>(out: &mut String, columns: impl Iterator<Item = (&'a str, String, &'a str)>) {
    for (at, (name, data_type, comment)) in columns.enumerate() {
        let separator = if at > 0 { ",\n" } else { "" };
        let _ = write!(
            out,
            "{separator}  `{name}` {data_type} COMMENT {}",
            quoted(comment)
        );
    }
}

/// A table's properties: what makes it Parquet with projected partitions, in the order in which it is written.
/// <https://docs.aws.amazon.com/athena/latest/ug/partition-projection-setting-up.html>
pub fn table_properties(table: &TableDefinition, lake: &Lake) -> Vec<(String, String)> {
    let storage = &table.storage;
    let mut out = vec![
        (
            "classification".to_owned(),
            storage.format.name().to_owned(),
        ),
        (
            COMPRESSION.to_owned(),
            storage.compression.property().to_owned(),
        ),
    ];
    if table.partition_keys.is_empty() {
        return out;
    }
    out.push(("projection.enabled".to_owned(), "true".to_owned()));
    let mut template = lake.location(table);
    for key in &table.partition_keys {
        let mut add = |property: &str, value: String| {
            out.push((format!("projection.{}.{property}", key.name), value));
        };
        match &key.projection {
            Projection::DeviceClasses => {
                add("type", "enum".to_owned());
                let mut values: Vec<&str> =
                    lake.device_classes.iter().map(String::as_str).collect();
                if !values.contains(&UNKNOWN_CLASS) {
                    values.push(UNKNOWN_CLASS);
                }
                add("values", values.join(","));
            }
            Projection::Enum(values) => {
                add("type", "enum".to_owned());
                add("values", values.join(","));
            }
            Projection::Integer {
                least,
                most,
                interval,
                digits,
            } => {
                add("type", "integer".to_owned());
                add("range", format!("{least},{most}"));
                add("interval", interval.to_string());
                if let Some(digits) = digits {
                    add("digits", digits.to_string());
                }
            }
            Projection::Injected => add("type", "injected".to_owned()),
            Projection::Date {
                range,
                interval,
                unit,
                format,
            } => {
                add("type", "date".to_owned());
                add("range", (*range).to_owned());
                add("format", (*format).to_owned());
                add("interval", interval.to_string());
                add("interval.unit", (*unit).to_owned());
            }
        }
        let _ = write!(template, "{name}=${{{name}}}/", name = key.name);
    }
    out.push(("storage.location.template".to_owned(), template));
    out
}

/// A text in Hive's quotes.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Compression, Storage, tables};

    fn lake() -> Lake {
        Lake {
            bucket: "lake".to_owned(),
            database: "sightline".to_owned(),
            device_classes: vec!["meter".to_owned(), "pipe".to_owned()],
        }
    }

    fn table(name: &str) -> TableDefinition {
        let all = tables();
        all.into_iter().find(|table| table.name == name).unwrap()
    }

    #[test]
    fn the_glue_table_projects_its_partitions() {
        let input = glue_table_input(&table("defects"), &lake());
        assert_eq!(input["Name"], "defects");
        assert_eq!(
            input["StorageDescriptor"]["Columns"][5],
            json!({
                "Name": "boxes",
                "Type": "array<struct<left:double,top:double,width:double,height:double,score:double>>",
                "Comment": "Where, the most anomalous first.",
            })
        );
        assert_eq!(
            input["StorageDescriptor"]["Location"],
            "s3://lake/tables/defects/"
        );
        let parameters = &input["Parameters"];
        assert_eq!(
            parameters["projection.device_class.values"],
            "meter,pipe,unknown"
        );
        assert_eq!(parameters["projection.day.range"], "2020-01-01,NOW+1DAY");
        assert_eq!(
            parameters["storage.location.template"],
            "s3://lake/tables/defects/device_class=${device_class}/day=${day}/"
        );
        assert_eq!(input["PartitionKeys"][1]["Name"], "day");
    }

    #[test]
    fn the_ddl_says_the_same() {
        let table = table("rejections");
        let ddl = create_table_ddl(&table, &lake());
        assert!(
            ddl.starts_with("CREATE EXTERNAL TABLE IF NOT EXISTS `sightline`.`rejections` (\n")
        );
        assert!(
            ddl.contains("  `bytes` bigint COMMENT 'Size in bytes.'\n)\n"),
            "{ddl}"
        );
        assert!(
            ddl.contains("'projection.day.interval.unit' = 'DAYS'"),
            "{ddl}"
        );
        for (name, value) in table_properties(&table, &lake()) {
            assert!(ddl.contains(&format!("{} = {}", quoted(&name), quoted(&value))));
        }
    }

    #[test]
    fn a_table_is_where_it_says_and_compressed_so() {
        let mut table = tables().swap_remove(0);
        table.storage = Storage {
            location: "kept/pictures/",
            compression: Compression::None,
            ..table.storage
        };
        let input = glue_table_input(&table, &lake());
        let location = &input["StorageDescriptor"]["Location"];
        assert_eq!(location, "s3://lake/kept/pictures/");
        assert_eq!(input["Parameters"][COMPRESSION], "UNCOMPRESSED");
        assert_eq!(
            input["Parameters"]["storage.location.template"],
            "s3://lake/kept/pictures/device_class=${device_class}/day=${day}/"
        );
        let ddl = create_table_ddl(&table, &lake());
        assert!(ddl.contains("LOCATION 's3://lake/kept/pictures/'"), "{ddl}");
        let compression = "'parquet.compression' = 'UNCOMPRESSED'";
        assert!(ddl.contains(compression), "{ddl}");
    }

    #[test]
    fn a_quote_cannot_leave_its_text() {
        assert_eq!(quoted(r"it's \ here"), r"'it\'s \\ here'");
    }
}
