//! Patterns of schemas: whether a text matches an ECMA 262 regular expression.
//!
//! A general engine compiles a pattern before it matches, which for the patterns of the registry
//! (Unicode classes repeated up to thousands of times) costs far more than the one text that they
//! are used for. This one reads the pattern and walks it: cheap for one text, bounded for any.

mod class;
mod parse;
mod walk;

use class::Class;

/// A pattern that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Pattern {
    alternatives: Vec<Vec<Node>>,
    ignores_case: bool,
}

/// Why a pattern cannot be read: it is none, or uses what schemas of the registry do not, such as
/// back references.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatternError {
    /// Where, in characters from the start.
    pub at: usize,
    /// What is wrong there.
    pub reason: &'static str,
}

impl std::fmt::Display for PatternError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "character {}: {}", self.at + 1, self.reason)
    }
}

impl std::error::Error for PatternError {}

/// One part of a pattern.
#[derive(Debug, Clone, PartialEq)]
enum Node {
    Character(char),
    Class(Class),
    /// Where the text begins.
    Start,
    /// Where the text ends.
    End,
    /// Between a letter and none, or for `false` where that is not.
    Boundary(bool),
    Group(Vec<Vec<Node>>),
    /// What follows matches, or for `false` does not; nothing is consumed.
    Ahead(bool, Vec<Vec<Node>>),
    /// What comes before matches, or for `false` does not.
    Behind(bool, Vec<Vec<Node>>),
    Repeat {
        node: Box<Node>,
        least: usize,
        most: usize,
        /// As many as possible first.
        greedy: bool,
    },
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// When it is none, or uses back references or nests classes.
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        parse::parse(text)
    }

    /// Whether the pattern is somewhere in the text. Nothing when that takes too many steps to
    /// tell.
    pub fn is_match(&self, text: &str) -> Option<bool> {
        walk::search(self, text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_match(pattern: &str, text: &str) -> bool {
        Pattern::parse(pattern).unwrap().is_match(text).unwrap()
    }

    #[test]
    fn what_schemas_use_is_understood() {
        let arn = r"^arn:aws[a-z-]*:iam::(\d{12}|aws):role/[\w+=,.@-]+$";
        assert!(is_match(arn, "arn:aws:iam::123456789012:role/Inspect"));
        assert!(is_match(arn, "arn:aws-cn:iam::aws:role/a.b"));
        assert!(!is_match(arn, "arn:aws:iam::12345:role/Inspect"));

        assert!(is_match(r"^(?!aws:)[\p{L}\p{N}_.:/=+\-@ ]*$", "Größe:1"));
        assert!(!is_match(r"^(?!aws:)[\p{L}\p{N}_.:/=+\-@ ]*$", "aws:x"));
        assert!(is_match(r"^(?=.{1,6}$)(a|b)+?c*$", "ababc"));
        assert!(!is_match(r"^(?=.{1,6}$)(a|b)+?c*$", "abababc"));
        assert!(is_match(r"[^\]\x00-\x1F]", "a"));
        assert!(!is_match(r"^[\u0020-\uD7FF]+$", "\n"));
        assert!(is_match("(?i)^ABC$", "abc"));
        assert!(is_match(r"^[a-z.-]+(?<!-)$", "a-b") && !is_match(r"^[a-z.-]+(?<!-)$", "a-"));
        assert!(is_match("^(?s).+$", "a\nb") && !is_match("^.+$", "a\nb"));
        assert!(is_match(r"^a{2,3}$", "aaa") && !is_match(r"^a{2,3}$", "aaaa"));
        assert!(
            is_match(r"^{x}$", "{x}"),
            "braces that repeat nothing are themselves"
        );
    }

    #[test]
    fn a_pattern_that_explodes_is_given_up() {
        let pattern = Pattern::parse("^(a+)+$").unwrap();
        assert_eq!(pattern.is_match(&format!("{}b", "a".repeat(4000))), None);
    }

    #[test]
    fn what_is_no_pattern_is_told_with_its_place() {
        assert_eq!(
            Pattern::parse("a(b").unwrap_err().to_string(),
            "character 4: a group is open"
        );
        assert!(Pattern::parse("*a").is_err());
        assert!(Pattern::parse(r"(a)\1").is_err());
        assert!(Pattern::parse("[b-a]").is_err());
    }
}
