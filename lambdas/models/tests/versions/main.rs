//! Versions through their handlers: written once, made live by one of several, taken back exactly.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod further_back;
mod take_back;
mod world;

use std::sync::Arc;

use contracts::examination::{CloseLookOutput, Examination, Verdict};
use contracts::layout;
use contracts::lineage::{Candidate, Change, ChangeKind, LivePointer, ModelVersion};
use contracts::model::{AskedModel, LiveModel};
use contracts::tasks::{ConfirmError, PromoteError, RegisterError};
use contracts::training::{ConfirmInput, RegisterInput, Trained};
use models::{Confirming, Promoting, Registering};
use runtime::Handler;
use runtime::storage::memory::Fails;
use world::{Racing, World, asked, class, name};

#[tokio::test(flavor = "current_thread")]
async fn what_has_not_passed_is_no_version_and_cannot_go_live() {
    let world = World::new();
    let trained = world.trained("refused");
    let id = trained.version.clone();
    let refused = world.register(trained, false).await;
    assert_eq!(name(refused), RegisterError::NOT_PASSED.as_str());
    let refused = world.change(ChangeKind::Promote, Some(&id), "e1").await;
    assert_eq!(name(refused), PromoteError::VERSION_NOT_FOUND.as_str());
    assert!(world.live().is_none() && world.history().is_empty());
}

#[tokio::test(flavor = "current_thread")]
async fn a_file_that_is_not_what_was_trained_is_no_version() {
    let world = World::new();
    let trained = world.trained("a model");
    world.lake.insert(&trained.file, "another");
    let refused = world.register(trained.clone(), true).await;
    assert_eq!(name(refused), RegisterError::NOT_THE_SAME.as_str());
    let elsewhere = Trained {
        file: "models/pipe/versions/0/close-look.model".to_owned(),
        ..trained
    };
    let refused = world.register(elsewhere, true).await;
    assert_eq!(name(refused), RegisterError::NOT_THE_SAME.as_str());
}

#[tokio::test(flavor = "current_thread")]
async fn no_version_goes_live_where_a_service_looks() {
    let world = World::new();
    let live = LiveModel {
        asked: Some(AskedModel::CustomLabels {
            project_version_arn: "arn:aws:rekognition:us-east-1:000000000000:project/p".to_owned(),
        }),
        ..world.deployed("fedcba9876543210")
    };
    world.put_live(&live);
    let one = world.registered("one").await;
    let refused = world.change(ChangeKind::Promote, Some(&one), "e1").await;
    assert_eq!(name(refused), PromoteError::CONFLICT.as_str());
    assert_eq!(world.live().map(|now| now.model), Some(live));
    assert!(world.history().is_empty());
}

#[tokio::test(flavor = "current_thread")]
async fn a_look_comes_back_from_an_endpoint_into_the_function_and_its_version_is_not_its_own_predecessor()
 {
    let world = World::new();
    let deployed = world.deployed("fedcba9876543210");
    let one = world.registered("one").await;
    let promoted = world.change(ChangeKind::Promote, Some(&one), "e1").await;
    let within = world.live().unwrap().model;
    assert_eq!(
        promoted.unwrap().from.as_deref(),
        Some(deployed.version.as_str())
    );
    let behind = LiveModel {
        asked: Some(AskedModel::SagemakerEndpoint {
            endpoint: "sightline-meter".to_owned(),
            model_package: None,
        }),
        ..within.clone()
    };
    world.put_live(&behind);
    world
        .change(ChangeKind::Promote, Some(&one), "e2")
        .await
        .unwrap();
    assert_eq!(world.live().unwrap().model, within);
    let back = world.change(ChangeKind::RollBack, Some(&one), "e3").await;
    assert_eq!(back.unwrap().to, Some(deployed.version));
}

#[tokio::test(flavor = "current_thread")]
async fn a_version_is_written_once() {
    let world = World::new();
    let id = world.registered("a model").await;
    let key = layout::version_key(&class(), &id);
    let before = world.lake.object(&key).unwrap();
    // Another training of the same pictures makes the same model.
    let again = RegisterInput {
        by: "another".to_owned(),
        started_at: "2026-12-24T18:00:00Z".to_owned(),
        ..world.to_register(world.trained("a model"), true)
    };
    let again = Registering::new(world.lake.clone()).handle(again).await;
    assert_eq!(again.unwrap().version, id);
    assert_eq!(world.lake.object(&key).unwrap().body, before.body);
    let version: ModelVersion = world.object(&key).unwrap();
    assert_eq!(version.created_by, "somebody");
    // Who asked last has the candidate.
    let candidate: Candidate = world.object(&layout::candidate_key(&class())).unwrap();
    assert_eq!((candidate.version, candidate.by.as_str()), (id, "another"));
}

