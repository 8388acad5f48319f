//! A chunk's data files: one per table and partition, and one more for the rejections whose
//! pictures were moved, since those files outlive later runs of the batch.

use std::collections::BTreeMap;

use contracts::recording::RejectionFile;
use contracts::{BatchName, Day, DeviceClass, layout};
use runtime::Failure;
use schema::tables::{DefectRow, FindingRow, PictureRow, RejectionRow};
use schema::{Table, write_parquet};

use crate::rows;
use crate::sheet::{Inspected, Outcome, Sheet, is_moved};

/// A file to write.
pub(crate) struct DataFile {
    pub(crate) key: String,
    pub(crate) body: Vec<u8>,
    /// The class and number of its pictures, where they were moved to `rejected/`.
    pub(crate) moved: Option<(DeviceClass, u64)>,
}

impl DataFile {
    /// The file as the chunk's record lists it, where its pictures were moved.
    pub(crate) fn rejection_file(&self) -> Option<RejectionFile> {
        let (device_class, pictures) = self.moved.clone()?;
        Some(RejectionFile {
            key: self.key.clone(),
            device_class,
            pictures,
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
    let mut staying: Partitions<'_, RejectionRow> = BTreeMap::new();
    let mut moved: Partitions<'_, RejectionRow> = BTreeMap::new();
    for outcome in &sheet.outcomes {
        match outcome {
            Outcome::Inspected(inspected) => {
                let Inspected {
                    picture,
                    finding,
                    examination,
                } = &**inspected;
                let place = (&picture.device_class, &picture.day);
                let row = rows::picture_row(batch, picture)?;
                pictures.entry(place).or_default().push(row);
                let row = rows::finding_row(batch, picture, finding);
                findings.entry(place).or_default().push(row);
                if let Some(examination) = examination {
                    let row = rows::defect_row(batch, picture, examination);
                    defects.entry(place).or_default().push(row);
                }
            }
            Outcome::Duplicate(picture) => {
                let row = rows::picture_row(batch, picture)?;
                let place = (&picture.device_class, &picture.day);
                pictures.entry(place).or_default().push(row);
            }
            Outcome::Rejected(rejection) | Outcome::NotInspected(rejection) => {
                let table = if is_moved(rejection) {
                    &mut moved
                } else {
                    &mut staying
                };
                let row = rows::rejection_row(batch, rejection);
                let place = (&rejection.device_class, &rejection.day);
                table.entry(place).or_default().push(row);
            }
        }
    }
    let mut files = Vec::new();
    add(&mut files, batch, chunk, &pictures)?;
    add(&mut files, batch, chunk, &findings)?;
    add(&mut files, batch, chunk, &defects)?;
    add(&mut files, batch, chunk, &staying)?;
    let of_others = files.len();
    add(&mut files, batch, &format!("{chunk}-moved"), &moved)?;
    for (file, ((class, _), rows)) in files[of_others..].iter_mut().zip(&moved) {
        file.moved = Some(((*class).clone(), rows.len() as u64));
    }
    Ok(files)
}

fn add<R: Table>(
    files: &mut Vec<DataFile>,
    batch: &BatchName,
    chunk: &str,
    partitions: &Partitions<'_, R>,
) -> Result<(), Failure> {
    for ((class, day), rows) in partitions {
        let key = layout::data_file_key(R::NAME, class, day, batch, chunk);
        let mut body = Vec::new();
        write_parquet(rows, &mut body)
            .map_err(|error| Failure::unexpected(format!("{key}: {error}")))?;
        files.push(DataFile {
            key,
            body,
            moved: None,
        });
    }
    Ok(())
}
