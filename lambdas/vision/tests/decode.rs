//! Pictures of every kind, whole and broken, through the one door that takes bytes from
//! outside.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod common;

use common::{ANY_SIDE, LIMITS};
use jpeg_encoder::{ColorType, Encoder};
use proptest::prelude::*;
use vision::picture::{self, Format, Limits, PictureError, Pixels};

const WIDTH: u32 = 120;
const HEIGHT: u32 = 90;

/// Red at the left, blue at the right, darker towards the bottom.
fn scene() -> Pixels {
    let data = (0..HEIGHT)
        .flat_map(|y| {
            (0..WIDTH).flat_map(move |x| {
                let light = 255 - y;
                [
                    (light * (WIDTH - x) / WIDTH) as u8,
                    40,
                    (light * x / WIDTH) as u8,
                ]
            })
        })
        .collect();
    Pixels::new(WIDTH, HEIGHT, data).unwrap()
}

fn jpeg(progressive: bool) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 90);
    encoder.set_progressive(progressive);
    encoder
        .encode(scene().data(), WIDTH as u16, HEIGHT as u16, ColorType::Rgb)
        .unwrap();
    bytes
}

fn png_of(color: png::ColorType, depth: png::BitDepth, side: u32, rows: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, side, side);
    encoder.set_color(color);
    encoder.set_depth(depth);
    if color == png::ColorType::Indexed {
        encoder.set_palette(vec![10, 20, 30, 200, 100, 50]);
        encoder.set_trns(vec![255, 0]);
    }
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(rows).unwrap();
    writer.finish().unwrap();
    bytes
}

fn tiny(bytes: &[u8]) -> Pixels {
    picture::decode(bytes, &ANY_SIDE).unwrap().pixels
}

fn near(pixels: &Pixels, x: u32, y: u32, wanted: [u8; 3]) {
    let start = (y * pixels.width() + x) as usize * 3;
    let found = &pixels.data()[start..start + 3];
    let off = found.iter().zip(wanted).map(|(a, b)| a.abs_diff(b)).max();
    assert!(off < Some(24), "at {x}, {y}: {found:?}, not {wanted:?}");
}

#[test]
fn pngs_of_every_kind_become_rgb() {
    use png::{BitDepth, ColorType as Png};
    let grey = tiny(&png_of(
        Png::Grayscale,
        BitDepth::Eight,
        2,
        &[0, 80, 160, 255],
    ));
    assert_eq!(
        grey.data(),
        [0, 0, 0, 80, 80, 80, 160, 160, 160, 255, 255, 255]
    );
    let bits = tiny(&png_of(
        Png::Grayscale,
        BitDepth::One,
        2,
        &[0b0100_0000, 0b1000_0000],
    ));
    assert_eq!(
        bits.data(),
        [0, 0, 0, 255, 255, 255, 255, 255, 255, 0, 0, 0]
    );
    let deep = tiny(&png_of(
        Png::Rgb,
        BitDepth::Sixteen,
        1,
        &[255, 255, 128, 7, 0, 9],
    ));
    assert_eq!(deep.data(), [255, 128, 0]);
    let deep = tiny(&png_of(
        Png::GrayscaleAlpha,
        BitDepth::Sixteen,
        1,
        &[0, 0, 128, 0],
    ));
    assert_eq!(deep.data(), [127; 3], "half transparent black on white");
    let clear = tiny(&png_of(Png::Rgba, BitDepth::Eight, 1, &[200, 0, 0, 0]));
    assert_eq!(clear.data(), [255; 3]);
    let palette = tiny(&png_of(Png::Indexed, BitDepth::One, 2, &[0b0100_0000, 0]));
    assert_eq!(palette.data()[..6], [10, 20, 30, 255, 255, 255]);
}

#[test]
fn jpegs_of_every_kind_become_rgb() {
    for progressive in [false, true] {
        let decoded = picture::decode(&jpeg(progressive), &LIMITS).unwrap();
        assert_eq!(decoded.format, Format::Jpeg);
        near(&decoded.pixels, 5, 5, [239, 40, 10]);
        near(&decoded.pixels, 115, 80, [7, 40, 168]);
    }
    let encode = |data: &[u8], color| {
        let mut bytes = Vec::new();
        Encoder::new(&mut bytes, 95)
            .encode(data, 100, 100, color)
            .unwrap();
        picture::decode(&bytes, &LIMITS).unwrap().pixels
    };
    near(&encode(&vec![90; 10_000], ColorType::Luma), 50, 50, [90; 3]);
    // Cyan, magenta, yellow, black: no ink but magenta and yellow is red.
    let red: Vec<u8> = [0, 255, 255, 0].repeat(10_000);
    near(&encode(&red, ColorType::Cmyk), 50, 50, [255, 0, 0]);
    near(&encode(&red, ColorType::CmykAsYcck), 50, 50, [255, 0, 0]);
}

