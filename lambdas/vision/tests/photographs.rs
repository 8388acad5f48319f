//! The models on real photographs: cookies, sound and defective. The pictures are not part of
//! the project; where they are not there, the test says so.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod common;

use common::{LIMITS, area_under_curve, backbone, decode, pictures_in};
use samples::shared;
use vision::FitOptions;
use vision::anomaly::AnomalyModel;
use vision::global::GlobalModel;
use vision::picture;

#[test]
fn sound_and_defective_photographs_are_told_apart() {
    let Some(cookies) = shared("pictures/cookies") else {
        return;
    };
    let backbone = backbone();
    let options = FitOptions::default();
    let normals = || {
        pictures_in(&cookies.join("train/normal"))
            .into_iter()
            .map(|p| decode(&p))
    };
    let close = AnomalyModel::fit(backbone, normals(), &options).unwrap();
    let first = GlobalModel::fit(backbone, normals(), &options).unwrap();

    let mut alone: Vec<(f64, bool)> = Vec::new();
    let mut together: Vec<(f64, bool)> = Vec::new();
    let (mut right_alone, mut right_together, mut spared_sound, mut spared_defective) =
        (0, 0, 0, 0);
    for (folder, defective) in [("test/normal", false), ("test/anomaly", true)] {
        for path in pictures_in(&cookies.join(folder)) {
            let pixels = decode(&path);
            let found = close.examine(backbone, &pixels).unwrap();
            let suspicion = first.suspicion(backbone, &pixels).unwrap();
            assert_eq!(found.anomalous, found.score >= 0.5);
            assert_eq!(found.anomalous, !found.regions.is_empty());
            alone.push((found.score, defective));
            right_alone += usize::from(found.anomalous == defective);
            // As the pipeline does: what the first look spares is sound.
            let suspicious = suspicion >= 0.5;
            let score = if suspicious { found.score } else { suspicion };
            together.push((score, defective));
            right_together += usize::from((suspicious && found.anomalous) == defective);
            spared_sound += usize::from(!suspicious && !defective);
            spared_defective += usize::from(!suspicious && defective);
            println!(
                "{:<24} suspicion {suspicion:.3} score {:.3}",
                path.file_name().unwrap().to_string_lossy(),
                found.score
            );
        }
    }
    let (curve_alone, curve_together) = (area_under_curve(&alone), area_under_curve(&together));
    println!(
        "close look alone: AUROC {curve_alone:.3}, right {right_alone} of {}; after the first \
         look: AUROC {curve_together:.3}, right {right_together}; spared {spared_sound} sound and \
         {spared_defective} defective",
        alone.len()
    );
    assert_eq!(alone.len(), 22);
    assert!(curve_alone >= 0.98 && right_alone >= 20);
    assert!(curve_together >= 0.98 && right_together >= 20);
    assert_eq!(spared_defective, 0);
    assert!(
        spared_sound >= 5,
        "the first look spares {spared_sound} of 14"
    );
}

/// The masks show where cookies are broken. The models know nothing of that, and crumbs or another
/// cookie at the edge are as unusual to them; still, what is broken has to stand out.
#[test]
fn the_heat_map_is_hottest_where_the_defect_is() {
    let Some(cookies) = shared("pictures/cookies") else {
        return;
    };
    let backbone = backbone();
    let normals = pictures_in(&cookies.join("train/normal"));
    let normals = normals.iter().map(|path| decode(path));
    let model = AnomalyModel::fit(backbone, normals, &FitOptions::default()).unwrap();
    let mut places: Vec<(f64, bool)> = Vec::new();
    let (mut pictures, mut met) = (0, 0);
    for path in pictures_in(&cookies.join("masks")) {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let picture = cookies.join("train/anomaly").join(format!("{name}.jpg"));
        let found = model.examine(backbone, &decode(&picture)).unwrap();
        // Sound parts of a mask are transparent, which is white here.
        let bytes = std::fs::read(&path).unwrap();
        let mask = picture::decode(&bytes, &LIMITS).unwrap().pixels;
        let side = found.heat_map.side();
        let broken = |left: f64, top: f64, right: f64, bottom: f64| {
            let pixels = |from: f64, to: f64, length: u32| {
                (from * f64::from(length)) as u32..(to * f64::from(length)) as u32
            };
            pixels(top, bottom, mask.height()).any(|y| {
                pixels(left, right, mask.width()).any(|x| {
                    let start = (y * mask.width() + x) as usize * 3;
                    mask.data()[start] < 128
                })
            })
        };
        for (index, score) in found.heat_map.scores().iter().enumerate() {
            let at = |place: usize| place as f64 / side as f64;
            let (row, column) = (index / side, index % side);
            let defective = broken(at(column), at(row), at(column + 1), at(row + 1));
            places.push((f64::from(*score), defective));
        }
        pictures += 1;
        met += usize::from(found.regions.iter().any(|region| {
            let (right, bottom) = (region.left + region.width, region.top + region.height);
            broken(region.left, region.top, right, bottom)
        }));
    }
    // Some of the places: the curve compares all pairs.
    let some: Vec<(f64, bool)> = places.into_iter().step_by(13).collect();
    let curve = area_under_curve(&some);
    println!("places: AUROC {curve:.3}; a region meets the defect in {met} of {pictures}");
    assert_eq!(pictures, 32);
    assert!(curve >= 0.85 && met >= 16);
}
