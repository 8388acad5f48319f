use schema::Table;

/// Something.
#[derive(Table)]
#[table(name = "readings", partitions = schema::tables::unpartitioned, retention = 0)]
struct Reading0 {
    /// The device.
    device_id: String,
}

/// Something.
#[derive(Table)]
#[table(name = "readings", partitions = schema::tables::unpartitioned, retention = 36501)]
struct Reading1 {
    /// The device.
    device_id: String,
}

/// Something.
#[derive(Table)]
#[table(name = "readings", partitions = schema::tables::unpartitioned, retention = -1)]
struct Reading2 {
    /// The device.
    device_id: String,
}

/// Something.
#[derive(Table)]
#[table(name = "readings", partitions = schema::tables::unpartitioned, retention = "30 days")]
struct Reading3 {
    /// The device.
    device_id: String,
}

fn main() {}
