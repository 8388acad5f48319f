//! A painted pipe with flanges, before a concrete wall.

use super::Kind;
use crate::canvas::{Area, Canvas, Color, circle, mix, rectangle, scale};
use crate::defects;
use crate::noise::{cloudy, grainy};
use crate::random::Random;

pub(super) const KIND: Kind = Kind {
    name: "pipe",
    id_prefix: "valve",
    seed: 53,
    defects: &["rust", "crack and leak", "missing bolt"],
    draw,
};

const TOP: f32 = 165.0;
const BOTTOM: f32 = 315.0;
const FLANGES: [f32; 2] = [205.0, 435.0];
const BOLTS: [f32; 4] = [158.0, 210.0, 270.0, 322.0];
const PAINT: Color = [0.34, 0.47, 0.55];

fn draw(canvas: &mut Canvas, random: &mut Random, defect: Option<&'static str>) {
    wall(canvas, random);
    canvas.shadow(
        Area {
            left: -60.0,
            top: 200.0,
            right: 700.0,
            bottom: 380.0,
        },
        |_, y| (y - BOTTOM - 14.0).abs() - 12.0,
        24.0,
        0.45,
    );
    let body = Area {
        left: -60.0,
        top: TOP,
        right: 700.0,
        bottom: BOTTOM,
    };
    tube(canvas, random, body, 1.0);
    let missing = (defect == Some("missing bolt"))
        .then(|| (random.below(2) as usize, random.below(4) as usize));
    for (index, x) in FLANGES.into_iter().enumerate() {
        flange(
            canvas,
            random,
            x,
            missing.filter(|at| at.0 == index).map(|at| at.1),
        );
    }
    let along = random.between(275.0, 365.0);
    match defect {
        Some("rust") => {
            let height = random.between(215.0, 250.0);
            defects::rust(canvas, random, (along, height), 58.0);
        }
        Some("crack and leak") => {
            defects::stain(
                canvas,
                random,
                (along + 18.0, 238.0),
                52.0,
                190.0,
                [0.10, 0.11, 0.10],
            );
            defects::crack(canvas, random, (along - 30.0, 225.0), 0.5, 110.0);
        }
        _ => {}
    }
}

fn wall(canvas: &mut Canvas, random: &mut Random) {
    let drift = (random.between(0.0, 256.0), random.between(0.0, 256.0));
    canvas.shade(Area::ALL, |x, y, _| {
        let patches = cloudy(x * 0.35 + drift.0, y * 0.35 + drift.1) * 0.24 - 0.12;
        let rough = grainy(x * 0.7 + drift.1, y * 0.7) * 0.12 - 0.06;
        // The joints between the cast panels.
        let joint = if (y - 62.0).abs() < 2.0 || (y - 430.0).abs() < 2.0 {
            0.72
        } else {
            1.0
        };
        scale([0.60, 0.59, 0.57], (0.98 + patches + rough) * joint)
    });
}

/// A painted cylinder lying in its area.
fn tube(canvas: &mut Canvas, random: &mut Random, area: Area, tone: f32) {
    let middle = (area.top + area.bottom) / 2.0;
    let radius = (area.bottom - area.top) / 2.0;
    let dirt = (random.between(0.0, 256.0), random.between(0.0, 256.0));
    canvas.fill(
        area,
        |x, y| rectangle(x, y, area, 2.0),
        |x, y| {
            let height = ((y - middle) / radius).clamp(-1.0, 1.0);
            // Lit from above: the normal's angle to the light.
            let light = 0.34 + 0.74 * (1.0 - (height + 0.4).powi(2) * 0.62).max(0.0);
            let gloss = (1.0 - ((height + 0.48) / 0.1).powi(2)).clamp(0.0, 1.0) * 0.22;
            let dust = cloudy(x * 0.6 + dirt.0, y * 1.2 + dirt.1) * 0.12 - 0.06;
            mix(scale(PAINT, tone * (light + dust)), [0.95; 3], gloss)
        },
    );
}

fn flange(canvas: &mut Canvas, random: &mut Random, x: f32, missing: Option<usize>) {
    for side in [-1.0, 1.0] {
        let middle = x + side * 15.0;
        let area = Area {
            left: middle - 13.0,
            top: 135.0,
            right: middle + 13.0,
            bottom: 345.0,
        };
        tube(canvas, random, area, 0.92);
    }
    canvas.line((x, 137.0), (x, 343.0), 3.0, [0.10, 0.11, 0.12]);
    for (index, y) in BOLTS.into_iter().enumerate() {
        if missing == Some(index) {
            // An empty hole through both halves, rust running out of it.
            for side in [-17.0, 17.0] {
                let hole = (x + side, y);
                defects::rust(canvas, random, (hole.0, hole.1 + 6.0), 15.0);
                canvas.fill(
                    Area::around(hole.0, hole.1, 12.0, 12.0),
                    |px, py| circle(px, py, hole, 10.5),
                    |_, _| [0.03, 0.03, 0.04],
                );
            }
            continue;
        }
        bolt(canvas, (x, y));
    }
}

/// A bolt through both halves: a shank and two hexagonal heads seen from the side.
fn bolt(canvas: &mut Canvas, at: (f32, f32)) {
    for side in [-33.0, 33.0] {
        let area = Area::around(at.0 + side, at.1, 7.0, 12.0);
        canvas.fill(
            area,
            |x, y| rectangle(x, y, area, 2.0),
            |_, y| {
                let face = ((y - at.1 + 12.0) / 8.0) as usize;
                scale([0.66, 0.66, 0.64], [1.2, 1.0, 0.7][face.min(2)])
            },
        );
    }
    for side in [-17.0, 17.0] {
        let center = (at.0 + side, at.1);
        canvas.fill(
            Area::around(center.0, center.1, 11.0, 11.0),
            |x, y| circle(x, y, center, 10.0),
            |_, y| scale([0.70, 0.70, 0.68], 1.0 - (y - at.1) * 0.03),
        );
    }
}
