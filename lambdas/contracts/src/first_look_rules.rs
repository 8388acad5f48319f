//! When a picture is suspicious: the rules of the first look, and what they make it ask of Rekognition.

use serde::{Deserialize, Serialize};

use crate::{Access, Bucket, layout};

/// When a picture is suspicious. A rule that is absent is not asked, and an operation that no rule
/// needs is not called.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FirstLookRules {
    /// Least confidence of a label to count, 0 to 100.
    pub min_confidence: f32,
    /// Labels that make a picture suspicious when they are recognised (`Rust`, `Crack`).
    pub suspicious_labels: Vec<String>,
    /// Labels that must be recognised, each of them (`Meter`): without, the picture may show something
    /// else.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub expected_labels: Vec<String>,
    /// The only objects that may be found, by their labels; any other (a `Person`, a `Bird`) is
    /// unexpected. Objects are labels with a place in the picture; scenes and ideas are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_objects: Option<Vec<String>>,
    /// A custom labels model says it is anomalous with at least this confidence, 0 to 100. With
    /// this rule a device class without a live model has all its pictures looked at closely:
    /// nothing else can tell that one of them may be spared.
    pub min_anomaly_confidence: Option<f32>,
    /// Darker than this (0 to 100): too dark to be called sound.
    pub min_brightness: Option<f32>,
    /// Less sharp than this (0 to 100): too blurred to be called sound.
    pub min_sharpness: Option<f32>,
    /// Colours that make a picture suspicious where they cover enough of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub suspicious_colors: Vec<SuspiciousColor>,
    /// What must not be shown (`DetectModerationLabels`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moderation: Option<ModerationRule>,
    /// A text that must be read (`DetectText`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<TextRule>,
    /// A face with at least this confidence, 0 to 100 (`DetectFaces`): there are people in the picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_face_confidence: Option<f32>,
    /// People in the picture, and what they wear (`DetectProtectiveEquipment`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub people: Option<PeopleRule>,
}

/// A colour, and how much of it is suspicious.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SuspiciousColor {
    /// The simplified colour as Rekognition names it: `brown`, `orange`, `black`.
    pub color: String,
    /// From which share of the picture on, 0 to 100.
    pub min_percent: f32,
}

/// What must not be shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ModerationRule {
    /// Least confidence to count, 0 to 100.
    pub min_confidence: f32,
    /// The categories that count, of any level (`Violence`); all of them where none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
}

/// A text that must be read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TextRule {
    /// Least confidence of what is read, 0 to 100.
    pub min_confidence: f32,
    /// What must be read.
    pub expected: ExpectedText,
}

/// What must be read. Only letters and digits are compared, in any case; it must be all of what is read, of a
/// word, or of words that follow each other on a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ExpectedText {
    /// The device's id, as on its plate: the picture is of the device under whose key it came.
    DeviceId,
}

/// People in the picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PeopleRule {
    /// Least confidence of what is found, 50 to 100: Rekognition takes no less for equipment.
    pub min_confidence: f32,
    /// What each of them must wear; where nothing is named, nobody may be there at all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub required: Vec<Equipment>,
}

/// Protective equipment, as Rekognition names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Equipment {
    /// On the face, such as a mask.
    FaceCover,
    /// On the head, such as a helmet.
    HeadCover,
    /// On the hands, such as gloves.
    HandCover,
}

impl Equipment {
    /// Rekognition's name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::FaceCover => "FACE_COVER",
            Self::HeadCover => "HEAD_COVER",
            Self::HandCover => "HAND_COVER",
        }
    }
}

impl FirstLookRules {
    /// The label by which a custom labels model says that a device is sound. Every other label
    /// of such a model (`anomaly`, `crack`, `rust`) says that something is wrong.
    pub const SOUND_LABEL: &str = "normal";

    /// Whether a custom label says that the device is sound.
    pub fn means_sound(label: &str) -> bool {
        label.eq_ignore_ascii_case(Self::SOUND_LABEL)
    }

    /// Whether general labels are asked for.
    pub fn asks_labels(&self) -> bool {
        !self.suspicious_labels.is_empty()
            || !self.expected_labels.is_empty()
            || self.expected_objects.is_some()
    }

    /// Whether quality and colours are asked for, which has a price of its own.
    pub fn asks_properties(&self) -> bool {
        self.min_brightness.is_some()
            || self.min_sharpness.is_some()
            || !self.suspicious_colors.is_empty()
    }

    /// Whether a custom labels model is asked.
    pub fn asks_custom_labels(&self) -> bool {
        self.min_anomaly_confidence.is_some()
    }

    /// What the function may do beside what its task declares: what the rules ask.
    pub fn access(&self) -> Vec<Access> {
        let asked = [
            (
                self.asks_labels() || self.asks_properties(),
                Access::DetectLabels,
            ),
            (self.moderation.is_some(), Access::DetectModerationLabels),
            (self.text.is_some(), Access::DetectText),
            (self.min_face_confidence.is_some(), Access::DetectFaces),
            (self.people.is_some(), Access::DetectProtectiveEquipment),
            (self.asks_custom_labels(), Access::DetectCustomLabels),
        ];
        let asked = asked.into_iter().filter(|(is_asked, _)| *is_asked);
        let mut access: Vec<Access> = asked.map(|(_, access)| access).collect();
        if self.asks_custom_labels() {
            // Which model is live.
            access.push(Access::Read(Bucket::Lake, layout::MODELS));
            access.push(Access::List(Bucket::Lake, layout::MODELS));
        }
        access
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_rule_asks_may_be_done() {
        let none = FirstLookRules::default();
        assert_eq!(none.access(), []);
        let bright = FirstLookRules {
            min_brightness: Some(10.0),
            ..none.clone()
        };
        assert_eq!(bright.access(), [Access::DetectLabels]);
        assert!(bright.asks_properties() && !bright.asks_labels());
        let people = FirstLookRules {
            people: Some(PeopleRule {
                min_confidence: 80.0,
                required: vec![Equipment::HeadCover],
            }),
            min_anomaly_confidence: Some(50.0),
            ..none
        };
        assert_eq!(
            people.access(),
            [
                Access::DetectProtectiveEquipment,
                Access::DetectCustomLabels,
                Access::Read(Bucket::Lake, layout::MODELS),
                Access::List(Bucket::Lake, layout::MODELS),
            ]
        );
        let told = serde_json::to_value(&people).unwrap();
        assert_eq!(told["people"]["required"][0], "HEAD_COVER");
    }

    #[test]
    fn rules_as_they_were_told_before_are_read() {
        let text = r#"{"minConfidence":55.0,"suspiciousLabels":["Rust"],
            "minAnomalyConfidence":50.0,"minBrightness":null,"minSharpness":8.0}"#;
        let rules: FirstLookRules = serde_json::from_str(text).unwrap();
        assert_eq!(rules.min_sharpness, Some(8.0));
        assert!(serde_json::from_str::<FirstLookRules>(r#"{"minConfidenc":1}"#).is_err());
    }
}
