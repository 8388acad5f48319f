//! What a picture costs: decoding, preparing, measuring, looking.

#![allow(clippy::unwrap_used, reason = "not for outside input")]

use std::sync::LazyLock;

use divan::{Bencher, black_box};
use vision::anomaly::{AnomalyModel, Method};
use vision::global::GlobalModel;
use vision::picture::{self, Limits, Pixels};
use vision::{Backbone, FitOptions, quality};

fn main() {
    divan::main();
}

const LIMITS: Limits = Limits {
    max_bytes: 30 << 20,
    max_pixels: 50_000_000,
    min_side: 80,
};

static BACKBONE: LazyLock<Backbone> = LazyLock::new(|| Backbone::load().unwrap());
/// About what a phone's camera gives: 4000 x 3000.
static LARGE: LazyLock<Pixels> = LazyLock::new(|| {
    let data = (0..4000u32 * 3000)
        .flat_map(|index| {
            let (x, y) = (index % 4000, index / 4000);
            [(x / 16) as u8, (y / 12) as u8, ((x ^ y) / 8) as u8]
        })
        .collect();
    Pixels::new(4000, 3000, data).unwrap()
});

fn normals() -> impl Iterator<Item = Pixels> {
    samples::normals("pipe").map(|sample| decoded(&sample.bytes))
}

fn decoded(bytes: &[u8]) -> Pixels {
    picture::decode(bytes, &LIMITS).unwrap().pixels
}

#[divan::bench(sample_count = 10)]
fn load_the_network() -> Backbone {
    Backbone::load().unwrap()
}

#[divan::bench(sample_count = 10)]
fn decode_12_megapixels(bencher: Bencher<'_, '_>) {
    let jpeg = LARGE.encode_jpeg(90).unwrap();
    bencher.bench_local(|| decoded(black_box(&jpeg)));
}

#[divan::bench(sample_count = 10)]
fn prepare_12_megapixels(bencher: Bencher<'_, '_>) {
    LazyLock::force(&LARGE);
    bencher.bench_local(|| LARGE.fit_within(1024).encode_jpeg(90).unwrap());
}

#[divan::bench(sample_count = 20)]
fn measure(bencher: Bencher<'_, '_>) {
    let pixels = LARGE.fit_within(1024).into_owned();
    bencher.bench_local(|| quality::measure(black_box(&pixels)));
}

#[divan::bench(sample_count = 20)]
fn first_look(bencher: Bencher<'_, '_>) {
    let model = GlobalModel::fit(&BACKBONE, normals().take(8), &FitOptions::default()).unwrap();
    let pixels = normals().next().unwrap();
    bencher.bench_local(|| model.suspicion(&BACKBONE, &pixels).unwrap());
}

#[divan::bench(sample_count = 20, args = [Method::Padim, Method::PatchCore])]
fn close_look(bencher: Bencher<'_, '_>, method: Method) {
    // Of all classes, so that PatchCore has many vectors to keep.
    let pictures = samples::classes()
        .iter()
        .flat_map(|class| samples::normals(class));
    let pictures = pictures.map(|sample| decoded(&sample.bytes));
    let model = AnomalyModel::fit_by(method, &BACKBONE, pictures, &FitOptions::default()).unwrap();
    let pixels = normals().next().unwrap();
    bencher.bench_local(|| model.examine(&BACKBONE, &pixels).unwrap());
}

#[divan::bench(sample_count = 3)]
fn fit_24_pictures(bencher: Bencher<'_, '_>) {
    let pictures: Vec<Pixels> = normals().collect();
    bencher.bench_local(|| {
        AnomalyModel::fit(&BACKBONE, pictures.iter().cloned(), &FitOptions::default()).unwrap()
    });
}
