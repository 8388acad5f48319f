//! `DetectCustomLabels`: a running version's model looks at a picture.
//! <https://docs.aws.amazon.com/rekognition/latest/APIReference/API_DetectCustomLabels.html>

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Deserialize;
use serde_json::{Value, json};
use vision::global::GlobalModel;

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
/// Models held in memory; a model has a few kilobytes.
const MODELS: usize = 64;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Input {
    project_version_arn: String,
    image: Image,
    max_results: Option<i64>,
    min_confidence: Option<f64>,
}

/// Models that were read, by the id of their version; the last one used comes last.
#[derive(Debug, Default)]
pub(super) struct Models {
    read: Mutex<Vec<(String, Arc<GlobalModel>)>>,
}

impl Models {
    /// The model of a version, read from its file when it was not yet. Takes time: on a thread
    /// of its own.
    pub(super) fn get(&self, id: &str, file: &Path) -> Result<Arc<GlobalModel>, ServiceError> {
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
        let model =
            GlobalModel::from_bytes(&bytes).map_err(|error| unreadable(error.to_string()))?;
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
            model
                .suspicion(&*eyes::backbone()?, &pixels)
                .map_err(|error| ServiceError::internal(error.to_string()))
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
