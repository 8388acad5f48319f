//! A back-fill's rows beside a batch's own: written once whatever fails in between, and gone when the batch is
//! run again.

use contracts::backfill::{
    AnswersInput, BackfillInput, BackfillPictures, Backfilled, Chosen, ChosenPicture, MissedPicture,
};
use contracts::recording::ChunkFailure;
use contracts::tasks::AnswersError;
use contracts::{Day, DeviceClass, DeviceId, PictureId, RunName, VersionId, layout};
use record::RecordingAnswers;
use runtime::storage::memory::Fails;
use runtime::{Failure, Handler};
use serde_json::json;

use crate::world::{Run, Shows, World, picture};

const VERSION: &str = "0123456789abcdef";

fn class() -> DeviceClass {
    DeviceClass::parse("meter").unwrap()
}

fn run() -> RunName {
    RunName::parse("backfill-1").unwrap()
}

/// A batch of two broken meters and a sound one.
async fn inspected() -> World {
    let world = World::new();
    world.land("_READY", Vec::new());
    world.land("meter/m-1/a.png", picture(Shows::Broken, 1));
    world.land("meter/m-2/b.png", picture(Shows::Broken, 2));
    world.land("meter/m-3/c.png", picture(Shows::Sound, 3));
    world.run(&Run::number(1)).await.unwrap();
    world
}

/// What the query would give of the batch's pictures, as it is chosen.
fn choose(world: &World) -> Vec<ChosenPicture> {
    let rows = world.rows("pictures", "picture_id");
    let chosen: Vec<ChosenPicture> = rows
        .iter()
        .map(|(id, rows)| {
            let key = rows[0]["prepared_key"].clone();
            ChosenPicture {
                day: Day::parse(key.split('/').nth(2).unwrap()).unwrap(),
                batch: world.batch.clone(),
                picture_id: PictureId::parse(id.as_str()).unwrap(),
                prepared_key: key,
                device_id: DeviceId::parse(rows[0]["device_id"].as_str()).unwrap(),
            }
        })
        .collect();
    put_lines(world, layout::CHOSEN, &chosen);
    chosen
}

fn put_lines<T: serde::Serialize>(world: &World, file: &str, lines: &[T]) {
    let lines = lines
        .iter()
        .map(|line| serde_json::to_string(line).unwrap() + "\n");
    let key = layout::backfill_key(&class(), &run(), file);
    world.lake.insert(&key, lines.collect::<String>());
}

/// An answer of a transform job; which folders of a key it keeps makes no difference.
fn answer(world: &World, path: &str, body: &str) {
    let key = layout::backfill_key(&class(), &run(), layout::ANSWERS);
    world
        .lake
        .insert(&format!("{key}{path}.out"), body.to_owned());
}

fn sound() -> String {
    json!({ "Source": { "Type": "direct" }, "IsAnomalous": false, "Confidence": 0.9 }).to_string()
}

fn input(chosen: usize, gone: u64, failure: Option<&str>) -> AnswersInput {
    AnswersInput {
        asked: BackfillInput {
            device_class: class(),
            version: VersionId::parse(VERSION).unwrap(),
            from: Day::parse("2026-11-01").unwrap(),
            to: Day::parse("2026-11-30").unwrap(),
            pictures: BackfillPictures::All,
            by: "arn:somebody".to_owned(),
            reason: None,
        },
        run: run(),
        execution: "arn:backfill-1".to_owned(),
        chosen: Chosen {
            pictures: chosen as u64,
            gone,
            manifest: String::new(),
            answers: String::new(),
        },
        failure: failure.map(|why| ChunkFailure {
            error: "States.TaskFailed".to_owned(),
            cause: Some(json!({ "FailureReason": why }).to_string()),
        }),
    }
}

async fn record(world: &World, input: &AnswersInput) -> Result<Backfilled, Failure<AnswersError>> {
    let handler = RecordingAnswers::new(world.lake.clone(), 2);
    handler.handle(input.clone()).await
}

