//! The workflow: a batch in chunks, each prepared, looked at, looked at closely where it is
//! suspicious, and recorded; then summed up and told.

use contracts::batch::{BatchInput, Chunk, ChunkContext};
use contracts::examination::CloseLookInput;
use contracts::finding::{FirstLookInput, FirstLookOutput};
use contracts::picture::{PrepareInput, Prepared};
use contracts::recording::{Counts, RecordInput, RecordOutput, SummariseInput, Summary};
use contracts::tasks::{
    CloseLook, CloseLookError, FirstLook, FirstLookError, Prepare, Record, Summarise,
};
use contracts::{BatchName, Bucket, Task, layout};
use diagnostics::Diagnostics;
use flow::{Assignments, ChunkedListing, Expr, Flow, Object, Place, Retry, Step, Workflow};

use crate::Region;
use crate::config::{CloseLook as Looks, Configuration};

/// The workflow of a configuration.
///
/// # Errors
/// What is wrong with the flow; its tests show that nothing is.
pub(crate) fn workflow(
    configuration: &Configuration,
    region: &Region,
) -> Result<Workflow, Diagnostics> {
    let mut flow = Flow::<BatchInput>::new("Inspects a batch of pictures.");
    let input = flow.input();
    let marker = input.get(BatchInput::MARKER);
    let batch = flow.variable::<BatchName>("batch");
    let named_by_marker = marker.assume_present().part('/', 1).to_be_parsed();
    let begin = flow.begin(
        "Begin",
        Assignments::new().set(
            &batch,
            &marker.is_present().choose(
                &named_by_marker,
                &input.get(BatchInput::BATCH).assume_present(),
            ),
        ),
    );

    let is_batch = flow.choice("IsMarkerOfABatch");
    let misplaced = flow.fail(
        "MisplacedMarker",
        "MisplacedMarker",
        &Expr::concat([
            &Expr::literal("A batch is marked by incoming/<batch>/_READY, which this key is not: "),
            &marker.assume_present(),
        ]),
    );

    let context = Object::<ChunkContext>::new()
        .set(ChunkContext::BATCH, batch.clone())
        .set(ChunkContext::EXECUTION, flow.execution_id())
        .set(ChunkContext::STARTED_AT, flow.execution_start().some());
    let incoming = Expr::concat([
        &Expr::literal(layout::INCOMING),
        &batch.to_text(),
        &Expr::literal("/"),
    ]);
    let inspect = flow.for_each_chunk(
        "InspectChunks",
        &ChunkedListing {
            within: Place {
                bucket: Bucket::Pictures,
                prefix: layout::INCOMING,
            },
            prefix: incoming,
            chunk_size: configuration.chunk_size,
            max_concurrency: configuration.pace(region).chunks,
            results: Place {
                bucket: Bucket::Lake,
                prefix: layout::MAP_RUNS,
            },
            label: "chunk",
        },
        context,
        chunk(configuration),
    );

    let summarise = flow.task::<Summarise>(
        "Summarise",
        Object::new()
            .set(SummariseInput::BATCH, batch)
            .set(SummariseInput::EXECUTION, flow.execution_id())
            .set(SummariseInput::STARTED_AT, flow.execution_start().some()),
    );
    flow.retry(&summarise, &Retry::service_faults());
    time_out::<Summarise, _>(&mut flow, &summarise, configuration);

    let summary = summarise.output();
    let counts = summary.get(Summary::COUNTS);
    let needs_people = counts
        .get(Counts::DEFECTS)
        .plus(&counts.get(Counts::NOT_INSPECTED))
        .plus(&summary.get(Summary::UNRECORDED))
        .is_positive();
    let any_news = flow.choice("AnyDefects");
    let publish = flow.publish(
        "Notify",
        &summary.get(Summary::HEADLINE),
        &summary.get(Summary::MESSAGE),
    );
    flow.retry(
        &publish,
        &Retry::on([
            "SNS.SdkClientException",
            "SNS.SnsException",
            "States.Timeout",
        ]),
    );
    let is_complete = flow.choice("IsComplete");
    let unrecorded = flow.fail(
        "PicturesUnrecorded",
        "PicturesUnrecorded",
        &summary.get(Summary::MESSAGE),
    );
    let done = flow.succeed("Done", Some(summary.clone()));

    flow.then(&begin, &is_batch);
    flow.when(
        &is_batch,
        &marker
            .is_present()
            .and(&marker.assume_present().has_parts('/', 3).not()),
        &misplaced,
    );
    flow.otherwise(&is_batch, &inspect);
    flow.then(&inspect, &summarise);
    flow.then(&summarise, &any_news);
    flow.when(&any_news, &needs_people, &publish);
    flow.otherwise(&any_news, &is_complete);
    flow.then(&publish, &is_complete);
    flow.when(
        &is_complete,
        &summary.get(Summary::UNRECORDED).is_positive(),
        &unrecorded,
    );
    flow.otherwise(&is_complete, &done);
    flow.finish()
}

