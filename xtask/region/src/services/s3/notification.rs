//! News of new objects for EventBridge, in the same batch as the object.

use serde_json::json;

use super::record::{Bucket, Object};
use super::{S3, bucket_arn};
use crate::context::Context;
use crate::error::ServiceError;
use crate::services::events::Event;
use crate::store::Batch;

/// An event that was entered in a batch. It is on its way once the batch is committed; `wake`
/// tells those who deliver it.
#[must_use]
pub(super) struct News(Option<Context>);

impl News {
    pub(super) fn wake(self) {
        if let Some(context) = self.0 {
            context.events().wake();
        }
    }
}

impl S3 {
    /// Enters the event "Object Created" in the batch when the bucket tells EventBridge.
    pub(super) fn announce(
        &self,
        context: &Context,
        batch: &mut Batch,
        bucket: &Bucket,
        object: &Object,
        reason: &'static str,
    ) -> Result<News, ServiceError> {
        if !bucket.tells_event_bridge() {
            return Ok(News(None));
        }
        let context = context.in_region(&bucket.region)?;
        let mut event = Event::new(&context, "aws.s3", "Object Created");
        event.resources = vec![bucket_arn(&bucket.name)];
        let mut told = json!({
            "key": object.key,
            "size": object.size(),
            "etag": object.etag(),
            "sequencer": sequencer(object),
        });
        if let (Some(version), Some(told)) = (&object.version, told.as_object_mut()) {
            told.insert("version-id".to_owned(), json!(version));
        }
        event.detail = json!({
            "version": "0",
            "bucket": { "name": bucket.name },
            "object": told,
            "request-id": event.id.replace('-', "").to_uppercase()[..16],
            "requester": context.account(),
            "source-ip-address": "127.0.0.1",
            "reason": reason,
        });
        context.events().stage(batch, &event);
        Ok(News(Some(context)))
    }
}

/// Larger for later writes of the same key, in hexadecimal, as S3's are.
fn sequencer(object: &Object) -> String {
    let nanos = u128::try_from(object.last_modified.as_nanosecond()).unwrap_or(0);
    format!("{nanos:018X}")
}
