//! What the lake says of a batch: for each object that landed, what became of it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use contracts::examination::AnomalyBox;
use contracts::picture::RejectionReason;
use contracts::recording::ChunkRecord;
use contracts::{BatchName, layout};
use futures::{StreamExt, TryStreamExt};
use serde::Serialize;

use crate::lake::{self, Answer};
use crate::literal::varchar;
use crate::objects;
use crate::session::Session;

/// What became of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Verdict {
    /// Sound.
    Normal,
    /// Something is wrong.
    Anomalous,
    /// Not to be inspected, with a reason.
    Rejected,
    /// Not inspected, because a step failed.
    NotInspected,
}

impl Verdict {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Anomalous => "anomalous",
            Self::Rejected => "rejected",
            Self::NotInspected => "not-inspected",
        }
    }
}

/// Whose score it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ScoredBy {
    /// The first look's suspicion: the picture was spared the close look.
    FirstLook,
    /// The close look's score.
    CloseLook,
}

/// What the lake says of one object.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Outcome {
    pub verdict: Verdict,
    /// 0 to 1; 0.5 is the threshold.
    pub score: Option<f64>,
    pub scored_by: Option<ScoredBy>,
    pub boxes: Vec<AnomalyBox>,
    /// The heat map's key in the pictures bucket.
    pub heat_map: Option<String>,
    /// Why it was rejected, as a word.
    pub reason: Option<String>,
    /// Why, as a sentence.
    pub detail: Option<String>,
    /// The object of the same content that was looked at in its place.
    pub duplicate_of: Option<String>,
}

/// The outcomes of a batch by the key under which each object landed.
pub(crate) async fn of_batch(
    session: &Session,
    batch: &BatchName,
) -> anyhow::Result<BTreeMap<String, Outcome>> {
    let partitions = partitions(session, batch).await?;
    if partitions.is_empty() {
        return Ok(BTreeMap::new());
    }
    let ask = async |table: &str, columns: &str| {
        let sql = format!(
            "SELECT {columns} FROM {table} WHERE batch = {} AND {}",
            varchar(batch.as_str()),
            partitions.condition()
        );
        lake::ask(
            session,
            &format!("of the batch's {table}"),
            &sql,
            Vec::new(),
        )
        .await
    };
    let (pictures, findings, defects, rejections) = futures::try_join!(
        ask("pictures", "source_key, picture_id, duplicate_of"),
        ask("findings", "picture_id, suspicious, suspicion"),
        ask("defects", "picture_id, verdict, score, boxes, heat_map"),
        ask("rejections", "source_key, reason, detail"),
    )?;
    join(&pictures, &findings, &defects, &rejections)
}

/// The partitions that hold a batch's rows. Without them a query would look into every day of
/// every device class.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Partitions {
    classes: BTreeSet<String>,
    days: BTreeSet<String>,
}

/// Days that are named one by one; of more, the first and the last are.
const MOST_DAYS: usize = 100;

impl Partitions {
    pub(crate) fn is_empty(&self) -> bool {
        self.days.is_empty()
    }

    /// Takes a data file's key: `tables/<table>/device_class=<class>/day=<day>/...`.
    fn take(&mut self, key: &str) {
        for part in key.split('/') {
            match part.split_once('=') {
                Some(("device_class", class)) => self.classes.insert(class.to_owned()),
                Some(("day", day)) => self.days.insert(day.to_owned()),
                _ => false,
            };
        }
    }

    pub(crate) fn condition(&self) -> String {
        let list = |texts: &BTreeSet<String>| {
            let literals: Vec<_> = texts.iter().map(|text| varchar(text)).collect();
            literals.join(", ")
        };
        let days = match (self.days.first(), self.days.last()) {
            (Some(first), Some(last)) if self.days.len() > MOST_DAYS => {
                format!("day BETWEEN {} AND {}", varchar(first), varchar(last))
            }
            _ => format!("day IN ({})", list(&self.days)),
        };
        format!("device_class IN ({}) AND {days}", list(&self.classes))
    }
}

/// Read from the records that every chunk leaves.
pub(crate) async fn partitions(session: &Session, batch: &BatchName) -> anyhow::Result<Partitions> {
    let s3 = &session.clients.s3;
    let lake = &session.manifest().names.lake_bucket;
    let keys = objects::list(s3, lake, &layout::chunk_prefix(batch)).await?;
    let mut records = futures::stream::iter(keys)
        .map(|key| async move { objects::get_json::<ChunkRecord>(s3, lake, &key).await })
        .buffer_unordered(objects::CONCURRENCY);
    let mut partitions = Partitions::default();
    while let Some(record) = records.try_next().await? {
        if let Some(record) = record {
            let moved = record.moved_files.iter().map(|file| &file.key);
            let files = record.files.iter().chain(moved);
            files.for_each(|file| partitions.take(file));
        }
    }
    Ok(partitions)
}