/// The workflow of one chunk. Whatever fails, its pictures are recorded.
fn chunk(configuration: &Configuration) -> Flow<Chunk> {
    let mut flow = Flow::<Chunk>::new("Inspects a chunk of pictures.");
    let input = flow.input();
    let context = input.get(Chunk::BATCH_INPUT);
    let batch = context.get(ChunkContext::BATCH);
    let items = input.get(Chunk::ITEMS);

    let prepare = flow.task::<Prepare>(
        "Prepare",
        Object::new()
            .set(PrepareInput::BATCH, batch.clone())
            .set(PrepareInput::ITEMS, items.clone()),
    );
    let first_look = flow.task::<FirstLook>(
        "FirstLook",
        Object::new().set(FirstLookInput::BATCH, batch.clone()).set(
            FirstLookInput::PICTURES,
            prepare.output().get(Prepared::PICTURES),
        ),
    );
    let suspicious = first_look.output().get(FirstLookOutput::SUSPICIOUS);
    let any_suspicious = flow.choice("AnySuspicious");
    let close_look = flow.task::<CloseLook>(
        "CloseLook",
        Object::new()
            .set(CloseLookInput::BATCH, batch.clone())
            .set(CloseLookInput::PICTURES, suspicious.clone()),
    );
    let record = flow.task::<Record>(
        "Record",
        Object::new()
            .set(RecordInput::BATCH, batch)
            .set(RecordInput::EXECUTION, context.get(ChunkContext::EXECUTION))
            .set(
                RecordInput::STARTED_AT,
                context.get(ChunkContext::STARTED_AT),
            )
            .set(RecordInput::ITEMS, items)
            .set(RecordInput::PREPARED, prepare.output_if_run())
            .set(RecordInput::FIRST_LOOK, first_look.output_if_run())
            .set(RecordInput::CLOSE_LOOK, close_look.output_if_run())
            .set(RecordInput::FAILURE, flow.failure()),
    );
    let done = flow.succeed("Recorded", Some(record.output().get(RecordOutput::CHUNK)));

    let begin = flow.begin(
        "BeginChunk",
        Assignments::new()
            .unset(&prepare.output_if_run())
            .unset(&first_look.output_if_run())
            .unset(&close_look.output_if_run())
            .unset(&flow.failure()),
    );
    flow.then(&begin, &prepare);
    flow.then(&prepare, &first_look);
    flow.then(&first_look, &any_suspicious);
    flow.when(&any_suspicious, &suspicious.is_filled(), &close_look);
    flow.otherwise(&any_suspicious, &record);
    flow.then(&close_look, &record);
    flow.then(&record, &done);

    flow.retry_declared(&first_look, [FirstLookError::THROTTLED], 8);
    flow.retry_declared(&first_look, [FirstLookError::MODEL_NOT_READY], 3);
    if configuration.close_look != Looks::Embedded {
        flow.retry_declared(&close_look, [CloseLookError::THROTTLED], 8);
        flow.retry_declared(&close_look, [CloseLookError::MODEL_NOT_READY], 3);
    }
    time_out::<Prepare, _>(&mut flow, &prepare, configuration);
    time_out::<FirstLook, _>(&mut flow, &first_look, configuration);
    time_out::<CloseLook, _>(&mut flow, &close_look, configuration);
    time_out::<Record, _>(&mut flow, &record, configuration);
    guard(&mut flow, &prepare, &record);
    guard(&mut flow, &first_look, &record);
    guard(&mut flow, &close_look, &record);
    flow.retry(&record, &Retry::service_faults().attempts(10));
    flow
}

/// Retries what passes by itself, and records the chunk as not inspected when that does not help.
fn guard(flow: &mut Flow<Chunk>, step: &impl Step, record: &impl Step) {
    flow.retry(step, &Retry::service_faults());
    flow.catch_all(step, record);
}

/// A step waits a little longer than its function may run, so that the function's own time-out,
/// which says more, is the one that is seen.
fn time_out<T: Task, I: contracts::Payload>(
    flow: &mut Flow<I>,
    step: &impl Step,
    configuration: &Configuration,
) {
    if let Some(size) = configuration.functions.get(T::NAME) {
        flow.time_out(step, u64::from(size.timeout_seconds) + 60);
    }
}
