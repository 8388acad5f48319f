use schema::Table;

/// Something.
#[derive(Table)]
#[table(name = "readings", partitions = schema::tables::unpartitioned, format = "orc")]
struct Reading0 {
    /// The device.
    device_id: String,
}

/// Something.
#[derive(Table)]
#[table(name = "readings", partitions = schema::tables::unpartitioned, format = "json")]
struct Reading1 {
    /// The device.
    device_id: String,
}

fn main() {}
