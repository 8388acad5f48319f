//! Buckets: made, configured, removed.

use super::record::{Bucket, Versioning, bucket_prefix};
use super::{S3, no_such_bucket};
use crate::context::Context;
use crate::error::ServiceError;

impl S3 {
    /// Makes a bucket in the context's AWS region.
    ///
    /// # Errors
    /// `InvalidBucketName`, `BucketAlreadyOwnedByYou`.
    pub fn create_bucket(&self, context: &Context, name: &str) -> Result<Bucket, ServiceError> {
        check_name(name)?;
        let _writing = self.write_lock();
        if self.buckets.get(name)?.is_some() {
            return Err(ServiceError::client(
                "BucketAlreadyOwnedByYou",
                format!("the bucket \"{name}\" is there already and is yours"),
            )
            .with_status(409));
        }
        let bucket = Bucket::new(name, context.region(), context.now());
        self.buckets.put(name, &bucket)?;
        Ok(bucket)
    }

    /// A bucket.
    ///
    /// # Errors
    /// `NoSuchBucket`.
    pub fn bucket(&self, name: &str) -> Result<Bucket, ServiceError> {
        self.buckets.get(name)?.ok_or_else(|| no_such_bucket(name))
    }

    /// All buckets, by name.
    pub fn list_buckets(&self) -> Result<Vec<Bucket>, ServiceError> {
        Ok(self.buckets.all()?)
    }

    /// Changes what is configured of a bucket.
    ///
    /// # Errors
    /// `NoSuchBucket`; `InvalidBucketState` for an attempt to make it a bucket that never had
    /// versions.
    pub fn configure_bucket(
        &self,
        name: &str,
        change: impl FnOnce(&mut Bucket),
    ) -> Result<Bucket, ServiceError> {
        let _writing = self.write_lock();
        let before = self.bucket(name)?;
        let mut bucket = before.clone();
        change(&mut bucket);
        if bucket.versioning == Versioning::Never && before.versioning != Versioning::Never {
            return Err(ServiceError::client(
                "InvalidBucketState",
                format!("versioning of the bucket \"{name}\" can be suspended, not undone"),
            )
            .with_status(409));
        }
        // Who and where it is does not change.
        bucket.name = before.name;
        bucket.region = before.region;
        bucket.created = before.created;
        self.buckets.put(name, &bucket)?;
        Ok(bucket)
    }

    /// Removes an empty bucket.
    ///
    /// # Errors
    /// `NoSuchBucket`; `BucketNotEmpty` while it holds objects, versions or unfinished uploads.
    pub fn delete_bucket(&self, name: &str) -> Result<(), ServiceError> {
        let _writing = self.write_lock();
        self.bucket(name)?;
        let prefix = bucket_prefix(name);
        let holds = if self.objects.scan(&prefix).next().is_some() {
            Some("objects")
        } else if self.versions.scan(&prefix).next().is_some() {
            Some("versions of objects or delete markers; delete every version")
        } else if self.uploads.scan(&prefix).next().is_some() {
            Some("unfinished multipart uploads; abort them")
        } else {
            None
        };
        if let Some(holds) = holds {
            return Err(ServiceError::client(
                "BucketNotEmpty",
                format!("the bucket \"{name}\" is not empty: it holds {holds}"),
            )
            .with_status(409));
        }
        Ok(self.buckets.delete(name)?)
    }
}

/// S3's rules for names, which also keep them free of what means something in keys and paths.
fn check_name(name: &str) -> Result<(), ServiceError> {
    let allowed = |byte: u8| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'.'
    };
    let edge = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = name.as_bytes();
    let valid = (3..=63).contains(&bytes.len())
        && bytes.iter().all(|byte| allowed(*byte))
        && edge(bytes.first())
        && edge(bytes.last())
        && !name.contains("..")
        && name.parse::<std::net::Ipv4Addr>().is_err();
    if valid {
        return Ok(());
    }
    Err(ServiceError::client(
        "InvalidBucketName",
        format!(
            "\"{name}\" is no name for a bucket: 3 to 63 lower-case letters, digits, hyphens and \
             dots, a letter or digit at either end"
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::check_name;

    #[test]
    fn names_follow_the_rules() {
        for name in ["abc", "a-b.c9", "sightline-pictures-000000000000-us-east-1"] {
            assert!(check_name(name).is_ok(), "{name}");
        }
        for name in [
            "ab", "Abc", "-abc", "abc.", "a..b", "a/b", "10.0.0.1", "a\u{0}bc",
        ] {
            assert!(check_name(name).is_err(), "{name}");
        }
    }
}
