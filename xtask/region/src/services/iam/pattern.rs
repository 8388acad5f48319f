//! Patterns of policies: `*` stands for any text, `?` for any one character.

use super::condition::Keys;

/// A pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern {
    text: String,
    /// How many bytes stand for themselves, up to the first `*` or `?`. A request is held against
    /// every name of every policy, and this tells nearly all of them apart.
    plain: usize,
}

impl Pattern {
    /// From its text.
    pub(super) fn new(text: &str) -> Self {
        Self::of(text.to_owned())
    }

    fn of(text: String) -> Self {
        let plain = text.find(['*', '?']).unwrap_or(text.len());
        Self { text, plain }
    }

    /// As it is written.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whether it matches everything.
    pub(super) fn is_anything(&self) -> bool {
        self.text == "*"
    }

    /// Whether it matches the whole text. Linear in practice: of several `*` only the last one
    /// met is ever tried again.
    pub(super) fn matches(&self, text: &str) -> bool {
        let (begins, pattern) = self.text.split_at(self.plain);
        let Some(text) = text.strip_prefix(begins) else {
            return false;
        };
        if pattern.is_empty() || pattern == "*" {
            return !pattern.is_empty() || text.is_empty();
        }
        let pattern: Vec<char> = pattern.chars().collect();
        let text: Vec<char> = text.chars().collect();
        let (mut p, mut t) = (0, 0);
        let mut retry: Option<(usize, usize)> = None;
        while t < text.len() {
            match pattern.get(p) {
                Some('*') => {
                    retry = Some((p, t));
                    p += 1;
                }
                Some(c) if *c == '?' || *c == text[t] => {
                    p += 1;
                    t += 1;
                }
                _ => match retry {
                    Some((star, tried)) => {
                        retry = Some((star, tried + 1));
                        p = star + 1;
                        t = tried + 1;
                    }
                    None => return false,
                },
            }
        }
        pattern[p..].iter().all(|c| *c == '*')
    }

    /// With the policy variables (`${aws:PrincipalAccount}`) of the request in their places.
    #[must_use]
    pub(super) fn with_variables(&self, keys: &Keys) -> Self {
        let mut filled = String::new();
        let mut rest = self.text.as_str();
        while let Some(start) = rest.find("${") {
            let Some(length) = rest[start..].find('}') else {
                break;
            };
            let name = &rest[start + 2..start + length];
            filled.push_str(&rest[..start]);
            match (
                name,
                keys.get(&name.to_ascii_lowercase()).map(Vec::as_slice),
            ) {
                ("*" | "?" | "$", _) => filled.push_str(name),
                (_, Some([value])) => filled.push_str(value),
                // A variable without a value leaves its text, which no ARN has.
                _ => filled.push_str(&rest[start..=start + length]),
            }
            rest = &rest[start + length + 1..];
        }
        filled.push_str(rest);
        Self::of(filled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_and_question_marks() {
        for (pattern, text, expected) in [
            ("*", "", true),
            ("a*c", "abbc", true),
            ("a*c", "abbd", false),
            ("a?c", "abc", true),
            ("a?c", "ac", false),
            ("arn:aws:s3:::b/*/x*y", "arn:aws:s3:::b/1/2/xzy", true),
            ("*a*b*", "xxbxxa", false),
            ("abc", "abcd", false),
        ] {
            assert_eq!(
                Pattern::new(pattern).matches(text),
                expected,
                "{pattern} on {text}"
            );
        }
    }
}
