//! The first look through Amazon Rekognition: general labels and image properties of every
//! picture, and the device class's custom labels model where one is live.

use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_sdk_rekognition::Client;
use aws_sdk_rekognition::operation::detect_labels::DetectLabelsOutput;
use aws_sdk_rekognition::types::{CustomLabel, DetectLabelsFeatureName, Image, S3Object};
use contracts::finding::{FirstLookRules, Label};
use contracts::picture::PreparedPicture;
use contracts::tasks::FirstLookError;
use futures::future;
use runtime::{Failure, Fault, TellsFaults};

use super::{Anomaly, FirstLookDetector, FirstLooked, Sight};

/// Labels asked for; the rules look at all of them, a finding keeps the first few.
const MOST_LABELS: i32 = 50;

/// Codes by which Rekognition refuses one picture and not the request.
/// <https://docs.aws.amazon.com/rekognition/latest/APIReference/API_DetectLabels.html#API_DetectLabels_Errors>
const PICTURE_REFUSED: [&str; 3] = [
    "ImageTooLargeException",
    "InvalidImageFormatException",
    "InvalidS3ObjectException",
];

/// Codes by which Rekognition asks to slow down.
const THROTTLED: [&str; 3] = [
    "LimitExceededException",
    "ProvisionedThroughputExceededException",
    "ThrottlingException",
];

/// Codes by which it says that a model is not running: stopped, starting, or deleted.
const NOT_READY: [&str; 2] = ["ResourceNotFoundException", "ResourceNotReadyException"];

/// Amazon Rekognition.
#[derive(Debug, Clone)]
pub struct RekognitionFirstLook {
    client: Client,
    bucket: String,
}

/// A call that gave nothing: about this picture, or about all of them.
enum Refusal {
    Picture(String),
    All(Failure<FirstLookError>),
}

impl RekognitionFirstLook {
    /// Rekognition in the account and region that `aws` says, reading pictures from `bucket`.
    pub fn new(aws: &SdkConfig, bucket: &str) -> Self {
        Self {
            client: Client::new(aws),
            bucket: bucket.to_owned(),
        }
    }

    fn image(&self, picture: &PreparedPicture) -> Image {
        let object = S3Object::builder()
            .bucket(&self.bucket)
            .name(&picture.key)
            .build();
        Image::builder().s3_object(object).build()
    }

    async fn labels(
        &self,
        picture: &PreparedPicture,
        min_confidence: f32,
    ) -> Result<Sight, Refusal> {
        let answer = self
            .client
            .detect_labels()
            .image(self.image(picture))
            .features(DetectLabelsFeatureName::GeneralLabels)
            .features(DetectLabelsFeatureName::ImageProperties)
            .max_labels(MOST_LABELS)
            .min_confidence(min_confidence)
            .send()
            .await;
        match answer {
            Ok(output) => Ok(sight(output)),
            Err(error) => Err(refusal(&picture.key, None, error.fault())),
        }
    }

    async fn anomaly(&self, picture: &PreparedPicture, model: &str) -> Result<Anomaly, Refusal> {
        let answer = self
            .client
            .detect_custom_labels()
            .project_version_arn(model)
            .image(self.image(picture))
            // Also what the model's own threshold would hide: the rules have theirs.
            .min_confidence(0.0)
            .send()
            .await;
        match answer {
            Ok(output) => Ok(most_certain(output.custom_labels())),
            Err(error) => Err(refusal(&picture.key, Some(model), error.fault())),
        }
    }
}

#[async_trait]
impl FirstLookDetector for RekognitionFirstLook {
    async fn look(
        &self,
        picture: &PreparedPicture,
        min_confidence: f32,
        model: Option<&str>,
    ) -> Result<FirstLooked, Failure<FirstLookError>> {
        let anomaly = async {
            match model {
                Some(model) => self.anomaly(picture, model).await.map(Some),
                None => Ok(None),
            }
        };
        let looked = future::try_join(self.labels(picture, min_confidence), anomaly).await;
        match looked {
            Ok((sight, anomaly)) => Ok(FirstLooked::Seen(Sight { anomaly, ..sight })),
            Err(Refusal::Picture(detail)) => Ok(FirstLooked::Refused(detail)),
            Err(Refusal::All(failure)) => Err(failure),
        }
    }
}

