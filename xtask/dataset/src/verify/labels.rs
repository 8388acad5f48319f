//! Labels and masks that do not go with each other.

use diagnostics::{Diagnostic, Diagnostics};

use super::named;
use crate::manifest::Label;
use crate::store::Item;

pub(super) fn check(items: &[&Item], found: &mut Diagnostics) {
    for item in items {
        let label = item.line.label.as_ref().map(|label| label.label);
        if item.line.mask.is_some() && label != Some(Label::Anomalous) {
            let label = label.map_or("not labelled", Label::as_str);
            let what = format!(
                "{} is {label}, and its mask says where it is wrong",
                item.told()
            );
            found.push(
                Diagnostic::error("dataset::mask-without-anomaly", item.place(), what).with_help(
                    "label it as anomalous, or clear the mask: `cargo xtask dataset label --all`",
                ),
            );
        }
    }
    missing_masks(items, found);
}

/// Tells of masks that are missing, all in one: where nobody draws masks, none is.
fn missing_masks(items: &[&Item], found: &mut Diagnostics) {
    let is_anomalous = |item: &&&Item| {
        let label = item.line.label.as_ref();
        label.is_some_and(|label| label.label == Label::Anomalous)
    };
    let anomalous = items.iter().filter(is_anomalous).count();
    let without = items
        .iter()
        .filter(is_anomalous)
        .filter(|item| item.line.mask.is_none());
    let without: Vec<&Item> = without.copied().collect();
    let Some(first) = without.first().filter(|_| without.len() < anomalous) else {
        return;
    };
    let what = format!(
        "{} of {anomalous} anomalous pictures have no mask: {}",
        without.len(),
        named(&without)
    );
    found.push(
        Diagnostic::warning("dataset::no-mask", first.place(), what)
            .with_detail("where they are wrong counts as sound to who learns from masks")
            .with_help(
                "draw them on the labelling page: `cargo xtask dataset label --all`, then M",
            ),
    );
}
