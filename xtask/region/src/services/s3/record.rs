//! What is kept of buckets and objects.

use std::collections::BTreeMap;

use jiff::Timestamp;
use s3s::dto::{
    BucketLifecycleConfiguration, Checksum, ChecksumType, NotificationConfiguration,
    PublicAccessBlockConfiguration, ServerSideEncryptionConfiguration,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::store::{SEPARATOR, key};

/// The version id of objects written while the bucket kept no versions.
pub const NULL_VERSION: &str = "null";

/// A bucket.
#[derive(Clone, Serialize, Deserialize)]
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// The AWS region it was made in.
    pub region: String,
    /// When it was made.
    pub created: Timestamp,
    /// Whether it keeps versions.
    pub versioning: Versioning,
    /// Its tags, in order.
    pub tags: Vec<(String, String)>,
    /// What else was configured.
    pub configuration: Configuration,
}

/// Whether a bucket keeps versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Versioning {
    /// It never did.
    #[default]
    Never,
    /// It does.
    Enabled,
    /// It did, and keeps those it has.
    Suspended,
}

/// What can be configured of a bucket, in S3's own shapes.
///
/// `notification` is acted upon as far as EventBridge goes. The policy is kept and answered, and
/// so are encryption (content lies on the disk of the machine as it is) and lifecycle (nothing
/// expires by itself).
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Configuration {
    /// The default encryption.
    pub encryption: Option<ServerSideEncryptionConfiguration>,
    /// The lifecycle rules.
    pub lifecycle: Option<BucketLifecycleConfiguration>,
    /// Who is told of changes.
    pub notification: NotificationConfiguration,
    /// Who owns objects: `BucketOwnerEnforced` and the like.
    pub ownership: Option<String>,
    /// The bucket policy: JSON, as it was put.
    pub policy: Option<String>,
    /// What of public access is blocked.
    pub public_access_block: Option<PublicAccessBlockConfiguration>,
}

impl Bucket {
    pub(super) fn new(name: &str, region: &str, created: Timestamp) -> Self {
        Self {
            name: name.to_owned(),
            region: region.to_owned(),
            created,
            versioning: Versioning::Never,
            tags: Vec::new(),
            configuration: Configuration::default(),
        }
    }

    /// Whether EventBridge is told of new objects.
    pub fn tells_event_bridge(&self) -> bool {
        self.configuration
            .notification
            .event_bridge_configuration
            .is_some()
    }
}

/// What is said of an object beside its bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attributes {
    /// `Content-Type`
    pub content_type: Option<String>,
    /// `Cache-Control`
    pub cache_control: Option<String>,
    /// `Content-Disposition`
    pub content_disposition: Option<String>,
    /// `Content-Encoding`
    pub content_encoding: Option<String>,
    /// `Content-Language`
    pub content_language: Option<String>,
    /// `x-amz-meta-…`
    pub metadata: BTreeMap<String, String>,
    /// The tags, in order.
    pub tags: Vec<(String, String)>,
}

impl Attributes {
    /// Of a content type alone.
    pub fn of_type(content_type: &str) -> Self {
        Self {
            content_type: Some(content_type.to_owned()),
            ..Self::default()
        }
    }
}

/// A version of an object, or the marker that it was deleted.
#[derive(Clone, Serialize, Deserialize)]
pub struct Object {
    /// Its key.
    pub key: String,
    /// The version's id; none where the bucket kept no versions when it was written.
    pub version: Option<String>,
    /// Where the version stands among those of its key: later ones sort before earlier ones.
    pub(super) order: String,
    /// When it was written.
    pub last_modified: Timestamp,
    /// What it holds; none for a delete marker.
    pub content: Option<Content>,
    /// What is said of it.
    pub attributes: Attributes,
}

/// The bytes of a version.
#[derive(Clone, Serialize, Deserialize)]
pub struct Content {
    /// The name of their file.
    pub(super) id: String,
    /// How many they are.
    pub size: u64,
    /// The entity tag, without quotes.
    pub etag: String,
    /// Of how many parts they were uploaded; none for a simple upload.
    pub parts: Option<u32>,
    /// The checksums that came with them.
    pub checksums: Checksums,
}

/// Checksums of all the bytes, in Base64, by the algorithm's name (`CRC32`, `SHA256`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checksums(BTreeMap<String, String>);

impl From<Checksum> for Checksums {
    fn from(checksum: Checksum) -> Self {
        let computed = [
            ("CRC32", checksum.checksum_crc32),
            ("CRC32C", checksum.checksum_crc32c),
            ("CRC64NVME", checksum.checksum_crc64nvme),
            ("SHA1", checksum.checksum_sha1),
            ("SHA256", checksum.checksum_sha256),
        ];
        let given = computed
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value?)));
        Self(given.collect())
    }
}

impl Checksums {
    /// In S3's shape.
    pub(super) fn to_wire(&self) -> Checksum {
        let of = |name: &str| self.0.get(name).cloned();
        let whole = ChecksumType::from_static(ChecksumType::FULL_OBJECT);
        Checksum {
            checksum_crc32: of("CRC32"),
            checksum_crc32c: of("CRC32C"),
            checksum_crc64nvme: of("CRC64NVME"),
            checksum_sha1: of("SHA1"),
            checksum_sha256: of("SHA256"),
            checksum_type: (!self.0.is_empty()).then_some(whole),
        }
    }

    /// The one of an algorithm, by its lower-case name as in headers.
    pub(super) fn get(&self, algorithm: &str) -> Option<&str> {
        self.0
            .get(&algorithm.to_ascii_uppercase())
            .map(String::as_str)
    }
}

impl Object {
    /// The version id as S3 tells it: `null` where there is none.
    pub fn version_id(&self) -> &str {
        self.version.as_deref().unwrap_or(NULL_VERSION)
    }

    /// Its size in bytes; 0 for a delete marker.
    pub fn size(&self) -> u64 {
        self.content.as_ref().map_or(0, |content| content.size)
    }

    /// Its entity tag without quotes; empty for a delete marker.
    pub fn etag(&self) -> &str {
        self.content
            .as_ref()
            .map_or("", |content| content.etag.as_str())
    }
}

/// A place among the versions of a key for one that is written now. Later ones sort first.
pub(super) fn order(now: Timestamp) -> String {
    let micros = u64::try_from(now.as_microsecond()).unwrap_or(0);
    format!(
        "{:016x}{}",
        u64::MAX - micros,
        &Uuid::new_v4().simple().to_string()[..16]
    )
}

/// The key of a bucket's object in the table of current objects.
pub(super) fn object_key(bucket: &str, object: &str) -> String {
    key([bucket, object])
}

/// The key of an earlier version.
pub(super) fn version_key(bucket: &str, object: &str, order: &str) -> String {
    key([bucket, object, order])
}

/// What all keys of a bucket start with.
pub(super) fn bucket_prefix(bucket: &str) -> String {
    format!("{bucket}{SEPARATOR}")
}
