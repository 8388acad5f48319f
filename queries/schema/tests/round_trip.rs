//! What is written is what is read: rows of every shape against the reference reader.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use bytes::Bytes;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, Row as Record, RowAccessor as _};
use proptest::prelude::*;
use schema::tables::by_class_and_day;
use schema::{Date, Row, Stored, Table, TableWriter, Timestamp, write_parquet};

/// Every shape that a column can have.
#[derive(Debug, Clone, PartialEq, Table)]
#[table(name = "shapes", partitions = by_class_and_day)]
struct Shapes {
    /// Required.
    text: String,
    /// Optional.
    number: Option<i64>,
    /// Optional.
    flag: Option<bool>,
    /// Required.
    at: Timestamp,
    /// Optional.
    day: Option<Date>,
    /// A list.
    words: Vec<String>,
    /// An optional list of optional elements.
    gaps: Option<Vec<Option<f64>>>,
    /// Lists of lists.
    matrix: Vec<Vec<i32>>,
    /// Rows in a list, each with a list.
    parts: Vec<Part>,
    /// A row.
    part: Option<Part>,
    /// After the nested ones, to see that the columns stay in step.
    last: i64,
}

/// A nested row.
#[derive(Debug, Clone, PartialEq, Row)]
struct Part {
    /// Required in Rust.
    name: String,
    /// Optional.
    weight: Option<f64>,
    /// A list.
    tags: Vec<String>,
}

prop_compose! {
    fn part()(
        name in ".{0,4}",
        weight in proptest::option::of(-1e9..1e9_f64),
        tags in proptest::collection::vec("[a-zé]{0,3}", 0..3),
    ) -> Part {
        Part { name, weight, tags }
    }
}

fn few<S: Strategy>(element: S) -> impl Strategy<Value = Vec<S::Value>>
where
    S::Value: std::fmt::Debug,
{
    proptest::collection::vec(element, 0..4)
}

fn shapes() -> impl Strategy<Value = Shapes> {
    use proptest::option::of;
    (
        (".{0,6}", of(any::<i64>()), of(any::<bool>())),
        (-10_i64.pow(13)..10_i64.pow(13), of(-100_000..100_000_i32)),
        (
            few(".{0,3}"),
            of(few(of(-1e300..1e300_f64))),
            few(few(any::<i32>())),
        ),
        (few(part()), of(part()), any::<i64>()),
    )
        .prop_map(
            |((text, number, flag), (at, day), (words, gaps, matrix), (parts, part, last))| {
                Shapes {
                    text,
                    number,
                    flag,
                    at: Timestamp::from_millis(at),
                    day: day.map(Date::from_days),
                    words,
                    gaps,
                    matrix,
                    parts,
                    part,
                    last,
                }
            },
        )
}

/// A value out of what the reference reader gives.
trait Read {
    fn read(field: &Field) -> Self;
}

macro_rules! read {
    ($($type:ty: $pattern:pat => $value:expr;)*) => {
        $(impl Read for $type {
            fn read(field: &Field) -> Self {
                match field {
                    $pattern => $value,
                    other => panic!("{other:?} is no {}", stringify!($type)),
                }
            }
        })*
    };
}

read! {
    String: Field::Str(v) => v.clone();
    i64: Field::Long(v) => *v;
    i32: Field::Int(v) => *v;
    f64: Field::Double(v) => *v;
    bool: Field::Bool(v) => *v;
    Timestamp: Field::TimestampMillis(v) => Self::from_millis(*v);
    Date: Field::Date(v) => Self::from_days(*v);
    Part: Field::Group(record) => {
        let fields = fields(record);
        Self { name: Read::read(fields[0]), weight: Read::read(fields[1]), tags: Read::read(fields[2]) }
    };
}

