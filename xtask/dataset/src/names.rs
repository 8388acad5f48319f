//! The names that a dataset has of its own.

use std::fmt;
use std::str::FromStr;

/// What is wrong with a device, such as `scratch`: the class name of a mask's colour in the
/// manifests of Ground Truth and Lookout for Vision.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kind(String);

/// A text that is no kind of anomaly.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} is no kind of anomaly: 1 to 256 characters without control characters, not blank at \
     either end, and not \"normal\", \"anomaly\" or \"background\", which say something else"
)]
pub struct KindError(String);

impl Kind {
    /// Parses a kind.
    ///
    /// # Errors
    /// When it is empty, longer than 256 characters (Lookout's limit), blank at an end, has
    /// control characters, or is a word of the format.
    pub fn parse(text: &str) -> Result<Self, KindError> {
        let is_word = ["normal", "anomaly", "background"]
            .iter()
            .any(|word| word.eq_ignore_ascii_case(text));
        let fits = (1..=256).contains(&text.chars().count())
            && text.trim() == text
            && !text.chars().any(char::is_control)
            && !is_word;
        if fits {
            Ok(Self(text.to_owned()))
        } else {
            Err(KindError(text.to_owned()))
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Kind {
    type Err = KindError;
    fn from_str(text: &str) -> Result<Self, KindError> {
        Self::parse(text)
    }
}

/// A part of a split.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// What a model learns from.
    Train,
    /// What its settings are chosen with.
    Validation,
    /// What it is judged by, once.
    Test,
}

/// A text that is no part.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no part of a split: train, validation or test")]
pub struct PartError(String);

impl Part {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Train, Self::Validation, Self::Test];

    /// The word in manifests, and the name of the part's own file.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Train => "train",
            Self::Validation => "validation",
            Self::Test => "test",
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Part {
    type Err = PartError;
    fn from_str(text: &str) -> Result<Self, PartError> {
        Self::ALL
            .into_iter()
            .find(|part| part.as_str() == text)
            .ok_or_else(|| PartError(text.to_owned()))
    }
}
