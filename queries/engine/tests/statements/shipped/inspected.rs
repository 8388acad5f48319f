//! What the lake holds that shipped queries are asked over.

use schema::tables::{
    BatchRow, DefectRow, DeviceRow, FindingRow, PictureRow, PriceRow, RejectionRow, RepairRow,
    ShadowRow,
};
use schema::{Date, Timestamp};

use crate::lake::{self, Memory};

/// Milliseconds of 2026-11-18 00:00 UTC.
const FIRST_DAY: i64 = 1_794_960_000_000;
const DAY: i64 = 86_400_000;
const HOUR: i64 = 3_600_000;

/// What a close look says of a picture.
struct Look {
    score: f64,
    /// The model's version.
    model: &'static str,
    /// Days after the first; none in rows that are older than the column.
    looked_at: Option<i64>,
}

const fn look(score: f64, model: &'static str, looked_at: Option<i64>) -> Look {
    Look {
        score,
        model,
        looked_at,
    }
}

/// A picture, and what the looks say of it.
struct Seen {
    class: &'static str,
    /// When it landed, in days after the first.
    landed: i64,
    batch: &'static str,
    id: &'static str,
    device: &'static str,
    /// How suspicious; from 0.5 it is.
    suspicion: f64,
    brightness: f64,
    /// The close looks, in the order of their rows.
    closely: &'static [Look],
    /// Hours that the camera's clock is ahead of UTC, which it does not say; below zero, how long the
    /// picture was kept before it landed.
    ahead: i64,
}

const fn seen(
    (class, landed, batch): (&'static str, i64, &'static str),
    (id, device): (&'static str, &'static str),
    (suspicion, brightness): (f64, f64),
    closely: &'static [Look],
) -> Seen {
    Seen {
        class,
        landed,
        batch,
        id,
        device,
        suspicion,
        brightness,
        closely,
        ahead: 0,
    }
}

impl Seen {
    /// At noon.
    fn landed_at(&self) -> i64 {
        FIRST_DAY + self.landed * DAY + DAY / 2
    }

    /// An hour before it landed, by the camera's clock.
    fn captured_at(&self) -> i64 {
        self.landed_at() + (self.ahead - 1) * HOUR
    }

    /// The day of capture.
    fn day(&self) -> String {
        name_of((self.captured_at() - FIRST_DAY) / DAY)
    }
}

/// Meter m-1 is defective, then sound, then defective again; m-2 is always sound. Pipe x-1 is
/// defective twice, the second time by the later of two models and not by the earlier. Of meter m-4
/// the model that looked last has the lower version, and its camera is a day ahead; the day before
/// the later model cleared p10 in a back-fill, and p11 when it landed once more.
const SEEN: [Seen; 11] = [
    seen(
        ("meter", 0, "b1"),
        ("p1", "m-1"),
        (0.9, 40.0),
        &[look(0.8, "v1", None)],
    ),
    seen(("meter", 0, "b1"), ("p2", "m-2"), (0.1, 60.0), &[]),
    seen(
        ("meter", 1, "b2"),
        ("p3", "m-1"),
        (0.6, 50.0),
        &[look(0.3, "v1", None)],
    ),
    seen(
        ("meter", 2, "b3"),
        ("p4", "m-1"),
        (0.8, 30.0),
        &[look(0.9, "v2", None)],
    ),
    seen(("meter", 2, "b3"), ("p5", "m-2"), (0.2, 50.0), &[]),
    seen(
        ("pipe", 2, "b3"),
        ("p7", "x-1"),
        (0.7, 70.0),
        &[look(0.6, "v2", None)],
    ),
    seen(
        ("pipe", 3, "b4"),
        ("p8", "x-1"),
        (0.9, 80.0),
        &[look(0.4, "v1", None), look(0.7, "v2", Some(5))],
    ),
    Seen {
        ahead: 13,
        ..seen(
            ("meter", 2, "b5"),
            ("p9", "m-4"),
            (0.7, 60.0),
            &[look(0.8, "v1", Some(5)), look(0.2, "v2", Some(3))],
        )
    },
    seen(
        ("meter", 1, "b2"),
        ("p10", "m-4"),
        (0.6, 50.0),
        &[look(0.3, "v4", Some(6)), look(0.9, "v3", Some(1))],
    ),
    seen(
        ("meter", 1, "b2"),
        ("p11", "m-4"),
        (0.6, 50.0),
        &[look(0.9, "v3", Some(1))],
    ),
    Seen {
        ahead: -24,
        ..seen(
            ("meter", 2, "b6"),
            ("p11", "m-4"),
            (0.6, 50.0),
            &[look(0.4, "v4", Some(2))],
        )
    },
];

