//! The close look inside the function itself: a model of `vision` of the device class, of whatever
//! kind, read from the lake. It costs nothing while it is idle.

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use contracts::examination::{Examination, Verdict};
use contracts::layout;
use contracts::model::LiveModel;
use contracts::picture::PreparedPicture;
use contracts::tasks::CloseLookError;
use detectors::{CloseLookDetector, CloseLooked};
use runtime::storage::Upload;
use runtime::{Failure, StartError, Storage, StorageError};
use sha2::{Digest, Sha256};
use tokio::sync::Mutex;
use vision::picture::{Limits, decode};
use vision::{Backbone, Model};

/// Models kept from one invocation to the next, each about 15 MB.
const MOST_MODELS: usize = 8;
/// Most bytes of a model file.
const LARGEST_MODEL: u64 = 64 * 1024 * 1024;
/// What a prepared picture can be: this product's own, and yet bounded.
const PREPARED: Limits = Limits {
    max_bytes: 32 * 1024 * 1024,
    max_pixels: 64 * 1000 * 1000,
    min_side: 1,
};

/// The models, embedded.
pub struct EmbeddedCloseLook {
    pictures: Arc<dyn Storage>,
    lake: Arc<dyn Storage>,
    backbone: Arc<Backbone>,
    /// The models used last, the latest at the end. Held while a model is read, so that
    /// pictures of one class wait for it instead of each reading it.
    models: Mutex<Vec<(Loaded, Arc<Model>)>>,
}

/// What a model in memory was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Loaded {
    key: String,
    sha256: String,
}

/// What examining a picture gives: the examination without its heat map, and the heat map where the
/// kind of model has one.
struct Examined {
    examination: Examination,
    heat_map: Option<Vec<u8>>,
}

impl EmbeddedCloseLook {
    /// Loads the network.
    ///
    /// # Errors
    /// When the network in the package cannot be used.
    pub fn new(pictures: Arc<dyn Storage>, lake: Arc<dyn Storage>) -> Result<Self, StartError> {
        let backbone = Backbone::load().map_err(|error| StartError::Shipped {
            what: "the network of the close look",
            detail: error.to_string(),
        })?;
        Ok(Self::with_backbone(pictures, lake, Arc::new(backbone)))
    }

    /// As [`Self::new`], with a network that is loaded already.
    pub fn with_backbone(
        pictures: Arc<dyn Storage>,
        lake: Arc<dyn Storage>,
        backbone: Arc<Backbone>,
    ) -> Self {
        Self {
            pictures,
            lake,
            backbone,
            models: Mutex::default(),
        }
    }

    async fn model(
        &self,
        picture: &PreparedPicture,
        live: &LiveModel,
    ) -> Result<Arc<Model>, Failure<CloseLookError>> {
        let wanted = Loaded {
            key: live.close_look.clone(),
            sha256: live.sha256.to_ascii_lowercase(),
        };
        let mut models = self.models.lock().await;
        if let Some(at) = models.iter().position(|(loaded, _)| *loaded == wanted) {
            let latest = models.remove(at);
            let model = Arc::clone(&latest.1);
            models.push(latest);
            return Ok(model);
        }
        let model = Arc::new(self.read_model(picture, &wanted).await?);
        if models.len() == MOST_MODELS {
            models.remove(0);
        }
        models.push((wanted, Arc::clone(&model)));
        Ok(model)
    }

    async fn read_model(
        &self,
        picture: &PreparedPicture,
        wanted: &Loaded,
    ) -> Result<Model, Failure<CloseLookError>> {
        let unreadable = |detail: String| CloseLookError::ModelUnreadable {
            key: wanted.key.clone(),
            detail,
        };
        let object = match self.lake.get(&wanted.key, LARGEST_MODEL).await {
            Ok(Some(object)) => object,
            Ok(None) => {
                return Err(CloseLookError::ModelNotFound {
                    device_class: picture.device_class.to_string(),
                    key: wanted.key.clone(),
                }
                .into());
            }
            Err(error @ StorageError::TooLarge { .. }) => {
                return Err(unreadable(error.to_string()).into());
            }
            Err(error) => return Err(error.into()),
        };
        let sha256 = wanted.sha256.clone();
        let reading = tokio::task::spawn_blocking(move || parse_model(&object.body, &sha256));
        match reading.await {
            Ok(parsed) => Ok(parsed.map_err(unreadable)?),
            Err(error) => Err(unreadable(format!("reading it failed: {error}")).into()),
        }
    }

