//! Which group goes to which part.
//!
//! Every part is to have its share of every stratum. How far a split is from that is a sum of
//! squares, each stratum's by its size; groups are placed one by one, the largest first, where the
//! sum grows least, and moved for as long as that makes it smaller. Stratified division by groups
//! as in Sechidis, Tsoumakas and Vlahavas, "On the Stratification of Multi-Label Data", ECML PKDD
//! 2011, with groups in place of single examples.

use std::collections::{BTreeMap, HashMap};

use super::fractions::Fractions;
use crate::digest::Digest;
use crate::names::Part;

/// What is in a group.
#[derive(Debug)]
pub(super) struct GroupCounts {
    /// The part that it has already, and keeps.
    pub(super) part: Option<Part>,
    /// What orders groups of the same size.
    pub(super) order: Digest,
    /// How many pictures it has of each stratum; stratum 0 is all of them.
    pub(super) strata: BTreeMap<usize, usize>,
}

/// Rounds of moves at most. Each makes the sum smaller, so that they end by themselves; there are
/// seldom more than five.
const MOST_ROUNDS: usize = 100;

/// The part of each group, in their order.
pub(super) fn assign(groups: &[GroupCounts], fractions: &Fractions) -> Vec<Part> {
    let mut state = State::new(groups, fractions);
    let mut parts: Vec<Option<Part>> = groups.iter().map(|group| group.part).collect();
    for (group, part) in groups.iter().zip(&parts) {
        if let Some(part) = part {
            state.add(group, *part, 1.0);
        }
    }
    let mut free: Vec<usize> = (0..groups.len())
        .filter(|at| parts[*at].is_none())
        .collect();
    free.sort_by_key(|at| {
        let group = &groups[*at];
        let size = group.strata.get(&0).copied().unwrap_or_default();
        (std::cmp::Reverse(size), group.order)
    });
    for at in &free {
        let part = state.best(&groups[*at]);
        state.add(&groups[*at], part, 1.0);
        parts[*at] = Some(part);
    }
    for _ in 0..MOST_ROUNDS {
        let mut moved = false;
        for at in &free {
            let group = &groups[*at];
            let Some(now) = parts[*at] else { continue };
            state.add(group, now, -1.0);
            let best = state.best(group);
            // Only what is better by more than rounding, or moves would go round in circles.
            let part = if state.cost(group, best) < state.cost(group, now) - 1e-9 {
                best
            } else {
                now
            };
            state.add(group, part, 1.0);
            moved |= part != now;
            parts[*at] = Some(part);
        }
        if !moved {
            break;
        }
    }
    parts
        .into_iter()
        .map(|part| part.unwrap_or(Part::Train))
        .collect()
}

/// How far every part is from its share of every stratum.
struct State {
    parts: Vec<Part>,
    /// The size of each stratum.
    sizes: Vec<f64>,
    /// By part and stratum: pictures above the share.
    above: HashMap<Part, Vec<f64>>,
}

impl State {
    fn new(groups: &[GroupCounts], fractions: &Fractions) -> Self {
        let strata = groups.iter().flat_map(|group| group.strata.keys());
        let mut sizes = vec![0.0; strata.max().map_or(0, |last| last + 1)];
        for (stratum, count) in groups.iter().flat_map(|group| &group.strata) {
            sizes[*stratum] += *count as f64;
        }
        // A part that gets nothing now may have groups from before.
        let above = Part::ALL.map(|part| {
            let below = |size: &f64| -size * fractions.of(part);
            (part, sizes.iter().map(below).collect())
        });
        Self {
            parts: fractions.parts().collect(),
            sizes,
            above: above.into(),
        }
    }

    fn add(&mut self, group: &GroupCounts, part: Part, times: f64) {
        if let Some(above) = self.above.get_mut(&part) {
            for (stratum, count) in &group.strata {
                above[*stratum] += times * *count as f64;
            }
        }
    }

    /// How much farther from the shares the split is with the group in the part.
    fn cost(&self, group: &GroupCounts, part: Part) -> f64 {
        let Some(above) = self.above.get(&part) else {
            return f64::INFINITY;
        };
        // In the strata's order: a sum of floats depends on it, and a split must not.
        let costs = group.strata.iter().map(|(stratum, count)| {
            let (now, count) = (above[*stratum], *count as f64);
            ((now + count).powi(2) - now.powi(2)) / self.sizes[*stratum]
        });
        costs.sum()
    }

    /// The part in which the group costs least; of equal ones the first.
    fn best(&self, group: &GroupCounts) -> Part {
        let cost = |part: &Part| self.cost(group, *part);
        let best = self
            .parts
            .iter()
            .min_by(|one, other| cost(one).total_cmp(&cost(other)));
        best.copied().unwrap_or(Part::Train)
    }
}
