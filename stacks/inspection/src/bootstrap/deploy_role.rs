//! What a deploy may do itself: change sets, models, the smoke test. What the stacks hold is changed
//! by the execution role, which it can only hand to CloudFormation.
//!
//! | statement | what for |
//! |---|---|
//! | `ReadStacks` | how the stacks stand, what a change set would do |
//! | `ProposeChanges`, `PassExecutionRole` | change sets, with the execution role alone |
//! | `ExecuteAndDetectDrift`, `FollowDrift` | executing them, looking for drift first |
//! | `DeleteAndRollBack` | a stack that failed, or is no longer there in the configuration |
//! | `KeepBootstrap` | the roles are none of its business |
//! | `StoreArtefacts` | zips, templates and releases, and collecting what nobody needs |
//! | `PublishModels` | the models that are fitted on the samples |
//! | `SendPictures`, `RemoveSmokeTest` | the smoke test's batch, there and away again |
//! | `ReadOutcome`, `FollowExecutions` | what became of it |
//! | `AskLake`, `ReadTables`, `KeepResults`, `ListBuckets` | queries, and the catalogue as it stands |
//! | `ReadAlarms`, `ReadLogs` | whether all is well, and why not |
//! | `FindProjects`, `TrainCustomLabels`, `ReadTraining…` | custom labels, where a look asks them |
//! | `MakeEndpoints`, `PassEndpointRole` | endpoints, where the close look asks them |

use cfn::policy::{Condition, Statement, keys};
use contracts::{Bucket, layout};

use super::scope::Scope;
use super::{EXECUTION, STACK};
use crate::ResourceNames;
use crate::close_look::ENDPOINT;
use crate::config::Configuration;

/// How a stack stands, and what a change set would do.
pub(super) const STACK_READS: [&str; 12] = [
    "cloudformation:DescribeChangeSet",
    "cloudformation:DescribeChangeSetHooks",
    "cloudformation:DescribeEvents",
    "cloudformation:DescribeStackEvents",
    "cloudformation:DescribeStackResource",
    "cloudformation:DescribeStackResourceDrifts",
    "cloudformation:DescribeStackResources",
    "cloudformation:DescribeStacks",
    "cloudformation:GetTemplate",
    "cloudformation:GetTemplateSummary",
    "cloudformation:ListChangeSets",
    "cloudformation:ListStackResources",
];

/// What makes a change that has a role from then on.
const PROPOSE: &str = "cloudformation:CreateChangeSet";

/// What CloudFormation does by the stack's role, unless its caller names another.
const BY_ROLE: [&str; 3] = [
    "cloudformation:ContinueUpdateRollback",
    "cloudformation:DeleteStack",
    "cloudformation:RollbackStack",
];

/// What is done to a change set that has its role, and to a stack without changing what it holds.
const WITHOUT_ROLE: [&str; 7] = [
    "cloudformation:CancelUpdateStack",
    "cloudformation:DeleteChangeSet",
    "cloudformation:DetectStackDrift",
    "cloudformation:DetectStackResourceDrift",
    "cloudformation:ExecuteChangeSet",
    "cloudformation:TagResource",
    "cloudformation:UntagResource",
];

/// The environment's stacks. Whatever has the name of one is its own.
pub(super) fn stacks(names: &ResourceNames, scope: &Scope<'_>) -> String {
    scope.arn("cloudformation", &format!("stack/{}-*/*", names.prefix()))
}

/// The execution role, for CloudFormation and nobody else.
pub(super) fn pass_execution_role(names: &ResourceNames) -> Statement {
    Statement::allow("PassExecutionRole", ["iam:PassRole"])
        .on([names.account_role_arn(EXECUTION)])
        .only_if(Condition::equals(
            keys::iam::PASSED_TO_SERVICE,
            ["cloudformation.amazonaws.com"],
        ))
}

/// Its statements.
pub(super) fn statements(
    configuration: &Configuration,
    names: &ResourceNames,
    scope: &Scope<'_>,
) -> Vec<Statement> {
    let mut statements = on_stacks(names, scope);
    statements.extend(on_buckets(names, scope));
    statements.extend(on_runs(names, scope));
    if configuration.first_look.custom_labels {
        statements.extend(on_custom_labels(names, scope));
    }
    if configuration.close_look.custom_labels().is_some() && !configuration.first_look.custom_labels
    {
        statements.extend(on_custom_labels(names, scope));
    }
    if configuration.close_look.sagemaker().is_some() {
        statements.extend(on_endpoints(names, scope));
    }
    statements
}

