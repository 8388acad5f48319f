//! JPEGs that are made smaller while they are decoded, pixel by pixel.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod common;

use common::{ANY_SIDE, LIMITS};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use vision::picture;

/// Waves of several lengths in all three colours: a block that is put elsewhere shows.
fn waves(width: u16, height: u16) -> Vec<u8> {
    let wave = |at: u16, length: f64| (f64::from(at) / length).sin() * 60.0;
    (0..height)
        .flat_map(|y| (0..width).map(move |x| (x, y)))
        .flat_map(|(x, y)| {
            [
                128.0 + wave(x, 41.0) + wave(y, 67.0),
                128.0 + wave(x, 53.0) - wave(y, 37.0),
                128.0 - wave(x, 71.0) + wave(y, 59.0),
            ]
            .map(|value| value as u8)
        })
        .collect()
}

#[test]
fn every_pixel_of_a_smaller_picture_is_the_mean_of_those_that_it_stands_for() {
    let (width, height) = (653u16, 491u16);
    let data = waves(width, height);
    let (across, down) = (usize::from(width), usize::from(height));
    // Colours as fine as luma, half as fine along either axis or both.
    for sampling in [
        SamplingFactor::F_1_1,
        SamplingFactor::F_2_1,
        SamplingFactor::F_1_2,
        SamplingFactor::F_2_2,
    ] {
        for (restart, factor) in [(0, 2), (0, 4), (7, 4), (1, 8)] {
            let mut bytes = Vec::new();
            let mut encoder = Encoder::new(&mut bytes, 95);
            encoder.set_sampling_factor(sampling);
            encoder.set_restart_interval(restart);
            encoder
                .encode(&data, width, height, ColorType::Rgb)
                .unwrap();
            let side = u32::from(width).div_ceil(factor);
            let small = picture::decode_within(&bytes, &ANY_SIDE, side)
                .unwrap()
                .pixels;
            assert_eq!(small.width(), side);
            let factor = factor as usize;
            // At the edges a pixel stands for fewer.
            for y in 1..down / factor - 1 {
                for x in 1..across / factor - 1 {
                    for color in 0..3 {
                        let mut sum = 0;
                        for row in y * factor..(y + 1) * factor {
                            for column in x * factor..(x + 1) * factor {
                                sum += usize::from(data[(row * across + column) * 3 + color]);
                            }
                        }
                        let wanted = sum / (factor * factor);
                        let found = small.data()[(y * small.width() as usize + x) * 3 + color];
                        assert!(
                            usize::from(found).abs_diff(wanted) <= 9,
                            "{sampling:?} {restart} {factor}: {found}, not {wanted} at {x}, {y}"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn a_restart_marker_that_is_missing_is_damage() {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 90);
    encoder.set_restart_interval(5);
    encoder
        .encode(&waves(400, 400), 400, 400, ColorType::Rgb)
        .unwrap();
    picture::decode_within(&bytes, &LIMITS, 100).unwrap();
    let second = bytes.windows(2).position(|two| two == [0xff, 0xd1]);
    bytes[second.unwrap() + 1] = 0xd5;
    let error = picture::decode_within(&bytes, &LIMITS, 100).unwrap_err();
    assert!(error.to_string().contains("restart marker"), "{error}");
}
