//! Defects that any device can have.

use crate::canvas::{Area, Canvas, Color, length, mix, scale};
use crate::noise::{cloudy, grainy};
use crate::random::Random;

/// A crack: a jagged dark line with branches and a light edge, from a place into a direction
/// (radians), `reach` long.
pub(crate) fn crack(
    canvas: &mut Canvas,
    random: &mut Random,
    from: (f32, f32),
    direction: f32,
    reach: f32,
) {
    const STEP: f32 = 11.0;
    let mut place = from;
    let steps = (reach / STEP) as usize;
    for step in 0..steps {
        let heading = direction + random.around(0.75);
        let next = (
            place.0 + heading.cos() * STEP,
            place.1 + heading.sin() * STEP,
        );
        let width = 4.6 * (1.0 - 0.6 * step as f32 / steps as f32);
        let lit = (-1.2, -1.2);
        canvas.line(
            (place.0 + lit.0, place.1 + lit.1),
            (next.0 + lit.0, next.1 + lit.1),
            width * 0.7,
            [0.82, 0.8, 0.76],
        );
        canvas.line(place, next, width, [0.07, 0.06, 0.06]);
        if step % 4 == 2 && reach > 60.0 {
            let side = if random.unit() < 0.5 { 0.9 } else { -0.9 };
            crack(canvas, random, next, heading + side, reach * 0.3);
        }
        place = next;
    }
}

/// Rust: an orange-brown blotch with ragged edges and streaks that run down.
pub(crate) fn rust(canvas: &mut Canvas, random: &mut Random, at: (f32, f32), size: f32) {
    let offset = (random.between(0.0, 256.0), random.between(0.0, 256.0));
    canvas.shade(
        Area::around(at.0, at.1 + size * 0.3, size * 1.5, size * 1.7),
        |x, y, below| {
            // Longer below than above: water carries it down.
            let down = if y > at.1 { 0.62 } else { 1.0 };
            let far = length((x - at.0) / size, (y - at.1) * down / size);
            let ragged = far + (cloudy(x * 1.7 + offset.0, y * 1.1 + offset.1) - 0.5) * 1.3;
            let cover = ((1.0 - ragged) * 3.5).clamp(0.0, 0.95);
            if cover == 0.0 {
                return below;
            }
            let spot = grainy(x * 0.9 + offset.1, y * 0.9);
            let color = mix(
                [0.62, 0.30, 0.10],
                [0.28, 0.12, 0.06],
                (spot * 1.8 - 0.4).clamp(0.0, 1.0),
            );
            let light = (below[0] + below[1] + below[2]) / 3.0;
            mix(below, scale(color, 0.55 + light), cover)
        },
    );
}

/// A burn: black in the middle, brown around, soot beyond.
pub(crate) fn burn(
    canvas: &mut Canvas,
    random: &mut Random,
    at: (f32, f32),
    across: f32,
    down: f32,
) {
    let offset = random.between(0.0, 256.0);
    canvas.shade(
        Area::around(at.0, at.1, across * 2.0, down * 2.0),
        |x, y, below| {
            let far = length((x - at.0) / across, (y - at.1) / down);
            let far = far + (cloudy(x * 1.4 + offset, y * 1.4) - 0.5) * 0.8;
            let heat = (1.6 - far).clamp(0.0, 1.0);
            let color = if far < 0.7 {
                [0.05, 0.045, 0.04]
            } else {
                mix(
                    [0.05, 0.045, 0.04],
                    [0.34, 0.2, 0.1],
                    ((far - 0.7) * 2.0).clamp(0.0, 1.0),
                )
            };
            mix(below, color, heat * 0.94)
        },
    );
}

/// A stain: what leaks runs down and fades. It begins at a place, `across` wide and `down` long.
pub(crate) fn stain(
    canvas: &mut Canvas,
    random: &mut Random,
    at: (f32, f32),
    across: f32,
    down: f32,
    color: Color,
) {
    let offset = random.between(0.0, 256.0);
    let area = Area {
        left: at.0 - across * 1.5,
        top: at.1 - 10.0,
        right: at.0 + across * 1.5,
        bottom: at.1 + down,
    };
    canvas.shade(area, |x, y, below| {
        let fallen = ((y - at.1) / down).clamp(0.0, 1.0);
        // Rivulets: noise that is stretched along the fall.
        let rivulet = cloudy(x * 2.6 + offset, y * 0.35) * 1.5 - 0.2;
        let side = 1.0 - ((x - at.0) / across).abs() - fallen * 0.35;
        let cover = (side * 2.5).clamp(0.0, 1.0) * rivulet.clamp(0.0, 1.0);
        mix(below, color, cover * (1.0 - fallen * 0.6) * 0.9)
    });
}
