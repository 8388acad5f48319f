//! Pictures that belong together: of one device, of one series, or nearly the same.
//!
//! A model that has seen a device knows it again, so that a test with other pictures of the same
//! device says more for the model than it deserves.

use std::collections::HashMap;
use std::fmt;

use contracts::{BatchName, DeviceClass, DeviceId};

use crate::names::Part;
use crate::near::NearIndex;
use crate::perceptual::PerceptualHash;
use crate::store::Item;

/// Why two pictures belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tie {
    /// They are of one device.
    Device,
    /// They are of one series.
    Series,
    /// They are nearly the same: so many of 256 bits differ.
    Near(u32),
}

impl fmt::Display for Tie {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Device => f.write_str("of the same device"),
            Self::Series => f.write_str("of the same capture series"),
            Self::Near(0) => f.write_str("the same to the eye"),
            Self::Near(bits) => write!(f, "nearly the same ({bits} of 256 bits differ)"),
        }
    }
}

/// Two pictures that belong together and cannot be: the parts of a split that they are in differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leak {
    /// One picture, by its place among those that were grouped.
    pub one: usize,
    /// The other.
    pub other: usize,
    /// Why they belong together.
    pub tie: Tie,
}

/// Pictures, grouped.
#[derive(Debug, Default)]
pub struct Groups {
    /// The group of each picture, by a number of its own; none of one that is left out.
    pub of: Vec<Option<usize>>,
    /// The part of each group that has one already.
    pub parts: HashMap<usize, Part>,
    /// Pictures without a part that belong to groups of several: they tie two sides, and are left
    /// out. The leak is the one that taking them in would make.
    pub left_out: Vec<Leak>,
    /// Pictures of one group that are in several parts already.
    pub leaks: Vec<Leak>,
}

/// Groups pictures; `parts` says in which part each is already, and none beyond its end is in one.
/// Near is what differs in at most `distance` bits.
pub fn group(items: &[&Item], parts: &[Option<Part>], distance: u32) -> Groups {
    let mut part = parts.to_vec();
    part.resize(items.len(), None);
    let mut builder = Builder {
        items,
        distance,
        parent: (0..items.len()).collect(),
        part,
        ..Builder::default()
    };
    let mut groups = Groups::default();
    let mut taken = vec![false; items.len()];
    // Those that have a part come first, so that another is taken in only where it ties no two.
    let (assigned, free): (Vec<usize>, Vec<usize>) =
        (0..items.len()).partition(|at| parts.get(*at).copied().flatten().is_some());
    for at in assigned {
        for (other, tie) in builder.ties(at) {
            if !builder.unite(at, other) {
                groups.leaks.push(Leak {
                    one: other,
                    other: at,
                    tie,
                });
            }
        }
        builder.take(at);
        taken[at] = true;
    }
    for at in free {
        let ties = builder.ties(at);
        let sides: Vec<(usize, Part, Tie)> = ties
            .iter()
            .filter_map(|(other, tie)| Some((*other, builder.part_of(*other)?, *tie)))
            .collect();
        let differs = |(_, part, _): &&(usize, Part, Tie)| {
            sides.first().is_some_and(|first| first.1 != *part)
        };
        if let Some((other, _, tie)) = sides.iter().find(differs) {
            groups.left_out.push(Leak {
                one: *other,
                other: at,
                tie: *tie,
            });
            continue;
        }
        for (other, _) in ties {
            builder.unite(at, other);
        }
        builder.take(at);
        taken[at] = true;
    }
    for (at, taken) in taken.into_iter().enumerate() {
        let root = builder.root(at);
        groups.of.push(taken.then_some(root));
        if let (true, Some(part)) = (taken, builder.part[root]) {
            groups.parts.insert(root, part);
        }
    }
    groups
}

/// Groups as they grow: a forest whose roots stand for them.
#[derive(Default)]
struct Builder<'a> {
    items: &'a [&'a Item],
    distance: u32,
    parent: Vec<usize>,
    /// The part of each root's group.
    part: Vec<Option<Part>>,
    devices: HashMap<(Option<&'a DeviceClass>, &'a DeviceId), usize>,
    series: HashMap<&'a BatchName, usize>,
    near: NearIndex,
    /// The picture of each hash in `near`.
    places: Vec<usize>,
    equal: HashMap<PerceptualHash, usize>,
}

impl<'a> Builder<'a> {
    /// The pictures taken so far that this one belongs to, one for each device, series and hash.
    fn ties(&self, at: usize) -> Vec<(usize, Tie)> {
        let item = self.items[at];
        let mut ties = Vec::new();
        let device = device(item).and_then(|key| self.devices.get(&key));
        ties.extend(device.map(|other| (*other, Tie::Device)));
        let series = item.line.group.series.as_ref();
        let series = series.and_then(|series| self.series.get(series));
        ties.extend(series.map(|other| (*other, Tie::Series)));
        if let Some(hash) = &item.facts.hash {
            let near = self.near.within(hash, self.distance).into_iter();
            ties.extend(near.map(|number| {
                let other = self.places[number];
                let bits = self.items[other]
                    .facts
                    .hash
                    .map_or(0, |other| other.distance(hash));
                (other, Tie::Near(bits))
            }));
        }
        ties
    }

    fn take(&mut self, at: usize) {
        let item = self.items[at];
        if let Some(key) = device(item) {
            self.devices.entry(key).or_insert(at);
        }
        if let Some(series) = &item.line.group.series {
            self.series.entry(series).or_insert(at);
        }
        // Of equal hashes the first stands for all.
        if let Some(hash) = item.facts.hash
            && !self.equal.contains_key(&hash)
        {
            self.equal.insert(hash, at);
            self.near.insert(hash);
            self.places.push(at);
        }
    }

    fn root(&mut self, mut at: usize) -> usize {
        while self.parent[at] != at {
            self.parent[at] = self.parent[self.parent[at]];
            at = self.parent[at];
        }
        at
    }

    fn part_of(&mut self, at: usize) -> Option<Part> {
        let root = self.root(at);
        self.part[root]
    }

    /// Makes one group of two, unless they are in different parts.
    fn unite(&mut self, one: usize, other: usize) -> bool {
        let (one, other) = (self.root(one), self.root(other));
        match (self.part[one], self.part[other]) {
            (Some(first), Some(second)) if first != second => return false,
            (first, second) => self.part[one.min(other)] = first.or(second),
        }
        // The first picture stands for the group, whatever the order in which it grew.
        self.parent[one.max(other)] = one.min(other);
        true
    }
}

/// The device of a picture, where it is known: ids are unique within their class.
fn device(item: &Item) -> Option<(Option<&DeviceClass>, &DeviceId)> {
    let group = &item.line.group;
    Some((group.device_class.as_ref(), group.device.as_ref()?))
}
