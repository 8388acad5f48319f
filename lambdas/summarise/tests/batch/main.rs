//! Whole batches through the handlers of all functions, in memory: what landed is accounted
//! for exactly once, whatever fails in between and however often the batch is run.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod backfill;
mod faults;
mod world;

use contracts::layout;
use contracts::recording::{Counts, Summary};
use world::{Run, Shows, World, picture};

/// A batch with something of everything.
fn mixed() -> World {
    let world = World::new();
    world.land("_READY", Vec::new());
    world.land("meter/m-1/a.png", picture(Shows::Sound, 1));
    world.land("meter/m-1/again.png", picture(Shows::Sound, 1));
    world.land("meter/m-2/b.png", picture(Shows::Broken, 2));
    world.land("pipe/p-1/c.png", picture(Shows::Odd, 3));
    world.land("pipe/p-1/empty.png", Vec::new());
    world.land("pipe/p-1/note.jpg", b"not a picture".to_vec());
    world.land("pipe/p-2/red.png", picture(Shows::Refused, 4));
    world.land("robot/r-1/d.png", picture(Shows::Sound, 5));
    world.land("stray.png", picture(Shows::Sound, 6));
    world
}

fn expected() -> Counts {
    Counts {
        pictures: 9,
        inspected: 3,
        duplicates: 1,
        rejected: 4,
        not_inspected: 1,
        suspicious: 2,
        spared: 1,
        defects: 1,
        first_looked: 3,
    }
}

fn check_accounts(world: &World, expected: &[(&str, &str)]) {
    let expected = expected
        .iter()
        .map(|(path, word)| (format!("incoming/b/{path}"), vec![(*word).to_owned()]))
        .collect();
    assert_eq!(world.accounts(), expected);
}

const MIXED: [(&str, &str); 9] = [
    ("meter/m-1/a.png", "picture"),
    ("meter/m-1/again.png", "duplicate"),
    ("meter/m-2/b.png", "picture"),
    ("pipe/p-1/c.png", "picture"),
    ("pipe/p-1/empty.png", "empty"),
    ("pipe/p-1/note.jpg", "not-a-picture"),
    ("pipe/p-2/red.png", "not-inspected"),
    ("robot/r-1/d.png", "unknown-device-class"),
    ("stray.png", "misplaced"),
];

fn of_class<'a>(summary: &'a Summary, class: &str) -> &'a Counts {
    let found = summary
        .by_class
        .iter()
        .find(|(name, _)| name.as_str() == class);
    found.unwrap().1
}

#[tokio::test(flavor = "current_thread")]
async fn everything_that_landed_is_accounted_for_once() {
    let world = mixed();
    let summary = world.run(&Run::number(1)).await.unwrap();
    assert_eq!(summary.counts, expected());
    assert_eq!((summary.unrecorded, summary.failed_chunks), (0, 0));
    assert_eq!(of_class(&summary, "pipe").rejected, 2);
    assert_eq!(of_class(&summary, "unknown").rejected, 2);
    assert_eq!(of_class(&summary, "meter").defects, 1);
    check_accounts(&world, &MIXED);
    assert_eq!(world.rows("findings", "batch")["b"].len(), 3);
    assert_eq!(world.rows("defects", "batch")["b"].len(), 2);
    let rejected = &world.rows("rejections", "source_key")["incoming/b/pipe/p-1/note.jpg"][0];
    assert_eq!(rejected["kept_at"], "rejected/b/pipe/p-1/note.jpg");
    assert!(
        rejected["detail"].contains("\"not a picture\""),
        "{rejected:?}"
    );
    // What was rejected has moved, everything else is where it landed.
    assert_eq!(world.pictures.keys_under("rejected/").len(), 4);
    assert_eq!(world.pictures.keys_under("incoming/").len(), 6);
    let stored = world.lake.object("batches/b.json").unwrap().body;
    assert_eq!(serde_json::from_slice::<Summary>(&stored).unwrap(), summary);
    assert!(
        summary
            .headline
            .starts_with("1 defect in 3 inspected pictures")
    );
    assert!(
        summary
            .message
            .contains("meter: 1 defect in 2 inspected pictures")
    );
}

