//! The summary in words, as the notification carries it.

use std::fmt::Write;

use contracts::recording::{Counts, SummariseInput, Summary};

use crate::sums::Sums;

/// Most characters of a notification's subject, which must be ASCII on one line.
/// <https://docs.aws.amazon.com/sns/latest/api/API_Publish.html>
const LONGEST_HEADLINE: usize = 99;

/// The summary of what was counted.
pub(crate) fn summary(input: &SummariseInput, sums: &Sums, unrecorded: u64) -> Summary {
    Summary {
        batch: input.batch.clone(),
        execution: input.execution.clone(),
        counts: sums.counts,
        by_class: sums.by_class.clone(),
        chunks: sums.chunks,
        failed_chunks: sums.failed_chunks,
        unrecorded,
        headline: headline(input.batch.as_str(), &sums.counts),
        message: message(input.batch.as_str(), sums, unrecorded),
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

fn message(batch: &str, sums: &Sums, unrecorded: u64) -> String {
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
}