#[test]
fn a_picture_that_ends_early_is_damaged_wherever_it_ends() {
    for whole in [jpeg(false), jpeg(true), scene().encode_png().unwrap()] {
        picture::decode(&whole, &LIMITS).unwrap();
        // A PNG's closing chunk of 12 bytes and the checksum before it hold no pixels.
        let pixels_end = if whole.starts_with(&[0xff]) {
            whole.len()
        } else {
            whole.len() - 16
        };
        for length in (8..pixels_end).step_by(7).chain([pixels_end - 1]) {
            let error = picture::decode(&whole[..length], &LIMITS).unwrap_err();
            assert!(
                matches!(error, PictureError::Damaged { .. }),
                "{length} of {} bytes: {error}",
                whole.len()
            );
        }
    }
}

#[test]
fn limits_are_told_with_their_figures() {
    let bytes = jpeg(false);
    let with = |change: fn(&mut Limits)| {
        let mut limits = LIMITS;
        change(&mut limits);
        picture::decode(&bytes, &limits).unwrap_err().to_string()
    };
    assert_eq!(
        with(|limits| limits.min_side = 100),
        "the picture has 120 x 90 pixels; the shorter side must have at least 100"
    );
    assert_eq!(
        with(|limits| limits.max_pixels = 10_000),
        "the picture says it has 120 x 90 = 10800 pixels; at most 10000 are taken"
    );
    assert!(with(|limits| limits.max_bytes = 10).ends_with("at most 10 are taken"));
    let refused = |bytes: &[u8]| picture::decode(bytes, &LIMITS).unwrap_err().to_string();
    assert_eq!(refused(b""), "the file is empty");
    assert_eq!(
        refused(b"Tower 7, visited on Monday"),
        "the file begins with the text \"Tower 7, visited\", which is neither a JPEG nor a PNG"
    );
    assert!(refused(b"\x00\x01GIF").contains("the bytes 00 01 47 49 46"));
}

/// A scene of these sides as a JPEG, with or without colour.
fn large(width: u16, height: u16, color: ColorType, progressive: bool) -> Vec<u8> {
    let channels = if color == ColorType::Luma { 1 } else { 3 };
    let data: Vec<u8> = (0..u32::from(height))
        .flat_map(|y| (0..u32::from(width)).map(move |x| (x, y)))
        .flat_map(|(x, y)| {
            let across = (x * 200 / u32::from(width)) as u8;
            let down = (y * 200 / u32::from(height)) as u8;
            [across, down, 60].into_iter().take(channels)
        })
        .collect();
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 95);
    encoder.set_progressive(progressive);
    encoder.encode(&data, width, height, color).unwrap();
    bytes
}

#[test]
fn what_is_made_smaller_while_it_is_decoded_looks_like_the_whole() {
    // Sides of all kinds: multiples of the blocks and others, just twice as large and far more.
    for (width, height) in [
        (1600, 1200),
        (1601, 1203),
        (401, 1999),
        (3217, 900),
        (799, 600),
    ] {
        for (color, progressive) in [
            (ColorType::Rgb, false),
            (ColorType::Luma, false),
            (ColorType::Rgb, true),
        ] {
            let bytes = large(width, height, color, progressive);
            let picture = picture::decode_within(&bytes, &ANY_SIDE, 200).unwrap();
            assert_eq!(
                (picture.width, picture.height),
                (width.into(), height.into())
            );
            let longest = picture.pixels.width().max(picture.pixels.height());
            assert!((188..=200).contains(&longest), "{longest}");
            let whole = picture::decode(&bytes, &LIMITS).unwrap().pixels;
            let (small, large) = (&picture.pixels, &whole);
            for (x, y) in [(0.1, 0.1), (0.5, 0.3), (0.9, 0.8)] {
                let at = |pixels: &Pixels| {
                    let x = (x * f64::from(pixels.width())) as u32;
                    let y = (y * f64::from(pixels.height())) as u32;
                    let start = (y * pixels.width() + x) as usize * 3;
                    <[u8; 3]>::try_from(&pixels.data()[start..start + 3]).unwrap()
                };
                let apart = at(small)
                    .iter()
                    .zip(at(large))
                    .map(|(a, b)| a.abs_diff(b))
                    .max();
                assert!(apart < Some(9), "{width} x {height} {color:?}: {apart:?}");
            }
        }
    }
}

