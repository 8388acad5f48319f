//! `model import-lookout`.

use std::fs;
use std::path::Path;

use grammar::ImportLookoutArgs;
use ui::{Exit, Problem, Ui};

use super::{folder, parsed};
use crate::import::{Import, ImportError, import_lookout};
use crate::store::Dataset;

pub(super) fn run(ui: &Ui, target: &Path, args: &ImportLookoutArgs) -> anyhow::Result<Exit> {
    let manifest = fs::read_to_string(&args.manifest).map_err(|error| {
        Problem::new(format!("cannot read {}", args.manifest.display())).because(error)
    })?;
    let import = Import {
        manifest,
        pictures: args.pictures.clone(),
        device_class: parsed("--class", &args.class)?,
        series: match &args.series {
            Some(series) => Some(parsed("--series", series)?),
            None => None,
        },
        label_attribute: args.label_attribute.clone(),
        mask_attribute: args.mask_attribute.clone(),
    };
    let mut dataset = Dataset::create(&folder(target, &args.place)?)?;
    let progress = ui.progress("Import", args.manifest.display().to_string());
    let imported = import_lookout(&mut dataset, &import, |done| {
        progress.update(format!("{done} lines of {}", args.manifest.display()));
    });
    drop(progress);
    match imported {
        Ok(added) => super::add::tell(ui, &dataset, &added, args.format),
        Err(ImportError::Invalid(found)) => {
            ui.diagnostics(&found);
            Ok(Exit::Fixable)
        }
        Err(error) => Err(error.into()),
    }
}
