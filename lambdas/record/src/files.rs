//! A chunk's data files: one per table and partition, and one for each rejected picture that was
//! moved, since those outlive later runs of the batch, which meet some of them or none.

use std::collections::BTreeMap;

use contracts::recording::MovedFile;
use contracts::{BatchName, Day, DeviceClass, layout};
use runtime::Failure;
use schema::tables::{DefectRow, FindingRow, PictureRow, RejectionRow, ShadowRow};
use schema::{Table, write_parquet};

use crate::digits;
use crate::rows;
use crate::sheet::{Inspected, Outcome, Sheet, is_moved};

/// A file to write.
pub(crate) struct DataFile {
    pub(crate) key: String,
    pub(crate) body: Vec<u8>,
    /// The key under which its picture landed, where it was moved to `rejected/`.
    pub(crate) moved_from: Option<String>,
}

impl DataFile {
    /// The file as the chunk's record lists it, where its picture was moved.
    pub(crate) fn moved_file(&self) -> Option<MovedFile> {
        Some(MovedFile {
            source: self.moved_from.clone()?,
            key: self.key.clone(),
        })
    }
}

/// Rows by device class and day.
type Partitions<'a, R> = BTreeMap<(&'a DeviceClass, &'a Day), Vec<R>>;

/// The files of `sheet`, in an order that does not change.
///
/// # Errors
/// When a value has no form in its column.
pub(crate) fn render(
    sheet: &Sheet,
    batch: &BatchName,
    chunk: &str,
) -> Result<Vec<DataFile>, Failure> {
    let mut pictures: Partitions<'_, PictureRow> = BTreeMap::new();
    let mut findings: Partitions<'_, FindingRow> = BTreeMap::new();
    let mut defects: Partitions<'_, DefectRow> = BTreeMap::new();
    let mut shadows: Partitions<'_, ShadowRow> = BTreeMap::new();
    let mut rejections: Partitions<'_, RejectionRow> = BTreeMap::new();
    let mut files = Vec::new();
    let at = rows::now();
    for outcome in &sheet.outcomes {
        match outcome {
            Outcome::Inspected(inspected) => {
                let Inspected {
                    picture,
                    finding,
                    examination,
                    shadow,
                } = &**inspected;
                let place = (&picture.device_class, &picture.day);
                let row = rows::picture_row(batch, picture)?;
                pictures.entry(place).or_default().push(row);
                let row = rows::finding_row(batch, picture, finding);
                findings.entry(place).or_default().push(row);
                if let Some(examination) = examination {
                    let row = rows::defect_row(batch, &picture.device_id, examination, at);
                    defects.entry(place).or_default().push(row);
                    if let Some(shadow) = shadow {
                        let row = rows::shadow_row(batch, picture, shadow, examination);
                        shadows.entry(place).or_default().push(row);
                    }
                }
            }
            Outcome::Duplicate(picture) => {
                let row = rows::picture_row(batch, picture)?;
                let place = (&picture.device_class, &picture.day);
                pictures.entry(place).or_default().push(row);
            }
            Outcome::Rejected(rejection) | Outcome::NotInspected(rejection) => {
                let row = rows::rejection_row(batch, rejection);
                let (class, day) = (&rejection.device_class, &rejection.day);
                if is_moved(rejection) {
                    let name = digits([rejection.source.as_str()]);
                    let mut file = render_file(&[row], class, day, batch, &name)?;
                    file.moved_from = Some(rejection.source.clone());
                    files.push(file);
                } else {
                    rejections.entry((class, day)).or_default().push(row);
                }
            }
        }
    }
    add(&mut files, batch, chunk, &pictures)?;
    add(&mut files, batch, chunk, &findings)?;
    add(&mut files, batch, chunk, &defects)?;
    add(&mut files, batch, chunk, &shadows)?;
    add(&mut files, batch, chunk, &rejections)?;
    Ok(files)
}

fn add<R: Table>(
    files: &mut Vec<DataFile>,
    batch: &BatchName,
    chunk: &str,
    partitions: &Partitions<'_, R>,
) -> Result<(), Failure> {
    for ((class, day), rows) in partitions {
        files.push(render_file(rows, class, day, batch, chunk)?);
    }
    Ok(())
}

/// The file of rows of a class and day, by the name of what wrote them.
///
/// # Errors
/// When a value has no form in its column.
pub(crate) fn render_file<R: Table>(
    rows: &[R],
    class: &DeviceClass,
    day: &Day,
    batch: &BatchName,
    name: &str,
) -> Result<DataFile, Failure> {
    const {
        assert!(
            is_below(R::STORAGE.location, layout::TABLES),
            "the function may write below `tables/` alone: see `contracts::tasks::Record`"
        );
    }
    let key = layout::data_file_key(R::STORAGE.location, class, day, batch, name);
    let mut body = Vec::new();
    write_parquet(rows, &mut body)
        .map_err(|error| Failure::unexpected(format!("{key}: {error}")))?;
    Ok(DataFile {
        key,
        body,
        moved_from: None,
    })
}

/// Whether a location lies below a prefix.
const fn is_below(location: &str, prefix: &str) -> bool {
    match location.as_bytes().split_at_checked(prefix.len()) {
        Some((start, _)) => {
            let (start, prefix) = (start, prefix.as_bytes());
            let mut at = 0;
            while at < prefix.len() {
                if start[at] != prefix[at] {
                    return false;
                }
                at += 1;
            }
            true
        }
        None => false,
    }
}
