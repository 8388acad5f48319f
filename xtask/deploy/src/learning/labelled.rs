//! Labelled pictures on this machine: a dataset, or the project's own samples.

use std::path::{Path, PathBuf};

use bytes::Bytes;
use contracts::DeviceClass;
use contracts::training::TrainingPart;
use dataset::manifest::{Color, Label};
use dataset::{Item, Leak, Part};
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

/// What pictures are read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To train on some and evaluate with the others: the parts that `dataset split` gave are kept.
    Train,
    /// To evaluate a version with all of them, whatever their parts.
    Evaluate,
}

/// Pictures that were read.
#[derive(Debug)]
pub(crate) struct Read {
    pub pictures: Vec<Labelled>,
    /// That some are left out and why, for people.
    pub left_out: Option<String>,
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
    purpose: Purpose,
) -> anyhow::Result<Read> {
    let read = if args.samples {
        Read {
            pictures: samples::labelled(class.as_str()).map(of_sample).collect(),
            left_out: None,
        }
    } else {
        of_dataset(class, &folder(target, args)?, &place(args), purpose)?
    };
    if read.pictures.is_empty() {
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
    Ok(read)
}

/// The dataset, as its own verbs are told it.
fn place(args: &LabelledPictures) -> String {
    match (&args.dataset, &args.name) {
        (Some(folder), _) => format!("--dataset {}", folder.display()),
        (None, name) => format!("--name {}", name.as_deref().unwrap_or_default()),
    }
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
fn of_dataset(
    class: &DeviceClass,
    folder: &Path,
    place: &str,
    purpose: Purpose,
) -> anyhow::Result<Read> {
    let dataset = dataset::open_existing(folder)?;
    let items: Vec<&Item> = dataset
        .items()
        .values()
        .filter(|item| item.line.group.device_class.as_ref() == Some(class))
        .filter(|item| item.line.label.is_some())
        .collect();
    // Between training and validation nothing leaks, as a model is chosen by both; and what is evaluated with
    // as a whole has no sides.
    let parts: Vec<Option<Part>> = items
        .iter()
        .map(|item| match (purpose, item.line.group.part?) {
            (Purpose::Evaluate, _) => None,
            (Purpose::Train, Part::Train | Part::Validation) => Some(Part::Train),
            (Purpose::Train, Part::Test) => Some(Part::Test),
        })
        .collect();
    let groups = dataset::group(&items, &parts, SAME);
    if let Some(leak) = groups.leaks.first() {
        return Err(Problem::new(format!(
            "{} and {} are {}, and in different parts of the dataset",
            items[leak.one].told(),
            items[leak.other].told(),
            leak.tie
        ))
        .next(format!(
            "see all of them: cargo xtask dataset verify {place}"
        ))
        .next(divide_anew(place))
        .into());
    }
    let members = items.iter().zip(&parts).zip(&groups.of);
    let labelled = members.filter_map(|((item, own), group)| {
        // One that ties two parts is in neither.
        let group = (*group)?;
        let label = item.line.label.as_ref()?;
        Some(Labelled {
            name: item.facts.name.clone(),
            body: Body::File(dataset.folder().join(item.facts.path())),
            anomalous: label.label == Label::Anomalous,
            device: item.line.group.device.as_ref().map(ToString::to_string),
            group: Some(group_name(&items, &groups.of, group)),
            part: own.map(part),
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
    Ok(Read {
        pictures: labelled.collect(),
        left_out: left_out(&items, &groups.left_out, place),
    })
}

/// That pictures are left out which tie what is trained on to what is evaluated with; one stands for all.
fn left_out(items: &[&Item], leaks: &[Leak], place: &str) -> Option<String> {
    let leak = leaks.first()?;
    Some(format!(
        "{} labelled but left out, having no part and belonging to both sides of the split: {}, among others \
         {} as {}; {}",
        match leaks.len() {
            1 => "1 picture is".to_owned(),
            many => format!("{many} pictures are"),
        },
        items[leak.other].told(),
        leak.tie,
        items[leak.one].told(),
        divide_anew(place)
    ))
}

fn divide_anew(place: &str) -> String {
    format!("divide anew: cargo xtask dataset split --reassign {place}")
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
    use dataset::manifest::{Annotation, Group, Labelled as Said, Line};
    use dataset::{Dataset, DatasetError, Digest, Facts};

    use super::*;

    /// A labelled picture of a device, of a series and in a part, where they are named.
    fn item(name: &str, device: &str, series: &str, part: Option<Part>) -> Item {
        let digest = Digest::of(name.as_bytes());
        let facts = Facts {
            id: digest.picture_id(),
            digest,
            format: vision::picture::Format::Png,
            width: 96,
            height: 80,
            bytes: 1000,
            hash: None,
            name: name.to_owned(),
        };
        let line = Line {
            source: facts.path(),
            label: Some(Said {
                label: Label::Normal,
                kinds: Vec::new(),
                by: Annotation::by_a_person("test", jiff::Timestamp::UNIX_EPOCH),
            }),
            mask: None,
            group: Group {
                device_class: Some(DeviceClass::parse("meter").unwrap()),
                device: device.parse().ok(),
                series: series.parse().ok(),
                part,
            },
            rest: serde_json::Map::new(),
        };
        Item { facts, line }
    }

    fn read_all(items: Vec<Item>, purpose: Purpose) -> anyhow::Result<Read> {
        let target = tempfile::tempdir().unwrap();
        let folder = target.path().join("datasets/field");
        let mut dataset = Dataset::create(&folder).unwrap();
        dataset.change(|_| Ok::<_, DatasetError>(items)).unwrap();
        let args = LabelledPictures {
            name: Some("field".to_owned()),
            dataset: None,
            samples: false,
        };
        let class = DeviceClass::parse("meter").unwrap();
        read(&class, target.path(), &args, purpose)
    }

    fn names(read: &Read) -> Vec<&str> {
        let mut names: Vec<_> = read.pictures.iter().map(|own| own.name.as_str()).collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn what_ties_two_parts_is_told_when_trained_on_and_is_evaluated_with() {
        let items = vec![
            item("a", "m-1", "", Some(Part::Train)),
            item("b", "", "s-1", Some(Part::Test)),
            item("both", "m-1", "s-1", None),
        ];
        let trained = read_all(items.clone(), Purpose::Train).unwrap();
        assert_eq!(names(&trained), ["a", "b"]);
        let told = trained.left_out.unwrap();
        assert!(
            told.starts_with("1 picture is labelled but left out"),
            "{told}"
        );
        assert!(told.contains("\"both\""), "{told}");
        assert!(
            told.ends_with("cargo xtask dataset split --reassign --name field"),
            "{told}"
        );
        let evaluated = read_all(items, Purpose::Evaluate).unwrap();
        assert_eq!(names(&evaluated), ["a", "b", "both"]);
        assert_eq!(evaluated.left_out, None);
        // They are one group then, which has no parts that could differ.
        let same = |own: &Labelled| own.group == evaluated.pictures[0].group && own.part.is_none();
        assert!(evaluated.pictures.iter().all(same));
    }

    #[test]
    fn what_ties_training_to_validation_is_trained_on() {
        let items = vec![
            item("a", "m-1", "", Some(Part::Train)),
            item("b", "m-1", "s-1", Some(Part::Validation)),
            item("c", "", "s-2", Some(Part::Validation)),
            item("d", "m-1", "s-2", None),
        ];
        let read = read_all(items, Purpose::Train).unwrap();
        assert_eq!(names(&read), ["a", "b", "c", "d"]);
        assert_eq!(read.left_out, None);
        let leaking = vec![
            item("a", "m-1", "", Some(Part::Validation)),
            item("b", "m-1", "", Some(Part::Test)),
        ];
        let refused = read_all(leaking.clone(), Purpose::Train).unwrap_err();
        assert!(
            refused.to_string().contains("different parts"),
            "{refused:#}"
        );
        assert_eq!(
            read_all(leaking, Purpose::Evaluate).unwrap().pictures.len(),
            2
        );
    }

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
