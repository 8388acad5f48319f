//! The close look through Rekognition Custom Labels.
//! <https://docs.aws.amazon.com/rekognition/latest/APIReference/API_DetectCustomLabels.html>

use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_sdk_rekognition::Client;
use aws_sdk_rekognition::types::{BoundingBox, CustomLabel, Image, S3Object};
use contracts::answer::BELOW_HALF;
use contracts::examination::{AnomalyBox, Examination, Verdict};
use contracts::finding::FirstLookRules;
use contracts::model::{AskedModel, LiveModel};
use contracts::picture::PreparedPicture;
use contracts::tasks::CloseLookError;
use runtime::{Failure, Fault, TellsFaults};

use super::{CloseLookDetector, CloseLooked, elsewhere, failure};
use crate::first_look::rekognition::{NOT_READY, PICTURE_REFUSED};

/// What the live model must be.
const WANTED: &str = "Rekognition Custom Labels";

/// Rekognition Custom Labels.
pub struct CustomLabelsCloseLook {
    client: Client,
    bucket: String,
    min_confidence: f64,
}

impl CustomLabelsCloseLook {
    /// Rekognition in the account and region that `aws` says, reading pictures from `bucket`. From
    /// `min_confidence` (0 to 100) on, a label other than the sound one means an anomaly.
    pub fn new(aws: &SdkConfig, bucket: &str, min_confidence: f32) -> Self {
        Self {
            client: Client::new(aws),
            bucket: bucket.to_owned(),
            min_confidence: min_confidence.into(),
        }
    }
}

#[async_trait]
impl CloseLookDetector for CustomLabelsCloseLook {
    async fn look(
        &self,
        picture: &PreparedPicture,
        model: &LiveModel,
    ) -> Result<CloseLooked, Failure<CloseLookError>> {
        let Some(AskedModel::CustomLabels {
            project_version_arn: arn,
        }) = &model.asked
        else {
            return Err(elsewhere(picture, WANTED));
        };
        let object = S3Object::builder()
            .bucket(&self.bucket)
            .name(&picture.key)
            .build();
        let answer = self
            .client
            .detect_custom_labels()
            .project_version_arn(arn)
            .image(Image::builder().s3_object(object).build())
            // Also what the model's own threshold would hide: the configuration has its own.
            .min_confidence(0.0)
            .send()
            .await;
        match answer {
            Ok(answer) => Ok(CloseLooked::Examined(examination(
                picture,
                answer.custom_labels(),
                self.min_confidence,
                &model.version,
            ))),
            Err(error) => refusal(&picture.key, arn, error.fault()),
        }
    }
}

fn refusal(key: &str, model: &str, fault: Fault) -> Result<CloseLooked, Failure<CloseLookError>> {
    let code = fault.code.as_deref().unwrap_or_default();
    if PICTURE_REFUSED.contains(&code) {
        return Ok(CloseLooked::Refused(fault.detail));
    }
    if NOT_READY.contains(&code) {
        return Err(CloseLookError::ModelNotReady {
            model: model.to_owned(),
            detail: fault.detail,
        }
        .into());
    }
    Err(failure(key, "Rekognition", fault))
}

