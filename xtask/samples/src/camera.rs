//! From a scene to a file: light, lens, sensor, JPEG.

use std::borrow::Cow;

use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

use crate::canvas::{Canvas, Color, HEIGHT, View, WIDTH};
use crate::devices::Kind;
use crate::exif;
use crate::random::Random;

/// What the camera says of the picture.
#[derive(Debug, Clone, Default)]
pub(crate) struct Said {
    /// `2026:11:16 09:12:44` and `+01:00`.
    pub(crate) captured: Option<(String, &'static str)>,
    /// Degrees north and east.
    pub(crate) position: Option<(f64, f64)>,
    /// How the camera was held, an Exif orientation.
    pub(crate) orientation: Option<Held>,
}

/// What light there is, and whether the picture is in focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Conditions {
    /// Daylight, in focus.
    #[default]
    Ordinary,
    /// Dusk, out of focus: a third of the light, and each point spread over its neighbours.
    DuskOutOfFocus,
}

impl Conditions {
    /// The light's share of daylight.
    const fn light(self) -> f32 {
        match self {
            Self::Ordinary => 1.0,
            Self::DuskOutOfFocus => 0.35,
        }
    }

    /// How far a point is spread, in pixels.
    const fn spread(self) -> usize {
        match self {
            Self::Ordinary => 0,
            Self::DuskOutOfFocus => 3,
        }
    }
}

/// Ways to hold a camera; the pixels are stored accordingly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Held {
    /// Exif orientation 3.
    UpsideDown,
    /// Exif orientation 6: the stored picture has to be turned right.
    OnItsLeft,
    /// Exif orientation 8: the stored picture has to be turned left.
    OnItsRight,
}

impl Held {
    pub(crate) fn exif(self) -> u16 {
        match self {
            Self::UpsideDown => 3,
            Self::OnItsLeft => 6,
            Self::OnItsRight => 8,
        }
    }
}

/// A photograph of a device as a JPEG, sound or with a defect.
pub(crate) fn photograph(
    kind: &Kind,
    defect: Option<&'static str>,
    seed: u64,
    said: &Said,
) -> Vec<u8> {
    photograph_under(Conditions::Ordinary, kind, defect, seed, said)
}

/// The same under other conditions: the scene is the same, what the lens and the sensor make of it is
/// not.
pub(crate) fn photograph_under(
    conditions: Conditions,
    kind: &Kind,
    defect: Option<&'static str>,
    seed: u64,
    said: &Said,
) -> Vec<u8> {
    let mut random = Random::new(seed.wrapping_mul(0x9e37_79b9).wrapping_add(kind.seed));
    let mut canvas = Canvas::new(View::held_by_hand(&mut random));
    (kind.draw)(&mut canvas, &mut random, defect);
    let scene = out_of_focus(canvas.pixels(), conditions.spread());
    let pixels = expose(&scene, conditions.light(), &mut random);
    store(&pixels, said)
}

/// Each point as the mean of those up to `spread` pixels away, across and then down; twice, so that the
/// spread has no edges.
fn out_of_focus(scene: &[Color], spread: usize) -> Cow<'_, [Color]> {
    let mut scene = Cow::Borrowed(scene);
    if spread == 0 {
        return scene;
    }
    for _ in 0..2 {
        for (along, across) in [((1, WIDTH), (WIDTH, HEIGHT)), ((WIDTH, HEIGHT), (1, WIDTH))] {
            let mut out = vec![[0.0; 3]; scene.len()];
            let ((step, count), (line, lines)) = (along, across);
            for start in (0..lines).map(|number| number * line) {
                for at in 0..count {
                    let near = at.saturating_sub(spread)..(at + spread + 1).min(count);
                    let share = 1.0 / near.len() as f32;
                    let mut mean = [0.0; 3];
                    for other in near {
                        for (sum, part) in mean.iter_mut().zip(scene[start + other * step]) {
                            *sum += part * share;
                        }
                    }
                    out[start + at * step] = mean;
                }
            }
            scene = Cow::Owned(out);
        }
    }
    scene
}

/// Light of the day, the lens's darker corners and the sensor's noise.
fn expose(scene: &[Color], light: f32, random: &mut Random) -> Vec<u8> {
    let light = light * random.between(0.88, 1.1);
    let warmth = random.around(0.04);
    let gains = [light * (1.0 + warmth), light, light * (1.0 - warmth)];
    let noise = random.between(1.5, 3.5);
    let mut data = Vec::with_capacity(scene.len() * 3);
    for (index, color) in scene.iter().enumerate() {
        let x = (index % WIDTH) as f32 / WIDTH as f32 - 0.5;
        let y = (index / WIDTH) as f32 / HEIGHT as f32 - 0.5;
        let lens = 1.0 - 0.32 * (x * x + y * y);
        // One draw gives three numbers of ten bits: about a triangle together with the pixel's
        // own rounding.
        let bits = random.bits();
        for (channel, (value, gain)) in color.iter().zip(gains).enumerate() {
            let grain = ((bits >> (channel * 10)) & 0x3ff) as f32 / 512.0 - 1.0;
            let value = value * gain * lens * 255.0 + grain * noise;
            data.push(value.clamp(0.0, 255.0) as u8);
        }
    }
    data
}

fn store(pixels: &[u8], said: &Said) -> Vec<u8> {
    let (stored, width, height) = match said.orientation {
        None => (Cow::Borrowed(pixels), WIDTH, HEIGHT),
        Some(held) => {
            let (stored, width, height) = turned(pixels, held);
            (Cow::Owned(stored), width, height)
        }
    };
    let mut bytes = Vec::with_capacity(128 << 10);
    let mut encoder = Encoder::new(&mut bytes, 88);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    let encoded = exif::block(said)
        .map_or(Ok(()), |block| encoder.add_exif_metadata(&block))
        .and_then(|()| encoder.encode(&stored, width as u16, height as u16, ColorType::Rgb));
    // The sides are fixed and above 0, the buffer grows as needed and the Exif block is tiny.
    debug_assert!(encoded.is_ok());
    bytes
}

/// The pixels as a camera held like this stores them, and their sides.
fn turned(pixels: &[u8], held: Held) -> (Vec<u8>, usize, usize) {
    let at = |x: usize, y: usize| &pixels[(y * WIDTH + x) * 3..][..3];
    let (width, height) = match held {
        Held::UpsideDown => (WIDTH, HEIGHT),
        Held::OnItsLeft | Held::OnItsRight => (HEIGHT, WIDTH),
    };
    let mut stored = Vec::with_capacity(pixels.len());
    for y in 0..height {
        for x in 0..width {
            stored.extend_from_slice(match held {
                Held::UpsideDown => at(WIDTH - 1 - x, HEIGHT - 1 - y),
                // Row 0 of what is stored is the right side of the scene.
                Held::OnItsLeft => at(WIDTH - 1 - y, x),
                // Row 0 of what is stored is the left side of the scene.
                Held::OnItsRight => at(y, HEIGHT - 1 - x),
            });
        }
    }
    (stored, width, height)
}
