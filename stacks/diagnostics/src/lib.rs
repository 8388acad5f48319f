//! Problems found in definitions: each points at its place, and all are reported together.

mod address;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use address::Address;

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// It works, and something about it deserves a look.
    Warning,
    /// It cannot work.
    Error,
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// The rule's name, such as `asl::unknown-state`. Stable: programs match on it.
    pub code: String,
    /// How bad it is.
    pub severity: Severity,
    /// Where it is.
    pub address: Address,
    /// What is wrong, in one line.
    pub summary: String,
    /// More, where one line is not enough.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The way out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error.
    pub fn error(code: impl Into<String>, address: Address, summary: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            severity: Severity::Error,
            address,
            summary: summary.into(),
            detail: None,
            help: None,
        }
    }

    /// A warning.
    pub fn warning(code: impl Into<String>, address: Address, summary: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, address, summary)
        }
    }

    /// With more to say.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// With the way out.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        write!(f, "{severity}[{}] ", self.code)?;
        if !self.address.is_root() {
            write!(f, "{}: ", self.address)?;
        }
        f.write_str(&self.summary)?;
        if let Some(detail) = &self.detail {
            write!(f, "\n  {}", detail.replace('\n', "\n  "))?;
        }
        if let Some(help) = &self.help {
            write!(f, "\n  help: {help}")?;
        }
        Ok(())
    }
}

/// Problems in the order they were found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// None yet.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds a problem.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Whether something cannot work.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|d| d.severity == Severity::Error)
    }

    /// Whether there is nothing to report.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// In order.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, iter: I) {
        self.0.extend(iter);
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(iter: I) -> Self {
        Self(iter.into_iter().collect())
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl std::error::Error for Diagnostics {}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, diagnostic) in self.iter().enumerate() {
            if at > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{diagnostic}")?;
        }
        Ok(())
    }
}

/// The longest name, in bytes, that another is suggested for. Comparing costs
/// the product of two lengths.
const LONGEST_SUGGESTED: usize = 200;

/// The known name nearest to `given`, where one is near enough to be what was meant.
pub fn nearest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if given.len() > LONGEST_SUGGESTED {
        return None;
    }
    known
        .into_iter()
        // Far apart in length is far apart; a character has at most four bytes.
        .filter(|name| name.len().abs_diff(given.len()) <= 4 + name.len().min(given.len()))
        .map(|name| (strsim::damerau_levenshtein(given, name), name))
        .filter(|(distance, name)| *distance <= 1 + name.len().min(given.len()) / 4)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_reads_as_a_sentence_with_its_place_and_the_way_out() {
        let near = nearest("Recrod", ["Prepare", "Record"]).map(|n| format!("did you mean {n:?}?"));
        let mut problem = Diagnostic::error(
            "asl::unknown-state",
            ["Inspect", "CloseLook", "Next"].into_iter().collect(),
            "no state \"Recrod\"",
        );
        problem.help = near;
        assert_eq!(
            problem.to_string(),
            "error[asl::unknown-state] Inspect.CloseLook.Next: no state \"Recrod\"\n  \
             help: did you mean \"Record\"?"
        );
    }

    #[test]
    fn a_far_name_is_not_suggested() {
        assert_eq!(nearest("Completely", ["Record", "Prepare"]), None);
    }

    #[test]
    fn a_pointer_escapes_what_rfc_6901_reserves() {
        let address: Address = ["States", "a/b~c"].into_iter().collect();
        assert_eq!(address.to_json_pointer(), "/States/a~1b~0c");
    }
}