#[tokio::test(flavor = "current_thread")]
async fn a_batch_that_is_run_again_gives_the_same_and_doubles_nothing() {
    let world = mixed();
    let first = world.run(&Run::number(1)).await.unwrap();
    let second = world.run(&Run::number(2)).await.unwrap();
    assert_eq!(second.counts, first.counts);
    assert_eq!(second.by_class, first.by_class);
    check_accounts(&world, &MIXED);
    // Another chunk size, and no word of when it started.
    let third = Run {
        started_at: None,
        chunk: 100,
        ..Run::number(3)
    };
    let third = world.run(&third).await.unwrap();
    assert_eq!(third.counts, first.counts);
    assert_eq!(third.chunks, 1);
    check_accounts(&world, &MIXED);
    assert_eq!(world.lake.keys_under(layout::CHUNKS).len(), 1);
}

/// Of two suspicious pictures one is confirmed; the third is spared a close look.
#[tokio::test(flavor = "current_thread")]
async fn how_far_the_looks_agree_and_what_the_first_saved_is_kept_for_every_batch() {
    let world = mixed();
    let summary = world.run(&Run::number(1)).await.unwrap();
    let money = summary.money.clone().unwrap();
    assert_eq!(money.first_looks, Some(3_000_000));
    assert_eq!(money.close_looks, Some(8_000_000));
    assert_eq!(money.saved, Some(4_000_000));
    for expected in [
        "The close look confirms 1 of 2 suspicions and clears 1: the looks agree on 50.0 %.",
        "Spared close looks would have cost 0.004000 USD, the first looks cost 0.003000 USD (prices \
         of 2026-11-30).",
    ] {
        assert!(summary.message.contains(expected), "{}", summary.message);
    }
    let rows = &world.rows("batches", "batch")["b"];
    // Meters, pipes, and what names no class.
    assert_eq!(rows.len(), 3);
    let of = |column: &str| -> Vec<&str> { rows.iter().map(|row| row[column].as_str()).collect() };
    assert_eq!(of("suspicious"), ["1", "1", "0"]);
    assert_eq!(of("confirmed"), ["1", "0", "0"]);
    assert_eq!(of("cleared"), ["0", "1", "0"]);
    assert_eq!(of("saved"), ["4000000", "0", "0"]);
    assert_eq!(of("prices_of"), ["2026-11-30"; 3]);

    // Run again on the next day, and once more without a word of when: what was told is replaced.
    let next_day = Run {
        started_at: Some("2026-11-23T00:00:00Z".to_owned()),
        ..Run::number(2)
    };
    let again = world.run(&next_day).await.unwrap();
    let keys = world.lake.keys_under("tables/batches/");
    assert_eq!(keys, again.files);
    assert_eq!(keys.len(), 3);
    assert!(
        keys.iter().all(|key| key.contains("/day=2026-11-23/b.")),
        "{keys:?}"
    );
    let undated = Run {
        started_at: None,
        ..Run::number(3)
    };
    world.run(&undated).await.unwrap();
    assert_eq!(world.lake.keys_under("tables/batches/").len(), 0);
}

#[tokio::test(flavor = "current_thread")]
async fn a_rejected_picture_that_lands_again_is_inspected() {
    let world = World::new();
    world.land("meter/m-1/a.png", Vec::new());
    let first = world.run(&Run::number(1)).await.unwrap();
    assert_eq!(first.counts.rejected, 1);
    world.land("meter/m-1/a.png", picture(Shows::Sound, 1));
    let second = world.run(&Run::number(2)).await.unwrap();
    assert_eq!((second.counts.rejected, second.counts.inspected), (0, 1));
    check_accounts(&world, &[("meter/m-1/a.png", "picture")]);
}

