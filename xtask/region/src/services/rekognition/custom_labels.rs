//! `DetectCustomLabels`: a running version's model looks at a picture.
//! <https://docs.aws.amazon.com/rekognition/latest/APIReference/API_DetectCustomLabels.html>

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Deserialize;
use serde_json::{Value, json};
use vision::global::GlobalModel;
use vision::picture::Pixels;
use vision::{Backbone, Model};

use super::image::{self, Bounds, Image};
use super::input::{decode, percent};
use super::record::Status;
use super::{Rekognition, eyes, invalid};
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;

const BOUNDS: Bounds = Bounds {
    bytes: 4 << 20,
    least_side: 64,
    most_side: 4096,
};
/// The label of a picture that is unlike the sound ones.
const ANOMALOUS: &str = "anomalous";
/// The label of a picture that is like them; pictures with it in a manifest are learnt.
pub(super) const NORMAL: &str = "normal";
/// Labels below are not given when the request does not say: the model's own threshold.
const MIN_CONFIDENCE: f64 = 50.0;
/// Models held in memory; a large one has some 15 MB.
const MODELS: usize = 16;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Input {
    project_version_arn: String,
    image: Image,
    max_results: Option<i64>,
    min_confidence: Option<f64>,
}

/// What was learnt of pictures.
#[derive(Debug)]
pub(in crate::services) enum Learnt {
    /// Of normal ones alone, set to miss nothing: by a region that still took one label.
    Global(GlobalModel),
    /// The best kind of model.
    Model(Model),
}

impl Learnt {
    /// How suspicious a picture is, 0 to 1; 0.5 is the threshold.
    pub(in crate::services) fn suspicion(
        &self,
        backbone: &Backbone,
        pixels: &Pixels,
    ) -> Result<f64, ServiceError> {
        let looked = match self {
            Self::Global(model) => model.suspicion(backbone, pixels),
            Self::Model(model) => model.examine(backbone, pixels).map(|found| found.score),
        };
        looked.map_err(|error| ServiceError::internal(error.to_string()))
    }
}

/// Models that were read, by the id of their version; the last one used comes last.
#[derive(Debug, Default)]
pub(in crate::services) struct Models {
    read: Mutex<Vec<(String, Arc<Learnt>)>>,
}

impl Models {
    /// The model of a version, read from its file when it was not yet. Takes time: on a thread
    /// of its own.
    pub(in crate::services) fn get(
        &self,
        id: &str,
        file: &Path,
    ) -> Result<Arc<Learnt>, ServiceError> {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = read.iter().position(|(known, _)| known == id) {
            let found = read.remove(place);
            let model = Arc::clone(&found.1);
            read.push(found);
            return Ok(model);
        }
        let unreadable = |detail: String| {
            ServiceError::internal(format!(
                "the model {} can't be read: {detail}; train the version again",
                file.display()
            ))
        };
        let bytes = std::fs::read(file).map_err(|error| unreadable(error.to_string()))?;
        let model = match GlobalModel::from_bytes(&bytes) {
            Ok(model) => Learnt::Global(model),
            Err(_) => Model::from_bytes(&bytes)
                .map(Learnt::Model)
                .map_err(|error| unreadable(error.to_string()))?,
        };
        let model = Arc::new(model);
        if read.len() >= MODELS {
            read.remove(0);
        }
        read.push((id.to_owned(), Arc::clone(&model)));
        Ok(model)
    }
}

impl Rekognition {
    pub(super) async fn detect_custom_labels(
        &self,
        context: &Context,
        caller: &Caller,
        input: Value,
    ) -> Result<Value, ServiceError> {
        let input: Input = decode(input)?;
        let arn = &input.project_version_arn;
        context.authorise(caller, "rekognition:DetectCustomLabels", arn)?;
        let least = percent("MinConfidence", input.min_confidence, MIN_CONFIDENCE)?;
        if let Some(most) = input.max_results.filter(|most| *most < 0) {
            return Err(invalid(format!("MaxResults {most} must be 0 or more")));
        }
        let version = self.version(arn)?;
        if version.status != Status::Running {
            return Err(ServiceError::client(
                "ResourceNotReadyException",
                format!(
                    "{arn} is {}, not RUNNING; start it with StartProjectVersion",
                    version.status.as_str()
                ),
            ));
        }
        let bytes = image::read(context, caller, input.image, BOUNDS).await?;
        let context = context.clone();
        let suspicion = eyes::look(move || -> Result<f64, ServiceError> {
            let pixels = image::decode(&bytes, BOUNDS)?;
            let rekognition = context.rekognition();
            let file = rekognition.model_file(&version.id);
            let model = rekognition.models.get(&version.id, &file)?;
            model.suspicion(&*eyes::backbone()?, &pixels)
        })
        .await??;
        let most = input.max_results.map_or(usize::MAX, |most| most as usize);
        let labels = labels(suspicion, least, most);
        Ok(json!({ "CustomLabels": labels }))
    }
}

/// The labels of a picture, the most certain first.
fn labels(suspicion: f64, least: f64, most: usize) -> Vec<Value> {
    let anomalous = (ANOMALOUS, suspicion * 100.0);
    let normal = (NORMAL, (1.0 - suspicion) * 100.0);
    let ordered = if suspicion >= 0.5 {
        [anomalous, normal]
    } else {
        [normal, anomalous]
    };
    ordered
        .into_iter()
        .filter(|(_, confidence)| *confidence >= least)
        .take(most)
        .map(|(name, confidence)| json!({ "Name": name, "Confidence": confidence }))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_label_that_holds_comes_first_and_the_rest_below_the_threshold_is_left_out() {
        let names = |suspicion, least, most| -> Vec<String> {
            let labels = labels(suspicion, least, most);
            labels
                .iter()
                .map(|l| l["Name"].as_str().unwrap().to_owned())
                .collect()
        };
        assert_eq!(names(0.9, MIN_CONFIDENCE, usize::MAX), ["anomalous"]);
        assert_eq!(names(0.2, MIN_CONFIDENCE, usize::MAX), ["normal"]);
        assert_eq!(names(0.2, 0.0, usize::MAX), ["normal", "anomalous"]);
        assert_eq!(names(0.2, 0.0, 1), ["normal"]);
    }
}
