//! What a change of a table means for the files that are there already, and for those who read
//! them.
//!
//! A lake keeps what was written. Athena finds a Parquet column by its name, so that a new one is
//! null in old files, and a renamed one is lost in them.
//! <https://docs.aws.amazon.com/athena/latest/ug/handling-schema-updates-chapter.html>

mod change;
mod storage;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::{AthenaType, RowField, TableDefinition};
pub use change::Change;
use storage::StorageSnapshot;

/// The tables as they were committed last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snapshot(BTreeMap<String, TableSnapshot>);

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct TableSnapshot {
    columns: Vec<ColumnSnapshot>,
    partition_keys: Vec<(String, AthenaType)>,
    storage: StorageSnapshot,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct ColumnSnapshot {
    name: String,
    data_type: AthenaType,
    nullable: bool,
}

/// A text that is no snapshot.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("this is no snapshot of tables: {0}")]
pub struct SnapshotError(String);

impl Snapshot {
    /// Of tables as they are.
    pub fn of(tables: &[TableDefinition]) -> Self {
        let tables = tables.iter().map(|table| {
            let columns = table.columns.iter().map(|column| ColumnSnapshot {
                name: column.name.to_owned(),
                data_type: column.data_type.clone(),
                nullable: column.nullable,
            });
            let keys = table.partition_keys.iter();
            let keys = keys.map(|key| (key.name.to_owned(), key.data_type.clone()));
            let snapshot = TableSnapshot {
                columns: columns.collect(),
                partition_keys: keys.collect(),
                storage: StorageSnapshot::of(&table.storage),
            };
            (table.name.to_owned(), snapshot)
        });
        Self(tables.collect())
    }

    /// Reads what [`Self::render`] writes.
    ///
    /// # Errors
    /// What of it is none.
    pub fn parse(text: &str) -> Result<Self, SnapshotError> {
        let wrong = |what: &str| SnapshotError(what.to_owned());
        let json: Value = serde_json::from_str(text).map_err(|error| wrong(&error.to_string()))?;
        let tables = json.as_object().ok_or_else(|| wrong("it is no object"))?;
        let text = |value: &Value, name: &str| {
            let text = value[name].as_str().map(str::to_owned);
            text.ok_or_else(|| wrong(&format!("{name} is missing")))
        };
        let kind = |value: &Value| {
            let text = text(value, "type")?;
            AthenaType::parse_glue(&text).map_err(|error| wrong(&error.to_string()))
        };
        let mut out = BTreeMap::new();
        for (name, table) in tables {
            let list = |name: &str| {
                table[name]
                    .as_array()
                    .map(Vec::as_slice)
                    .unwrap_or_default()
            };
            let mut snapshot = TableSnapshot {
                storage: StorageSnapshot::parse(name, table).map_err(SnapshotError)?,
                ..TableSnapshot::default()
            };
            for column in list("columns") {
                snapshot.columns.push(ColumnSnapshot {
                    name: text(column, "name")?,
                    data_type: kind(column)?,
                    nullable: column["nullable"] == true,
                });
            }
            for key in list("partitionKeys") {
                snapshot
                    .partition_keys
                    .push((text(key, "name")?, kind(key)?));
            }
            out.insert(name.clone(), snapshot);
        }
        Ok(Self(out))
    }

    /// As JSON, ending in a line feed.
    pub fn render(&self) -> String {
        let tables = self.0.iter().map(|(name, table)| {
            let columns: Vec<Value> = table
                .columns
                .iter()
                .map(|column| {
                    json!({
                        "name": column.name,
                        "type": column.data_type.glue(),
                        "nullable": column.nullable,
                    })
                })
                .collect();
            let keys = table.partition_keys.iter();
            let keys = keys.map(|(name, kind)| json!({ "name": name, "type": kind.glue() }));
            let mut out = Map::new();
            out.insert("columns".to_owned(), Value::Array(columns));
            out.insert("partitionKeys".to_owned(), Value::Array(keys.collect()));
            table.storage.render(&mut out);
            (name.clone(), Value::Object(out))
        });
        format!("{:#}\n", Value::Object(tables.collect::<Map<_, _>>()))
    }

    /// What became of the tables.
    pub fn changes_to(&self, now: &Self) -> Vec<Change> {
        let mut changes = Vec::new();
        for (name, table) in &self.0 {
            match now.0.get(name) {
                None => changes.push(Change::breaking(
                    name.clone(),
                    "the table is gone",
                    "keep the table until nobody asks it, then acknowledge",
                )),
                Some(new) => table.changes_to(name, new, &mut changes),
            }
        }
        for name in now.0.keys().filter(|name| !self.0.contains_key(*name)) {
            changes.push(Change::compatible(name.clone(), "the table is new"));
        }
        changes
    }
}

impl TableSnapshot {
    fn changes_to(&self, table: &str, now: &Self, changes: &mut Vec<Change>) {
        self.storage.changes_to(table, &now.storage, changes);
        if self.partition_keys != now.partition_keys {
            let told = |keys: &[(String, AthenaType)]| {
                let keys = keys
                    .iter()
                    .map(|(name, kind)| format!("{name} {}", kind.glue()));
                keys.collect::<Vec<_>>().join(", ")
            };
            changes.push(Change::breaking(
                table.to_owned(),
                format!(
                    "the partition keys were {} and are {}",
                    told(&self.partition_keys),
                    told(&now.partition_keys)
                ),
                "files are found by their paths: make a table of another name, and write it anew",
            ));
        }
        let find = |columns: &[ColumnSnapshot], name: &str| {
            columns.iter().find(|column| column.name == name).cloned()
        };
        let gone = self.columns.iter();
        let gone: Vec<&ColumnSnapshot> = gone
            .filter(|c| find(&now.columns, &c.name).is_none())
            .collect();
        let mut new: Vec<&ColumnSnapshot> = now
            .columns
            .iter()
            .filter(|column| find(&self.columns, &column.name).is_none())
            .collect();
        for column in gone {
            let place = format!("{table}.{}", column.name);
            // One that went and one of the same type that came are most likely the same.
            let renamed = new.iter().position(|new| new.data_type == column.data_type);
            match renamed.map(|at| new.remove(at)) {
                Some(new) => changes.push(Change::breaking(
                    place,
                    format!("the column is now called {}", new.name),
                    "files that are there have the old name: keep it, or add the new one beside it",
                )),
                None => changes.push(Change::breaking(
                    place,
                    "the column is gone",
                    "make it an Option and write None until nobody asks for it, then acknowledge",
                )),
            }
        }
        for column in new {
            let place = format!("{table}.{}", column.name);
            changes.push(match column.nullable {
                true => Change::compatible(place, "the column is new"),
                false => Change::breaking(
                    place,
                    "the column is new, and may not be null",
                    "files that are there do not have it: make it an Option",
                ),
            });
        }
        for column in &self.columns {
            if let Some(now) = find(&now.columns, &column.name) {
                column.changes_to(table, &now, changes);
            }
        }
    }
}

impl ColumnSnapshot {
    fn changes_to(&self, table: &str, now: &Self, changes: &mut Vec<Change>) {
        let place = format!("{table}.{}", self.name);
        if self.data_type != now.data_type {
            let what = format!(
                "the type was {} and is {}",
                self.data_type.glue(),
                now.data_type.glue()
            );
            changes.push(match widens(&self.data_type, &now.data_type) {
                true => Change::compatible(place.clone(), what),
                false => Change::breaking(
                    place.clone(),
                    what,
                    "files that are there are not read with it: add a column of another name",
                ),
            });
        }
        match (self.nullable, now.nullable) {
            (true, false) => changes.push(Change::breaking(
                place,
                "the column may no longer be null",
                "files that are there may have nulls: keep it an Option",
            )),
            (false, true) => changes.push(Change::compatible(place, "the column may be null")),
            _ => {}
        }
    }
}

/// Whether files of the one type are read with the other.
/// <https://docs.aws.amazon.com/athena/latest/ug/types-of-updates.html>
fn widens(before: &AthenaType, now: &AthenaType) -> bool {
    use AthenaType::{Array, Bigint, Double, Integer, Map, Real, Row, Smallint, Tinyint};
    match (before, now) {
        (before, now) if before == now => true,
        (Tinyint, Smallint | Integer | Bigint)
        | (Smallint, Integer | Bigint)
        | (Integer, Bigint)
        | (Real, Double) => true,
        (Array(before), Array(now)) => widens(before, now),
        (Map(k1, v1), Map(k2, v2)) => widens(k1, k2) && widens(v1, v2),
        // Fields of a row are found by their names, too; new ones come last.
        (Row(before), Row(now)) => {
            before.len() <= now.len()
                && before
                    .iter()
                    .zip(now)
                    .all(|(one, two): (&RowField, &RowField)| {
                        one.name == two.name && widens(&one.data_type, &two.data_type)
                    })
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snapshot(columns: &[(&str, &str, bool)]) -> Snapshot {
        let columns: Vec<Value> = columns
            .iter()
            .map(|(name, kind, nullable)| json!({ "name": name, "type": kind, "nullable": nullable }))
            .collect();
        let keys = json!([{ "name": "day", "type": "string" }]);
        let tables = json!({ "t": { "columns": columns, "partitionKeys": keys } });
        Snapshot::parse(&tables.to_string()).unwrap()
    }

    fn changes(before: &[(&str, &str, bool)], now: &[(&str, &str, bool)]) -> Vec<String> {
        snapshot(before)
            .changes_to(&snapshot(now))
            .iter()
            .map(|change| format!("{}{change}", if change.is_breaking() { "! " } else { "" }))
            .collect()
    }

    #[test]
    fn a_snapshot_reads_as_it_is_written() {
        let now = Snapshot::of(&crate::tables());
        assert_eq!(Snapshot::parse(&now.render()).unwrap(), now);
        assert!(now.changes_to(&now).is_empty());
        assert!(Snapshot::parse("{").is_err());
        assert!(Snapshot::parse(r#"{"t": {"columns": [{"name": "a"}]}}"#).is_err());
    }

    #[test]
    fn changes_are_told_apart_by_what_they_break() {
        let before = [("a", "int", false), ("b", "string", true)];
        for (now, told) in [
            (
                vec![before[0], before[1], ("c", "double", true)],
                vec!["t.c: the column is new"],
            ),
            (
                vec![before[0], before[1], ("c", "double", false)],
                vec!["! t.c: the column is new, and may not be null"],
            ),
            (vec![before[0]], vec!["! t.b: the column is gone"]),
            (
                vec![before[0], ("c", "string", true)],
                vec!["! t.b: the column is now called c"],
            ),
            (
                vec![("a", "bigint", false), before[1]],
                vec!["t.a: the type was int and is bigint"],
            ),
            (
                vec![("a", "string", false), before[1]],
                vec!["! t.a: the type was int and is string"],
            ),
            (
                vec![("a", "int", true), before[1]],
                vec!["t.a: the column may be null"],
            ),
            (
                vec![before[0], ("b", "string", false)],
                vec!["! t.b: the column may no longer be null"],
            ),
            // The order does not matter.
            (vec![before[1], before[0]], vec![]),
        ] {
            assert_eq!(changes(&before, &now), told);
        }
    }

    #[test]
    fn fields_of_rows_may_be_added_at_the_end() {
        let one = [("a", "array<struct<x:int,y:double>>", false)];
        let more = [("a", "array<struct<x:bigint,y:double,z:string>>", false)];
        let other = [("a", "array<struct<y:double,x:int>>", false)];
        assert!(!changes(&one, &more)[0].starts_with('!'));
        assert!(changes(&one, &other)[0].starts_with('!'));
    }

    #[test]
    fn tables_and_partition_keys_count_too() {
        let now = snapshot(&[("a", "int", false)]);
        let keyed = Snapshot::parse(
            r#"{"t": {"columns": [{"name": "a", "type": "int"}], "partitionKeys": []}}"#,
        )
        .unwrap();
        assert!(now.changes_to(&keyed)[0].is_breaking());
        assert!(now.changes_to(&Snapshot::default())[0].is_breaking());
        assert!(!Snapshot::default().changes_to(&now)[0].is_breaking());
    }
}
