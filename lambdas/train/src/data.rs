//! A run's manifest, its pictures and its model, read and held against what was said of them.

use bytes::Bytes;
use contracts::lineage::DataLineage;
use contracts::training::TrainingPicture;
use runtime::{Storage, StorageError};
use sha2::{Digest, Sha256};
use vision::picture::{Limits, Pixels, decode};

/// Most bytes of a manifest.
const LARGEST_MANIFEST: u64 = 64 * 1024 * 1024;
/// What a prepared picture can be: this product's own, and yet bounded.
const PREPARED: Limits = Limits {
    max_bytes: 32 * 1024 * 1024,
    max_pixels: 64 * 1000 * 1000,
    min_side: 1,
};

/// Why data cannot be used.
#[derive(Debug)]
pub(crate) enum DataError {
    /// The bucket failed.
    Storage(StorageError),
    /// They are not what was said of them: why, as a sentence.
    Unusable(String),
}

impl From<StorageError> for DataError {
    fn from(error: StorageError) -> Self {
        match error {
            error @ StorageError::TooLarge { .. } => Self::Unusable(error.to_string()),
            error @ StorageError::Failed { .. } => Self::Storage(error),
        }
    }
}

/// An object that has this SHA-256.
pub(crate) async fn checked(
    bucket: &dyn Storage,
    key: &str,
    sha256: &str,
    most: u64,
) -> Result<Bytes, DataError> {
    let object = bucket.get(key, most).await?;
    let Some(object) = object else {
        let text = format!("s3://{}/{key} is not there", bucket.name());
        return Err(DataError::Unusable(text));
    };
    let found = format!("{:x}", Sha256::digest(&object.body));
    if found == sha256 {
        return Ok(object.body);
    }
    Err(DataError::Unusable(format!(
        "the SHA-256 of s3://{}/{key} is {found}, and {sha256} is expected: it was replaced",
        bucket.name()
    )))
}

/// The lines of a run's manifest.
pub(crate) async fn manifest(
    lake: &dyn Storage,
    data: &DataLineage,
) -> Result<Vec<TrainingPicture>, DataError> {
    let body = checked(lake, &data.manifest, &data.sha256, LARGEST_MANIFEST).await?;
    runtime::json_lines(&body)
        .map_err(|mistakes| DataError::Unusable(format!("{}: {}", data.manifest, mistakes[0])))
}

/// A picture's file.
pub(crate) async fn picture(
    pictures: &dyn Storage,
    picture: &TrainingPicture,
) -> Result<Bytes, DataError> {
    checked(pictures, &picture.key, &picture.sha256, PREPARED.max_bytes).await
}

/// A picture's pixels.
pub(crate) fn pixels(picture: &TrainingPicture, bytes: &[u8]) -> Result<Pixels, DataError> {
    match decode(bytes, &PREPARED) {
        Ok(decoded) => Ok(decoded.pixels),
        Err(error) => Err(DataError::Unusable(format!("{}: {error}", picture.name))),
    }
}

/// A mask's pixels, where a picture has one.
pub(crate) async fn mask(
    pictures: &dyn Storage,
    picture: &TrainingPicture,
) -> Result<Option<Pixels>, DataError> {
    let Some(key) = &picture.mask else {
        return Ok(None);
    };
    let unusable = |why: String| DataError::Unusable(format!("{}: its mask {why}", picture.name));
    let object = pictures.get(key, PREPARED.max_bytes).await?;
    let object = object.ok_or_else(|| unusable(format!("{key} is not there")))?;
    let decoded = decode(&object.body, &PREPARED);
    let decoded = decoded.map_err(|error| unusable(format!("{key} cannot be read: {error}")))?;
    Ok(Some(decoded.pixels))
}
