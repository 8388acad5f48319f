//! Files as they were named on the command line, and places in them.

mod located;
mod position;

use std::path::Path;

use serde_json::Value;
use ui::Problem;

pub use located::Located;
pub(crate) use located::render;
pub use position::Position;

/// A text with the name it goes by.
#[derive(Debug, Clone)]
pub struct Source {
    /// The file, as it was named.
    pub name: String,
    /// What it holds.
    pub text: String,
}

impl Source {
    /// A text of this name.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            text: text.into(),
        }
    }

    /// Reads a file.
    ///
    /// # Errors
    /// When it cannot be read as text.
    pub fn read(path: &Path) -> Result<Self, Problem> {
        let name = path.display().to_string();
        match std::fs::read_to_string(path) {
            Ok(text) => Ok(Self { name, text }),
            Err(error) => Err(Problem::new(format!("cannot read {name}")).because(error)),
        }
    }

    /// What it holds, as JSON.
    ///
    /// # Errors
    /// When it is not JSON.
    pub fn json(&self) -> Result<Value, Problem> {
        serde_json::from_str(&self.text).map_err(|error| {
            Problem::new(format!(
                "{}:{}:{}: this is not JSON",
                self.name,
                error.line(),
                error.column()
            ))
            .because(error)
        })
    }

    /// Where a JSON pointer's target is, or the nearest of what holds it.
    pub fn position(&self, segments: &[&str]) -> Option<Position> {
        position::locate(&self.text, segments)
    }
}

/// The value of an argument that is a file or JSON itself.
///
/// # Errors
/// When it is neither.
pub fn read_json(argument: &str, given: &str) -> Result<Value, Problem> {
    read_source(argument, given)?.json()
}

/// The text of an argument that is a file or JSON itself; it is JSON.
///
/// # Errors
/// When it is neither.
pub fn read_source(argument: &str, given: &str) -> Result<Source, Problem> {
    let path = Path::new(given);
    if path.is_file() {
        let source = Source::read(path)?;
        return source.json().map(|_| source);
    }
    if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(given) {
        let problem = if looks_like_json(given) {
            Problem::new(format!("{argument} is not JSON: {given}")).because(error)
        } else {
            Problem::new(format!("{argument}: there is no file {given:?}"))
        };
        return Err(problem.next(format!("name a file, or write JSON: {argument} '{{}}'")));
    }
    Ok(Source::new(argument, given))
}

fn looks_like_json(text: &str) -> bool {
    text.trim_start()
        .starts_with(|c: char| "{[\"-".contains(c) || c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_argument_is_a_file_or_json() {
        assert_eq!(read_json("--input", "[1]").unwrap(), serde_json::json!([1]));
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("input.json");
        std::fs::write(&file, "{\"a\": 1}").unwrap();
        let value = read_json("--input", file.to_str().unwrap()).unwrap();
        assert_eq!(value, serde_json::json!({"a": 1}));
        std::fs::write(&file, "{\"a\":\n  yes}").unwrap();
        let problem = read_json("--input", file.to_str().unwrap()).unwrap_err();
        assert!(problem.to_string().contains("input.json:2:3"), "{problem}");
        let problem = read_json("--input", "inptu.json").unwrap_err();
        assert!(problem.to_string().contains("no file"), "{problem}");
        let problem = read_json("--input", "{a: 1}").unwrap_err();
        assert!(problem.to_string().contains("is not JSON"), "{problem}");
    }
}
