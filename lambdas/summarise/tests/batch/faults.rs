//! Runs in which calls of the buckets fail, before or after they took effect.

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;
use runtime::storage::memory::Fails;

use crate::world::{Run, Shows, World, picture};
use crate::{MIXED, check_accounts, expected, mixed};

fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(work)
}

/// One call fails, whichever it is: the retries carry the run to the very same end.
#[test]
fn a_call_that_fails_once_changes_nothing() {
    for fails in [Fails::Before, Fails::After] {
        for call in 0.. {
            let world = mixed();
            world.pictures.fail(call, fails);
            world.lake.fail(call, fails);
            let summary = block_on(world.run(&Run::number(1))).unwrap();
            assert_eq!(summary.counts, expected(), "call {call} fails {fails:?}");
            assert_eq!(summary.unrecorded, 0, "call {call} fails {fails:?}");
            check_accounts(&world, &MIXED);
            if call > world.pictures.calls().max(world.lake.calls()) {
                break;
            }
        }
    }
}

#[derive(Debug, Clone)]
struct Trouble {
    /// Calls of the bucket of pictures that fail.
    pictures: Vec<(usize, bool)>,
    /// Calls of the lake that fail.
    lake: Vec<(usize, bool)>,
    chunk: usize,
}

fn trouble() -> impl Strategy<Value = Trouble> {
    let calls = || vec((0_usize..90, any::<bool>()), 0..40);
    (calls(), calls(), 1_usize..6).prop_map(|(pictures, lake, chunk)| Trouble {
        pictures,
        lake,
        chunk,
    })
}

fn landing() -> impl Strategy<Value = Vec<(usize, u8, u8)>> {
    // Device, what it is, and which: few numbers, so that duplicates are common.
    vec((0_usize..3, 0_u8..7, 0_u8..3), 1..9)
}

fn land(world: &World, landing: &[(usize, u8, u8)]) {
    for (at, (device, kind, number)) in landing.iter().enumerate() {
        let path = ["meter/m-1", "pipe/p-1", "robot/r-1"][*device];
        let body = match kind {
            0 | 1 => picture(Shows::Sound, *number),
            2 => picture(Shows::Odd, *number),
            3 => picture(Shows::Broken, *number),
            4 => picture(Shows::Refused, *number),
            5 => Vec::new(),
            _ => b"text".to_vec(),
        };
        world.land(&format!("{path}/{at}.png"), body);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    /// Runs that fail wherever they like, also for good; then one run without trouble.
    #[test]
    fn nothing_is_lost_and_nothing_doubled(
        landing in landing(),
        troubles in vec(trouble(), 0..4),
    ) {
        let world = World::new();
        land(&world, &landing);
        let landed: BTreeSet<String> =
            world.list().into_iter().map(|item| item.key).collect();
        for (number, trouble) in troubles.iter().enumerate() {
            for (bucket, calls) in [(&world.pictures, &trouble.pictures), (&world.lake, &trouble.lake)] {
                for (call, after) in calls {
                    bucket.fail(*call, if *after { Fails::After } else { Fails::Before });
                }
            }
            // Each on a day of its own, so that none writes the rows of another anew.
            let run = Run {
                chunk: trouble.chunk,
                started_at: Some(format!("2026-11-{:02}T12:00:00Z", 10 + number)),
                ..Run::number(number)
            };
            let ended = block_on(world.run(&run));
            world.pictures.recover();
            world.lake.recover();
            // No object is ever without a place.
            for key in &landed {
                let kept = key.replacen("incoming/", "rejected/", 1);
                prop_assert!(
                    world.pictures.object(key).is_some() || world.pictures.object(&kept).is_some()
                );
            }
            if let Ok(summary) = ended {
                let counts = summary.counts;
                prop_assert_eq!(
                    counts.pictures,
                    counts.inspected + counts.duplicates + counts.rejected + counts.not_inspected
                );
                prop_assert_eq!(counts.pictures + summary.unrecorded, landed.len() as u64);
            }
        }
        let summary = block_on(world.run(&Run::number(20))).unwrap();
        prop_assert_eq!(world.lake.keys_under("tables/batches/"), summary.files);
        let accounts = world.accounts();
        prop_assert_eq!(&accounts.keys().cloned().collect::<BTreeSet<_>>(), &landed);
        for (source, words) in &accounts {
            prop_assert_eq!(words.len(), 1, "{} has {:?}", source, words);
        }
        prop_assert_eq!(summary.unrecorded, 0);
        prop_assert_eq!(summary.counts.pictures, landed.len() as u64);
        let count = |word: &str| {
            accounts.values().flatten().filter(|found| *found == word).count() as u64
        };
        prop_assert_eq!(summary.counts.inspected, count("picture"));
        prop_assert_eq!(summary.counts.duplicates, count("duplicate"));
        prop_assert_eq!(summary.counts.not_inspected, count("not-inspected"));
        // One picture is looked at for each content of a class, and its duplicates name it.
        for (key, rows) in &world.rows("pictures", "prepared_key") {
            let originals: BTreeSet<&str> = rows
                .iter()
                .filter(|row| row["duplicate_of"] == "null")
                .map(|row| row["source_key"].as_str())
                .collect();
            prop_assert!(originals.len() <= 1, "{} is looked at for {:?}", key, originals);
            for row in rows.iter().filter(|row| row["duplicate_of"] != "null") {
                let original = row["duplicate_of"].as_str();
                let refused = accounts[original] == ["not-inspected"];
                prop_assert!(refused || originals.contains(original), "{:?}", row);
            }
        }
    }
}
