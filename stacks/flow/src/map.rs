//! A distributed map over the objects under a prefix, in chunks.
//! <https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html>

use contracts::Bucket;

use crate::Expr;

/// A folder of a bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The bucket.
    pub bucket: Bucket,
    /// The prefix, ending in `/`.
    pub prefix: &'static str,
}

/// What a distributed map reads, and how.
#[derive(Debug, Clone)]
pub struct ChunkedListing {
    /// Where objects may be listed: what the permission says.
    pub within: Place,
    /// The prefix of this run's objects.
    pub prefix: Expr<String>,
    /// Objects per chunk at most.
    pub chunk_size: u32,
    /// Chunks at work at once.
    pub max_concurrency: u32,
    /// Where the map leaves its results: a batch of a million pictures has more of them than a
    /// state can hold.
    pub results: Place,
    /// What children are named after, at most 40 letters, digits and dashes.
    pub label: &'static str,
}
