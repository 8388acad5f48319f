//! The choice between kinds of models, on drawn pictures and on photographs.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod common;

use std::path::Path;

use common::{backbone, decode, mask, pictures_in, prepare};
use evaluation::{Outcome, Overlap, Report};
use samples::{Expected, shared};
use vision::anomaly::{AnomalyModel, Method};
use vision::{
    Basis, Example, FitError, FitOptions, Kind, Model, TryFitError, fit_best, try_fit_best,
};

/// The pictures of a folder as examples, each its own group.
fn examples(folder: &Path, anomalous: bool) -> impl Iterator<Item = Example> + use<> {
    pictures_in(folder).into_iter().map(move |path| Example {
        pixels: decode(&path),
        anomalous,
        group: None,
    })
}

fn with_threads(threads: usize) -> FitOptions {
    FitOptions {
        threads,
        ..FitOptions::default()
    }
}

/// What a model says of the test pictures.
fn report(model: &Model, cookies: &Path) -> Report {
    let mut outcomes = Vec::new();
    for (folder, anomalous) in [("test/normal", false), ("test/anomaly", true)] {
        for path in pictures_in(&cookies.join(folder)) {
            let found = model.examine(backbone(), &decode(&path)).unwrap();
            assert_eq!(found.anomalous, found.score >= 0.5);
            outcomes.push(Outcome {
                picture: path.file_name().unwrap().to_string_lossy().into_owned(),
                device_class: "cookie".to_owned(),
                device: None,
                anomalous,
                score: found.score,
            });
        }
    }
    Report::of(&outcomes, 0.5).unwrap()
}

#[test]
fn normal_photographs_alone_are_enough_to_tell_defects() {
    let Some(cookies) = shared("pictures/cookies") else {
        return;
    };
    let normal = || examples(&cookies.join("train/normal"), false);
    for kind in [Kind::Padim, Kind::PatchCore] {
        let (model, _) = fit_best(backbone(), normal(), &[kind], &FitOptions::default()).unwrap();
        let report = report(&model, &cookies);
        let auroc = report.overall.auroc.unwrap();
        println!("{kind}: AUROC {auroc:.4}, {:?}", report.overall.confusion);
        assert!(auroc >= 0.99, "{kind}: {auroc}");
    }
    let options = FitOptions::default();
    let (model, selection) = fit_best(backbone(), normal(), &Kind::ALL, &options).unwrap();
    println!("{selection:?}");
    assert_eq!(selection.basis, Basis::DrawnDefects);
    assert_eq!(
        (selection.normal, selection.anomalous, selection.groups),
        (31, 0, 31)
    );
    assert_eq!(
        selection.candidates.len(),
        2,
        "no classifier without anomalous pictures"
    );
    assert!(report(&model, &cookies).overall.auroc.unwrap() >= 0.99);
}

#[test]
fn with_both_labels_every_test_photograph_is_right() {
    let Some(cookies) = shared("pictures/cookies") else {
        return;
    };
    let both = || {
        examples(&cookies.join("train/normal"), false)
            .chain(examples(&cookies.join("train/anomaly"), true))
    };
    let options = FitOptions::default();
    let (model, selection) = fit_best(backbone(), both(), &Kind::ALL, &options).unwrap();
    println!("{selection:#?}");
    assert_eq!(selection.basis, Basis::Labels);
    assert_eq!((selection.normal, selection.anomalous), (31, 32));
    let report = report(&model, &cookies);
    assert_eq!(report.overall.confusion.accuracy().right, 22, "{report:?}");

    for kind in [Kind::Linear, Kind::Rbf] {
        let (model, _) = fit_best(backbone(), both(), &[kind], &options).unwrap();
        assert_eq!(model.kind(), kind);
        let right = self::report(&model, &cookies)
            .overall
            .confusion
            .accuracy()
            .right;
        println!("{kind}: {right} of 22");
        assert!(right >= 21, "{kind}: {right} of 22");
    }
}

#[test]
fn heat_maps_overlap_with_masks() {
    let Some(cookies) = shared("pictures/cookies") else {
        return;
    };
    // Every third normal picture is held out, and has no defective pixel.
    let normal = pictures_in(&cookies.join("train/normal"));
    for (method, least) in [(Method::Padim, 0.70), (Method::PatchCore, 0.85)] {
        let fitted_on = normal
            .iter()
            .enumerate()
            .filter(|(index, _)| index % 3 != 0);
        let pictures = fitted_on.map(|(_, path)| decode(path));
        let options = FitOptions::default();
        let model = AnomalyModel::fit_by(method, backbone(), pictures, &options).unwrap();
        let mut overlap = Overlap::default();
        for path in pictures_in(&cookies.join("masks")) {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let pixels = decode(&cookies.join("train/anomaly").join(format!("{name}.jpg")));
            let found = model.examine(backbone(), &pixels).unwrap();
            let (mask, width) = mask(&path);
            let scores = found.heat_map.resized(width, mask.len() / width);
            overlap.add(&scores, &mask, width).unwrap();
        }
        let aupro = overlap.aupro().unwrap();
        println!("{method:?}: pixel AUPRO {aupro:.4}");
        assert!(aupro >= least, "{method:?}: {aupro}");
    }
}

