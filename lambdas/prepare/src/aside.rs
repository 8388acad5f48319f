//! Keeps aside what cannot be inspected.
//!
//! The object is copied to `rejected/` with the reason in its metadata, and the original stays:
//! `record` deletes it when the row is in the lake, so that at no moment the object is without
//! a place or without a record. When this function is called again after that, the copy's
//! metadata gives the same rejection.

use std::collections::BTreeMap;

use contracts::batch::ListedObject;
use contracts::picture::{Rejection, RejectionReason};
use contracts::{BatchName, Place, layout};
use runtime::storage::{from_metadata, to_metadata};
use runtime::{Failure, Storage};

use crate::day::Upload;

const REASON: &str = "reason";
const DETAIL: &str = "detail";

/// Most bytes of a detail: metadata has 2 KB in all.
const LONGEST_DETAIL: usize = 900;

/// Most bytes that S3 copies in one request. What is larger stays where it landed.
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html>
const MOST_COPIED: u64 = 5 * 1024 * 1024 * 1024;

/// Why an object cannot be inspected.
pub(crate) enum Reason {
    /// For what it is or where it is.
    Told {
        reason: RejectionReason,
        detail: String,
    },
    /// It is not there any more.
    Gone,
}

impl Reason {
    pub(crate) fn new(reason: RejectionReason, detail: String) -> Self {
        Self::Told {
            reason,
            detail: shortened(detail),
        }
    }
}

/// Keeps `item` aside and gives its rejection.
///
/// # Errors
/// When the bucket fails.
pub(crate) async fn keep(
    pictures: &dyn Storage,
    batch: &BatchName,
    item: &ListedObject,
    place: &Place,
    upload: &Upload,
    reason: Reason,
) -> Result<Rejection, Failure> {
    let day = upload.day()?;
    let rejection = |kept_at: String, reason, detail| Rejection {
        source: item.key.clone(),
        kept_at,
        device_class: place.device_class.clone(),
        device_id: place.device_id.clone(),
        day,
        bytes: item.size,
        reason,
        detail,
    };
    // What is no object of the batch is not this function's to move.
    let target = layout::rejected_key(&item.key)
        .filter(|_| item.key.starts_with(&layout::batch_prefix(batch)));
    let Some(target) = target else {
        return Ok(match reason {
            Reason::Told { reason, detail } => rejection(item.key.clone(), reason, detail),
            Reason::Gone => gone(item, rejection),
        });
    };
    if let Reason::Told { reason, detail } = reason {
        if item.size > MOST_COPIED {
            return Ok(rejection(item.key.clone(), reason, detail));
        }
        let metadata = BTreeMap::from([
            (REASON.to_owned(), reason.as_str().to_owned()),
            (DETAIL.to_owned(), to_metadata(&detail)),
        ]);
        if pictures.copy(&item.key, &target, metadata).await? {
            return Ok(rejection(target, reason, detail));
        }
    }
    // Not there: either an earlier attempt came to its end and the original was deleted, or
    // somebody took it back.
    let kept = pictures.head(&target).await?.and_then(|info| {
        let reason = info.metadata.get(REASON)?;
        let reason = RejectionReason::ALL
            .into_iter()
            .find(|known| known.as_str() == reason)?;
        Some((reason, from_metadata(info.metadata.get(DETAIL)?)))
    });
    Ok(match kept {
        Some((reason, detail)) => rejection(target, reason, detail),
        None => gone(item, rejection),
    })
}

fn gone(
    item: &ListedObject,
    rejection: impl FnOnce(String, RejectionReason, String) -> Rejection,
) -> Rejection {
    rejection(
        item.key.clone(),
        RejectionReason::NotInspected,
        "the object was listed and is not there any more: it was deleted or moved meanwhile"
            .to_owned(),
    )
}

fn shortened(mut detail: String) -> String {
    if detail.len() > LONGEST_DETAIL {
        detail.truncate(detail.floor_char_boundary(LONGEST_DETAIL));
        detail.push_str(" ...");
    }
    detail
}
