//! Packs a version as SageMaker's containers find it: one that has passed its gate, or whatever is live.

use std::sync::Arc;

use async_trait::async_trait;
use contracts::backfill::{PackInput, Packed};
use contracts::lineage::LivePointer;
use contracts::model::AskedModel;
use contracts::tasks::{PackError, PackModel};
use contracts::{DeviceClass, VersionId, layout};
use runtime::{Failure, Handler, Start, StartError, Storage};

use crate::model_file::ModelFile;
use crate::store;

/// The handler of [`PackModel`].
pub struct Packing {
    lake: Arc<dyn Storage>,
}

impl Packing {
    /// Builds the handler from the function's environment.
    ///
    /// # Errors
    /// When a variable is missing.
    pub async fn start(start: Start) -> Result<Self, StartError> {
        let lake = start.bucket(start.variables.lake_bucket()?);
        Ok(Self::new(Arc::new(lake)))
    }

    /// A handler over the lake.
    pub fn new(lake: Arc<dyn Storage>) -> Self {
        Self { lake }
    }

    /// What is live, where it is this version.
    async fn live(
        &self,
        class: &DeviceClass,
        version: &VersionId,
    ) -> Result<Option<LivePointer>, Failure<PackError>> {
        let live = store::read::<LivePointer>(&*self.lake, &layout::live_model_key(class)).await?;
        let live = live.map(|live| live.value);
        Ok(live.filter(|live| live.model.version == version.as_str()))
    }

    async fn file(
        &self,
        class: &DeviceClass,
        version: &VersionId,
    ) -> Result<Option<ModelFile>, Failure<PackError>> {
        if let Some(registered) = store::version(&*self.lake, class, version).await? {
            return Ok(Some(registered.into()));
        }
        // What `deploy` and `inspect` fit is registered nowhere, and may be live all the same.
        let live = self.live(class, version).await?;
        // A model package has no file.
        let live = live.filter(|live| !live.model.close_look.is_empty());
        Ok(live.map(|live| live.model.into()))
    }

    /// The endpoint of a version that is live.
    async fn behind_endpoint(
        &self,
        class: &DeviceClass,
        version: &VersionId,
    ) -> Result<Packed, Failure<PackError>> {
        let live = self.live(class, version).await?;
        match live.and_then(|live| live.model.asked) {
            Some(AskedModel::SagemakerEndpoint { endpoint, .. }) => Ok(Packed {
                archive: None,
                endpoint: Some(endpoint),
            }),
            _ => Err(PackError::NotBehindEndpoint {
                device_class: class.to_string(),
                version: version.to_string(),
            }
            .into()),
        }
    }
}

#[async_trait]
impl Handler<PackModel> for Packing {
    async fn handle(&self, input: PackInput) -> Result<Packed, Failure<PackError>> {
        let (class, version) = (&input.device_class, &input.version);
        if input.from_endpoint {
            return self.behind_endpoint(class, version).await;
        }
        let Some(file) = self.file(class, version).await? else {
            return Err(PackError::VersionUnknown {
                device_class: class.to_string(),
                version: version.to_string(),
            }
            .into());
        };
        let archive = file.archive(&*self.lake, class).await?;
        tracing::info!(class = class.as_str(), version = version.as_str(), "packed");
        Ok(Packed {
            archive: Some(archive),
            endpoint: None,
        })
    }
}
