//! What is learned from the field.

use contracts::monitoring::{Because, CollectInput, FieldPicture};
use contracts::training::{TrainingPart, TrainingPicture};
use models::Collecting;
use runtime::Handler;
use serde_json::Value;

use crate::world::{World, class, line};

#[tokio::test]
async fn an_old_picture_is_learned_from_and_is_not_what_the_model_is_made_for() {
    let world = World::new();
    let old = FieldPicture {
        landed: "2026-10-01 10:00:00.000".to_owned(),
        ..world.field(1, "m-1", Because::Confirmed)
    };
    let collected = world
        .collect(&[old, world.field(2, "m-2", Because::Confirmed)])
        .await;
    assert_eq!(collected.added, 2);
    let landed: Vec<bool> = world
        .dataset(&collected)
        .iter()
        .map(|line| line.anomalous && line.landed.is_some())
        .collect();
    assert_eq!(landed, [false, true]);
}

#[tokio::test]
async fn what_repairs_say_is_a_label_and_what_nobody_saw_is_trained_on_alone() {
    let world = World::new();
    world.live(Some(1));
    let before = [
        line(1, "m-1", false, TrainingPart::Train),
        line(2, "m-2", true, TrainingPart::Test),
    ];
    world.registered(&before, &Value::Null);
    let pictures = [
        world.field(2, "m-2", Because::FalseAlarm),
        world.field(3, "m-1", Because::Unremarkable),
        // Its device is evaluated with.
        world.field(4, "m-2", Because::Unremarkable),
        world.field(5, "m-3", Because::Confirmed),
        // People have spoken of its device.
        world.field(6, "m-3", Because::Unremarkable),
        world.field(7, "m-4", Because::Unremarkable),
    ];
    let gone = FieldPicture {
        prepared_key: "prepared/meter/2026-11-29/gone.jpg".to_owned(),
        ..world.field(8, "m-5", Because::Confirmed)
    };
    let all: Vec<FieldPicture> = pictures.into_iter().chain([gone]).collect();
    let collected = world.collect(&all).await;
    let told: Vec<(String, bool, Option<TrainingPart>, String, bool)> = world
        .dataset(&collected)
        .into_iter()
        .map(|line| {
            let group = line.group.unwrap();
            (
                line.key,
                line.anomalous,
                line.part,
                group,
                line.landed.is_some(),
            )
        })
        .collect();
    let expect = |key: &str, anomalous, part, group: &str, landed| {
        (key.to_owned(), anomalous, part, group.to_owned(), landed)
    };
    let (train, test) = (Some(TrainingPart::Train), Some(TrainingPart::Test));
    assert_eq!(
        told,
        [
            expect(
                "training/meter/pictures/1.jpg",
                false,
                train,
                "group of m-1",
                false
            ),
            // A false alarm: the label is another, the part stays.
            expect(
                "training/meter/pictures/2.jpg",
                false,
                test,
                "group of m-2",
                false
            ),
            expect(
                "prepared/meter/2026-11-29/3.jpg",
                false,
                train,
                "group of m-1",
                true
            ),
            // What a person has seen may be evaluated with.
            expect("prepared/meter/2026-11-29/5.jpg", true, None, "m-3", true),
            expect("prepared/meter/2026-11-29/7.jpg", false, train, "m-4", true),
        ]
    );
    assert_eq!((collected.pictures, collected.added), (5, 4));
    // Again it is the same dataset, under the same name.
    assert_eq!(world.collect(&all).await, collected);

    // What is known already is nothing new.
    let known = [world.field(1, "m-1", Because::Unremarkable)];
    assert_eq!(world.collect(&known).await.added, 0);
}

#[tokio::test]
async fn a_dataset_that_is_not_what_it_was_is_not_added_to() {
    let world = World::new();
    world.live(Some(1));
    world.registered(&[line(1, "m-1", false, TrainingPart::Train)], &Value::Null);
    world
        .lake
        .insert("models/meter/runs/r/dataset.jsonl", "{}\n");
    let collecting = Collecting::new(world.pictures.clone(), world.lake.clone());
    let input = CollectInput {
        device_class: class(),
        pictures: Vec::new(),
        recent_from: "2026-11-23 12:00:00.000".to_owned(),
    };
    let error = collecting.handle(input).await.unwrap_err();
    assert_eq!(error.name(), "LineageBroken");
}

