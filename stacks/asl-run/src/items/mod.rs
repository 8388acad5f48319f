//! Files to items: what a reader's object holds.

mod csv;
mod entry;
mod manifest;

use asl::ReaderConfig;
use serde_json::Value;

pub(crate) use entry::{Entry, pair};
pub(crate) use manifest::Manifest;

/// Why an object of neither items nor pairs gives none.
pub(crate) const NOT_ITERABLE: &str = "Attempting to map over non-iterable node.";

/// How an object becomes items.
#[derive(Debug)]
pub(crate) enum Format {
    /// An array or an object, at a JSON pointer where there is one.
    Json { pointer: Option<String> },
    /// A value a line.
    JsonLines,
    /// Rows with named columns.
    Csv(csv::Csv),
    /// Rows that the world reads.
    Parquet,
}

impl Format {
    /// The format that a reader's configuration names.
    pub(crate) fn of(config: Option<&ReaderConfig>) -> Result<Self, String> {
        let config = config.ok_or("ReaderConfig is required to read an object")?;
        match config.input_type.as_deref() {
            Some("JSON") => Ok(Self::Json {
                pointer: config.items_pointer.clone(),
            }),
            Some("JSONL") => Ok(Self::JsonLines),
            Some("CSV") => csv::Csv::of(config).map(Self::Csv),
            Some("PARQUET") => Ok(Self::Parquet),
            Some(other) => Err(format!(
                "The input type {other} is not known: use CSV, JSON, JSONL, PARQUET or MANIFEST"
            )),
            None => Err("InputType is required to read an object".to_owned()),
        }
    }

    /// At most so many items of an object's text.
    pub(crate) fn items(&self, text: &str, most: usize) -> Result<Vec<Entry>, String> {
        match self {
            Self::Json { pointer } => json(text, pointer.as_deref(), most),
            Self::JsonLines => text
                .lines()
                .filter(|line| !line.trim().is_empty())
                .take(most)
                .enumerate()
                .map(|(at, line)| {
                    serde_json::from_str(line)
                        .map(Entry::Item)
                        .map_err(|error| format!("line {} is no JSON: {error}", at + 1))
                })
                .collect(),
            Self::Csv(csv) => {
                let rows = csv.items(text, most)?;
                Ok(rows.into_iter().map(Entry::Item).collect())
            }
            Self::Parquet => Err("a Parquet file is read as rows, not as text".to_owned()),
        }
    }
}

/// The objects of a listing's text: the answer of `ListObjectsV2`, or its objects alone.
pub(crate) fn listing(text: &str) -> Result<Vec<Value>, String> {
    let whole: Value =
        serde_json::from_str(text).map_err(|error| format!("the listing is no JSON: {error}"))?;
    match whole {
        Value::Array(objects) => Ok(objects),
        Value::Object(mut answer) => match answer.remove("Contents") {
            Some(Value::Array(objects)) => Ok(objects),
            _ => Ok(Vec::new()),
        },
        _ => Err("the listing is neither an object nor an array".to_owned()),
    }
}

fn json(body: &str, pointer: Option<&str>, most: usize) -> Result<Vec<Entry>, String> {
    let mut whole: Value =
        serde_json::from_str(body).map_err(|error| format!("the object is no JSON: {error}"))?;
    let found = match pointer {
        Some(pointer) => whole
            .pointer_mut(pointer)
            .ok_or_else(|| format!("ItemsPointer \"{pointer}\" leads nowhere"))?
            .take(),
        None => whole,
    };
    let mut entries = Entry::all_of(found).ok_or(NOT_ITERABLE)?;
    entries.truncate(most);
    Ok(entries)
}
