//! Seeded faults: mistakes as data, each made in something that is right, and what is told of it.

use std::fmt::Write as _;
use std::path::Path;

use serde::de::DeserializeOwned;

use crate::files_below;

/// What is told of a fault.
#[derive(Debug)]
pub struct Told {
    /// The fault, in words.
    pub fault: String,
    /// What is to be told of it, in order.
    pub expected: Vec<String>,
    /// What is.
    pub found: Vec<String>,
}

/// The faults of every JSON file below a folder, each file a list of them.
///
/// # Panics
/// When a file is no such list.
#[allow(
    clippy::panic,
    reason = "a test that cannot read its cases proves nothing"
)]
pub fn faults_in<F: DeserializeOwned>(folder: &Path) -> Vec<F> {
    let read = |file: &Path| -> Result<Vec<F>, String> {
        let text = std::fs::read_to_string(file).map_err(|error| error.to_string())?;
        serde_json::from_str(&text).map_err(|error| error.to_string())
    };
    let files = files_below(folder, ".json").into_iter();
    let faults = files
        .flat_map(|file| read(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display())));
    faults.collect()
}

/// Every fault is told as it is expected; there are at least so many.
///
/// # Panics
/// When one is not, with all of them; when one expects nothing, and when there are fewer.
pub fn assert_told(faults: impl IntoIterator<Item = Told>, at_least: usize) {
    let (mut report, mut count) = (String::new(), 0);
    for Told {
        fault,
        expected,
        found,
    } in faults
    {
        count += 1;
        assert!(!expected.is_empty(), "{fault} expects nothing");
        if found != expected {
            let _ = writeln!(report, "{fault}: expected {expected:#?}, found {found:#?}");
        }
    }
    assert!(report.is_empty(), "{report}");
    assert!(count >= at_least, "{count} faults");
}
