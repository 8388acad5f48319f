//! What the close look asks of a detector.

use async_trait::async_trait;
use contracts::examination::Examination;
use contracts::model::LiveModel;
use contracts::picture::PreparedPicture;
use contracts::tasks::CloseLookError;
use runtime::Failure;

/// A specialised model that looks at suspicious pictures.
#[async_trait]
pub trait CloseLookDetector: Send + Sync {
    /// Looks at a picture with the models that are live for its device class.
    ///
    /// # Errors
    /// When no picture of the device class could be looked at: its model is missing or cannot
    /// be read, a service fails, a permission is missing.
    async fn look(
        &self,
        picture: &PreparedPicture,
        model: &LiveModel,
    ) -> Result<CloseLooked, Failure<CloseLookError>>;
}

/// What came of a close look.
#[derive(Debug, Clone, PartialEq)]
pub enum CloseLooked {
    /// It was examined.
    Examined(Examination),
    /// The detector refuses this very picture, in its own words.
    Refused(String),
}