    /// What a model says of a picture; the inner error is why this very picture is refused.
    async fn examined(
        &self,
        picture: &PreparedPicture,
        model: &LiveModel,
    ) -> Result<Result<Examined, String>, Failure<CloseLookError>> {
        let own_model = self.model(picture, model).await?;
        let object = match self.pictures.get(&picture.key, PREPARED.max_bytes).await {
            Ok(Some(object)) => object,
            Ok(None) => {
                return Ok(Err(format!(
                    "the prepared picture {} is not there any more",
                    picture.key
                )));
            }
            Err(error @ StorageError::TooLarge { .. }) => return Ok(Err(error.to_string())),
            Err(error) => return Err(error.into()),
        };
        let backbone = Arc::clone(&self.backbone);
        let (of, version) = (picture.clone(), model.version.clone());
        let work = tokio::task::spawn_blocking(move || {
            examine(&backbone, &own_model, &object.body, &of, version)
        });
        Ok(work.await.unwrap_or_else(|error| {
            tracing::error!(key = picture.key, %error, "the model failed");
            Err("the model failed on it".to_owned())
        }))
    }

    async fn put_heat_map(&self, key: &str, png: Vec<u8>) -> Result<(), StorageError> {
        let _ = self
            .pictures
            .put(key, Upload::new("image/png", png))
            .await?;
        Ok(())
    }
}

#[async_trait]
impl CloseLookDetector for EmbeddedCloseLook {
    async fn look(
        &self,
        picture: &PreparedPicture,
        model: &LiveModel,
    ) -> Result<CloseLooked, Failure<CloseLookError>> {
        let examined = match self.examined(picture, model).await? {
            Ok(examined) => examined,
            Err(refused) => return Ok(CloseLooked::Refused(refused)),
        };
        let heat_map = match examined.heat_map {
            None => None,
            Some(bytes) => {
                let key = layout::heat_map_key(&picture.key);
                self.put_heat_map(&key, bytes).await?;
                Some(key)
            }
        };
        Ok(CloseLooked::Examined(Examination {
            heat_map,
            ..examined.examination
        }))
    }

    /// Its heat map is not kept: the picture's is the live model's.
    async fn shadow(
        &self,
        picture: &PreparedPicture,
        model: &LiveModel,
    ) -> Result<Option<CloseLooked>, Failure<CloseLookError>> {
        Ok(Some(match self.examined(picture, model).await? {
            Ok(examined) => CloseLooked::Examined(examined.examination),
            Err(refused) => CloseLooked::Refused(refused),
        }))
    }
}

fn parse_model(file: &Bytes, sha256: &str) -> Result<Model, String> {
    let found = format!("{:x}", Sha256::digest(file));
    if found != sha256 {
        return Err(format!(
            "its SHA-256 is {found}; live.json says {sha256}: it was replaced or cut off"
        ));
    }
    Model::from_bytes(file).map_err(|error| error.to_string())
}

/// The error is why this picture is refused, as a sentence.
fn examine(
    backbone: &Backbone,
    model: &Model,
    jpeg: &[u8],
    picture: &PreparedPicture,
    version: String,
) -> Result<Examined, String> {
    let pixels = decode(jpeg, &PREPARED)
        .map_err(|error| format!("{}: {error}", picture.key))?
        .pixels;
    let found = model
        .examine(backbone, &pixels)
        .map_err(|error| error.to_string())?;
    let heat_map = found
        .heat_map
        .map(|map| map.overlay(&pixels).encode_png())
        .transpose()
        .map_err(|error| format!("its heat map cannot be written: {error}"))?;
    let boxes = found.regions.iter().take(Examination::MOST_BOXES);
    Ok(Examined {
        heat_map,
        examination: Examination {
            picture_id: picture.id.clone(),
            verdict: if found.anomalous {
                Verdict::Anomalous
            } else {
                Verdict::Normal
            },
            score: found.score,
            boxes: boxes.map(|region| (*region).into()).collect(),
            heat_map: None,
            model: version,
        },
    })
}
