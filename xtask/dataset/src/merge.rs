//! What is said of a picture that is there already: what was missing is taken, what differs is
//! told and stays as it was.

use std::fmt::Display;

use contracts::PictureId;
use serde::Serialize;

use crate::manifest::{Label, Labelled, Mask};
use crate::store::Item;

/// Something that is said otherwise than before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Differing {
    /// The picture.
    pub picture: PictureId,
    /// The file's name where it came from this time.
    pub name: String,
    /// What differs, such as `device`.
    pub what: &'static str,
    /// What the dataset has, and keeps.
    pub kept: String,
    /// What is said now.
    pub given: String,
}

/// The earlier item with what it lacked, where it lacked something, and what differs.
pub(crate) fn merge(earlier: &Item, now: &Item) -> (Option<Item>, Vec<Differing>) {
    let mut merged = earlier.clone();
    let mut merge = Merge {
        now,
        differing: Vec::new(),
        changed: false,
    };
    let (line, new) = (&mut merged.line, &now.line);
    merge.text(
        "device class",
        &mut line.group.device_class,
        &new.group.device_class,
    );
    merge.text("device", &mut line.group.device, &new.group.device);
    merge.text("capture series", &mut line.group.series, &new.group.series);
    merge.value("label", &mut line.label, &new.label, label, |one, other| {
        one.label == other.label && one.kinds == other.kinds
    });
    let drawn = |mask: &Mask| mask.source.clone();
    match (line.label.as_ref().map(|label| label.label), &new.mask) {
        // A mask says where a picture is wrong, and nobody has said that this one is.
        (label, Some(mask)) if label != Some(Label::Anomalous) && line.mask.is_none() => {
            let label = label.map_or("not labelled", Label::as_str);
            merge.differs(
                "mask",
                format!("none (the picture is {label})"),
                drawn(mask),
            );
        }
        _ => merge.value("mask", &mut line.mask, &new.mask, drawn, |one, other| {
            one.source == other.source
        }),
    }
    for (name, value) in &new.rest {
        if !line.rest.contains_key(name) {
            line.rest.insert(name.clone(), value.clone());
            merge.changed = true;
        }
    }
    let (changed, differing) = (merge.changed, merge.differing);
    (changed.then_some(merged), differing)
}

struct Merge<'a> {
    now: &'a Item,
    differing: Vec<Differing>,
    changed: bool,
}

impl Merge<'_> {
    fn text<T: Clone + PartialEq + Display>(
        &mut self,
        what: &'static str,
        kept: &mut Option<T>,
        given: &Option<T>,
    ) {
        self.value(what, kept, given, T::to_string, PartialEq::eq);
    }

    fn value<T: Clone>(
        &mut self,
        what: &'static str,
        kept: &mut Option<T>,
        given: &Option<T>,
        shown: impl Fn(&T) -> String,
        same: impl Fn(&T, &T) -> bool,
    ) {
        let Some(new) = given else { return };
        match kept {
            None => {
                *kept = given.clone();
                self.changed = true;
            }
            Some(old) if same(old, new) => {}
            Some(old) => self.differs(what, shown(old), shown(new)),
        }
    }

    fn differs(&mut self, what: &'static str, kept: String, given: String) {
        self.differing.push(Differing {
            picture: self.now.facts.id.clone(),
            name: self.now.facts.name.clone(),
            what,
            kept,
            given,
        });
    }
}

fn label(label: &Labelled) -> String {
    let kinds: Vec<&str> = label.kinds.iter().map(crate::names::Kind::as_str).collect();
    match kinds[..] {
        [] => label.label.to_string(),
        _ => format!("{} ({})", label.label, kinds.join(", ")),
    }
}
