//! Why the desk refuses something.

use contracts::PictureId;

use super::wire::Changed;
use crate::drawn::MaskError;
use crate::names::KindError;
use crate::store::DatasetError;

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// There is no such picture.
    #[error("there is no picture {0}")]
    NoPicture(PictureId),
    /// The picture is not as it was when the page saw it.
    #[error("somebody else has changed the picture since")]
    Changed(Box<Changed>),
    /// The label, its kinds or the mask are not what they may be.
    #[error("{0}")]
    Refused(String),
    /// The session has done nothing that could be taken back.
    #[error("there is nothing to undo")]
    NothingToUndo,
    /// The dataset cannot be read or written.
    #[error(transparent)]
    Dataset(#[from] DatasetError),
}

impl From<KindError> for DeskError {
    fn from(error: KindError) -> Self {
        Self::Refused(error.to_string())
    }
}

impl From<MaskError> for DeskError {
    fn from(error: MaskError) -> Self {
        Self::Refused(error.to_string())
    }
}
