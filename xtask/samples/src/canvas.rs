//! Drawing: shapes as signed distances, colours as functions of the place.
//!
//! Things are drawn in the scene's own coordinates (640 x 480); the view moves, turns and
//! scales them onto the pixels, as a camera held slightly differently would.

use crate::random::Random;

/// Pixels across.
pub(crate) const WIDTH: usize = 640;
/// Pixels down.
pub(crate) const HEIGHT: usize = 480;

/// Red, green, blue, each 0 to 1.
pub(crate) type Color = [f32; 3];

/// A rectangle in the scene.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Area {
    pub(crate) left: f32,
    pub(crate) top: f32,
    pub(crate) right: f32,
    pub(crate) bottom: f32,
}

impl Area {
    /// More than the picture shows, however it is held.
    pub(crate) const ALL: Self = Self {
        left: -200.0,
        top: -200.0,
        right: 840.0,
        bottom: 680.0,
    };

    pub(crate) fn around(x: f32, y: f32, across: f32, down: f32) -> Self {
        Self {
            left: x - across,
            top: y - down,
            right: x + across,
            bottom: y + down,
        }
    }
}

/// How the camera was held.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View {
    shift: (f32, f32),
    /// Sine and cosine of the turn, times the scale.
    turn: (f32, f32),
    scale: f32,
}

impl View {
    pub(crate) fn held_by_hand(random: &mut Random) -> Self {
        let scale = 1.0 + random.around(0.015);
        let angle: f32 = random.around(0.012);
        Self {
            shift: (random.around(5.0), random.around(5.0)),
            turn: (angle.sin() * scale, angle.cos() * scale),
            scale,
        }
    }

    fn to_scene(self, x: f32, y: f32) -> (f32, f32) {
        let (sine, cosine) = self.turn;
        let (x, y) = (
            x - WIDTH as f32 / 2.0 - self.shift.0,
            y - HEIGHT as f32 / 2.0 - self.shift.1,
        );
        let square = self.scale * self.scale;
        (
            (cosine * x + sine * y) / square + WIDTH as f32 / 2.0,
            (cosine * y - sine * x) / square + HEIGHT as f32 / 2.0,
        )
    }

    fn to_picture(self, x: f32, y: f32) -> (f32, f32) {
        let (sine, cosine) = self.turn;
        let (x, y) = (x - WIDTH as f32 / 2.0, y - HEIGHT as f32 / 2.0);
        (
            cosine * x - sine * y + WIDTH as f32 / 2.0 + self.shift.0,
            sine * x + cosine * y + HEIGHT as f32 / 2.0 + self.shift.1,
        )
    }
}

pub(crate) struct Canvas {
    view: View,
    pixels: Vec<Color>,
}

impl Canvas {
    pub(crate) fn new(view: View) -> Self {
        Self {
            view,
            pixels: vec![[0.0; 3]; WIDTH * HEIGHT],
        }
    }

    pub(crate) fn pixels(&self) -> &[Color] {
        &self.pixels
    }

    /// Changes every pixel of an area: `shade` gets the place in the scene and the colour.
    pub(crate) fn shade(&mut self, area: Area, shade: impl Fn(f32, f32, Color) -> Color) {
        let corners = [
            self.view.to_picture(area.left, area.top),
            self.view.to_picture(area.right, area.top),
            self.view.to_picture(area.left, area.bottom),
            self.view.to_picture(area.right, area.bottom),
        ];
        let least = |values: [f32; 4]| values.into_iter().fold(f32::MAX, f32::min);
        let most = |values: [f32; 4]| values.into_iter().fold(f32::MIN, f32::max);
        let xs = corners.map(|corner| corner.0);
        let ys = corners.map(|corner| corner.1);
        let columns = (least(xs) - 1.0).max(0.0) as usize
            ..((most(xs) + 2.0).clamp(0.0, WIDTH as f32) as usize);
        let rows = (least(ys) - 1.0).max(0.0) as usize
            ..((most(ys) + 2.0).clamp(0.0, HEIGHT as f32) as usize);
        for row in rows {
            for column in columns.clone() {
                let (x, y) = self.view.to_scene(column as f32 + 0.5, row as f32 + 0.5);
                let pixel = &mut self.pixels[row * WIDTH + column];
                *pixel = shade(x, y, *pixel);
            }
        }
    }

