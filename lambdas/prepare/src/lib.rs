//! Makes a chunk's pictures ready for the detectors, and keeps aside what cannot be inspected.
//!
//! Every object of the chunk ends in exactly one of three lists: ready, ready but of the same
//! content as another of the batch, or rejected with a reason. Called again with the same
//! input, at whatever point it was cut off, it gives the same.
//!
//! At most `CONCURRENCY` pictures are downloaded or decoded at once and as many written, so
//! memory is bounded by that and the limits, not by the chunk.

mod aside;
mod claim;
mod day;
mod ready;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use contracts::batch::ListedObject;
use contracts::picture::{PictureLimits, PrepareInput, Prepared, PreparedPicture, Rejection};
use contracts::tasks::Prepare;
use contracts::{BatchName, DeviceClass, Place, layout};
use futures::stream::{self, StreamExt, TryStreamExt};
use runtime::{Failure, Handler, Start, StartError, Storage, StorageError};

use crate::aside::Reason;
use crate::claim::Claim;
use crate::day::Upload;
use crate::ready::{Made, make_ready};

/// The handler of [`Prepare`].
pub struct Preparing {
    pictures: Arc<dyn Storage>,
    classes: BTreeSet<DeviceClass>,
    limits: PictureLimits,
    concurrency: usize,
}

/// An object that was read.
enum Read {
    Ready(Box<Ready>),
    Rejected(Rejection),
}

/// A picture that waits to be written.
struct Ready {
    picture: PreparedPicture,
    /// The entity tag of the object as it landed.
    etag: String,
    jpeg: Bytes,
}

/// What became of an object.
enum Settled {
    Rejected(Rejection),
    /// The chunk's first picture of its content, and the key of the picture of the batch that
    /// is looked at for this content: its own, or that of another.
    First(PreparedPicture, String),
    /// Of the same content as an earlier one of the chunk.
    Again(PreparedPicture),
}

impl Preparing {
    /// Builds the handler from the function's environment.
    ///
    /// # Errors
    /// When a variable is missing.
    pub async fn start(start: Start) -> Result<Self, StartError> {
        let variables = &start.variables;
        Ok(Self::new(
            Arc::new(start.bucket(variables.pictures_bucket()?)),
            variables.device_classes()?.clone(),
            variables.picture_limits()?.clone(),
            variables.concurrency()?,
        ))
    }

    /// A handler over the bucket of pictures.
    pub fn new(
        pictures: Arc<dyn Storage>,
        classes: BTreeSet<DeviceClass>,
        limits: PictureLimits,
        concurrency: usize,
    ) -> Self {
        Self {
            pictures,
            classes,
            limits,
            concurrency: concurrency.max(1),
        }
    }

    async fn read(&self, batch: &BatchName, item: &ListedObject) -> Result<Read, Failure> {
        let place = Place::of(batch, &item.key, &self.classes);
        let upload = Upload::of(item)?;
        let reason = match self.look(&place, item).await? {
            Ok((made, etag)) => {
                let ready = ready(item, place, &upload, made, etag)?;
                return Ok(Read::Ready(Box::new(ready)));
            }
            Err(reason) => reason,
        };
        let rejection = aside::keep(&*self.pictures, batch, item, &place, &upload, reason).await?;
        Ok(Read::Rejected(rejection))
    }

    /// Reads and decodes an object; the inner error is why it cannot be inspected. What the
    /// listing tells already is not downloaded.
    async fn look(
        &self,
        place: &Place,
        item: &ListedObject,
    ) -> Result<Result<(Made, String), Reason>, Failure> {
        if let Some((reason, detail)) = &place.problem {
            return Ok(Err(Reason::new(*reason, detail.clone())));
        }
        let limits = ready::limits(&self.limits);
        if let Err(reason) = ready::check_size(item.size, &limits) {
            return Ok(Err(reason));
        }
        let object = match self.pictures.get(&item.key, limits.max_bytes).await {
            Ok(Some(object)) => object,
            Ok(None) => return Ok(Err(Reason::Gone)),
            // It grew since it was listed.
            Err(StorageError::TooLarge { size, .. }) => {
                return Ok(Err(ready::too_large(size, &limits)));
            }
            Err(error) => return Err(error.into()),
        };
        let wanted = self.limits.clone();
        let body = object.body;
        let made = match tokio::task::spawn_blocking(move || make_ready(&body, &wanted)).await {
            Ok(made) => made?,
            // A decoder that panics on a file must not cost the other pictures of the chunk.
            Err(error) => {
                tracing::error!(key = item.key, %error, "the decoder failed");
                Err(ready::undecodable())
            }
        };
        Ok(made.map(|made| (made, object.info.etag)))
    }

