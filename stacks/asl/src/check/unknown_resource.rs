//! A task calls something that is no resource, or an action that its service
//! integration does not have.

use diagnostics::{Address, Diagnostic, Diagnostics, nearest};

use crate::State;

/// The optimised integrations, with their actions.
/// <https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html>
const ACTIONS: &[(&str, &[&str])] = &[
    ("apigateway", &["invoke"]),
    (
        "athena",
        &[
            "startQueryExecution",
            "stopQueryExecution",
            "getQueryExecution",
            "getQueryResults",
        ],
    ),
    ("batch", &["submitJob"]),
    ("bedrock", &["createModelCustomizationJob", "invokeModel"]),
    (
        "codebuild",
        &[
            "startBuild",
            "stopBuild",
            "batchDeleteBuilds",
            "batchGetReports",
            "startBuildBatch",
            "stopBuildBatch",
            "retryBuildBatch",
            "deleteBuildBatch",
        ],
    ),
    ("databrew", &["startJobRun"]),
    (
        "dynamodb",
        &["getItem", "putItem", "deleteItem", "updateItem"],
    ),
    ("ecs", &["runTask"]),
    (
        "eks",
        &[
            "call",
            "createCluster",
            "createFargateProfile",
            "createNodegroup",
            "deleteCluster",
            "deleteFargateProfile",
            "deleteNodegroup",
            "runJob",
        ],
    ),
    (
        "elasticmapreduce",
        &[
            "addStep",
            "cancelStep",
            "createCluster",
            "modifyInstanceFleetByName",
            "modifyInstanceGroupByName",
            "setClusterTerminationProtection",
            "terminateCluster",
        ],
    ),
    (
        "emr-containers",
        &[
            "createVirtualCluster",
            "deleteVirtualCluster",
            "startJobRun",
        ],
    ),
    (
        "emr-serverless",
        &[
            "cancelJobRun",
            "createApplication",
            "deleteApplication",
            "startApplication",
            "startJobRun",
            "stopApplication",
        ],
    ),
    ("events", &["putEvents"]),
    ("glue", &["startJobRun"]),
    ("http", &["invoke"]),
    ("lambda", &["invoke"]),
    ("mediaconvert", &["createJob"]),
    (
        "sagemaker",
        &[
            "createEndpoint",
            "createEndpointConfig",
            "createHyperParameterTuningJob",
            "createLabelingJob",
            "createModel",
            "createProcessingJob",
            "createTrainingJob",
            "createTransformJob",
            "updateEndpoint",
        ],
    ),
    ("sns", &["publish"]),
    ("sqs", &["sendMessage"]),
    ("states", &["startExecution"]),
];

pub(super) fn check(state: &State, address: &Address, problems: &mut Diagnostics) {
    let State::Task(task) = state else { return };
    let resource = task.resource.as_str();
    let Some(suggestion) = problem_of(resource) else {
        return;
    };
    let mut problem = Diagnostic::error(
        "asl::unknown-resource",
        address.join("Resource"),
        format!(
            "The resource provided {resource} is not recognized. The value is not a valid resource \
             ARN, or the resource is not available in this region."
        ),
    );
    problem.help = suggestion;
    problems.push(problem);
}

/// Whether a resource is wrong, with a suggestion where one is near.
fn problem_of(resource: &str) -> Option<Option<String>> {
    // What deployment puts in the place of `${Name}` is not known here.
    if resource.contains("${") {
        return None;
    }
    let (service, target) = integration_of(resource)?;
    let Some((_, actions)) = ACTIONS.iter().find(|(name, _)| *name == service) else {
        let names = ACTIONS.iter().map(|(name, _)| *name);
        let near = nearest(service, names);
        return Some(near.map(|near| format!("did you mean the service \"{near}\"?")));
    };
    let action = target.split('.').next().unwrap_or_default();
    if actions.contains(&action) {
        return None;
    }
    Some(nearest(action, actions.iter().copied()).map(|near| format!("did you mean \"{near}\"?")))
}

/// The service and action of an optimised integration's ARN.
fn integration_of(resource: &str) -> Option<(&str, &str)> {
    let mut parts = resource.splitn(6, ':');
    let is_states = parts.nth(2) == Some("states");
    let rest = parts.nth(2)?;
    if !is_states || rest.starts_with("activity:") || rest.starts_with("aws-sdk:") {
        return None;
    }
    rest.split_once(':')
}

#[cfg(test)]
mod tests {
    use super::problem_of;

    #[test]
    fn actions_of_integrations_are_known_with_their_patterns() {
        for good in [
            "arn:aws:states:::lambda:invoke",
            "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
            "arn:aws:states:::states:startExecution.sync:2",
            "arn:aws:states:::aws-sdk:dynamodb:query",
            "arn:aws:states:::eks:runJob.sync",
            "arn:aws:states:::bedrock:invokeModel",
            "arn:aws:states:::emr-serverless:startJobRun.sync",
            "arn:aws:states:us-east-1:000000000000:activity:look",
            "arn:aws:lambda:us-east-1:000000000000:function:look",
            "${LookArn}",
        ] {
            assert_eq!(problem_of(good), None, "{good}");
        }
        assert_eq!(problem_of("arn:aws:states:::dynamodb:query"), Some(None));
        assert_eq!(
            problem_of("arn:aws:states:::sagemakr:createModel"),
            Some(Some("did you mean the service \"sagemaker\"?".to_owned()))
        );
        assert_eq!(
            problem_of("arn:aws:states:::lambda:invok"),
            Some(Some("did you mean \"invoke\"?".to_owned()))
        );
    }
}
