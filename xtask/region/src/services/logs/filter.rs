//! Filter patterns over unstructured text: terms and phrases that messages hold.

/// What a message must hold: all the required, none of the refused, one of the optional.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Filter {
    required: Vec<String>,
    refused: Vec<String>,
    optional: Vec<String>,
}

impl Filter {
    /// Reads a pattern: `ERROR "a phrase" -DEBUG ?either ?or`.
    ///
    /// # Errors
    /// For patterns over JSON and over columns, which are not served here.
    pub(super) fn parse(pattern: &str) -> Result<Self, String> {
        let mut rest = pattern.trim();
        if rest.starts_with(['{', '[', '%']) {
            return Err(format!(
                "the embedded region filters by terms and \"phrases\", not by \"{pattern}\""
            ));
        }
        let mut filter = Self::default();
        while !rest.is_empty() {
            let (kind, after) = match rest.chars().next() {
                Some(sign @ ('-' | '?')) => (Some(sign), &rest[1..]),
                _ => (None, rest),
            };
            let (term, after) = match after.strip_prefix('"') {
                Some(phrase) => phrase
                    .split_once('"')
                    .ok_or_else(|| format!("a phrase of \"{pattern}\" does not end"))?,
                None => after.split_once(char::is_whitespace).unwrap_or((after, "")),
            };
            match kind {
                Some('-') => filter.refused.push(term.to_owned()),
                Some(_) => filter.optional.push(term.to_owned()),
                None => filter.required.push(term.to_owned()),
            }
            rest = after.trim_start();
        }
        Ok(filter)
    }

    pub(super) fn matches(&self, message: &str) -> bool {
        let holds = |term: &String| message.contains(term.as_str());
        self.required.iter().all(holds)
            && !self.refused.iter().any(holds)
            && (self.optional.is_empty() || self.optional.iter().any(holds))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_required_refused_or_optional() {
        let filter = Filter::parse(r#"ERROR "not found" -retry ?a ?b"#).unwrap();
        assert!(filter.matches("ERROR: not found b"));
        assert!(!filter.matches("ERROR: not found"));
        assert!(!filter.matches("ERROR: found not a"));
        assert!(!filter.matches("ERROR: not found a, retry"));
        assert!(Filter::parse("").unwrap().matches("anything"));
        assert!(Filter::parse("{ $.level = \"x\" }").is_err());
    }
}
