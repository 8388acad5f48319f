//! Texture: a seamless tile of smooth noise that is looked up, since computing it for every
//! pixel of every layer would take most of the time.

use std::sync::LazyLock;

use crate::random::Random;

const SIDE: usize = 256;

/// Smooth noise in five octaves, 0 to 1 with a mean of about 0.5.
pub(crate) fn cloudy(x: f32, y: f32) -> f32 {
    static TILE: LazyLock<Vec<f32>> =
        LazyLock::new(|| tile(&[(4, 1.0), (8, 0.6), (16, 0.4), (32, 0.25), (64, 0.15)]));
    look_up(&TILE, x, y)
}

/// Fine grain, 0 to 1 with a mean of about 0.5.
pub(crate) fn grainy(x: f32, y: f32) -> f32 {
    static TILE: LazyLock<Vec<f32>> = LazyLock::new(|| tile(&[(32, 0.4), (64, 0.7), (128, 1.0)]));
    look_up(&TILE, x, y)
}

fn look_up(tile: &[f32], x: f32, y: f32) -> f32 {
    // Made positive, so that cutting off is rounding down: `floor` is a slow call on old
    // processors, and this is asked a million times a picture.
    const FAR: f32 = (SIDE * 64) as f32;
    let (x, y) = (x + FAR, y + FAR);
    let (left, top) = (x as usize, y as usize);
    let (across, down) = (x - left as f32, y - top as f32);
    let (left, right) = (left % SIDE, (left + 1) % SIDE);
    let (top, bottom) = (top % SIDE, (top + 1) % SIDE);
    let at = |row: usize, column: usize| tile[row * SIDE + column];
    let upper = at(top, left) + (at(top, right) - at(top, left)) * across;
    let lower = at(bottom, left) + (at(bottom, right) - at(bottom, left)) * across;
    upper + (lower - upper) * down
}

/// A tile of value noise: octaves of `cells` a side with their weights.
fn tile(octaves: &[(usize, f32)]) -> Vec<f32> {
    let mut random = Random::new(0x7469_6c65);
    let mut tile = vec![0.0; SIDE * SIDE];
    let total: f32 = octaves.iter().map(|(_, weight)| weight).sum();
    for (cells, weight) in octaves {
        let corners: Vec<f32> = (0..cells * cells).map(|_| random.unit()).collect();
        let size = SIDE / cells;
        let ease = |part: f32| part * part * (3.0 - 2.0 * part);
        for y in 0..SIDE {
            for x in 0..SIDE {
                let (row, column) = (y / size, x / size);
                let down = ease((y % size) as f32 / size as f32);
                let across = ease((x % size) as f32 / size as f32);
                let corner = |r: usize, c: usize| corners[r % cells * cells + c % cells];
                let upper = corner(row, column) * (1.0 - across) + corner(row, column + 1) * across;
                let lower =
                    corner(row + 1, column) * (1.0 - across) + corner(row + 1, column + 1) * across;
                tile[y * SIDE + x] += (upper * (1.0 - down) + lower * down) * weight / total;
            }
        }
    }
    tile
}