#[tokio::test(flavor = "current_thread")]
async fn promotions_are_recorded_and_taken_back_one_by_one_to_the_letter() {
    let world = World::new();
    let deployed = world.deployed("fedcba9876543210");
    let one = world.registered("one").await;
    let two = world.registered("two").await;
    let promoted = world.change(ChangeKind::Promote, Some(&one), "e1").await;
    let promoted = promoted.unwrap();
    assert_eq!(promoted.from.as_deref(), Some("fedcba9876543210"));
    assert_eq!(promoted.to.as_deref(), Some(one.as_str()));
    // The close look's pictures are where it looks for them.
    assert_eq!(promoted.pictures.len(), 1);
    assert!(
        promoted.pictures[0]
            .key
            .starts_with("prepared/meter/2026-11-30/")
    );
    assert!(world.pictures.object(&promoted.pictures[0].key).is_some());
    let with_one = world.live().unwrap();
    assert_eq!(with_one.previous.as_deref(), Some("fedcba9876543210"));
    assert_eq!(with_one.model.first_look, deployed.first_look);
    world
        .change(ChangeKind::Promote, Some(&two), "e2")
        .await
        .unwrap();
    assert_eq!(
        world.live().unwrap().previous.as_deref(),
        Some(one.as_str())
    );

    world
        .change(ChangeKind::RollBack, None, "e3")
        .await
        .unwrap();
    assert_eq!(world.live().unwrap().model, with_one.model);
    let back = world
        .change(ChangeKind::RollBack, None, "e4")
        .await
        .unwrap();
    assert_eq!(world.live().unwrap().model, deployed);
    assert!(back.pictures.is_empty(), "deploy registers no pictures");
    let end = world.change(ChangeKind::RollBack, None, "e5").await;
    assert_eq!(name(end), PromoteError::NOTHING_BEFORE.as_str());

    let told: Vec<_> = world
        .history()
        .into_iter()
        .map(|change| (change.revision, change.kind, change.by, change.execution))
        .collect();
    let by = || "somebody".to_owned();
    assert_eq!(
        told,
        [
            (1, ChangeKind::Promote, by(), "e1".to_owned()),
            (2, ChangeKind::Promote, by(), "e2".to_owned()),
            (3, ChangeKind::RollBack, by(), "e3".to_owned()),
            (4, ChangeKind::RollBack, by(), "e4".to_owned()),
        ]
    );
}

#[tokio::test(flavor = "current_thread")]
async fn what_is_rolled_back_is_what_was_seen() {
    let world = World::new();
    world.deployed("fedcba9876543210");
    let one = world.registered("one").await;
    let two = world.registered("two").await;
    world
        .change(ChangeKind::Promote, Some(&one), "e1")
        .await
        .unwrap();
    let refused = world.change(ChangeKind::RollBack, Some(&two), "e2").await;
    assert_eq!(name(refused), PromoteError::CONFLICT.as_str());
    assert_eq!(world.live().unwrap().model.version, one.as_str());
}

/// Whichever call fails, and whether it has taken effect, a retry ends with one change.
#[tokio::test(flavor = "current_thread")]
async fn a_retry_finishes_what_an_attempt_began() {
    for fails in [Fails::Before, Fails::After] {
        for call in 0.. {
            let world = World::new();
            world.deployed("fedcba9876543210");
            let one = world.registered("one").await;
            world.lake.fail(call, fails);
            let first = world.change(ChangeKind::Promote, Some(&one), "e1").await;
            world.lake.recover();
            if let Ok(promoted) = first {
                assert_eq!(promoted.revision, 1);
                assert!(call > 4, "no call fails: {call}");
                break;
            }
            let again = world.change(ChangeKind::Promote, Some(&one), "e1").await;
            let to = again.unwrap().to;
            assert_eq!(to.as_deref(), Some(one.as_str()), "{fails:?} {call}");
            assert_eq!(world.history().len(), 1, "{fails:?} {call}");
            let live = world.live().unwrap();
            assert_eq!(live.model.version, one.as_str(), "{fails:?} {call}");
            assert_eq!(live.revision, Some(1));
        }
    }
}

/// Where a run ended between its decision and its effect, the next carries the decision out before
/// it makes its own.
#[tokio::test(flavor = "current_thread")]
async fn a_decision_that_was_left_is_carried_out_by_the_next() {
    let world = World::new();
    world.deployed("fedcba9876543210");
    let one = world.registered("one").await;
    let two = world.registered("two").await;
    let before = world.live();
    for call in 0..12 {
        world.lake.fail(call, Fails::Before);
        let failed = world.change(ChangeKind::Promote, Some(&one), "e1").await;
        world.lake.recover();
        if failed.is_err() && world.history().len() == 1 && world.live() == before {
            let promoted = world.change(ChangeKind::Promote, Some(&two), "e2").await;
            assert_eq!(promoted.unwrap().from.as_deref(), Some(one.as_str()));
            assert_eq!(
                world.live().unwrap().previous.as_deref(),
                Some(one.as_str())
            );
            assert_eq!(world.history().len(), 2);
            return;
        }
    }
    panic!("no call lies between the decision and its effect");
}