/// How many rows the version has.
fn rows(world: &World) -> usize {
    let rows = world.rows("defects", "model");
    rows.get(VERSION).map_or(0, Vec::len)
}

#[tokio::test(flavor = "current_thread")]
async fn rows_are_written_once_wherever_it_is_cut_off_and_go_with_their_batch() {
    let world = inspected().await;
    let chosen = choose(&world);
    let before = world.rows("defects", "batch")["b"].len();
    for picture in &chosen {
        let name = picture.prepared_key.rsplit('/').next().unwrap();
        answer(&world, &format!("somewhere/{name}"), &sound());
    }
    let asked = input(chosen.len(), 0, None);
    for call in 0.. {
        let calls = world.lake.calls();
        world.lake.fail(
            call,
            if call % 2 == 0 {
                Fails::Before
            } else {
                Fails::After
            },
        );
        let recorded = record(&world, &asked).await;
        world.lake.recover();
        // The call that was to fail was none of it.
        if world.lake.calls() - calls <= call {
            let outcome = recorded.unwrap();
            assert_eq!(
                (outcome.looked, outcome.anomalous, outcome.missing()),
                (3, 0, 0)
            );
            assert_eq!(outcome.report, None);
            break;
        }
        record(&world, &asked).await.unwrap();
        assert_eq!(rows(&world), 3, "call {call}");
    }
    assert_eq!(rows(&world), 3);
    assert_eq!(world.rows("defects", "batch")["b"].len(), before + 3);

    // The batch is run again: what was counted is counted as before, and the rows are its own alone.
    let summary = world.run(&Run::number(2)).await.unwrap();
    assert_eq!((summary.counts.pictures, summary.unrecorded), (3, 0));
    assert_eq!(rows(&world), 0);
    assert_eq!(world.rows("defects", "batch")["b"].len(), before);
}

#[tokio::test(flavor = "current_thread")]
async fn what_has_no_answer_is_told_with_the_reason() {
    let world = inspected().await;
    let chosen = choose(&world);
    let gone = MissedPicture {
        key: "prepared/meter/2026-11-22/gone.jpg".to_owned(),
        why: "its prepared picture is gone".to_owned(),
    };
    put_lines(&world, layout::GONE, &[gone]);
    let named = |at: usize| {
        let key = &chosen[at].prepared_key;
        key.strip_prefix("prepared/meter/").unwrap().to_owned()
    };
    let why = "AlgorithmError: 1 of 3 inputs gave no answer";
    let asked = input(3, 1, Some(why));
    // Nothing at all: the job itself has failed.
    let failed = record(&world, &asked).await.unwrap_err();
    assert_eq!(failed.name(), "NothingAnswered");
    assert!(failed.to_string().contains(why), "{failed}");
    assert_eq!(rows(&world), 0);

    answer(&world, &named(0), &sound());
    answer(&world, &named(1), "no answer");
    let outcome = record(&world, &asked).await.unwrap();
    assert_eq!((outcome.pictures, outcome.looked), (4, 1));
    assert_eq!((outcome.unanswered, outcome.gone), (2, 1));
    assert_eq!(outcome.failure.as_deref(), Some(why));
    let reasons: Vec<&str> = outcome.missed.iter().map(|one| one.why.as_str()).collect();
    assert!(
        reasons[0].contains("is no answer of a defect detection"),
        "{reasons:?}"
    );
    assert!(reasons[1].contains("left no answer"), "{reasons:?}");
    assert_eq!(reasons[2], "its prepared picture is gone");
    let report = world.lake.object(&outcome.report.unwrap()).unwrap().body;
    assert_eq!(report.iter().filter(|byte| **byte == b'\n').count(), 3);
    assert_eq!(
        outcome.headline,
        "meter: version 0123456789abcdef has looked at 1 of 4 earlier pictures, 0 of them anomalous, 2 \
         without an answer, 1 gone by now"
    );
    assert_eq!(rows(&world), 1);
    let nothing = record(&world, &input(0, 0, None)).await.unwrap();
    assert!(nothing.headline.ends_with("all of these pictures already"));
}
