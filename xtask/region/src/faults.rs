//! Faults on purpose: what a test tells the region to do slowly or not at all.
//!
//! They come from a JSON file (`sightline-region serve --faults FILE`), whose members may all be
//! left out:
//!
//! ```json
//! {
//!   "cloudformation": {
//!     "answersAfterMs": 50,
//!     "stackTakesMs": 3000,
//!     "fail": [
//!       {
//!         "region": "eu-west-1",
//!         "stack": "sightline-x-inspection",
//!         "logicalId": "PrepareFunction",
//!         "when": "forward",
//!         "reason": "no room",
//!         "times": 1
//!       }
//!     ]
//!   }
//! }
//! ```
//!
//! What was counted is forgotten when the region stops.
//!
//! The same file may say what pictures show, which the region cannot see:
//!
//! ```json
//! {
//!   "rekognition": {
//!     "shows": [
//!       {
//!         "key": "0f3a",
//!         "labels": [{ "name": "Bird", "confidence": 90, "isObject": true }],
//!         "moderation": [{ "name": "Violence", "confidence": 80 }],
//!         "text": [{ "name": "M-01", "confidence": 99 }],
//!         "faces": [99],
//!         "people": [{ "confidence": 99, "parts": ["HEAD"], "wears": ["HEAD_COVER"] }]
//!       }
//!     ]
//!   }
//! }
//! ```

mod shown;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use serde::Deserialize;

pub(crate) use shown::{EQUIPMENT, Person, Seen, Shown};

/// The longest that something may be made to take, in milliseconds: ten minutes.
const LONGEST_MS: u64 = 600_000;

/// What goes wrong on purpose. Nothing does by default. Cheap to clone; clones count together.
#[derive(Debug, Clone, Default)]
pub struct Faults(Arc<Told>);

