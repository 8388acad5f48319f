//! Parts that nothing ties to each other, and that have their share of everything.

use std::collections::BTreeMap;

use contracts::PictureId;
use dataset::manifest::Label;
use dataset::{
    Dataset, DatasetError, Fractions, Item, Part, Prefix, Split, SplitError, Wanted, split,
    write_parts,
};
use proptest::prelude::*;

use crate::support::{Bench, item, labelled};

const DISTANCE: u32 = 16;

fn wanted(fractions: &str, seed: u64) -> Wanted {
    Wanted {
        fractions: fractions.parse().unwrap(),
        seed,
        distance: DISTANCE,
        anew: false,
    }
}

fn dataset_of(folder: &std::path::Path, items: &[Item]) -> Dataset {
    let mut dataset = Dataset::create(folder).unwrap();
    dataset
        .change(|_| Ok::<_, DatasetError>(items.to_vec()))
        .unwrap();
    dataset
}

fn parts(dataset: &Dataset) -> BTreeMap<PictureId, Part> {
    let items = dataset.items().values();
    items
        .filter_map(|item| Some((item.facts.id.clone(), item.line.group.part?)))
        .collect()
}

/// Whether two pictures may not be on two sides: said again here, by comparing all pairs.
fn belong_together(one: &Item, other: &Item) -> bool {
    let (a, b) = (&one.line.group, &other.line.group);
    let near = one
        .facts
        .hash
        .zip(other.facts.hash)
        .is_some_and(|(a, b)| a.distance(&b) <= DISTANCE);
    (a.device.is_some() && a.device == b.device && a.device_class == b.device_class)
        || (a.series.is_some() && a.series == b.series)
        || near
}

/// The groups of items: chains of those that belong together.
fn chains(items: &[&Item]) -> Vec<usize> {
    let mut group: Vec<usize> = (0..items.len()).collect();
    for one in 0..items.len() {
        for other in 0..one {
            if belong_together(items[one], items[other]) && group[one] != group[other] {
                let (from, to) = (group[one], group[other]);
                group
                    .iter_mut()
                    .filter(|of| **of == from)
                    .for_each(|of| *of = to);
            }
        }
    }
    group
}

fn any_items(most: usize) -> impl Strategy<Value = Vec<Item>> {
    let one = (
        proptest::option::weighted(0.9, any::<bool>()),
        proptest::option::weighted(0.7, 0..25_u32),
        proptest::option::weighted(0.2, 0..6_u32),
        // Near pictures: few patterns, each with a few bits flipped.
        proptest::option::weighted(0.4, (0..12_u8, any::<u8>(), 0..3_u8)),
    );
    proptest::collection::vec(one, 1..most).prop_map(|all| {
        let items = all
            .into_iter()
            .enumerate()
            .map(|(number, (label, device, series, look))| {
                let label = label.map(|normal| {
                    if normal {
                        Label::Normal
                    } else {
                        Label::Anomalous
                    }
                });
                let hash = look.map(|(pattern, bit, flips)| {
                    let mut bytes: [u8; 32] = std::array::from_fn(|at| {
                        (at as u8)
                            .wrapping_mul(31)
                            .wrapping_add(pattern)
                            .wrapping_mul(73 + pattern)
                    });
                    for flip in 0..flips {
                        bytes[usize::from(bit.wrapping_add(flip)) / 8] ^= 1 << (bit % 8);
                    }
                    bytes
                });
                let device = device.map(|number| format!("m-{number}"));
                let series = series.map(|number| format!("s-{number}"));
                item(
                    number as u64,
                    label,
                    device.as_deref(),
                    series.as_deref(),
                    hash,
                )
            });
        items.collect()
    })
}

