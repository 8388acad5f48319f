//! An answer as a Parquet file: Athena's texts become values of the columns' types again.

use std::io::Write;

use schema::{AthenaType, Leaf, Levels, Values, write_columns};
use ui::Problem;

use crate::lake::Answer;

/// Writes an answer. Numbers, truth values, days and times keep their types; what has parts
/// (arrays, maps, rows), decimals and times with a zone are texts, as Athena tells them.
///
/// # Errors
/// When a text is no value of its column's type, or the destination fails.
pub(crate) fn write(answer: &Answer, out: impl Write + Send) -> anyhow::Result<()> {
    let deepest = Levels::default().present();
    let kinds = answer
        .columns
        .iter()
        .map(|column| match column.kind.as_str() {
            "boolean" => (AthenaType::Boolean, Values::boolean()),
            "tinyint" | "smallint" | "integer" => (AthenaType::Integer, Values::integer()),
            "bigint" => (AthenaType::Bigint, Values::bigint()),
            "real" | "float" | "double" => (AthenaType::Double, Values::double()),
            "date" => (AthenaType::Date, Values::integer()),
            "timestamp" => (AthenaType::Timestamp, Values::bigint()),
            _ => (AthenaType::Varchar, Values::varchar()),
        });
    let (kinds, values): (Vec<_>, Vec<_>) = kinds.unzip();
    let mut leaves: Vec<Leaf> = values
        .into_iter()
        .map(|values| Leaf::new(values, deepest))
        .collect();
    for row in &answer.rows {
        let cells = row.iter().zip(&kinds).zip(&mut leaves).zip(&answer.columns);
        for (((cell, kind), leaf), column) in cells {
            let Some(text) = cell else {
                leaf.push_absent(Levels::default());
                continue;
            };
            push(leaf, kind, text, deepest).ok_or_else(|| {
                Problem::new(format!(
                    "column {:?} is {}, and Athena gives {text:?} for it",
                    column.name, column.kind
                ))
            })?;
        }
    }
    let names = answer.columns.iter().map(|column| column.name.as_str());
    let columns: Vec<(&str, AthenaType)> = names.zip(kinds).collect();
    Ok(write_columns(&columns, &mut leaves, out)?)
}

/// Appends a value; nothing where the text is none of the type.
fn push(leaf: &mut Leaf, kind: &AthenaType, text: &str, levels: Levels) -> Option<()> {
    match kind {
        AthenaType::Boolean => leaf.push_boolean(text.parse().ok()?, levels),
        AthenaType::Integer => leaf.push_integer(text.parse().ok()?, levels),
        AthenaType::Bigint => leaf.push_bigint(text.parse().ok()?, levels),
        AthenaType::Double => leaf.push_double(
            match text {
                "Infinity" => f64::INFINITY,
                "-Infinity" => f64::NEG_INFINITY,
                number => number.parse().ok()?,
            },
            levels,
        ),
        AthenaType::Date => {
            let day: jiff::civil::Date = text.parse().ok()?;
            let since = day.since(jiff::civil::date(1970, 1, 1)).ok()?;
            leaf.push_integer(since.get_days(), levels);
        }
        AthenaType::Timestamp => {
            let time: jiff::civil::DateTime = text.parse().ok()?;
            let zoned = jiff::tz::Offset::UTC.to_timestamp(time).ok()?;
            leaf.push_bigint(zoned.as_millisecond(), levels);
        }
        _ => leaf.push_varchar(text, levels),
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lake::Column;

    fn answer(kind: &str, cells: &[Option<&str>]) -> Answer {
        Answer {
            columns: vec![Column {
                name: "c".to_owned(),
                kind: kind.to_owned(),
            }],
            rows: cells
                .iter()
                .map(|cell| vec![cell.map(str::to_owned)])
                .collect(),
            ..Answer::default()
        }
    }

    #[test]
    fn every_kind_of_column_is_written() {
        for (kind, cells) in [
            ("boolean", &[Some("true"), None][..]),
            ("integer", &[Some("-7")]),
            ("bigint", &[Some("9000000000"), None]),
            ("double", &[Some("0.5"), Some("Infinity"), Some("NaN")]),
            ("date", &[Some("2026-02-28"), None]),
            ("timestamp", &[Some("2026-02-28 10:00:00.125")]),
            ("decimal", &[Some("1.50")]),
            ("array", &[Some("[1, 2]")]),
            ("varchar", &[]),
        ] {
            let mut file = Vec::new();
            write(&answer(kind, cells), &mut file).unwrap();
            assert_eq!(
                (&file[..4], &file[file.len() - 4..]),
                (&b"PAR1"[..], &b"PAR1"[..]),
                "{kind}"
            );
        }
    }

    #[test]
    fn a_text_that_is_no_value_is_told_with_its_column() {
        let error = write(&answer("bigint", &[Some("many")]), Vec::new()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "column \"c\" is bigint, and Athena gives \"many\" for it"
        );
    }
}
