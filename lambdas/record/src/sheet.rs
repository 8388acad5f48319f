//! What became of every object of a chunk.
//!
//! The listing rules: every object of it is accounted for exactly once, whatever the steps
//! before did or did not say of it. Each is inspected, a duplicate, rejected or not inspected;
//! the first two have a row in `pictures`, the last two one in `rejections`.

use std::collections::{BTreeMap, BTreeSet};

use contracts::batch::ListedObject;
use contracts::examination::{Examination, Shadow, Verdict};
use contracts::finding::Finding;
use contracts::picture::{PreparedPicture, Rejection, RejectionReason};
use contracts::recording::{Counts, RecordInput};
use contracts::{Day, DeviceClass, Place, ServiceError, layout};
use jiff::Timestamp;
use jiff::tz::Offset;
use runtime::Failure;

use crate::said::Said;

/// What became of one object.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Outcome {
    /// Looked at.
    Inspected(Box<Inspected>),
    /// Of the same content as another of the batch.
    Duplicate(PreparedPicture),
    /// Not to be inspected, as the preparation said.
    Rejected(Rejection),
    /// Not inspected because a step failed or refused it; it stays where it landed.
    NotInspected(Rejection),
}

/// A picture that was looked at; closely, too, where it was suspicious.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Inspected {
    pub(crate) picture: PreparedPicture,
    pub(crate) finding: Finding,
    pub(crate) examination: Option<Examination>,
    /// What the candidate says of it, where it looked.
    pub(crate) shadow: Option<Shadow>,
}

impl Outcome {
    fn device_class(&self) -> &DeviceClass {
        match self {
            Self::Inspected(inspected) => &inspected.picture.device_class,
            Self::Duplicate(picture) => &picture.device_class,
            Self::Rejected(rejection) | Self::NotInspected(rejection) => &rejection.device_class,
        }
    }

    /// Whether a later listing of the batch meets the object again.
    fn stays(&self) -> bool {
        match self {
            // The preparation says `not-inspected` only of what it did not find any more.
            Self::Rejected(rejection) => {
                !is_moved(rejection) && rejection.reason != RejectionReason::NotInspected
            }
            Self::Inspected(_) | Self::Duplicate(_) | Self::NotInspected(_) => true,
        }
    }

    fn counts(&self) -> Counts {
        let mut counts = Counts {
            pictures: 1,
            ..Counts::default()
        };
        match self {
            Self::Inspected(inspected) => {
                let suspicious = inspected.finding.suspicious;
                let verdict = inspected.examination.as_ref().map(|close| close.verdict);
                counts.inspected = 1;
                counts.suspicious = u64::from(suspicious);
                counts.spared = u64::from(!suspicious);
                counts.defects = u64::from(verdict == Some(Verdict::Anomalous));
            }
            Self::Duplicate(_) => counts.duplicates = 1,
            Self::Rejected(rejection) if rejection.reason != RejectionReason::NotInspected => {
                counts.rejected = 1;
            }
            Self::Rejected(_) | Self::NotInspected(_) => counts.not_inspected = 1,
        }
        counts
    }
}

/// Whether the object is kept elsewhere than where it landed.
pub(crate) fn is_moved(rejection: &Rejection) -> bool {
    rejection.kept_at != rejection.source
}

/// A chunk, accounted for.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    /// One for every object, in order of the listing.
    pub(crate) outcomes: Vec<Outcome>,
    /// Without the objects that were moved; so by class, too.
    pub(crate) counts: Counts,
    pub(crate) by_class: BTreeMap<DeviceClass, Counts>,
    /// How many objects stay where they landed.
    pub(crate) staying: u64,
}

impl Sheet {
    /// Accounts for every object of the chunk but the batch's marker.
    ///
    /// # Errors
    /// When the listing gives a time that is none.
    pub(crate) fn of(
        input: &RecordInput,
        classes: &BTreeSet<DeviceClass>,
    ) -> Result<Self, Failure> {
        let marker = layout::ready_key(&input.batch);
        let mut said = Said::of(input);
        let mut sheet = Self::default();
        let mut met = BTreeSet::new();
        for item in &input.items {
            if item.key == marker || !met.insert(item.key.as_str()) {
                continue;
            }
            let outcome = match said.of_item(item) {
                Ok(outcome) => outcome,
                Err(detail) => Outcome::NotInspected(not_inspected(input, item, classes, detail)?),
            };
            sheet.add(outcome, said.is_looked_at(item));
        }
        Ok(sheet)
    }

    fn add(&mut self, outcome: Outcome, is_looked_at: bool) {
        if !matches!(&outcome, Outcome::Rejected(rejection) if is_moved(rejection)) {
            let counts = Counts {
                first_looked: is_looked_at.into(),
                ..outcome.counts()
            };
            self.counts += counts;
            let class = outcome.device_class().clone();
            *self.by_class.entry(class).or_default() += counts;
        }
        self.staying += u64::from(outcome.stays());
        self.outcomes.push(outcome);
    }

    /// The keys under which the objects landed that were moved to `rejected/`.
    pub(crate) fn moved(&self) -> impl Iterator<Item = &str> {
        self.outcomes.iter().filter_map(|outcome| match outcome {
            Outcome::Rejected(rejection) if is_moved(rejection) => Some(rejection.source.as_str()),
            _ => None,
        })
    }
}

fn not_inspected(
    input: &RecordInput,
    item: &ListedObject,
    classes: &BTreeSet<DeviceClass>,
    detail: String,
) -> Result<Rejection, Failure> {
    let place = Place::of(&input.batch, &item.key, classes);
    Ok(Rejection {
        source: item.key.clone(),
        kept_at: item.key.clone(),
        device_class: place.device_class,
        device_id: place.device_id,
        day: day_of_upload(item)?,
        bytes: item.size,
        reason: RejectionReason::NotInspected,
        detail,
    })
}

fn day_of_upload(item: &ListedObject) -> Result<Day, Failure> {
    let invalid = |detail: String| Failure::Service {
        error: ServiceError::InvalidInput,
        detail: format!("{}: LastModified is no time: {detail}", item.key),
    };
    let at = Timestamp::from_second(item.last_modified).map_err(|e| invalid(e.to_string()))?;
    let date = Offset::UTC.to_datetime(at).date();
    Day::parse(date.to_string()).map_err(|error| invalid(error.to_string()))
}