/// How far a split is from the shares, as the module that places groups says: of every stratum the
/// square of what each part has too much, by the stratum's size.
fn off(items: &[&Item], parts: &[Part], fractions: &Fractions) -> f64 {
    let strata = |item: &Item| [None, item.line.label.as_ref().map(|label| label.label)];
    let mut counts: BTreeMap<(Option<Label>, Part), f64> = BTreeMap::new();
    let mut sizes: BTreeMap<Option<Label>, f64> = BTreeMap::new();
    for (item, part) in items.iter().zip(parts) {
        for stratum in strata(item) {
            *counts.entry((stratum, *part)).or_default() += 1.0;
            *sizes.entry(stratum).or_default() += 1.0;
        }
    }
    sizes
        .iter()
        .flat_map(|(stratum, size)| {
            let counts = &counts;
            fractions.parts().map(move |part| {
                let have = counts.get(&(*stratum, part)).copied().unwrap_or_default();
                (have - fractions.of(part) * size).powi(2) / size
            })
        })
        .sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn no_group_is_ever_on_two_sides(items in any_items(60), seed in any::<u64>()) {
        let folder = tempfile::tempdir().unwrap();
        let mut dataset = dataset_of(folder.path(), &items);
        let told = split(&mut dataset, &wanted("0.7/0.15/0.15", seed)).unwrap();
        let given = parts(&dataset);
        for one in &items {
            let part = given.get(&one.facts.id);
            prop_assert_eq!(part.is_some(), one.line.label.is_some());
            for other in &items {
                if let (Some(part), Some(theirs)) = (part, given.get(&other.facts.id)) {
                    prop_assert!(part == theirs || !belong_together(one, other));
                }
            }
        }
        let told: usize = told.parts.values().map(|part| part.pictures).sum();
        prop_assert_eq!(told, given.len());
    }

    #[test]
    fn no_group_would_be_better_in_another_part(items in any_items(50), seed in any::<u64>()) {
        let folder = tempfile::tempdir().unwrap();
        let mut dataset = dataset_of(folder.path(), &items);
        let wanted = wanted("0.6/0.2/0.2", seed);
        split(&mut dataset, &wanted).unwrap();
        let given = parts(&dataset);
        let items: Vec<&Item> = items.iter().filter(|item| item.line.label.is_some()).collect();
        let now: Vec<Part> = items.iter().map(|item| given[&item.facts.id]).collect();
        let groups = chains(&items);
        let cost = off(&items, &now, &wanted.fractions);
        for group in &groups {
            for part in wanted.fractions.parts() {
                let moved: Vec<Part> = now
                    .iter()
                    .zip(&groups)
                    .map(|(now, of)| if of == group { part } else { *now })
                    .collect();
                prop_assert!(off(&items, &moved, &wanted.fractions) >= cost - 1e-6);
            }
        }
    }

    #[test]
    fn what_has_a_part_keeps_it(items in any_items(60), first in 1..60_usize, seed in any::<u64>()) {
        let folder = tempfile::tempdir().unwrap();
        let (before, after) = items.split_at(first.min(items.len()));
        let mut dataset = dataset_of(folder.path(), before);
        let wanted = wanted("0.7/0.15/0.15", seed);
        split(&mut dataset, &wanted).unwrap();
        let given = parts(&dataset);
        dataset.change(|_| Ok::<_, DatasetError>(after.to_vec())).unwrap();
        let told = split(&mut dataset, &wanted).unwrap();
        let now = parts(&dataset);
        for (id, part) in &given {
            prop_assert_eq!(now.get(id), Some(part));
        }
        // New pictures that tie two parts are in none, and those that are in one tie none.
        for one in dataset.items().values() {
            for other in dataset.items().values() {
                if let (Some(part), Some(theirs)) = (now.get(&one.facts.id), now.get(&other.facts.id)) {
                    prop_assert!(part == theirs || !belong_together(one, other));
                }
            }
            let is_out = one.line.label.is_some() && !now.contains_key(&one.facts.id);
            prop_assert_eq!(is_out, told.left_out.contains(&one.facts.id));
        }
        // Once more, nothing moves.
        split(&mut dataset, &wanted).unwrap();
        prop_assert_eq!(parts(&dataset), now);
    }
}

fn singles(count: u64) -> Vec<Item> {
    let label = |number: u64| {
        if number.is_multiple_of(5) {
            Label::Anomalous
        } else {
            Label::Normal
        }
    };
    (0..count)
        .map(|number| item(number, Some(label(number)), None, None, None))
        .collect()
}

fn split_of(items: &[Item], wanted: &Wanted) -> (Split, BTreeMap<PictureId, Part>) {
    let folder = tempfile::tempdir().unwrap();
    let mut dataset = dataset_of(folder.path(), items);
    let told = split(&mut dataset, wanted).unwrap();
    let given = parts(&dataset);
    (told, given)
}

#[test]
fn pictures_that_nothing_ties_are_divided_to_the_last_one() {
    let (told, given) = split_of(&singles(200), &wanted("0.7/0.15/0.15", 0));
    let counts = |part: &str| {
        let counts = &told.parts[part];
        (counts.pictures, counts.normal, counts.anomalous)
    };
    assert_eq!(counts("train"), (140, 112, 28));
    assert_eq!(counts("validation"), (30, 24, 6));
    assert_eq!(counts("test"), (30, 24, 6));
    assert!(told.findings.is_empty(), "{}", told.findings);
    let (_, again) = split_of(&singles(200), &wanted("0.7/0.15/0.15", 0));
    assert_eq!(given, again);
    let (_, other) = split_of(&singles(200), &wanted("0.7/0.15/0.15", 1));
    assert_ne!(given, other);
}

