//! Transform jobs, listed.
//! <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListTransformJobs.html>

use serde::Deserialize;
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

impl Asked {
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

    fn sort(&self, jobs: &mut [TransformJob]) {
        jobs.sort_by(|one, other| {
            let order = match self.sort_by {
                SortBy::Name => std::cmp::Ordering::Equal,
                SortBy::CreationTime => one.created.cmp(&other.created),
                SortBy::Status => one.status.as_str().cmp(other.status.as_str()),
            };
            // Names are unique, so that pages follow each other.
            let order = order.then_with(|| one.name.cmp(&other.name));
            match self.sort_order {
                SortOrder::Ascending => order,
                SortOrder::Descending => order.reverse(),
            }
        });
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
        let mut jobs = self.transform_jobs.all()?;
        jobs.retain(|job| asked.wants(job));
        asked.sort(&mut jobs);
        let begin = match &asked.next_token {
            None => 0,
            Some(token) => match jobs.iter().position(|job| job.name == *token) {
                Some(last) => last + 1,
                None => return Err(invalid("the NextToken is none of this listing")),
            },
        };
        let page: Vec<&TransformJob> = jobs.iter().skip(begin).take(size).collect();
        let mut told = json!({
            "TransformJobSummaries": page.iter().map(|job| summary(job)).collect::<Vec<_>>(),
        });
        if let Some(last) = page.last()
            && begin + page.len() < jobs.len()
        {
            told["NextToken"] = json!(last.name);
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
