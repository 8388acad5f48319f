//! Labelled pictures on this machine: a dataset, or the project's own samples.

use std::path::{Path, PathBuf};

use bytes::Bytes;
use contracts::DeviceClass;
use contracts::training::TrainingPart;
use dataset::manifest::{Color, Label};
use dataset::{Item, Part};
use grammar::LabelledPictures;
use samples::{Expected, Sample};
use ui::Problem;

use crate::objects::Body;

/// In how many bits the hashes of pictures differ that are the same to the eye.
const SAME: u32 = 0;

/// A labelled picture.
#[derive(Debug, Clone)]
pub(crate) struct Labelled {
    /// The name that people know it by.
    pub name: String,
    pub body: Body,
    pub anomalous: bool,
    pub device: Option<String>,
    /// What it belongs to.
    pub group: Option<String>,
    pub part: Option<TrainingPart>,
    pub mask: Option<Mask>,
}

/// Where a picture is wrong.
#[derive(Debug, Clone)]
pub(crate) struct Mask {
    pub file: PathBuf,
    /// The colour of what is sound.
    pub background: [u8; 3],
}

/// The pictures of a class.
pub(crate) fn read(
    class: &DeviceClass,
    target: &Path,
    args: &LabelledPictures,
) -> anyhow::Result<Vec<Labelled>> {
    let pictures = if args.samples {
        samples::labelled(class.as_str()).map(of_sample).collect()
    } else {
        of_dataset(class, &folder(target, args)?)?
    };
    if pictures.is_empty() {
        let problem = Problem::new(format!("there are no labelled pictures of {class}"));
        return Err(match args.samples {
            true => problem.next(format!(
                "samples are drawn of {}",
                samples::classes().join(", ")
            )),
            false => problem.next(format!(
                "add some: cargo xtask dataset add ./photos --class {class} --label normal"
            )),
        }
        .into());
    }
    Ok(pictures)
}

/// The dataset's folder. A name is a folder of `target/datasets`, and no way out of it.
fn folder(target: &Path, args: &LabelledPictures) -> Result<PathBuf, Problem> {
    if let Some(folder) = &args.dataset {
        return Ok(folder.clone());
    }
    let name = args.name.as_deref().unwrap_or_default();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if name.is_empty() || !name.chars().all(is_plain) {
        let what =
            format!("--name: {name:?} is no name of a dataset: letters, digits, '-' and '_'");
        return Err(Problem::new(what)
            .next("write another, or give the dataset's folder with --dataset DIR"));
    }
    Ok(target.join("datasets").join(name))
}

fn of_sample(sample: Sample) -> Labelled {
    Labelled {
        anomalous: matches!(sample.expected, Expected::Defective { .. }),
        group: Some(sample.device_id.clone()),
        device: Some(sample.device_id),
        name: sample.file,
        body: Body::Bytes(Bytes::from(sample.bytes)),
        part: None,
        mask: None,
    }
}

/// The class's labelled pictures. Those that belong together, by device, by series or since they are
/// the same to the eye, are a group. What is nearly the same is for `dataset split` to tell, whose
/// parts are kept.
fn of_dataset(class: &DeviceClass, folder: &Path) -> anyhow::Result<Vec<Labelled>> {
    let dataset = dataset::open_existing(folder)?;
    let items: Vec<&Item> = dataset
        .items()
        .values()
        .filter(|item| item.line.group.device_class.as_ref() == Some(class))
        .filter(|item| item.line.label.is_some())
        .collect();
    let parts: Vec<Option<Part>> = items.iter().map(|item| item.line.group.part).collect();
    let groups = dataset::group(&items, &parts, SAME);
    if let Some(leak) = groups.leaks.first() {
        return Err(Problem::new(format!(
            "{} and {} are {}, and in different parts of the dataset",
            items[leak.one].told(),
            items[leak.other].told(),
            leak.tie
        ))
        .next("see all of them: cargo xtask dataset verify")
        .next("divide anew: cargo xtask dataset split --reassign")
        .into());
    }
    let labelled = items.iter().zip(&groups.of).filter_map(|(item, group)| {
        // One that ties two parts is in neither.
        let group = (*group)?;
        let label = item.line.label.as_ref()?;
        Some(Labelled {
            name: item.facts.name.clone(),
            body: Body::File(dataset.folder().join(item.facts.path())),
            anomalous: label.label == Label::Anomalous,
            device: item.line.group.device.as_ref().map(ToString::to_string),
            group: Some(group_name(&items, &groups.of, group)),
            part: item.line.group.part.map(part),
            mask: item.line.mask.as_ref().map(|mask| Mask {
                file: dataset.folder().join(&mask.source),
                background: mask
                    .colors
                    .iter()
                    .find(|color| color.kind.is_none())
                    .map_or(Color::BACKGROUND, |color| color.color)
                    .0,
            }),
        })
    });
    Ok(labelled.collect())
}

/// A name that a group keeps while pictures are added and in whatever order they are.
fn group_name(items: &[&Item], of: &[Option<usize>], group: usize) -> String {
    let own = items.iter().zip(of).filter(|(_, own)| **own == Some(group));
    smallest(own.map(|(item, _)| {
        let device = item.line.group.device.as_ref().map(ToString::to_string);
        (device, item.facts.id.to_string())
    }))
}

/// The smallest of the members' devices, or of their pictures' ids where no device is known.
fn smallest(members: impl Iterator<Item = (Option<String>, String)>) -> String {
    let (devices, ids): (Vec<_>, Vec<_>) = members.unzip();
    let device = devices.into_iter().flatten().min();
    device.or_else(|| ids.into_iter().min()).unwrap_or_default()
}

/// What was to validate with chooses between models, as what is trained on does.
const fn part(part: Part) -> TrainingPart {
    match part {
        Part::Train | Part::Validation => TrainingPart::Train,
        Part::Test => TrainingPart::Test,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_is_named_alike_in_whatever_order_its_pictures_are() {
        let member = |device: Option<&str>, id: &str| (device.map(str::to_owned), id.to_owned());
        let mut members = vec![
            member(None, "0"),
            member(Some("m-2"), "1"),
            member(Some("m-1"), "2"),
        ];
        assert_eq!(smallest(members.clone().into_iter()), "m-1");
        members.reverse();
        assert_eq!(smallest(members.into_iter()), "m-1");
        let unknown = [member(None, "9"), member(None, "8")];
        assert_eq!(smallest(unknown.into_iter()), "8");
    }
}
