//! A line of the table of functions.

use crate::Type;
use crate::data_type::parts;

/// What kind of function it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A value from values.
    Scalar,
    /// A value from the rows of a group.
    Aggregate,
    /// A value from the rows of a window, and of nothing else.
    Window,
}

/// What an argument or a result can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Pattern {
    /// Of any type, each argument of its own.
    Any,
    /// One type, the same wherever the letter stands.
    Variable(char),
    Exact(Type),
    /// A decimal of any size.
    Decimal,
    /// Of a result: the argument's digits after the point, and as many before it as there can be.
    WidestDecimal,
    Array(Box<Self>),
    Map(Box<Self>, Box<Self>),
    Row(Vec<Self>),
    Lambda(Vec<Self>, Box<Self>),
}

/// One way to call a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Signature {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) arguments: Vec<Pattern>,
    /// Whether the last argument may be there any number of times.
    pub(crate) is_variadic: bool,
    pub(crate) result: Pattern,
    /// As it is told to people.
    pub(crate) text: String,
}

impl Signature {
    /// Reads a line; nothing where it is a comment or no signature.
    pub(crate) fn parse(line: &str) -> Option<Self> {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            return None;
        }
        let (kind, text) = match line.split_once(' ') {
            Some(("agg", rest)) => (Kind::Aggregate, rest),
            Some(("win", rest)) => (Kind::Window, rest),
            _ => (Kind::Scalar, line),
        };
        let (head, result) = text.rsplit_once(") -> ")?;
        let (name, arguments) = head.split_once('(')?;
        let is_variadic = arguments.ends_with("...");
        let arguments = arguments.trim_end_matches("...");
        let arguments = match arguments.is_empty() {
            true => Vec::new(),
            false => parts(arguments)
                .into_iter()
                .map(pattern)
                .collect::<Option<_>>()?,
        };
        Some(Self {
            name: name.to_owned(),
            kind,
            arguments,
            is_variadic,
            result: pattern(result)?,
            text: text.to_owned(),
        })
    }
}

fn pattern(text: &str) -> Option<Pattern> {
    let text = text.trim();
    if let Some((parameters, result)) = text.split_once(" -> ") {
        let inner = parameters
            .strip_prefix('(')
            .and_then(|inner| inner.strip_suffix(')'));
        let parameters = match inner {
            Some(inner) => parts(inner),
            None => vec![parameters],
        };
        let parameters = parameters.into_iter().map(pattern);
        return Some(Pattern::Lambda(
            parameters.collect::<Option<_>>()?,
            Box::new(pattern(result)?),
        ));
    }
    if text == "ANY" {
        return Some(Pattern::Any);
    }
    if let [letter] = text.as_bytes()
        && letter.is_ascii_uppercase()
    {
        return Some(Pattern::Variable(char::from(*letter)));
    }
    if text == "decimal" {
        return Some(Pattern::Decimal);
    }
    if text == "decimal(38,s)" {
        return Some(Pattern::WidestDecimal);
    }
    let inner = |name: &str| {
        let rest = text.strip_prefix(name)?.strip_prefix('(')?;
        Some(parts(rest.strip_suffix(')')?))
    };
    if let Some([element]) = inner("array").as_deref() {
        return Some(Pattern::Array(Box::new(pattern(element)?)));
    }
    if let Some([key, value]) = inner("map").as_deref() {
        return Some(Pattern::Map(
            Box::new(pattern(key)?),
            Box::new(pattern(value)?),
        ));
    }
    if let Some(fields) = inner("row") {
        return Some(Pattern::Row(
            fields.into_iter().map(pattern).collect::<Option<_>>()?,
        ));
    }
    Type::parse(text).ok().map(Pattern::Exact)
}
