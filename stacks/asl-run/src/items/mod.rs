//! Files to items: what a reader's object holds.

mod csv;

use asl::ReaderConfig;
use serde_json::Value;

/// How an object becomes items.
#[derive(Debug)]
pub(crate) enum Format {
    /// An array, at a JSON pointer where there is one.
    Json { pointer: Option<String> },
    /// A value a line.
    JsonLines,
    /// Rows with named columns.
    Csv(csv::Csv),
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
            Some(other) => Err(format!(
                "The input type {other} is not supported here: use CSV, JSON or JSONL"
            )),
            None => Err("InputType is required to read an object".to_owned()),
        }
    }

    /// At most so many items of an object's text.
    pub(crate) fn items(&self, body: &str, most: usize) -> Result<Vec<Value>, String> {
        match self {
            Self::Json { pointer } => json(body, pointer.as_deref(), most),
            Self::JsonLines => body
                .lines()
                .filter(|line| !line.trim().is_empty())
                .take(most)
                .enumerate()
                .map(|(at, line)| {
                    serde_json::from_str(line)
                        .map_err(|error| format!("line {} is no JSON: {error}", at + 1))
                })
                .collect(),
            Self::Csv(csv) => csv.items(body, most),
        }
    }
}

fn json(body: &str, pointer: Option<&str>, most: usize) -> Result<Vec<Value>, String> {
    let whole: Value =
        serde_json::from_str(body).map_err(|error| format!("the object is no JSON: {error}"))?;
    let found = match pointer {
        Some(pointer) => whole
            .pointer(pointer)
            .ok_or_else(|| format!("ItemsPointer \"{pointer}\" leads nowhere"))?
            .clone(),
        None => whole,
    };
    match found {
        Value::Array(mut items) => {
            items.truncate(most);
            Ok(items)
        }
        _ => Err("Attempting to map over non-iterable node.".to_owned()),
    }
}