/// What labels say: the most certain one that does not mean sound decides. The configured
/// confidence is at a score of 0.5.
fn examination(
    picture: &PreparedPicture,
    labels: &[CustomLabel],
    min_confidence: f64,
    version: &str,
) -> Examination {
    let mut unsound: Vec<(f64, &CustomLabel)> = labels
        .iter()
        .filter(|label| {
            label
                .name()
                .is_some_and(|name| !FirstLookRules::means_sound(name))
        })
        .filter_map(|label| Some((f64::from(label.confidence()?), label)))
        .collect();
    unsound.sort_by(|a, b| b.0.total_cmp(&a.0));
    let confidence = unsound.first().map_or(0.0, |(confidence, _)| *confidence);
    let anomalous = !unsound.is_empty() && confidence >= min_confidence;
    let score = |confidence: f64| {
        if confidence >= min_confidence {
            0.5 + 0.5 * share(confidence - min_confidence, 100.0 - min_confidence)
        } else {
            (0.5 * share(confidence, min_confidence)).min(BELOW_HALF)
        }
    };
    let boxes = unsound
        .iter()
        .filter(|(confidence, _)| *confidence >= min_confidence)
        .filter_map(|(confidence, label)| {
            let bounds = label.geometry()?.bounding_box()?;
            Some(anomaly_box(bounds, score(*confidence)))
        });
    Examination {
        picture_id: picture.id.clone(),
        verdict: if anomalous {
            Verdict::Anomalous
        } else {
            Verdict::Normal
        },
        // Without any such label nothing is known against it.
        score: if unsound.is_empty() {
            0.0
        } else {
            score(confidence)
        },
        boxes: boxes.take(Examination::MOST_BOXES).collect(),
        heat_map: None,
        model: version.to_owned(),
    }
}

fn anomaly_box(bounds: &BoundingBox, score: f64) -> AnomalyBox {
    let side = |value: Option<f32>| f64::from(value.unwrap_or_default());
    AnomalyBox {
        left: side(bounds.left()),
        top: side(bounds.top()),
        width: side(bounds.width()),
        height: side(bounds.height()),
        score,
    }
}

/// `part` of `whole`, 0 to 1; all of it where there is no whole.
fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 {
        (part / whole).clamp(0.0, 1.0)
    } else {
        1.0
    }
}

#[cfg(test)]
mod tests {
    use aws_sdk_rekognition::types::Geometry;
    use contracts::picture::PictureFormat;
    use contracts::{Day, DeviceClass, DeviceId, PictureId};

    use super::*;

    fn picture() -> PreparedPicture {
        PreparedPicture {
            id: PictureId::parse("0".repeat(32)).unwrap(),
            source: "incoming/b/meter/d-1/1.jpg".to_owned(),
            key: "prepared/meter/2026-11-22/1.jpg".to_owned(),
            device_class: DeviceClass::parse("meter").unwrap(),
            device_id: DeviceId::parse("d-1").unwrap(),
            day: Day::parse("2026-11-22").unwrap(),
            format: PictureFormat::Jpeg,
            width: 100,
            height: 100,
            bytes: 1_000,
            uploaded_at: "2026-11-22T12:00:00Z".to_owned(),
            captured_at: None,
            latitude: None,
            longitude: None,
            duplicate_of: None,
        }
    }

    fn label(name: &str, confidence: f32, left: Option<f32>) -> CustomLabel {
        let geometry = left.map(|left| {
            let bounds = BoundingBox::builder().left(left).width(0.1).build();
            Geometry::builder().bounding_box(bounds).build()
        });
        CustomLabel::builder()
            .name(name)
            .confidence(confidence)
            .set_geometry(geometry)
            .build()
    }

    #[test]
    fn the_most_certain_label_against_it_decides() {
        let looked = |labels: &[CustomLabel]| examination(&picture(), labels, 60.0, "v1");
        let sound = looked(&[label("Normal", 99.0, None)]);
        assert_eq!((sound.verdict, sound.score), (Verdict::Normal, 0.0));
        let doubtful = looked(&[label("normal", 70.0, None), label("rust", 30.0, None)]);
        assert_eq!((doubtful.verdict, doubtful.score), (Verdict::Normal, 0.25));
        let just = looked(&[label("rust", 60.0, None)]);
        assert_eq!((just.verdict, just.score), (Verdict::Anomalous, 0.5));
        let places = [
            label("crack", 80.0, Some(0.5)),
            label("rust", 100.0, Some(0.25)),
            label("hole", 59.0, Some(0.75)),
        ];
        let broken = looked(&places);
        assert_eq!((broken.verdict, broken.score), (Verdict::Anomalous, 1.0));
        let lefts: Vec<f64> = broken.boxes.iter().map(|one| one.left).collect();
        assert_eq!(lefts, [0.25, 0.5]);
        assert_eq!(broken.boxes[1].score, 0.75);
    }
}
