//! A string of porcelain insulators on a transmission tower, against the sky.

use super::Kind;
use crate::canvas::{Area, Canvas, Color, circle, ellipse, mix, rectangle, scale};
use crate::defects;
use crate::noise::{cloudy, grainy};
use crate::random::Random;

pub(super) const KIND: Kind = Kind {
    name: "insulator",
    id_prefix: "tower",
    seed: 11,
    defects: &["broken disc", "flashover burn", "missing disc"],
    draw,
};

const DISCS: usize = 7;
const MIDDLE: f32 = 320.0;
const GLAZE: Color = [0.46, 0.22, 0.13];
const STEEL: Color = [0.50, 0.52, 0.54];

fn disc_height(index: usize) -> f32 {
    96.0 + index as f32 * 46.0
}

fn draw(canvas: &mut Canvas, random: &mut Random, defect: Option<&'static str>) {
    sky(canvas, random);
    tower(canvas);
    let broken = 1 + random.below(DISCS as u32 - 2) as usize;
    let side = if random.unit() < 0.5 { -1.0 } else { 1.0 };
    let dirt = random.between(0.0, 256.0);
    for index in 0..DISCS {
        let y = disc_height(index);
        cap(canvas, y);
        if defect == Some("missing disc") && index == broken {
            continue;
        }
        let bite = (defect == Some("broken disc") && index == broken)
            .then_some((MIDDLE + side * 78.0, y + 2.0));
        disc(canvas, y, bite, dirt);
    }
    conductor(canvas);
    if defect == Some("flashover burn") {
        let y = disc_height(broken);
        defects::burn(canvas, random, (MIDDLE + side * 34.0, y - 4.0), 42.0, 26.0);
        defects::burn(canvas, random, (MIDDLE + side * 22.0, y + 42.0), 30.0, 16.0);
    }
}

fn sky(canvas: &mut Canvas, random: &mut Random) {
    let drift = (random.between(0.0, 256.0), random.between(0.0, 256.0));
    let overcast = random.between(0.15, 0.6);
    canvas.shade(Area::ALL, |x, y, _| {
        let height = (y / 480.0).clamp(0.0, 1.0);
        let blue = mix([0.45, 0.62, 0.84], [0.76, 0.84, 0.91], height);
        let cloud = (cloudy(x * 0.22 + drift.0, y * 0.4 + drift.1) * 1.8 - 0.6).clamp(0.0, 1.0);
        mix(blue, [0.88, 0.89, 0.91], cloud * overcast)
    });
}

/// The arm that the string hangs from, and the lattice behind it.
fn tower(canvas: &mut Canvas) {
    let far = [0.44, 0.48, 0.52];
    for (from, to) in [
        ((40.0, -10.0), (110.0, 490.0)),
        ((150.0, -10.0), (120.0, 490.0)),
        ((48.0, 60.0), (140.0, 150.0)),
        ((146.0, 60.0), (62.0, 160.0)),
        ((62.0, 170.0), (132.0, 270.0)),
        ((134.0, 170.0), (80.0, 280.0)),
        ((78.0, 290.0), (126.0, 390.0)),
        ((128.0, 290.0), (94.0, 400.0)),
    ] {
        canvas.line(from, to, 7.0, far);
    }
    let arm = Area {
        left: 30.0,
        top: 18.0,
        right: 380.0,
        bottom: 44.0,
    };
    canvas.fill(
        arm,
        |x, y| rectangle(x, y, arm, 3.0),
        |x, y| {
            let edge = if y < 24.0 { 1.15 } else { 0.9 };
            scale(STEEL, edge * (0.9 + 0.2 * grainy(x * 0.5, y * 0.5)))
        },
    );
    canvas.line((60.0, 120.0), (300.0, 44.0), 9.0, scale(STEEL, 0.85));
}

/// The metal cap above a disc and the pin below it.
fn cap(canvas: &mut Canvas, y: f32) {
    let area = Area {
        left: MIDDLE - 17.0,
        top: y - 46.0,
        right: MIDDLE + 17.0,
        bottom: y,
    };
    canvas.fill(
        area,
        |x, y| rectangle(x, y, area, 5.0),
        |x, y| {
            let round = 1.0 - ((x - MIDDLE + 5.0) / 19.0).powi(2) * 0.7;
            scale(STEEL, round * (0.85 + 0.3 * grainy(x * 0.7, y * 0.7)))
        },
    );
}

/// A disc seen a little from above, with a piece broken out around `bite`.
fn disc(canvas: &mut Canvas, y: f32, bite: Option<(f32, f32)>, dirt: f32) {
    const ACROSS: f32 = 98.0;
    let without = |px: f32, py: f32, shape: f32| match bite {
        Some(at) => {
            let ragged = (cloudy(px * 2.3, py * 2.3) - 0.5) * 22.0;
            shape.max(ragged - circle(px, py, at, 34.0))
        }
        None => shape,
    };
    let rim = (MIDDLE, y + 4.0);
    canvas.fill(
        Area::around(MIDDLE, y + 4.0, ACROSS, 19.0),
        |px, py| without(px, py, ellipse(px, py, rim, ACROSS, 16.0)),
        |px, _| scale(GLAZE, 0.42 + 0.1 * (1.0 - ((px - MIDDLE) / ACROSS).powi(2))),
    );
    let top = (MIDDLE, y);
    let dome = move |px: f32, py: f32| {
        let down = if py < y { 30.0 } else { 13.0 };
        ellipse(px, py, top, ACROSS, down)
    };
    canvas.fill(
        Area::around(MIDDLE, y, ACROSS, 32.0),
        |px, py| without(px, py, dome(px, py)),
        |px, py| {
            let across = (px - MIDDLE) / ACROSS;
            let light = 0.62 + 0.5 * (1.0 - (across + 0.35).powi(2)).max(0.0);
            let gloss = (1.0 - ((across + 0.42) / 0.16).powi(2) - ((py - y + 12.0) / 7.0).powi(2))
                .clamp(0.0, 1.0);
            let dust = cloudy(px * 0.9 + dirt, py * 2.0) * 0.16 - 0.08;
            let glaze = scale(GLAZE, light + dust);
            let fracture = bite.is_some_and(|at| circle(px, py, at, 42.0) < 0.0);
            let glaze = if fracture {
                mix(glaze, [0.86, 0.82, 0.76], 0.75)
            } else {
                glaze
            };
            mix(glaze, [0.95, 0.93, 0.9], gloss * 0.6)
        },
    );
}

/// The clamp below the string and the line it holds.
fn conductor(canvas: &mut Canvas) {
    cap(canvas, 422.0);
    canvas.line((-20.0, 452.0), (660.0, 446.0), 11.0, [0.33, 0.34, 0.36]);
    canvas.line((-20.0, 449.5), (660.0, 443.5), 3.0, [0.6, 0.61, 0.63]);
    let clamp = Area {
        left: MIDDLE - 42.0,
        top: 418.0,
        right: MIDDLE + 42.0,
        bottom: 462.0,
    };
    canvas.fill(
        clamp,
        |x, y| rectangle(x, y, clamp, 10.0),
        |x, y| {
            scale(
                STEEL,
                0.75 + 0.25 * grainy(x * 0.6, y * 0.6) - (y - 440.0) * 0.006,
            )
        },
    );
}
