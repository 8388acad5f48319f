//! A batch of pictures on its way into the pictures bucket.

use contracts::{BatchName, DeviceClass, DeviceId, layout};

use crate::objects::{self, Body, Upload};
use crate::session::Session;

/// A batch name that no earlier run had: the purpose and the moment, to the millisecond.
pub(crate) fn name(purpose: &str) -> anyhow::Result<BatchName> {
    let now = jiff::Timestamp::now();
    let stamp: String = format!("{now:.3}")
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    Ok(BatchName::parse(format!("{purpose}-{stamp}"))?)
}

/// A picture of a batch.
#[derive(Debug, Clone)]
pub(crate) struct Picture {
    pub class: DeviceClass,
    pub device: DeviceId,
    pub file: String,
    pub body: Body,
}

impl Picture {
    /// Where it lands.
    pub(crate) fn key(&self, batch: &BatchName) -> String {
        layout::incoming_key(batch, &self.class, &self.device, &self.file)
    }
}

/// Uploads the pictures and then says that the batch is complete, which starts the workflow.
pub(crate) async fn upload(
    session: &Session,
    batch: &BatchName,
    pictures: Vec<Picture>,
) -> anyhow::Result<()> {
    let bucket = &session.manifest().names.pictures_bucket;
    let s3 = &session.clients.s3;
    let all = ui::count(pictures.len(), "picture");
    let progress = session.ui.progress("Upload", &all);
    let uploads = pictures.into_iter().map(|picture| Upload {
        key: picture.key(batch),
        body: picture.body,
    });
    objects::put_all(s3, bucket, uploads, |done| {
        progress.update(format!("{done} of {all}"));
    })
    .await?;
    let ready = Upload {
        key: layout::ready_key(batch),
        body: Body::Bytes(bytes::Bytes::new()),
    };
    objects::put(s3, bucket, ready).await?;
    progress.done(format!("{all} as the batch {batch}"));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_is_named_by_its_purpose_and_moment() {
        let name = name("smoke").unwrap();
        assert!(name.as_str().starts_with("smoke-2"), "{name}");
        assert!(name.as_str().ends_with('Z'), "{name}");
    }
}
