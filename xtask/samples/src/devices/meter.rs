//! An electricity meter on a plastered wall.

use super::Kind;
use crate::canvas::{Area, Canvas, Color, circle, mix, rectangle, scale};
use crate::defects;
use crate::noise::{cloudy, grainy};
use crate::random::Random;

pub(super) const KIND: Kind = Kind {
    name: "meter",
    id_prefix: "meter",
    seed: 23,
    defects: &["cracked window", "burnt terminals", "missing seal"],
    draw,
};

const CASE: Area = Area {
    left: 190.0,
    top: 50.0,
    right: 450.0,
    bottom: 430.0,
};
const WINDOW: Area = Area {
    left: 222.0,
    top: 88.0,
    right: 418.0,
    bottom: 250.0,
};
const DISPLAY: Area = Area {
    left: 244.0,
    top: 112.0,
    right: 396.0,
    bottom: 168.0,
};
const TERMINALS: Area = Area {
    left: 204.0,
    top: 340.0,
    right: 436.0,
    bottom: 416.0,
};
const SEAL: (f32, f32) = (420.0, 318.0);
const PLASTIC: Color = [0.74, 0.75, 0.74];

fn draw(canvas: &mut Canvas, random: &mut Random, defect: Option<&'static str>) {
    wall(canvas, random);
    cables(canvas);
    case(canvas, random);
    window(canvas, random);
    terminals(canvas);
    if defect == Some("missing seal") {
        // What it leaves: an open hole and the torn plastic around it.
        canvas.fill(
            Area::around(SEAL.0, SEAL.1, 26.0, 26.0),
            |x, y| circle(x, y, SEAL, 21.0) + (cloudy(x * 3.0, y * 3.0) - 0.5) * 14.0,
            |x, y| scale([0.92, 0.9, 0.86], 0.85 + 0.2 * grainy(x, y)),
        );
        canvas.fill(
            Area::around(SEAL.0, SEAL.1, 16.0, 16.0),
            |x, y| circle(x, y, SEAL, 13.0),
            |_, _| [0.04, 0.04, 0.05],
        );
    } else {
        seal(canvas);
    }
    match defect {
        Some("cracked window") => {
            let hit = (random.between(265.0, 375.0), random.between(190.0, 225.0));
            let turn = random.between(0.0, 1.0);
            for ray in 0..5 {
                let direction = turn + ray as f32 * 1.26;
                defects::crack(canvas, random, hit, direction, 58.0);
            }
        }
        Some("burnt terminals") => {
            let at = random.between(270.0, 370.0);
            defects::burn(canvas, random, (at, 372.0), 56.0, 40.0);
        }
        _ => {}
    }
}

fn wall(canvas: &mut Canvas, random: &mut Random) {
    let drift = (random.between(0.0, 256.0), random.between(0.0, 256.0));
    let paint = mix([0.80, 0.76, 0.68], [0.78, 0.78, 0.74], random.unit());
    canvas.shade(Area::ALL, |x, y, _| {
        let patches = cloudy(x * 0.3 + drift.0, y * 0.3 + drift.1) * 0.16 - 0.08;
        let rough = grainy(x * 0.8 + drift.1, y * 0.8 + drift.0) * 0.14 - 0.07;
        scale(paint, 0.92 + patches + rough)
    });
}

fn cables(canvas: &mut Canvas) {
    for x in [250.0, 300.0, 350.0, 400.0] {
        canvas.line((x + 3.0, 420.0), (x + 3.0, 500.0), 20.0, [0.45, 0.43, 0.4]);
        canvas.line((x, 420.0), (x, 500.0), 18.0, [0.12, 0.12, 0.13]);
        canvas.line((x - 4.0, 420.0), (x - 4.0, 500.0), 3.0, [0.3, 0.3, 0.32]);
    }
}

fn case(canvas: &mut Canvas, random: &mut Random) {
    canvas.shadow(
        Area {
            left: 170.0,
            top: 40.0,
            right: 490.0,
            bottom: 470.0,
        },
        |x, y| rectangle(x - 9.0, y - 11.0, CASE, 20.0),
        22.0,
        0.55,
    );
    let dirt = random.between(0.0, 256.0);
    canvas.fill(
        CASE,
        |x, y| rectangle(x, y, CASE, 20.0),
        |x, y| {
            let inside = -rectangle(x, y, CASE, 20.0);
            let edge = if inside < 8.0 {
                0.86 + 0.02 * inside
            } else {
                1.0
            };
            let light = 1.06 - (x + y - 300.0) * 0.000_4;
            let dust = cloudy(x * 0.8 + dirt, y * 0.8) * 0.07 - 0.035;
            scale(PLASTIC, edge * light + dust)
        },
    );
    for screw in [(212.0, 72.0), (428.0, 72.0), (212.0, 318.0)] {
        canvas.fill(
            Area::around(screw.0, screw.1, 9.0, 9.0),
            |x, y| circle(x, y, screw, 8.0),
            |x, y| scale([0.58, 0.58, 0.6], 1.1 - (x + y - screw.0 - screw.1) * 0.02),
        );
        canvas.line(
            (screw.0 - 5.0, screw.1 - 3.0),
            (screw.0 + 5.0, screw.1 + 3.0),
            2.5,
            [0.25; 3],
        );
    }
    // A bar code and the lines of a rating plate.
    for index in 0..26 {
        let x = 232.0 + index as f32 * 4.0;
        let width = [1.2, 2.4, 1.8, 1.2][index * 7 % 4];
        canvas.line((x, 286.0), (x, 318.0), width, [0.12; 3]);
    }
    for (index, width) in [120.0, 96.0, 110.0].into_iter().enumerate() {
        let y = 264.0 + index as f32 * 7.0;
        canvas.line((232.0, y), (232.0 + width, y), 2.0, [0.35; 3]);
    }
}

