//! The picture that detectors are given: kept as it was compressed where nothing else has to be
//! done, without what a camera says in it.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod common;

use common::ANY_SIDE;
use jpeg_encoder::{ChromaSubsamplingMethod, ColorType, Encoder, SamplingFactor};
use proptest::prelude::*;
use vision::picture::{self, Picture, Pixels};

const SIDES: (u16, u16) = (123, 77);
/// What no prepared picture may hold.
const SECRET: &[u8] = b"52.5200 N, 13.4050 E";

/// What an encoder is asked for.
#[derive(Debug, Clone, Copy)]
struct Wanted {
    color: ColorType,
    sampling: SamplingFactor,
    restart: u16,
    progressive: bool,
    quality: u8,
}

const PLAIN: Wanted = Wanted {
    color: ColorType::Rgb,
    sampling: SamplingFactor::F_2_2,
    restart: 0,
    progressive: false,
    quality: 80,
};

impl Wanted {
    /// A picture whose neighbouring pixels differ, so that a block that is read wrong shows.
    fn encode(self) -> Vec<u8> {
        let (width, height) = SIDES;
        let channels = if matches!(self.color, ColorType::Luma) {
            1
        } else {
            3
        };
        let data: Vec<u8> = (0..usize::from(width) * usize::from(height) * channels)
            .map(|at| (at / 3 + at * at / 977 % 23) as u8)
            .collect();
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, self.quality);
        encoder.set_sampling_factor(self.sampling);
        encoder.set_restart_interval(self.restart);
        encoder.set_progressive(self.progressive);
        encoder.encode(&data, width, height, self.color).unwrap();
        bytes
    }
}

/// The file with a segment put right behind its start.
fn with_segment(file: &[u8], marker: u8, content: &[u8]) -> Vec<u8> {
    let length = (content.len() as u16 + 2).to_be_bytes();
    [&file[..2], &[0xff, marker], &length, content, &file[2..]].concat()
}

fn orientation(value: u8) -> Vec<u8> {
    let tiff = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01";
    let field = [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, value, 0, 0, 0, 0, 0, 0];
    [&tiff[..], &field].concat()
}

fn decode(bytes: &[u8]) -> Picture {
    picture::decode(bytes, &ANY_SIDE).unwrap()
}

fn prepared(file: &[u8]) -> Vec<u8> {
    decode(file).to_jpeg(file, 90).unwrap()
}

/// Whether it was compressed anew, with all of its colour.
fn is_new(file: &[u8]) -> bool {
    prepared(file) == decode(file).pixels.encode_jpeg(90).unwrap()
}

/// Whether it was compressed anew, with the colour at half the resolution.
fn is_new_with_half_the_color(file: &[u8]) -> bool {
    prepared(file) == with_half_the_color(&decode(file).pixels)
}

fn with_half_the_color(pixels: &Pixels) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 90);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder.set_chroma_subsampling_method(ChromaSubsamplingMethod::Average);
    let (width, height) = (pixels.width() as u16, pixels.height() as u16);
    let data = pixels.data();
    encoder.encode(data, width, height, ColorType::Rgb).unwrap();
    bytes
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn what_is_as_it_has_to_be_keeps_every_pixel_and_loses_what_the_camera_says() {
    for sampling in [
        SamplingFactor::F_1_1,
        SamplingFactor::F_2_1,
        SamplingFactor::F_2_2,
    ] {
        // With 1 there are more than 8 of them.
        for restart in [0, 1, 3] {
            let wanted = Wanted {
                sampling,
                restart,
                ..PLAIN
            };
            let plain = wanted.encode();
            let mut file = plain.clone();
            // Exif, a colour profile, a maker's own, a comment.
            for marker in [0xe1, 0xe2, 0xe7, 0xfe] {
                file = with_segment(&file, marker, SECRET);
            }
            file.extend(SECRET);
            let jpeg = prepared(&file);
            assert!(!contains(&jpeg, SECRET), "{wanted:?}");
            assert!(jpeg.len() <= plain.len() + 20, "{wanted:?}");
            assert_eq!(decode(&jpeg).pixels, decode(&file).pixels, "{wanted:?}");
            assert!(!is_new(&file), "{wanted:?}");
            // Once more there is nothing to leave out.
            assert_eq!(prepared(&jpeg), jpeg, "{wanted:?}");
        }
    }
}

#[test]
fn a_small_picture_within_jfifs_own_segment_is_left_out() {
    let plain = PLAIN.encode();
    // Two by one pixels.
    let header = b"JFIF\0\x01\x01\0\0\x01\0\x01\x02\x01secret";
    let file = with_segment(&plain, 0xe0, header);
    let jpeg = prepared(&file);
    assert!(!contains(&jpeg, b"secret"));
    assert_eq!(decode(&jpeg).pixels, decode(&plain).pixels);
}

