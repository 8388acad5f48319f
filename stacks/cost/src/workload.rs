//! What there is to do in a month: pictures as batches and chunks.

use crate::assumptions::{Assumptions, WHOLE};
use crate::deployment::Workflow;

/// A month's pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Workload {
    pub(crate) pictures: u128,
    pub(crate) suspicious: u128,
    pub(crate) batches: u128,
    pub(crate) chunks: u128,
    /// Pages of a listing of a batch's objects, over all batches.
    pub(crate) pages: u128,
}

/// Keys on a page of a listing.
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html>
const KEYS_PER_PAGE: u128 = 1000;

impl Workload {
    pub(crate) fn new(pictures: u64, assumptions: &Assumptions, workflow: &Workflow) -> Self {
        let pictures = u128::from(pictures);
        // A batch has at least one picture, whatever is given.
        let full = assumptions.pictures_per_batch.get().max(1);
        let (batches, rest) = (pictures / full, pictures % full);
        // A batch's marker is an object of its listing as well.
        let parts = |size: u128| {
            let last = if rest > 0 {
                (rest + 1).div_ceil(size)
            } else {
                0
            };
            batches * (full + 1).div_ceil(size) + last
        };
        Self {
            pictures,
            suspicious: (pictures * assumptions.suspicious.get()).div_ceil(WHOLE),
            batches: batches + u128::from(rest > 0),
            chunks: parts(workflow.chunk_size),
            pages: parts(KEYS_PER_PAGE),
        }
    }

    /// The most chunks that hold any of so many pictures: each in a chunk of its own, the dearest way
    /// in which they can lie.
    pub(crate) fn chunks_with(&self, pictures: u128) -> u128 {
        self.chunks.min(pictures)
    }

    /// The most batches that hold any of so many pictures.
    pub(crate) fn batches_with(&self, pictures: u128) -> u128 {
        self.batches.min(pictures)
    }
}
