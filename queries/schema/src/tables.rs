//! The tables of the lake: what a batch leaves behind.
//!
//! Those that a batch writes are partitioned by the device's class and by the day of capture, because
//! every question asked of them names the one or the other. The devices themselves, what was repaired and
//! what things cost is known to whoever runs them, who writes it with `INSERT INTO devices` or as files.

use crate::{AthenaType, Date, PartitionKey, Projection, Row, Table, TableDefinition, Timestamp};

/// Every table, in the order in which pictures pass through them.
pub fn tables() -> Vec<TableDefinition> {
    vec![
        PictureRow::definition(),
        FindingRow::definition(),
        DefectRow::definition(),
        ShadowRow::definition(),
        RejectionRow::definition(),
        BatchRow::definition(),
        DeviceRow::definition(),
        RepairRow::definition(),
        PriceRow::definition(),
    ]
}

/// The partition keys of the tables: the device's class and the day.
pub fn by_class_and_day() -> Vec<PartitionKey> {
    vec![
        PartitionKey {
            name: "device_class",
            comment: "The class of the device, such as insulator; unknown where none is named.",
            data_type: AthenaType::Varchar,
            projection: Projection::DeviceClasses,
        },
        PartitionKey {
            name: "day",
            comment: "The day of capture in UTC, YYYY-MM-DD; the day of upload where the camera does not say.",
            data_type: AthenaType::Varchar,
            projection: Projection::Date {
                range: "2020-01-01,NOW+1DAY",
                interval: 1,
                unit: "DAYS",
                format: "yyyy-MM-dd",
            },
        },
    ]
}

/// The partition keys of the table of batches: the device's class and the day of the run.
pub fn by_class_and_day_of_run() -> Vec<PartitionKey> {
    let mut keys = by_class_and_day();
    for key in &mut keys {
        if key.name == "day" {
            key.comment =
                "The day in UTC on which the run that inspected the batch began, YYYY-MM-DD.";
        }
    }
    keys
}

/// No partition keys, for tables that are small and asked whole.
pub fn unpartitioned() -> Vec<PartitionKey> {
    Vec::new()
}

/// Pictures that were made ready for inspection, duplicates included.
#[derive(Debug, Clone, PartialEq, Table)]
#[table(name = "pictures", partitions = by_class_and_day, sorted_by = "device_id")]
pub struct PictureRow {
    /// The picture, named by its content: 32 hexadecimal digits.
    pub picture_id: String,
    /// The batch that it landed with.
    pub batch: String,
    /// The key under which it landed, in the pictures bucket.
    pub source_key: String,
    /// The key of the prepared JPEG, in the pictures bucket.
    pub prepared_key: String,
    /// The device that it shows.
    pub device_id: String,
    /// The format that it landed in: jpeg or png.
    #[column(values = "jpeg, png")]
    pub format: String,
    /// Width as captured, in pixels.
    #[column(unit = "pixels")]
    pub width: i64,
    /// Height as captured, in pixels.
    #[column(unit = "pixels")]
    pub height: i64,
    /// Size as it landed, in bytes.
    #[column(unit = "bytes")]
    pub bytes: i64,
    /// When it landed, in UTC.
    pub uploaded_at: Timestamp,
    /// When it was captured, in UTC; absent where the camera does not say.
    pub captured_at: Option<Timestamp>,
    /// Degrees north, -90 to 90; absent where the camera does not say.
    #[column(unit = "degrees", range = "-90 to 90")]
    pub latitude: Option<f64>,
    /// Degrees east, -180 to 180; absent where the camera does not say.
    #[column(unit = "degrees", range = "-180 to 180")]
    pub longitude: Option<f64>,
    /// The key of the picture with the same content that was looked at in place of this one.
    pub duplicate_of: Option<String>,
}

