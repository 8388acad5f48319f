//! The first look through Amazon Rekognition: what the rules ask, all at once. Prepared pictures are
//! JPEGs within its limits, which the configuration sees to.

use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_sdk_rekognition::Client;
use aws_sdk_rekognition::operation::detect_labels::DetectLabelsOutput;
use aws_sdk_rekognition::types::{
    CustomLabel, DetectLabelsFeatureName, DetectTextFilters, DetectionFilter, Image, S3Object,
};
use contracts::finding::{FirstLookRules, Label, ModerationRule, PeopleRule, TextRule};
use contracts::picture::PreparedPicture;
use contracts::tasks::FirstLookError;
use futures::future;
use runtime::{Failure, Fault, TellsFaults};

use super::people::person_seen;
use super::reading::readings;
use super::{Anomaly, FirstLookDetector, FirstLooked, Person, Sight};

/// Labels asked for: all that there are, as far as Rekognition tells. The rules look at each of them; a finding
/// keeps the first few.
const MOST_LABELS: i32 = 1_000;

/// Codes by which Rekognition refuses one picture and not the request.
/// <https://docs.aws.amazon.com/rekognition/latest/APIReference/API_DetectLabels.html#API_DetectLabels_Errors>
pub(crate) const PICTURE_REFUSED: [&str; 3] = [
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
pub(crate) const NOT_READY: [&str; 2] = ["ResourceNotFoundException", "ResourceNotReadyException"];

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

    /// Labels, quality and colours, as far as the rules speak of them.
    async fn labels(
        &self,
        picture: &PreparedPicture,
        rules: &FirstLookRules,
    ) -> Result<Sight, Refusal> {
        let mut request = self.client.detect_labels().image(self.image(picture));
        if rules.asks_labels() {
            // Both are of labels: where properties alone are asked for they are no valid input.
            request = request
                .features(DetectLabelsFeatureName::GeneralLabels)
                .max_labels(MOST_LABELS)
                .min_confidence(rules.min_confidence);
        }
        if rules.asks_properties() {
            request = request.features(DetectLabelsFeatureName::ImageProperties);
        }
        match request.send().await {
            Ok(output) => Ok(sight(output)),
            Err(error) => Err(refusal(&picture.key, None, error.fault())),
        }
    }

    async fn moderation(
        &self,
        picture: &PreparedPicture,
        rule: &ModerationRule,
    ) -> Result<Vec<Label>, Refusal> {
        let answer = self
            .client
            .detect_moderation_labels()
            .image(self.image(picture))
            .min_confidence(rule.min_confidence)
            .send()
            .await;
        let answer = answer.map_err(|error| refusal(&picture.key, None, error.fault()))?;
        let mut labels: Vec<Label> = answer
            .moderation_labels()
            .iter()
            .filter_map(|label| {
                Some(Label {
                    name: label.name()?.to_owned(),
                    confidence: label.confidence()?.into(),
                })
            })
            .collect();
        labels.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
        Ok(labels)
    }

    async fn text(
        &self,
        picture: &PreparedPicture,
        rule: &TextRule,
    ) -> Result<Vec<Vec<String>>, Refusal> {
        // Also the words that do not count: they stand between those that do.
        let words = DetectionFilter::builder().min_confidence(0.0);
        let answer = self
            .client
            .detect_text()
            .image(self.image(picture))
            .filters(
                DetectTextFilters::builder()
                    .word_filter(words.build())
                    .build(),
            )
            .send()
            .await;
        let answer = answer.map_err(|error| refusal(&picture.key, None, error.fault()))?;
        Ok(readings(answer.text_detections(), rule.min_confidence))
    }

    async fn faces(&self, picture: &PreparedPicture) -> Result<Vec<f64>, Refusal> {
        let answer = self
            .client
            .detect_faces()
            .image(self.image(picture))
            .send()
            .await;
        let answer = answer.map_err(|error| refusal(&picture.key, None, error.fault()))?;
        let faces = answer.face_details().iter();
        Ok(faces
            .filter_map(|face| face.confidence().map(f64::from))
            .collect())
    }

    async fn people(
        &self,
        picture: &PreparedPicture,
        rule: &PeopleRule,
    ) -> Result<Vec<Person>, Refusal> {
        let answer = self
            .client
            .detect_protective_equipment()
            .image(self.image(picture))
            .send()
            .await;
        let answer = answer.map_err(|error| refusal(&picture.key, None, error.fault()))?;
        let least = f64::from(rule.min_confidence);
        Ok(answer
            .persons()
            .iter()
            .map(|person| person_seen(person, rule))
            .filter(|person| person.confidence >= least)
            .collect())
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
        rules: &FirstLookRules,
        model: Option<&str>,
    ) -> Result<FirstLooked, Failure<FirstLookError>> {
        let labels = async {
            match rules.asks_labels() || rules.asks_properties() {
                true => self.labels(picture, rules).await,
                false => Ok(Sight::default()),
            }
        };
        let moderation = asked(rules.moderation.as_ref(), |rule| {
            self.moderation(picture, rule)
        });
        let text = asked(rules.text.as_ref(), |rule| self.text(picture, rule));
        let faces = asked(rules.min_face_confidence, |_| self.faces(picture));
        let people = asked(rules.people.as_ref(), |rule| self.people(picture, rule));
        let anomaly = asked(model, |model| self.anomaly(picture, model));
        let others = future::try_join5(moderation, text, faces, people, anomaly);
        match future::try_join(labels, others).await {
            Ok((sight, (moderation, text, faces, people, anomaly))) => {
                Ok(FirstLooked::Seen(Box::new(Sight {
                    moderation: moderation.unwrap_or_default(),
                    text: text.unwrap_or_default(),
                    faces: faces.unwrap_or_default(),
                    people: people.unwrap_or_default(),
                    anomaly,
                    ..sight
                })))
            }
            Err(Refusal::Picture(detail)) => Ok(FirstLooked::Refused(detail)),
            Err(Refusal::All(failure)) => Err(failure),
        }
    }
}

/// Asks where a rule does.
async fn asked<R, T, F>(rule: Option<R>, ask: impl FnOnce(R) -> F) -> Result<Option<T>, Refusal>
where
    F: Future<Output = Result<T, Refusal>>,
{
    match rule {
        Some(rule) => ask(rule).await.map(Some),
        None => Ok(None),
    }
}

fn sight(output: DetectLabelsOutput) -> Sight {
    let mut labels = Vec::new();
    let mut objects = Vec::new();
    for label in output.labels.unwrap_or_default() {
        let is_object = !label.instances().is_empty();
        if let (Some(name), Some(confidence)) = (label.name, label.confidence) {
            let label = Label {
                name,
                confidence: confidence.into(),
            };
            if is_object {
                objects.push(label.clone());
            }
            labels.push(label);
        }
    }
    labels.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    let properties = output.image_properties.as_ref();
    let quality = properties.and_then(|properties| properties.quality());
    let colors = properties.map_or(&[][..], |properties| properties.dominant_colors());
    Sight {
        labels,
        objects,
        brightness: quality
            .and_then(|quality| quality.brightness)
            .map(f64::from),
        sharpness: quality.and_then(|quality| quality.sharpness).map(f64::from),
        contrast: quality.and_then(|quality| quality.contrast).map(f64::from),
        dominant_color: colors
            .first()
            .and_then(|color| color.hex_code())
            .map(str::to_ascii_lowercase),
        colors: colors
            .iter()
            .filter_map(|color| {
                let name = color.simplified_color()?.to_ascii_lowercase();
                Some((name, color.pixel_percent()?.into()))
            })
            .collect(),
        ..Sight::default()
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
