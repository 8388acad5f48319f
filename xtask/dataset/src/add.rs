//! Pictures come in: copied under the name of their content, or kept aside with the reason.

use std::path::{Path, PathBuf};

use contracts::{BatchName, DeviceClass, DeviceId, PictureId};
use vision::picture::Pixels;

use crate::drawn;
use crate::examine::LIMITS;
use crate::files::read_within;
use crate::intake::{Added, Looked, listed, read, take_in};
use crate::manifest::{Annotation, Group, Label, Labelled, Line, Mask};
use crate::masks::{Found, Masks};
use crate::names::Kind;
use crate::store::{Dataset, DatasetError, Item, atomic};

/// Which device a picture is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Device {
    /// Nobody knows.
    Unknown,
    /// This one.
    Known(DeviceId),
    /// The one that the picture's folder is named after.
    Folder,
}

/// What is said of pictures that come in.
#[derive(Debug, Clone)]
pub struct Said {
    /// Their device class.
    pub device_class: DeviceClass,
    /// Their device.
    pub device: Device,
    /// The series that they were captured in.
    pub series: Option<BatchName>,
    /// What they show.
    pub label: Option<Label>,
    /// What is wrong with them.
    pub kinds: Vec<Kind>,
    /// Where their masks are.
    pub masks: Option<Masks>,
    /// The name of the labelling job that a label is recorded with.
    pub job: String,
}

/// Adds pictures. What is returned is on the disk; `done` is told how many files are done with as
/// it goes on, and those are on the disk as well. A file that is no picture is kept aside.
///
/// # Errors
/// When the dataset cannot be read or written. What was done stays.
pub fn add(
    dataset: &mut Dataset,
    files: &[PathBuf],
    said: &Said,
    now: jiff::Timestamp,
    done: impl FnMut(usize),
) -> Result<Added, DatasetError> {
    let masks = said.masks.as_ref().map(|masks| Found::of(masks, files));
    take_in(
        dataset,
        files,
        |root, file| look(root, file, said, masks.as_ref(), now),
        done,
    )
}

fn look(
    root: &Path,
    file: &Path,
    said: &Said,
    masks: Option<&Found<'_>>,
    now: jiff::Timestamp,
) -> Result<Looked, DatasetError> {
    let (facts, bytes, pixels) = match read(file) {
        Ok(read) => read,
        Err((aside, bytes)) => return Ok(Looked::Aside(aside, bytes)),
    };
    let device = match device(file, &said.device) {
        Ok(device) => device,
        Err(reason) => return Ok(Looked::Aside(listed(file, reason, None), None)),
    };
    let by = Annotation::by_a_person(&said.job, now);
    let mask = match masks {
        None => None,
        Some(masks) => match mask_of(root, file, &facts.id, masks, &pixels, &by)? {
            Ok(mask) => mask,
            Err(reason) => return Ok(Looked::Aside(listed(file, reason, None), None)),
        },
    };
    atomic::write_once(&root.join(facts.path()), &bytes)?;
    let line = Line {
        source: facts.path(),
        label: said.label.map(|label| Labelled {
            label,
            kinds: said.kinds.clone(),
            by,
        }),
        mask,
        group: Group {
            device_class: Some(said.device_class.clone()),
            device,
            series: said.series.clone(),
            part: None,
        },
        rest: serde_json::Map::new(),
    };
    Ok(Looked::Picture(Box::new(Item { facts, line })))
}

fn device(file: &Path, device: &Device) -> Result<Option<DeviceId>, String> {
    match device {
        Device::Unknown => Ok(None),
        Device::Known(device) => Ok(Some(device.clone())),
        Device::Folder => {
            let folder = file.parent().and_then(Path::file_name).unwrap_or_default();
            let parsed = DeviceId::parse(folder.to_string_lossy());
            parsed
                .map(Some)
                .map_err(|error| format!("its folder names no device: {error}"))
        }
    }
}

/// The mask of a picture, copied; none where there is none. The inner error says why it is no mask
/// of this picture.
fn mask_of(
    root: &Path,
    file: &Path,
    id: &PictureId,
    masks: &Found<'_>,
    pixels: &Pixels,
    by: &Annotation,
) -> Result<Result<Option<Mask>, String>, DatasetError> {
    let path = match masks.mask(file, id) {
        Ok(Some(path)) => path,
        Ok(None) => return Ok(Ok(None)),
        Err(reason) => return Ok(Err(reason)),
    };
    let Masks {
        kind, background, ..
    } = masks.masks;
    let bytes = match read_within(&path, LIMITS.max_bytes) {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(size)) => return Ok(Err(format!("its mask has {size} bytes, too many"))),
        Err(error) => return Ok(Err(format!("its mask cannot be read: {error}"))),
    };
    let drawn = match drawn::two_colors(&bytes, (pixels.width(), pixels.height()), *background) {
        Ok(drawn) => drawn,
        Err(error) => return Ok(Err(format!("its mask {}: {error}", path.display()))),
    };
    let source = drawn::keep(root, &drawn)?;
    let kinds = [(kind.clone(), drawn::WRONG)];
    Ok(Ok(Some(Mask::new(source, &kinds, by.clone()))))
}
