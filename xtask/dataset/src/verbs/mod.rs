//! The verbs of the command line.

mod add;
mod import;
mod label;
mod split;
mod stats;
mod verify;

use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::str::FromStr;

use clap::Parser as _;
use diagnostics::Diagnostics;
use grammar::{DatasetBack, DatasetBackVerb, DatasetPlace, DatasetVerb, ModelVerb, PicturesVerb};
use ui::{Exit, Problem, Ui};

use crate::store::{Dataset, DatasetError};

/// Runs the verb of the command line.
pub fn main() -> ExitCode {
    let back = DatasetBack::parse();
    let ui = Ui::new();
    let done = match &back.verb {
        DatasetBackVerb::Pictures(PicturesVerb::Dataset(args)) => match &args.verb {
            DatasetVerb::Add(args) => add::run(&ui, &back.target, args),
            DatasetVerb::Label(args) => label::run(&ui, &back.target, args),
            DatasetVerb::Stats(args) => stats::run(&ui, &back.target, args),
            DatasetVerb::Split(args) => split::run(&ui, &back.target, args),
            DatasetVerb::Verify(args) => verify::run(&ui, &back.target, args),
        },
        DatasetBackVerb::Model(args) => match &args.verb {
            ModelVerb::ImportLookout(args) => import::run(&ui, &back.target, args),
            ModelVerb::Deployed(_) => Err(Problem::new("this verb acts on an environment")
                .next("start it through `cargo xtask model`")
                .into()),
        },
    };
    done.unwrap_or_else(|error| ui.error(error.as_ref())).into()
}

/// The dataset's folder. A name is a folder of `target/datasets`, and no way out of it.
fn folder(target: &Path, place: &DatasetPlace) -> anyhow::Result<PathBuf> {
    if let Some(folder) = &place.dataset {
        return Ok(folder.clone());
    }
    let name = &place.name;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if name.is_empty() || !name.chars().all(is_plain) {
        let what =
            format!("--name: {name:?} is no name of a dataset: letters, digits, '-' and '_'");
        return Err(Problem::new(what)
            .next("write another, or give the dataset's folder with --dataset DIR")
            .into());
    }
    Ok(target.join("datasets").join(name))
}

/// The dataset, which has to be there.
fn open(target: &Path, place: &DatasetPlace) -> anyhow::Result<Dataset> {
    open_existing(&folder(target, place)?)
}

/// The dataset of a folder, which has to be there.
///
/// # Errors
/// When there is none, with how to make one; when it cannot be read.
pub fn open_existing(folder: &Path) -> anyhow::Result<Dataset> {
    match Dataset::open(folder) {
        Err(error @ DatasetError::NoDataset(_)) => Err(Problem::new(error.to_string())
            .next("add pictures to it: cargo xtask dataset add ./photos --class CLASS")
            .next("or name another, with --name NAME or --dataset DIR")
            .into()),
        other => Ok(other?),
    }
}

/// The value of an option, or what is wrong with it.
fn parsed<T: FromStr<Err: Display>>(option: &str, text: &str) -> Result<T, Problem> {
    text.parse()
        .map_err(|error: T::Err| Problem::new(format!("{option}: {error}")))
}

/// Several values of an option; what is wrong with any of them is told together.
fn parsed_all<T: FromStr<Err: Display>>(option: &str, texts: &[String]) -> Result<Vec<T>, Problem> {
    let (mut values, mut wrong) = (Vec::new(), Vec::new());
    for text in texts {
        match text.parse::<T>() {
            Ok(value) => values.push(value),
            Err(error) => wrong.push(error.to_string()),
        }
    }
    if wrong.is_empty() {
        return Ok(values);
    }
    Err(Problem::new(format!("{option}: {}", wrong.join("\n"))))
}

/// How a verb ends that found these.
fn exit_of(found: &Diagnostics) -> Exit {
    if found.has_errors() {
        Exit::Fixable
    } else {
        Exit::Fine
    }
}
