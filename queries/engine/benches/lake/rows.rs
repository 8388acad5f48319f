//! Rows that a partition's number alone determines.

use schema::tables::{
    BatchRow, BoxRow, DefectRow, DeviceRow, FindingRow, LabelRow, PictureRow, PriceRow,
    RejectionRow, RepairRow, ShadowRow,
};
use schema::{Date, Timestamp};

/// The device classes.
pub(crate) const CLASSES: [&str; 5] = ["insulator", "meter", "panel", "pipe", "valve"];
/// The day of the last partitions.
pub(crate) const LAST_DAY: &str = "2026-10-31";
/// A day within.
pub(crate) const MIDDLE_DAY: &str = "2026-09-30";
/// 2026-10-31 in days since 1970.
const LAST: i64 = 20_757;
const MILLISECONDS_OF_A_DAY: i64 = 86_400_000;
/// Devices of a class.
const DEVICES: u64 = 2_000;

/// The pictures of one class and day.
#[derive(Debug)]
pub(crate) struct Partition {
    class: u64,
    days_back: u64,
    rows: u64,
}

/// Rows of each table.
#[derive(Debug)]
pub(crate) struct Counts {
    pub(crate) pictures: u64,
    pub(crate) findings: u64,
    pub(crate) defects: u64,
    pub(crate) rejections: u64,
}

/// The devices of every class: seven sites, and one device in a hundred that nobody pictures.
pub(crate) fn devices() -> Vec<DeviceRow> {
    let all = CLASSES
        .iter()
        .flat_map(|class| (0..DEVICES + DEVICES / 100).map(move |number| (class, number)));
    let device = |(class, number): (&&str, u64)| DeviceRow {
        device_id: format!("{class}-{number:04}"),
        device_class: (*class).to_owned(),
        site: format!("site-{}", number % 7),
        // Some day of the ten years from 2010.
        in_service_since: i32::try_from(14_610 + number * 7 % 3_650)
            .ok()
            .map(Date::from_days),
    };
    all.map(device).collect()
}

/// Every third device was repaired once, on some day and minute of those that the partitions have.
pub(crate) fn repairs(partitions: u64) -> Vec<RepairRow> {
    let days = i64::try_from(partitions / CLASSES.len() as u64)
        .unwrap_or(1)
        .max(1);
    let all = CLASSES
        .iter()
        .flat_map(|class| (0..DEVICES).step_by(3).map(move |number| (class, number)));
    let repair = |(class, number): (&&str, u64)| {
        let spread = i64::try_from(number * 37).unwrap_or_default();
        let minute = (LAST - spread % days) * 1_440 + spread % 1_440;
        RepairRow {
            device_id: format!("{class}-{number:04}"),
            device_class: (*class).to_owned(),
            repaired_at: Timestamp::from_millis(minute * 60_000),
            what: "tightened".to_owned(),
            repaired_by: format!("crew {}", number % 5),
            // In steps of an eighth, so that sums come out the same in any order.
            cost: i32::try_from(number % 900)
                .ok()
                .map(|cost| f64::from(cost) / 8.0),
            picture_id: None,
            found: None,
        }
    };
    all.map(repair).collect()
}

/// Prices that change within the days of a lake.
pub(crate) fn prices() -> Vec<PriceRow> {
    let price = |what: &str, unit: &str, price, days_back| PriceRow {
        what: what.to_owned(),
        unit: unit.to_owned(),
        price,
        valid_from: Date::from_days(i32::try_from(LAST - days_back).unwrap_or_default()),
    };
    vec![
        price("first-look", "1000 pictures", 1.0, 400),
        price("close-look", "1000 pictures", 4.0, 15),
        price("close-look", "1000 pictures", 3.5, 5),
        price("storage", "gigabyte-month", 0.023, 400),
    ]
}

impl Partition {
    /// The partition of that number, with so many rows of all tables together.
    pub(crate) const fn numbered(number: u64, rows: u64) -> Self {
        Self {
            class: number % CLASSES.len() as u64,
            days_back: number / CLASSES.len() as u64,
            rows,
        }
    }

