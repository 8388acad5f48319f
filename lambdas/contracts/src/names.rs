//! Names that are parsed once, where they come in, and trusted afterwards.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A name that does not have the form its kind asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameError {
    kind: &'static str,
    value: String,
    allowed: &'static str,
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is no {}: {}", self.value, self.kind, self.allowed)
    }
}

impl std::error::Error for NameError {}

macro_rules! name {
    ($(#[$docs:meta])* $name:ident, $kind:literal, $allowed:literal, $check:expr) => {
        $(#[$docs])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            #[doc = concat!("Parses a ", $kind, ": ", $allowed, ".")]
            ///
            /// # Errors
            /// When the text has another form.
            pub fn parse(text: impl Into<String>) -> Result<Self, NameError> {
                let text = text.into();
                let check: fn(&str) -> bool = $check;
                if check(&text) {
                    Ok(Self(text))
                } else {
                    Err(NameError { kind: $kind, value: text, allowed: $allowed })
                }
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = NameError;
            fn try_from(text: String) -> Result<Self, NameError> {
                Self::parse(text)
            }
        }

        impl FromStr for $name {
            type Err = NameError;
            fn from_str(text: &str) -> Result<Self, NameError> {
                Self::parse(text)
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }
    };
}

name!(
    /// A batch of pictures: the folder under `incoming/`.
    BatchName,
    "batch name",
    "1 to 80 letters, digits, '-', '_' and '.', starting with a letter or digit",
    |text| plain(text, 80)
);
name!(
    /// A class of devices that look alike, such as `insulator`.
    DeviceClass,
    "device class",
    "1 to 40 lower-case letters, digits and '-', starting with a letter",
    |text| {
        (1..=40).contains(&text.len())
            && text.starts_with(|c: char| c.is_ascii_lowercase())
            && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    }
);
name!(
    /// One device.
    DeviceId,
    "device id",
    "1 to 128 letters, digits, '-', '_' and '.', starting with a letter or digit",
    |text| plain(text, 128)
);
name!(
    /// A picture, named by its content: the first 32 hexadecimal digits of the SHA-256 of the
    /// file as it landed.
    PictureId,
    "picture id",
    "32 lower-case hexadecimal digits",
    |text| text.len() == 32 && text.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f'))
);
name!(
    /// A version of a model, named by its content: the first 16 hexadecimal digits of the SHA-256
    /// of the model's file.
    VersionId,
    "model version",
    "16 lower-case hexadecimal digits",
    |text| text.len() == 16 && text.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f'))
);
name!(
    /// A run of the state machine of models: its execution's name.
    RunName,
    "run name",
    "1 to 80 letters, digits, '-', '_' and '.', starting with a letter or digit",
    |text| plain(text, 80)
);
name!(
    /// A day in UTC, `YYYY-MM-DD`.
    Day,
    "day",
    "a date such as 2026-11-22",
    |text| {
        let bytes = text.as_bytes();
        bytes.len() == 10
            && bytes.iter().enumerate().all(|(at, byte)| match at {
                4 | 7 => *byte == b'-',
                _ => byte.is_ascii_digit(),
            })
            && ("01"..="12").contains(&&text[5..7])
            && ("01"..="31").contains(&&text[8..10])
    }
);

impl DeviceClass {
    /// The class under which pictures are recorded whose key names none that is known.
    pub const UNKNOWN: &'static str = "unknown";

    /// See [`Self::UNKNOWN`].
    pub fn unknown() -> Self {
        Self(Self::UNKNOWN.to_owned())
    }
}

impl PictureId {
    /// The id of a file with this SHA-256.
    pub fn of_sha256(sha256: &[u8; 32]) -> Self {
        let digits = sha256[..16].iter().map(|byte| format!("{byte:02x}"));
        Self(digits.collect())
    }
}

impl VersionId {
    /// The version whose file has this SHA-256, in hexadecimal digits; `None` when that is no
    /// SHA-256.
    pub fn of_sha256(sha256: &str) -> Option<Self> {
        let digits = (sha256.len() == 64).then(|| sha256.get(..16)).flatten()?;
        Self::parse(digits).ok()
    }
}

impl Day {
    /// The first day that the lake's tables hold. A camera that says an earlier one is taken
    /// for one whose clock was never set.
    pub const FIRST: &'static str = "2020-01-01";
}

impl DeviceId {
    /// The device under which pictures are recorded whose key names none.
    pub const UNKNOWN: &'static str = "unknown";

    /// See [`Self::UNKNOWN`].
    pub fn unknown() -> Self {
        Self(Self::UNKNOWN.to_owned())
    }
}

fn plain(text: &str, longest: usize) -> bool {
    (1..=longest).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_the_wrong_form_says_what_is_allowed() {
        let error = BatchName::parse("../up").unwrap_err().to_string();
        assert!(error.contains("\"../up\" is no batch name"), "{error}");
        assert!(DeviceClass::parse("Meter").is_err());
        assert!(Day::parse("2026-13-01").is_err());
        assert!(Day::parse("2026-12-01").is_ok());
        assert!(Day::parse("２026-12-1").is_err());
        assert!(PictureId::parse("0".repeat(32)).is_ok());
        let of_bytes = PictureId::of_sha256(&[0x0f; 32]);
        assert_eq!(PictureId::parse("0f".repeat(16)), Ok(of_bytes));
        assert!(serde_json::from_str::<BatchName>("\"a/b\"").is_err());
    }
}
