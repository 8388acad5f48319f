//! The sample pictures and their rows are taken away again: reports speak of devices in the field
//! alone.

use contracts::recording::ChunkRecord;
use contracts::{BatchName, layout};

use crate::lake;
use crate::literal::varchar;
use crate::objects;
use crate::outcome;
use crate::session::Session;

/// Removes the batch: where it landed, what was made of it, its rows and its records.
pub(super) async fn remove(session: &Session, batch: &BatchName) -> anyhow::Result<()> {
    let progress = session.ui.progress("Clean up", batch.as_str());
    let s3 = &session.clients.s3;
    let names = &session.manifest().names;
    let prepared = prepared(session, batch).await?;
    let mut pictures =
        objects::list(s3, &names.pictures_bucket, &layout::batch_prefix(batch)).await?;
    let rejected = layout::rejected_prefix(batch);
    pictures.extend(objects::list(s3, &names.pictures_bucket, &rejected).await?);
    for key in prepared {
        // The heat map lies beside the picture, where there is one.
        pictures.push(layout::heat_map_key(&key));
        pictures.push(key);
    }
    let records = objects::list(s3, &names.lake_bucket, &layout::chunk_prefix(batch)).await?;
    let mut rows = Vec::new();
    for key in &records {
        let record: Option<ChunkRecord> = objects::get_json(s3, &names.lake_bucket, key).await?;
        if let Some(record) = record {
            rows.extend(record.files);
            rows.extend(record.moved_files.into_iter().map(|file| file.key));
        }
    }
    // The records last: they name the rest, if this is interrupted.
    rows.extend(records);
    rows.push(layout::summary_key(batch));
    let removed = pictures.len() + rows.len();
    for (bucket, keys) in [
        (&names.pictures_bucket, pictures),
        (&names.lake_bucket, rows),
    ] {
        for key in keys {
            objects::remove(s3, bucket, &key).await?;
        }
    }
    progress.done(format!("{batch}: {}", ui::count(removed, "object")));
    Ok(())
}

/// The keys of the pictures that were made ready.
async fn prepared(session: &Session, batch: &BatchName) -> anyhow::Result<Vec<String>> {
    let partitions = outcome::partitions(session, batch).await?;
    if partitions.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT prepared_key FROM pictures WHERE batch = {} AND duplicate_of IS NULL AND {}",
        varchar(batch.as_str()),
        partitions.condition()
    );
    let answer = lake::ask(session, "of the batch's pictures", &sql, Vec::new()).await?;
    Ok(answer.rows.into_iter().flatten().flatten().collect())
}
