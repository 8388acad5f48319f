//! What a change of where and how a table's rows are kept means for those that are there.

use serde_json::{Map, Value};

use super::Change;
use crate::{Compression, Format, Storage};

/// A table's [`Storage`] as it was committed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct StorageSnapshot {
    location: String,
    format: Format,
    compression: Compression,
    retention_days: Option<u32>,
}

impl StorageSnapshot {
    pub(super) fn of(storage: &Storage) -> Self {
        Self {
            location: storage.location.to_owned(),
            format: storage.format,
            compression: storage.compression,
            retention_days: storage.retention_days,
        }
    }

    /// Reads what [`Self::render`] wrote. A snapshot that says nothing is of tables that had no choice:
    /// Parquet with Snappy below `tables/`, for good.
    pub(super) fn parse(name: &str, table: &Value) -> Result<Self, String> {
        let text = |key: &str| match &table[key] {
            Value::Null => Ok(None),
            Value::String(text) => Ok(Some(text.as_str())),
            other => Err(format!("{key} of {name} is {other}, and is to be a text")),
        };
        let format = match text("format")? {
            None => Format::default(),
            Some(text) => Format::ALL
                .into_iter()
                .find(|format| format.name() == text)
                .ok_or_else(|| format!("{name} has the format {text:?}, which is none"))?,
        };
        let compression = match text("compression")? {
            None => Compression::default(),
            Some(text) => Compression::parse(text)
                .ok_or_else(|| format!("{name} has the compression {text:?}, which is none"))?,
        };
        let retention_days = match &table["retentionDays"] {
            Value::Null => None,
            days => Some(
                days.as_u64()
                    .and_then(|days| u32::try_from(days).ok())
                    .ok_or_else(|| {
                        format!("retentionDays of {name} is {days}, no number of days")
                    })?,
            ),
        };
        Ok(Self {
            location: text("location")?.map_or_else(|| format!("tables/{name}/"), str::to_owned),
            format,
            compression,
            retention_days,
        })
    }

    pub(super) fn render(&self, out: &mut Map<String, Value>) {
        let mut put = |key: &str, value: Value| out.insert(key.to_owned(), value);
        put("location", self.location.as_str().into());
        put("format", self.format.name().into());
        put("compression", self.compression.name().into());
        put("retentionDays", self.retention_days.into());
    }

    pub(super) fn changes_to(&self, table: &str, now: &Self, changes: &mut Vec<Change>) {
        let table = || table.to_owned();
        if self.location != now.location {
            changes.push(Change::breaking(
                table(),
                format!(
                    "the location was {} and is {}",
                    self.location, now.location
                ),
                "files that are there stay where they are, and are no longer read: copy them to the \
                 new place, then acknowledge",
            ));
        }
        if self.format != now.format {
            changes.push(Change::breaking(
                table(),
                format!(
                    "the format was {} and is {}",
                    self.format.name(),
                    now.format.name()
                ),
                "files that are there are not read with it: make a table of another name, and write \
                 it anew",
            ));
        }
        if self.compression != now.compression {
            // Every file says itself how it is compressed.
            changes.push(Change::compatible(
                table(),
                format!(
                    "the compression was {} and is {}",
                    self.compression.name(),
                    now.compression.name()
                ),
            ));
        }
        if self.retention_days != now.retention_days {
            let told = |days: Option<u32>| {
                days.map_or_else(|| "for good".to_owned(), |days| format!("for {days} days"))
            };
            let what = format!(
                "rows were kept {} and are kept {}",
                told(self.retention_days),
                told(now.retention_days)
            );
            let longer = |days: Option<u32>| days.unwrap_or(u32::MAX);
            changes.push(
                match longer(now.retention_days) < longer(self.retention_days) {
                    true => Change::breaking(
                        table(),
                        what,
                        "rows that are older are removed with the next deploy: copy what is still \
                         asked for, then acknowledge",
                    ),
                    false => Change::compatible(table(), what),
                },
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::Snapshot;

    fn changes(before: &serde_json::Value, now: &serde_json::Value) -> Vec<String> {
        let snapshot = |storage: &serde_json::Value| {
            let mut table = json!({ "columns": [{ "name": "a", "type": "int" }] });
            for (key, value) in storage.as_object().unwrap() {
                table[key] = value.clone();
            }
            Snapshot::parse(&json!({ "t": table }).to_string()).unwrap()
        };
        snapshot(before)
            .changes_to(&snapshot(now))
            .iter()
            .map(|change| format!("{}{change}", if change.is_breaking() { "! " } else { "" }))
            .collect()
    }

    #[test]
    fn what_is_kept_elsewhere_or_for_less_long_is_lost() {
        for (before, now, told) in [
            (
                json!({}),
                json!({ "location": "tables/t/", "format": "parquet", "compression": "snappy" }),
                &[][..],
            ),
            (
                json!({}),
                json!({ "location": "kept/t/" }),
                &["! t: the location was tables/t/ and is kept/t/"],
            ),
            (
                json!({ "compression": "snappy" }),
                json!({ "compression": "zstd" }),
                &["t: the compression was snappy and is zstd"],
            ),
            (
                json!({}),
                json!({ "retentionDays": 730 }),
                &["! t: rows were kept for good and are kept for 730 days"],
            ),
            (
                json!({ "retentionDays": 730 }),
                json!({ "retentionDays": 90 }),
                &["! t: rows were kept for 730 days and are kept for 90 days"],
            ),
            (
                json!({ "retentionDays": 90 }),
                json!({ "retentionDays": 730 }),
                &["t: rows were kept for 90 days and are kept for 730 days"],
            ),
            (
                json!({ "retentionDays": 90 }),
                json!({}),
                &["t: rows were kept for 90 days and are kept for good"],
            ),
        ] {
            assert_eq!(changes(&before, &now), told, "{before} {now}");
        }
    }

    #[test]
    fn a_snapshot_of_what_there_is_not_is_refused() {
        for (storage, told) in [
            (
                json!({ "t": { "format": "orc" } }),
                "t has the format \"orc\", which is none",
            ),
            (
                json!({ "t": { "compression": "lzo" } }),
                "t has the compression \"lzo\", which is none",
            ),
            (
                json!({ "t": { "retentionDays": -1 } }),
                "retentionDays of t is -1, no number of days",
            ),
            (
                json!({ "t": { "location": 1 } }),
                "location of t is 1, and is to be a text",
            ),
        ] {
            let error = Snapshot::parse(&storage.to_string()).unwrap_err();
            assert!(error.to_string().ends_with(told), "{error}");
        }
    }
}
