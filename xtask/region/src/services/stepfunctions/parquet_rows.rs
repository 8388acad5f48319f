//! Rows of Parquet objects as JSON, a page at a time.

use bytes::Bytes;
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};
use serde_json::Value;

/// The most rows of a page.
const PAGE: usize = 5_000;

/// The rows from where `continuation` says, and what asks for those after them. A page ends with
/// its row group at the latest.
///
/// # Errors
/// When the bytes are no Parquet file, or the continuation is none of its own.
pub(super) fn page(
    bytes: Bytes,
    continuation: Option<&str>,
) -> Result<(Vec<Value>, Option<String>), ParquetError> {
    let reader = SerializedFileReader::new(bytes)?;
    let groups = reader.num_row_groups();
    let (group, start) = match continuation {
        None => (0, 0),
        Some(text) => parse(text)
            .ok_or_else(|| ParquetError::General(format!("no page is named {text:?}")))?,
    };
    if group >= groups {
        return Ok((Vec::new(), None));
    }
    let rows = reader
        .get_row_group(group)?
        .get_row_iter(None)?
        .skip(start)
        .take(PAGE)
        .map(|row| Ok(row?.to_json_value()))
        .collect::<Result<Vec<_>, ParquetError>>()?;
    let end = start + rows.len();
    let in_group = usize::try_from(reader.metadata().row_group(group).num_rows()).unwrap_or(0);
    let next = if end < in_group && !rows.is_empty() {
        Some(format!("{group}:{end}"))
    } else {
        (group + 1 < groups).then(|| format!("{}:0", group + 1))
    };
    Ok((rows, next))
}

fn parse(continuation: &str) -> Option<(usize, usize)> {
    let (group, row) = continuation.split_once(':')?;
    Some((group.parse().ok()?, row.parse().ok()?))
}
