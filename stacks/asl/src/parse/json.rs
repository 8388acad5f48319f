//! JSON text to JSON values, with AWS's words for what is not JSON.

use diagnostics::{Address, Diagnostic};
use serde_json::Value;

/// Parses text. Nesting is bounded, so hostile text cannot exhaust the stack.
pub(super) fn parse(text: &str) -> Result<Value, Box<Diagnostic>> {
    serde_json::from_str(text).map_err(|error| Box::new(problem(text, &error)))
}

fn problem(text: &str, error: &serde_json::Error) -> Diagnostic {
    // A word that JSON does not know is named, at its end, as AWS's parser does.
    let (message, line, column) = match unknown_word(text) {
        Some((word, line, column)) => (
            format!(
                "Unrecognized token '{word}': was expecting (JSON String, Number, Array, Object \
                 or token 'null', 'true' or 'false')"
            ),
            line,
            column,
        ),
        None => {
            let whole = error.to_string();
            let message = whole
                .rsplit_once(" at line ")
                .map_or(whole.as_str(), |(message, _)| message);
            (message.to_owned(), error.line(), error.column())
        }
    };
    let shown: String = text.chars().take(500).collect();
    let place = format!("[Source: (String)\"{shown}\"; line: {line}, column: {column}]");
    Diagnostic::error(
        "asl::json",
        Address::root(),
        format!("{message}\n at {place}"),
    )
}

/// The first word outside a string that is no JSON literal, with its line and
/// the column just after it, both from 1.
fn unknown_word(text: &str) -> Option<(String, usize, usize)> {
    let (mut line, mut column) = (1, 1);
    let mut in_string = false;
    let mut escaped = false;
    let mut word = String::new();
    for character in text.chars().chain(std::iter::once(' ')) {
        if in_string {
            match character {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => in_string = false,
                _ => {}
            }
        } else if character.is_alphabetic() || (!word.is_empty() && character.is_alphanumeric()) {
            word.push(character);
        } else {
            if !word.is_empty() && !matches!(word.as_str(), "null" | "true" | "false" | "e" | "E") {
                return Some((word, line, column));
            }
            word.clear();
            in_string = character == '"';
        }
        if character == '\n' {
            line += 1;
            column = 1;
        } else {
            column += 1;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_word_that_json_does_not_know_is_named_with_its_place() {
        let problem = parse("{\"a\": \"ok\",\n \"b\": yes}").unwrap_err();
        assert!(
            problem.summary.starts_with("Unrecognized token 'yes'"),
            "{problem}"
        );
        assert!(
            problem.summary.ends_with("line: 2, column: 10]"),
            "{problem}"
        );
    }
}
