//! Where an environment is: names that are parsed once.

use std::fmt;

use diagnostics::nearest;
use thiserror::Error;

/// A name that does not have the form it must have.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{value:?} is no {kind}: {allowed}")]
pub struct RegionError {
    kind: &'static str,
    value: String,
    allowed: String,
}

/// The regions with Amazon Rekognition, without which there is no first look.
/// <https://docs.aws.amazon.com/general/latest/gr/rekognition.html>
const REGIONS: &[&str] = &[
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ca-central-1",
    "eu-central-1",
    "eu-west-1",
    "eu-west-2",
    "il-central-1",
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
];

/// The regions with Rekognition Custom Labels, fewer than those with Rekognition: the list of the General
/// Reference, under 'Amazon Rekognition Custom Labels'.
/// <https://docs.aws.amazon.com/general/latest/gr/rekognition.html>
pub(crate) const CUSTOM_LABELS: &[&str] = &[
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "eu-central-1",
    "eu-west-1",
    "eu-west-2",
    "us-east-1",
    "us-east-2",
    "us-west-2",
];

/// Whether Rekognition Custom Labels is in a region.
pub(crate) fn has_custom_labels(region: &Region) -> bool {
    CUSTOM_LABELS.contains(&region.as_str())
}

/// An AWS region in which pictures can be inspected.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Region(String);

impl Region {
    /// Parses a region's name.
    ///
    /// # Errors
    /// When it is none, or one without Rekognition.
    pub fn parse(text: &str) -> Result<Self, RegionError> {
        if REGIONS.contains(&text) {
            return Ok(Self(text.to_owned()));
        }
        let allowed = match nearest(text, REGIONS.iter().copied()) {
            Some(near) => format!("did you mean {near:?}?"),
            None => format!("Amazon Rekognition is in {}", REGIONS.join(", ")),
        };
        Err(RegionError {
            kind: "region for picture inspection",
            value: text.to_owned(),
            allowed,
        })
    }

    /// The region's name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An AWS account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountId(String);

impl AccountId {
    /// Parses an account's id.
    ///
    /// # Errors
    /// When it is not 12 digits.
    pub fn parse(text: &str) -> Result<Self, RegionError> {
        if text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(RegionError {
                kind: "account",
                value: text.to_owned(),
                allowed: "12 digits are allowed".to_owned(),
            })
        }
    }

    /// The 12 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An environment's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnvironmentName(String);

impl EnvironmentName {
    /// The longest name: bucket names hold it beside account, region and purpose, in 63
    /// characters.
    pub const LONGEST: usize = 12;

    /// Parses an environment's name.
    ///
    /// # Errors
    /// When it is not 1 to 12 lower-case letters, digits and dashes, beginning with a letter.
    pub fn parse(text: &str) -> Result<Self, RegionError> {
        let fits = (1..=Self::LONGEST).contains(&text.len())
            && text.starts_with(|c: char| c.is_ascii_lowercase())
            && !text.ends_with('-')
            && text
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        if fits {
            Ok(Self(text.to_owned()))
        } else {
            let allowed =
                "1 to 12 lower-case letters, digits and '-', beginning with a letter".to_owned();
            let value = text.to_owned();
            Err(RegionError {
                kind: "environment name",
                value,
                allowed,
            })
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for EnvironmentName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
