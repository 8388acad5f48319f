//! Each rollback goes further back, whatever was live several times; none goes where nothing could look, and no
//! retry undoes what somebody has done since.

use contracts::VersionId;
use contracts::lineage::ChangeKind;
use contracts::model::{AskedModel, LiveModel};
use contracts::tasks::PromoteError;
use models::Promoting;
use runtime::Handler;

use crate::world::{World, asked, class, name};

const DEPLOYED: &str = "fedcba9876543210";

/// Makes versions live, one after the other, by runs of their own.
async fn promote(world: &World, versions: &[&VersionId]) {
    for (number, version) in versions.iter().enumerate() {
        let execution = format!("promote-{number}");
        let change = world.change(ChangeKind::Promote, Some(version), &execution);
        change.await.unwrap();
    }
}

/// Rolls back until there is nothing before; what was live after each.
async fn all_the_way_back(world: &World) -> Vec<String> {
    let mut live = Vec::new();
    for number in 0..10 {
        let execution = format!("back-{number}");
        match world.change(ChangeKind::RollBack, None, &execution).await {
            Ok(_) => live.push(world.live().unwrap().model.version),
            end => {
                assert_eq!(name(end), PromoteError::NOTHING_BEFORE.as_str());
                return live;
            }
        }
    }
    panic!("they go round in a circle: {live:?}");
}

#[tokio::test(flavor = "current_thread")]
async fn what_was_live_twice_is_passed_twice_and_no_more() {
    let world = World::new();
    world.deployed(DEPLOYED);
    let (a, b) = (world.registered("a").await, world.registered("b").await);
    promote(&world, &[&a, &b, &a]).await;
    assert_eq!(
        all_the_way_back(&world).await,
        [b.as_str(), a.as_str(), DEPLOYED]
    );
    let told: Vec<_> = world
        .history()
        .into_iter()
        .map(|change| (change.revision, change.restores))
        .collect();
    let none = [(1, None), (2, None), (3, None)];
    // What `deploy` made live no change has.
    assert_eq!(
        told,
        [&none[..], &[(4, Some(2)), (5, Some(1)), (6, None)]].concat()
    );
}

#[tokio::test(flavor = "current_thread")]
async fn what_was_taken_back_is_not_before_what_is_live_again() {
    let world = World::new();
    world.deployed(DEPLOYED);
    let (a, b) = (world.registered("a").await, world.registered("b").await);
    promote(&world, &[&a, &b]).await;
    for execution in ["failing-1", "failing-2"] {
        world
            .change(ChangeKind::Promote, Some(&a), execution)
            .await
            .unwrap();
        world
            .change(ChangeKind::TakeBack, None, execution)
            .await
            .unwrap();
    }
    assert_eq!(world.live().unwrap().model.version, b.as_str());
    assert_eq!(all_the_way_back(&world).await, [a.as_str(), DEPLOYED]);
}

/// What is promoted once more, to look from elsewhere, stays where it is in the line.
#[tokio::test(flavor = "current_thread")]
async fn what_looks_from_elsewhere_after_a_rollback_is_no_way_round() {
    let world = World::new();
    world.deployed(DEPLOYED);
    let (a, b) = (world.registered("a").await, world.registered("b").await);
    promote(&world, &[&a, &b, &a]).await;
    world
        .change(ChangeKind::RollBack, None, "e1")
        .await
        .unwrap();
    let mut input = asked(ChangeKind::Promote, Some(&b), "e2");
    input.endpoint = Some("sightline-meter".to_owned());
    let promoting = Promoting::new(world.pictures.clone(), world.lake.clone());
    promoting.handle(input).await.unwrap();
    assert_eq!(all_the_way_back(&world).await, [a.as_str(), DEPLOYED]);
}