/// Why a file of faults is not taken.
#[derive(Debug, thiserror::Error)]
pub enum FaultsError {
    /// The file can't be read.
    #[error("can't read the faults in {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// It does not say what a file of faults may say.
    #[error("the faults in {} can't be taken: {reason}", path.display())]
    Content {
        /// The file.
        path: PathBuf,
        /// What is wrong, and what is allowed.
        reason: String,
    },
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Told {
    #[serde(default)]
    cloudformation: CloudFormation,
    #[serde(default)]
    rekognition: shown::Rekognition,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct CloudFormation {
    /// How long CloudFormation takes to answer each call, in milliseconds.
    #[serde(default)]
    answers_after_ms: u64,
    /// How long an operation on a stack takes at least, in milliseconds.
    #[serde(default)]
    stack_takes_ms: u64,
    /// The resources that fail.
    #[serde(default)]
    fail: Vec<Failure>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Failure {
    /// An AWS region; all of them when there is none.
    region: Option<String>,
    /// The stack's name.
    stack: String,
    /// The resource's logical id.
    logical_id: String,
    /// On which way it fails.
    #[serde(default)]
    when: Way,
    /// What its handler says.
    reason: String,
    /// How often it fails, at least once; always when there is no number.
    times: Option<u32>,
    #[serde(skip)]
    happened: AtomicU32,
}

/// What an operation is doing to a resource.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Way {
    /// Making or changing it, as the template asks.
    #[default]
    Forward,
    /// Changing it back.
    Rollback,
    /// Deleting it.
    Delete,
}

impl Faults {
    /// Reads a file of faults.
    ///
    /// # Errors
    /// [`FaultsError`] names the file and what it may say.
    pub fn read(path: &Path) -> Result<Self, FaultsError> {
        let text = std::fs::read_to_string(path).map_err(|source| FaultsError::Read {
            path: path.to_owned(),
            source,
        })?;
        Self::parse(&text).map_err(|reason| FaultsError::Content {
            path: path.to_owned(),
            reason,
        })
    }

    /// Reads the content of a file of faults.
    ///
    /// # Errors
    /// A sentence that says what is wrong and what is allowed.
    pub fn parse(text: &str) -> Result<Self, String> {
        let told: Told = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let cloudformation = &told.cloudformation;
        for (name, milliseconds) in [
            ("answersAfterMs", cloudformation.answers_after_ms),
            ("stackTakesMs", cloudformation.stack_takes_ms),
        ] {
            if milliseconds > LONGEST_MS {
                return Err(format!(
                    "cloudformation.{name} is {milliseconds}; at most {LONGEST_MS} ms are allowed"
                ));
            }
        }
        for (index, failure) in cloudformation.fail.iter().enumerate() {
            let place = format!("cloudformation.fail[{index}]");
            for (name, text) in [
                ("stack", &failure.stack),
                ("logicalId", &failure.logical_id),
                ("reason", &failure.reason),
            ] {
                if text.is_empty() {
                    return Err(format!("{place}.{name} is empty; say which"));
                }
            }
            if failure.times == Some(0) {
                return Err(format!(
                    "{place}.times is 0; give 1 or more, or leave it out to fail always"
                ));
            }
        }
        told.rekognition.check()?;
        Ok(Self(Arc::new(told)))
    }

    /// What the picture of an object's key shows.
    pub(crate) fn shown(&self, key: &str) -> Shown {
        self.0.rekognition.shown(key)
    }

    /// How long CloudFormation takes to answer a call.
    pub(crate) fn cloudformation_answers_after(&self) -> Duration {
        Duration::from_millis(self.0.cloudformation.answers_after_ms)
    }

    /// How long an operation on a stack takes at least.
    pub(crate) fn stack_takes(&self) -> Duration {
        Duration::from_millis(self.0.cloudformation.stack_takes_ms)
    }

    /// Why the handler of a resource is to fail now; none when it is not. Each answer counts.
    pub(crate) fn failure(
        &self,
        region: &str,
        stack: &str,
        logical_id: &str,
        way: Way,
    ) -> Option<&str> {
        self.0.cloudformation.fail.iter().find_map(|failure| {
            let meant = failure.stack == stack
                && failure.logical_id == logical_id
                && failure.when == way
                && failure.region.as_deref().is_none_or(|one| one == region);
            (meant && failure.happens()).then_some(failure.reason.as_str())
        })
    }
}

impl Failure {
    fn happens(&self) -> bool {
        let once_more = |happened: u32| {
            self.times
                .is_none_or(|times| happened < times)
                .then_some(happened.saturating_add(1))
        };
        self.happened
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, once_more)
            .is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_resource_fails_as_often_as_asked_where_it_is_asked() {
        let faults = Faults::parse(
            r#"{"cloudformation": {"answersAfterMs": 5, "fail": [
                {"region": "eu-west-1", "stack": "a", "logicalId": "R", "reason": "no", "times": 2},
                {"stack": "b", "logicalId": "R", "when": "delete", "reason": "held"}
            ]}}"#,
        )
        .unwrap();
        assert_eq!(
            faults.cloudformation_answers_after(),
            Duration::from_millis(5)
        );
        assert_eq!(faults.stack_takes(), Duration::ZERO);
        let asked = |region, stack, way| faults.failure(region, stack, "R", way);
        assert_eq!(asked("us-east-1", "a", Way::Forward), None);
        assert_eq!(asked("eu-west-1", "a", Way::Forward), Some("no"));
        assert_eq!(asked("eu-west-1", "a", Way::Rollback), None);
        assert_eq!(asked("eu-west-1", "a", Way::Forward), Some("no"));
        assert_eq!(asked("eu-west-1", "a", Way::Forward), None);
        for _ in 0..3 {
            assert_eq!(asked("us-east-1", "b", Way::Delete), Some("held"));
        }
    }

    #[test]
    fn a_mistake_in_the_file_is_told_with_what_is_allowed() {
        let told = |text| Faults::parse(text).unwrap_err();
        insta::assert_snapshot!(told(r#"{"cloudFormation": {}}"#), @"unknown field `cloudFormation`, expected `cloudformation` or `rekognition` at line 1 column 17");
        insta::assert_snapshot!(told(r#"{"rekognition": {"shows": [{"key": ""}]}}"#), @"rekognition.shows[0].key is empty; say which picture");
        insta::assert_snapshot!(told(r#"{"rekognition": {"shows": [{"key": "a", "faces": [101]}]}}"#), @"rekognition.shows[0] has a confidence of 101; it is from 0 to 100");
        insta::assert_snapshot!(told(r#"{"rekognition": {"shows": [{"key": "a", "people": [{"confidence": 9, "parts": ["FOOT"]}]}]}}"#), @r#"rekognition.shows[0] has "FOOT"; parts are HEAD, FACE, LEFT_HAND and RIGHT_HAND, and what is worn HEAD_COVER, FACE_COVER and HAND_COVER"#);
        insta::assert_snapshot!(told(r#"{"cloudformation": {"answersAfterMs": 700000}}"#), @"cloudformation.answersAfterMs is 700000; at most 600000 ms are allowed");
        insta::assert_snapshot!(told(r#"{"cloudformation": {"fail": [{"stack": "a", "logicalId": "R", "reason": "no", "times": 0}]}}"#), @"cloudformation.fail[0].times is 0; give 1 or more, or leave it out to fail always");
        insta::assert_snapshot!(told(r#"{"cloudformation": {"fail": [{"stack": "", "logicalId": "R", "reason": "no"}]}}"#), @"cloudformation.fail[0].stack is empty; say which");
        insta::assert_snapshot!(told(r#"{"cloudformation": {"fail": [{"stack": "a", "logicalId": "R", "reason": "no", "when": "later"}]}}"#), @"unknown variant `later`, expected one of `forward`, `rollback`, `delete` at line 1 column 93");
    }
}
