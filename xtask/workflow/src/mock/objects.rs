//! The objects of S3 that an execution reads and writes, in memory.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// Objects by bucket and key.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Objects(BTreeMap<(String, String), String>);

impl Objects {
    /// Puts an object.
    pub fn put(&mut self, bucket: &str, key: &str, body: String) {
        self.0.insert((bucket.to_owned(), key.to_owned()), body);
    }

    /// What an object holds.
    pub fn get(&self, bucket: &str, key: &str) -> Option<&str> {
        let body = self.0.get(&(bucket.to_owned(), key.to_owned()))?;
        Some(body)
    }

    /// A bucket's objects whose keys begin with `prefix`, as `ListObjectsV2` tells them.
    pub fn list(&self, bucket: &str, prefix: &str) -> Vec<Value> {
        let from = (bucket.to_owned(), prefix.to_owned());
        self.0
            .range(from..)
            .take_while(|((other, key), _)| other == bucket && key.starts_with(prefix))
            .map(|((_, key), body)| {
                json!({
                    "Etag": "etag",
                    "Key": key,
                    "LastModified": 0,
                    "Size": body.len(),
                    "StorageClass": "STANDARD",
                })
            })
            .collect()
    }
}

/// Bucket and key of `s3://bucket/key`.
pub(super) fn parse_address(text: &str) -> Option<(&str, &str)> {
    let (bucket, key) = text.strip_prefix("s3://")?.split_once('/')?;
    (!bucket.is_empty() && !key.is_empty()).then_some((bucket, key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listing_holds_one_bucket_and_one_prefix_in_order() {
        let mut objects = Objects::default();
        for (bucket, key) in [("b", "in/2"), ("b", "in/1"), ("b", "out"), ("a", "in/0")] {
            objects.put(bucket, key, "x".to_owned());
        }
        let keys = |bucket, prefix| -> Vec<String> {
            let listed = objects.list(bucket, prefix);
            let key = |object: Value| object["Key"].as_str().unwrap_or_default().to_owned();
            listed.into_iter().map(key).collect()
        };
        assert_eq!(keys("b", "in/"), ["in/1", "in/2"]);
        assert_eq!(keys("b", ""), ["in/1", "in/2", "out"]);
        assert_eq!(keys("c", ""), Vec::<String>::new());
    }
}
