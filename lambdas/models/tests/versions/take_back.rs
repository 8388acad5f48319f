//! What an execution made live and does not stand by is taken back: exactly that, and nothing of anybody else.

use std::sync::Arc;

use contracts::layout;
use contracts::lineage::{ChangeKind, LivePointer};
use contracts::model::{AskedModel, LiveModel};
use contracts::tasks::PromoteError;
use models::Promoting;
use runtime::Handler;
use runtime::storage::memory::Fails;

use crate::world::{Racing, World, asked, class, name};

const DEPLOYED: &str = "fedcba9876543210";

#[tokio::test(flavor = "current_thread")]
async fn a_promotion_is_taken_back_to_what_it_took_the_place_of() {
    let world = World::new();
    let deployed = world.deployed(DEPLOYED);
    let one = world.registered("one").await;
    let two = world.registered("two").await;
    for (version, execution) in [(&one, "e1"), (&two, "e2")] {
        world
            .change(ChangeKind::Promote, Some(version), execution)
            .await
            .unwrap();
    }
    let taken = world.change(ChangeKind::TakeBack, None, "e2").await;
    let taken = taken.unwrap();
    assert!(taken.changed && taken.pictures.is_empty());
    assert_eq!(taken.from.as_deref(), Some(two.as_str()));
    assert_eq!(taken.to.as_deref(), Some(one.as_str()));
    // A rollback goes to where it went before.
    assert_eq!(world.live().unwrap().previous.as_deref(), Some(DEPLOYED));
    let log = world.history();
    assert_eq!(
        (log[2].kind, log[2].undoes),
        (ChangeKind::TakeBack, Some(2))
    );
    world
        .change(ChangeKind::RollBack, None, "e3")
        .await
        .unwrap();
    assert_eq!(world.live().unwrap().model, deployed);
}

/// From within the function to an endpoint: what was live before the run is the same version, looking from
/// where it did, and not the version before.
#[tokio::test(flavor = "current_thread")]
async fn a_version_that_is_promoted_once_more_is_taken_back_to_where_it_looked() {
    let world = World::new();
    world.deployed(DEPLOYED);
    let one = world.registered("one").await;
    world
        .change(ChangeKind::Promote, Some(&one), "e1")
        .await
        .unwrap();
    let within = world.live().unwrap();
    let mut input = asked(ChangeKind::Promote, Some(&one), "e2");
    input.endpoint = Some("sightline-meter".to_owned());
    let promoting = Promoting::new(world.pictures.clone(), world.lake.clone());
    promoting.handle(input).await.unwrap();
    let behind = world.live().unwrap().model;
    assert!(matches!(
        behind.asked,
        Some(AskedModel::SagemakerEndpoint { .. })
    ));
    world
        .change(ChangeKind::TakeBack, None, "e2")
        .await
        .unwrap();
    let live = world.live().unwrap();
    assert_eq!((live.model, live.previous), (within.model, within.previous));
}

#[tokio::test(flavor = "current_thread")]
async fn a_first_promotion_is_taken_back_by_nothing_being_live() {
    let world = World::new();
    let one = world.registered("one").await;
    world
        .change(ChangeKind::Promote, Some(&one), "e1")
        .await
        .unwrap();
    let taken = world.change(ChangeKind::TakeBack, None, "e1").await;
    assert_eq!(taken.unwrap().to, None);
    assert_eq!(world.live(), None);
    assert_eq!(world.history()[1].to, None);
    // All is as before a first promotion.
    let refused = world.change(ChangeKind::RollBack, None, "e2").await;
    assert_eq!(name(refused), PromoteError::NOTHING_BEFORE.as_str());
    let two = world.registered("two").await;
    let promoted = world.change(ChangeKind::Promote, Some(&two), "e3").await;
    let promoted = promoted.unwrap();
    assert_eq!((promoted.revision, promoted.from), (3, None));
    assert_eq!(world.live().unwrap().previous, None);
    let refused = world.change(ChangeKind::RollBack, None, "e4").await;
    assert_eq!(name(refused), PromoteError::NOTHING_BEFORE.as_str());
}

