//! Which models are live for a device class.

use contracts::model::LiveModel;
use contracts::{DeviceClass, layout};
use runtime::{Storage, StorageError};

/// Most bytes of the object that names the live models.
const LARGEST: u64 = 64 * 1024;

/// Why the live models are not known.
#[derive(Debug, thiserror::Error)]
pub enum LiveModelError {
    /// The lake failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The object is not of its form.
    #[error("{key} cannot be read: {detail}")]
    Unreadable {
        /// Its key.
        key: String,
        /// What is wrong with it.
        detail: String,
    },
}

/// The live models of `class`; `None` when none is.
///
/// # Errors
/// When the lake fails or the object is not of its form.
pub async fn read(
    lake: &dyn Storage,
    class: &DeviceClass,
) -> Result<Option<LiveModel>, LiveModelError> {
    let key = layout::live_model_key(class);
    let Some(object) = lake.get(&key, LARGEST).await? else {
        return Ok(None);
    };
    serde_json::from_slice(&object.body)
        .map(Some)
        .map_err(|error| LiveModelError::Unreadable {
            key,
            detail: error.to_string(),
        })
}