fn on_stacks(names: &ResourceNames, scope: &Scope<'_>) -> Vec<Statement> {
    let all = stacks(names, scope);
    let bootstrap = format!("stack/{}/*", names.stack(STACK));
    let bootstrap = scope.arn("cloudformation", &bootstrap);
    let writes = BY_ROLE.into_iter().chain([PROPOSE]).chain(WITHOUT_ROLE);
    let writes = writes.filter(|action| !action.contains(":Detect"));
    vec![
        scope.regional(Statement::allow("ReadStacks", STACK_READS).on([all.clone()])),
        scope.regional(
            Statement::allow("ProposeChanges", [PROPOSE])
                .on([all.clone()])
                .when(
                    "StringEquals",
                    "cloudformation:RoleArn",
                    names.account_role_arn(EXECUTION),
                ),
        ),
        scope.regional(
            Statement::allow("DeleteAndRollBack", BY_ROLE)
                .on([all.clone()])
                .when(
                    "StringEqualsIfExists",
                    "cloudformation:RoleArn",
                    names.account_role_arn(EXECUTION),
                ),
        ),
        scope.regional(Statement::allow("ExecuteAndDetectDrift", WITHOUT_ROLE).on([all])),
        // The roles are changed by a person, not by those who have them.
        Statement::deny("KeepBootstrap", writes).on([bootstrap]),
        scope.regional(
            Statement::allow(
                "FollowDrift",
                ["cloudformation:DescribeStackDriftDetectionStatus"],
            )
            .on_everything("the action knows no resources"),
        ),
        pass_execution_role(names),
    ]
}

fn on_buckets(names: &ResourceNames, scope: &Scope<'_>) -> Vec<Statement> {
    let (pictures, lake) = (names.bucket(Bucket::Pictures), names.bucket(Bucket::Lake));
    let (artefacts, results) = (names.artefacts_bucket(), names.results_bucket());
    let objects = |bucket: &str, prefixes: &[&str]| -> Vec<String> {
        let prefixes = prefixes.iter();
        prefixes
            .map(|prefix| scope.bucket(bucket, &format!("/{prefix}*")))
            .collect()
    };
    vec![
        // Zips of functions, templates that are too long for a request, releases. The bucket keeps
        // the versions of what goes.
        Statement::allow(
            "StoreArtefacts",
            ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
        )
        .on(objects(&artefacts, &[""])),
        // Models that are fitted on the samples, and the pictures that they are fitted on.
        Statement::allow("PublishModels", ["s3:GetObject", "s3:PutObject"]).on([
            objects(&lake, &[layout::MODELS]),
            objects(&pictures, &[layout::TRAINING]),
        ]
        .concat()),
        // The smoke test sends a batch, looks at what became of it and takes it away again. What
        // came of other batches it cannot delete, but for prepared pictures: their keys do not
        // say which batch they are of.
        Statement::allow("SendPictures", ["s3:PutObject"])
            .on(objects(&pictures, &[layout::INCOMING])),
        Statement::allow("RemoveSmokeTest", ["s3:DeleteObject"]).on([
            objects(
                &pictures,
                &[
                    &smoke(layout::INCOMING),
                    layout::PREPARED,
                    &smoke(layout::REJECTED),
                ],
            ),
            objects(
                &lake,
                &[
                    &smoke(layout::BATCHES),
                    &smoke(layout::CHUNKS),
                    &smoke(&format!("{}*/", layout::TABLES)),
                ],
            ),
        ]
        .concat()),
        Statement::allow("ReadOutcome", ["s3:GetObject"]).on([
            objects(
                &pictures,
                &[layout::INCOMING, layout::PREPARED, layout::REJECTED],
            ),
            objects(&lake, &[layout::BATCHES, layout::CHUNKS, layout::TABLES]),
        ]
        .concat()),
        // Athena writes results with its caller's rights.
        Statement::allow(
            "KeepResults",
            [
                "s3:AbortMultipartUpload",
                "s3:GetObject",
                "s3:ListMultipartUploadParts",
                "s3:PutObject",
            ],
        )
        .on(objects(&results, &[""])),
        Statement::allow(
            "ListBuckets",
            [
                "s3:GetBucketLocation",
                "s3:ListBucket",
                "s3:ListBucketMultipartUploads",
            ],
        )
        .on([&pictures, &lake, &artefacts, &results].map(|name| scope.bucket(name, ""))),
    ]
}