    /// Fills a shape, given by its signed distance (negative within), with smooth edges.
    pub(crate) fn fill(
        &mut self,
        area: Area,
        shape: impl Fn(f32, f32) -> f32,
        color: impl Fn(f32, f32) -> Color,
    ) {
        self.shade(area, |x, y, below| {
            let cover = (0.5 - shape(x, y)).clamp(0.0, 1.0);
            if cover == 0.0 {
                below
            } else {
                mix(below, color(x, y), cover)
            }
        });
    }

    /// Draws a line with round ends.
    pub(crate) fn line(&mut self, from: (f32, f32), to: (f32, f32), width: f32, color: Color) {
        let reach = width / 2.0 + 1.0;
        let area = Area {
            left: from.0.min(to.0) - reach,
            top: from.1.min(to.1) - reach,
            right: from.0.max(to.0) + reach,
            bottom: from.1.max(to.1) + reach,
        };
        self.fill(
            area,
            |x, y| segment(x, y, from, to) - width / 2.0,
            |_, _| color,
        );
    }

    /// A soft shadow below a shape: darker by up to `depth`, fading over `reach`.
    pub(crate) fn shadow(
        &mut self,
        area: Area,
        shape: impl Fn(f32, f32) -> f32,
        reach: f32,
        depth: f32,
    ) {
        self.shade(area, |x, y, below| {
            let near = (1.0 - shape(x, y) / reach).clamp(0.0, 1.0);
            scale(below, 1.0 - depth * near * near)
        });
    }
}

pub(crate) fn mix(a: Color, b: Color, part: f32) -> Color {
    [0, 1, 2].map(|channel| a[channel] + (b[channel] - a[channel]) * part)
}

pub(crate) fn scale(color: Color, factor: f32) -> Color {
    color.map(|value| value * factor)
}

/// The length of a vector. Not `hypot`, whose care for huge numbers takes ten times as long.
pub(crate) fn length(x: f32, y: f32) -> f32 {
    (x * x + y * y).sqrt()
}

/// Signed distance to a circle.
pub(crate) fn circle(x: f32, y: f32, center: (f32, f32), radius: f32) -> f32 {
    length(x - center.0, y - center.1) - radius
}

/// About the signed distance to an ellipse: exact on its edge.
pub(crate) fn ellipse(x: f32, y: f32, center: (f32, f32), across: f32, down: f32) -> f32 {
    let (x, y) = (x - center.0, y - center.1);
    let level = length(x / across, y / down);
    let slope = length(x / (across * across), y / (down * down));
    if slope < 1e-6 {
        return -across.min(down);
    }
    level * (level - 1.0) / slope
}

/// Signed distance to a rectangle with round corners.
pub(crate) fn rectangle(x: f32, y: f32, area: Area, corner: f32) -> f32 {
    let middle = (
        (area.left + area.right) / 2.0,
        (area.top + area.bottom) / 2.0,
    );
    let half = (
        (area.right - area.left) / 2.0,
        (area.bottom - area.top) / 2.0,
    );
    let x = (x - middle.0).abs() - half.0 + corner;
    let y = (y - middle.1).abs() - half.1 + corner;
    length(x.max(0.0), y.max(0.0)) + x.max(y).min(0.0) - corner
}

/// Distance to a line from one point to another.
pub(crate) fn segment(x: f32, y: f32, from: (f32, f32), to: (f32, f32)) -> f32 {
    let (ax, ay) = (x - from.0, y - from.1);
    let (bx, by) = (to.0 - from.0, to.1 - from.1);
    let square = (bx * bx + by * by).max(1e-6);
    let part = ((ax * bx + ay * by) / square).clamp(0.0, 1.0);
    length(ax - bx * part, ay - by * part)
}
