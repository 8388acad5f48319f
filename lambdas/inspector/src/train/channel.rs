//! The pictures of a channel: a manifest, or a folder for each label.

use std::fs;
use std::path::{Component, Path, PathBuf};

use super::examples::Labelled;
use super::manifest;

/// A manifest's name.
const MANIFEST: &str = "manifest.jsonl";
/// A folder for each label (whether anomalous).
const LABELS: [(&str, bool); 2] = [("normal", false), ("anomaly", true)];

/// What a channel holds, in the order of the names; or everything that is wrong with it.
///
/// Either a file `manifest.jsonl` ([`manifest`]), or folders `normal/` and `anomaly/`, of which
/// one may be missing. In a folder, pictures within a folder of their own belong together:
/// `normal/<device>/<picture>`.
pub(super) fn read(
    folder: &Path,
    label_attribute: Option<&str>,
) -> Result<Vec<Labelled>, Vec<String>> {
    let manifest_file = folder.join(MANIFEST);
    if manifest_file.is_file() {
        return manifest::read(&manifest_file, folder, label_attribute);
    }
    let mut labelled = Vec::new();
    let mut mistakes = others(folder);
    for (name, anomalous) in LABELS {
        let of_label = folder.join(name);
        if of_label.is_dir() {
            pictures(
                &of_label,
                name,
                None,
                anomalous,
                &mut labelled,
                &mut mistakes,
            );
        }
    }
    if labelled.is_empty() && mistakes.is_empty() {
        mistakes.push(format!(
            "{} holds no pictures: there has to be a {MANIFEST}, or folders normal/ and anomaly/ \
             with JPEG or PNG files",
            folder.display()
        ));
    }
    if mistakes.is_empty() {
        Ok(labelled)
    } else {
        Err(mistakes)
    }
}

/// What is beside the labels' folders, and would be left out unseen.
fn others(folder: &Path) -> Vec<String> {
    let entries = sorted(folder).unwrap_or_default();
    let names = entries.iter().filter_map(|path| path.file_name());
    names
        .map(|name| name.to_string_lossy())
        .filter(|name| !name.starts_with('.') && LABELS.iter().all(|(label, _)| label != name))
        .map(|name| {
            format!(
                "{name} is neither normal/ nor anomaly/: rename it, or take it out of the channel"
            )
        })
        .collect()
}

/// Collects the pictures of a folder; those in folders within it are a group each.
fn pictures(
    folder: &Path,
    name: &str,
    group: Option<&str>,
    anomalous: bool,
    labelled: &mut Vec<Labelled>,
    mistakes: &mut Vec<String>,
) {
    let entries = match sorted(folder) {
        Ok(entries) => entries,
        Err(error) => {
            mistakes.push(format!("{} cannot be read: {error}", folder.display()));
            return;
        }
    };
    for path in entries {
        let file = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        // What file systems and tools leave behind.
        if file.starts_with('.') {
            continue;
        }
        let inner = format!("{name}/{file}");
        if path.is_dir() {
            if group.is_some() {
                mistakes.push(format!(
                    "{inner} is a folder within a group's folder; pictures are at \
                     <label>/<picture> or <label>/<group>/<picture>"
                ));
            } else {
                pictures(&path, &inner, Some(&file), anomalous, labelled, mistakes);
            }
        } else if is_picture(&path) {
            labelled.push(Labelled {
                name: inner,
                path,
                anomalous,
                group: group.map(str::to_owned),
            });
        } else {
            mistakes.push(format!("{inner} is neither .jpg, .jpeg nor .png"));
        }
    }
}

fn sorted(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)?;
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.map(|e| e.path()))
        .collect::<Result<_, _>>()?;
    paths.sort();
    Ok(paths)
}

fn is_picture(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
    ["jpg", "jpeg", "png"]
        .iter()
        .any(|known| extension == *known)
}

/// The file of a picture that is named by an object's address or by a path within the folder. SageMaker
/// puts objects there without the prefix that the channel has, so that it is looked for by the end of
/// its path.
pub(super) fn find(source: &str, folder: &Path) -> Result<PathBuf, String> {
    let key = match source.strip_prefix("s3://") {
        Some(address) => address.split_once('/').map_or("", |(_, key)| key),
        None => source,
    };
    let parts: Vec<Component<'_>> = Path::new(key).components().collect();
    // Nothing from a manifest leads out of the folder.
    if parts.is_empty()
        || !parts
            .iter()
            .all(|part| matches!(part, Component::Normal(_)))
    {
        return Err(format!("{source:?} is no path within the channel"));
    }
    (0..parts.len())
        .map(|skipped| folder.join(parts[skipped..].iter().collect::<PathBuf>()))
        .find(|path| path.is_file())
        .ok_or_else(|| format!("the picture {source:?} is not in the channel"))
}
