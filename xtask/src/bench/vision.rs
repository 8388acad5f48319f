//! What inspecting a picture costs, beside a Python pipeline of Pillow and ONNX Runtime: the same
//! files, the same network, the same steps.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::Context;
use grammar::BenchArgs;
use serde::Deserialize;
use serde_json::json;
use ui::{Align, Exit, Format, Table, Ui};

use super::told;
use crate::cargo;
use crate::peers::install;
use crate::workspace::Workspace;

const PACKAGES: [&str; 3] = ["pillow==13.0.0", "onnxruntime==1.32.0", "numpy==2.4.6"];
const NETWORK: &str = "lambdas/vision/model/efficientnet-lite0-taps-256.onnx";
/// Rows of the table: what ours and the other pipeline call it, and what people read.
const ROWS: [(&str, &str, &str); 5] = [
    ("large", "large", "12 megapixels"),
    (
        "large",
        "largeDraft",
        "12 megapixels, Pillow decoding a smaller version",
    ),
    ("small", "small", "600 x 800"),
    (
        "small",
        "smallDraft",
        "600 x 800, Pillow decoding a smaller version",
    ),
    ("turned", "turned", "600 x 800, taken on its side"),
];

/// What either side says.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Measured {
    #[serde(rename = "peakMemoryMiB")]
    peak_memory: u64,
    /// Of the Python side.
    versions: Option<String>,
    #[serde(flatten)]
    sizes: BTreeMap<String, PerPicture>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
struct PerPicture {
    /// Processor time of all threads.
    cpu_ms: f64,
    wall_ms: f64,
}

/// Inspects the same pictures with both.
pub(super) fn run(ui: &Ui, workspace: &Workspace, args: &BenchArgs) -> anyhow::Result<Exit> {
    let folder = cargo::target_folder(workspace.root())?.join("bench/vision");
    let pictures = folder.join("pictures");
    fs::create_dir_all(&pictures).with_context(|| format!("cannot make {}", pictures.display()))?;
    let times = args.times.max(1).to_string();
    ui.status("Write", "the pictures, and a model of drawn devices");
    let mut write = bench(workspace, &["write"], &pictures, &times);
    cargo::succeed(&mut write, "the benchmark of inspecting pictures")?;
    ui.status("Inspect", format!("every picture {times} times"));
    let mut measure = bench(workspace, &["measure"], &pictures, &times);
    let ours: Measured = told(&mut measure, "the benchmark of inspecting pictures")?;
    let python = install::python(ui, &folder, &PACKAGES)?;
    ui.status("Inspect", "the same with Pillow and ONNX Runtime");
    let mut compare = Command::new(python);
    compare
        .args(["-c", include_str!("vision.py")])
        .arg(&pictures);
    compare.arg(workspace.root().join(NETWORK)).arg(&times);
    // One core, as ours is counted: processor time of all threads.
    compare
        .env("OMP_NUM_THREADS", "1")
        .env("OPENBLAS_NUM_THREADS", "1");
    let theirs: Measured = told(&mut compare, "the Python pipeline")?;

    let mut table = Table::new([
        ("picture", Align::Left),
        ("CPU ms", Align::Right),
        ("ms", Align::Right),
        ("Python CPU ms", Align::Right),
        ("Python ms", Align::Right),
        ("CPU ratio", Align::Right),
    ]);
    let mut rows = Vec::new();
    for (own, other, name) in ROWS {
        let of = |measured: &Measured, size: &str| {
            let found = measured.sizes.get(size).copied();
            found.with_context(|| format!("nobody has said how {size} pictures went"))
        };
        let (own, other) = (of(&ours, own)?, of(&theirs, other)?);
        let ratio = other.cpu_ms / own.cpu_ms;
        table.row([
            name.to_owned(),
            format!("{:.1}", own.cpu_ms),
            format!("{:.1}", own.wall_ms),
            format!("{:.1}", other.cpu_ms),
            format!("{:.1}", other.wall_ms),
            format!("{ratio:.2}"),
        ]);
        rows.push(json!({
            "picture": name,
            "cpuMs": own.cpu_ms,
            "wallMs": own.wall_ms,
            "pythonCpuMs": other.cpu_ms,
            "pythonWallMs": other.wall_ms,
            "cpuRatio": ratio,
        }));
    }
    let versions = theirs.versions.unwrap_or_default();
    if Format::from(args.format) == Format::Json {
        ui.json(&json!({
            "pictures": rows,
            "peakMemoryMiB": ours.peak_memory,
            "pythonPeakMemoryMiB": theirs.peak_memory,
            "python": versions,
        }))?;
        return Ok(Exit::Fine);
    }
    ui.table(&table)?;
    ui.tell(format!(
        "\npeak memory {} MiB; {versions}: {} MiB",
        ours.peak_memory, theirs.peak_memory
    ));
    Ok(Exit::Fine)
}

fn bench(workspace: &Workspace, verb: &[&str], pictures: &Path, times: &str) -> Command {
    let mut command = cargo::command(workspace.root());
    command.args([
        "bench", "--quiet", "-p", "vision", "--bench", "pipeline", "--",
    ]);
    command.args(verb).arg(pictures).arg(times);
    command
}
