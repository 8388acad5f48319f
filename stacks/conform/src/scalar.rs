//! Texts, numbers and booleans.

use registry::{Pattern, Shape};
use serde_json::Value as Json;

use crate::format;
use crate::walk::{Walk, is_opaque, told};

/// Whether a number is within a limit.
type Holds = fn(f64, f64) -> bool;

impl<'a> Walk<'a> {
    pub(crate) fn scalar(&mut self, shape: Shape<'a>, value: &Json) {
        if value.as_str().is_some_and(is_opaque) {
            self.is_unsure = true;
            return;
        }
        self.allowed(shape, value);
        self.range(shape, value);
        let text = match value {
            Json::String(text) => text.clone(),
            Json::Number(number) => number.to_string(),
            Json::Bool(flag) => flag.to_string(),
            _ => return,
        };
        self.length(shape, &text);
        if self.pattern(shape, &text)
            && let Some(name) = shape.format()
            && let Some(expected) = format::refuses(name, &text)
        {
            let summary = format!("{} is no {expected}", told(value));
            self.tell("cfn::pattern", summary);
        }
    }

    fn allowed(&mut self, shape: Shape<'a>, value: &Json) {
        if let Some(constant) = shape.json().get("const")
            && !is_same(constant, value)
        {
            self.tell(
                "cfn::not-allowed-value",
                format!("{} is not {constant}", told(value)),
            );
        }
        let ignoring_case = shape.json()["enumCaseInsensitive"].as_array();
        let Some(allowed) = shape.allowed().or(ignoring_case.map(Vec::as_slice)) else {
            return;
        };
        let fits = |known: &Json| {
            is_same(known, value)
                || ignoring_case.is_some() && spelled(known).eq_ignore_ascii_case(&spelled(value))
        };
        if allowed.iter().any(fits) {
            return;
        }
        if self.asks {
            // What is told is not read, and a suggestion costs more than all else.
            self.tell("cfn::not-allowed-value", "not allowed");
            return;
        }
        let names: Vec<String> = allowed.iter().map(spelled).collect();
        let nearest = diagnostics::nearest(&spelled(value), names.iter().map(String::as_str));
        let help = match nearest {
            Some(nearest) => format!("did you mean {nearest:?}?"),
            None if names.len() <= 12 => format!("allowed are {}", names.join(", ")),
            None => format!(
                "allowed are {} and {} more",
                names[..8].join(", "),
                names.len() - 8
            ),
        };
        let summary = format!("{} is not allowed", told(value));
        self.tell_with_help("cfn::not-allowed-value", summary, Some(help));
    }

    fn range(&mut self, shape: Shape<'a>, value: &Json) {
        let number = match value {
            Json::Number(number) => number.as_f64(),
            Json::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        let Some(number) = number else { return };
        let limits: [(&str, &str, Holds); 4] = [
            ("minimum", "at least", |number, limit| number >= limit),
            ("maximum", "at most", |number, limit| number <= limit),
            ("exclusiveMinimum", "more than", |number, limit| {
                number > limit
            }),
            ("exclusiveMaximum", "less than", |number, limit| {
                number < limit
            }),
        ];
        for (keyword, words, holds) in limits {
            if let Some(limit) = shape.limit(keyword)
                && !holds(number, limit)
            {
                self.tell("cfn::range", format!("{number} is to be {words} {limit}"));
            }
        }
        if let Some(factor) = shape.limit("multipleOf")
            && factor > 0.0
            && (number / factor).fract() != 0.0
        {
            self.tell(
                "cfn::range",
                format!("{number} is to be a multiple of {factor}"),
            );
        }
    }

    fn length(&mut self, shape: Shape<'a>, text: &str) {
        let limits = (shape.limit("minLength"), shape.limit("maxLength"));
        if limits == (None, None) {
            return;
        }
        let count = text.chars().count();
        #[expect(
            clippy::cast_precision_loss,
            reason = "a text is shorter than 2^52 characters"
        )]
        let length = count as f64;
        if let (Some(least), _) = limits
            && length < least
        {
            self.tell(
                "cfn::length",
                format!("{count} characters are fewer than {least}"),
            );
        }
        if let (_, Some(most)) = limits
            && length > most
        {
            self.tell(
                "cfn::length",
                format!("{count} characters are more than {most}"),
            );
        }
    }

    /// Whether nothing is told of the pattern.
    fn pattern(&mut self, shape: Shape<'a>, text: &str) -> bool {
        let Some(pattern) = shape.pattern() else {
            return true;
        };
        // Some patterns of the registry are none; nothing can be told by them.
        let Ok(read) = Pattern::parse(pattern) else {
            return true;
        };
        let fits = read.is_match(text) != Some(false);
        if !fits {
            let summary = format!("{} does not match {pattern}", told(&Json::from(text)));
            self.tell("cfn::pattern", summary);
        }
        fits
    }
}

/// Whether CloudFormation takes both for the same.
fn is_same(one: &Json, other: &Json) -> bool {
    one == other || !one.is_object() && !one.is_array() && spelled(one) == spelled(other)
}

fn spelled(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}
