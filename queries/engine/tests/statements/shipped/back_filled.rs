//! What a back-fill of all pictures leaves: verdicts on pictures that no first look asked about.

use schema::Timestamp;
use schema::tables::{DefectRow, FindingRow};

use super::inspected::name_of;
use super::{Asked, rows, statement};
use crate::lake::{self, Memory};

/// Milliseconds of 2026-11-18 00:00 UTC, and of a day.
const FIRST_DAY: i64 = 1_794_960_000_000;
const DAY: i64 = 86_400_000;

/// A picture of a day, `minute`s after its beginning, with what the version says of it.
fn put(memory: &mut Memory, day: i64, minute: i64, suspicious: bool, score: f64) {
    let id = format!("p{day}-{minute}");
    let landed = FIRST_DAY + day * DAY + minute * 60_000;
    let finding = FindingRow {
        picture_id: id.clone(),
        batch: "b1".to_owned(),
        device_id: "m-1".to_owned(),
        suspicious,
        suspicion: f64::from(u8::from(suspicious)),
        reasons: Vec::new(),
        labels: Vec::new(),
        brightness: Some(50.0),
        sharpness: Some(20.0),
        contrast: None,
        dominant_color: None,
        model: None,
    };
    let defect = DefectRow {
        picture_id: id.clone(),
        batch: "b1".to_owned(),
        device_id: "m-1".to_owned(),
        verdict: if score >= 0.5 { "anomalous" } else { "normal" }.to_owned(),
        score,
        boxes: Vec::new(),
        heat_map: None,
        model: "v1".to_owned(),
        looked_at: Some(Timestamp::from_millis(landed)),
    };
    let (day, file) = (name_of(day), format!("{id}.parquet"));
    let picture = lake::picture(&id, "m-1", landed, None);
    memory.put_rows("meter", &day, &file, &[picture]);
    memory.put_rows("meter", &day, &file, &[finding]);
    memory.put_rows("meter", &day, &file, &[defect]);
}

/// The scores of suspicious pictures are compared with those of suspicious pictures.
#[tokio::test]
async fn what_a_back_fill_says_of_all_pictures_is_no_drift_of_the_suspicious_ones() {
    let mut memory = Memory::default();
    for minute in 0..12 {
        put(&mut memory, 0, minute, false, 0.1);
        put(&mut memory, 0, 100 + minute, true, 0.8);
        put(&mut memory, 1, minute, true, 0.8);
    }
    let asked = Asked::new(memory).await;
    let mut query = sql::shipped()
        .unwrap()
        .iter()
        .find(|query| query.name == "class-drift")
        .unwrap()
        .clone();
    for (name, value) in [
        ("model", "v1"),
        ("pictures", "12"),
        ("least", "8"),
        ("recent_from", "2026-11-19 00:00:00"),
    ] {
        let mut parameters = query.parameters.iter_mut();
        let parameter = parameters.find(|parameter| parameter.name == name).unwrap();
        value.clone_into(&mut parameter.default);
    }
    let sql = query.with_defaults(asked.tables()).unwrap();
    let told = rows(&asked.engine, &statement(&sql)).await.unwrap();
    let score = told.lines().find(|line| line.starts_with("score")).unwrap();
    assert_eq!(score, "score|12|12|0.0|0.0|1.0|stable", "{told}");
}