/// What the first look says of every picture.
#[derive(Debug, Clone, PartialEq, Table)]
#[table(name = "findings", partitions = by_class_and_day, sorted_by = "device_id")]
pub struct FindingRow {
    /// The picture.
    pub picture_id: String,
    /// The batch that it landed with.
    pub batch: String,
    /// The device that it shows.
    pub device_id: String,
    /// Whether it deserves a close look.
    pub suspicious: bool,
    /// How likely something is wrong, 0 to 1.
    #[column(range = "0 to 1")]
    pub suspicion: f64,
    /// The rules that made it suspicious, as sentences.
    pub reasons: Vec<String>,
    /// What was recognised, the most certain first.
    pub labels: Vec<LabelRow>,
    /// Brightness, 0 to 100.
    #[column(range = "0 to 100")]
    pub brightness: Option<f64>,
    /// Sharpness, 0 to 100.
    #[column(range = "0 to 100")]
    pub sharpness: Option<f64>,
    /// Contrast, 0 to 100.
    #[column(range = "0 to 100")]
    pub contrast: Option<f64>,
    /// The most frequent colour, #rrggbb.
    pub dominant_color: Option<String>,
    /// The custom labels model that was asked, an ARN; absent where none was.
    pub model: Option<String>,
}

/// Something that was recognised.
#[derive(Debug, Clone, PartialEq, Row)]
pub struct LabelRow {
    /// What it is.
    pub name: String,
    /// How certain, 0 to 100.
    #[column(range = "0 to 100")]
    pub confidence: f64,
}

/// What the close look says of the suspicious pictures, the sound ones among them included.
#[derive(Debug, Clone, PartialEq, Table)]
#[table(name = "defects", partitions = by_class_and_day, sorted_by = "device_id")]
pub struct DefectRow {
    /// The picture.
    pub picture_id: String,
    /// The batch that it landed with.
    pub batch: String,
    /// The device that it shows.
    pub device_id: String,
    /// normal or anomalous.
    #[column(values = "normal, anomalous")]
    pub verdict: String,
    /// How anomalous, 0 to 1; 0.5 is the model's threshold.
    #[column(range = "0 to 1")]
    pub score: f64,
    /// Where, the most anomalous first.
    pub boxes: Vec<BoxRow>,
    /// The key of the heat map, in the pictures bucket; absent where the detector gives none.
    pub heat_map: Option<String>,
    /// The version of the model.
    pub model: String,
    /// When that was recorded, in UTC: of several looks at a picture the last one counts. Absent in rows older than the column.
    pub looked_at: Option<Timestamp>,
}

/// What a candidate said of pictures beside the live model: it decided nothing, and no defect comes of it.
#[derive(Debug, Clone, PartialEq, Table)]
#[table(name = "shadows", partitions = by_class_and_day, sorted_by = "device_id")]
pub struct ShadowRow {
    /// The picture.
    pub picture_id: String,
    /// The batch that it landed with.
    pub batch: String,
    /// The device that it shows.
    pub device_id: String,
    /// What the candidate says: normal or anomalous.
    #[column(values = "normal, anomalous")]
    pub verdict: String,
    /// How anomalous the candidate finds it, 0 to 1; 0.5 is its threshold.
    #[column(range = "0 to 1")]
    pub score: f64,
    /// The candidate's version.
    pub model: String,
    /// What the live model says: normal or anomalous.
    #[column(values = "normal, anomalous")]
    pub live_verdict: String,
    /// How anomalous the live model finds it, 0 to 1; 0.5 is its threshold.
    #[column(range = "0 to 1")]
    pub live_score: f64,
    /// The live model's version.
    pub live_model: String,
}

/// An anomalous region, in fractions (0 to 1) of the picture's width and height.
#[derive(Debug, Clone, PartialEq, Row)]
pub struct BoxRow {
    /// Distance of the left edge from the picture's left edge.
    #[column(unit = "fraction of the picture", range = "0 to 1")]
    pub left: f64,
    /// Distance of the top edge from the picture's top edge.
    #[column(unit = "fraction of the picture", range = "0 to 1")]
    pub top: f64,
    /// Width.
    #[column(unit = "fraction of the picture", range = "0 to 1")]
    pub width: f64,
    /// Height.
    #[column(unit = "fraction of the picture", range = "0 to 1")]
    pub height: f64,
    /// The region's highest score, 0 to 1.
    #[column(range = "0 to 1")]
    pub score: f64,
}

/// Objects that were not inspected, and why. None is lost: each is kept.
#[derive(Debug, Clone, PartialEq, Table)]
#[table(name = "rejections", partitions = by_class_and_day, sorted_by = "device_id")]
pub struct RejectionRow {
    /// The batch that it landed with.
    pub batch: String,
    /// The key under which it landed, in the pictures bucket.
    pub source_key: String,
    /// The key under which it is kept, in the pictures bucket.
    pub kept_at: String,
    /// The device that its key names; unknown where it names none.
    pub device_id: String,
    /// Why, as a word to group by.
    #[column(
        values = "empty, not-a-picture, damaged, too-small, too-large, misplaced, unknown-device-class, not-inspected"
    )]
    pub reason: String,
    /// Why, as a sentence with the figures.
    pub detail: String,
    /// Size in bytes.
    #[column(unit = "bytes")]
    pub bytes: i64,
}