fn window(canvas: &mut Canvas, random: &mut Random) {
    canvas.fill(
        WINDOW,
        |x, y| rectangle(x, y, WINDOW, 12.0),
        |x, y| {
            let inside = -rectangle(x, y, WINDOW, 12.0);
            if inside < 5.0 {
                [0.30, 0.31, 0.32]
            } else {
                scale([0.88, 0.89, 0.87], 1.0 - (y - 88.0) * 0.000_6)
            }
        },
    );
    canvas.fill(
        DISPLAY,
        |x, y| rectangle(x, y, DISPLAY, 4.0),
        |x, y| {
            let inside = -rectangle(x, y, DISPLAY, 4.0);
            if inside < 3.0 {
                [0.15; 3]
            } else {
                scale([0.62, 0.70, 0.56], 1.0 - (x - 320.0) * 0.000_5)
            }
        },
    );
    for digit in 0..6 {
        let segments = DIGITS[random.below(10) as usize];
        seven_segments(canvas, 258.0 + digit as f32 * 22.0, 124.0, segments);
    }
    // The turning disc behind its slit, and two pilot lights.
    canvas.line((262.0, 200.0), (378.0, 200.0), 12.0, [0.22, 0.23, 0.24]);
    canvas.line((262.0, 200.0), (378.0, 200.0), 5.0, [0.66, 0.67, 0.69]);
    for (x, color) in [(286.0, [0.75, 0.15, 0.12]), (354.0, [0.16, 0.55, 0.2])] {
        canvas.fill(
            Area::around(x, 228.0, 7.0, 7.0),
            |px, py| circle(px, py, (x, 228.0), 6.0),
            |_, _| color,
        );
    }
    let glare = random.between(-20.0, 20.0);
    canvas.shade(WINDOW, |x, y, below| {
        let band = 1.0 - ((x - 300.0 - glare + (y - 170.0) * 0.5) / 20.0).abs();
        mix(below, [1.0; 3], band.clamp(0.0, 1.0) * 0.16)
    });
}

/// Segments a to g of the digits 0 to 9.
const DIGITS: [u8; 10] = [0x3f, 0x06, 0x5b, 0x4f, 0x66, 0x6d, 0x7d, 0x07, 0x7f, 0x6f];

fn seven_segments(canvas: &mut Canvas, x: f32, y: f32, segments: u8) {
    const WIDE: f32 = 13.0;
    const HIGH: f32 = 16.0;
    let lines = [
        ((0.0, 0.0), (WIDE, 0.0)),
        ((WIDE, 0.0), (WIDE, HIGH)),
        ((WIDE, HIGH), (WIDE, 2.0 * HIGH)),
        ((0.0, 2.0 * HIGH), (WIDE, 2.0 * HIGH)),
        ((0.0, HIGH), (0.0, 2.0 * HIGH)),
        ((0.0, 0.0), (0.0, HIGH)),
        ((0.0, HIGH), (WIDE, HIGH)),
    ];
    for (index, (from, to)) in lines.into_iter().enumerate() {
        if segments >> index & 1 == 1 {
            canvas.line(
                (x + from.0, y + from.1),
                (x + to.0, y + to.1),
                3.2,
                [0.12, 0.15, 0.11],
            );
        }
    }
}

fn terminals(canvas: &mut Canvas) {
    canvas.fill(
        TERMINALS,
        |x, y| rectangle(x, y, TERMINALS, 8.0),
        |x, y| {
            let inside = -rectangle(x, y, TERMINALS, 8.0);
            scale(
                [0.30, 0.31, 0.33],
                if inside < 4.0 {
                    1.35
                } else {
                    1.0 - (y - 378.0) * 0.002 + (x - 320.0) * 0.000_2
                },
            )
        },
    );
    for x in [250.0, 300.0, 350.0, 400.0] {
        canvas.fill(
            Area::around(x, 372.0, 13.0, 13.0),
            |px, py| circle(px, py, (x, 372.0), 12.0),
            |px, py| scale([0.72, 0.62, 0.36], 1.05 - (px + py - x - 372.0) * 0.018),
        );
        canvas.line((x - 8.0, 372.0), (x + 8.0, 372.0), 3.0, [0.22, 0.18, 0.1]);
    }
}

fn seal(canvas: &mut Canvas) {
    canvas.line((SEAL.0 - 16.0, SEAL.1 - 12.0), SEAL, 2.5, [0.4, 0.4, 0.42]);
    canvas.fill(
        Area::around(SEAL.0, SEAL.1, 14.0, 14.0),
        |x, y| circle(x, y, SEAL, 13.0),
        |x, y| scale([0.66, 0.14, 0.12], 1.15 - (x + y - SEAL.0 - SEAL.1) * 0.016),
    );
}
