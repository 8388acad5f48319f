//! Folders of containers and jobs, each with its handle.

use std::path::{Path, PathBuf};

use uuid::Uuid;

use super::SageMaker;

/// A place for a folder. What is there is removed as the handle goes.
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn at(path: PathBuf) -> Self {
        Self(path)
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl SageMaker {
    /// A place of its own, where nothing is yet.
    pub(super) fn new_folder(&self) -> Folder {
        Folder::at(self.folder.join(Uuid::new_v4().simple().to_string()))
    }
}
