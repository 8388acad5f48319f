//! How fast pictures are looked at: as fast as Rekognition's quotas and the inference units of running
//! models allow, and no faster. What is sent beyond them is refused and tried again, which costs time and
//! alarms people.

use contracts::Task;
use contracts::finding::FirstLookRules;
use contracts::model::FIRST_LOOK_INFERENCE_UNITS;
use contracts::tasks::{CloseLook, FirstLook};
use cost::Assumptions;

use super::Configuration;
use crate::Region;

/// Regions whose quota of labels, moderation and text is higher.
/// <https://docs.aws.amazon.com/general/latest/gr/rekognition.html#limits_rekognition>
const FAST_REGIONS: [&str; 3] = ["eu-west-1", "us-east-1", "us-west-2"];
/// Requests a second there, and elsewhere.
const FAST: u32 = 50;
const SLOW: u32 = 5;

/// Requests a second of the slowest operation that the rules ask, in a region. Protective equipment is
/// slow everywhere.
fn quota(rules: &FirstLookRules, region: &Region) -> u32 {
    match FAST_REGIONS.contains(&region.as_str()) && rules.people.is_none() {
        true => FAST,
        false => SLOW,
    }
}

/// Pictures a second that so many inference units of a custom labels model look at, as the bill assumes. All
/// pictures of a moment may be of one class, so that one model's units are what there is.
fn units_look_at(units: u32) -> u32 {
    // The assumptions' own tests show that they are sound.
    let rate = Assumptions::shipped().map_or(1, |shipped| shipped.custom_labels_rate.value);
    units.saturating_mul(u32::try_from(rate).unwrap_or(u32::MAX).max(1))
}

/// What works on pictures at once in a region.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pace {
    /// Chunks at work at once.
    pub(crate) chunks: u32,
    /// Pictures that a first look works on at once.
    pub(crate) pictures: u32,
    /// Pictures that a close look works on at once.
    pub(crate) suspicious: u32,
}

impl Configuration {
    /// What is configured, bounded so that no more requests of an operation, or of a custom labels model, are
    /// under way than are granted in a second: a request is taken to last one. The embedded region has no
    /// quota.
    pub(crate) fn pace(&self, region: &Region) -> Pace {
        let at_once = |task| {
            let size = self.functions.get(task);
            size.map_or(1, |size| size.concurrency.max(1))
        };
        let configured = Pace {
            chunks: self.max_concurrent_chunks,
            pictures: at_once(FirstLook::NAME),
            suspicious: at_once(CloseLook::NAME),
        };
        if self.embedded {
            return configured;
        }
        let bounded = self.bounded_by_first_look(configured, region);
        match self.close_look.custom_labels() {
            Some(models) => bounded_by_close_look(bounded, units_look_at(models.inference_units)),
            None => bounded,
        }
    }

    fn bounded_by_first_look(&self, pace: Pace, region: &Region) -> Pace {
        let rules = &self.first_look.rules;
        let granted = self.first_look.requests_per_second;
        let mut granted = granted.unwrap_or_else(|| quota(rules, region));
        if self.first_look.custom_labels && rules.asks_custom_labels() {
            granted = granted.min(units_look_at(FIRST_LOOK_INFERENCE_UNITS));
        }
        let pictures = pace.pictures.min(granted);
        Pace {
            chunks: pace.chunks.min((granted / pictures).max(1)),
            pictures,
            ..pace
        }
    }
}

/// Fewer pictures at once before fewer chunks: the chunks have first looks to take as well, and few pictures
/// are suspicious.
fn bounded_by_close_look(pace: Pace, granted: u32) -> Pace {
    let suspicious = pace.suspicious.min((granted / pace.chunks.max(1)).max(1));
    Pace {
        chunks: pace.chunks.min((granted / suspicious).max(1)),
        suspicious,
        ..pace
    }
}
