//! Parts of a dataset that nothing ties to each other: to learn from, to choose with, to judge by.

mod assign;
mod fractions;
mod write;

use std::collections::{BTreeMap, HashMap};

use contracts::PictureId;
use diagnostics::{Address, Diagnostic, Diagnostics};
use serde::Serialize;

pub use fractions::{Fractions, FractionsError};
pub use write::{Prefix, PrefixError, write_parts};

use self::assign::{GroupCounts, assign};
use crate::digest::Digest;
use crate::groups::{Groups, Leak, group};
use crate::manifest::Label;
use crate::names::Part;
use crate::store::{Dataset, DatasetError, Item};

/// How a dataset is to be split.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// How much of it each part gets.
    pub fractions: Fractions,
    /// What decides where nothing else does: the same seed gives the same split.
    pub seed: u64,
    /// In how many of 256 bits near pictures differ at most.
    pub distance: u32,
    /// Whether parts that were given before are taken back.
    pub anew: bool,
}

/// A split.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Split {
    /// How many pictures each part has.
    pub parts: BTreeMap<&'static str, PartCounts>,
    /// Pictures that tie two parts to each other, and are in none.
    pub left_out: Vec<PictureId>,
    /// Pictures without a label, which are in no part.
    pub unlabelled: usize,
    /// What deserves a look.
    pub findings: Diagnostics,
}

/// What a part has.
#[derive(Debug, Default, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PartCounts {
    /// Pictures.
    pub pictures: usize,
    /// Pictures of sound devices.
    pub normal: usize,
    /// The others.
    pub anomalous: usize,
    /// Groups of pictures that belong together.
    pub groups: usize,
    /// Pictures among those of all parts, 0 to 1.
    pub fraction: f64,
}

/// Why a dataset cannot be split.
#[derive(Debug, thiserror::Error)]
pub enum SplitError {
    /// The folder.
    #[error(transparent)]
    Dataset(#[from] DatasetError),
    /// Pictures that belong together are in several parts already.
    #[error("pictures that belong together are in several parts already")]
    Leaks(Diagnostics),
}

/// Gives every labelled picture its part, and keeps it in the manifest. Parts that were given
/// before stay, unless they are wanted anew.
///
/// # Errors
/// When the parts given before leak into each other, or the dataset cannot be written; nothing is
/// changed then.
pub fn split(dataset: &mut Dataset, wanted: &Wanted) -> Result<Split, SplitError> {
    let mut outcome = Split::default();
    dataset.change(|all| {
        let (changed, split) = plan(all, wanted)?;
        outcome = split;
        Ok::<_, SplitError>(changed)
    })?;
    dataset.compact()?;
    Ok(outcome)
}

/// The items whose part changes, and the split that they make.
fn plan(
    all: &BTreeMap<PictureId, Item>,
    wanted: &Wanted,
) -> Result<(Vec<Item>, Split), SplitError> {
    let items: Vec<&Item> = all
        .values()
        .filter(|item| item.line.label.is_some())
        .collect();
    let before: Vec<Option<Part>> = items
        .iter()
        .map(|item| item.line.group.part.filter(|_| !wanted.anew))
        .collect();
    let groups = group(&items, &before, wanted.distance);
    if !groups.leaks.is_empty() {
        return Err(SplitError::Leaks(leaks(&items, &groups.leaks)));
    }
    let (roots, counts) = counted(&items, &groups, wanted.seed);
    let parts: HashMap<usize, Part> = roots
        .into_iter()
        .zip(assign(&counts, &wanted.fractions))
        .collect();
    let mut split = Split {
        unlabelled: all.len() - items.len(),
        ..Split::default()
    };
    let mut changed = Vec::new();
    let part_of = |at: usize| groups.of[at].and_then(|root| parts.get(&root).copied());
    for (at, item) in items.iter().enumerate() {
        let part = part_of(at);
        if item.line.group.part != part {
            let mut item = (*item).clone();
            item.line.group.part = part;
            changed.push(item);
        }
    }
    split.left_out = groups
        .left_out
        .iter()
        .map(|leak| items[leak.other].facts.id.clone())
        .collect();
    split.parts = tell_parts(&items, &groups, &parts, &wanted.fractions);
    split.findings = findings(&split, &items, &groups, &wanted.fractions);
    Ok((changed, split))
}

/// The groups that have a part or get one, by root, and what is in them.
fn counted(items: &[&Item], groups: &Groups, seed: u64) -> (Vec<usize>, Vec<GroupCounts>) {
    let mut strata: HashMap<String, usize> = HashMap::new();
    let mut by_root: BTreeMap<usize, GroupCounts> = BTreeMap::new();
    for (item, root) in items.iter().zip(&groups.of) {
        let Some(root) = root else { continue };
        let counts = by_root.entry(*root).or_insert_with(|| GroupCounts {
            part: groups.parts.get(root).copied(),
            // The first picture of a group is its root, and the first by id.
            order: Digest::of(format!("{seed} {}", items[*root].facts.id).as_bytes()),
            strata: BTreeMap::new(),
        });
        for name in strata_of(item) {
            let next = strata.len();
            let stratum = *strata.entry(name).or_insert(next);
            *counts.strata.entry(stratum).or_default() += 1;
        }
    }
    by_root.into_iter().unzip()
}

/// What every part is to have its share of: pictures; pictures of a class and label; of a class
/// and kind of anomaly.
fn strata_of(item: &Item) -> Vec<String> {
    let class = item
        .line
        .group
        .device_class
        .as_ref()
        .map_or("", |class| class.as_str());
    let mut strata = vec![String::new()];
    if let Some(label) = &item.line.label {
        strata.push(format!("{class}/{}", label.label));
        strata.extend(
            label
                .kinds
                .iter()
                .map(|kind| format!("{class}/anomalous/{kind}")),
        );
    }
    strata
}

fn tell_parts(
    items: &[&Item],
    groups: &Groups,
    parts: &HashMap<usize, Part>,
    fractions: &Fractions,
) -> BTreeMap<&'static str, PartCounts> {
    let mut told: BTreeMap<&'static str, PartCounts> = fractions
        .parts()
        .map(|part| (part.as_str(), PartCounts::default()))
        .collect();
    for (at, item) in items.iter().enumerate() {
        let Some(root) = groups.of[at] else { continue };
        let Some(part) = parts.get(&root) else {
            continue;
        };
        let counts = told.entry(part.as_str()).or_default();
        counts.pictures += 1;
        counts.groups += usize::from(root == at);
        match item.line.label.as_ref().map(|label| label.label) {
            Some(Label::Normal) => counts.normal += 1,
            Some(Label::Anomalous) => counts.anomalous += 1,
            None => {}
        }
    }
    let all: usize = told.values().map(|counts| counts.pictures).sum();
    for counts in told.values_mut() {
        counts.fraction = counts.pictures as f64 / all.max(1) as f64;
    }
    told
}