/// An Exif block that tells an orientation and nothing else.
fn orientation(value: u8) -> Vec<u8> {
    let tiff = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01";
    // The tag, one number of 16 bits, and no further directory.
    let field = [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, value, 0, 0, 0, 0, 0, 0];
    [&tiff[..], &field].concat()
}

#[test]
fn of_several_exif_blocks_the_same_counts_whether_a_picture_is_made_smaller_or_not() {
    let plain = large(1600, 1200, ColorType::Rgb, false);
    let with = |blocks: &[Vec<u8>]| {
        let mut bytes = plain[..2].to_vec();
        for block in blocks {
            bytes.extend([0xff, 0xe1]);
            bytes.extend((block.len() as u16 + 2).to_be_bytes());
            bytes.extend(block);
        }
        bytes.extend(&plain[2..]);
        bytes
    };
    let (upright, turned) = (orientation(1), orientation(6));
    let empty = b"Exif\0\0".to_vec();
    for (blocks, is_turned) in [
        (vec![turned.clone()], true),
        (vec![turned.clone(), upright.clone()], false),
        (vec![upright, turned.clone()], true),
        (vec![turned, empty], true),
    ] {
        let bytes = with(&blocks);
        let whole = picture::decode(&bytes, &LIMITS).unwrap();
        let small = picture::decode_within(&bytes, &LIMITS, 200).unwrap();
        for picture in [&whole, &small] {
            assert_eq!(picture.height > picture.width, is_turned, "{blocks:?}");
            let pixels = &picture.pixels;
            assert_eq!(pixels.height() > pixels.width(), is_turned, "{blocks:?}");
        }
    }
}

#[test]
fn limits_and_damage_are_told_of_a_picture_that_is_made_smaller() {
    let bytes = large(1600, 1200, ColorType::Rgb, false);
    let tight = Limits {
        max_pixels: 1_000_000,
        ..LIMITS
    };
    let error = picture::decode_within(&bytes, &tight, 200).unwrap_err();
    assert!(
        matches!(error, PictureError::TooManyPixels { width: 1600, .. }),
        "{error}"
    );
    for length in (20..bytes.len()).step_by(997).chain([bytes.len() - 1]) {
        let error = picture::decode_within(&bytes[..length], &LIMITS, 200).unwrap_err();
        assert!(
            matches!(error, PictureError::Damaged { .. }),
            "{length}: {error}"
        );
    }
    // What is small enough is the same to the last bit.
    let small = jpeg(false);
    let within = picture::decode_within(&small, &LIMITS, 200).unwrap();
    assert_eq!(
        within.pixels,
        picture::decode(&small, &LIMITS).unwrap().pixels
    );
}

#[test]
fn what_follows_the_picture_does_not_matter() {
    let mut bytes = jpeg(false);
    bytes.extend(b"a preview, a depth map, whatever a camera appends");
    picture::decode(&bytes, &LIMITS).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Whatever happens to the bytes, decoding ends with a picture or an error.
    #[test]
    fn mutated_bytes_never_panic(
        kind in 0..3usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = match kind {
            0 => jpeg(false),
            1 => jpeg(true),
            _ => scene().encode_png().unwrap(),
        };
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let whole = picture::decode(&bytes, &ANY_SIDE);
        // What is said of a decoder that has panicked; the one of whole pictures is not ours.
        let gave_up = |error: &PictureError| error.to_string().contains("gave up");
        let may_give_up = whole.as_ref().is_err_and(gave_up);
        if let Ok(picture) = whole {
            let area = picture.pixels.width() as usize * picture.pixels.height() as usize;
            prop_assert_eq!(picture.pixels.data().len(), area * 3);
        }
        for side in [60, 40, 15] {
            match picture::decode_within(&bytes, &ANY_SIDE, side) {
                Ok(picture) => {
                    prop_assert!(picture.pixels.width().max(picture.pixels.height()) <= side);
                }
                Err(error) => prop_assert!(may_give_up || !gave_up(&error), "{error}"),
            }
        }
    }

    #[test]
    fn any_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..512)) {
        let _ = picture::decode(&bytes, &LIMITS);
    }

    #[test]
    fn any_bytes_are_no_model(bytes in prop::collection::vec(any::<u8>(), 0..512)) {
        let file = [b"SIGHTMDL".as_slice(), &bytes].concat();
        prop_assert!(vision::anomaly::AnomalyModel::from_bytes(&file).is_err());
        prop_assert!(vision::global::GlobalModel::from_bytes(&file).is_err());
    }
}
