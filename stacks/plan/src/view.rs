//! A plan for people: text for a terminal, Markdown for a pull request.

mod markdown;
mod text;

pub use markdown::render_markdown;
pub use text::render_text;

use serde_json::Value as Json;

use crate::drift::{DriftStatus, DriftedResource};
use crate::model::{
    Action, AssetChange, Certainty, Outcome, PropertyChange, Recreation, ResourceChange,
    StackAction, StackPlan,
};
use crate::resolve::readable;

/// How wide a value is shown at most, in characters.
const WIDEST: usize = 56;

/// The sign before what happens to a resource.
const fn sign(action: &Action) -> &'static str {
    match action {
        Action::Add => "+",
        Action::Change => "~",
        Action::Note => "=",
        Action::Replace { .. } => "±",
        Action::Remove { .. } => "-",
    }
}

/// What happens to a resource, in words.
fn told(action: &Action) -> String {
    let becomes = |old: Outcome| match old {
        Outcome::Deleted => "the old one is deleted",
        Outcome::Kept => "the old one is kept",
        Outcome::Snapshot => "the old one is deleted after a snapshot",
    };
    match action {
        Action::Add => "is added".to_owned(),
        Action::Change => "changes".to_owned(),
        Action::Note => "was made so by hand; the stack takes note of it".to_owned(),
        Action::Replace { certainty, old, .. } => {
            let is = match certainty {
                Certainty::Certain => "is replaced",
                Certainty::Possible => "may be replaced",
            };
            format!("{is}; {}", becomes(*old))
        }
        Action::Remove { old } => match old {
            Outcome::Deleted => "is deleted".to_owned(),
            Outcome::Kept => "leaves the stack and is kept".to_owned(),
            Outcome::Snapshot => "is deleted after a snapshot".to_owned(),
        },
    }
}

/// What is said beside a property.
fn remark(change: &PropertyChange) -> String {
    let mut remarks = Vec::new();
    match change.recreation {
        Recreation::Never => {}
        Recreation::Conditionally => remarks.push("may force a replacement".to_owned()),
        Recreation::Always => remarks.push("forces a replacement".to_owned()),
    }
    if let Some(other) = &change.because_of {
        remarks.push(format!("since {other} is replaced"));
    }
    if change.by_hand {
        remarks.push("takes back what was changed by hand".to_owned());
    }
    remarks.join(", ")
}

/// What is lost with a resource, where something is.
fn loss(change: &ResourceChange) -> Option<String> {
    let holds = change.holds.as_ref().filter(|_| change.loses_data())?;
    Some(format!("{holds} would be lost"))
}

/// A stack's changes in a few words.
fn summary(stack: &StackPlan) -> String {
    let counts = stack.counts();
    let mut parts: Vec<String> = counts
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(what, count)| format!("{count} {what}"))
        .collect();
    if parts.is_empty() && stack.action != StackAction::Keep {
        parts.push("no resource changes".to_owned());
    }
    let begin = match stack.action {
        StackAction::Create => "is created",
        StackAction::Update => "is updated",
        StackAction::Delete => "is deleted",
        StackAction::Keep => "no changes",
    };
    parts.insert(0, begin.to_owned());
    parts.join(", ")
}

/// A function's new code, in words.
fn told_asset(asset: &AssetChange) -> String {
    let is = match asset.before {
        Some(_) => "has other code",
        None => "is new",
    };
    let megabytes = asset.bytes as f64 / 1e6;
    format!(
        "{} {is}: {}, {megabytes:.1} MB",
        asset.function, asset.after
    )
}

/// How a resource drifted, in words.
fn told_drift(resource: &DriftedResource) -> String {
    let how = match resource.status {
        DriftStatus::Modified => "was changed by hand",
        DriftStatus::Deleted => "is gone",
    };
    let accepted = if resource.accepted { "; accepted" } else { "" };
    let found = resource.found_at.as_ref();
    let found = found.map_or(String::new(), |at| format!("; found {at}"));
    format!("{} {how}{found}{accepted}", resource.kind)
}

/// A value in one line, shortened in the middle.
fn shown(value: Option<&Json>) -> String {
    let Some(value) = value else {
        return "(none)".to_owned();
    };
    let text = readable(value);
    let text: String = text
        .chars()
        .map(|sign| if sign.is_control() { ' ' } else { sign })
        .collect();
    shortened(&text, WIDEST)
}

fn shortened(text: &str, most: usize) -> String {
    let length = text.chars().count();
    if length <= most {
        return text.to_owned();
    }
    let (front, back) = ((most - 1).div_ceil(2), (most - 1) / 2);
    let begin: String = text.chars().take(front).collect();
    let end: String = text.chars().skip(length - back).collect();
    format!("{begin}…{end}")
}
