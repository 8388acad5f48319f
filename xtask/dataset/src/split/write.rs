//! A manifest for each part.

use std::fs;
use std::str::FromStr;

use crate::names::Part;
use crate::store::{Dataset, DatasetError, Item, atomic};

/// Where the dataset's files are for whoever reads the parts: `s3://bucket/prefix/`. Training jobs of
/// SageMaker take objects of S3 alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prefix(String);

/// A text that is no prefix.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no place in S3: write it as s3://bucket/prefix")]
pub struct PrefixError(String);

impl FromStr for Prefix {
    type Err = PrefixError;
    fn from_str(text: &str) -> Result<Self, PrefixError> {
        let bucket = text
            .strip_prefix("s3://")
            .and_then(|rest| rest.split('/').next());
        let is_bucket = bucket.is_some_and(|name| {
            (3..=63).contains(&name.len())
                && name
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.'))
        });
        if is_bucket && !text.chars().any(char::is_control) {
            Ok(Self(format!("{}/", text.trim_end_matches('/'))))
        } else {
            Err(PrefixError(text.to_owned()))
        }
    }
}

/// Writes `splits/<part>.manifest` for each part that has pictures, and removes those of parts that
/// have none. Without a prefix, the paths in them are within the dataset's folder.
///
/// # Errors
/// When they cannot be written.
pub fn write_parts(dataset: &Dataset, prefix: Option<&Prefix>) -> Result<(), DatasetError> {
    for part in Part::ALL {
        let path = dataset.part_manifest(part);
        let text = part_text(dataset, part, prefix);
        if !text.is_empty() {
            atomic::write(&path, text.as_bytes())?;
        } else if let Err(source) = fs::remove_file(&path)
            && source.kind() != std::io::ErrorKind::NotFound
        {
            return Err(DatasetError::Io {
                what: "remove",
                path,
                source,
            });
        }
    }
    Ok(())
}

fn part_text(dataset: &Dataset, part: Part, prefix: Option<&Prefix>) -> String {
    let items = dataset.items().values();
    items
        .filter(|item| item.line.group.part == Some(part))
        .map(|item| match prefix {
            None => item.to_line(),
            Some(prefix) => moved(item, prefix).to_line(),
        })
        .collect()
}

fn moved(item: &Item, Prefix(prefix): &Prefix) -> Item {
    let mut item = item.clone();
    item.line.source.insert_str(0, prefix);
    if let Some(mask) = &mut item.line.mask {
        mask.source.insert_str(0, prefix);
    }
    item
}