pub(super) fn name_of(day: i64) -> String {
    format!("2026-11-{}", 18 + day)
}

fn verdict(score: f64) -> String {
    if score >= 0.5 { "anomalous" } else { "normal" }.to_owned()
}

pub(super) fn lake() -> Memory {
    let mut memory = Memory::default();
    for (at, one) in SEEN.iter().enumerate() {
        let (day, file) = (one.day(), format!("{at}.parquet"));
        let finding = FindingRow {
            picture_id: one.id.to_owned(),
            batch: one.batch.to_owned(),
            device_id: one.device.to_owned(),
            suspicious: one.suspicion >= 0.5,
            suspicion: one.suspicion,
            reasons: Vec::new(),
            labels: Vec::new(),
            brightness: Some(one.brightness),
            sharpness: Some(2.0 * one.brightness),
            contrast: None,
            dominant_color: None,
            model: None,
        };
        let defects: Vec<DefectRow> = one
            .closely
            .iter()
            .map(|look| DefectRow {
                picture_id: one.id.to_owned(),
                batch: one.batch.to_owned(),
                device_id: one.device.to_owned(),
                verdict: verdict(look.score),
                score: look.score,
                boxes: Vec::new(),
                heat_map: None,
                model: look.model.to_owned(),
                looked_at: look
                    .looked_at
                    .map(|day| Timestamp::from_millis(FIRST_DAY + day * DAY)),
            })
            .collect();
        memory.put_rows(one.class, &day, &file, &[picture(one, None)]);
        memory.put_rows(one.class, &day, &file, &[finding]);
        if !defects.is_empty() {
            memory.put_rows(one.class, &day, &file, &defects);
        }
    }
    // The content of p5 once more.
    let again = seen(("meter", 2, "b3"), ("p6", "m-2"), (0.0, 0.0), &[]);
    let again = picture(&again, Some("incoming/b3/meter/m-2/p5.jpg"));
    memory.put_rows("meter", &name_of(2), "again.parquet", &[again]);
    let rejected = |id: &str, device: &str, reason: &str| RejectionRow {
        batch: "b4".to_owned(),
        source_key: format!("incoming/b4/pipe/{device}/{id}"),
        kept_at: format!("rejected/b4/{id}"),
        device_id: device.to_owned(),
        reason: reason.to_owned(),
        detail: format!("{id} is {reason}"),
        bytes: 7,
    };
    let rejections = [
        rejected("r1.png", "x-2", "too-small"),
        rejected("r2.jpg", "x-1", "damaged"),
        rejected("r3.png", "x-3", "too-small"),
    ];
    memory.put_rows("pipe", &name_of(3), "rejected.parquet", &rejections);
    let device = |class: &str, id: &str, site: &str, since: Option<i32>| DeviceRow {
        device_id: id.to_owned(),
        device_class: class.to_owned(),
        site: site.to_owned(),
        in_service_since: since.map(Date::from_days),
    };
    // 2019-01-01, 2020-05-01 and 2021-01-01; m-4 and x-1 are not named.
    let devices = [
        device("meter", "m-1", "north", Some(17_897)),
        device("meter", "m-2", "south", Some(17_897)),
        device("meter", "m-3", "north", Some(18_383)),
        device("pipe", "x-3", "south", Some(18_628)),
        device("pipe", "x-9", "south", None),
    ];
    put_batches(&mut memory);
    put_shadows(&mut memory);
    memory.put_all(&devices);
    memory.put_all(&repairs());
    memory.put_all(&prices());
    memory
}