    /// Of a hundred rows, 44 are pictures, 42 findings, 12 defects and 2 rejections.
    pub(crate) const fn counts(&self) -> Counts {
        Counts {
            pictures: self.rows * 44 / 100,
            findings: self.rows * 42 / 100,
            defects: self.rows * 12 / 100,
            rejections: self.rows * 2 / 100,
        }
    }

    pub(crate) fn class(&self) -> &'static str {
        CLASSES[usize::try_from(self.class).unwrap_or_default()]
    }

    fn number_of_day(&self) -> i64 {
        LAST - i64::try_from(self.days_back).unwrap_or_default()
    }

    pub(crate) fn day(&self) -> String {
        let first = jiff::civil::date(1970, 1, 1);
        let day = first.checked_add(jiff::Span::new().days(self.number_of_day()));
        day.map(|day| day.to_string()).unwrap_or_default()
    }

    pub(crate) fn batch(&self) -> String {
        format!("batch-{}-{}", self.class(), self.number_of_day())
    }

    /// A number for a row and a purpose, the same in every run (SplitMix64,
    /// <https://doi.org/10.1145/2660193.2660195>).
    fn random(&self, row: u64, purpose: u64) -> u64 {
        let seed = (self.class << 56) ^ (self.days_back << 40) ^ (row << 8) ^ purpose;
        let mut z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 to 1, in steps of a thousandth, so that sums come out the same in any order.
    fn share(&self, row: u64, purpose: u64) -> f64 {
        #[allow(clippy::cast_precision_loss, reason = "below 1024")]
        let steps = (self.random(row, purpose) % 1024) as f64;
        steps / 1024.0
    }

    /// From 0 to 1, in steps so fine that the highest of many is one alone.
    fn score(&self, row: u64) -> f64 {
        #[allow(clippy::cast_precision_loss, reason = "no more than 2^52")]
        let part = |steps: u64| steps as f64;
        part(self.random(row, 20) >> 12) / part(1 << 52)
    }

    fn picture_id(&self, row: u64) -> String {
        format!("{:016x}{:016x}", self.random(row, 1), self.random(row, 2))
    }

    fn device(&self, row: u64) -> String {
        format!("{}-{:04}", self.class(), self.random(row, 3) % DEVICES)
    }

    pub(crate) fn picture(&self, row: u64) -> PictureRow {
        let device = self.device(row);
        let start = self.number_of_day() * MILLISECONDS_OF_A_DAY;
        let captured = start + i64::try_from(self.random(row, 4) % 80_000_000).unwrap_or_default();
        let uploaded =
            captured + i64::try_from(self.random(row, 5) % 3_600_000).unwrap_or_default();
        let batch = self.batch();
        PictureRow {
            picture_id: self.picture_id(row),
            source_key: format!("incoming/{batch}/{}/{device}/{row}.jpg", self.class()),
            prepared_key: format!("prepared/{batch}/{}.jpg", self.picture_id(row)),
            batch,
            device_id: device,
            format: "jpeg".to_owned(),
            width: 4_000,
            height: 3_000,
            bytes: i64::try_from(2_000_000 + self.random(row, 6) % 4_000_000).unwrap_or_default(),
            uploaded_at: Timestamp::from_millis(uploaded),
            captured_at: (!self.random(row, 7).is_multiple_of(8))
                .then(|| Timestamp::from_millis(captured)),
            latitude: (!self.random(row, 8).is_multiple_of(3)).then(|| 47.0 + self.share(row, 9)),
            longitude: (!self.random(row, 8).is_multiple_of(3)).then(|| 8.0 + self.share(row, 10)),
            duplicate_of: self
                .random(row, 11)
                .is_multiple_of(50)
                .then(|| format!("incoming/{}/first.jpg", self.class())),
        }
    }

    pub(crate) fn finding(&self, row: u64) -> FindingRow {
        let suspicion = self.share(row, 12);
        FindingRow {
            picture_id: self.picture_id(row),
            batch: self.batch(),
            device_id: self.device(row),
            suspicious: suspicion >= 0.75,
            suspicion,
            reasons: match suspicion >= 0.75 {
                true => vec!["a label that is suspicious: Rust".to_owned()],
                false => Vec::new(),
            },
            labels: (0..2)
                .map(|label| LabelRow {
                    name: ["Rust", "Metal", "Glass", "Dirt"]
                        [usize::try_from(self.random(row, 13 + label) % 4).unwrap_or_default()]
                    .to_owned(),
                    confidence: 100.0 * self.share(row, 15 + label),
                })
                .collect(),
            brightness: Some(100.0 * self.share(row, 17)),
            sharpness: Some(100.0 * self.share(row, 18)),
            contrast: Some(100.0 * self.share(row, 19)),
            dominant_color: Some("#404040".to_owned()),
            model: None,
        }
    }

    pub(crate) fn defect(&self, row: u64) -> DefectRow {
        let score = self.score(row);
        let next_day = (self.number_of_day() + 1) * MILLISECONDS_OF_A_DAY;
        let at = next_day + i64::try_from(self.random(row, 23) % 3_600_000).unwrap_or_default();
        DefectRow {
            picture_id: self.picture_id(row),
            batch: self.batch(),
            device_id: self.device(row),
            verdict: match score >= 0.5 {
                true => "anomalous",
                false => "normal",
            }
            .to_owned(),
            score,
            boxes: (0..u64::from(score >= 0.5))
                .map(|number| BoxRow {
                    left: self.share(row, 21 + number),
                    top: 0.25,
                    width: 0.125,
                    height: 0.125,
                    score,
                })
                .collect(),
            heat_map: Some(format!("heat/{}.png", self.picture_id(row))),
            model: format!("{}-v{}", self.class(), 1 + self.days_back / 40),
            looked_at: Some(Timestamp::from_millis(at)),
        }
    }

    /// What a candidate says of a picture that the close look saw.
    pub(crate) fn shadow(&self, row: u64) -> ShadowRow {
        let live = self.defect(row);
        // It sees some of them otherwise.
        let score = (live.score + self.share(row, 24) / 4.0).min(1.0);
        let verdict = if score >= 0.5 { "anomalous" } else { "normal" };
        ShadowRow {
            picture_id: live.picture_id,
            batch: live.batch,
            device_id: live.device_id,
            verdict: verdict.to_owned(),
            score,
            model: format!("{}-candidate", self.class()),
            live_verdict: live.verdict,
            live_score: live.score,
            live_model: live.model,
        }
    }

    /// What the partition's batch came to, as if it had landed on the day of its pictures.
    pub(crate) fn sum(&self, _: u64) -> BatchRow {
        let counts = self.counts();
        let number = |count: u64| i64::try_from(count).unwrap_or_default();
        let anomalous = (0..counts.defects).filter(|row| self.score(*row) >= 0.5);
        let confirmed = number(anomalous.count() as u64);
        let spared = number(counts.findings) - number(counts.defects);
        BatchRow {
            batch: self.batch(),
            execution: format!("arn:{}", self.batch()),
            landed: number(counts.pictures + counts.rejections),
            inspected: number(counts.findings),
            duplicates: number(counts.pictures) - number(counts.findings),
            rejected: number(counts.rejections),
            not_inspected: 0,
            suspicious: number(counts.defects),
            confirmed,
            cleared: number(counts.defects) - confirmed,
            spared,
            first_looks_cost: Some(number(counts.findings) * 1_000_000),
            close_looks_cost: Some(number(counts.defects) * 4_000_000),
            saved: Some(spared * 4_000_000),
            prices_of: Some("2026-11-01".to_owned()),
        }
    }

    pub(crate) fn rejection(&self, row: u64) -> RejectionRow {
        let (batch, device) = (self.batch(), self.device(row));
        let reason = ["damaged", "too-small", "not-a-picture", "empty"]
            [usize::try_from(self.random(row, 30) % 4).unwrap_or_default()];
        RejectionRow {
            source_key: format!("incoming/{batch}/{}/{device}/r{row}.jpg", self.class()),
            kept_at: format!("rejected/{batch}/r{row}.jpg"),
            batch,
            device_id: device,
            reason: reason.to_owned(),
            detail: format!("the picture is {reason}"),
            bytes: i64::try_from(self.random(row, 31) % 10_000).unwrap_or_default(),
        }
    }
}