#[test]
fn all_else_is_compressed_anew() {
    let plain = PLAIN.encode();
    assert!(!is_new(&plain));
    let turned = with_segment(&plain, 0xe1, &orientation(6));
    assert!(is_new_with_half_the_color(&turned));
    assert!(decode(&prepared(&turned)).height > decode(&prepared(&turned)).width);
    // Upside down: the sides are the same.
    let upside_down = with_segment(&plain, 0xe1, &orientation(3));
    assert!(is_new_with_half_the_color(&upside_down));
    let progressive = Wanted {
        progressive: true,
        ..PLAIN
    };
    assert!(is_new(&progressive.encode()));
    // Grey: whoever looks has three colours, as with all other pictures.
    let grey = Wanted {
        color: ColorType::Luma,
        ..PLAIN
    };
    assert!(is_new(&grey.encode()));
    // A scan for each component.
    let mut scans = Vec::new();
    let mut encoder = Encoder::new(&mut scans, 80);
    encoder.set_optimized_huffman_tables(true);
    let (width, height) = SIDES;
    let pixels = decode(&plain).pixels;
    encoder
        .encode(pixels.data(), width, height, ColorType::Rgb)
        .unwrap();
    assert!(is_new(&scans));
    let png = decode(&plain).pixels.encode_png().unwrap();
    assert!(is_new(&png));
    let ink: Vec<u8> = [10, 200, 90, 30].repeat(50 * 50);
    let mut cmyk = Vec::new();
    let encoder = Encoder::new(&mut cmyk, 80);
    encoder.encode(&ink, 50, 50, ColorType::Cmyk).unwrap();
    assert!(is_new(&cmyk));
}

#[test]
fn colour_is_written_as_fine_as_the_file_has_it_and_no_finer() {
    for (sampling, is_halved) in [
        (SamplingFactor::F_1_1, false),
        (SamplingFactor::F_2_1, false),
        (SamplingFactor::F_1_2, false),
        (SamplingFactor::F_2_2, true),
    ] {
        let wanted = Wanted { sampling, ..PLAIN };
        let file = wanted.encode();
        let turned = with_segment(&file, 0xe1, &orientation(8));
        assert_eq!(is_new_with_half_the_color(&turned), is_halved, "{wanted:?}");
        assert_eq!(is_new(&turned), !is_halved, "{wanted:?}");
        // Its pixels that are joined have all of the colour together.
        let smaller = picture::decode_within(&file, &ANY_SIDE, 60).unwrap();
        let jpeg = smaller.to_jpeg(&file, 90).unwrap();
        assert_eq!(jpeg, smaller.pixels.encode_jpeg(90).unwrap(), "{wanted:?}");
    }
}

/// How far the colours of two pictures are from one another, 0 to 255, on average.
fn off(one: &Pixels, other: &Pixels) -> f64 {
    let pairs = one.data().iter().zip(other.data());
    let sum: u64 = pairs.map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    sum as f64 / one.data().len() as f64
}

/// Of a picture whose colour is half as fine, hardly anything is lost by writing it so once more.
#[test]
fn colour_that_is_as_coarse_as_it_was_loses_nothing_by_being_turned() {
    let drawn = decode(&samples::normals("meter").next().unwrap().bytes).pixels;
    let file = with_half_the_color(&drawn);
    let turned = decode(&with_segment(&file, 0xe1, &orientation(6)));
    let half = decode(&turned.to_jpeg(&file, 90).unwrap()).pixels;
    let whole = decode(&turned.pixels.encode_jpeg(90).unwrap()).pixels;
    let (half, whole) = (off(&half, &turned.pixels), off(&whole, &turned.pixels));
    assert!(half < 1.2 * whole, "off by {half} and {whole}");
}

/// Our decoder takes any restart marker for the next one; others leave out what is between.
#[test]
fn a_picture_whose_restart_markers_are_out_of_order_is_compressed_anew() {
    let restarted = Wanted {
        restart: 3,
        ..PLAIN
    };
    let mut file = restarted.encode();
    assert!(!is_new_with_half_the_color(&file));
    let second = file.windows(2).position(|two| two == [0xff, 0xd1]).unwrap();
    file[second + 1] = 0xd0;
    assert!(is_new_with_half_the_color(&file));
}

#[test]
fn a_picture_of_more_than_a_byte_a_pixel_is_compressed_anew() {
    let mut state = 1u32;
    let noise = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    });
    let pixels = Pixels::new(64, 64, noise.take(64 * 64 * 3).collect()).unwrap();
    let file = pixels.encode_jpeg(100).unwrap();
    assert!(file.len() > 64 * 64);
    assert!(is_new(&file));
}

#[test]
fn what_is_made_smaller_is_compressed_anew() {
    let plain = PLAIN.encode();
    // While it is decoded, and after it.
    for side in [60, 100] {
        let smaller = picture::decode_within(&plain, &ANY_SIDE, side).unwrap();
        assert!(!smaller.as_stored);
        let jpeg = smaller.to_jpeg(&plain, 90).unwrap();
        assert_eq!(jpeg, smaller.pixels.encode_jpeg(90).unwrap());
    }
    let whole = picture::decode_within(&plain, &ANY_SIDE, 123).unwrap();
    assert!(whole.as_stored);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Whatever a file holds that can be decoded, its prepared picture shows the same pixels or is
    /// compressed from them.
    #[test]
    fn whatever_is_decoded_is_shown_by_what_is_prepared(
        restart in 0u16..4,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut file = Wanted { restart, ..PLAIN }.encode();
        for (at, value) in changes {
            let at = at.index(file.len());
            file[at] = value;
        }
        if let Ok(picture) = picture::decode(&file, &ANY_SIDE) {
            let jpeg = picture.to_jpeg(&file, 90).unwrap();
            if jpeg != with_half_the_color(&picture.pixels) && jpeg != picture.pixels.encode_jpeg(90).unwrap() {
                prop_assert_eq!(decode(&jpeg).pixels, picture.pixels);
            }
        }
    }
}
