//! Real pictures, which lie beside the repository and never in it.

use std::path::{Path, PathBuf};

/// A folder of test data in a `shared` beside the repository or beside a folder above it; says so
/// when it is not there.
pub fn shared(name: &str) -> Option<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let found = here
        .ancestors()
        .map(|folder| folder.join("shared").join(name))
        .find(|folder| folder.is_dir());
    if found.is_none() {
        println!("skipped: there is no ../shared/{name}");
    }
    found
}
