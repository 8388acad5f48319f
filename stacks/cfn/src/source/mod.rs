//! A template's text, JSON or YAML, with the place of everything in it.

mod json;
mod node;

use diagnostics::{Address, Diagnostic, Diagnostics};
use serde_json::Value as Json;

pub(crate) use node::{Content, Node, Places, add};

use crate::Template;

/// Most bytes of a text that is read. CloudFormation takes a megabyte; what is larger is told by
/// `cfn::template-size` up to here.
pub(crate) const MOST_TEXT: usize = 8_000_000;
/// How deep lists and objects are within each other at most.
pub(crate) const MOST_DEPTH: usize = 100;
/// How many values a text has at most, aliases followed.
pub(crate) const MOST_NODES: usize = 500_000;

/// A place in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

impl Position {
    pub(crate) const START: Self = Self { line: 1, column: 1 };
}

impl std::fmt::Display for Position {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

impl std::str::FromStr for Position {
    type Err = std::num::ParseIntError;

    /// Reads `line:column`, as it is displayed.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (line, column) = text.split_once(':').unwrap_or((text, "1"));
        Ok(Self {
            line: line.parse()?,
            column: column.parse()?,
        })
    }
}

/// A text that cannot be read on.
pub(crate) struct Broken {
    pub(crate) position: Position,
    pub(crate) text: String,
}

/// Keeps what a reader finds on its way.
#[derive(Default)]
pub(crate) struct Findings(Vec<(Position, Diagnostic)>);

impl Findings {
    pub(crate) fn push(&mut self, position: Position, code: &str, text: String) {
        let problem = Diagnostic::error(code, Address::root(), text);
        self.0.push((position, problem));
    }
}

/// A problem of a text with its position, for those that have no path in the template.
fn located(problem: Diagnostic, position: Position) -> Diagnostic {
    Diagnostic {
        address: Address::from_iter([position.to_string()]),
        ..problem
    }
}

/// Reads a text; told apart by its first character: JSON begins with a brace.
fn read(text: &str, found: &mut Findings) -> Result<Node, Broken> {
    if text.len() > MOST_TEXT {
        return Err(Broken {
            position: Position::START,
            text: format!(
                "the text has {} bytes; at most {MOST_TEXT} are read",
                text.len()
            ),
        });
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if !text.trim_start().starts_with('{') {
        return crate::yaml::read(text, found);
    }
    let mut own = Findings::default();
    match json::read(text, &mut own) {
        Ok(node) => {
            found.0.append(&mut own.0);
            Ok(node)
        }
        // A flow mapping of YAML begins with a brace as well.
        Err(broken) => {
            let mut other = Findings::default();
            match crate::yaml::read(text, &mut other) {
                Ok(node) if !text.trim_end().ends_with(['}', ']']) || looks_like_yaml(text) => {
                    found.0.append(&mut other.0);
                    Ok(node)
                }
                _ => Err(broken),
            }
        }
    }
}

/// Whether a text that begins with a brace has a key without quotes.
fn looks_like_yaml(text: &str) -> bool {
    let first = text.trim_start().trim_start_matches('{').trim_start();
    first.starts_with(|c: char| c.is_ascii_alphabetic() || c == '#')
}

impl Template {
    /// Reads a template, JSON or YAML. Unknown keys are kept, and so is the order.
    ///
    /// The problems are those of the text: what is malformed, keys that are given twice (the last
    /// one counts), tags that nobody knows. Their address is the line and the column. There is no
    /// template where the text cannot be read or holds no object. What a template that was read is
    /// worth is told by [`crate::check`].
    /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html>
    pub fn parse(text: &str) -> (Option<Self>, Diagnostics) {
        let mut found = Findings::default();
        let node = match read(text, &mut found) {
            Ok(node) => Some(node),
            Err(broken) => {
                found.push(broken.position, "cfn::syntax", broken.text);
                None
            }
        };
        let mut template = None;
        if let Some(node) = node {
            let position = node.position;
            let (json, places) = node.into_json();
            match json {
                Json::Object(document) => {
                    template = Some(Self::read(document, places, text.len()));
                }
                _ => {
                    let problem = "a template is an object of sections such as `Resources`";
                    found.push(position, "cfn::syntax", problem.to_owned());
                }
            }
        }
        let found = found.0.into_iter();
        let found = found.map(|(position, problem)| located(problem, position));
        (template, found.collect())
    }
}

#[cfg(test)]
mod tests;