    async fn write(&self, batch: &BatchName, ready: Ready) -> Result<Settled, Failure> {
        let claim = Claim {
            batch: batch.to_string(),
            source: ready.picture.source.clone(),
            etag: ready.etag,
            made: format!(
                "{}@{}",
                self.limits.prepared_side, self.limits.prepared_quality
            ),
        };
        let looked_at = claim
            .take(&*self.pictures, &ready.picture.key, ready.jpeg)
            .await?;
        Ok(Settled::First(ready.picture, looked_at))
    }
}

fn ready(
    item: &ListedObject,
    place: Place,
    upload: &Upload,
    made: Made,
    etag: String,
) -> Result<Ready, Failure> {
    let day = upload.day_of(made.captured_at)?;
    let picture = PreparedPicture {
        key: layout::prepared_key(&place.device_class, &day, &made.id),
        id: made.id,
        source: item.key.clone(),
        device_class: place.device_class,
        device_id: place.device_id,
        day,
        format: made.format,
        width: made.width,
        height: made.height,
        bytes: made.bytes,
        uploaded_at: upload.to_string(),
        captured_at: made.captured_at.map(|at| at.to_string()),
        latitude: made.position.map(|position| position.latitude),
        longitude: made.position.map(|position| position.longitude),
        duplicate_of: None,
    };
    Ok(Ready {
        picture,
        etag,
        jpeg: made.jpeg,
    })
}

#[async_trait]
impl Handler<Prepare> for Preparing {
    async fn handle(&self, input: PrepareInput) -> Result<Prepared, Failure> {
        let batch = &input.batch;
        let marker = layout::ready_key(batch);
        let items = input.items.iter().filter(|item| item.key != marker);
        // Both stages keep the order of the listing, so that the first of equal pictures is
        // the same one at every attempt.
        let reading: Vec<_> = items.map(|item| self.read(batch, item)).collect();
        let mut met = HashSet::new();
        let settled: Vec<Settled> = stream::iter(reading)
            .buffered(self.concurrency)
            .map_ok(|read| {
                let first = match &read {
                    Read::Ready(ready) => met.insert(ready.picture.key.clone()),
                    Read::Rejected(_) => false,
                };
                async move {
                    match read {
                        Read::Rejected(rejection) => Ok(Settled::Rejected(rejection)),
                        Read::Ready(ready) if first => self.write(batch, *ready).await,
                        Read::Ready(ready) => Ok(Settled::Again(ready.picture)),
                    }
                }
            })
            .try_buffered(self.concurrency)
            .try_collect()
            .await?;
        let prepared = sort(settled);
        tracing::info!(
            batch = batch.as_str(),
            pictures = prepared.pictures.len(),
            duplicates = prepared.duplicates.len(),
            rejected = prepared.rejected.len(),
            "prepared"
        );
        Ok(prepared)
    }
}

/// The three lists. Of equal pictures, the one that the batch looks at is ready and all others
/// are its duplicates.
fn sort(settled: Vec<Settled>) -> Prepared {
    let mut prepared = Prepared::default();
    let mut looked_at = HashMap::new();
    for one in settled {
        let mut picture = match one {
            Settled::Rejected(rejection) => {
                prepared.rejected.push(rejection);
                continue;
            }
            Settled::First(picture, source) => {
                looked_at.insert(picture.key.clone(), source);
                picture
            }
            Settled::Again(picture) => picture,
        };
        match looked_at.get(&picture.key) {
            Some(source) if *source != picture.source => {
                picture.duplicate_of = Some(source.clone());
                prepared.duplicates.push(picture);
            }
            _ => prepared.pictures.push(picture),
        }
    }
    prepared
}
