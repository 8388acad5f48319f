//! What pictures show, told by whoever drew or took them: the region has no eyes for things, people and
//! words.

use serde::Deserialize;

/// What the region is told for Rekognition.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Rekognition {
    /// What pictures show. Of any other it sees nothing.
    #[serde(default)]
    pub(super) shows: Vec<Shown>,
}

/// What a picture shows.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Shown {
    /// A part of the object's key, such as the picture's id.
    pub(crate) key: String,
    /// Labels.
    #[serde(default)]
    pub(crate) labels: Vec<Seen>,
    /// What should not be shown.
    #[serde(default)]
    pub(crate) moderation: Vec<Seen>,
    /// Lines of text.
    #[serde(default)]
    pub(crate) text: Vec<Seen>,
    /// The confidences of faces, 0 to 100.
    #[serde(default)]
    pub(crate) faces: Vec<f64>,
    /// People.
    #[serde(default)]
    pub(crate) people: Vec<Person>,
}

/// Something that is seen.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Seen {
    /// What it is, or says.
    pub(crate) name: String,
    /// How certain, 0 to 100.
    pub(crate) confidence: f64,
    /// Whether it has a place in the picture: an object.
    #[serde(default)]
    pub(crate) is_object: bool,
}

/// Somebody in a picture.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Person {
    /// How certain, 0 to 100.
    pub(crate) confidence: f64,
    /// The parts of the body that are seen: `HEAD`, `FACE`, `LEFT_HAND`, `RIGHT_HAND`.
    #[serde(default)]
    pub(crate) parts: Vec<String>,
    /// What is worn: `HEAD_COVER`, `FACE_COVER`, `HAND_COVER`.
    #[serde(default)]
    pub(crate) wears: Vec<String>,
}

/// The parts of a body and what covers them.
pub(crate) const EQUIPMENT: [(&str, &str); 4] = [
    ("HEAD", "HEAD_COVER"),
    ("FACE", "FACE_COVER"),
    ("LEFT_HAND", "HAND_COVER"),
    ("RIGHT_HAND", "HAND_COVER"),
];

impl Rekognition {
    /// What is wrong with it, as a sentence.
    pub(super) fn check(&self) -> Result<(), String> {
        for (index, shown) in self.shows.iter().enumerate() {
            let place = format!("rekognition.shows[{index}]");
            if shown.key.is_empty() {
                return Err(format!("{place}.key is empty; say which picture"));
            }
            let seen = shown
                .labels
                .iter()
                .chain(&shown.moderation)
                .chain(&shown.text);
            let confidences = seen
                .map(|seen| seen.confidence)
                .chain(shown.faces.iter().copied())
                .chain(shown.people.iter().map(|person| person.confidence));
            for confidence in confidences {
                if !(0.0..=100.0).contains(&confidence) {
                    return Err(format!(
                        "{place} has a confidence of {confidence}; it is from 0 to 100"
                    ));
                }
            }
            for person in &shown.people {
                let parts = person.parts.iter();
                let wears = person.wears.iter();
                let unknown = parts
                    .filter(|part| !EQUIPMENT.iter().any(|(known, _)| known == part))
                    .chain(wears.filter(|worn| !EQUIPMENT.iter().any(|(_, known)| known == worn)));
                if let Some(name) = unknown.last() {
                    return Err(format!(
                        "{place} has \"{name}\"; parts are HEAD, FACE, LEFT_HAND and RIGHT_HAND, and \
                         what is worn HEAD_COVER, FACE_COVER and HAND_COVER"
                    ));
                }
            }
        }
        Ok(())
    }

    /// What the picture of a key shows; nothing where nothing was told of it.
    pub(super) fn shown(&self, key: &str) -> Shown {
        let found = self.shows.iter().find(|shown| key.contains(&shown.key));
        found.cloned().unwrap_or_default()
    }
}
