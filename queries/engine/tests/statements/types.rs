//! The columns of every statement's result have the types that the checker gives them: the two must say
//! the same of a statement.

use std::fmt::Write as _;
use std::path::Path;

use engine::{ColumnInfo, Request};
use trino::{Catalog, Type, check};

use crate::{cases, lake};

/// A type as the results of Athena name it, with the digits of a decimal.
fn shown(kind: &Type) -> String {
    match kind {
        Type::Decimal { precision, scale } => format!("decimal({precision},{scale})"),
        Type::Real => "float".to_owned(),
        // Texts of all kinds are one type here, and intervals as well.
        Type::Char | Type::Varchar | Type::Json | Type::Other(_) => "varchar".to_owned(),
        Type::IntervalYearToMonth => "interval day to second".to_owned(),
        Type::Timestamp => "timestamp".to_owned(),
        Type::TimestampWithTimeZone => "timestamp with time zone".to_owned(),
        Type::Array(_) => "array".to_owned(),
        Type::Map(..) => "map".to_owned(),
        Type::Row(_) => "row".to_owned(),
        other => other.to_string(),
    }
}

fn given(column: &ColumnInfo) -> String {
    match column.data_type {
        "decimal" => format!("decimal({},{})", column.precision, column.scale),
        other => other.to_owned(),
    }
}

#[tokio::test]
async fn columns_have_the_types_that_the_checker_gives_them() {
    let engine = lake::engine();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/trino");
    let catalog = Catalog {
        database: lake::DATABASE,
        tables: &[],
    };
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "slt"))
        .collect();
    files.sort();
    let (mut count, mut wrong) = (0, String::new());
    for file in files {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        for case in cases(&std::fs::read_to_string(&file).unwrap()) {
            if case.error || !case.parameters.is_empty() {
                continue;
            }
            let request = Request {
                sql: &case.sql,
                database: Some(lake::DATABASE),
                ..Request::default()
            };
            let Ok(answer) = engine.start(&request).await else {
                continue;
            };
            count += 1;
            let expected = check(&case.sql, &[], &catalog).columns;
            let expected: Vec<String> = expected.iter().map(|c| shown(&c.data_type)).collect();
            let given: Vec<String> = answer.columns().iter().map(given).collect();
            if expected != given {
                let _ = writeln!(
                    wrong,
                    "{name}:{}\n{}checker: {}\nengine:  {}",
                    case.line,
                    case.sql,
                    expected.join(" | "),
                    given.join(" | ")
                );
            }
        }
    }
    assert!(count > 300, "{count} statements");
    assert!(wrong.is_empty(), "{wrong}");
}
