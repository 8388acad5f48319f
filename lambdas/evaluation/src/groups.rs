//! Folds that keep together what belongs together: pictures of one device or of one series stay
//! on one side, or a model is praised for knowing a device again.

use std::collections::BTreeMap;

/// Assigns every example to one of up to `most` folds so that no group is in two of them and
/// every fold has about the same part of each label. `labels` says which examples are anomalous,
/// `groups` what each belongs to. The same input gives the same folds.
pub fn grouped_folds(labels: &[bool], groups: &[String], most: usize) -> Vec<usize> {
    // Per group: its examples by label.
    let mut sizes: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    for (label, group) in labels.iter().zip(groups) {
        sizes.entry(group).or_default()[usize::from(*label)] += 1;
    }
    let folds = sizes.len().min(most).max(1);
    let totals = sizes
        .values()
        .fold([0, 0], |sum, size| [sum[0] + size[0], sum[1] + size[1]]);
    let mut order: Vec<(&str, [usize; 2])> = sizes.into_iter().collect();
    // Large groups first, where there is still a choice; stable, so that equals keep their order. Those with
    // normal examples before all others: where there are two of them, no fold has all normal examples, for
    // something has to be left to fit on.
    order.sort_by_key(|(_, size)| (size[0] == 0, std::cmp::Reverse(size[0] + size[1])));
    let mut loads = vec![[0usize; 2]; folds];
    let mut fold_of: BTreeMap<&str, usize> = BTreeMap::new();
    for (group, size) in order {
        // The sum of squares of all loads is smallest when they are even.
        let cost = |load: &[usize; 2]| {
            let part = |label: usize| {
                let (before, more) = (load[label] as f64, size[label] as f64);
                let total = totals[label].max(1) as f64;
                ((before + more).powi(2) - before.powi(2)) / (total * total)
            };
            part(0) + part(1)
        };
        let lightest = (0..folds)
            .min_by(|a, b| {
                let by_cost = cost(&loads[*a]).total_cmp(&cost(&loads[*b]));
                // A label that is the first of its kind costs the same in an empty and in a full fold.
                by_cost.then(loads[*a].iter().sum::<usize>().cmp(&loads[*b].iter().sum()))
            })
            .unwrap_or_default();
        loads[lightest][0] += size[0];
        loads[lightest][1] += size[1];
        fold_of.insert(group, lightest);
    }
    groups
        .iter()
        .map(|group| fold_of.get(group.as_str()).copied().unwrap_or_default())
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn groups_are_never_divided_and_no_fold_is_empty(
            examples in prop::collection::vec((any::<bool>(), 0..9u8), 1..80)
        ) {
            let labels: Vec<bool> = examples.iter().map(|e| e.0).collect();
            let groups: Vec<String> = examples.iter().map(|e| e.1.to_string()).collect();
            let folds = grouped_folds(&labels, &groups, 5);
            let mut names = groups.clone();
            names.sort();
            names.dedup();
            let used = names.len().min(5);
            for fold in 0..used {
                prop_assert!(folds.contains(&fold), "{folds:?}");
            }
            prop_assert!(folds.iter().all(|fold| *fold < used));
            for (group, fold) in groups.iter().zip(&folds) {
                let same = groups.iter().zip(&folds).filter(|(other, _)| *other == group);
                prop_assert!(same.into_iter().all(|(_, other)| other == fold));
            }
        }
    }

    /// What is confirmed in the field makes groups of defects alone beside a few that have normal pictures.
    #[test]
    fn no_fold_has_all_normal_examples_of_two_groups() {
        let of = |group: &str, normal: usize, anomalous: usize| {
            let labels = [vec![false; normal], vec![true; anomalous]].concat();
            labels
                .into_iter()
                .map(|label| (label, group.to_owned()))
                .collect::<Vec<_>>()
        };
        let defects = ["c", "d", "e", "f"].map(|group| of(group, 0, 5)).concat();
        let all = [of("b", 39, 0), of("a", 1, 3), defects].concat();
        let (labels, groups): (Vec<bool>, Vec<String>) = all.into_iter().unzip();
        let folds = grouped_folds(&labels, &groups, 5);
        assert_ne!(folds[0], folds[39], "{folds:?}");
    }

    #[test]
    fn labels_are_spread_evenly() {
        let labels: Vec<bool> = (0..50).map(|index| index % 5 == 0).collect();
        let groups: Vec<String> = (0..50).map(|index| format!("device-{index:02}")).collect();
        let folds = grouped_folds(&labels, &groups, 5);
        for fold in 0..5 {
            let count = |label: bool| {
                let mut members = folds.iter().zip(&labels);
                members
                    .by_ref()
                    .filter(|(f, l)| **f == fold && **l == label)
                    .count()
            };
            assert_eq!((count(true), count(false)), (2, 8));
        }
    }
}
