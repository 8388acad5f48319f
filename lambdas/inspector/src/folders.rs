//! Where SageMaker puts what a container reads, and takes what it writes.

use std::path::PathBuf;

/// The folders below `/opt/ml`, or below another one.
#[derive(Debug, Clone)]
pub struct Folders {
    root: PathBuf,
}

/// The model within its folder; SageMaker packs the folder as `model.tar.gz` after training, and
/// unpacks it before serving.
pub(crate) const MODEL_FILE: &str = "close-look.model";

impl Folders {
    /// All of them below `root`.
    pub fn below(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// A file of the training job's configuration.
    pub(crate) fn config(&self, file: &str) -> PathBuf {
        self.root.join("input/config").join(file)
    }

    /// The pictures of a channel.
    pub(crate) fn channel(&self, name: &str) -> PathBuf {
        self.root.join("input/data").join(name)
    }

    /// What becomes the model's artefact.
    pub(crate) fn model(&self) -> PathBuf {
        self.root.join("model")
    }

    /// Where the reason of a failure goes. SageMaker shows its first 1,024 characters as
    /// `FailureReason`.
    pub(crate) fn failure(&self) -> PathBuf {
        self.root.join("output/failure")
    }
}
