//! Labels and masks that do not go with each other.

use diagnostics::{Diagnostic, Diagnostics};

use crate::manifest::Label;
use crate::store::Item;

pub(super) fn check(items: &[&Item], found: &mut Diagnostics) {
    // Where nobody draws masks, none is missing.
    let masks_are_drawn = items.iter().any(|item| item.line.mask.is_some());
    for item in items {
        let label = item.line.label.as_ref().map(|label| label.label);
        match (label, &item.line.mask) {
            (Some(Label::Anomalous), None) if masks_are_drawn => {
                let what = format!("{} is anomalous and has no mask", item.told());
                found.push(
                    Diagnostic::warning("dataset::no-mask", item.place(), what)
                        .with_detail("other pictures have one: where it is wrong counts as sound to who learns from masks")
                        .with_help("draw it on the labelling page: `cargo xtask dataset label`, then m"),
                );
            }
            (Some(Label::Normal) | None, Some(_)) => {
                let label = label.map_or("not labelled", Label::as_str);
                let what = format!("{} is {label}, and its mask says where it is wrong", item.told());
                found.push(
                    Diagnostic::error("dataset::mask-without-anomaly", item.place(), what)
                        .with_help("label it as anomalous, or remove the mask: `cargo xtask dataset label`"),
                );
            }
            _ => {}
        }
    }
}
