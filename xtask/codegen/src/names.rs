//! Names of Rust for names of CloudFormation.

use std::collections::BTreeSet;

const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// The words of a name: `DBInstanceARN` is `DB`, `Instance`, `ARN`.
fn words(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let mut words = Vec::new();
    let mut word = String::new();
    for (at, &letter) in letters.iter().enumerate() {
        if !letter.is_ascii_alphanumeric() {
            words.push(std::mem::take(&mut word));
            continue;
        }
        let before = at.checked_sub(1).map(|at| letters[at]);
        let after = letters.get(at + 1);
        let starts = letter.is_ascii_uppercase()
            && before.is_some_and(|before| {
                !before.is_ascii_uppercase()
                    // `DBInstance` begins a word at the `I`, `ARNs` none at the `N`.
                    || after.is_some_and(|after| after.is_ascii_lowercase())
                        && !(after == Some(&'s')
                            && letters.get(at + 2).is_none_or(|c| !c.is_ascii_lowercase()))
            });
        if starts {
            words.push(std::mem::take(&mut word));
        }
        word.push(letter);
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

/// The name of a function, argument or module.
pub(crate) fn snake(name: &str) -> String {
    let mut out = words(name).join("_").to_ascii_lowercase();
    if out.is_empty() || out.starts_with(|c: char| c.is_ascii_digit()) {
        out.insert(0, 'n');
    }
    if KEYWORDS.contains(&out.as_str()) {
        out.push('_');
    }
    out
}

/// The name of a type: as the schema writes it, but for what Rust does not allow.
pub(crate) fn pascal(name: &str) -> String {
    let mut out = String::new();
    for part in name.split(|c: char| !c.is_ascii_alphanumeric()) {
        let mut letters = part.chars();
        if let Some(first) = letters.next() {
            out.push(first.to_ascii_uppercase());
            out.push_str(letters.as_str());
        }
    }
    if out.is_empty() || out.starts_with(|c: char| c.is_ascii_digit()) {
        out.insert(0, 'N');
    }
    out
}

/// The name of an enum's variant: `SSE_S3` gives `SseS3`.
pub(crate) fn variant(value: &str) -> String {
    let mut out = String::new();
    if value.starts_with('-') && value.len() > 1 {
        out.push_str("Minus");
    }
    for part in value.split(|c: char| !c.is_ascii_alphanumeric()) {
        let shouted = !part.chars().any(|c| c.is_ascii_lowercase());
        for (at, letter) in part.chars().enumerate() {
            out.push(match (at, shouted) {
                (0, _) => letter.to_ascii_uppercase(),
                (_, true) => letter.to_ascii_lowercase(),
                _ => letter,
            });
        }
    }
    if out.is_empty() {
        out.push_str(if value.is_empty() { "Empty" } else { "Symbol" });
    }
    if out.starts_with(|c: char| c.is_ascii_digit()) {
        out.insert(0, 'N');
    }
    if ["Self", "Other"].contains(&out.as_str()) {
        out.push_str("Value");
    }
    out
}

/// Names that are taken within a scope.
#[derive(Debug, Default)]
pub(crate) struct Scope(BTreeSet<String>);

impl Scope {
    pub(crate) fn of(taken: &[&str]) -> Self {
        Self(taken.iter().map(|name| (*name).to_owned()).collect())
    }

    /// The name, or with the suffix and a number where it is taken.
    pub(crate) fn claim(&mut self, name: &str, suffix: &str) -> String {
        let mut free = name.to_owned();
        let mut number = 1;
        while !self.0.insert(free.clone()) {
            free = match number {
                1 => format!("{name}{suffix}"),
                _ => format!("{name}{suffix}{number}"),
            };
            number += 1;
        }
        free
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_as_rust_does() {
        let cases = [
            ("DBInstanceArn", "db_instance_arn"),
            ("QueueARNs", "queue_arns"),
            ("ACLs", "acls"),
            ("Type", "type_"),
            ("KMSKeyId", "kms_key_id"),
            ("S3Bucket", "s3_bucket"),
            ("cors-config", "cors_config"),
        ];
        for (name, expected) in cases {
            assert_eq!(snake(name), expected);
        }
        assert_eq!(variant("SSE_S3"), "SseS3");
        assert_eq!(variant("aws:kms"), "AwsKms");
        assert_eq!(variant("BucketOwnerEnforced"), "BucketOwnerEnforced");
        assert_eq!(variant("1.2"), "N12");
        assert_eq!(pascal("my_rule"), "MyRule");
    }

    #[test]
    fn a_taken_name_gets_a_suffix() {
        let mut scope = Scope::of(&["Handle"]);
        assert_eq!(scope.claim("Handle", "Definition"), "HandleDefinition");
        assert_eq!(scope.claim("Handle", "Definition"), "HandleDefinition2");
    }
}
