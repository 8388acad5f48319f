//! A tuning job at work: its training jobs are begun one after the other, some at once.

use super::job_name;
use super::request::Request;
use super::told::best;
use crate::context::Context;
use crate::error::ServiceError;
use crate::services::sagemaker::input::decode;
use crate::services::sagemaker::training::{JobStatus, TrainingJob};
use crate::services::sagemaker::{invalid, training_run};

/// Runs a tuning job in the background, from where it stands.
pub(in crate::services::sagemaker) fn begin(context: &Context, name: &str) {
    let name = name.to_owned();
    let context = context.clone();
    let work = context.clone();
    work.spawn(async move {
        let sagemaker = context.sagemaker();
        let ended = run(&context, &name).await;
        let now = context.now();
        let changed = sagemaker.change_tuning_job(&name, |job| {
            job.ended = Some(now);
            job.status = match ended {
                Ok(()) if job.status == JobStatus::Stopping => JobStatus::Stopped,
                Ok(()) => JobStatus::Completed,
                Err(error) => {
                    job.failure = Some(error.message);
                    JobStatus::Failed
                }
            };
        });
        if let Err(error) = changed {
            tracing::error!(%error, job = name, "how a tuning job ended cannot be kept");
        }
        sagemaker.ended.send_modify(|_| {});
    });
}

async fn run(context: &Context, name: &str) -> Result<(), ServiceError> {
    let sagemaker = context.sagemaker();
    let job = sagemaker.tuning_job(name)?;
    let request: Request = decode(job.request.clone())?;
    let grid = request.grid();
    let at_once = request
        .hyper_parameter_tuning_job_config
        .resource_limits
        .max_parallel_training_jobs;
    let mut ended = sagemaker.ended.subscribe();
    loop {
        let is_stopping = sagemaker.tuning_job(name)?.status == JobStatus::Stopping;
        let jobs = sagemaker.jobs_of(&job)?;
        let running = jobs.iter().filter(|job| !job.status.is_over()).count();
        if running == 0 && (is_stopping || jobs.len() == grid.len()) {
            break;
        }
        if !is_stopping && running < at_once && jobs.len() < grid.len() {
            let point = &grid[jobs.len()];
            let of_point = job_name(&job, jobs.len());
            let one = TrainingJob {
                arn: context.arn("sagemaker", &format!("training-job/{of_point}")),
                request: request.training(&of_point, point),
                name: of_point,
                status: JobStatus::InProgress,
                secondary: "Starting".to_owned(),
                failure: None,
                metrics: Vec::new(),
                tuning: Some(job.arn.clone()),
                asked_by: None,
                created: context.now(),
                started: None,
                ended: None,
            };
            if sagemaker.begin_of_tuning(name, &one)? {
                training_run::begin(context, &one);
            }
            continue;
        }
        // The sender is of this very value.
        let _ = ended.changed().await;
    }
    let jobs = sagemaker.jobs_of(&job)?;
    let is_stopped = sagemaker.tuning_job(name)?.status == JobStatus::Stopping;
    if is_stopped || best(&request, &jobs).is_some() {
        return Ok(());
    }
    let why = jobs.iter().find_map(|job| job.failure.clone());
    Err(invalid(format!(
        "No training job gave the objective metric. {}",
        why.unwrap_or_default()
    )))
}
