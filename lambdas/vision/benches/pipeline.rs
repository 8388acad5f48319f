//! A picture's whole way, from a file's bytes to the score: decoded, made ready, described, held
//! against a model. Without arguments both sizes are timed; `cargo xtask bench vision` runs it with
//! `write FOLDER` and `measure FOLDER TIMES`, apart, so that the peak memory is that of inspecting,
//! and holds the figures beside a Python pipeline's on the same files.

#![allow(clippy::print_stdout, reason = "a benchmark prints what it measured")]
#![allow(clippy::unwrap_used, reason = "not for outside input")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::Instant;

use divan::{Bencher, black_box};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use serde_json::{Value, json};
use vision::anomaly::AnomalyModel;
use vision::picture::{Limits, Pixels, decode, decode_within};
use vision::{Backbone, FitOptions};

const LIMITS: Limits = Limits {
    max_bytes: 30 << 20,
    max_pixels: 50_000_000,
    min_side: 80,
};
/// As the configuration has it by default.
const PREPARED_SIDE: u32 = 1024;
const PREPARED_QUALITY: u8 = 90;
/// Names and sides of the files, and whether they have to be turned, after which they are compressed
/// anew.
const KINDS: [(&str, u32, u32, bool); 3] = [
    ("large", 4000, 3000, false),
    ("small", 800, 600, false),
    ("turned", 800, 600, true),
];
/// Exif's segment of a picture that was taken on its side, and nothing else.
const ON_ITS_SIDE: &[u8] =
    b"\xff\xe1\0\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
/// Files of each size.
const FILES: usize = 4;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["write", folder, ..] => write(Path::new(folder)),
        ["measure", folder, times, ..] => {
            println!("{}", measure(Path::new(folder), times.parse().unwrap()));
        }
        _ => divan::main(),
    }
}

static BACKBONE: LazyLock<Backbone> = LazyLock::new(|| Backbone::load().unwrap());
static MODEL: LazyLock<AnomalyModel> = LazyLock::new(|| {
    let pictures = samples::normals("meter")
        .take(8)
        .map(|sample| pixels(&sample.bytes));
    AnomalyModel::fit(&BACKBONE, pictures, &FitOptions::default()).unwrap()
});

#[divan::bench(sample_count = 10)]
fn twelve_megapixels(bencher: Bencher<'_, '_>) {
    time(bencher, &photograph(0, 4000, 3000));
}

#[divan::bench(sample_count = 20)]
fn six_hundred_by_eight_hundred(bencher: Bencher<'_, '_>) {
    time(bencher, &photograph(0, 800, 600));
}

#[divan::bench(sample_count = 20)]
fn six_hundred_by_eight_hundred_on_its_side(bencher: Bencher<'_, '_>) {
    time(bencher, &on_its_side(&photograph(0, 800, 600)));
}

fn time(bencher: Bencher<'_, '_>, file: &[u8]) {
    LazyLock::force(&MODEL);
    bencher.bench_local(|| inspect(&BACKBONE, &MODEL, black_box(file)));
}

fn pixels(bytes: &[u8]) -> Pixels {
    decode(bytes, &LIMITS).unwrap().pixels
}

/// What `prepare` and the close look do of one picture.
fn inspect(backbone: &Backbone, model: &AnomalyModel, file: &[u8]) -> f64 {
    let picture = decode_within(file, &LIMITS, PREPARED_SIDE).unwrap();
    let prepared = picture.to_jpeg(file, PREPARED_QUALITY).unwrap();
    model.examine(backbone, &pixels(&prepared)).unwrap().score
}

/// A drawn device as a camera of this size would give it: enlarged, with a sensor's noise.
fn photograph(index: usize, width: u32, height: u32) -> Vec<u8> {
    let sample = samples::normals("meter").nth(index).unwrap();
    let drawn = pixels(&sample.bytes);
    let mut state = index as u32 + 1;
    let mut data = Vec::with_capacity((width * height * 3) as usize);
    for y in 0..height {
        for x in 0..width {
            let from =
                (y * drawn.height() / height * drawn.width() + x * drawn.width() / width) * 3;
            // A linear congruential generator's high bits: -4 to 3.
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let noise = (state >> 29) as i16 - 4;
            let pixel = &drawn.data()[from as usize..from as usize + 3];
            data.extend(
                pixel
                    .iter()
                    .map(|value| (i16::from(*value) + noise).clamp(0, 255) as u8),
            );
        }
    }
    // As most cameras write them: the colour at half the resolution.
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, 90);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    let (width, height) = (width as u16, height as u16);
    encoder
        .encode(&data, width, height, ColorType::Rgb)
        .unwrap();
    file
}

fn on_its_side(file: &[u8]) -> Vec<u8> {
    let (start, rest) = file.split_at(2);
    [start, ON_ITS_SIDE, rest].concat()
}

fn file(folder: &Path, kind: &str, index: usize) -> PathBuf {
    folder.join(format!("{kind}-{index}.jpg"))
}

fn write(folder: &Path) {
    fs::create_dir_all(folder).unwrap();
    for (kind, width, height, turned) in KINDS {
        for index in 0..FILES {
            let mut photograph = photograph(index, width, height);
            if turned {
                photograph = on_its_side(&photograph);
            }
            fs::write(file(folder, kind, index), photograph).unwrap();
        }
    }
    fs::write(folder.join("close-look.model"), MODEL.to_bytes()).unwrap();
}

fn measure(folder: &Path, times: u32) -> Value {
    let model =
        AnomalyModel::from_bytes(&fs::read(folder.join("close-look.model")).unwrap()).unwrap();
    let mut told = serde_json::Map::new();
    for (kind, ..) in KINDS {
        let read = |index| fs::read(file(folder, kind, index)).unwrap();
        let files: Vec<Vec<u8>> = (0..FILES).map(read).collect();
        // Once for caches and threads that start.
        inspect(&BACKBONE, &model, &files[0]);
        let (started, cpu) = (Instant::now(), cpu_milliseconds());
        for _ in 0..times {
            for file in &files {
                black_box(inspect(&BACKBONE, &model, file));
            }
        }
        let pictures = f64::from(times) * FILES as f64;
        told.insert(
            kind.to_owned(),
            json!({
                "cpuMs": (cpu_milliseconds() - cpu) / pictures,
                "wallMs": started.elapsed().as_secs_f64() * 1e3 / pictures,
            }),
        );
    }
    told.insert("peakMemoryMiB".to_owned(), json!(peak_memory()));
    Value::Object(told)
}

/// The processor time of all threads so far. Linux counts it in hundredths of a second.
fn cpu_milliseconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap();
    // After the name, which may hold spaces: user and system time are the 12th and the 13th.
    let fields: Vec<&str> = stat
        .rsplit(')')
        .next()
        .unwrap()
        .split_whitespace()
        .collect();
    let ticks: f64 = fields[11..13]
        .iter()
        .map(|field| field.parse::<f64>().unwrap())
        .sum();
    ticks * 10.0
}

/// The most memory that was in use, in MiB.
fn peak_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let mut lines = status.lines();
    let line = lines.find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1024
}
