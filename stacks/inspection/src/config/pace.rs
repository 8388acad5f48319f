//! How fast pictures are looked at first: as fast as Rekognition's quotas allow, and no faster. What is
//! sent beyond them is refused and tried again, which costs time and alarms people.

use contracts::Task;
use contracts::finding::FirstLookRules;
use contracts::tasks::FirstLook;

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

/// What works on pictures at once in a region.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pace {
    /// Chunks at work at once.
    pub(crate) chunks: u32,
    /// Pictures that a first look works on at once.
    pub(crate) pictures: u32,
}

impl Configuration {
    /// What is configured, bounded so that no more requests of an operation are under way than the
    /// quota grants in a second: a request is taken to last one. The embedded region has no quota.
    pub(crate) fn pace(&self, region: &Region) -> Pace {
        let pictures = self.functions.get(FirstLook::NAME);
        let pictures = pictures.map_or(1, |size| size.concurrency);
        if self.embedded {
            return Pace {
                chunks: self.max_concurrent_chunks,
                pictures,
            };
        }
        let granted = self.first_look.requests_per_second;
        let quota = granted.unwrap_or_else(|| quota(&self.first_look.rules, region));
        let pictures = pictures.min(quota);
        Pace {
            chunks: self.max_concurrent_chunks.min((quota / pictures).max(1)),
            pictures,
        }
    }
}
