//! Pictures that are nearly the same, and what people say of them.

use std::collections::BTreeMap;

use diagnostics::{Diagnostic, Diagnostics};

use super::named;
use crate::manifest::Label;
use crate::near::near_pairs;
use crate::store::Item;

pub(super) fn check(items: &[&Item], distance: u32, found: &mut Diagnostics) {
    let hashes: Vec<_> = items.iter().map(|item| item.facts.hash).collect();
    for group in chains(items.len(), &near_pairs(&hashes, distance)) {
        let members: Vec<&Item> = group.iter().map(|at| items[*at]).collect();
        let Some(first) = members.first() else {
            continue;
        };
        let labels = |label: Label| {
            let of = members.iter().filter(move |item| {
                item.line
                    .label
                    .as_ref()
                    .is_some_and(|given| given.label == label)
            });
            of.copied().collect::<Vec<&Item>>()
        };
        let (normal, anomalous) = (labels(Label::Normal), labels(Label::Anomalous));
        let count = members.len();
        found.push(
            Diagnostic::warning(
                "dataset::near-duplicates",
                first.place(),
                format!("{count} pictures are nearly the same: {}", named(&members)),
            )
            .with_detail(format!(
                "at most {distance} of 256 bits of brightness differ from one to the next"
            ))
            .with_help("a split keeps them on one side; fewer of them teach a model as much"),
        );
        if !normal.is_empty() && !anomalous.is_empty() {
            found.push(
                Diagnostic::warning(
                    "dataset::contradicting-labels",
                    first.place(),
                    "pictures that are nearly the same have different labels",
                )
                .with_detail(format!(
                    "normal: {}\nanomalous: {}",
                    named(&normal),
                    named(&anomalous)
                ))
                .with_help("look at them side by side; a small defect may be the difference"),
            );
        }
    }
}

/// The sets that pairs chain together, each in order, by their first.
fn chains(count: usize, pairs: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut parent: Vec<usize> = (0..count).collect();
    let root = |parent: &[usize], mut at: usize| {
        while parent[at] != at {
            at = parent[at];
        }
        at
    };
    for (one, other) in pairs {
        let (one, other) = (root(&parent, *one), root(&parent, *other));
        parent[one.max(other)] = one.min(other);
    }
    let mut chains: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in 0..count {
        let first = root(&parent, at);
        // The way from here is short for those that come after.
        parent[at] = first;
        chains.entry(first).or_default().push(at);
    }
    chains
        .into_values()
        .filter(|chain| chain.len() > 1)
        .collect()
}
