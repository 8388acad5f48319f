//! A distributed map over the objects under a prefix, in chunks.
//! <https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html>

use asl::{ItemBatcher, ItemProcessor, ItemReader, Map, ResultWriter};
use contracts::{Bucket, Payload};
use diagnostics::{Address, Diagnostics};
use serde_json::json;

use crate::workflow::bucket_placeholder;
use crate::{Expr, Flow, Object, StepRef};

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

impl<I: Payload> Flow<I> {
    /// A step that runs another flow for every chunk of a listing. A chunk that fails does not
    /// stop the others.
    pub fn for_each_chunk<C: Payload, B: Payload>(
        &mut self,
        name: &str,
        listing: &ChunkedListing,
        batch_input: Object<B>,
        chunk: Flow<C>,
    ) -> StepRef {
        let place: Address = [name, "ItemBatcher", "BatchInput"].into_iter().collect();
        let mut found = Diagnostics::new();
        let batch_input = batch_input.finish(&place, &mut found);
        self.report(found);
        let needs = self.needs_mut();
        needs.lists.insert(listing.within);
        needs.result_places.insert(listing.results);
        needs.starts_children = true;
        let (comment, start, states) = self.take_in(name, chunk);
        let mut processor = ItemProcessor::distributed(asl::ExecutionType::Standard, start);
        processor.comment = Some(comment);
        processor.states = states;
        let bucket = |place: Place| format!("${{{}}}", bucket_placeholder(place.bucket));
        let map = Map::new(processor)
            .label(listing.label)
            .item_reader(
                ItemReader::new("arn:aws:states:::s3:listObjectsV2").arguments(json!({
                    "Bucket": bucket(listing.within),
                    "Prefix": listing.prefix.render(),
                })),
            )
            .item_batcher(
                ItemBatcher::of_items(u64::from(listing.chunk_size)).batch_input(batch_input),
            )
            .result_writer(ResultWriter::s3().arguments(json!({
                "Bucket": bucket(listing.results),
                "Prefix": listing.results.prefix.trim_end_matches('/'),
            })))
            .max_concurrency(u64::from(listing.max_concurrency))
            .tolerated_failure_percentage(100)
            .output(json!({}));
        self.add_state(name, map)
    }
}
