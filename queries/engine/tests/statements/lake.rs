//! A small lake in memory: the project's own tables with a few rows.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use bytes::Bytes;
use engine::{Engine, Limits, MemoryCatalog, Object, Objects};
use schema::tables::{BoxRow, DefectRow, FindingRow, LabelRow, PictureRow};
use schema::{Lake, Table, Timestamp, glue_table_input, tables, write_parquet};

pub(crate) const DATABASE: &str = "inspection";
pub(crate) const BUCKET: &str = "lake";

/// A bucket in memory that counts what is asked of it.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    objects: Mutex<BTreeMap<String, Bytes>>,
    pub(crate) lists: AtomicU64,
    pub(crate) reads: AtomicU64,
}

impl Memory {
    pub(crate) fn put(&mut self, key: impl Into<String>, bytes: impl Into<Bytes>) {
        self.objects
            .lock()
            .unwrap()
            .insert(key.into(), bytes.into());
    }

    pub(crate) fn put_rows<T: Table>(&mut self, class: &str, day: &str, file: &str, rows: &[T]) {
        let mut bytes = Vec::new();
        write_parquet(rows, &mut bytes).unwrap();
        self.put(
            format!(
                "{}device_class={class}/day={day}/{file}",
                T::STORAGE.location
            ),
            bytes,
        );
    }

    /// A table that has no partitions.
    pub(crate) fn put_all<T: Table>(&mut self, rows: &[T]) {
        let mut bytes = Vec::new();
        write_parquet(rows, &mut bytes).unwrap();
        self.put(format!("{}all.parquet", T::STORAGE.location), bytes);
    }

    pub(crate) fn total(&self) -> u64 {
        let objects = self.objects.lock().unwrap();
        objects.values().map(|bytes| bytes.len() as u64).sum()
    }

    /// The keys that begin so, with what is there.
    pub(crate) fn below(&self, prefix: &str) -> Vec<(String, Bytes)> {
        let objects = self.objects.lock().unwrap();
        let below = objects.iter().filter(|(key, _)| key.starts_with(prefix));
        below
            .map(|(key, bytes)| (key.clone(), bytes.clone()))
            .collect()
    }
}

#[async_trait]
impl Objects for Memory {
    async fn list(
        &self,
        bucket: &str,
        prefix: &str,
        after: Option<&str>,
    ) -> Result<Vec<Object>, String> {
        if bucket != BUCKET {
            return Err(format!("no bucket {bucket}"));
        }
        self.lists.fetch_add(1, Ordering::Relaxed);
        let objects = self.objects.lock().unwrap();
        Ok(objects
            .iter()
            .filter(|(key, _)| {
                key.starts_with(prefix) && after.is_none_or(|after| key.as_str() > after)
            })
            .take(3)
            .map(|(key, bytes)| Object {
                key: key.clone(),
                size: bytes.len() as u64,
            })
            .collect())
    }

    async fn read(&self, _bucket: &str, key: &str, range: Range<u64>) -> Result<Bytes, String> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        let objects = self.objects.lock().unwrap();
        let bytes = objects.get(key).ok_or_else(|| format!("no object {key}"))?;
        let place = |at: u64| usize::try_from(at).unwrap();
        Ok(bytes.slice(place(range.start)..place(range.end)))
    }

    async fn write(&self, bucket: &str, key: &str, bytes: Bytes) -> Result<(), String> {
        if bucket != BUCKET {
            return Err(format!("no bucket {bucket}"));
        }
        self.objects.lock().unwrap().insert(key.to_owned(), bytes);
        Ok(())
    }
}

pub(crate) fn catalog() -> MemoryCatalog {
    let lake = Lake {
        bucket: BUCKET.to_owned(),
        database: DATABASE.to_owned(),
        device_classes: vec!["meter".to_owned(), "pipe".to_owned()],
    };
    let tables = tables()
        .into_iter()
        .map(|table| glue_table_input(&table, &lake));
    MemoryCatalog::new()
        .with(DATABASE, tables)
        .with("empty", [])
}

pub(crate) fn engine() -> Engine {
    Engine::new(Arc::new(catalog()), Arc::new(objects()), Limits::default())
}