/// Puts the four tables' rows together.
fn join(
    pictures: &Answer,
    findings: &Answer,
    defects: &Answer,
    rejections: &Answer,
) -> anyhow::Result<BTreeMap<String, Outcome>> {
    let mut looks: HashMap<&str, Outcome> = HashMap::new();
    for row in Rows::of(findings, ["picture_id", "suspicious", "suspicion"])? {
        let [Some(id), suspicious, suspicion] = row else {
            continue;
        };
        let mut outcome = Outcome::new(match suspicious {
            // A suspicious picture that no close look took is not known to be sound.
            Some("true") => Verdict::NotInspected,
            _ => Verdict::Normal,
        });
        outcome.score = suspicion.and_then(|text| text.parse().ok());
        outcome.scored_by = Some(ScoredBy::FirstLook);
        looks.insert(id, outcome);
    }
    let columns = ["picture_id", "verdict", "score", "boxes", "heat_map"];
    for row in Rows::of(defects, columns)? {
        let [Some(id), verdict, score, boxes, heat_map] = row else {
            continue;
        };
        let mut outcome = Outcome::new(match verdict {
            Some("anomalous") => Verdict::Anomalous,
            _ => Verdict::Normal,
        });
        outcome.score = score.and_then(|text| text.parse().ok());
        outcome.scored_by = Some(ScoredBy::CloseLook);
        outcome.boxes = boxes.map(parse_boxes).transpose()?.unwrap_or_default();
        outcome.heat_map = heat_map.map(str::to_owned);
        looks.insert(id, outcome);
    }
    let mut outcomes = BTreeMap::new();
    for row in Rows::of(pictures, ["source_key", "picture_id", "duplicate_of"])? {
        let [Some(source), Some(id), duplicate_of] = row else {
            continue;
        };
        let mut outcome = looks
            .get(id)
            .cloned()
            .unwrap_or_else(|| Outcome::new(Verdict::NotInspected));
        outcome.duplicate_of = duplicate_of.map(str::to_owned);
        outcomes.insert(source.to_owned(), outcome);
    }
    for row in Rows::of(rejections, ["source_key", "reason", "detail"])? {
        let [Some(source), reason, detail] = row else {
            continue;
        };
        let mut outcome = Outcome::new(match reason {
            Some(reason) if reason == RejectionReason::NotInspected.as_str() => {
                Verdict::NotInspected
            }
            _ => Verdict::Rejected,
        });
        outcome.reason = reason.map(str::to_owned);
        outcome.detail = detail.map(str::to_owned);
        outcomes.insert(source.to_owned(), outcome);
    }
    Ok(outcomes)
}

impl Outcome {
    fn new(verdict: Verdict) -> Self {
        Self {
            verdict,
            score: None,
            scored_by: None,
            boxes: Vec::new(),
            heat_map: None,
            reason: None,
            detail: None,
            duplicate_of: None,
        }
    }
}

/// Rows as arrays of the named columns.
struct Rows<'a, const N: usize> {
    answer: &'a Answer,
    columns: [usize; N],
    at: usize,
}

impl<'a, const N: usize> Rows<'a, N> {
    fn of(answer: &'a Answer, names: [&str; N]) -> anyhow::Result<Self> {
        let mut columns = [0; N];
        for (column, name) in columns.iter_mut().zip(names) {
            *column = answer.column(name)?;
        }
        Ok(Self {
            answer,
            columns,
            at: 0,
        })
    }
}