/// What cannot be asked about is not made live: the pictures of the smoke test are there before anything is decided.
#[tokio::test(flavor = "current_thread")]
async fn nothing_goes_live_before_the_pictures_of_its_smoke_test_are_there() {
    let world = World::new();
    world.deployed("fedcba9876543210");
    let one = world.registered("one").await;
    let live = world.live();
    world.pictures.fail(0, Fails::Before);
    let failed = world.change(ChangeKind::Promote, Some(&one), "e1").await;
    assert_eq!(name(failed), "ServiceUnavailable");
    assert!(world.history().is_empty());
    assert_eq!(world.live(), live);
    for key in world.pictures.keys_under(layout::TRAINING) {
        world.pictures.remove(&key);
    }
    let failed = world.change(ChangeKind::Promote, Some(&one), "e1").await;
    assert_eq!(name(failed), "Unexpected");
    assert!(world.history().is_empty());
    assert_eq!(world.live(), live);
}

/// `inspect` makes the very model live again that a promotion took the place of: so it stays, and the promotion,
/// which was carried out, is not carried out once more.
#[tokio::test(flavor = "current_thread")]
async fn what_is_published_once_more_is_not_taken_for_what_a_change_was_decided_on() {
    let world = World::new();
    let deployed = world.deployed("fedcba9876543210");
    let one = world.registered("one").await;
    let two = world.registered("two").await;
    let key = layout::live_model_key(&class());
    let before = world.lake.object(&key).unwrap();
    world
        .change(ChangeKind::Promote, Some(&one), "e1")
        .await
        .unwrap();
    let published = LivePointer {
        model: deployed.clone(),
        revision: None,
        after: Some(1),
        previous: None,
    };
    world.put_live(&published);
    let change = &world.history()[0];
    // The entity tag is the content's.
    assert!(!change.is_unfinished(Some((&published, before.info.etag.as_str()))));
    let promoted = world.change(ChangeKind::Promote, Some(&two), "e2").await;
    let promoted = promoted.unwrap();
    assert_eq!(promoted.from.as_deref(), Some(deployed.version.as_str()));
    assert_eq!(world.history()[1].previous, Some(deployed));
}

/// The first to decide wins; the other is refused and told so, and nothing is lost.
#[tokio::test(flavor = "current_thread")]
async fn of_two_promotions_at_once_one_wins() {
    let world = World::new();
    world.deployed("fedcba9876543210");
    let one = world.registered("one").await;
    let two = world.registered("two").await;
    // What the one decides while the other is on its way.
    let live = world.live().unwrap();
    let of_live = world
        .lake
        .object(&layout::live_model_key(&class()))
        .unwrap();
    let other = Change {
        revision: 1,
        kind: ChangeKind::Promote,
        device_class: class(),
        from: Some(live.model.clone()),
        to: Some(LiveModel {
            version: two.to_string(),
            ..live.model.clone()
        }),
        previous: Some(live.model),
        undoes: None,
        restores: None,
        replaces: Some(of_live.info.etag),
        by: "another".to_owned(),
        reason: None,
        at: "2026-11-30T10:00:00Z".to_owned(),
        execution: "e2".to_owned(),
    };
    let log = layout::history_key(&class(), 1);
    let racing = Racing {
        inner: world.lake.clone(),
        key: log,
        body: serde_json::to_vec(&other).unwrap(),
    };
    let input = asked(ChangeKind::Promote, Some(&one), "e1");
    let refused = Promoting::new(world.pictures.clone(), Arc::new(racing))
        .handle(input)
        .await;
    assert_eq!(name(refused), PromoteError::CONFLICT.as_str());
    assert_eq!(world.history(), [other]);
}

#[tokio::test(flavor = "current_thread")]
async fn a_live_version_is_confirmed_by_what_it_says() {
    let world = World::new();
    let one = world.registered("one").await;
    let promoted = world.change(ChangeKind::Promote, Some(&one), "e1").await;
    let promoted = promoted.unwrap();
    let says = |verdict, score, model: &str| ConfirmInput {
        promoted: promoted.clone(),
        looked: CloseLookOutput {
            examinations: vec![Examination {
                picture_id: promoted.pictures[0].id.clone(),
                verdict,
                score,
                boxes: Vec::new(),
                heat_map: None,
                model: model.to_owned(),
            }],
            refused: Vec::new(),
            shadows: Vec::new(),
        },
    };
    let confirming = Confirming::new(world.lake.clone());
    let right = says(Verdict::Anomalous, 0.7504, one.as_str());
    assert_eq!(confirming.handle(right).await.unwrap().pictures, 1);
    let silent = ConfirmInput {
        promoted: promoted.clone(),
        looked: CloseLookOutput::default(),
    };
    for wrong in [
        says(Verdict::Normal, 0.75, one.as_str()),
        says(Verdict::Anomalous, 0.8, one.as_str()),
        says(Verdict::Anomalous, 0.75, "fedcba9876543210"),
        silent,
    ] {
        let refused = confirming.handle(wrong).await;
        assert_eq!(name(refused), ConfirmError::SMOKE_FAILED.as_str());
    }
}
