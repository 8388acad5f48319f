//! The objects that a job is told to take: those below a prefix, or those that a manifest lists.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::containers::fetch;
use super::input::s3_place;
use super::invalid;
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;
use crate::services::s3::{ListRequest, Subject};

/// Most objects of a job, or of a channel of it.
pub(super) const MOST_OBJECTS: usize = 50_000;
/// Most bytes of a manifest.
const MANIFEST_BYTES: u64 = 256 << 20;
/// Keys on a page of a listing.
const PAGE: usize = 1_000;

/// `S3DataSource`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct S3DataSource {
    pub(super) s3_data_type: DataType,
    pub(super) s3_uri: String,
}

/// What an address names. AWS has augmented manifests as well, for pipes alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum DataType {
    /// Every object below it.
    S3Prefix,
    /// The objects that an object lists.
    ManifestFile,
}

/// An object to take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Input {
    pub(super) bucket: String,
    pub(super) key: String,
    /// What of its key it keeps: below a prefix the part behind the prefix's last `/`, in a manifest the part
    /// that it is listed with.
    pub(super) path: String,
}

impl Input {
    /// A sentence about it.
    pub(super) fn told(&self, what: &str) -> String {
        format!("s3://{}/{}: {what}", self.bucket, self.key)
    }
}

/// What a source names.
///
/// # Errors
/// When it cannot be read.
pub(super) async fn named(
    context: &Context,
    role: &Caller,
    source: &S3DataSource,
) -> Result<Vec<Input>, ServiceError> {
    let (bucket, place) = s3_place("S3Uri", &source.s3_uri)?;
    match source.s3_data_type {
        DataType::S3Prefix => {
            let folder = place.rfind('/').map_or(0, |at| at + 1);
            let keys = below(context, role, &bucket, &place)?.into_iter();
            Ok(keys
                .map(|key| Input {
                    bucket: bucket.clone(),
                    path: key[folder..].to_owned(),
                    key,
                })
                .collect())
        }
        DataType::ManifestFile => {
            listed(&fetch(context, role, &bucket, &place, MANIFEST_BYTES).await?)
        }
    }
}

/// The keys below a prefix, but for those of folders.
fn below(
    context: &Context,
    role: &Caller,
    bucket: &str,
    prefix: &str,
) -> Result<Vec<String>, ServiceError> {
    let subject = Subject {
        bucket,
        key: None,
        prefix: Some(prefix),
    };
    context
        .s3()
        .authorise(context, role, "s3:ListBucket", subject)
        .map_err(|error| {
            invalid(format!(
                "ClientError: Data download failed: s3://{bucket}/{prefix}: {}: {}",
                error.code, error.message
            ))
        })?;
    let mut keys = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let request = ListRequest {
            prefix,
            delimiter: None,
            after: after.as_deref(),
            limit: PAGE,
        };
        let page = context.s3().list_objects(bucket, &request)?;
        let found = page.objects.into_iter().map(|object| object.key);
        keys.extend(found.filter(|key| !key.ends_with('/')));
        after = page.next;
        if after.is_none() || keys.len() > MOST_OBJECTS {
            return Ok(keys);
        }
    }
}

/// What a manifest lists: `[{"prefix": "s3://bucket/prefix/"}, "path", …]`.
/// <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3DataSource.html>
fn listed(manifest: &[u8]) -> Result<Vec<Input>, ServiceError> {
    let broken = |why: String| invalid(format!("ClientError: the manifest is none: {why}"));
    let entries: Vec<Value> =
        serde_json::from_slice(manifest).map_err(|error| broken(error.to_string()))?;
    let mut entries = entries.into_iter();
    let first = entries.next().unwrap_or_default();
    let prefix = first.get("prefix").and_then(Value::as_str);
    let prefix = prefix.ok_or_else(|| broken("it begins with no {\"prefix\": …}".to_owned()))?;
    let (bucket, prefix) = s3_place("prefix", prefix)?;
    entries
        .map(|entry| match entry {
            Value::String(path) => Ok(Input {
                bucket: bucket.clone(),
                key: format!("{prefix}{path}"),
                path,
            }),
            other => Err(broken(format!("{other} is no path"))),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_lists_objects_below_its_prefix() {
        let manifest = br#"[{"prefix": "s3://b/training/meter/"}, "x.jpg", "y/z.jpg"]"#;
        let found = listed(manifest).unwrap();
        let keys: Vec<&str> = found.iter().map(|input| input.key.as_str()).collect();
        assert_eq!(keys, ["training/meter/x.jpg", "training/meter/y/z.jpg"]);
        for broken in ["[]", "{}", r#"["x"]"#, r#"[{"prefix": "s3://b/p/"}, 1]"#] {
            assert!(listed(broken.as_bytes()).is_err(), "{broken}");
        }
    }
}