/// What each run of a batch came to, by device class: what was counted, how far the two looks agree, and the money that the first saved. Of a batch that was run again, the last run.
#[derive(Debug, Clone, PartialEq, Table)]
#[table(name = "batches", partitions = by_class_and_day_of_run, sorted_by = "batch")]
pub struct BatchRow {
    /// The batch.
    pub batch: String,
    /// The execution that inspected it, an ARN.
    pub execution: String,
    /// Objects that landed.
    pub landed: i64,
    /// Pictures that were looked at.
    pub inspected: i64,
    /// Pictures with the same content as another of the batch.
    pub duplicates: i64,
    /// Objects that are not to be inspected, with a reason.
    pub rejected: i64,
    /// Pictures that were not inspected because a step failed.
    pub not_inspected: i64,
    /// Pictures that the first look found suspicious.
    pub suspicious: i64,
    /// Of these, those that the close look found anomalous: the looks agree.
    pub confirmed: i64,
    /// Of these, those that the close look found normal: the looks disagree.
    pub cleared: i64,
    /// Pictures that were spared the close look.
    pub spared: i64,
    /// What the first looks cost, in billionths of a US dollar; absent where they have no price.
    #[column(unit = "USD / 1000000000")]
    pub first_looks_cost: Option<i64>,
    /// What the close looks cost that were taken, likewise.
    #[column(unit = "USD / 1000000000")]
    pub close_looks_cost: Option<i64>,
    /// What the close looks would have cost that were spared, likewise.
    #[column(unit = "USD / 1000000000")]
    pub saved: Option<i64>,
    /// The day of the price file that these were reckoned with, YYYY-MM-DD.
    pub prices_of: Option<String>,
}

/// The devices that are to be inspected, as whoever runs them knows them. Nothing here writes it.
#[derive(Debug, Clone, PartialEq, Table)]
#[table(name = "devices", partitions = unpartitioned, sorted_by = "device_class, device_id")]
pub struct DeviceRow {
    /// The device, as the keys of its pictures name it.
    pub device_id: String,
    /// Its class, such as insulator.
    pub device_class: String,
    /// Where it stands, as a word to group by.
    pub site: String,
    /// Since when it is to be inspected; absent where nobody knows.
    pub in_service_since: Option<Date>,
}

/// What was repaired, as whoever plans repairs writes it down. Nothing here writes it.
#[derive(Debug, Clone, PartialEq, Table)]
#[table(
    name = "repairs",
    partitions = unpartitioned,
    sorted_by = "device_class, device_id, repaired_at"
)]
pub struct RepairRow {
    /// The device, as the keys of its pictures name it.
    pub device_id: String,
    /// Its class, such as insulator.
    pub device_class: String,
    /// When the repair was done, in UTC.
    pub repaired_at: Timestamp,
    /// What was done, in words.
    pub what: String,
    /// By whom, in words.
    pub repaired_by: String,
    /// What it cost, in US dollars; absent where nobody says.
    #[column(unit = "USD", range = "0 to 1000000000")]
    pub cost: Option<f64>,
    /// The picture whose defect it answers; absent where it answers every defect that the device showed until then.
    pub picture_id: Option<String>,
    /// What was found there: a defect, or nothing, a false alarm; absent where nobody says, which is taken for a defect.
    #[column(values = "defect, nothing")]
    pub found: Option<String>,
}

/// What looks and storage cost, as the bill has it. Nothing here writes it. A price holds until the next one of the same thing.
#[derive(Debug, Clone, PartialEq, Table)]
#[table(name = "prices", partitions = unpartitioned, sorted_by = "what, valid_from")]
pub struct PriceRow {
    /// What is priced.
    #[column(values = "first-look, close-look, storage")]
    pub what: String,
    /// How much of it the price is for.
    #[column(values = "1000 pictures, gigabyte-month")]
    pub unit: String,
    /// The price, in US dollars.
    #[column(unit = "USD", range = "0 to 1000000")]
    pub price: f64,
    /// The first day on which it holds.
    pub valid_from: Date,
}