#[test]
fn every_kind_is_in_every_part_where_there_are_enough() {
    let items: Vec<Item> = (0..90)
        .map(|number| {
            let mut item = item(number, Some(Label::Anomalous), None, None, None);
            item.line.label = Some(labelled(
                Label::Anomalous,
                &[["dent", "rust", "crack"][number as usize % 3]],
            ));
            item
        })
        .collect();
    let (_, given) = split_of(&items, &wanted("0.8/0.2", 3));
    for kind in ["dent", "rust", "crack"] {
        let of_kind = items
            .iter()
            .filter(|item| item.line.label.as_ref().unwrap().kinds[0].as_str() == kind);
        let tested = of_kind
            .filter(|item| given[&item.facts.id] == Part::Test)
            .count();
        assert_eq!(tested, 6, "{kind}");
    }
}

#[test]
fn what_the_groups_do_not_allow_is_told() {
    let mut items: Vec<Item> = (0..30)
        .map(|n| item(n, Some(Label::Normal), Some("m-1"), None, None))
        .collect();
    items.extend((30..34).map(|n| item(n, Some(Label::Anomalous), Some("m-2"), None, None)));
    let (told, _) = split_of(&items, &wanted("0.5/0.5", 0));
    insta::assert_snapshot!(told.findings);
}

#[test]
fn parts_that_leak_are_refused_until_they_are_given_anew() {
    let folder = tempfile::tempdir().unwrap();
    let mut items = singles(4);
    for (item, part) in items
        .iter_mut()
        .zip([Part::Train, Part::Test, Part::Train, Part::Test])
    {
        item.line.group.part = Some(part);
    }
    // Found out later: the first two are of one device.
    for item in &mut items[..2] {
        item.line.group.device = Some("m-1".parse().unwrap());
    }
    let mut dataset = dataset_of(folder.path(), &items);
    let mut wanted = wanted("0.5/0.5", 0);
    match split(&mut dataset, &wanted) {
        Err(SplitError::Leaks(found)) => insta::assert_snapshot!(found),
        other => panic!("{other:?}"),
    }
    wanted.anew = true;
    split(&mut dataset, &wanted).unwrap();
    let given = parts(&dataset);
    assert_eq!(given[&items[0].facts.id], given[&items[1].facts.id]);
}

#[test]
fn fractions_are_two_or_three_and_make_one() {
    for wrong in [
        "",
        "1",
        "0.5/0.6",
        "0.7/0.3/0",
        "1/0",
        "a/b",
        "0.2/0.2/0.2/0.4",
        "-0.5/1.5",
        "NaN/0.5",
    ] {
        let error = wrong.parse::<Fractions>().unwrap_err().to_string();
        assert!(error.contains("0.7/0.15/0.15"), "{error}");
    }
    let two: Fractions = "0.8/0.2".parse().unwrap();
    assert_eq!(two.parts().collect::<Vec<_>>(), [Part::Train, Part::Test]);
}

#[test]
fn every_part_has_a_manifest_that_names_its_pictures_in_s3() {
    let mut bench = Bench::new(0..10);
    for number in 0..10 {
        bench.change(&format!("{number}.png"), |item| {
            item.line.label = Some(labelled(Label::Normal, &[]));
        });
    }
    split(&mut bench.dataset, &wanted("0.5/0.5", 0)).unwrap();
    let prefix: Prefix = "s3://sight-data/meters/".parse().unwrap();
    write_parts(&bench.dataset, Some(&prefix)).unwrap();
    let mut lines = 0;
    for part in [Part::Train, Part::Test] {
        let text = std::fs::read_to_string(bench.dataset.part_manifest(part)).unwrap();
        for line in text.lines() {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            let source = line["source-ref"].as_str().unwrap();
            let path = source.strip_prefix("s3://sight-data/meters/").unwrap();
            assert!(bench.root().join(path).is_file(), "{source}");
            assert_eq!(line["split"], part.as_str());
            lines += 1;
        }
    }
    assert_eq!(lines, 10);
    assert!(!bench.dataset.part_manifest(Part::Validation).exists());
    assert!("https://x/y".parse::<Prefix>().is_err());
    assert!("s3://B".parse::<Prefix>().is_err());
}
