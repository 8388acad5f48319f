//! `dataset add`.

use std::path::Path;

use grammar::{AddArgs, GivenLabel, MaskBackground, Report};
use serde_json::json;
use ui::{Exit, Problem, Ui, count};

use super::{folder, parsed, parsed_all};
use crate::add::{Device, Said, add};
use crate::drawn::Background;
use crate::files;
use crate::intake::Added;
use crate::manifest::Label;
use crate::masks::Masks;
use crate::names::Kind;
use crate::store::Dataset;

/// The labelling job of labels that are given with the pictures.
const JOB: &str = "dataset-add";

pub(super) fn run(ui: &Ui, target: &Path, args: &AddArgs) -> anyhow::Result<Exit> {
    let said = said(args)?;
    let root = folder(target, &args.place)?;
    let masks = args.masks.as_deref();
    let left_out: Vec<&Path> = [root.as_path()].into_iter().chain(masks).collect();
    let found = files::find(&args.paths, &left_out)?;
    if found.is_empty() {
        let problem = Problem::new("there are no files in what was named")
            .next("name pictures, or folders that hold some");
        return Err(match masks {
            Some(_) => problem.next("keep masks in a folder of their own: it is left out"),
            None => problem,
        }
        .into());
    }
    let mut dataset = Dataset::create(&root)?;
    let all = found.len();
    let progress = ui.progress("Add", count(all, "file"));
    let now = jiff::Timestamp::now();
    let added = add(&mut dataset, &found, &said, now, |done| {
        progress.update(format!("{done} of {}", count(all, "file")));
    })?;
    drop(progress);
    if let Some(masks) = masks.filter(|_| added.without_mask > 0) {
        ui.warn(format!(
            "{} without a mask in {}",
            count(added.without_mask, "picture"),
            masks.display()
        ));
    }
    tell(ui, &dataset, &added, args.format)
}

fn said(args: &AddArgs) -> anyhow::Result<Said> {
    let label = args.label.map(|label| match label {
        GivenLabel::Normal => Label::Normal,
        GivenLabel::Anomalous => Label::Anomalous,
    });
    let mut kinds: Vec<Kind> = parsed_all("--kind", &args.kinds)?;
    kinds.sort();
    kinds.dedup();
    if label == Some(Label::Normal) && !kinds.is_empty() {
        return Err(
            Problem::new("--kind says what is wrong, and --label normal that nothing is")
                .next("give --label anomalous, or leave --kind out")
                .into(),
        );
    }
    let masks = match (&args.masks, &kinds[..]) {
        (None, _) => None,
        (Some(folder), _) if !folder.is_dir() => {
            let what = format!("--masks: {} is no folder", folder.display());
            return Err(Problem::new(what)
                .next("name the folder that holds the masks, a.png for a.jpg")
                .into());
        }
        (Some(folder), [kind]) => Some(Masks {
            folder: folder.clone(),
            pictures: args.paths.clone(),
            kind: kind.clone(),
            background: match args.mask_background {
                MaskBackground::White => Background::White,
                MaskBackground::Black => Background::Black,
            },
        }),
        (Some(_), kinds) => {
            let what = format!(
                "masks show one kind of anomaly, and there are {}",
                kinds.len()
            );
            return Err(Problem::new(what)
                .next("add the pictures of each kind by themselves")
                .into());
        }
    };
    let device = match &args.device {
        Some(device) => Device::Known(parsed("--device", device)?),
        None if args.device_by_folder => Device::Folder,
        None => Device::Unknown,
    };
    Ok(Said {
        device_class: parsed("--class", &args.class)?,
        device,
        series: match &args.series {
            Some(series) => Some(parsed("--series", series)?),
            None => None,
        },
        label,
        kinds,
        masks,
        job: JOB.to_owned(),
    })
}

/// Tells what became of pictures that came in.
pub(super) fn tell(
    ui: &Ui,
    dataset: &Dataset,
    added: &Added,
    format: Report,
) -> anyhow::Result<Exit> {
    for aside in &added.aside {
        ui.warn(format!("{}: {}", aside.name, aside.reason));
    }
    for differing in &added.differing {
        ui.warn(format!(
            "{}: the {} is {} and stays; {} was given now",
            differing.name, differing.what, differing.kept, differing.given
        ));
    }
    let have = dataset.items().len();
    if format == Report::Json {
        ui.json(&json!({
            "dataset": dataset.folder(),
            "pictures": have,
            "new": added.new,
            "known": added.known,
            "completed": added.completed,
            "withoutMask": added.without_mask,
            "aside": added.aside,
            "differing": added.differing,
        }))?;
        return Ok(Exit::Fine);
    }
    let mut told = vec![format!("{} new", added.new)];
    let more = [
        (added.known, "there already"),
        (added.completed, "there, and now with what they lacked"),
        (added.aside.len(), "kept aside"),
        (added.differing.len(), "said otherwise than before"),
    ];
    let more = more.into_iter().filter(|(number, _)| *number > 0);
    told.extend(more.map(|(number, what)| format!("{number} {what}")));
    ui.status(
        "Added",
        format!("{}: {}", dataset.folder().display(), told.join(", ")),
    );
    ui.status("Have", count(have, "picture"));
    Ok(Exit::Fine)
}
