//! Proof across crates. What a test of one crate can show stands in that crate; here is what
//! only the whole can: the invariants of ARCHITECTURE.md, the committed output, and the main
//! job from end to end.

mod faults;
mod installation;
pub mod wire;

use std::path::{Path, PathBuf};

pub use faults::{Told, assert_told, faults_in};
pub use installation::{Ended, Installation, Served, until};

/// The folder of the workspace.
pub fn workspace() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own).to_owned()
}

/// Every file below a folder whose name ends so, sorted.
///
/// # Panics
/// When the folder cannot be read: a test that cannot see the sources proves nothing.
#[allow(clippy::expect_used)]
pub fn files_below(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut out = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a readable folder") {
            let path = entry.expect("a readable entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                out.push(path);
            }
        }
    }
    out.sort();
    out
}
