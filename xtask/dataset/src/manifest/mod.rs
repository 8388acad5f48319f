//! Augmented manifests: a JSON object a line, one for each picture, in the form that Ground Truth
//! writes and Lookout for Vision reads.
//!
//! Sources: <https://docs.aws.amazon.com/sagemaker/latest/dg/sms-data-output.html>,
//! <https://docs.aws.amazon.com/lookout-for-vision/latest/developer-guide/manifest-file-classification.html>
//! and `manifest-file-segmentation.html` beside it. Attributes of ours stand beside theirs, which
//! Ground Truth hands on unchanged; their names end neither in `-ref` nor in `-metadata`, which
//! have a meaning there. What is not known here is kept as it is.

mod annotation;
mod attributes;
mod fields;
mod label;
mod line;
mod mask;

use std::collections::BTreeMap;

use diagnostics::{Address, Diagnostic, Diagnostics};
use serde_json::Value;

pub use annotation::Annotation;
pub use attributes::Attributes;
pub(crate) use fields::Fields;
pub use label::{Label, Labelled};
pub use line::{Group, Line};
pub use mask::{Color, ColorError, Mask, MaskColor};

/// A line of a manifest, with the number that it has there, which counts from 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Numbered<T> {
    /// The line's number.
    pub number: usize,
    /// What it says.
    pub line: T,
}

/// Parses a manifest whose label and mask have these names. Blank lines are passed over.
///
/// # Errors
/// Every mistake of every line.
pub fn parse_manifest(text: &str, names: &Attributes) -> Result<Vec<Numbered<Line>>, Diagnostics> {
    let mut found = Diagnostics::new();
    let lines = parse_lines(text, &mut found, |fields| Line::parse(fields, names));
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    for Numbered { number, line } in &lines {
        if let Some(earlier) = first.insert(&line.source, *number) {
            found.push(
                Diagnostic::error(
                    "dataset::repeated-picture",
                    place(*number).join("source-ref"),
                    format!("{:?} is on line {earlier} as well", line.source),
                )
                .with_help("a picture has one line: remove one of them"),
            );
        }
    }
    if found.is_empty() {
        Ok(lines)
    } else {
        Err(found)
    }
}

/// Parses each line by itself; what is wrong goes to `found`, and the line is left out.
pub(crate) fn parse_lines<T>(
    text: &str,
    found: &mut Diagnostics,
    parse: impl Fn(&mut Fields<'_>) -> Option<T>,
) -> Vec<Numbered<T>> {
    let mut lines = Vec::new();
    for (at, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let number = at + 1;
        let map = match serde_json::from_str(line) {
            Ok(Value::Object(map)) => map,
            Ok(other) => {
                let what = format!(
                    "a line is a JSON object, and this is {}",
                    fields::sort(&other)
                );
                found.push(Diagnostic::error("dataset::line", place(number), what));
                continue;
            }
            Err(error) => {
                found.push(
                    Diagnostic::error("dataset::line", place(number), "the line is no JSON")
                        .with_detail(error.to_string())
                        .with_help(
                            "a manifest has one JSON object a line, without line breaks in it",
                        ),
                );
                continue;
            }
        };
        let mistakes = found.len();
        let parsed = parse(&mut Fields::new(map, place(number), found));
        if let Some(line) = parsed.filter(|_| found.len() == mistakes) {
            lines.push(Numbered { number, line });
        }
    }
    lines
}

fn place(number: usize) -> Address {
    Address::root().join(format!("line {number}"))
}