#[tokio::test]
async fn pictures_without_a_device_have_nothing_in_common() {
    let world = World::new();
    let pictures = [
        world.field(1, "unknown", Because::Confirmed),
        world.field(2, "unknown", Because::Unremarkable),
        world.field(3, "m-1", Because::Confirmed),
        world.field(4, "m-1", Because::Unremarkable),
    ];
    let collected = world.collect(&pictures).await;
    let dataset = world.dataset(&collected);
    let lines: Vec<_> = dataset
        .iter()
        .map(|line| (line.device.as_deref(), line.group.as_deref()))
        .collect();
    let known = (Some("m-1"), Some("m-1"));
    assert_eq!(lines, [(None, None), (None, None), known]);
}

#[tokio::test]
async fn what_nobody_labelled_is_chosen_anew_each_time() {
    let world = World::new();
    world.live(Some(1));
    let assumed = |number, device| TrainingPicture {
        assumed: true,
        ..line(number, device, false, TrainingPart::Train)
    };
    let before = [
        line(1, "m-1", false, TrainingPart::Train),
        assumed(2, "m-2"),
        assumed(3, "m-3"),
        assumed(4, "m-4"),
    ];
    world.registered(&before, &Value::Null);
    let pictures = [
        // A repair contradicts what was taken for normal.
        world.field(2, "m-2", Because::Confirmed),
        world.field(3, "m-3", Because::Unremarkable),
        world.field(5, "m-5", Because::Unremarkable),
    ];
    let collected = world.collect(&pictures).await;
    let told: Vec<(String, bool, bool, Option<TrainingPart>)> = world
        .dataset(&collected)
        .into_iter()
        .map(|line| (line.name, line.anomalous, line.assumed, line.part))
        .collect();
    let name = |number: u8| format!("{number:032x}");
    let train = Some(TrainingPart::Train);
    assert_eq!(
        told,
        [
            ("1".to_owned(), false, false, train),
            (name(2), true, false, None),
            (name(3), false, true, train),
            (name(5), false, true, train),
        ]
    );
    // Taken for normal once more is nothing new.
    assert_eq!((collected.pictures, collected.added), (4, 2));
    let again = [world.field(4, "m-4", Because::Unremarkable)];
    assert_eq!(world.collect(&again).await.added, 0);
}

#[tokio::test]
async fn what_was_told_before_adds_what_is_not_known_and_relabels_nothing() {
    let world = World::new();
    world.live(Some(1));
    // Corrected by hand since the repair.
    let before = [line(1, "m-1", false, TrainingPart::Train)];
    world.registered(&before, &Value::Null);
    let pictures = [
        world.field(1, "m-1", Because::ConfirmedBefore),
        // Written down late.
        world.field(2, "m-2", Because::ConfirmedBefore),
        world.field(3, "m-3", Because::FalseAlarmBefore),
    ];
    let collected = world.collect(&pictures).await;
    let labels: Vec<bool> = world
        .dataset(&collected)
        .iter()
        .map(|line| line.anomalous)
        .collect();
    assert_eq!(labels, [false, true, false]);
    assert_eq!(collected.added, 2);
    let told = "2 pictures from the field are new, of 3 that were found (3 with what a repair says";
    assert!(collected.headline.contains(told), "{}", collected.headline);
}

#[tokio::test]
async fn a_device_without_a_group_stays_in_its_part() {
    let world = World::new();
    world.live(Some(1));
    let alone = |number, device, part| TrainingPicture {
        group: None,
        ..line(number, device, false, part)
    };
    let before = [
        alone(1, "m-1", TrainingPart::Test),
        alone(2, "unknown", TrainingPart::Test),
        alone(6, "m-2", TrainingPart::Test),
    ];
    world.registered(&before, &Value::Null);
    let pictures = [
        world.field(3, "m-1", Because::Confirmed),
        // Its device is evaluated with.
        world.field(4, "m-2", Because::Unremarkable),
        // Of devices that nobody knows each is its own.
        world.field(5, "unknown", Because::Unremarkable),
    ];
    let collected = world.collect(&pictures).await;
    let parts: Vec<Option<TrainingPart>> = world
        .dataset(&collected)
        .iter()
        .map(|line| line.part)
        .collect();
    let (train, test) = (Some(TrainingPart::Train), Some(TrainingPart::Test));
    assert_eq!(parts, [test, test, test, test, train]);
}
