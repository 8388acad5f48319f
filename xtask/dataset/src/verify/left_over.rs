//! Files that no line names: whoever wrote them was killed before the line was.

use std::collections::BTreeSet;
use std::fs::{self, DirEntry};
use std::io;
use std::path::Path;

use diagnostics::{Address, Diagnostic, Diagnostics};

use crate::store::{Dataset, DatasetError, atomic};

pub(super) fn check(dataset: &Dataset, found: &mut Diagnostics) -> Result<(), DatasetError> {
    let mut named = BTreeSet::new();
    for item in dataset.items().values() {
        named.insert(item.facts.path());
        named.extend(item.line.mask.as_ref().map(|mask| mask.source.clone()));
    }
    for folder in ["pictures", "masks"] {
        let files = files_below(dataset.folder(), folder).map_err(|source| DatasetError::Io {
            what: "list",
            path: dataset.folder().join(folder),
            source,
        })?;
        for file in files.difference(&named) {
            let what = format!("{file} is on no line of the manifest");
            found.push(
                Diagnostic::warning(
                    "dataset::left-over",
                    Address::root().join(file.as_str()),
                    what,
                )
                .with_detail("an `add` that was cut off, or a mask that was drawn again, leaves it")
                .with_help("add the picture again, or remove the file"),
            );
        }
    }
    Ok(())
}

/// Paths within the dataset of the files below a folder that has one level of folders.
fn files_below(root: &Path, folder: &str) -> io::Result<BTreeSet<String>> {
    let list = |path: &Path| -> io::Result<Vec<DirEntry>> {
        match fs::read_dir(path) {
            Ok(entries) => entries.collect(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    };
    let mut files = BTreeSet::new();
    for shelf in list(&root.join(folder))? {
        if !shelf.file_type()?.is_dir() {
            continue;
        }
        let within = shelf.file_name();
        for file in list(&shelf.path())? {
            // What is being written at this moment is nobody's mistake.
            if !atomic::is_unfinished(&file.file_name()) {
                let (within, name) = (within.to_string_lossy(), file.file_name());
                files.insert(format!("{folder}/{within}/{}", name.to_string_lossy()));
            }
        }
    }
    Ok(files)
}
