//! A real browser at the labelling page: Chromium labels pictures by keyboard, draws a mask, undoes,
//! loads the page again in the middle and opens a second tab; what the manifest says afterwards is
//! what was pressed. Then it goes through all of them again without a label, beside a tab that nobody
//! touches, and has saves refused while it draws. Also told: how many labels a minute the page takes. Where there is no Chromium, one
//! that comes as a package is taken.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::Context;
use serde::Deserialize;
use serde_json::Value;
use ui::{Problem, Ui, count};

use super::install;
use crate::cargo;
use crate::dataset;
use crate::workspace::Workspace;

const PACKAGE: &str = "playwright-core@1.65.1";
/// Chromium without a window, as a package of npm, with the libraries that it needs.
const PACKAGED_BROWSER: &str = "@sparticuz/chromium@147.0.0";
/// A font with all characters of the page: without one that browser ends at the first that it lacks.
const FONTS: &str = "dejavu-fonts-ttf@2.37.3";
/// What the script calls that one.
const PACKAGED: &str = "packaged";
/// Names of the browser's program, on Debian and elsewhere.
const BROWSERS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];
/// How many pictures are labelled.
const PICTURES: usize = 70;
/// A person who is quick gives a thousand labels an hour, some 17 a minute; the page must never be
/// what is waited for.
const LEAST_A_MINUTE: f64 = 300.0;

/// What the browser did.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Done {
    /// What was pressed last for each picture, by its file's name: `normal`, or kinds of anomaly.
    pressed: std::collections::BTreeMap<String, Vec<String>>,
    /// The picture that was drawn on.
    drawn: String,
    labels_a_minute: f64,
    /// The longest and the middle time from a key to the next picture's being shown.
    median_milliseconds: f64,
    most_milliseconds: f64,
    screenshots: Vec<PathBuf>,
    /// What the page asked of other places, and errors that it told its console.
    complaints: Vec<String>,
}

/// What the browser did when it only passed pictures over.
#[derive(Debug, Deserialize)]
struct Passed {
    /// How many it saw before one came again.
    passed: usize,
    complaints: Vec<String>,
}

pub(super) fn run(ui: &Ui, workspace: &Workspace, folder: &Path) -> anyhow::Result<()> {
    let (browser, packages) = match browser() {
        Some(browser) => (browser, vec![PACKAGE]),
        None => (PACKAGED, vec![PACKAGE, PACKAGED_BROWSER, FONTS]),
    };
    install::node_modules(ui, folder, &packages)?;
    let script = folder.join("labelling.cjs");
    fs::write(&script, include_str!("labelling.cjs"))
        .with_context(|| format!("cannot write {}", script.display()))?;
    let program = dataset::build(workspace)?;
    let run = folder.join("run");
    if run.is_dir() {
        fs::remove_dir_all(&run).with_context(|| format!("cannot remove {}", run.display()))?;
    }
    fs::create_dir_all(&run).with_context(|| format!("cannot make {}", run.display()))?;
    let pictures = run.join("pictures");
    let mut draw = Command::new("node");
    draw.arg(&script)
        .arg("draw")
        .arg(&pictures)
        .arg(PICTURES.to_string());
    cargo::succeed(&mut draw, "node labelling.cjs draw")?;
    let dataset = run.join("dataset");
    let sightline = |words: &[&str]| {
        let mut command = Command::new(&program);
        command.arg("--target").arg(&run).arg("dataset").args(words);
        command.arg("--dataset").arg(&dataset);
        command
    };
    let mut add = sightline(&["add", "--class", "panel"]);
    add.arg(&pictures);
    cargo::succeed(&mut add, "sightline-dataset dataset add")?;

    let browse = |verb: &str, words: &[&str], name: &str| {
        let kinds = ["label", "--kind", "scratch", "--kind", "dent"];
        let (page, address) = serve(sightline(&[&kinds, words].concat()))?;
        let output = Command::new("node")
            .arg(&script)
            .arg(verb)
            .args([Path::new(browser), &run, Path::new(&address)])
            .arg(name)
            // Where the packaged one unpacks itself.
            .env("TMPDIR", folder)
            .stderr(Stdio::inherit())
            .output()
            .context("cannot start node")?;
        page.stop()?;
        serde_json::from_slice::<Value>(&output.stdout)
            .context("the browser did not come to its end; see above")
    };
    let done: Done = serde_json::from_value(browse("label", &[], "")?)?;
    compare(&done, &dataset)?;
    let passed: Passed = serde_json::from_value(browse("pass", &["--all"], &done.drawn)?)?;
    tell(&passed.complaints)?;
    // Nothing of it was saved.
    compare(&done, &dataset)?;
    cargo::succeed(
        &mut sightline(&["verify"]),
        "sightline-dataset dataset verify",
    )?;
    for screenshot in &done.screenshots {
        ui.status("Screenshot", screenshot.display().to_string());
    }
    ui.status(
        "Label",
        format!(
            "{} by keyboard, {} passed over, {:.0} a minute; the next picture is there after {:.0} ms, at most {:.0} ms",
            count(done.pressed.len(), "picture"),
            passed.passed,
            done.labels_a_minute,
            done.median_milliseconds,
            done.most_milliseconds,
        ),
    );
    Ok(())
}

