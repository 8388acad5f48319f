use schema::Table;

/// Something.
#[derive(Table)]
#[table(name = "readings", partitions = schema::tables::unpartitioned, retain = 30)]
struct Reading0 {
    /// The device.
    device_id: String,
}

/// Something.
#[derive(Table)]
#[table(name = "readings", partitions = schema::tables::unpartitioned, format = "parquet", format = "parquet")]
struct Reading1 {
    /// The device.
    device_id: String,
}

/// Something.
#[derive(Table)]
#[table(name = "readings", partitions = schema::tables::unpartitioned, sorted_by = "colour")]
struct Reading2 {
    /// The device.
    device_id: String,
}

fn main() {}
