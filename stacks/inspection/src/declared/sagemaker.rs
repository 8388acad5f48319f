//! What a state machine needs of SageMaker: jobs, models of its own, and what is behind endpoints.

use flow::Job;

use super::Scene;
use super::access::Grant;

/// What the definition's steps call.
pub(super) fn needs(scene: &Scene<'_>, text: &str) -> Vec<Grant> {
    let jobs = [Job::Training, Job::Tuning, Job::Transform];
    let jobs = jobs.into_iter().filter(|job| text.contains(job.resource()));
    let mut needs: Vec<Grant> = jobs.flat_map(|job| job_needs(scene, job)).collect();
    for (call, action, kind) in [
        (":createModel", "CreateModel", "model"),
        (":deleteModel", "DeleteModel", "model"),
        (":describeModel", "DescribeModel", "model"),
        (":describeEndpoint\"", "DescribeEndpoint", "endpoint"),
        (
            ":describeEndpointConfig",
            "DescribeEndpointConfig",
            "endpoint-config",
        ),
    ] {
        if text.contains(&format!(":sagemaker{call}")) {
            // Which of the three is behind an endpoint, they tell together.
            let kinds: &[&str] = match call.starts_with(":describe") {
                true => &["endpoint", "endpoint-config", "model"],
                false => &[kind],
            };
            let action = format!("sagemaker:{action}");
            needs.extend(kinds.iter().map(|kind| {
                let arns = format!("{}*", scene.names.sagemaker_arn_prefix(kind));
                Grant::new(&action, arns)
            }));
        }
    }
    needs
}

/// What it takes to run a job and to learn that it has ended.
/// <https://docs.aws.amazon.com/step-functions/latest/dg/sagemaker-iam.html>
fn job_needs(scene: &Scene<'_>, job: Job) -> impl Iterator<Item = Grant> {
    let jobs = format!("{}*", scene.names.sagemaker_arn_prefix(job.arn_kind()));
    let own = match job {
        Job::Training => [
            "sagemaker:CreateTrainingJob",
            "sagemaker:DescribeTrainingJob",
            "sagemaker:StopTrainingJob",
        ],
        Job::Tuning => [
            "sagemaker:CreateHyperParameterTuningJob",
            "sagemaker:DescribeHyperParameterTuningJob",
            "sagemaker:StopHyperParameterTuningJob",
        ],
        Job::Transform => [
            "sagemaker:CreateTransformJob",
            "sagemaker:DescribeTransformJob",
            "sagemaker:StopTransformJob",
        ],
    };
    let tags = ["sagemaker:AddTags", "sagemaker:ListTags"];
    let on_jobs = own.into_iter().chain(tags);
    let on_jobs = on_jobs.map(move |action| Grant::new(action, jobs.clone()));
    let rule = scene.names.rule_arn(job.rule());
    let events = ["events:DescribeRule", "events:PutRule", "events:PutTargets"];
    on_jobs.chain(events.map(|action| Grant::new(action, rule.clone())))
}
