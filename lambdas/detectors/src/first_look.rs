//! What the first look asks of a detector.

pub(crate) mod rekognition;

use async_trait::async_trait;
use contracts::finding::Label;
use contracts::picture::PreparedPicture;
use contracts::tasks::FirstLookError;
use runtime::Failure;

/// A general model that looks at every picture.
#[async_trait]
pub trait FirstLookDetector: Send + Sync {
    /// Looks at a picture. `min_confidence` (0 to 100) is the least of a label to be named;
    /// `model` is the device class's custom labels model, where one is to be asked.
    ///
    /// # Errors
    /// When no picture of the chunk could be looked at now: the service asks to slow down, a
    /// model is not running, a permission is missing.
    async fn look(
        &self,
        picture: &PreparedPicture,
        min_confidence: f32,
        model: Option<&str>,
    ) -> Result<FirstLooked, Failure<FirstLookError>>;
}

/// What came of a first look.
#[derive(Debug, Clone, PartialEq)]
pub enum FirstLooked {
    /// It was seen.
    Seen(Sight),
    /// The detector refuses this very picture, in its own words.
    Refused(String),
}

/// What was seen of a picture.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sight {
    /// What was recognised, the most certain first.
    pub labels: Vec<Label>,
    /// Brightness, 0 to 100.
    pub brightness: Option<f64>,
    /// Sharpness, 0 to 100.
    pub sharpness: Option<f64>,
    /// Contrast, 0 to 100.
    pub contrast: Option<f64>,
    /// The most frequent colour, as `#rrggbb`.
    pub dominant_color: Option<String>,
    /// What the custom labels model says, where it was asked.
    pub anomaly: Option<Anomaly>,
}

/// What a custom labels model says: its most certain label that does not mean sound.
#[derive(Debug, Clone, PartialEq)]
pub struct Anomaly {
    /// The label; absent when it named none.
    pub label: Option<String>,
    /// How certain, 0 to 100; 0 when it named none.
    pub confidence: f64,
}