impl<T: Read> Read for Option<T> {
    fn read(field: &Field) -> Self {
        (*field != Field::Null).then(|| T::read(field))
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(field: &Field) -> Self {
        match field {
            Field::ListInternal(list) => list.elements().iter().map(T::read).collect(),
            other => panic!("{other:?} is no list"),
        }
    }
}

fn fields(record: &Record) -> Vec<&Field> {
    record.get_column_iter().map(|(_, field)| field).collect()
}

fn shapes_of(record: &Record) -> Shapes {
    let names: Vec<&String> = record.get_column_iter().map(|(name, _)| name).collect();
    let columns = Shapes::columns();
    assert_eq!(names, columns.iter().map(|c| c.name).collect::<Vec<_>>());
    let fields = fields(record);
    Shapes {
        text: Read::read(fields[0]),
        number: Read::read(fields[1]),
        flag: Read::read(fields[2]),
        at: Read::read(fields[3]),
        day: Read::read(fields[4]),
        words: Read::read(fields[5]),
        gaps: Read::read(fields[6]),
        matrix: Read::read(fields[7]),
        parts: Read::read(fields[8]),
        part: Read::read(fields[9]),
        last: Read::read(fields[10]),
    }
}

fn read(file: Vec<u8>) -> Vec<Shapes> {
    let reader = SerializedFileReader::new(Bytes::from(file)).unwrap();
    let records = reader.get_row_iter(None).unwrap();
    records.map(|record| shapes_of(&record.unwrap())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn rows_are_read_as_they_were_written(rows in proptest::collection::vec(shapes(), 0..20)) {
        let mut file = Vec::new();
        write_parquet(&rows, &mut file).unwrap();
        prop_assert_eq!(read(file), rows);
    }
}

/// Nothing but a number.
#[derive(Debug, Clone, PartialEq, Table)]
#[table(name = "counts", partitions = by_class_and_day)]
struct Count {
    /// The number.
    number: i64,
}

#[test]
fn many_rows_are_several_row_groups_with_statistics() {
    let mut writer = TableWriter::new(Vec::new()).unwrap();
    let rows: i64 = 140_000;
    for start in (0..rows).step_by(10_000) {
        let part: Vec<Count> = (start..start + 10_000)
            .map(|number| Count { number })
            .collect();
        writer.write(&part).unwrap();
    }
    let file = Bytes::from(writer.finish().unwrap());
    let reader = SerializedFileReader::new(file).unwrap();
    let metadata = reader.metadata();
    assert_eq!(metadata.file_metadata().num_rows(), rows);
    assert_eq!(metadata.num_row_groups(), 2);
    let column = metadata.row_group(1).column(0);
    assert_eq!(column.compression().to_string(), "SNAPPY");
    let statistics = column.statistics().unwrap();
    assert_eq!(
        statistics.min_bytes_opt().unwrap(),
        131_072_i64.to_le_bytes()
    );
    assert_eq!(
        statistics.max_bytes_opt().unwrap(),
        139_999_i64.to_le_bytes()
    );
}

/// Rows that are ordered within a file.
#[derive(Debug, Clone, PartialEq, Table)]
#[table(name = "ordered", partitions = by_class_and_day, sorted_by = "device, number")]
struct Ordered {
    /// First.
    device: String,
    /// Then.
    number: i64,
    /// As it came.
    note: String,
}

#[test]
fn the_rows_of_a_file_are_in_the_tables_order() {
    let row = |device: &str, number: i64, note: &str| Ordered {
        device: device.to_owned(),
        number,
        note: note.to_owned(),
    };
    let rows = [
        row("b", 1, "first"),
        row("a", 2, "second"),
        row("a", 1, "third"),
        row("a", 1, "fourth"),
    ];
    let mut file = Vec::new();
    write_parquet(&rows, &mut file).unwrap();
    let reader = SerializedFileReader::new(Bytes::from(file)).unwrap();
    let notes: Vec<String> = reader
        .get_row_iter(None)
        .unwrap()
        .map(|row| row.unwrap().get_string(2).unwrap().clone())
        .collect();
    assert_eq!(notes, ["third", "fourth", "second", "first"]);
    assert_eq!(Ordered::definition().sort_order, ["device", "number"]);
}

#[test]
fn the_definition_follows_the_struct() {
    let table = Shapes::definition();
    let types: Vec<String> = table.columns.iter().map(|c| c.data_type.trino()).collect();
    assert_eq!(
        types[6..10],
        [
            "array(double)",
            "array(array(integer))",
            "array(row(name varchar, weight double, tags array(varchar)))",
            "row(name varchar, weight double, tags array(varchar))"
        ]
    );
    assert_eq!(table.columns[1].comment, "Optional.");
    assert!(table.columns[1].nullable && !table.columns[0].nullable);
    assert_eq!(<Vec<Part> as Stored>::LEAVES, 3);
}
