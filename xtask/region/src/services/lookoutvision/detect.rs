//! `DetectAnomalies`: a hosted model looks at a picture.
//! <https://docs.aws.amazon.com/lookout-for-vision/latest/APIReference/API_DetectAnomalies.html>

use serde_json::json;

use super::record::Status;
use super::{LookoutVision, conflict, invalid};
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;
use crate::protocol::rest_json::{Request, Response};
use crate::services::rekognition::eyes;
use crate::services::rekognition::image::{self, Bounds};

const BOUNDS: Bounds = Bounds {
    bytes: 8 << 20,
    least_side: 64,
    most_side: 4096,
};

impl LookoutVision {
    pub(super) async fn detect_anomalies(
        &self,
        context: &Context,
        caller: &Caller,
        project: &str,
        version: &str,
        request: &Request,
    ) -> Result<Response, ServiceError> {
        let action = "lookoutvision:DetectAnomalies";
        let model = self.model(context, caller, project, version, action)?;
        let content_type = request.header("content-type").unwrap_or_default();
        if !["image/jpeg", "image/png"].contains(&content_type) {
            return Err(invalid(format!(
                "contentType \"{content_type}\" must be image/jpeg or image/png"
            )));
        }
        if request.body.len() as u64 > BOUNDS.bytes {
            return Err(invalid(format!(
                "the picture has {} bytes; at most {} are taken",
                request.body.len(),
                BOUNDS.bytes
            )));
        }
        if model.status != Status::Hosted {
            return Err(conflict(format!(
                "Model {version} of project {project} is {}, not HOSTED; start it with StartModel.",
                model.status.as_str()
            )));
        }
        let bytes = request.body.clone();
        let context = context.clone();
        let score = eyes::look(move || -> Result<f64, ServiceError> {
            // Its codes are Rekognition's; here there is one for all that is wrong with a picture.
            let pixels = image::decode(&bytes, BOUNDS).map_err(|error| invalid(error.message))?;
            let lookout = context.lookoutvision();
            let file = lookout.model_file(&model.id);
            let learnt = lookout.read.get(&model.id, &file)?;
            learnt.suspicion(&*eyes::backbone()?, &pixels)
        })
        .await??;
        let is_anomalous = score >= 0.5;
        Ok(Response::json(
            200,
            &json!({ "DetectAnomalyResult": {
                "Source": { "Type": "direct" },
                "IsAnomalous": is_anomalous,
                "Confidence": if is_anomalous { score } else { 1.0 - score },
            } }),
        ))
    }
}