#[tokio::test(flavor = "current_thread")]
async fn of_two_runs_that_overlap_the_later_counts() {
    for later_ends_first in [false, true] {
        let world = mixed();
        let (earlier, later) = (Run::number(1), Run::number(2));
        let items = world.list();
        let chunks: Vec<_> = items.chunks(3).map(<[_]>::to_vec).collect();
        for chunk in &chunks {
            world.run_chunk(&earlier, chunk.clone()).await.unwrap();
            world.run_chunk(&later, chunk.clone()).await.unwrap();
        }
        let order = if later_ends_first {
            [&later, &earlier]
        } else {
            [&earlier, &later]
        };
        for run in order {
            world.sum_up(run).await.unwrap();
        }
        check_accounts(&world, &MIXED);
        let stored = world.lake.object("batches/b.json").unwrap().body;
        let stored: Summary = serde_json::from_slice(&stored).unwrap();
        assert_eq!(stored.execution, later.execution);
        assert_eq!(stored.counts, expected());
    }
}

/// A chunk with pictures of two classes, of which one has no model: the other is looked at.
#[tokio::test(flavor = "current_thread")]
async fn a_class_without_a_model_costs_its_own_pictures_alone() {
    let world = mixed();
    world.lake.remove("models/pipe/live.json");
    let summary = world.run(&Run::number(1)).await.unwrap();
    assert_eq!((summary.failed_chunks, summary.unrecorded), (0, 0));
    let counts = &summary.counts;
    assert_eq!((counts.inspected, counts.not_inspected), (2, 2));
    assert_eq!((counts.first_looks(), counts.defects), (3, 1));
    let row = &world.rows("rejections", "source_key")["incoming/b/pipe/p-1/c.png"][0];
    assert_eq!(row["reason"], "not-inspected");
    assert!(
        row["detail"].contains("no model is live for the device class \"pipe\""),
        "{row:?}"
    );
}

#[tokio::test(flavor = "current_thread")]
async fn a_failed_chunk_costs_its_own_pictures_alone_and_the_next_run_heals_it() {
    let world = mixed();
    for class in ["pipe", "meter"] {
        world.lake.remove(&format!("models/{class}/live.json"));
    }
    let first = world.run(&Run::number(1)).await.unwrap();
    // A meter, and a meter and a pipe: without models none is spared.
    assert_eq!(first.failed_chunks, 2);
    assert_eq!(first.unrecorded, 0);
    assert_eq!(first.counts.pictures, 9);
    // The first looks were taken before the close look failed, and are paid.
    let counts = &first.counts;
    assert_eq!((counts.inspected, counts.first_looks()), (0, 3));
    let money = first.money.as_ref().unwrap();
    assert_eq!(money.first_looks, Some(3_000_000));
    let row = &world.rows("rejections", "source_key")["incoming/b/pipe/p-1/c.png"][0];
    assert_eq!(row["reason"], "not-inspected");
    assert_eq!(row["kept_at"], row["source_key"]);
    assert!(
        row["detail"].starts_with("ModelNotFound: no model is live for the device class \"meter\""),
        "{row:?}"
    );
    // Rejected before the chunk failed: that stays.
    let row = &world.rows("rejections", "source_key")["incoming/b/pipe/p-1/empty.png"][0];
    assert_eq!(row["reason"], "empty");
    for class in ["pipe", "meter"] {
        let live = World::new()
            .lake
            .object(&format!("models/{class}/live.json"));
        let key = format!("models/{class}/live.json");
        world.lake.insert(&key, live.unwrap().body);
    }
    let second = world.run(&Run::number(2)).await.unwrap();
    assert_eq!(second.counts, expected());
    check_accounts(&world, &MIXED);
}

#[tokio::test(flavor = "current_thread")]
async fn what_no_chunk_recorded_is_told() {
    let world = mixed();
    let items = world.list();
    world
        .run_chunk(&Run::number(1), items[..4].to_vec())
        .await
        .unwrap();
    let summary = world.sum_up(&Run::number(1)).await.unwrap();
    assert_eq!(summary.counts.pictures, 3);
    assert_eq!(summary.unrecorded, 6);
    assert!(
        summary
            .message
            .contains("6 objects of the batch not recorded")
    );
}
