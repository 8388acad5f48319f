//! What is compared with what.

use contracts::layout;
use serde_json::{Value, json};

use crate::world::{VERSION, World, class};

#[tokio::test]
async fn a_version_is_held_against_what_it_was_made_for() {
    let world = World::new();
    assert_eq!(world.windows().await.version, None);

    // What `deploy` fitted: the first pictures of all.
    world.live(None);
    let windows = world.windows().await;
    assert_eq!(windows.version.as_deref(), Some(VERSION));
    assert_eq!(windows.reference_from, "2020-01-01 00:00:00.000");
    assert_eq!(windows.first_day, "2020-01-01");

    // What was promoted: the first since.
    world.live(Some(3));
    let windows = world.windows().await;
    assert_eq!(windows.reference_from, "2026-11-10 08:00:00.000");
    assert_eq!(windows.reference_until, "9999-12-31 00:00:00.000");
    assert_eq!(windows.recent_from, "2026-11-23 12:00:00.000");
    assert_eq!(windows.first_day, "2026-08-12");

    // What was trained on the field: when that landed, and nothing of it is recent.
    let window = json!({ "from": "2026-11-20 00:00:00.000", "until": "2026-11-27 10:00:00.000" });
    world.registered(&[], &window);
    let windows = world.windows().await;
    assert_eq!(windows.reference_from, "2026-11-20 00:00:00.000");
    assert_eq!(windows.reference_until, "2026-11-27 10:00:00.000");
    assert_eq!(windows.recent_from, "2026-11-27 10:00:00.000");
}

#[tokio::test]
async fn what_a_repair_tells_is_news_by_its_own_time() {
    let world = World::new();
    // Half a year, where nothing is live; pictures are read as far back, whatever is recent.
    let windows = world.windows().await;
    assert_eq!(windows.told_from, "2026-06-03 12:00:00.000");
    assert_eq!(windows.learn_first_day, "2026-06-03");

    // Where no training is known, what was told since it went live.
    world.live(Some(3));
    let windows = world.windows().await;
    assert_eq!(windows.told_from, "2026-11-10 08:00:00.000");
    assert_eq!(windows.learn_first_day, "2026-06-03");

    // A version went live on the 10th, and its training began some days before.
    world.registered(&[], &Value::Null);
    let windows = world.windows().await;
    assert_eq!(windows.told_from, "2026-11-08 08:00:00.000");

    let window = json!({ "from": "2026-11-01 00:00:00.000", "until": "2026-11-07 10:00:00.000" });
    world.registered(&[], &window);
    let windows = world.windows().await;
    assert_eq!(windows.told_from, "2026-11-07 10:00:00.000");
    assert_eq!(windows.recent_from, "2026-11-23 12:00:00.000");
}

/// A version that was promoted and taken back meanwhile changes nothing of what was live before and after.
#[tokio::test]
async fn what_is_live_again_has_been_live_since_before_it_was_replaced() {
    for is_registered in [false, true] {
        let world = World::new();
        world.live(Some(3));
        if is_registered {
            world.registered(&[], &Value::Null);
        }
        let before = world.windows().await;
        let live = world
            .lake
            .object(&layout::live_model_key(&class()))
            .unwrap();
        let mut live: Value = serde_json::from_slice(&live.body).unwrap();
        let mut other = live.clone();
        other["version"] = "fedcba9876543210".into();
        for (revision, kind, from, to, undoes) in [
            (4, "promote", &live, &other, Value::Null),
            (5, "take-back", &other, &live, 4.into()),
        ] {
            let change = json!({
                "revision": revision, "deviceClass": "meter", "kind": kind, "from": from, "to": to,
                "previous": null, "undoes": undoes, "replaces": null, "by": "somebody",
                "reason": null, "at": "2026-11-29T08:00:00.000Z", "execution": "arn",
            });
            world.put(&layout::history_key(&class(), revision), &change);
        }
        live["revision"] = 5.into();
        world.put(&layout::live_model_key(&class()), &live);
        assert_eq!(world.windows().await, before);
    }
}
