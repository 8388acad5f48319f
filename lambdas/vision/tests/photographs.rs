//! The models on real photographs: cookies, sound and defective. The pictures are not part of
//! the project; where they are not there, the test says so.

#![allow(clippy::unwrap_used, reason = "not for outside input")]

mod common;

use common::{area_under_curve, backbone, decode, pictures_in, shared};
use vision::FitOptions;
use vision::anomaly::AnomalyModel;
use vision::global::GlobalModel;

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

#[test]
fn regions_lie_where_the_defect_is() {
    let Some(cookies) = shared("pictures/cookies") else {
        return;
    };
    let backbone = backbone();
    let normals = pictures_in(&cookies.join("train/normal"));
    let normals = normals.iter().map(|path| decode(path));
    let model = AnomalyModel::fit(backbone, normals, &FitOptions::default()).unwrap();
    let (mut hit, mut anomalous) = (0, 0);
    for mask in pictures_in(&cookies.join("masks")) {
        let name = mask.file_stem().unwrap().to_string_lossy().into_owned();
        let picture = cookies.join("train/anomaly").join(format!("{name}.jpg"));
        let found = model.examine(backbone, &decode(&picture)).unwrap();
        let Some(first) = found.regions.first() else {
            continue;
        };
        anomalous += 1;
        // The mask is white on black or the other way round; its border is sound.
        let mask = decode(&mask);
        let at = |x: u32, y: u32| {
            let start = (y as usize * mask.width() as usize + x as usize) * 3;
            mask.data()[start..start + 3].to_vec()
        };
        let border = at(0, 0);
        let (width, height) = (f64::from(mask.width()), f64::from(mask.height()));
        let across = (first.left * width) as u32..((first.left + first.width) * width) as u32;
        let down = (first.top * height) as u32..((first.top + first.height) * height) as u32;
        let defective = down
            .flat_map(|y| across.clone().map(move |x| (x, y)))
            .any(|(x, y)| at(x.min(mask.width() - 1), y.min(mask.height() - 1)) != border);
        hit += usize::from(defective);
    }
    println!("{anomalous} found anomalous, the first region meets the defect in {hit}");
    assert!(anomalous >= 20 && hit * 10 >= anomalous * 8);
}
