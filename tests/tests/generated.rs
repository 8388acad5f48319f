//! The committed output is what the configuration gives.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeMap;
use std::fmt::Write;

use similar::TextDiff;
use tests::{files_below, workspace};

#[test]
fn the_committed_output_is_current() {
    let folder = workspace().join("stacks/generated");
    let mut committed: BTreeMap<String, String> = BTreeMap::new();
    for file in files_below(&folder, "") {
        let path = file
            .strip_prefix(&folder)
            .unwrap()
            .to_string_lossy()
            .into_owned();
        committed.insert(path, std::fs::read_to_string(&file).unwrap());
    }
    let mut report = String::new();
    let (mut artefacts, warnings) = inspection::shared().unwrap_or_else(|found| panic!("{found}"));
    assert!(warnings.is_empty(), "{warnings}");
    for environment in inspection::environments() {
        let own = inspection::generate(environment);
        artefacts.extend(own.unwrap_or_else(|found| panic!("{found}")));
    }
    for artefact in artefacts {
        let found = committed.remove(&artefact.path).unwrap_or_default();
        if found != artefact.text {
            let diff = TextDiff::from_lines(&found, &artefact.text);
            let diff = diff
                .unified_diff()
                .header(&artefact.path, "generated")
                .to_string();
            let _ = writeln!(report, "{diff}");
        }
    }
    for path in committed.keys() {
        let _ = writeln!(report, "{path}: nothing generates it");
    }
    assert!(
        report.is_empty(),
        "stacks/generated is stale; run `cargo xtask generate` and commit\n{report}"
    );
}
