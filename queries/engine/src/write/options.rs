//! What `WITH (…)` of a statement that writes says.

use datafusion::sql::sqlparser::ast::{Expr, SqlOption, Value};

use schema::Compression;

use super::Format;
use crate::error::{ErrorKind, QueryError};

/// Options of `CREATE TABLE … AS`.
/// <https://docs.aws.amazon.com/athena/latest/ug/create-table-as.html>
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct CreateOptions {
    /// Where the files go; below the results where nothing is said.
    pub(crate) location: Option<String>,
    pub(crate) compression: Compression,
}

/// Options of `UNLOAD`. <https://docs.aws.amazon.com/athena/latest/ug/unload.html>
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct UnloadOptions {
    pub(crate) format: Format,
}

fn invalid(message: impl Into<String>) -> QueryError {
    QueryError::new(ErrorKind::InvalidTableProperty, message)
}

/// Names in lower case, with their values: a text, or what is written.
fn pairs(options: &[SqlOption]) -> Result<Vec<(String, String)>, QueryError> {
    let pair = |option: &SqlOption| match option {
        SqlOption::KeyValue { key, value } => {
            let text = match value {
                Expr::Value(literal) => match &literal.value {
                    Value::SingleQuotedString(text) => text.clone(),
                    other => other.to_string(),
                },
                other => other.to_string(),
            };
            Ok((key.value.to_lowercase(), text))
        }
        other => Err(invalid(format!(
            "{other} is no property: write name = value"
        ))),
    };
    options.iter().map(pair).collect()
}

/// What an option that says the compression of Parquet says.
fn compression(name: &str, value: &str) -> Option<Compression> {
    let names = ["write_compression", "parquet_compression", "compression"];
    names.contains(&name).then(|| Compression::parse(value))?
}

impl CreateOptions {
    pub(crate) fn read(options: &[SqlOption]) -> Result<Self, QueryError> {
        let mut read = Self::default();
        for (name, value) in pairs(options)? {
            match (name.as_str(), value.to_uppercase().as_str()) {
                ("external_location", _) => read.location = Some(value),
                ("format", "PARQUET") | ("is_external", "TRUE") => {}
                (name, _) => match compression(name, &value) {
                    Some(compression) => read.compression = compression,
                    None => {
                        return Err(QueryError::not_supported(format_args!(
                            "{name} = {value} of CREATE TABLE AS; Parquet with SNAPPY, ZSTD, GZIP or \
                             NONE and external_location are, so that this"
                        )));
                    }
                },
            }
        }
        Ok(read)
    }
}

impl UnloadOptions {
    pub(crate) fn read(options: &[SqlOption]) -> Result<Self, QueryError> {
        let (mut format, mut delimiter, mut packed) = (None, None, None);
        for (name, value) in pairs(options)? {
            match (name.as_str(), value.to_uppercase().as_str()) {
                ("format", "PARQUET") => {
                    format = Some(Format::Parquet(Compression::default()));
                }
                ("format", "JSON") => format = Some(Format::Json),
                ("format", "TEXTFILE") => format = Some(Format::Text(String::new())),
                ("field_delimiter", _) => delimiter = Some(value),
                (name, _) => match compression(name, &value) {
                    Some(compression) => packed = Some(compression),
                    None => {
                        return Err(QueryError::not_supported(format_args!(
                            "{name} = {value} of UNLOAD; the formats PARQUET, JSON and TEXTFILE are, so \
                             that this"
                        )));
                    }
                },
            }
        }
        if let (Some(Format::Parquet(compression)), Some(packed)) = (&mut format, packed) {
            *compression = packed;
        }
        let format = match (format, delimiter) {
            (None, _) => {
                return Err(invalid(
                    "UNLOAD needs format = 'PARQUET', 'JSON' or 'TEXTFILE'",
                ));
            }
            (Some(Format::Text(_)), delimiter) => {
                // Hive's own, which no text holds.
                Format::Text(delimiter.unwrap_or_else(|| "\u{1}".to_owned()))
            }
            (Some(format), None) => format,
            (Some(_), Some(_)) => return Err(invalid("field_delimiter is for TEXTFILE alone")),
        };
        Ok(Self { format })
    }
}
