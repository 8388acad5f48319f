//! Names within a template.

use std::fmt;

/// The name of a parameter, resource or output within its template.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LogicalId(String);

/// A text that cannot be a logical id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogicalIdError(String);

impl fmt::Display for LogicalIdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:?} is no logical id: 1 to 255 letters and digits are allowed",
            self.0
        )
    }
}

impl std::error::Error for LogicalIdError {}

impl LogicalId {
    /// Parses a logical id: 1 to 255 ASCII letters and digits.
    ///
    /// # Errors
    /// When the text has another form.
    pub fn parse(text: impl Into<String>) -> Result<Self, LogicalIdError> {
        let text = text.into();
        let fits = (1..=255).contains(&text.len());
        if fits && text.chars().all(|c| c.is_ascii_alphanumeric()) {
            Ok(Self(text))
        } else {
            Err(LogicalIdError(text))
        }
    }

    /// The logical id made of words, whatever separates them: `first-look` and `function` give
    /// `FirstLookFunction`. Readable, and the same for the same words.
    pub fn from_words<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let mut id = String::new();
        for word in words {
            for part in word.split(|c: char| !c.is_ascii_alphanumeric()) {
                let mut letters = part.chars();
                if let Some(first) = letters.next() {
                    id.push(first.to_ascii_uppercase());
                    id.push_str(letters.as_str());
                }
            }
        }
        // A name of punctuation alone still needs an id; it cannot clash with one made of words.
        if id.is_empty() {
            id.push('0');
        }
        id.truncate(255);
        Self(id)
    }

    /// The name of a part of a template that was read, whatever it is; `cfn::logical-id` tells of
    /// those that are none.
    pub(crate) const fn unchecked(text: String) -> Self {
        Self(text)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The id of words, as [`LogicalId::from_words`] makes it: `orders-queue` and `OrdersQueue` are
/// the same.
impl From<&str> for LogicalId {
    fn from(words: &str) -> Self {
        Self::from_words([words])
    }
}

impl fmt::Display for LogicalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_give_a_readable_id() {
        assert_eq!(
            LogicalId::from_words(["first-look", "role"]).as_str(),
            "FirstLookRole"
        );
        assert!(LogicalId::parse("First-Look").is_err());
        assert!(LogicalId::parse("").is_err());
    }
}
