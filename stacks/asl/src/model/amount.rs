//! Fields that hold a number, or say where to find one.

use serde_json::Number;

/// A number that a definition fixes, reads from a path or computes.
///
/// It renders under its field's own name (`TimeoutSeconds`), or with `Path`
/// appended where it is read from one (`TimeoutSecondsPath`).
#[derive(Debug, Clone, PartialEq)]
pub enum Amount {
    /// A literal.
    Fixed(Number),
    /// A JSONPath reference into the state's input.
    Path(String),
    /// A JSONata expression, with its `{% %}`.
    Expression(String),
}

impl From<u64> for Amount {
    fn from(value: u64) -> Self {
        Self::Fixed(value.into())
    }
}

impl From<u32> for Amount {
    fn from(value: u32) -> Self {
        Self::Fixed(value.into())
    }
}

impl From<i32> for Amount {
    fn from(value: i32) -> Self {
        Self::Fixed(value.into())
    }
}

impl Amount {
    /// A literal fraction, such as a percentage. `None` when it is not finite.
    pub fn fraction(value: f64) -> Option<Self> {
        // A whole percentage reads as one: 100, not 100.0.
        if value.fract() == 0.0 && value.abs() < 1e15 {
            return Some(Self::Fixed(Number::from(value as i64)));
        }
        Number::from_f64(value).map(Self::Fixed)
    }
}

/// A path field such as `InputPath`: `null` discards, which differs from leaving the field out.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum FieldPath {
    /// `null`: an empty object for `InputPath` and `OutputPath`, the input
    /// unchanged for `ResultPath`.
    Null,
    /// A JSONPath.
    Path(String),
}

impl From<&str> for FieldPath {
    fn from(path: &str) -> Self {
        Self::Path(path.to_owned())
    }
}

impl From<String> for FieldPath {
    fn from(path: String) -> Self {
        Self::Path(path)
    }
}
