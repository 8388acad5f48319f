//! The summary in words, as the notification carries it.

use std::fmt::Write;

use contracts::recording::{Counts, LookMoney, LookPrices, SummariseInput, Summary};

use crate::sums::Sums;

/// Most characters of a notification's subject, which must be ASCII on one line.
/// <https://docs.aws.amazon.com/sns/latest/api/API_Publish.html>
const LONGEST_HEADLINE: usize = 99;

/// The summary of what was counted.
pub(crate) fn summary(
    input: &SummariseInput,
    sums: &Sums,
    unrecorded: u64,
    prices: &LookPrices,
) -> Summary {
    let money = prices.of_counts(&sums.counts);
    Summary {
        batch: input.batch.clone(),
        execution: input.execution.clone(),
        counts: sums.counts,
        by_class: sums.by_class.clone(),
        chunks: sums.chunks,
        failed_chunks: sums.failed_chunks,
        unrecorded,
        headline: headline(input.batch.as_str(), &sums.counts),
        message: message(input.batch.as_str(), sums, unrecorded, &money),
        money: Some(money),
        // Named when they are written.
        files: Vec::new(),
    }
}

fn headline(batch: &str, counts: &Counts) -> String {
    let found = format!(
        "{} in {}",
        several(counts.defects, "defect"),
        several(counts.inspected, "inspected picture"),
    );
    let room = LONGEST_HEADLINE.saturating_sub(found.len() + 2);
    // A batch's name is ASCII, so that a byte is a character.
    if batch.len() <= room {
        format!("{found}: {batch}")
    } else {
        format!("{found}: {}...", &batch[..room.saturating_sub(3)])
    }
}

fn message(batch: &str, sums: &Sums, unrecorded: u64, money: &LookMoney) -> String {
    let counts = &sums.counts;
    let mut text = format!(
        "Batch {batch}: {} landed, {} inspected, {} found.\n",
        several(counts.pictures, "picture"),
        counts.inspected,
        several(counts.defects, "defect"),
    );
    // Writing to a string does not fail.
    let _ = writeln!(
        text,
        "{} suspicious, {} spared the close look, {}, {} rejected.",
        counts.suspicious,
        counts.spared,
        several(counts.duplicates, "duplicate"),
        counts.rejected,
    );
    if counts.suspicious > 0 {
        let _ = writeln!(
            text,
            "The close look confirms {} of {} and clears {}: the looks agree on {}.",
            counts.defects,
            several(counts.suspicious, "suspicion"),
            counts.cleared(),
            percent(counts.defects, counts.suspicious),
        );
    }
    if let (Some(saved), Some(first_looks)) = (money.saved, money.first_looks) {
        let _ = writeln!(
            text,
            "Spared close looks would have cost {}, the first looks cost {} (prices of {}).",
            dollars(saved),
            dollars(first_looks),
            money.prices_of,
        );
    }
    for (class, counts) in &sums.by_class {
        if counts.defects > 0 {
            let defects = several(counts.defects, "defect");
            let inspected = several(counts.inspected, "inspected picture");
            let _ = writeln!(text, "- {class}: {defects} in {inspected}");
        }
    }
    if counts.not_inspected > 0 {
        let _ = writeln!(
            text,
            "{} could not be inspected ({} failed); the table of rejections says why. Write the \
             batch's marker again to run it again.",
            several(counts.not_inspected, "picture"),
            several(sums.failed_chunks, "chunk"),
        );
    }
    if unrecorded > 0 {
        let _ = writeln!(
            text,
            "{} of the batch not recorded: uploaded after the marker, or recording failed. Write \
             the batch's marker again to run it again.",
            several(unrecorded, "object"),
        );
    }
    if sums.superseded {
        text.push_str("A later run of this batch has begun; its results replace these.\n");
    }
    text
}

/// A share in percent with one decimal, half of the last rounded up; `whole` is above 0.
fn percent(part: u64, whole: u64) -> String {
    let whole = u128::from(whole);
    let tenths = (u128::from(part) * 1_000 + whole / 2) / whole;
    format!("{}.{} %", tenths / 10, tenths % 10)
}

/// Billionths of a dollar, to a millionth: a close look costs a few of these.
fn dollars(nanos: u64) -> String {
    let micros = nanos / 1000 + u64::from(nanos % 1000 >= 500);
    format!("{}.{:06} USD", micros / 1_000_000, micros % 1_000_000)
}

fn several(count: u64, thing: &str) -> String {
    format!("{count} {thing}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_headline_fits_a_subject_whatever_the_numbers() {
        let counts = Counts {
            defects: u64::MAX,
            inspected: u64::MAX,
            ..Counts::default()
        };
        let long = headline(&"b".repeat(80), &counts);
        assert!(long.len() <= LONGEST_HEADLINE, "{long}");
        assert!(long.ends_with("b..."), "{long}");
        let counts = Counts {
            defects: 1,
            inspected: 4,
            ..Counts::default()
        };
        assert_eq!(
            headline("north-7", &counts),
            "1 defect in 4 inspected pictures: north-7"
        );
    }

    #[test]
    fn shares_and_money_are_rounded_half_up() {
        assert_eq!(percent(1, 3), "33.3 %");
        assert_eq!(percent(2, 3), "66.7 %");
        assert_eq!(percent(1, 2_000), "0.1 %");
        assert_eq!(percent(u64::MAX, u64::MAX), "100.0 %");
        assert_eq!(dollars(1_234_567_500), "1.234568 USD");
        assert_eq!(dollars(499), "0.000000 USD");
    }
}
