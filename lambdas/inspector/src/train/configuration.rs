//! What a training job says: hyper-parameters, channels and hosts. All mistakes are told together.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use vision::{FitOptions, Kind};

use super::{MANIFEST, TRAIN, VALIDATION};
use crate::folders::Folders;

/// Most pictures of a label, which is some 600 MB of features.
const MOST_PICTURES: usize = 2_000;

/// What to train, checked.
#[derive(Debug)]
pub(super) struct Configuration {
    /// The kinds of models to choose from.
    pub(super) kinds: Vec<Kind>,
    /// Most pictures of each label to fit on.
    pub(super) most_pictures: usize,
    /// The attribute of a manifest that holds the labels, where there are several.
    pub(super) label_attribute: Option<String>,
    /// The name of what is on the pictures, for reports.
    pub(super) device_class: String,
    /// Whether there is a channel to validate on.
    pub(super) validates: bool,
    /// Whether there is a channel with the manifest of a run.
    pub(super) is_listed: bool,
}

/// A channel, as far as it matters here.
#[derive(Debug, Deserialize)]
struct Channel {
    #[serde(rename = "TrainingInputMode")]
    mode: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Resources {
    hosts: Vec<String>,
}

impl Configuration {
    pub(super) fn read(folders: &Folders) -> Result<Self, Vec<String>> {
        let mut mistakes = Vec::new();
        // Always strings, whatever they mean.
        let parameters: BTreeMap<String, String> =
            file(folders, "hyperparameters.json", &mut mistakes).unwrap_or_default();
        let mut configuration = Self {
            kinds: Kind::ALL.to_vec(),
            most_pictures: FitOptions::default().most_pictures,
            label_attribute: None,
            device_class: "device".to_owned(),
            validates: false,
            is_listed: false,
        };
        for (name, value) in &parameters {
            if let Err(mistake) = configuration.set(name, value) {
                mistakes.push(format!("hyper-parameter {name}: {mistake}"));
            }
        }
        let channels: Option<BTreeMap<String, Channel>> =
            file(folders, "inputdataconfig.json", &mut mistakes);
        match channels {
            Some(channels) => {
                configuration.validates = channels.contains_key(VALIDATION);
                configuration.is_listed = channels.contains_key(MANIFEST);
                check_channels(&channels, &mut mistakes);
            }
            // A process without SageMaker: what is there counts.
            None => {
                configuration.validates = folders.channel(VALIDATION).is_dir();
                configuration.is_listed = folders.channel(MANIFEST).is_dir();
            }
        }
        let resources: Option<Resources> = file(folders, "resourceconfig.json", &mut mistakes);
        let hosts = resources.map_or(1, |resources| resources.hosts.len());
        if hosts > 1 {
            mistakes.push(format!(
                "the training job has {hosts} instances; a model is fitted on one: set \
                 InstanceCount to 1"
            ));
        }
        if mistakes.is_empty() {
            Ok(configuration)
        } else {
            Err(mistakes)
        }
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), String> {
        match name {
            "model" if value == "auto" => self.kinds = Kind::ALL.to_vec(),
            "model" => {
                let kinds: Result<Vec<Kind>, _> =
                    value.split(',').map(|kind| kind.trim().parse()).collect();
                self.kinds = kinds
                    .map_err(|error| format!("{error}; give one, several with commas, or auto"))?;
            }
            "most_pictures" => {
                self.most_pictures = value
                    .parse()
                    .ok()
                    .filter(|most| (4..=MOST_PICTURES).contains(most))
                    .ok_or_else(|| {
                        format!("{value:?} is no whole number from 4 to {MOST_PICTURES}")
                    })?;
            }
            "label_attribute" => self.label_attribute = Some(value.to_owned()),
            "device_class" => self.device_class = value.to_owned(),
            // What SageMaker's own tools add: the SDK, and hyper-parameter tuning.
            other if other.starts_with("sagemaker_") || other.starts_with("_tuning_") => {}
            _ => {
                return Err(
                    "is not known; there are model, most_pictures, label_attribute and \
                     device_class"
                        .to_owned(),
                );
            }
        }
        Ok(())
    }
}

fn check_channels(channels: &BTreeMap<String, Channel>, mistakes: &mut Vec<String>) {
    if !channels.contains_key(TRAIN) {
        let names: Vec<&str> = channels.keys().map(String::as_str).collect();
        mistakes.push(format!(
            "the channel {TRAIN} is missing; the job has: {}",
            names.join(", ")
        ));
    }
    for (name, channel) in channels {
        if ![TRAIN, VALIDATION, MANIFEST].contains(&name.as_str()) {
            mistakes.push(format!(
                "the channel {name} is not known; there are {TRAIN}, {VALIDATION} and {MANIFEST}"
            ));
        }
        let mode = channel.mode.as_deref().unwrap_or("File");
        if !matches!(mode, "File" | "FastFile") {
            mistakes.push(format!(
                "the channel {name} comes by {mode} mode; files are needed: File or FastFile"
            ));
        }
    }
}

/// A file of the configuration; `None` where it is not there, which is fine, or cannot be read,
/// which is a mistake.
fn file<T: DeserializeOwned>(
    folders: &Folders,
    name: &str,
    mistakes: &mut Vec<String>,
) -> Option<T> {
    let path = folders.config(name);
    let text = match fs::read(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return None,
        Err(error) => {
            mistakes.push(format!("{} cannot be read: {error}", path.display()));
            return None;
        }
    };
    match serde_json::from_slice(&text) {
        Ok(value) => Some(value),
        Err(error) => {
            mistakes.push(format!("{} cannot be read: {error}", path.display()));
            None
        }
    }
}
