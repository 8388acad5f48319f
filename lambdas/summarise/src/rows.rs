//! What a batch came to as rows of the table of batches, a file for each device class.

use std::collections::BTreeMap;

use contracts::recording::{Counts, LookPrices, SummariseInput};
use contracts::{Day, layout};
use runtime::Failure;
use schema::tables::BatchRow;
use schema::{Table, write_parquet};

use crate::sums::Sums;

/// Data files by their keys in the lake.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// How the files' names end before their format: a batch has one in each class, and chunks are named by
/// digits.
const NAME: &str = "summary";
/// Characters of the day in a time as RFC 3339 has it.
const DAY: usize = 10;

/// The files of what was counted. A run that does not say when it began has no day to be filed under,
/// and none.
///
/// # Errors
/// When the run says when it began and that is no time.
pub(crate) fn render(
    input: &SummariseInput,
    sums: &Sums,
    prices: &LookPrices,
) -> Result<Files, Failure> {
    let Some(started_at) = &input.started_at else {
        tracing::warn!(
            batch = input.batch.as_str(),
            "the run does not say when it began; it has no row in the table of batches"
        );
        return Ok(Files::new());
    };
    let day = started_at.get(..DAY).unwrap_or(started_at);
    let day = Day::parse(day)
        .map_err(|error| Failure::unexpected(format!("startedAt {started_at:?}: {error}")))?;
    let mut files = Files::new();
    for (class, counts) in &sums.by_class {
        let location = BatchRow::STORAGE.location;
        let key = layout::data_file_key(location, class, &day, &input.batch, NAME);
        let mut body = Vec::new();
        write_parquet(&[row(input, counts, prices)], &mut body)
            .map_err(|error| Failure::unexpected(format!("{key}: {error}")))?;
        files.insert(key, body);
    }
    Ok(files)
}

fn row(input: &SummariseInput, counts: &Counts, prices: &LookPrices) -> BatchRow {
    let money = prices.of_counts(counts);
    BatchRow {
        batch: input.batch.to_string(),
        execution: input.execution.clone(),
        landed: bigint(counts.pictures),
        inspected: bigint(counts.inspected),
        duplicates: bigint(counts.duplicates),
        rejected: bigint(counts.rejected),
        not_inspected: bigint(counts.not_inspected),
        suspicious: bigint(counts.suspicious),
        confirmed: bigint(counts.defects),
        cleared: bigint(counts.cleared()),
        spared: bigint(counts.spared),
        first_looks_cost: money.first_looks.map(bigint),
        close_looks_cost: money.close_looks.map(bigint),
        saved: money.saved.map(bigint),
        prices_of: Some(money.prices_of),
    }
}

/// No batch has 2^63 pictures, nor costs as many billionths of a dollar.
fn bigint(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