/// What is promoted afterwards has what the rollbacks went to before it, and what is before that.
#[tokio::test(flavor = "current_thread")]
async fn promotions_after_a_rollback_have_what_it_went_to_before_them() {
    let world = World::new();
    world.deployed(DEPLOYED);
    let (a, b) = (world.registered("a").await, world.registered("b").await);
    let c = world.registered("c").await;
    promote(&world, &[&a, &b, &a]).await;
    for execution in ["e1", "e2"] {
        world
            .change(ChangeKind::RollBack, None, execution)
            .await
            .unwrap();
    }
    world
        .change(ChangeKind::Promote, Some(&c), "e3")
        .await
        .unwrap();
    assert_eq!(all_the_way_back(&world).await, [a.as_str(), DEPLOYED]);
}

#[tokio::test(flavor = "current_thread")]
async fn no_model_package_goes_live_where_the_function_itself_looks() {
    let world = World::new();
    let package = LiveModel {
        close_look: String::new(),
        asked: Some(AskedModel::SagemakerEndpoint {
            endpoint: "sightline-meter".to_owned(),
            model_package: Some("arn:aws:sagemaker:x:1:model-package/meter-3".to_owned()),
        }),
        fitted_from: "package-0".to_owned(),
        ..world.deployed(DEPLOYED)
    };
    world.put_live(&package);
    let a = world.registered("a").await;
    promote(&world, &[&a]).await;
    let live = world.live();
    let refused = world.change(ChangeKind::RollBack, None, "e1").await;
    let told = format!("{refused:?}");
    assert!(told.contains("model-package/meter-3"), "{told}");
    assert_eq!(name(refused), PromoteError::CONFLICT.as_str());
    assert_eq!(world.live(), live);
    assert_eq!(world.history().len(), 1);
    // Where endpoints run packages it is gone back to.
    let mut input = asked(ChangeKind::RollBack, None, "e2");
    input.endpoint = Some("sightline-meter".to_owned());
    let promoting = Promoting::new(world.pictures.clone(), world.lake.clone());
    promoting.handle(input).await.unwrap();
    assert_eq!(world.live().unwrap().model, package);
}

/// The answer of the first attempt was lost, and somebody else was faster than the second.
#[tokio::test(flavor = "current_thread")]
async fn a_retry_does_not_undo_what_somebody_else_has_done_since() {
    for kind in [ChangeKind::Promote, ChangeKind::RollBack] {
        let world = World::new();
        world.deployed(DEPLOYED);
        let (a, b) = (world.registered("a").await, world.registered("b").await);
        promote(&world, &[&b]).await;
        let version = (kind == ChangeKind::Promote).then_some(&a);
        world.change(kind, version, "e1").await.unwrap();
        let other = world.registered("other").await;
        world
            .change(ChangeKind::Promote, Some(&other), "e2")
            .await
            .unwrap();
        let live = world.live();
        let refused = world.change(kind, version, "e1").await;
        assert_eq!(name(refused), PromoteError::CONFLICT.as_str(), "{kind:?}");
        assert_eq!(world.live(), live);
        assert_eq!(world.history().len(), 3);
        // Nor does what comes after a promotion that failed.
        let taken = world.change(ChangeKind::TakeBack, None, "e1").await;
        assert!(!taken.unwrap().changed);
        assert_eq!(world.live(), live);
    }
}

/// `inspect` publishes beside the log.
#[tokio::test(flavor = "current_thread")]
async fn a_retry_does_not_undo_what_was_published_since() {
    let world = World::new();
    let deployed = world.deployed(DEPLOYED);
    let a = world.registered("a").await;
    promote(&world, &[&a]).await;
    world.put_live(&contracts::lineage::LivePointer {
        model: deployed.clone(),
        revision: None,
        after: Some(1),
        previous: None,
    });
    let refused = world.change(ChangeKind::Promote, Some(&a), "promote-0");
    let refused = refused.await;
    let told = format!("{refused:?}");
    assert!(told.contains(class().as_str()), "{told}");
    assert_eq!(name(refused), PromoteError::CONFLICT.as_str());
    assert_eq!(world.live().unwrap().model, deployed);
}