fn on_runs(names: &ResourceNames, scope: &Scope<'_>) -> Vec<Statement> {
    let machine = names.state_machine();
    let database = names.database();
    vec![
        scope.regional(
            Statement::allow(
                "FollowExecutions",
                [
                    "states:DescribeExecution",
                    "states:DescribeMapRun",
                    "states:GetExecutionHistory",
                    "states:ListExecutions",
                    "states:ListMapRuns",
                ],
            )
            .on([
                scope.arn("states", &format!("stateMachine:{machine}")),
                // With those of a map's children: `/<label>:<id>`.
                scope.arn("states", &format!("execution:{machine}*")),
                scope.arn("states", &format!("mapRun:{machine}/*")),
            ]),
        ),
        scope.regional(
            Statement::allow(
                "AskLake",
                [
                    "athena:GetQueryExecution",
                    "athena:GetQueryResults",
                    "athena:GetWorkGroup",
                    "athena:StartQueryExecution",
                    "athena:StopQueryExecution",
                ],
            )
            .on([scope.arn("athena", &format!("workgroup/{}", names.workgroup()))]),
        ),
        // What looking for drift does not read; a database and a table, it does.
        scope.regional(
            Statement::allow(
                "ReadTables",
                [
                    "glue:BatchGetPartition",
                    "glue:GetPartition",
                    "glue:GetPartitions",
                    "glue:GetTables",
                ],
            )
            .on([
                scope.arn("glue", "catalog"),
                scope.arn("glue", &format!("database/{database}")),
                scope.arn("glue", &format!("table/{database}/*")),
            ]),
        ),
        scope.regional(
            Statement::allow("ReadLogs", ["logs:FilterLogEvents"]).on(names
                .log_groups()
                .map(|group| scope.arn("logs", &format!("log-group:{group}")))),
        ),
        // Alarms are looked for by their prefix, which is a question about all of them.
        scope.regional(
            Statement::allow("ReadAlarms", ["cloudwatch:DescribeAlarms"])
                .on([scope.arn("cloudwatch", "alarm:*")]),
        ),
    ]
}

/// What is of a smoke test's batch, whose name begins so, below a prefix.
fn smoke(prefix: &str) -> String {
    format!("{prefix}smoke-")
}

/// Endpoints with the models that are fitted on the samples.
fn on_endpoints(names: &ResourceNames, scope: &Scope<'_>) -> Vec<Statement> {
    let own = |kind: &str| scope.arn("sagemaker", &format!("{kind}/{}-*", names.prefix()));
    vec![
        scope.regional(
            Statement::allow(
                "MakeEndpoints",
                [
                    "sagemaker:CreateEndpoint",
                    "sagemaker:CreateEndpointConfig",
                    "sagemaker:CreateModel",
                    "sagemaker:DeleteEndpoint",
                    "sagemaker:DeleteEndpointConfig",
                    "sagemaker:DeleteModel",
                    "sagemaker:DescribeEndpoint",
                    "sagemaker:UpdateEndpoint",
                ],
            )
            .on(["endpoint", "endpoint-config", "model"].map(own)),
        ),
        Statement::allow("PassEndpointRole", ["iam:PassRole"])
            .on(scope.roles_of(ENDPOINT))
            .only_if(Condition::equals(
                keys::iam::PASSED_TO_SERVICE,
                ["sagemaker.amazonaws.com"],
            )),
    ]
}

/// <https://docs.aws.amazon.com/rekognition/latest/customlabels-dg/su-sdk-programmatic-access.html>
fn on_custom_labels(names: &ResourceNames, scope: &Scope<'_>) -> Vec<Statement> {
    let pictures = names.bucket(Bucket::Pictures);
    let projects = scope.arn("rekognition", &format!("project/{}-*", names.prefix()));
    let training = scope.bucket(&pictures, &format!("/{}*", layout::TRAINING));
    vec![
        scope.regional(
            Statement::allow(
                "FindProjects",
                ["rekognition:CreateProject", "rekognition:DescribeProjects"],
            )
            .on_everything("these actions know no resources"),
        ),
        scope.regional(
            Statement::allow(
                "TrainCustomLabels",
                [
                    "rekognition:CreateProjectVersion",
                    "rekognition:DescribeProjectVersions",
                    "rekognition:StartProjectVersion",
                    "rekognition:StopProjectVersion",
                ],
            )
            .on([projects]),
        ),
        // Rekognition reads what it trains on with its caller's rights.
        Statement::allow(
            "ReadTrainingPictures",
            [
                "s3:GetObjectAcl",
                "s3:GetObjectTagging",
                "s3:GetObjectVersion",
            ],
        )
        .on([training]),
        Statement::allow("ReadTrainingBucket", ["s3:GetBucketAcl"])
            .on([scope.bucket(&pictures, "")]),
    ]
}