/// A candidate that sees one defect more than the live model, and misses one of another class.
fn put_shadows(memory: &mut Memory) {
    let seen = |id: &str, device: &str, score: f64, live_score: f64| ShadowRow {
        picture_id: id.to_owned(),
        batch: "b1".to_owned(),
        device_id: device.to_owned(),
        verdict: verdict(score),
        score,
        model: "v2".to_owned(),
        live_verdict: verdict(live_score),
        live_score,
        live_model: "v1".to_owned(),
    };
    let meters = [
        seen("p1", "m-1", 0.9, 0.8),
        seen("p2", "m-2", 0.2, 0.3),
        seen("p3", "m-1", 0.7, 0.3),
    ];
    memory.put_rows("meter", &name_of(0), "shadows.parquet", &meters);
    let pipes = [seen("p7", "x-1", 0.3, 0.6)];
    memory.put_rows("pipe", &name_of(2), "shadows.parquet", &pipes);
}

/// One batch of two classes, one whose close looks have no price and that lost every suspicion, one whose
/// run began the day after its pictures were taken, and one whose run began the day before, by the
/// camera's clock.
fn put_batches(memory: &mut Memory) {
    let batch = |batch: &str, (inspected, suspicious): (i64, i64), saved| BatchRow {
        batch: batch.to_owned(),
        execution: format!("arn:{batch}"),
        landed: inspected,
        inspected,
        duplicates: 0,
        rejected: 0,
        not_inspected: 0,
        suspicious,
        confirmed: suspicious,
        cleared: 0,
        spared: inspected - suspicious,
        first_looks_cost: Some(inspected * 1_000_000),
        close_looks_cost: None,
        saved,
        prices_of: Some("2026-11-01".to_owned()),
    };
    let rows = [
        ("meter", 0, batch("b1", (2, 0), None)),
        ("meter", 2, batch("b3", (2, 1), Some(4_000_000))),
        ("pipe", 2, batch("b3", (1, 1), Some(0))),
        // Nothing of it was inspected in the end: the one close look failed, whose first look was paid for.
        (
            "pipe",
            4,
            BatchRow {
                not_inspected: 1,
                first_looks_cost: Some(1_000_000),
                ..batch("b4", (0, 0), Some(0))
            },
        ),
        ("meter", 2, batch("b5", (1, 1), Some(0))),
    ];
    for (class, day, row) in rows {
        let file = format!("{}.summary.parquet", row.batch);
        memory.put_rows(class, &name_of(day), &file, &[row]);
    }
}

/// x-1 was repaired on the third day, after p7 was taken and before p8, and gone to once more for p7,
/// which was a false alarm, as p1 of m-1 was.
fn repairs() -> [RepairRow; 4] {
    let repair = |device: (&str, &str), hours: i64, cost, picture: Option<&str>| RepairRow {
        device_class: device.0.to_owned(),
        device_id: device.1.to_owned(),
        repaired_at: Timestamp::from_millis(FIRST_DAY + hours * DAY / 24),
        what: "tightened".to_owned(),
        repaired_by: "crew 1".to_owned(),
        cost,
        picture_id: picture.map(str::to_owned),
        found: picture.map(|_| "nothing".to_owned()),
    };
    [
        repair(("meter", "m-2"), 34, Some(40.0), None),
        repair(("pipe", "x-1"), 63, Some(120.5), None),
        repair(("pipe", "x-1"), 105, Some(30.0), Some("p7")),
        repair(("meter", "m-1"), 30, None, Some("p1")),
    ]
}

/// A close look has a price from the third day on.
fn prices() -> [PriceRow; 2] {
    let price = |what: &str, unit: &str, price| PriceRow {
        what: what.to_owned(),
        unit: unit.to_owned(),
        price,
        // 2026-11-20.
        valid_from: Date::from_days(20_777),
    };
    [
        price("close-look", "1000 pictures", 6.0),
        price("storage", "gigabyte-month", 0.023),
    ]
}

fn picture(one: &Seen, duplicate_of: Option<&str>) -> PictureRow {
    PictureRow {
        batch: one.batch.to_owned(),
        source_key: format!(
            "incoming/{}/{}/{}/{}.jpg",
            one.batch, one.class, one.device, one.id
        ),
        captured_at: Some(Timestamp::from_millis(one.captured_at())),
        bytes: 2_000_000,
        duplicate_of: duplicate_of.map(str::to_owned),
        ..lake::picture(one.id, one.device, one.landed_at(), None)
    }
}
