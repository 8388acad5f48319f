//! The sample pictures go through the deployed pipeline, and what the lake says of each is
//! compared with what is known of it.

use std::collections::BTreeMap;
use std::time::Duration;

use bytes::Bytes;
use contracts::recording::{Counts, Summary};
use contracts::{DeviceClass, DeviceId, layout};
use samples::{Expected, Sample};

use super::{BatchReport, Mismatch};
use crate::batch::{self, Picture};
use crate::execution;
use crate::objects::{self, Body};
use crate::outcome::{self, Outcome, Verdict};
use crate::session::Session;

/// How long the sample batch may take: some minutes on AWS, where every function starts cold.
const ENDS_WITHIN: Duration = Duration::from_mins(20);

/// Sends the sample pictures through the pipeline, and tells where the lake says something else
/// than what is known of them.
pub(super) async fn check(session: &Session) -> anyhow::Result<(BatchReport, Vec<Mismatch>)> {
    // A name of its own for every run: a run that did nothing would find no rows.
    let batch = batch::name("smoke")?;
    let samples: Vec<Sample> =
        tokio::task::spawn_blocking(|| samples::batch().into_iter().collect()).await?;
    // Of other classes there is no model, and nothing is known of what would come out.
    let classes = &session.manifest().device_classes;
    let samples = samples
        .into_iter()
        .filter(|sample| classes.contains(&sample.device_class));
    let mut expected = BTreeMap::new();
    let mut pictures = Vec::new();
    for sample in samples {
        let picture = Picture {
            class: DeviceClass::parse(sample.device_class)?,
            device: DeviceId::parse(sample.device_id)?,
            file: sample.file,
            body: Body::Bytes(Bytes::from(sample.bytes)),
        };
        expected.insert(picture.key(&batch), sample.expected);
        pictures.push(picture);
    }
    batch::upload(session, &batch, pictures).await?;
    execution::wait(session, &batch, Some(ENDS_WITHIN)).await?;
    let progress = session.ui.progress("Smoke", "asking the lake");
    let outcomes = outcome::of_batch(session, &batch).await?;
    let lake = &session.manifest().names.lake_bucket;
    let summary: Option<Summary> =
        objects::get_json(&session.clients.s3, lake, &layout::summary_key(&batch)).await?;
    let mut mismatches = compare(&layout::batch_prefix(&batch), &expected, &outcomes);
    let counts = match &summary {
        Some(summary) => summary.counts,
        None => Counts::default(),
    };
    mismatches.extend(compare_counts(summary.as_ref(), &outcomes));
    drop(progress);
    Ok((
        BatchReport {
            name: batch,
            counts,
        },
        mismatches,
    ))
}

/// Where the outcomes are not as expected. `prefix` is cut off for people.
fn compare(
    prefix: &str,
    expected: &BTreeMap<String, Expected>,
    outcomes: &BTreeMap<String, Outcome>,
) -> Vec<Mismatch> {
    let shown = |key: &String| key.strip_prefix(prefix).unwrap_or(key).to_owned();
    let mut mismatches = Vec::new();
    for (key, expected) in expected {
        let outcome = outcomes.get(key);
        if !outcome.is_some_and(|outcome| is_as(expected, outcome)) {
            mismatches.push(Mismatch {
                file: shown(key),
                expected: expectation(expected),
                found: outcome.map_or_else(|| "nothing".to_owned(), description),
            });
        }
    }
    let surplus = outcomes
        .iter()
        .filter(|(key, _)| !expected.contains_key(*key));
    mismatches.extend(surplus.map(|(key, outcome)| Mismatch {
        file: shown(key),
        expected: "nothing".to_owned(),
        found: description(outcome),
    }));
    mismatches
}

fn is_as(expected: &Expected, outcome: &Outcome) -> bool {
    match expected {
        Expected::Sound => outcome.verdict == Verdict::Normal && outcome.duplicate_of.is_none(),
        Expected::Defective { .. } => {
            outcome.verdict == Verdict::Anomalous && outcome.duplicate_of.is_none()
        }
        Expected::Rejected { reason } => {
            outcome.verdict == Verdict::Rejected && outcome.reason.as_deref() == Some(*reason)
        }
        Expected::Duplicate => outcome.duplicate_of.is_some(),
    }
}

