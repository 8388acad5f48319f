//! What the steps before said of a chunk's objects, looked up by object.

use std::collections::{HashMap, VecDeque};

use contracts::PictureId;
use contracts::batch::ListedObject;
use contracts::examination::{Examination, Shadow};
use contracts::finding::{Finding, RefusedPicture};
use contracts::picture::{PreparedPicture, Rejection};
use contracts::recording::{ChunkFailure, RecordInput};

use crate::sheet::{Inspected, Outcome};

/// Most characters of a detail in a row.
const LONGEST_DETAIL: usize = 1_000;

/// The steps' words by object. Findings and examinations name a picture by its content alone;
/// where one content was filed under two device classes they come in the pictures' order.
pub(crate) struct Said<'a> {
    pictures: HashMap<&'a str, &'a PreparedPicture>,
    duplicates: HashMap<&'a str, &'a PreparedPicture>,
    rejected: HashMap<&'a str, &'a Rejection>,
    findings: HashMap<&'a PictureId, VecDeque<&'a Finding>>,
    examinations: HashMap<&'a PictureId, VecDeque<&'a Examination>>,
    /// One content has one class's candidate at most, whose word holds for each of its files.
    shadows: HashMap<&'a PictureId, &'a Shadow>,
    refused: HashMap<&'a str, &'a str>,
    failure: Option<String>,
}

impl<'a> Said<'a> {
    pub(crate) fn of(input: &'a RecordInput) -> Self {
        let mut said = Self {
            pictures: HashMap::new(),
            duplicates: HashMap::new(),
            rejected: HashMap::new(),
            findings: HashMap::new(),
            examinations: HashMap::new(),
            shadows: HashMap::new(),
            refused: HashMap::new(),
            failure: input.failure.as_ref().map(sentence),
        };
        if let Some(prepared) = &input.prepared {
            said.pictures = by_source(&prepared.pictures);
            said.duplicates = by_source(&prepared.duplicates);
            let rejected = prepared.rejected.iter();
            said.rejected = rejected.map(|one| (one.source.as_str(), one)).collect();
        }
        if let Some(look) = &input.first_look {
            for finding in &look.findings {
                let same = said.findings.entry(&finding.picture_id).or_default();
                same.push_back(finding);
            }
            said.refuse(&look.refused);
        }
        if let Some(look) = &input.close_look {
            for examination in &look.examinations {
                let same = said
                    .examinations
                    .entry(&examination.picture_id)
                    .or_default();
                same.push_back(examination);
            }
            let shadows = look.shadows.iter();
            said.shadows = shadows.map(|one| (&one.picture_id, one)).collect();
            said.refuse(&look.refused);
        }
        said
    }

    fn refuse(&mut self, refused: &'a [RefusedPicture]) {
        for one in refused {
            self.refused.insert(&one.picture.source, &one.detail);
        }
    }

    /// What became of an object; the error is why it is not inspected, as a sentence.
    pub(crate) fn of_item(&mut self, item: &ListedObject) -> Result<Outcome, String> {
        let source = item.key.as_str();
        // What was rejected stays so, also where the chunk failed later.
        if let Some(rejection) = self.rejected.get(source) {
            return Ok(Outcome::Rejected((*rejection).clone()));
        }
        if let Some(failure) = &self.failure {
            return Err(failure.clone());
        }
        if let Some(duplicate) = self.duplicates.get(source) {
            return Ok(Outcome::Duplicate((*duplicate).clone()));
        }
        let Some(picture) = self.pictures.get(source).copied() else {
            return Err("the preparation did not say what became of it".to_owned());
        };
        self.of_picture(picture)
    }

    /// Whether the first look was taken of an object, whatever became of it later.
    pub(crate) fn is_looked_at(&self, item: &ListedObject) -> bool {
        let picture = self.pictures.get(item.key.as_str());
        picture.is_some_and(|picture| self.findings.contains_key(&picture.id))
    }

    fn of_picture(&mut self, picture: &PreparedPicture) -> Result<Outcome, String> {
        // Taken before the refusal is looked at, so that an equal picture gets its own.
        let finding = next(&mut self.findings, &picture.id);
        let refused = self.refused.get(picture.source.as_str());
        let Some(finding) = finding else {
            return Err(refused.map_or_else(
                || "the first look did not say what became of it".to_owned(),
                |detail| shortened(&format!("the first look refused it: {detail}")),
            ));
        };
        if let Some(detail) = refused {
            return Err(shortened(&format!("the close look refused it: {detail}")));
        }
        let examination = if finding.suspicious {
            let examination = next(&mut self.examinations, &picture.id)
                .ok_or("it is suspicious, and the close look did not say what became of it")?;
            Some(examination.clone())
        } else {
            None
        };
        Ok(Outcome::Inspected(Box::new(Inspected {
            picture: picture.clone(),
            finding: finding.clone(),
            shadow: self.shadows.get(&picture.id).map(|one| (*one).clone()),
            examination,
        })))
    }
}

fn by_source(pictures: &[PreparedPicture]) -> HashMap<&str, &PreparedPicture> {
    pictures
        .iter()
        .map(|picture| (picture.source.as_str(), picture))
        .collect()
}

fn next<'a, T>(
    said: &mut HashMap<&'a PictureId, VecDeque<&'a T>>,
    id: &PictureId,
) -> Option<&'a T> {
    said.get_mut(id)?.pop_front()
}

/// A failure as a sentence. The cause that Lambda gives is a JSON object around the message.
fn sentence(failure: &ChunkFailure) -> String {
    shortened(&format!(
        "{}: {}",
        failure.error,
        message(failure, "errorMessage")
    ))
}

/// How the States Language calls a task that took too long.
const TIMED_OUT: &str = "States.Timeout";

/// The failure of a job that was waited for, as it says itself. The cause is the job, described.
pub(crate) fn job_failure(failure: &ChunkFailure) -> String {
    if failure.error == TIMED_OUT {
        return "the job ran out of time and was stopped, and SageMaker stores no answers of a job that is \
                stopped; ask for fewer days at once, or let back-fills run longer \
                (`max_runtime_seconds`)"
            .to_owned();
    }
    shortened(&message(failure, "FailureReason"))
}

/// A member of the JSON object that a cause is; the cause itself where it is none.
fn message(failure: &ChunkFailure, member: &str) -> String {
    let cause = failure.cause.as_deref().unwrap_or("no cause given");
    serde_json::from_str::<serde_json::Value>(cause)
        .ok()
        .and_then(|cause| Some(cause.get(member)?.as_str()?.to_owned()))
        .unwrap_or_else(|| cause.to_owned())
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST_DETAIL) {
        Some((at, _)) => format!("{} ...", &text[..at]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_that_ran_out_of_time_says_what_to_do() {
        let failure = ChunkFailure {
            error: TIMED_OUT.to_owned(),
            cause: None,
        };
        assert!(job_failure(&failure).contains("ask for fewer days at once"));
    }

    #[test]
    fn a_failure_reads_as_a_sentence() {
        let failure = |cause: &str| ChunkFailure {
            error: "ModelNotFound".to_owned(),
            cause: Some(cause.to_owned()),
        };
        assert_eq!(
            sentence(&failure(
                r#"{"errorType":"ModelNotFound","errorMessage":"no model"}"#
            )),
            "ModelNotFound: no model"
        );
        assert_eq!(sentence(&failure("timed out")), "ModelNotFound: timed out");
        let long = sentence(&failure(&"ä".repeat(5_000)));
        assert_eq!(long.chars().count(), LONGEST_DETAIL + 4);
    }
}