/// Whichever call fails, and whether it has taken effect, a retry ends with one change that is taken back.
#[tokio::test(flavor = "current_thread")]
async fn to_take_back_again_changes_nothing_more() {
    for is_first in [true, false] {
        for fails in [Fails::Before, Fails::After] {
            for call in 0.. {
                let world = World::new();
                let before = (!is_first).then(|| world.deployed(DEPLOYED));
                let one = world.registered("one").await;
                world
                    .change(ChangeKind::Promote, Some(&one), "e1")
                    .await
                    .unwrap();
                world.lake.fail(call, fails);
                let first = world.change(ChangeKind::TakeBack, None, "e1").await;
                world.lake.recover();
                let again = world.change(ChangeKind::TakeBack, None, "e1").await;
                assert!(again.unwrap().changed, "{fails:?} {call}");
                assert_eq!(world.history().len(), 2, "{fails:?} {call}");
                assert_eq!(world.live().map(|live| live.model), before);
                if first.is_ok() {
                    assert!(call > 4, "no call fails: {call}");
                    break;
                }
            }
        }
    }
}

/// A promotion that ended between its decision and its effect is neither live afterwards nor carried out by the next.
#[tokio::test(flavor = "current_thread")]
async fn what_was_decided_and_not_carried_out_is_taken_back_as_well() {
    let mut met = 0;
    for call in 0..12 {
        let world = World::new();
        let deployed = world.deployed(DEPLOYED);
        let one = world.registered("one").await;
        let before = world.live();
        world.lake.fail(call, Fails::Before);
        let failed = world.change(ChangeKind::Promote, Some(&one), "e1").await;
        world.lake.recover();
        if failed.is_err() && world.history().len() == 1 && world.live() == before {
            met += 1;
        }
        let taken = world.change(ChangeKind::TakeBack, None, "e1").await;
        assert_eq!(taken.unwrap().changed, !world.history().is_empty());
        assert_eq!(world.live().unwrap().model, deployed, "{call}");
        let two = world.registered("two").await;
        let promoted = world.change(ChangeKind::Promote, Some(&two), "e2").await;
        assert_eq!(promoted.unwrap().from.as_deref(), Some(DEPLOYED), "{call}");
    }
    assert!(met > 0, "no call lies between the decision and its effect");
}

#[tokio::test(flavor = "current_thread")]
async fn what_somebody_else_made_live_is_not_taken_back() {
    let world = World::new();
    let deployed = world.deployed(DEPLOYED);
    let one = world.registered("one").await;
    // Nothing was changed by anybody, or by this execution.
    let taken = world.change(ChangeKind::TakeBack, None, "e0").await;
    assert!(!taken.unwrap().changed);
    world
        .change(ChangeKind::Promote, Some(&one), "e1")
        .await
        .unwrap();
    let taken = world.change(ChangeKind::TakeBack, None, "e0").await;
    let taken = taken.unwrap();
    assert!(!taken.changed);
    assert_eq!(taken.to.as_deref(), Some(one.as_str()));
    // `inspect` has made another live since, outside the log; then somebody has promoted.
    let published = LivePointer {
        model: deployed.clone(),
        revision: None,
        after: Some(1),
        previous: None,
    };
    world.put_live(&published);
    let taken = world.change(ChangeKind::TakeBack, None, "e1").await;
    assert!(!taken.unwrap().changed);
    assert_eq!(world.live(), Some(published));
    let two = world.registered("two").await;
    world
        .change(ChangeKind::Promote, Some(&two), "e2")
        .await
        .unwrap();
    let taken = world.change(ChangeKind::TakeBack, None, "e1").await;
    assert!(!taken.unwrap().changed);
    assert_eq!(world.live().unwrap().model.version, two.as_str());
    assert_eq!(world.history().len(), 2);
}

/// `deploy` makes another live between the decision to take back and its effect: what it has made stays.
#[tokio::test(flavor = "current_thread")]
async fn what_goes_live_while_it_is_taken_back_stays() {
    for is_first in [true, false] {
        let world = World::new();
        let other = LiveModel {
            version: "0000000000000000".to_owned(),
            ..world.deployed(DEPLOYED)
        };
        if is_first {
            world.lake.remove(&layout::live_model_key(&class()));
        }
        let one = world.registered("one").await;
        world
            .change(ChangeKind::Promote, Some(&one), "e1")
            .await
            .unwrap();
        let racing = Racing {
            inner: world.lake.clone(),
            key: layout::live_model_key(&class()),
            body: serde_json::to_vec(&other).unwrap(),
        };
        let taken = Promoting::new(world.pictures.clone(), Arc::new(racing))
            .handle(asked(ChangeKind::TakeBack, None, "e1"))
            .await;
        assert!(!taken.unwrap().changed, "{is_first}");
        assert_eq!(world.live().unwrap().model, other);
    }
}