/// The browser's program, where there is one.
fn browser() -> Option<&'static str> {
    let path = std::env::var_os("PATH")?;
    let is_there =
        |name: &&str| std::env::split_paths(&path).any(|folder| folder.join(name).is_file());
    BROWSERS.iter().copied().find(is_there)
}

/// A page that is served; stopped when it is dropped.
struct Page(Child);

impl Page {
    /// Asks it to end, and waits until it has.
    fn stop(mut self) -> anyhow::Result<()> {
        let id = self.0.id().to_string();
        cargo::succeed(Command::new("kill").args(["-TERM", &id]), "kill")?;
        let status = self.0.wait().context("cannot wait for the page's server")?;
        anyhow::ensure!(status.success(), "the page's server ended with {status}");
        Ok(())
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        // Gone already, where it was stopped.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts the page's server; gives the address that it prints first.
fn serve(mut command: Command) -> anyhow::Result<(Page, String)> {
    let child = command.stdout(Stdio::piped()).spawn();
    let mut page = Page(child.context("cannot start sightline-dataset")?);
    let stdout = page
        .0
        .stdout
        .take()
        .context("the page's server has no stdout")?;
    let mut address = String::new();
    BufReader::new(stdout).read_line(&mut address)?;
    anyhow::ensure!(
        !address.trim().is_empty(),
        "the page's server told no address"
    );
    Ok((page, address.trim().to_owned()))
}

/// Holds the manifest against what was pressed, and the page to what it may do.
fn compare(done: &Done, dataset: &Path) -> anyhow::Result<()> {
    let mut wrong = done.complaints.clone();
    let manifest = fs::read_to_string(dataset.join("manifest.jsonl"))?;
    let mut seen = 0;
    for line in manifest.lines() {
        let line: Value = serde_json::from_str(line)?;
        let name = line["picture"]["name"].as_str().unwrap_or_default();
        let kinds: Vec<String> =
            serde_json::from_value(line["anomaly-kinds"].clone()).unwrap_or_default();
        let said = match line["anomaly-label-metadata"]["class-name"].as_str() {
            Some("normal") => vec!["normal".to_owned()],
            Some("anomaly") => kinds,
            _ => vec!["nothing".to_owned()],
        };
        match done.pressed.get(name) {
            Some(pressed) if *pressed == said => seen += 1,
            pressed => wrong.push(format!(
                "{name}: pressed {pressed:?}, and the manifest says {said:?}"
            )),
        }
        if (name == done.drawn) != line["anomaly-mask-ref"].is_string() {
            wrong.push(format!("{name}: {} was drawn on", done.drawn));
        }
    }
    if seen != PICTURES {
        wrong.push(format!(
            "{seen} of {PICTURES} labels are as they were pressed"
        ));
    }
    if done.labels_a_minute < LEAST_A_MINUTE {
        let (took, least) = (done.labels_a_minute, LEAST_A_MINUTE);
        wrong.push(format!("{took:.0} labels a minute are fewer than {least}"));
    }
    tell(&wrong)
}

fn tell(wrong: &[String]) -> anyhow::Result<()> {
    if wrong.is_empty() {
        return Ok(());
    }
    Err(Problem::new(format!("the labelling page:\n{}", wrong.join("\n"))).into())
}
