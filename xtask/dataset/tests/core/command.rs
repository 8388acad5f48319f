//! The verbs, as people and programs see them.

use std::path::Path;
use std::process::{Command, Output};

use crate::support::{Bench, png};

pub(crate) fn run(bench: &Bench, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sightline-dataset"))
        .arg("--target")
        .arg(bench.folder.path())
        .args(words)
        .output()
        .unwrap()
}

/// What was printed, without what differs from one run to the next.
pub(crate) fn printed(bench: &Bench, output: &Output) -> String {
    let text = format!(
        "status {}\n{}{}",
        output.status.code().unwrap(),
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    text.replace(&bench.folder.path().display().to_string(), "TARGET")
}

fn collected() -> Bench {
    let bench = Bench::new([]);
    for seed in 0..12 {
        bench.file(&format!("sound/m-{}/{seed}.png", seed % 4), &png(seed));
    }
    for seed in 20..24 {
        bench.file(&format!("broken/m-{}/{seed}.png", seed % 2 + 8), &png(seed));
    }
    bench.file("broken/m-8/notes.txt", b"looks bad");
    let folder = |name: &str| bench.pictures().join(name).display().to_string();
    let add = |words: &[&str]| {
        let output = run(
            &bench,
            &[
                &["dataset", "add", "--class", "meter", "--device-by-folder"],
                words,
            ]
            .concat(),
        );
        assert!(output.status.success(), "{}", printed(&bench, &output));
    };
    add(&[&folder("sound"), "--label", "normal"]);
    add(&[&folder("broken"), "--label", "anomalous", "--kind", "dent"]);
    bench
}

#[test]
fn a_dataset_is_collected_counted_split_and_verified() {
    let bench = collected();
    let folder = bench.folder.path().join("datasets/pictures");
    assert!(Path::new(&folder).join("manifest.jsonl").is_file());
    insta::assert_snapshot!(
        "stats",
        printed(&bench, &run(&bench, &["dataset", "stats"]))
    );
    insta::assert_snapshot!(
        "split",
        printed(
            &bench,
            &run(&bench, &["dataset", "split", "--fractions", "0.5/0.5"])
        )
    );
    insta::assert_snapshot!(
        "verify",
        printed(&bench, &run(&bench, &["dataset", "verify"]))
    );
    let stats = run(&bench, &["dataset", "stats", "--format", "json"]);
    let stats: serde_json::Value = serde_json::from_slice(&stats.stdout).unwrap();
    assert_eq!(stats["deviceClasses"]["meter"]["devices"]["m-8"], 2);
    assert_eq!(stats["advisedPictures"], 1000);
    let found = run(&bench, &["dataset", "verify", "--format", "json"]);
    assert_eq!(
        serde_json::from_slice::<serde_json::Value>(&found.stdout).unwrap(),
        serde_json::json!([])
    );
}

#[test]
fn mistakes_on_the_command_line_say_what_is_allowed() {
    let bench = Bench::new([]);
    bench.file("1.png", &png(1));
    let pictures = bench.pictures().display().to_string();
    let empty = bench.folder.path().join("empty");
    std::fs::create_dir_all(&empty).unwrap();
    let empty = empty.display().to_string();
    let mut told = String::new();
    for words in [
        vec!["dataset", "stats"],
        vec!["dataset", "stats", "--name", "../elsewhere"],
        vec!["dataset", "add", &pictures, "--class", "Meter"],
        vec![
            "dataset", "add", &pictures, "--class", "meter", "--label", "normal", "--kind", "dent",
        ],
        vec![
            "dataset",
            "add",
            &pictures,
            "--class",
            "meter",
            "--label",
            "anomalous",
            "--kind",
            "",
            "--kind",
            "anomaly",
        ],
        vec!["dataset", "add", &empty, "--class", "meter"],
        vec![
            "model",
            "import-lookout",
            "no.manifest",
            "--pictures",
            &pictures,
            "--class",
            "meter",
        ],
    ] {
        told.push_str(&printed(&bench, &run(&bench, &words)));
        told.push('\n');
    }
    run(&bench, &["dataset", "add", &pictures, "--class", "meter"]);
    for words in [
        vec!["dataset", "split"],
        vec!["dataset", "split", "--fractions", "0.9/0.2"],
        vec!["dataset", "split", "--prefix", "bucket"],
    ] {
        told.push_str(&printed(&bench, &run(&bench, &words)));
        told.push('\n');
    }
    insta::assert_snapshot!(told);
}
