//! Augmented manifests, as Ground Truth and Lookout for Vision write them: a JSON object a line,
//! `source-ref` naming the picture, one attribute the label, and `<attribute>-metadata` what the
//! label means.
//!
//! ```json
//! {"source-ref": "s3://bucket/pictures/a.jpg", "anomaly-label": 1,
//!  "anomaly-label-metadata": {"class-name": "anomaly", "type": "groundtruth/image-classification"},
//!  "group": "meter-17"}
//! ```
//!
//! `group` is this program's own: pictures that belong together. Other attributes are left alone.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::{Map, Value};

use super::channel::find;
use super::examples::Labelled;

const METADATA: &str = "-metadata";

/// What a manifest lists, or everything that is wrong with it. Pictures are looked for in the
/// channel's folder by the end of their key: SageMaker puts objects there without the prefix that
/// the channel has.
pub(super) fn read(
    manifest: &Path,
    folder: &Path,
    label_attribute: Option<&str>,
) -> Result<Vec<Labelled>, Vec<String>> {
    let text = fs::read_to_string(manifest)
        .map_err(|error| vec![format!("{} cannot be read: {error}", manifest.display())])?;
    let mut labelled = Vec::new();
    let mut mistakes = Vec::new();
    for (index, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        match entry(line, folder, label_attribute) {
            Ok(entry) => labelled.push(entry),
            Err(mistake) => mistakes.push(format!("manifest line {}: {mistake}", index + 1)),
        }
    }
    if labelled.is_empty() && mistakes.is_empty() {
        mistakes.push(format!("{} lists no pictures", manifest.display()));
    }
    if mistakes.is_empty() {
        Ok(labelled)
    } else {
        Err(mistakes)
    }
}

fn entry(line: &str, folder: &Path, label_attribute: Option<&str>) -> Result<Labelled, String> {
    let object: Map<String, Value> =
        serde_json::from_str(line).map_err(|error| format!("it is no JSON object: {error}"))?;
    let name = object
        .get("source-ref")
        .and_then(Value::as_str)
        .ok_or("there is no source-ref, which names the picture")?;
    let path = find(name, folder)?;
    let attribute = match label_attribute {
        Some(attribute) => attribute,
        None => only_attribute(&object)?,
    };
    let group = match object.get("group") {
        None | Some(Value::Null) => None,
        Some(Value::String(group)) => Some(group.clone()),
        Some(other) => return Err(format!("the group is {other}, not a text")),
    };
    Ok(Labelled {
        name: name.to_owned(),
        path,
        anomalous: label(&object, attribute)?,
        group,
    })
}

/// The attribute that has metadata with a class name.
fn only_attribute(object: &Map<String, Value>) -> Result<&str, String> {
    let attributes: BTreeSet<&str> = object
        .iter()
        .filter(|(_, metadata)| metadata.get("class-name").is_some())
        .filter_map(|(key, _)| key.strip_suffix(METADATA))
        .collect();
    let mut names = attributes.iter();
    match (names.next(), names.next()) {
        (Some(only), None) => Ok(only),
        (None, _) => Err(format!(
            "there is no label: an attribute with <attribute>{METADATA} and a class-name in it"
        )),
        (Some(_), Some(_)) => Err(format!(
            "there are several labels ({}); say which by the hyper-parameter label_attribute",
            attributes.into_iter().collect::<Vec<_>>().join(", ")
        )),
    }
}

fn label(object: &Map<String, Value>, attribute: &str) -> Result<bool, String> {
    let class = object
        .get(&format!("{attribute}{METADATA}"))
        .and_then(|metadata| metadata.get("class-name"))
        .and_then(Value::as_str)
        .ok_or_else(|| format!("{attribute}{METADATA} has no class-name"))?;
    match class.to_ascii_lowercase().as_str() {
        "normal" => Ok(false),
        "anomaly" | "anomalous" => Ok(true),
        _ => Err(format!(
            "the class-name is {class:?}; there are normal and anomaly"
        )),
    }
}
