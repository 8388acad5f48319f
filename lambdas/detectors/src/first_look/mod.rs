//! What the first look asks of a detector.

mod people;
mod reading;
pub(crate) mod rekognition;

use async_trait::async_trait;
use contracts::finding::{Equipment, FirstLookRules, Label};
use contracts::picture::PreparedPicture;
use contracts::tasks::FirstLookError;
use runtime::Failure;

/// A general model that looks at every picture.
#[async_trait]
pub trait FirstLookDetector: Send + Sync {
    /// Looks at a picture for what the rules speak of, and for nothing else. `model` is the device
    /// class's custom labels model, where one is to be asked.
    ///
    /// # Errors
    /// When no picture of the chunk could be looked at now: the service asks to slow down, a
    /// model is not running, a permission is missing.
    async fn look(
        &self,
        picture: &PreparedPicture,
        rules: &FirstLookRules,
        model: Option<&str>,
    ) -> Result<FirstLooked, Failure<FirstLookError>>;
}

/// What came of a first look.
#[derive(Debug, Clone, PartialEq)]
pub enum FirstLooked {
    /// It was seen.
    Seen(Box<Sight>),
    /// The detector refuses this very picture, in its own words.
    Refused(String),
}

/// What was seen of a picture. What no rule speaks of is empty.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sight {
    /// What was recognised, the most certain first.
    pub labels: Vec<Label>,
    /// The objects among them: those that have a place in the picture.
    pub objects: Vec<Label>,
    /// Brightness, 0 to 100.
    pub brightness: Option<f64>,
    /// Sharpness, 0 to 100.
    pub sharpness: Option<f64>,
    /// Contrast, 0 to 100.
    pub contrast: Option<f64>,
    /// The most frequent colour, as `#rrggbb`.
    pub dominant_color: Option<String>,
    /// The dominant colours by their simplified names, with the share that they cover, 0 to 100.
    pub colors: Vec<(String, f64)>,
    /// What should not be shown, the most certain first.
    pub moderation: Vec<Label>,
    /// What was read: each line by itself, and the words of each line as they follow each other. What is
    /// below the rule's confidence is left out, and parts the words on its sides.
    pub text: Vec<Vec<String>>,
    /// The faces' confidences, 0 to 100.
    pub faces: Vec<f64>,
    /// The people, with what of the required equipment each of them lacks.
    pub people: Vec<Person>,
    /// What the custom labels model says, where it was asked.
    pub anomaly: Option<Anomaly>,
}

/// Somebody in a picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    /// How certain, 0 to 100.
    pub confidence: f64,
    /// What they must wear and do not.
    pub lacks: Vec<Equipment>,
}

/// What a custom labels model says: its most certain label that does not mean sound.
#[derive(Debug, Clone, PartialEq)]
pub struct Anomaly {
    /// The label; absent when it named none.
    pub label: Option<String>,
    /// How certain, 0 to 100; 0 when it named none.
    pub confidence: f64,
}
