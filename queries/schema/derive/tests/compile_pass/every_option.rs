use schema::tables::unpartitioned;
use schema::{Compression, Format, Storage, Table};

/// Something.
#[derive(Table)]
#[table(name = "by_itself", partitions = unpartitioned)]
struct ByItself {
    /// The device.
    device_id: String,
}

/// Something.
#[derive(Table)]
#[table(
    name = "all_said",
    partitions = unpartitioned,
    sorted_by = "device_id",
    location = "readings/of-2026/",
    format = "parquet",
    compression = "zstd",
    retention = 730
)]
struct AllSaid {
    /// The device.
    device_id: String,
}

fn main() {
    let _ = (|row: ByItself| row.device_id, |row: AllSaid| row.device_id);
    let by_itself = Storage {
        location: "tables/by_itself/",
        format: Format::Parquet,
        compression: Compression::Snappy,
        retention_days: None,
    };
    assert_eq!(ByItself::definition().storage, by_itself);
    let all_said = Storage {
        location: "readings/of-2026/",
        format: Format::Parquet,
        compression: Compression::Zstd,
        retention_days: Some(730),
    };
    assert_eq!(AllSaid::definition().storage, all_said);
}