impl<'a, const N: usize> Iterator for Rows<'a, N> {
    type Item = [Option<&'a str>; N];

    fn next(&mut self) -> Option<Self::Item> {
        let row = self.answer.rows.get(self.at)?;
        self.at += 1;
        Some(self.columns.map(|column| row.get(column)?.as_deref()))
    }
}

/// Reads boxes as Athena writes an array of rows:
/// `[{left=0.1, top=0.2, width=0.3, height=0.4, score=0.9}, ...]`.
fn parse_boxes(text: &str) -> anyhow::Result<Vec<AnomalyBox>> {
    let other = || anyhow::anyhow!("{text:?} is no array of boxes");
    let inner = text
        .trim()
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'));
    let inner = inner.ok_or_else(other)?;
    let rows = inner.split('}').filter(|row| row.contains('{'));
    rows.map(|row| {
        let (_, fields) = row.split_once('{').ok_or_else(other)?;
        let number = |name: &str| {
            fields
                .split(',')
                .filter_map(|field| field.split_once('='))
                .find(|(field, _)| field.trim() == name)
                .and_then(|(_, value)| value.trim().parse::<f64>().ok())
                .ok_or_else(other)
        };
        Ok(AnomalyBox {
            left: number("left")?,
            top: number("top")?,
            width: number("width")?,
            height: number("height")?,
            score: number("score")?,
        })
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lake::Column;

    fn answer(columns: &[&str], rows: &[&[Option<&str>]]) -> Answer {
        Answer {
            scanned: 0,
            columns: columns
                .iter()
                .map(|name| Column {
                    name: (*name).to_owned(),
                    kind: "varchar".to_owned(),
                })
                .collect(),
            rows: rows
                .iter()
                .map(|row| row.iter().map(|cell| cell.map(str::to_owned)).collect())
                .collect(),
        }
    }

    #[test]
    fn every_object_has_the_outcome_of_its_content() {
        let pictures = answer(
            &["source_key", "picture_id", "duplicate_of"],
            &[
                &[Some("in/a"), Some("1"), None],
                &[Some("in/b"), Some("1"), Some("in/a")],
                &[Some("in/c"), Some("2"), None],
                &[Some("in/d"), Some("3"), None],
            ],
        );
        let findings = answer(
            &["picture_id", "suspicious", "suspicion"],
            &[
                &[Some("1"), Some("true"), Some("0.8")],
                &[Some("2"), Some("false"), Some("0.2")],
                &[Some("3"), Some("true"), Some("0.7")],
            ],
        );
        let boxes = "[{left=0.5, top=0.25, width=0.1, height=1.0E-1, score=0.9}]";
        let defects = answer(
            &["picture_id", "verdict", "score", "boxes", "heat_map"],
            &[&[
                Some("1"),
                Some("anomalous"),
                Some("0.9"),
                Some(boxes),
                Some("h"),
            ]],
        );
        let rejections = answer(
            &["source_key", "reason", "detail"],
            &[&[Some("in/e"), Some("empty"), Some("it holds no bytes")]],
        );
        let outcomes = join(&pictures, &findings, &defects, &rejections).unwrap();
        let verdict = |key: &str| outcomes[key].verdict;
        assert_eq!(verdict("in/a"), Verdict::Anomalous);
        assert_eq!(verdict("in/b"), Verdict::Anomalous);
        assert_eq!(outcomes["in/b"].duplicate_of.as_deref(), Some("in/a"));
        assert_eq!(outcomes["in/a"].boxes[0].height, 0.1);
        assert_eq!(verdict("in/c"), Verdict::Normal);
        assert_eq!(outcomes["in/c"].scored_by, Some(ScoredBy::FirstLook));
        assert_eq!(verdict("in/d"), Verdict::NotInspected);
        assert_eq!(verdict("in/e"), Verdict::Rejected);
        assert_eq!(outcomes["in/e"].reason.as_deref(), Some("empty"));
    }

    #[test]
    fn boxes_are_read_as_athena_writes_them() {
        assert_eq!(parse_boxes("[]").unwrap(), []);
        let two = "[{left=0.0, top=0.0, width=1.0, height=1.0, score=0.7}, \
                   {left=0.2, top=0.1, width=0.3, height=0.4, score=0.6}]";
        assert_eq!(parse_boxes(two).unwrap().len(), 2);
        assert!(parse_boxes("[{left=x}]").is_err());
        assert!(parse_boxes("none").is_err());
    }

    #[test]
    fn only_the_partitions_that_hold_the_batch_are_asked() {
        let mut partitions = Partitions::default();
        partitions.take("tables/findings/device_class=meter/day=2026-11-22/b.c.parquet");
        partitions.take("tables/pictures/device_class=panel/day=2026-11-20/b.c.parquet");
        assert_eq!(
            partitions.condition(),
            "device_class IN ('meter', 'panel') AND day IN ('2026-11-20', '2026-11-22')"
        );
        for day in 1..=31 {
            for month in 1..=4 {
                partitions.days.insert(format!("2027-{month:02}-{day:02}"));
            }
        }
        assert!(
            partitions
                .condition()
                .ends_with("day BETWEEN '2026-11-20' AND '2027-04-31'")
        );
    }
}
