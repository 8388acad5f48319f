//! The SHA-256 of a file, which names it.

use std::fmt;
use std::str::FromStr;

use contracts::PictureId;
use sha2::{Digest as _, Sha256};

use crate::hex;

/// The SHA-256 of a file's bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

/// A text that is no SHA-256.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no SHA-256: write 64 lower-case hexadecimal digits")]
pub struct DigestError(String);

impl Digest {
    /// Of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The name that the pipeline gives to a file of this content: see [`PictureId`].
    pub fn picture_id(&self) -> PictureId {
        PictureId::of_sha256(&self.0)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(&self.0))
    }
}

impl FromStr for Digest {
    type Err = DigestError;
    fn from_str(text: &str) -> Result<Self, DigestError> {
        hex::decode(text)
            .map(Self)
            .ok_or_else(|| DigestError(text.to_owned()))
    }
}
