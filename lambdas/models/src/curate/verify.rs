//! Whether a dataset is what it says: every line, and every picture's bytes.

use std::collections::BTreeMap;

use contracts::training::{TrainingPart, TrainingPicture};
use contracts::{DeviceClass, layout};
use runtime::{Storage, StorageError};
use sha2::{Digest, Sha256};

/// Most bytes of a prepared picture.
const LARGEST_PICTURE: u64 = 32 * 1024 * 1024;
/// Most bytes of a mask.
const LARGEST_MASK: u64 = 32 * 1024 * 1024;

/// What is wrong with the lines, a sentence each.
pub(super) fn lines(pictures: &[TrainingPicture], class: &DeviceClass) -> Vec<String> {
    let mut mistakes = Vec::new();
    if pictures.is_empty() {
        mistakes.push("it lists no pictures".to_owned());
    }
    let allowed = [
        layout::training_prefix(class),
        format!("{}{class}/", layout::PREPARED),
    ];
    let mut by_content: BTreeMap<&str, &TrainingPicture> = BTreeMap::new();
    let mut parts: BTreeMap<&str, (&TrainingPicture, TrainingPart)> = BTreeMap::new();
    for picture in pictures {
        let name = &picture.name;
        let is_hex = |c: char| matches!(c, '0'..='9' | 'a'..='f');
        if picture.sha256.len() != 64 || !picture.sha256.chars().all(is_hex) {
            mistakes.push(format!("{name}: {:?} is no SHA-256", picture.sha256));
            continue;
        }
        let keys = std::iter::once(&picture.key).chain(&picture.mask);
        for key in keys.filter(|key| !allowed.iter().any(|prefix| key.starts_with(prefix))) {
            mistakes.push(format!(
                "{name}: {key} is not under {}",
                allowed.join(" or ")
            ));
        }
        if picture.mask.is_some() && !picture.anomalous {
            mistakes.push(format!("{name}: a normal picture has no mask"));
        }
        if let Some(same) = by_content.insert(&picture.sha256, picture) {
            mistakes.push(if same.anomalous == picture.anomalous {
                format!("{name} is the same picture as {}", same.name)
            } else {
                format!(
                    "{name} is the same picture as {}, and one is called normal, the other \
                     anomalous",
                    same.name
                )
            });
        }
        if let (Some(group), Some(part)) = (picture.group.as_deref(), picture.part)
            && let Some((other, of_other)) = parts.insert(group, (picture, part))
            && of_other != part
        {
            mistakes.push(format!(
                "{name} and {} belong together ({group}), and one is to train on, the other to \
                 evaluate with",
                other.name
            ));
        }
    }
    mistakes
}

/// What is wrong with a picture's objects.
pub(super) async fn object(
    bucket: &dyn Storage,
    picture: &TrainingPicture,
) -> Result<Option<String>, StorageError> {
    let name = &picture.name;
    let object = match bucket.get(&picture.key, LARGEST_PICTURE).await {
        Ok(Some(object)) => object,
        Ok(None) => return Ok(Some(format!("{name}: {} is not there", picture.key))),
        Err(error @ StorageError::TooLarge { .. }) => {
            return Ok(Some(format!("{name}: {error}")));
        }
        Err(error) => return Err(error),
    };
    let found = format!("{:x}", Sha256::digest(&object.body));
    if found != picture.sha256 {
        return Ok(Some(format!(
            "{name}: the SHA-256 of {} is {found}; the manifest says {}",
            picture.key, picture.sha256
        )));
    }
    if let Some(mask) = &picture.mask {
        match bucket.head(mask).await? {
            None => return Ok(Some(format!("{name}: its mask {mask} is not there"))),
            Some(info) if info.size > LARGEST_MASK => {
                return Ok(Some(format!(
                    "{name}: its mask {mask} has {} bytes; at most {LARGEST_MASK} are read",
                    info.size
                )));
            }
            Some(_) => {}
        }
    }
    Ok(None)
}
