//! What the close look asks of a detector, and the services that are one.
//!
//! The model inside the function itself is a detector, too; it lives in that function, so that no
//! other links a neural network.

mod custom_labels;
mod endpoint;
mod handler;
mod lookout;
mod no_answer;
mod shadow;

use async_trait::async_trait;
use contracts::examination::Examination;
use contracts::model::LiveModel;
use contracts::picture::PreparedPicture;
use contracts::tasks::CloseLookError;
use runtime::{Failure, Fault};

pub use custom_labels::CustomLabelsCloseLook;
pub use endpoint::{AsynchronousEndpointCloseLook, EndpointCloseLook};
pub use handler::CloseLooking;
pub use lookout::LookoutCloseLook;

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

    /// What a model that is not live says of a picture, leaving nothing behind; `None` where the detector
    /// can ask live models alone.
    ///
    /// # Errors
    /// As those of [`Self::look`].
    async fn shadow(
        &self,
        _: &PreparedPicture,
        _: &LiveModel,
    ) -> Result<Option<CloseLooked>, Failure<CloseLookError>> {
        Ok(None)
    }
}

/// What came of a close look.
#[derive(Debug, Clone, PartialEq)]
pub enum CloseLooked {
    /// It was examined.
    Examined(Examination),
    /// The detector refuses this very picture, in its own words.
    Refused(String),
}

/// Codes by which services ask to slow down.
const THROTTLED: [&str; 5] = [
    "LimitExceededException",
    "ProvisionedThroughputExceededException",
    "ServiceQuotaExceededException",
    "ThrottlingException",
    "TooManyRequestsException",
];

/// Most characters of a service's words about a picture.
const LONGEST_DETAIL: usize = 500;

/// The failure of a live model that another service serves.
fn elsewhere(picture: &PreparedPicture, wanted: &str) -> Failure<CloseLookError> {
    CloseLookError::ModelElsewhere {
        device_class: picture.device_class.to_string(),
        wanted: wanted.to_owned(),
    }
    .into()
}

/// A failed call that is about all pictures.
fn failure(key: &str, service: &str, fault: Fault) -> Failure<CloseLookError> {
    match fault.code.as_deref() {
        Some(code) if THROTTLED.contains(&code) => CloseLookError::Throttled {
            detail: fault.detail,
        }
        .into(),
        _ => Failure::from_fault(&format!("{service} cannot look at {key}"), &fault),
    }
}

/// A service's own words, cut where they are longer than a row needs.
fn shortened(mut text: String) -> String {
    if let Some((at, _)) = text.char_indices().nth(LONGEST_DETAIL) {
        text.truncate(at);
        text.push_str(" ...");
    }
    text
}