fn expectation(expected: &Expected) -> String {
    match expected {
        Expected::Sound => Verdict::Normal.as_str().to_owned(),
        Expected::Defective { kind } => format!("{} ({kind})", Verdict::Anomalous.as_str()),
        Expected::Rejected { reason } => format!("{} ({reason})", Verdict::Rejected.as_str()),
        Expected::Duplicate => "a duplicate".to_owned(),
    }
}

fn description(outcome: &Outcome) -> String {
    let mut text = match outcome.duplicate_of {
        Some(_) => format!("a duplicate, {}", outcome.verdict.as_str()),
        None => outcome.verdict.as_str().to_owned(),
    };
    if let Some(score) = outcome.score {
        text.push_str(&format!(", score {score:.3}"));
    }
    if let Some(reason) = &outcome.reason {
        text.push_str(&format!(" ({reason})"));
    }
    if let Some(detail) = &outcome.detail {
        text.push_str(&format!(": {detail}"));
    }
    text
}

/// The batch's summary must count what the tables hold.
fn compare_counts(
    summary: Option<&Summary>,
    outcomes: &BTreeMap<String, Outcome>,
) -> Vec<Mismatch> {
    let Some(summary) = summary else {
        return vec![Mismatch {
            file: "the batch's summary".to_owned(),
            expected: "there".to_owned(),
            found: "nothing".to_owned(),
        }];
    };
    let number = |verdict: Verdict| {
        let of = outcomes
            .values()
            .filter(|outcome| outcome.verdict == verdict && outcome.duplicate_of.is_none());
        of.count() as u64
    };
    let counts = &summary.counts;
    [
        ("pictures", outcomes.len() as u64, counts.pictures),
        ("rejected", number(Verdict::Rejected), counts.rejected),
        ("defects", number(Verdict::Anomalous), counts.defects),
        ("unrecorded", 0, summary.unrecorded),
        ("failed chunks", 0, summary.failed_chunks),
    ]
    .into_iter()
    .filter(|(_, tables, counted)| tables != counted)
    .map(|(what, tables, counted)| Mismatch {
        file: format!("the batch's summary, {what}"),
        expected: tables.to_string(),
        found: counted.to_string(),
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(verdict: Verdict, reason: Option<&str>, duplicate_of: Option<&str>) -> Outcome {
        Outcome {
            verdict,
            score: Some(0.25),
            scored_by: None,
            boxes: Vec::new(),
            heat_map: None,
            reason: reason.map(str::to_owned),
            detail: None,
            duplicate_of: duplicate_of.map(str::to_owned),
        }
    }

    #[test]
    fn what_the_lake_says_is_compared_picture_by_picture() {
        let expected = BTreeMap::from([
            ("in/b/a".to_owned(), Expected::Sound),
            ("in/b/c".to_owned(), Expected::Rejected { reason: "empty" }),
            ("in/b/d".to_owned(), Expected::Duplicate),
            ("in/b/e".to_owned(), Expected::Sound),
        ]);
        let mut outcomes = BTreeMap::from([
            ("in/b/a".to_owned(), outcome(Verdict::Normal, None, None)),
            (
                "in/b/c".to_owned(),
                outcome(Verdict::Rejected, Some("empty"), None),
            ),
            (
                "in/b/d".to_owned(),
                outcome(Verdict::Normal, None, Some("in/b/a")),
            ),
            ("in/b/e".to_owned(), outcome(Verdict::Normal, None, None)),
        ]);
        assert_eq!(compare("in/b/", &expected, &outcomes), []);
        outcomes.insert("in/b/a".to_owned(), outcome(Verdict::Anomalous, None, None));
        outcomes.insert(
            "in/b/c".to_owned(),
            outcome(Verdict::Rejected, Some("damaged"), None),
        );
        outcomes.insert("in/b/x".to_owned(), outcome(Verdict::Normal, None, None));
        outcomes.remove("in/b/e");
        let lines: Vec<_> = compare("in/b/", &expected, &outcomes)
            .into_iter()
            .map(|m| format!("{}: {} / {}", m.file, m.expected, m.found))
            .collect();
        insta::assert_snapshot!(lines.join("\n"), @r"
        a: normal / anomalous, score 0.250
        c: rejected (empty) / rejected, score 0.250 (damaged)
        e: normal / nothing
        x: nothing / normal, score 0.250
        ");
    }
}
