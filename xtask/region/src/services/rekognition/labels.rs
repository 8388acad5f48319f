//! `DetectLabels`: the picture measured.
//! <https://docs.aws.amazon.com/rekognition/latest/APIReference/API_DetectLabels.html>

use serde::Deserialize;
use serde_json::{Map, Value, json};
use vision::quality::{self, DominantColor};

use super::colors::{css_name, simple_name};
use super::image::{self, Bounds, Image};
use super::input::{decode, percent};
use super::{Rekognition, eyes, invalid, things};
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;

/// <https://docs.aws.amazon.com/rekognition/latest/dg/limits.html>
const BOUNDS: Bounds = Bounds {
    bytes: 5 << 20,
    least_side: 80,
    most_side: 10_000,
};
/// AWS's least confidence when none is given.
const MIN_CONFIDENCE: f64 = 55.0;
/// Dominant colours, when nothing is asked, and at most.
const COLORS: i64 = 10;
const MOST_COLORS: i64 = 20;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Input {
    image: Image,
    #[serde(default)]
    features: Vec<Feature>,
    max_labels: Option<i64>,
    min_confidence: Option<f64>,
    #[serde(default)]
    settings: Settings,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum Feature {
    GeneralLabels,
    ImageProperties,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Settings {
    image_properties: Option<PropertySettings>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct PropertySettings {
    max_dominant_colors: Option<i64>,
}

impl Rekognition {
    pub(super) async fn detect_labels(
        &self,
        context: &Context,
        caller: &Caller,
        input: Value,
    ) -> Result<Value, ServiceError> {
        context.authorise(caller, "rekognition:DetectLabels", "*")?;
        let input: Input = decode(input)?;
        let least = percent("MinConfidence", input.min_confidence, MIN_CONFIDENCE)?;
        if let Some(most) = input.max_labels.filter(|most| *most < 0) {
            return Err(invalid(format!("MaxLabels {most} must be 0 or more")));
        }
        let colors = input
            .settings
            .image_properties
            .and_then(|settings| settings.max_dominant_colors)
            .unwrap_or(COLORS);
        if !(0..=MOST_COLORS).contains(&colors) {
            return Err(invalid(format!(
                "Settings.ImageProperties.MaxDominantColors {colors} must be from 0 to \
                 {MOST_COLORS}"
            )));
        }
        let shown = input.image.key().map(|key| context.faults().shown(key));
        let bytes = image::read(context, caller, input.image, BOUNDS).await?;
        let quality = eyes::look(move || {
            image::decode(&bytes, BOUNDS).map(|pixels| quality::measure(&pixels))
        })
        .await??;

        let mut output = Map::new();
        // Without features AWS gives general labels alone.
        if input.features.is_empty() || input.features.contains(&Feature::GeneralLabels) {
            let most = input.max_labels.map_or(usize::MAX, |most| most as usize);
            let labels = things::labels(shown.unwrap_or_default(), least, most);
            output.insert("Labels".to_owned(), labels.into());
            output.insert("LabelModelVersion".to_owned(), json!("3.0"));
        }
        if input.features.contains(&Feature::ImageProperties) {
            let colors: Vec<Value> = quality
                .dominant_colors
                .iter()
                .take(colors as usize)
                .map(color)
                .collect();
            output.insert(
                "ImageProperties".to_owned(),
                json!({
                    "Quality": {
                        "Brightness": quality.brightness,
                        "Sharpness": quality.sharpness,
                        "Contrast": quality.contrast,
                    },
                    "DominantColors": colors,
                }),
            );
        }
        Ok(Value::Object(output))
    }
}

fn color(color: &DominantColor) -> Value {
    let DominantColor {
        red,
        green,
        blue,
        share,
    } = *color;
    json!({
        "Red": red,
        "Green": green,
        "Blue": blue,
        "HexCode": format!("#{red:02x}{green:02x}{blue:02x}"),
        "CSSColor": css_name([red, green, blue]),
        "SimplifiedColor": simple_name([red, green, blue]),
        "PixelPercent": share * 100.0,
    })
}