pub(crate) fn objects() -> Memory {
    let mut memory = Memory::default();
    let day = 86_400_000;
    let base = 1_798_761_600_000 - 40 * day; // 2026-11-22
    memory.put_rows(
        "meter",
        "2026-11-20",
        "b1.parquet",
        &[
            picture("p1", "m-1", base - 2 * day + 3_661_001, Some(51.5)),
            picture("p2", "m-2", base - 2 * day, None),
        ],
    );
    memory.put_rows(
        "pipe",
        "2026-11-21",
        "b1.parquet",
        &[picture("p3", "x-1", base - day, Some(-3.25))],
    );
    // Outside of the projection: no class of the table, hidden, and empty.
    memory.put_rows(
        "panel",
        "2026-11-21",
        "b1.parquet",
        &[picture("p9", "x-9", base, None)],
    );
    memory.put(
        "tables/pictures/device_class=pipe/day=2026-11-21/_SUCCESS",
        "x",
    );
    memory.put(
        "tables/pictures/device_class=pipe/day=2026-11-21/zero.parquet",
        "",
    );
    memory.put_rows(
        "meter",
        "2026-11-20",
        "b1.parquet",
        &[
            finding(
                "p1",
                "m-1",
                true,
                0.75,
                &["rust", "too dark"],
                &[("Rust", 97.5), ("Metal", 88.0)],
            ),
            finding("p2", "m-2", false, 0.125, &[], &[]),
        ],
    );
    memory.put_rows(
        "pipe",
        "2026-11-21",
        "b1.parquet",
        &[finding(
            "p3",
            "x-1",
            true,
            0.5,
            &["crack"],
            &[("Crack", 60.0)],
        )],
    );
    memory.put_rows(
        "meter",
        "2026-11-20",
        "b1.parquet",
        &[DefectRow {
            picture_id: "p1".to_owned(),
            batch: "b1".to_owned(),
            device_id: "m-1".to_owned(),
            verdict: "anomalous".to_owned(),
            score: 0.875,
            boxes: vec![boxed(0.25, 0.9), boxed(0.5, 0.625)],
            heat_map: None,
            model: "v1".to_owned(),
            looked_at: None,
        }],
    );
    memory.put_rows(
        "pipe",
        "2026-11-21",
        "b1.parquet",
        &[DefectRow {
            picture_id: "p3".to_owned(),
            batch: "b1".to_owned(),
            device_id: "x-1".to_owned(),
            verdict: "normal".to_owned(),
            score: 0.25,
            boxes: Vec::new(),
            heat_map: Some("heat/p3.png".to_owned()),
            model: "v1".to_owned(),
            looked_at: None,
        }],
    );
    memory
}

fn boxed(left: f64, score: f64) -> BoxRow {
    BoxRow {
        left,
        top: 0.0,
        width: 0.125,
        height: 0.5,
        score,
    }
}

pub(crate) fn picture(id: &str, device: &str, uploaded: i64, latitude: Option<f64>) -> PictureRow {
    PictureRow {
        picture_id: id.to_owned(),
        batch: "b1".to_owned(),
        source_key: format!("incoming/b1/{device}/{id}.jpg"),
        prepared_key: format!("prepared/{id}.jpg"),
        device_id: device.to_owned(),
        format: "jpeg".to_owned(),
        width: 4_000,
        height: 3_000,
        bytes: 1_234_567,
        uploaded_at: Timestamp::from_millis(uploaded),
        captured_at: None,
        latitude,
        longitude: None,
        duplicate_of: None,
    }
}

fn finding(
    id: &str,
    device: &str,
    suspicious: bool,
    suspicion: f64,
    reasons: &[&str],
    labels: &[(&str, f64)],
) -> FindingRow {
    FindingRow {
        picture_id: id.to_owned(),
        batch: "b1".to_owned(),
        device_id: device.to_owned(),
        suspicious,
        suspicion,
        reasons: reasons.iter().map(|reason| (*reason).to_owned()).collect(),
        labels: labels
            .iter()
            .map(|(name, confidence)| LabelRow {
                name: (*name).to_owned(),
                confidence: *confidence,
            })
            .collect(),
        brightness: Some(50.0),
        sharpness: None,
        contrast: None,
        dominant_color: Some("#804020".to_owned()),
        model: None,
    }
}
