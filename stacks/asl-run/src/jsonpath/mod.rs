//! JSONPath after Jayway's implementation, as AWS has it: a definite path
//! gives the value itself, any other gives an array of what it finds, and a
//! definite path that leads nowhere is an error.

mod budget;
mod eval;
mod filter;
mod lexer;
mod parse;
mod reference;

use std::borrow::Cow;
use std::fmt;

use serde_json::Value;

pub use reference::Reference;

/// A parsed path.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    steps: Vec<Step>,
}

/// One step of a path.
#[derive(Debug, Clone, PartialEq)]
enum Step {
    /// Fields by name; several only in brackets.
    Fields(Vec<String>),
    /// Every field or item.
    Wildcard,
    /// Items by position; negative positions count from the end.
    Items(Vec<i64>),
    /// Items from one position up to, and not including, another.
    Slice(Option<i64>, Option<i64>),
    /// The value and everything below it.
    Descend,
    /// The items for which the filter holds.
    Filter(filter::Filter),
    /// A function of the value.
    Function(Function),
}

/// A function at the end of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Function {
    Length,
    Size,
    Keys,
    Min,
    Max,
    Avg,
    Sum,
    Stddev,
}

/// A text that is no path.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SyntaxError {
    /// What is wrong, and where.
    pub message: String,
}

/// A definite path that leads nowhere, in Jayway's words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotFound(pub String);

impl Path {
    /// Parses a path, which begins with `$`.
    ///
    /// # Errors
    /// When the text is no path; the message names the place.
    pub fn parse(text: &str) -> Result<Self, SyntaxError> {
        parse::path(text)
    }

    /// What the path leads to in `root`.
    ///
    /// # Errors
    /// When the path is definite and leads nowhere, or would take too long or find too much.
    pub fn find(&self, root: &Value) -> Result<Value, NotFound> {
        let budget = budget::Budget::new();
        match eval::find(&self.steps, root, &budget)? {
            Cow::Borrowed(found) => budget.copy(found),
            Cow::Owned(found) => Ok(found),
        }
    }

    /// Whether the path leads to at most one value.
    pub fn is_definite(&self) -> bool {
        self.steps.iter().all(Step::is_definite)
    }

    /// Whether the path is one field or item after the other, and so names one place.
    fn is_singular(&self) -> bool {
        self.is_definite()
            && !self
                .steps
                .iter()
                .any(|step| matches!(step, Step::Function(_)))
    }
}

impl Step {
    const fn is_definite(&self) -> bool {
        match self {
            Self::Fields(names) => names.len() == 1,
            Self::Items(positions) => positions.len() == 1,
            Self::Function(_) => true,
            Self::Wildcard | Self::Slice(..) | Self::Descend | Self::Filter(_) => false,
        }
    }
}

/// A definite place, as Jayway writes it: `$['a'][0]`.
struct Place<'a>(&'a [Step]);

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("$")?;
        for step in self.0 {
            match step {
                Step::Fields(names) => {
                    let quoted: Vec<String> = names.iter().map(|n| format!("'{n}'")).collect();
                    write!(f, "[{}]", quoted.join(","))?;
                }
                Step::Items(positions) => {
                    let listed: Vec<String> = positions.iter().map(i64::to_string).collect();
                    write!(f, "[{}]", listed.join(","))?;
                }
                Step::Wildcard => f.write_str("[*]")?,
                Step::Slice(from, to) => {
                    let show = |at: &Option<i64>| at.map_or(String::new(), |at| at.to_string());
                    write!(f, "[{}:{}]", show(from), show(to))?;
                }
                Step::Descend => f.write_str("..")?,
                Step::Filter(_) => f.write_str("[?]")?,
                Step::Function(function) => write!(f, ".{}()", function.name())?,
            }
        }
        Ok(())
    }
}

impl Function {
    const ALL: [Self; 8] = [
        Self::Length,
        Self::Size,
        Self::Keys,
        Self::Min,
        Self::Max,
        Self::Avg,
        Self::Sum,
        Self::Stddev,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Length => "length",
            Self::Size => "size",
            Self::Keys => "keys",
            Self::Min => "min",
            Self::Max => "max",
            Self::Avg => "avg",
            Self::Sum => "sum",
            Self::Stddev => "stddev",
        }
    }

    fn parse(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|function| function.name() == name)
    }
}
