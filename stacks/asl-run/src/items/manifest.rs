//! Files that list the files with the items.

use serde_json::{Map, Value};

use super::{Format, csv};

/// What kind of list a manifest is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manifest {
    /// The `manifest.json` of an S3 inventory.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html>
    Inventory,
    /// The addresses of the files that a query of Athena unloaded, one a line.
    /// <https://docs.aws.amazon.com/athena/latest/ug/unload.html>
    Athena,
}

/// The files that a manifest lists, and their format where it tells that.
pub(crate) type Listed = (Vec<Value>, Option<Format>);

impl Manifest {
    /// The files, each as what reads it.
    pub(crate) fn files(self, body: &str) -> Result<Listed, String> {
        match self {
            Self::Inventory => inventory(body),
            Self::Athena => body
                .lines()
                .map(|line| line.trim().trim_matches('"'))
                .filter(|line| !line.is_empty())
                .map(address)
                .collect::<Result<_, _>>()
                .map(|files| (files, None)),
        }
    }
}

fn inventory(body: &str) -> Result<Listed, String> {
    let manifest: Value =
        serde_json::from_str(body).map_err(|error| format!("the manifest is no JSON: {error}"))?;
    let text = |name: &str| manifest[name].as_str().unwrap_or_default();
    let bucket = text("destinationBucket");
    let bucket = bucket.rsplit(":::").next().unwrap_or(bucket);
    let format = match text("fileFormat") {
        // The files have no header: the manifest holds their columns.
        "CSV" => Format::Csv(csv::Csv::with_headers(
            text("fileSchema")
                .split(',')
                .map(|name| name.trim().to_owned())
                .collect(),
        )?),
        "Parquet" => Format::Parquet,
        other => {
            return Err(format!(
                "The manifest's files are in the format \"{other}\"; CSV and Parquet can be read"
            ));
        }
    };
    let files = manifest["files"]
        .as_array()
        .ok_or("the manifest lists no files")?;
    let files = files
        .iter()
        .filter_map(|file| file["key"].as_str())
        .map(|key| object(bucket, key))
        .collect();
    Ok((files, Some(format)))
}

/// What reads the object at an address such as `s3://lake/items/1.csv`.
fn address(text: &str) -> Result<Value, String> {
    text.strip_prefix("s3://")
        .and_then(|rest| rest.split_once('/'))
        .map(|(bucket, key)| object(bucket, key))
        .ok_or_else(|| format!("\"{text}\" in the manifest is no address of an object"))
}

fn object(bucket: &str, key: &str) -> Value {
    Value::Object(Map::from_iter([
        ("Bucket".to_owned(), bucket.into()),
        ("Key".to_owned(), key.into()),
    ]))
}
