use schema::Table;

/// Something.
#[derive(Table)]
#[table(name = "readings", partitions = schema::tables::unpartitioned, compression = "lzo")]
struct Reading0 {
    /// The device.
    device_id: String,
}

/// Something.
#[derive(Table)]
#[table(name = "readings", partitions = schema::tables::unpartitioned, compression = snappy)]
struct Reading1 {
    /// The device.
    device_id: String,
}

fn main() {}