/// Drawn pipes, sound ones by device and some with defects.
fn pipes() -> Vec<Example> {
    let sound = samples::normals("pipe").take(16).map(|sample| Example {
        pixels: prepare(&sample.bytes),
        anomalous: false,
        group: Some(sample.device_id),
    });
    let defective = samples::batch()
        .into_iter()
        .filter(|sample| matches!(sample.expected, Expected::Defective { .. }))
        .take(4)
        .map(|sample| Example {
            pixels: prepare(&sample.bytes),
            anomalous: true,
            group: Some(sample.device_id),
        });
    sound.chain(defective).collect()
}

#[test]
fn the_same_pictures_give_the_same_model_whatever_the_threads_and_after_saving() {
    let pipes = pipes();
    for kind in Kind::ALL {
        let fit =
            |threads| fit_best(backbone(), pipes.clone(), &[kind], &with_threads(threads)).unwrap();
        let (model, selection) = fit(1);
        let (again, same) = fit(3);
        assert_eq!(selection, same);
        assert!(model.to_bytes() == again.to_bytes(), "{kind}");
        assert_eq!(model.kind(), kind);
        let read = Model::from_bytes(&model.to_bytes()).unwrap();
        let pixels = &pipes[0].pixels;
        let found = model.examine(backbone(), pixels).unwrap();
        assert_eq!(read.examine(backbone(), pixels).unwrap(), found);
        assert_eq!(
            found.heat_map.is_some(),
            matches!(kind, Kind::Padim | Kind::PatchCore)
        );
        assert!((0.5..=1.0).contains(&found.confidence()));
        assert_eq!(read.pictures(), model.pictures());

        let mut damaged = model.to_bytes();
        let middle = damaged.len() / 2;
        damaged[middle] ^= 1;
        let error = Model::from_bytes(&damaged).unwrap_err().to_string();
        assert!(error.contains("checksum"), "{error}");
    }
}

#[test]
fn groups_are_held_out_together() {
    // Sixteen pictures of eight devices, and four defects: five folds at most.
    let (_, selection) = fit_best(
        backbone(),
        pipes(),
        &[Kind::Padim, Kind::Linear],
        &FitOptions::default(),
    )
    .unwrap();
    assert_eq!(selection.normal, 16);
    assert_eq!(selection.folds, 5);
    assert_eq!(selection.basis, Basis::Labels);
    assert!(selection.groups <= 12, "{selection:?}");
    assert!(
        selection
            .candidates
            .iter()
            .all(|c| (0.0..=1.0).contains(&c.auroc))
    );
}

#[test]
fn after_an_example_that_does_not_come_none_is_asked_for_and_nothing_is_fitted() {
    let mut asked = 0;
    // Enough to fit on before it.
    let examples = pipes().into_iter().map(|example| {
        asked += 1;
        if asked == 19 {
            Err("gone")
        } else {
            Ok(example)
        }
    });
    let failed = try_fit_best(backbone(), examples, &[Kind::Padim], &with_threads(4)).unwrap_err();
    assert!(matches!(failed, TryFitError::Example("gone")), "{failed:?}");
    assert_eq!(asked, 19);
    assert!(pipes().len() > asked);
}

#[test]
fn what_cannot_be_fitted_is_told_with_the_way_out() {
    let refused = |examples: Vec<Example>, allowed: &[Kind]| -> FitError {
        fit_best(backbone(), examples, allowed, &FitOptions::default()).unwrap_err()
    };
    let normal: Vec<Example> = pipes().into_iter().filter(|e| !e.anomalous).collect();
    let error = refused(normal.clone(), &[Kind::Linear, Kind::Rbf]).to_string();
    assert!(
        error.starts_with("a classifier takes at least 4 anomalous pictures"),
        "{error}"
    );
    let error = refused(normal[..3].to_vec(), &Kind::ALL).to_string();
    assert!(error.starts_with("3 pictures are too few"), "{error}");
    let one_device = normal.iter().cloned().map(|example| Example {
        group: Some("P-1".to_owned()),
        ..example
    });
    let error = refused(one_device.collect(), &Kind::ALL).to_string();
    assert!(
        error.starts_with("all normal pictures are of the group \"P-1\""),
        "{error}"
    );
    assert!(matches!(refused(normal, &[]), FitError::NoCandidates));
}
