//! A version's file, read and packed as SageMaker's containers find it.

use contracts::lineage::ModelVersion;
use contracts::model::LiveModel;
use contracts::tasks::{PackError, PromoteError};
use contracts::{DeviceClass, TaskError, layout};
use runtime::storage::{Object, Upload};
use runtime::{Failure, Storage};
use sha2::{Digest, Sha256};

/// Most bytes of a model's file.
const LARGEST_MODEL: u64 = 64 * 1024 * 1024;

/// A version's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ModelFile {
    pub(crate) version: String,
    /// Its key in the lake.
    key: String,
    /// What it was when it was written, hexadecimal.
    sha256: String,
}

/// A task that reads a version's file, and can say that it is not what it was.
pub(crate) trait TellsChangedFiles: TaskError {
    /// The file of this key is gone or another: `detail` says which.
    fn changed(key: String, detail: String) -> Self;
}

impl TellsChangedFiles for PackError {
    fn changed(key: String, detail: String) -> Self {
        Self::FileChanged { key, detail }
    }
}

impl TellsChangedFiles for PromoteError {
    fn changed(key: String, detail: String) -> Self {
        Self::FileChanged { key, detail }
    }
}

impl From<ModelVersion> for ModelFile {
    fn from(of: ModelVersion) -> Self {
        Self {
            version: of.version.to_string(),
            key: of.file,
            sha256: of.sha256,
        }
    }
}

impl From<LiveModel> for ModelFile {
    fn from(of: LiveModel) -> Self {
        Self {
            version: of.version,
            key: of.close_look,
            sha256: of.sha256,
        }
    }
}

impl ModelFile {
    /// Packs it where SageMaker takes it from; `s3://bucket/key` of the archive.
    pub(crate) async fn archive<E: TellsChangedFiles>(
        &self,
        lake: &dyn Storage,
        class: &DeviceClass,
    ) -> Result<String, Failure<E>> {
        let model = self.read(lake).await?;
        let packed = archive::pack(&model.body)
            .map_err(|error| Failure::unexpected(format!("{}: {error}", self.key)))?;
        // The same model gives the same archive: whoever else wrote it wrote this.
        let key = layout::model_archive_key(class, &self.version);
        let upload = Upload::new("application/gzip", packed);
        let _ = lake.put(&key, upload).await?;
        Ok(format!("s3://{}/{key}", lake.name()))
    }

    /// The file, which is what it was.
    async fn read<E: TellsChangedFiles>(&self, lake: &dyn Storage) -> Result<Object, Failure<E>> {
        let changed = |detail: String| E::changed(self.key.clone(), detail);
        let Some(object) = lake.get(&self.key, LARGEST_MODEL).await? else {
            return Err(changed("it is not there".to_owned()).into());
        };
        let found = format!("{:x}", Sha256::digest(&object.body));
        if found != self.sha256 {
            let detail = format!("its SHA-256 is {found} and was {}", self.sha256);
            return Err(changed(detail).into());
        }
        Ok(object)
    }
}
