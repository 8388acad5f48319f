//! A solar panel, seen from a drone.

use super::Kind;
use crate::canvas::{Area, Canvas, Color, mix, rectangle, scale};
use crate::defects;
use crate::noise::{cloudy, grainy};
use crate::random::Random;

pub(super) const KIND: Kind = Kind {
    name: "panel",
    id_prefix: "row",
    seed: 37,
    defects: &["cracked glass", "hot spot", "broken cell"],
    draw,
};

const FRAME: Area = Area {
    left: 64.0,
    top: 42.0,
    right: 576.0,
    bottom: 438.0,
};
const COLUMNS: usize = 6;
const ROWS: usize = 4;
const CELL: (f32, f32) = (82.0, 92.0);
const SILICON: Color = [0.075, 0.12, 0.26];

fn cell_corner(column: usize, row: usize) -> (f32, f32) {
    (
        FRAME.left + 11.0 + column as f32 * (CELL.0 - 0.3),
        FRAME.top + 13.0 + row as f32 * (CELL.1 + 0.4),
    )
}

fn draw(canvas: &mut Canvas, random: &mut Random, defect: Option<&'static str>) {
    ground(canvas, random);
    frame(canvas);
    let reflection = (random.between(0.0, 256.0), random.between(0.02, 0.10));
    for row in 0..ROWS {
        for column in 0..COLUMNS {
            cell(canvas, random, cell_corner(column, row));
        }
    }
    let column = 1 + random.below(COLUMNS as u32 - 2) as usize;
    let row = 1 + random.below(ROWS as u32 - 2) as usize;
    let corner = cell_corner(column, row);
    let middle = (corner.0 + CELL.0 / 2.0, corner.1 + CELL.1 / 2.0);
    match defect {
        Some("broken cell") => broken(canvas, corner),
        Some("hot spot") => defects::burn(canvas, random, middle, 46.0, 40.0),
        _ => {}
    }
    // The sky on the glass.
    canvas.shade(FRAME, |x, y, below| {
        let sky = cloudy(x * 0.25 + reflection.0, y * 0.25) * 1.4 - 0.2;
        mix(
            below,
            [0.75, 0.83, 0.92],
            sky.clamp(0.0, 1.0) * reflection.1,
        )
    });
    if defect == Some("cracked glass") {
        let turn = random.between(0.0, 1.0);
        for ray in 0..6 {
            let direction = turn + ray as f32 * 1.047;
            let length = random.between(70.0, 120.0);
            defects::crack(canvas, random, middle, direction, length);
        }
    }
}

fn ground(canvas: &mut Canvas, random: &mut Random) {
    let drift = (random.between(0.0, 256.0), random.between(0.0, 256.0));
    let season = mix([0.36, 0.43, 0.22], [0.46, 0.44, 0.28], random.unit());
    canvas.shade(Area::ALL, |x, y, _| {
        let tufts = grainy(x * 0.6 + drift.0, y * 0.6 + drift.1) * 0.5;
        let patches = cloudy(x * 0.4 + drift.1, y * 0.4 + drift.0) * 0.4;
        scale(season, 0.5 + tufts + patches)
    });
    canvas.shadow(
        Area {
            left: 40.0,
            top: 30.0,
            right: 620.0,
            bottom: 475.0,
        },
        |x, y| rectangle(x - 14.0, y - 12.0, FRAME, 4.0),
        16.0,
        0.6,
    );
}

fn frame(canvas: &mut Canvas) {
    canvas.fill(
        FRAME,
        |x, y| rectangle(x, y, FRAME, 3.0),
        |x, y| {
            let inside = -rectangle(x, y, FRAME, 3.0);
            if inside < 9.0 {
                let lit = if y < 55.0 || x < 76.0 { 1.1 } else { 0.9 };
                scale(
                    [0.72, 0.73, 0.75],
                    lit * (0.94 + 0.1 * grainy(x * 0.4, y * 0.4)),
                )
            } else {
                [0.80, 0.82, 0.84]
            }
        },
    );
}

fn cell(canvas: &mut Canvas, random: &mut Random, corner: (f32, f32)) {
    let area = Area {
        left: corner.0 + 1.6,
        top: corner.1 + 1.6,
        right: corner.0 + CELL.0 - 1.6,
        bottom: corner.1 + CELL.1 - 1.6,
    };
    let tone = 1.0 + random.around(0.09);
    let crystal = random.between(0.0, 256.0);
    canvas.fill(
        area,
        |x, y| rectangle(x, y, area, 7.0),
        |x, y| {
            // Fingers too fine to be told apart make it a little lighter; busbars can be seen.
            let across = (x - area.left) / (area.right - area.left) * 3.0;
            let bar = ((across.fract() - 0.5).abs() * 27.0 - 1.0).clamp(0.0, 1.0);
            let silicon = scale(
                SILICON,
                tone * (0.9 + 0.25 * cloudy(x * 0.9 + crystal, y * 0.9)),
            );
            mix([0.66, 0.68, 0.72], silicon, bar)
        },
    );
}

/// A cell whose corner is gone: the white back sheet shows.
fn broken(canvas: &mut Canvas, corner: (f32, f32)) {
    let area = Area {
        left: corner.0 + 2.0,
        top: corner.1 + 2.0,
        right: corner.0 + CELL.0 - 2.0,
        bottom: corner.1 + CELL.1 - 2.0,
    };
    canvas.fill(
        area,
        |x, y| {
            let diagonal = (x - area.left) * 0.6 + (y - area.top) * 0.8 - 62.0;
            diagonal + (cloudy(x * 2.0, y * 2.0) - 0.5) * 40.0
        },
        |x, y| scale([0.84, 0.85, 0.86], 0.9 + 0.12 * grainy(x, y)),
    );
}
