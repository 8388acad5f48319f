//! Heat maps, fetched from the pictures bucket.

use std::path::{Path, PathBuf};

use anyhow::Context;
use futures::{StreamExt, TryStreamExt};

use crate::objects;
use crate::session::Session;

/// A heat map to fetch.
#[derive(Debug, Clone)]
pub(crate) struct HeatMap {
    /// Its key in the pictures bucket.
    pub key: String,
    /// Where it goes.
    pub file: PathBuf,
}

/// Fetches them, a few at a time. A heat map that is gone is told and left out; gives those that
/// were fetched.
pub(crate) async fn fetch(
    session: &Session,
    heat_maps: Vec<HeatMap>,
) -> anyhow::Result<Vec<HeatMap>> {
    let s3 = &session.clients.s3;
    let bucket = &session.manifest().names.pictures_bucket;
    let fetched: Vec<Option<HeatMap>> = futures::stream::iter(heat_maps)
        .map(|heat_map| async move {
            let Some(bytes) = objects::get(s3, bucket, &heat_map.key).await? else {
                session
                    .ui
                    .warn(format!("there is no heat map {}", heat_map.key));
                return anyhow::Ok(None);
            };
            write(&heat_map.file, &bytes)
                .await
                .with_context(|| format!("cannot write {}", heat_map.file.display()))?;
            Ok(Some(heat_map))
        })
        .buffered(objects::CONCURRENCY)
        .try_collect()
        .await?;
    Ok(fetched.into_iter().flatten().collect())
}

async fn write(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = file.parent() {
        tokio::fs::create_dir_all(folder).await?;
    }
    tokio::fs::write(file, bytes).await
}
