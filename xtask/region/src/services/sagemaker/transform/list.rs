//! Transform jobs, listed. A page goes on behind the place of the last job of the one before, whatever has become
//! of that job.
//! <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListTransformJobs.html>

use std::cmp::Ordering;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::TransformJob;
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;
use crate::services::sagemaker::input::decode;
use crate::services::sagemaker::record::seconds;
use crate::services::sagemaker::{SageMaker, invalid};

/// Jobs on a page where nothing is said, and at most.
const PAGE: usize = 10;
const LARGEST_PAGE: usize = 100;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Asked {
    name_contains: Option<String>,
    status_equals: Option<String>,
    creation_time_after: Option<f64>,
    creation_time_before: Option<f64>,
    last_modified_time_after: Option<f64>,
    last_modified_time_before: Option<f64>,
    #[serde(default)]
    sort_by: SortBy,
    #[serde(default)]
    sort_order: SortOrder,
    max_results: Option<usize>,
    next_token: Option<String>,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
enum SortBy {
    Name,
    #[default]
    CreationTime,
    Status,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
enum SortOrder {
    Ascending,
    #[default]
    Descending,
}

/// Where a job stands: by what is sorted, and then its name, which is its own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Place {
    key: Key,
    name: String,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
enum Key {
    Name,
    CreationTime(Timestamp),
    Status(String),
}

impl Place {
    fn token(&self) -> Result<String, ServiceError> {
        let text = serde_json::to_vec(self);
        let text = text.map_err(|error| ServiceError::internal(error.to_string()))?;
        Ok(URL_SAFE_NO_PAD.encode(text))
    }
}

impl Asked {
    /// The place that a token tells, of a listing that is sorted as this one.
    fn told(&self, token: &str) -> Option<Place> {
        let text = URL_SAFE_NO_PAD.decode(token).ok()?;
        let place: Place = serde_json::from_slice(&text).ok()?;
        let is_of_this = matches!(
            (self.sort_by, &place.key),
            (SortBy::Name, Key::Name)
                | (SortBy::CreationTime, Key::CreationTime(_))
                | (SortBy::Status, Key::Status(_))
        );
        is_of_this.then_some(place)
    }

    fn place(&self, job: &TransformJob) -> Place {
        let key = match self.sort_by {
            SortBy::Name => Key::Name,
            SortBy::CreationTime => Key::CreationTime(job.created),
            SortBy::Status => Key::Status(job.status.as_str().to_owned()),
        };
        let name = job.name.clone();
        Place { key, name }
    }

    fn order(&self, one: &Place, other: &Place) -> Ordering {
        match self.sort_order {
            SortOrder::Ascending => one.cmp(other),
            SortOrder::Descending => other.cmp(one),
        }
    }

    fn wants(&self, job: &TransformJob) -> bool {
        let (created, modified) = (seconds(job.created), seconds(job.modified()));
        let named = self.name_contains.as_ref();
        let status = self.status_equals.as_ref();
        named.is_none_or(|part| job.name.to_lowercase().contains(&part.to_lowercase()))
            && status.is_none_or(|status| status == job.status.as_str())
            && self.creation_time_after.is_none_or(|time| created > time)
            && self.creation_time_before.is_none_or(|time| created < time)
            && self
                .last_modified_time_after
                .is_none_or(|time| modified > time)
            && self
                .last_modified_time_before
                .is_none_or(|time| modified < time)
    }
}

impl SageMaker {
    pub(in crate::services::sagemaker) fn list_transform_jobs(
        &self,
        context: &Context,
        caller: &Caller,
        input: Value,
    ) -> Result<Value, ServiceError> {
        context.authorise(caller, "sagemaker:ListTransformJobs", "*")?;
        let asked: Asked = decode(input)?;
        let size = asked.max_results.unwrap_or(PAGE);
        if !(1..=LARGEST_PAGE).contains(&size) {
            return Err(invalid(format!(
                "1 validation error detected: Value '{size}' at 'maxResults' failed to satisfy \
                 constraint: Member must have value between 1 and {LARGEST_PAGE}"
            )));
        }
        let after = match &asked.next_token {
            None => None,
            Some(token) => {
                let told = asked.told(token);
                Some(told.ok_or_else(|| invalid("the NextToken is none of this listing"))?)
            }
        };
        let mut jobs: Vec<(Place, TransformJob)> = self
            .transform_jobs
            .all()?
            .into_iter()
            .filter(|job| asked.wants(job))
            .map(|job| (asked.place(&job), job))
            .filter(|(place, _)| {
                let after = after.as_ref();
                after.is_none_or(|after| asked.order(after, place).is_lt())
            })
            .collect();
        jobs.sort_by(|(one, _), (other, _)| asked.order(one, other));
        let page = &jobs[..size.min(jobs.len())];
        let mut told = json!({
            "TransformJobSummaries": page.iter().map(|(_, job)| summary(job)).collect::<Vec<_>>(),
        });
        if let Some((last, _)) = page.last()
            && page.len() < jobs.len()
        {
            told["NextToken"] = json!(last.token()?);
        }
        Ok(told)
    }
}

fn summary(job: &TransformJob) -> Value {
    let mut told = json!({
        "TransformJobName": job.name,
        "TransformJobArn": job.arn,
        "CreationTime": seconds(job.created),
        "LastModifiedTime": seconds(job.modified()),
        "TransformJobStatus": job.status.as_str(),
    });
    if let Some(ended) = job.ended {
        told["TransformEndTime"] = json!(seconds(ended));
    }
    if let Some(failure) = &job.failure {
        told["FailureReason"] = json!(failure);
    }
    told
}
