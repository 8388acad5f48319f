//! Pictures that are nearly the same.

use clap::Parser as _;
use dataset::{MOST_DISTANCE, NEAR_DISTANCE, PerceptualHash, examine};
use vision::picture::Pixels;

use crate::support::{files_below, picture, shared};

fn hash(pixels: &Pixels) -> PerceptualHash {
    PerceptualHash::of(pixels).unwrap()
}

fn decoded(jpeg: &[u8]) -> Pixels {
    examine("a.jpg", jpeg).unwrap().1
}

fn map(pixels: &Pixels, value: impl Fn(u8) -> u8) -> Pixels {
    let data = pixels.data().iter().map(|old| value(*old)).collect();
    Pixels::new(pixels.width(), pixels.height(), data).unwrap()
}

#[test]
fn compression_size_and_exposure_make_no_other_picture() {
    for sample in samples::normals("meter")
        .take(2)
        .chain(samples::normals("insulator").take(2))
    {
        let pixels = decoded(&sample.bytes);
        let original = hash(&pixels);
        let brighter = map(&pixels, |value| (u16::from(value) * 23 / 20).min(255) as u8);
        let again = [
            ("quality 30", decoded(&pixels.encode_jpeg(30).unwrap())),
            (
                "half the size",
                pixels
                    .fit_within(pixels.width().max(pixels.height()) / 2)
                    .into_owned(),
            ),
            ("brighter", brighter),
        ];
        for (what, pixels) in again {
            let distance = original.distance(&hash(&pixels));
            assert!(
                distance <= NEAR_DISTANCE,
                "{}: {what}: {distance}",
                sample.file
            );
        }
    }
}

#[test]
fn other_pictures_are_far() {
    let hashes: Vec<PerceptualHash> = (0..60).map(|seed| hash(&picture(seed))).collect();
    for (at, one) in hashes.iter().enumerate() {
        for other in &hashes[..at] {
            assert!(one.distance(other) > MOST_DISTANCE);
        }
    }
}

#[test]
fn a_picture_that_shows_nothing_has_no_hash() {
    let grey = Pixels::new(64, 64, vec![120; 64 * 64 * 3]).unwrap();
    assert_eq!(PerceptualHash::of(&grey), None);
    let narrow = Pixels::new(3, 200, (0..3 * 200 * 3).map(|at| at as u8).collect()).unwrap();
    assert!(PerceptualHash::of(&narrow).is_some());
}

#[test]
fn the_command_line_has_the_distance_that_the_library_has() {
    let words = ["d", "--target", "t", "dataset", "verify"];
    let back = grammar::DatasetBack::try_parse_from(words).unwrap();
    let grammar::DatasetBackVerb::Pictures(grammar::PicturesVerb::Dataset(args)) = back.verb else {
        panic!()
    };
    let grammar::DatasetVerb::Verify(args) = args.verb else {
        panic!()
    };
    assert_eq!(args.near.near_distance, NEAR_DISTANCE);
}

/// On real photographs: two are of the same cookie in the same place, and the others are of others.
#[test]
fn photographs_that_only_look_alike_are_far() {
    let Some(cookies) = shared("pictures/cookies/train/normal") else {
        return;
    };
    let mut files = files_below(&cookies);
    files.sort();
    let hashes: Vec<(String, PerceptualHash)> = files
        .iter()
        .map(|file| {
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            (name, hash(&decoded(&std::fs::read(file).unwrap())))
        })
        .collect();
    let mut near = Vec::new();
    for (at, (name, one)) in hashes.iter().enumerate() {
        for (other_name, other) in &hashes[..at] {
            if one.distance(other) <= NEAR_DISTANCE {
                near.push(format!("{other_name} {name}"));
            }
        }
    }
    assert_eq!(near, ["normal-1.jpg normal-2.jpg"]);
}
