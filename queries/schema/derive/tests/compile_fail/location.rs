use schema::Table;

/// Something.
#[derive(Table)]
#[table(name = "readings", partitions = schema::tables::unpartitioned, location = "s3://bucket/readings/")]
struct Reading0 {
    /// The device.
    device_id: String,
}

/// Something.
#[derive(Table)]
#[table(name = "readings", partitions = schema::tables::unpartitioned, location = "tables/readings")]
struct Reading1 {
    /// The device.
    device_id: String,
}

/// Something.
#[derive(Table)]
#[table(name = "readings", partitions = schema::tables::unpartitioned, location = "/readings/")]
struct Reading2 {
    /// The device.
    device_id: String,
}

/// Something.
#[derive(Table)]
#[table(name = "readings", partitions = schema::tables::unpartitioned, location = "tables//readings/")]
struct Reading3 {
    /// The device.
    device_id: String,
}

/// Something.
#[derive(Table)]
#[table(name = "readings", partitions = schema::tables::unpartitioned, location = "tables/_readings/")]
struct Reading4 {
    /// The device.
    device_id: String,
}

/// Something.
#[derive(Table)]
#[table(name = "readings", partitions = schema::tables::unpartitioned, location = "Tables/")]
struct Reading5 {
    /// The device.
    device_id: String,
}

/// Something.
#[derive(Table)]
#[table(name = "readings", partitions = schema::tables::unpartitioned, location = 1)]
struct Reading6 {
    /// The device.
    device_id: String,
}

fn main() {}
