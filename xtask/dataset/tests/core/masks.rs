//! Pictures come in with their masks.

use std::collections::BTreeSet;

use dataset::manifest::Label;
use dataset::{Background, Kind, Masks, Said, verify};
use vision::picture::Pixels;

use crate::command::{printed, run};
use crate::support::{Bench, png, said};

/// A mask of a picture of the support's size, which is wrong as far as this.
fn mask(to: u32) -> Vec<u8> {
    let data =
        (0..80).flat_map(|_| (0..96).flat_map(move |x| if x < to { [0; 3] } else { [255; 3] }));
    Pixels::new(96, 80, data.collect())
        .unwrap()
        .encode_png()
        .unwrap()
}

/// Writes a mask beside the folder of pictures.
fn write(bench: &Bench, name: &str, to: u32) {
    let path = bench.folder.path().join("masks").join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, mask(to)).unwrap();
}

fn broken(bench: &Bench) -> Said {
    let kind: Kind = "crack".parse().unwrap();
    Said {
        label: Some(Label::Anomalous),
        kinds: vec![kind.clone()],
        masks: Some(Masks {
            folder: bench.folder.path().join("masks"),
            pictures: vec![bench.pictures()],
            kind,
            background: Background::White,
        }),
        ..said()
    }
}

#[test]
fn a_mask_has_the_whole_name_of_its_picture() {
    let mut bench = Bench::new([]);
    bench.file("panel.001.png", &png(1));
    bench.file("panel.002.png", &png(2));
    write(&bench, "panel.png", 10);
    write(&bench, "panel.001.png", 20);
    let added = bench.add(&broken(&bench)).unwrap();
    assert_eq!((added.new, added.without_mask), (2, 1), "{added:?}");
    assert!(bench.item("panel.001.png").line.mask.is_some());
    assert_eq!(bench.item("panel.002.png").line.mask, None);
}

#[test]
fn masks_lie_in_folders_as_their_pictures_do() {
    let mut bench = Bench::new([]);
    for (seed, folder) in [(1, "m-1"), (2, "m-2")] {
        bench.file(&format!("{folder}/0001.png"), &png(seed));
        write(&bench, &format!("{folder}/0001.png"), seed as u32);
    }
    // Of neither of them.
    write(&bench, "0001.png", 30);
    let added = bench.add(&broken(&bench)).unwrap();
    assert_eq!((added.new, added.without_mask), (2, 0), "{added:?}");
    let masks = bench.dataset.items().values();
    let masks: BTreeSet<String> = masks
        .map(|item| item.line.mask.clone().unwrap().source)
        .collect();
    assert_eq!(masks.len(), 2);
}

#[test]
fn one_mask_is_not_taken_for_that_of_two_pictures() {
    let mut bench = Bench::new([]);
    bench.file("m-1/0001.png", &png(1));
    bench.file("m-2/0001.png", &png(2));
    // A copy of a picture is none of its own, and notes beside one are none at all.
    bench.file("m-1/0002.png", &png(3));
    bench.file("m-2/0002.png", &png(3));
    bench.file("m-1/0002.txt", b"looks bad");
    write(&bench, "0001.png", 10);
    write(&bench, "0002.png", 20);
    let added = bench.add(&broken(&bench)).unwrap();
    assert_eq!((added.new, added.known), (1, 1), "{added:?}");
    assert!(bench.item("0002.png").line.mask.is_some());
    let reasons: Vec<&str> = added.aside.iter().map(|a| a.reason.as_str()).collect();
    let [first, _, second] = reasons[..] else {
        panic!("{added:?}")
    };
    assert!(
        first.contains("m-2/0001.png") && second.contains("m-1/0001.png"),
        "{reasons:?}"
    );
}

/// As where all of a folder is named, masks beside their pictures.
#[test]
fn no_picture_is_its_own_mask() {
    let mut bench = Bench::new([]);
    bench.file("a.png", &png(1));
    let mut said = broken(&bench);
    if let Some(masks) = &mut said.masks {
        masks.folder = bench.pictures();
    }
    let added = bench.add(&said).unwrap();
    assert_eq!(added.new, 0, "{added:?}");
    assert!(added.aside[0].reason.contains("its own mask"), "{added:?}");
}

#[test]
fn a_mask_does_not_come_to_a_picture_that_stays_normal() {
    let mut bench = Bench::new([]);
    bench.file("a.png", &png(1));
    bench
        .add(&Said {
            label: Some(Label::Normal),
            ..said()
        })
        .unwrap();
    write(&bench, "a.png", 10);
    let added = bench.add(&broken(&bench)).unwrap();
    let told: Vec<(&str, &str)> = added
        .differing
        .iter()
        .map(|differing| (differing.what, differing.kept.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("label", "normal"),
            ("mask", "none (the picture is normal)")
        ]
    );
    assert_eq!(bench.item("a.png").line.mask, None);
    let found = verify(&bench.dataset, 0, |_| {}).unwrap();
    assert!(!found.has_errors(), "{found}");
}

#[test]
fn the_folder_of_masks_is_there_and_holds_no_pictures() {
    let bench = Bench::new([]);
    bench.file("1.png", &png(1));
    bench.file("2.png", &png(2));
    bench.file("masks/1.png", &mask(10));
    let pictures = bench.pictures().display().to_string();
    let add = |masks: &str| {
        let masks = bench.pictures().join(masks).display().to_string();
        run(
            &bench,
            &[
                "dataset",
                "add",
                &pictures,
                "--class",
                "meter",
                "--label",
                "anomalous",
                "--kind",
                "crack",
                "--masks",
                &masks,
                "--format",
                "json",
            ],
        )
    };
    let wrong = add("mask");
    let told = printed(&bench, &wrong);
    assert!(
        !wrong.status.success() && told.contains("/mask is no folder"),
        "{told}"
    );
    let right = add("masks");
    let told = printed(&bench, &right);
    assert!(
        right.status.success() && told.contains("1 picture without a mask"),
        "{told}"
    );
    let added: serde_json::Value = serde_json::from_slice(&right.stdout).unwrap();
    assert_eq!(
        (&added["new"], &added["withoutMask"]),
        (&2.into(), &1.into())
    );
    let none = add(".");
    let told = printed(&bench, &none);
    assert!(told.contains("folder of their own"), "{told}");
}
