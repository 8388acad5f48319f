//! The models on the drawn samples, as the smoke test has them.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod common;

use common::{LIMITS, backbone, prepare};
use samples::{Expected, Sample};
use vision::FitOptions;
use vision::anomaly::AnomalyModel;
use vision::global::GlobalModel;
use vision::picture::{self, PictureError};

#[test]
fn the_batch_is_judged_right_class_by_class() {
    let backbone = backbone();
    let options = FitOptions::default();
    let batch = samples::batch();
    let (mut spared, mut sound) = (0, 0);
    for class in samples::classes() {
        let normals = || samples::normals(class).map(|sample| prepare(&sample.bytes));
        let close = AnomalyModel::fit(backbone, normals(), &options).unwrap();
        let first = GlobalModel::fit(backbone, normals(), &options).unwrap();
        for sample in batch.iter().filter(|sample| sample.device_class == *class) {
            let defective = match sample.expected {
                Expected::Sound => false,
                Expected::Defective { .. } => true,
                Expected::Rejected { .. } | Expected::Duplicate => continue,
            };
            let pixels = prepare(&sample.bytes);
            let suspicion = first.suspicion(backbone, &pixels).unwrap();
            let found = close.examine(backbone, &pixels).unwrap();
            println!(
                "{class} {} {:?}: suspicion {suspicion:.3} score {:.3} regions {}",
                sample.file,
                sample.expected,
                found.score,
                found.regions.len()
            );
            let anomalous = suspicion >= 0.5 && found.anomalous;
            assert_eq!(
                anomalous, defective,
                "{class} {}/{}",
                sample.device_id, sample.file
            );
            sound += usize::from(!defective);
            spared += usize::from(suspicion < 0.5 && !defective);
        }
    }
    println!("the first look spares {spared} of {sound} sound pictures");
    assert!(spared * 3 >= sound);
}

#[test]
fn what_is_to_be_rejected_is_rejected_for_the_reason_that_is_known() {
    let rejected: Vec<Sample> = samples::batch()
        .into_iter()
        .filter(|sample| matches!(sample.expected, Expected::Rejected { .. }))
        .collect();
    for sample in &rejected {
        let error = picture::decode(&sample.bytes, &LIMITS).unwrap_err();
        let reason = match &error {
            PictureError::NotAPicture { .. } => "not-a-picture",
            PictureError::Damaged { .. } => "damaged",
            PictureError::TooSmall { .. } => "too-small",
            PictureError::TooManyPixels { .. } => "too-large",
            other => panic!("{}: {other}", sample.file),
        };
        println!("{}: {error}", sample.file);
        assert_eq!(sample.expected, Expected::Rejected { reason });
    }
    assert_eq!(rejected.len(), 4);
}

#[test]
fn what_the_camera_says_is_read_and_pictures_are_turned_upright() {
    let (mut timed, mut placed) = (0, 0);
    for sample in samples::batch() {
        let Ok(picture) = picture::decode(&sample.bytes, &LIMITS) else {
            continue;
        };
        assert_eq!(
            (picture.pixels.width(), picture.pixels.height()),
            (640, 480)
        );
        // What the camera says counts for a smaller version as well.
        let smaller = picture::decode_within(&sample.bytes, &LIMITS, 320).unwrap();
        assert_eq!((smaller.width, smaller.height), (640, 480));
        assert_eq!(
            (smaller.pixels.width(), smaller.pixels.height()),
            (320, 240)
        );
        assert_eq!(smaller.captured_at, picture.captured_at);
        assert_eq!(smaller.position, picture.position);
        if let Some(at) = picture.captured_at {
            // Captured between 8 and 16 o'clock at +01:00.
            let hour = at.to_string()[11..13].parse::<u32>().unwrap();
            assert!(at.to_string().starts_with("2026-11-16T"), "{at}");
            assert!((7..15).contains(&hour), "{at}");
            timed += 1;
        }
        if let Some(position) = picture.position {
            assert!((47.3..47.7).contains(&position.latitude), "{position:?}");
            assert!((8.5..8.6).contains(&position.longitude), "{position:?}");
            placed += 1;
        }
    }
    assert!(
        timed >= 20 && placed >= 15,
        "{timed} with a time, {placed} with a place"
    );
}

#[test]
fn models_are_the_same_for_any_number_of_threads_and_after_saving() {
    let backbone = backbone();
    let normals = || {
        samples::normals("pipe")
            .take(6)
            .map(|sample| prepare(&sample.bytes))
    };
    let with = |threads| FitOptions {
        threads,
        ..FitOptions::default()
    };
    let close = AnomalyModel::fit(backbone, normals(), &with(1)).unwrap();
    let file = close.to_bytes();
    assert!(
        file == AnomalyModel::fit(backbone, normals(), &with(3))
            .unwrap()
            .to_bytes()
    );
    assert!(file.len() < 9 << 20, "{} bytes", file.len());
    let first = GlobalModel::fit(backbone, normals(), &with(1)).unwrap();
    assert!(
        first.to_bytes()
            == GlobalModel::fit(backbone, normals(), &with(3))
                .unwrap()
                .to_bytes()
    );

    let pixels = normals().next().unwrap();
    let read = AnomalyModel::from_bytes(&file).unwrap();
    assert_eq!(
        read.examine(backbone, &pixels).unwrap(),
        close.examine(backbone, &pixels).unwrap()
    );
    let read = GlobalModel::from_bytes(&first.to_bytes()).unwrap();
    assert_eq!(
        read.suspicion(backbone, &pixels).unwrap(),
        first.suspicion(backbone, &pixels).unwrap()
    );
    // One is not taken for the other.
    assert!(AnomalyModel::from_bytes(&first.to_bytes()).is_err());
    assert!(GlobalModel::from_bytes(&file).is_err());
    assert!(AnomalyModel::from_bytes(&file[..file.len() - 1]).is_err());
}

#[test]
fn too_few_pictures_are_refused() {
    let pictures = samples::normals("pipe")
        .take(3)
        .map(|sample| prepare(&sample.bytes));
    let error = AnomalyModel::fit(backbone(), pictures, &FitOptions::default()).unwrap_err();
    assert!(
        error.to_string().starts_with("3 pictures are too few"),
        "{error}"
    );
}
