//! Where the workspace is.

use std::path::{Path, PathBuf};

use ui::Problem;

/// The workspace's folder.
#[derive(Debug)]
pub(crate) struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// Cargo says where its package is; started by hand, the folders upwards are searched.
    pub(crate) fn find() -> anyhow::Result<Self> {
        let package = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        let start = match package {
            Some(package) => package,
            None => std::env::current_dir()?,
        };
        let root = start
            .ancestors()
            .find(|folder| folder.join("Cargo.lock").is_file() && folder.join("stacks").is_dir());
        match root {
            Some(root) => Ok(Self {
                root: root.to_owned(),
            }),
            None => Err(
                Problem::new(format!("{} is not within the workspace", start.display()))
                    .next("change into a clone of the repository")
                    .into(),
            ),
        }
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The committed output of `generate`.
    pub(crate) fn generated(&self) -> PathBuf {
        self.root.join("stacks").join("generated")
    }
}
