//! The test suite of jsonata-js, of which a package of PyPI carries a copy.

use std::path::Path;

use ui::Ui;

use super::install;
use crate::cargo;
use crate::workspace::Workspace;

/// The package, and where the suite is within it.
const PACKAGE: (&str, &str) = ("jsonata2py", "0.1.3");
const SUITE: &str = "tests/resources/jsonata-test-suite";

pub(super) fn run(ui: &Ui, workspace: &Workspace, folder: &Path) -> anyhow::Result<()> {
    let package = install::source_distribution(ui, folder, PACKAGE.0, PACKAGE.1)?;
    let mut test = cargo::command(workspace.root());
    test.args([
        "test",
        "--quiet",
        "--package",
        "asl-run",
        "--test",
        "jsonata_suite",
    ]);
    test.args(["--", "--nocapture"]);
    test.env("JSONATA_SUITE", package.join(SUITE));
    cargo::succeed(&mut test, "cargo test --test jsonata_suite")
}