/// How far a part's share may be from what was asked for before that is told, in points.
const FAR: f64 = 0.05;

fn findings(split: &Split, items: &[&Item], groups: &Groups, fractions: &Fractions) -> Diagnostics {
    let mut found = Diagnostics::new();
    let place = |part: Part| Address::root().join(part.as_str());
    let have = |count: fn(&PartCounts) -> usize| split.parts.values().map(count).sum::<usize>() > 0;
    for part in fractions.parts() {
        let Some(counts) = split.parts.get(part.as_str()) else {
            continue;
        };
        let asked = fractions.of(part);
        if have(|counts| counts.pictures) && (counts.fraction - asked).abs() > FAR {
            let what = format!(
                "the part has {:.1} % of the pictures, where {:.1} % were asked for",
                100.0 * counts.fraction,
                100.0 * asked
            );
            found.push(
                Diagnostic::warning("dataset::far-from-fractions", place(part), what).with_detail(
                    "what belongs together stays together: a device, a capture series, pictures that are nearly the same",
                ).with_help("add pictures of other devices, or lower --near-distance where pictures only look alike"),
            );
        }
        for (label, count) in [
            (Label::Normal, counts.normal),
            (Label::Anomalous, counts.anomalous),
        ] {
            let there_are = match label {
                Label::Normal => have(|counts| counts.normal),
                Label::Anomalous => have(|counts| counts.anomalous),
            };
            if there_are && count == 0 {
                let what = format!("the part has no {label} picture");
                found.push(
                    Diagnostic::warning("dataset::label-missing", place(part), what)
                        .with_help("label or add more, of devices that are in no other part"),
                );
            }
        }
    }
    for leak in &groups.left_out {
        found.push(told_leak(
            "dataset::left-out",
            items,
            leak,
            "is in no part, since it ties two",
        ));
    }
    found
}

/// Leaks, told one by one.
pub(crate) fn leaks(items: &[&Item], leaks: &[Leak]) -> Diagnostics {
    let told = |leak: &Leak| {
        let mut told = told_leak(
            "dataset::leak",
            items,
            leak,
            "is in another part than what it belongs to",
        );
        told.severity = diagnostics::Severity::Error;
        told.with_help("`cargo xtask dataset split --reassign` gives every picture its part anew")
    };
    leaks.iter().map(told).collect()
}

fn told_leak(code: &str, items: &[&Item], leak: &Leak, what: &str) -> Diagnostic {
    let (one, other) = (items[leak.one], items[leak.other]);
    let in_part = |item: &Item| match item.line.group.part {
        Some(part) => format!("{} of {part}", item.told()),
        None => item.told(),
    };
    Diagnostic::warning(code, other.place(), format!("{} {what}", in_part(other)))
        .with_detail(format!("it is {} as {}", leak.tie, in_part(one)))
}