fn sight(output: DetectLabelsOutput) -> Sight {
    let mut labels: Vec<Label> = output
        .labels
        .unwrap_or_default()
        .into_iter()
        .filter_map(|label| {
            Some(Label {
                name: label.name?,
                confidence: f64::from(label.confidence?),
            })
        })
        .collect();
    labels.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    let properties = output.image_properties.as_ref();
    let quality = properties.and_then(|properties| properties.quality());
    Sight {
        labels,
        brightness: quality
            .and_then(|quality| quality.brightness)
            .map(f64::from),
        sharpness: quality.and_then(|quality| quality.sharpness).map(f64::from),
        contrast: quality.and_then(|quality| quality.contrast).map(f64::from),
        dominant_color: properties
            .and_then(|properties| properties.dominant_colors().first())
            .and_then(|color| color.hex_code())
            .map(str::to_ascii_lowercase),
        anomaly: None,
    }
}

fn most_certain(labels: &[CustomLabel]) -> Anomaly {
    labels
        .iter()
        .filter_map(|label| Some((label.name()?, f64::from(label.confidence()?))))
        .filter(|(name, _)| !FirstLookRules::means_sound(name))
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map_or(
            Anomaly {
                label: None,
                confidence: 0.0,
            },
            |(name, confidence)| Anomaly {
                label: Some(name.to_owned()),
                confidence,
            },
        )
}

fn refusal(key: &str, model: Option<&str>, fault: Fault) -> Refusal {
    let code = fault.code.as_deref().unwrap_or_default();
    if PICTURE_REFUSED.contains(&code) {
        return Refusal::Picture(fault.detail);
    }
    if THROTTLED.contains(&code) {
        let detail = fault.detail;
        return Refusal::All(FirstLookError::Throttled { detail }.into());
    }
    match model {
        Some(model) if NOT_READY.contains(&code) => Refusal::All(
            FirstLookError::ModelNotReady {
                model: model.to_owned(),
                detail: fault.detail,
            }
            .into(),
        ),
        _ => Refusal::All(Failure::from_fault(
            &format!("Rekognition cannot look at {key}"),
            &fault,
        )),
    }
}

#[cfg(test)]
mod tests {
    use contracts::ServiceError;

    use super::*;

    fn fault(code: &str) -> Fault {
        Fault {
            error: ServiceError::ServiceRefused,
            code: Some(code.to_owned()),
            status: Some(400),
            detail: format!("{code}: no"),
        }
    }

    fn name_of(code: &str, model: Option<&str>) -> &'static str {
        match refusal("prepared/x.jpg", model, fault(code)) {
            Refusal::Picture(_) => "the picture",
            Refusal::All(failure) => failure.name(),
        }
    }

    #[test]
    fn a_refused_picture_is_told_from_a_refused_request() {
        assert_eq!(name_of("ImageTooLargeException", None), "the picture");
        assert_eq!(
            name_of("InvalidS3ObjectException", Some("arn")),
            "the picture"
        );
        assert_eq!(name_of("ThrottlingException", None), "Throttled");
        assert_eq!(
            name_of("ResourceNotReadyException", Some("arn")),
            "ModelNotReady"
        );
        assert_eq!(name_of("ResourceNotFoundException", None), "ServiceRefused");
        assert_eq!(name_of("InvalidParameterException", None), "ServiceRefused");
    }

    #[test]
    fn every_custom_label_but_the_sound_one_is_an_anomaly() {
        let label = |name: &str, confidence| {
            CustomLabel::builder()
                .name(name)
                .confidence(confidence)
                .build()
        };
        let labels = [
            label("Normal", 90.0),
            label("rust", 20.0),
            label("crack", 40.0),
        ];
        let anomaly = most_certain(&labels);
        assert_eq!(
            (anomaly.label.as_deref(), anomaly.confidence),
            (Some("crack"), 40.0)
        );
        assert_eq!(most_certain(&labels[..1]).confidence, 0.0);
    }
}
