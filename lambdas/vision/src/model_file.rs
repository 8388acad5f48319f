//! The form of a model file: magic, version, a JSON header, numbers, checksum.
//!
//! | bytes | what |
//! |---|---|
//! | 8 | `SIGHTMDL` |
//! | 4 | format version, little-endian |
//! | 4 | length of the header |
//! | n | the header, JSON in UTF-8 |
//! | 4 x m | the payload, 32-bit floats, little-endian |
//! | 4 | CRC-32 of everything before |

use serde::Serialize;
use serde::de::DeserializeOwned;

const MAGIC: &[u8; 8] = b"SIGHTMDL";
const VERSION: u32 = 1;
const MOST_HEADER_BYTES: usize = 64 << 10;
/// Four times what the largest model takes.
const MOST_BYTES: usize = 32 << 20;

/// Why bytes are no model that can be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// They are something else.
    #[error("this is no model file: it does not begin with SIGHTMDL")]
    NotAModel,
    /// Written by another version of this program.
    #[error("the model file has format version {found}, this program reads {VERSION}; fit again")]
    OtherVersion {
        /// The file's version.
        found: u32,
    },
    /// Bytes are missing or have changed.
    #[error("the model file is damaged: {detail}")]
    Damaged {
        /// What does not fit.
        detail: String,
    },
    /// A model of another kind or for another network.
    #[error("the model file holds {found}, here {wanted} is needed")]
    OtherKind {
        /// What it holds.
        found: String,
        /// What is needed.
        wanted: String,
    },
}

impl ModelError {
    pub(crate) fn damaged(detail: impl Into<String>) -> Self {
        Self::Damaged {
            detail: detail.into(),
        }
    }
}

/// A model file's bytes.
pub(crate) fn write(header: &impl Serialize, payload: &[f32]) -> Vec<u8> {
    // Headers are structs of numbers, texts and lists: serde_json writes them all.
    let header = serde_json::to_vec(header).unwrap_or_default();
    let mut bytes = Vec::with_capacity(20 + header.len() + payload.len() * 4);
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&VERSION.to_le_bytes());
    bytes.extend_from_slice(&(header.len() as u32).to_le_bytes());
    bytes.extend_from_slice(&header);
    for value in payload {
        bytes.extend_from_slice(&value.to_le_bytes());
    }
    let checksum = crc32fast::hash(&bytes);
    bytes.extend_from_slice(&checksum.to_le_bytes());
    bytes
}

/// A model file that is whole: its header, whatever it is of, and its payload.
#[derive(Debug)]
pub(crate) struct Parts {
    header: serde_json::Value,
    values: Vec<f32>,
}

impl Parts {
    /// What it holds, as its header says; empty when it says nothing.
    pub(crate) fn kind(&self) -> &str {
        self.header
            .get("kind")
            .and_then(serde_json::Value::as_str)
            .unwrap_or_default()
    }

    /// Header and payload of a model of the kind that is needed.
    pub(crate) fn of_kind<H: DeserializeOwned>(
        self,
        kind: &str,
    ) -> Result<(H, Vec<f32>), ModelError> {
        if self.kind() != kind {
            return Err(self.other_kind(kind));
        }
        let header = serde_json::from_value(self.header)
            .map_err(|error| ModelError::damaged(format!("its header cannot be read: {error}")))?;
        Ok((header, self.values))
    }

    /// That it holds something else than is needed.
    pub(crate) fn other_kind(&self, wanted: &str) -> ModelError {
        ModelError::OtherKind {
            found: self.kind().to_owned(),
            wanted: wanted.to_owned(),
        }
    }
}

/// Reads a model file's header and payload.
pub(crate) fn read(bytes: &[u8]) -> Result<Parts, ModelError> {
    let rest = bytes.strip_prefix(MAGIC).ok_or(ModelError::NotAModel)?;
    if bytes.len() > MOST_BYTES {
        let detail = format!("{} bytes, at most {MOST_BYTES} make sense", bytes.len());
        return Err(ModelError::damaged(detail));
    }
    let (version, rest) = number(rest)?;
    if version != VERSION {
        return Err(ModelError::OtherVersion { found: version });
    }
    let (body, checksum) = bytes
        .split_last_chunk::<4>()
        .filter(|(body, _)| body.len() >= 16)
        .ok_or_else(|| ModelError::damaged("it ends in its first bytes"))?;
    if crc32fast::hash(body) != u32::from_le_bytes(*checksum) {
        return Err(ModelError::damaged("its checksum does not match"));
    }
    let (length, rest) = number(rest)?;
    let length = length as usize;
    if length > MOST_HEADER_BYTES {
        return Err(ModelError::damaged("its header is too long"));
    }
    let rest = &rest[..rest.len() - 4];
    let (header, payload) = rest
        .split_at_checked(length)
        .ok_or_else(|| ModelError::damaged("its header is cut off"))?;
    let header = serde_json::from_slice(header)
        .map_err(|error| ModelError::damaged(format!("its header cannot be read: {error}")))?;
    let (values, []) = payload.as_chunks::<4>() else {
        return Err(ModelError::damaged("its payload is no row of numbers"));
    };
    let values: Vec<f32> = values.iter().map(|v| f32::from_le_bytes(*v)).collect();
    if values.iter().any(|value| !value.is_finite()) {
        return Err(ModelError::damaged("its payload holds what is no number"));
    }
    Ok(Parts { header, values })
}

fn number(bytes: &[u8]) -> Result<(u32, &[u8]), ModelError> {
    bytes
        .split_first_chunk::<4>()
        .map(|(number, rest)| (u32::from_le_bytes(*number), rest))
        .ok_or_else(|| ModelError::damaged("it ends in its first bytes"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_changed_or_missing_byte_is_found() {
        let header = serde_json::json!({"kind": "test"});
        let bytes = write(&header, &[1.0, -2.5]);
        let parts = read(&bytes).unwrap();
        let (read_header, values): (serde_json::Value, _) = parts.of_kind("test").unwrap();
        assert_eq!((read_header, values), (header, vec![1.0, -2.5]));
        let other = read(&bytes)
            .unwrap()
            .of_kind::<serde_json::Value>("another")
            .unwrap_err();
        assert_eq!(
            other.to_string(),
            "the model file holds test, here another is needed"
        );
        for length in 0..bytes.len() {
            assert!(read(&bytes[..length]).is_err());
        }
        for index in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[index] ^= 1;
            assert!(read(&changed).is_err(), "byte {index}");
        }
    }
}
