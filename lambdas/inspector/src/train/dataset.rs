//! The manifest of a run of the models' state machine: the channel `manifest` says of each picture of the
//! channel `train` what it shows, in the order that the model depends on.

use std::fs;
use std::path::{Path, PathBuf};

use contracts::training::{TrainingPart, TrainingPicture};
use sha2::{Digest, Sha256};

use super::channel::find;
use super::examples::Labelled;

/// Most bytes of a manifest.
const LARGEST: u64 = 64 * 1024 * 1024;

/// The pictures to train on that the manifest lists, each with the content that it says; or everything
/// that is wrong.
pub(super) fn read(manifests: &Path, pictures: &Path) -> Result<Vec<Labelled>, Vec<String>> {
    let text = only_file(manifests).map_err(|mistake| vec![mistake])?;
    let mut labelled = Vec::new();
    let mut mistakes = Vec::new();
    for (index, line) in text.lines().enumerate() {
        match entry(line, pictures) {
            Ok(found) => labelled.extend(found),
            Err(mistake) => mistakes.push(format!("manifest line {}: {mistake}", index + 1)),
        }
    }
    if labelled.is_empty() && mistakes.is_empty() {
        mistakes.push("the manifest lists no pictures to train on".to_owned());
    }
    if mistakes.is_empty() {
        Ok(labelled)
    } else {
        Err(mistakes)
    }
}

/// The text of the one file that a manifest's channel holds.
fn only_file(folder: &Path) -> Result<String, String> {
    let unreadable =
        |error: std::io::Error| format!("{} cannot be read: {error}", folder.display());
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        files.push(entry.map_err(unreadable)?.path());
    }
    let [file] = files.as_slice() else {
        let number = files.len();
        return Err(format!(
            "the channel manifest holds {number} files; it must hold the run's manifest alone"
        ));
    };
    let size = fs::metadata(file).map_err(unreadable)?.len();
    if size > LARGEST {
        return Err(format!(
            "{} has {size} bytes; at most {LARGEST} are taken",
            file.display()
        ));
    }
    fs::read_to_string(file).map_err(unreadable)
}

/// The picture of a line, where it is one to train on.
fn entry(line: &str, pictures: &Path) -> Result<Option<Labelled>, String> {
    let picture: TrainingPicture =
        serde_json::from_str(line).map_err(|error| format!("it is no picture: {error}"))?;
    if picture.part != Some(TrainingPart::Train) {
        return Ok(None);
    }
    let path = find(&picture.key, pictures)?;
    let content = fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let sha256 = format!("{:x}", Sha256::digest(&content));
    if sha256 != picture.sha256 {
        return Err(format!(
            "the SHA-256 of {} is {sha256}, and {} is expected: it was replaced",
            picture.key, picture.sha256
        ));
    }
    Ok(Some(Labelled {
        name: picture.name,
        path,
        anomalous: picture.anomalous,
        group: picture.group,
    }))
}
