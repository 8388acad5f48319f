//! A finished workflow: its state machine, and what it may do.

use std::collections::{BTreeMap, BTreeSet};

use asl::StateMachine;
use cfn::policy::Statement;
use cfn::{Value, join};
use contracts::Bucket;

use crate::job::Job;
use crate::map::Place;
use crate::sagemaker_model;

/// What the steps of a flow call, collected as they are added.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Needs {
    pub(crate) functions: BTreeSet<&'static str>,
    pub(crate) lists: BTreeSet<Place>,
    pub(crate) result_places: BTreeSet<Place>,
    pub(crate) jobs: BTreeSet<Job>,
    /// Models of SageMaker are made and taken away.
    pub(crate) models: bool,
    /// What is behind endpoints of SageMaker is asked.
    pub(crate) endpoints: bool,
    pub(crate) publishes: bool,
    pub(crate) starts_children: bool,
    /// Other executions of the same state machine are listed.
    pub(crate) lists_executions: bool,
    /// Tables and views that are asked through Athena.
    pub(crate) tables: BTreeSet<String>,
    /// Namespaces of metrics that are put.
    pub(crate) metrics: BTreeSet<&'static str>,
}

impl Needs {
    pub(crate) fn add(&mut self, other: &Self) {
        self.functions.extend(&other.functions);
        self.lists.extend(&other.lists);
        self.result_places.extend(&other.result_places);
        self.jobs.extend(&other.jobs);
        self.models |= other.models;
        self.endpoints |= other.endpoints;
        self.publishes |= other.publishes;
        self.starts_children |= other.starts_children;
        self.lists_executions |= other.lists_executions;
        self.tables.extend(other.tables.iter().cloned());
        self.metrics.extend(&other.metrics);
    }
}

/// How a workflow's names are bound to a stack's resources.
pub trait Wiring {
    /// The ARN that a task is called by: its function's, or that of one version of it.
    fn function_arn(&self, task: &str) -> Value<String>;
    /// What may be called for a task, as a policy names it. Where tasks are called by version this
    /// is all versions: executions that began with an earlier one go on with it.
    fn callable_arn(&self, task: &str) -> Value<String>;
    /// A bucket's name.
    fn bucket_name(&self, bucket: Bucket) -> Value<String>;
    /// A bucket's ARN.
    fn bucket_arn(&self, bucket: Bucket) -> Value<String>;
    /// The ARN of the topic that is published to.
    fn topic_arn(&self) -> Value<String>;
    /// The state machine's own ARN. It must not refer to the state machine: the role that holds
    /// this permission is made first.
    fn state_machine_arn(&self) -> Value<String>;
    /// The ARN of the state machine's executions, followed by a name.
    fn execution_arn_prefix(&self) -> Value<String>;
    /// The lake as Athena asks it.
    fn lake(&self) -> Lake;
    /// What the ARNs of the environment's resources of a kind in SageMaker begin with: of `training-job`,
    /// `model`, `endpoint`.
    fn sagemaker_arn_prefix(&self, kind: &str) -> Value<String>;
    /// The ARN of a rule on the default event bus.
    fn rule_arn(&self, rule: &str) -> Value<String>;
    /// The ARN of the role that the state machine's jobs run as, or the models behind them.
    fn job_role_arn(&self) -> Value<String>;
}

/// The lake as Athena asks it, on behalf of whoever asks Athena.
#[derive(Debug, Clone)]
pub struct Lake {
    /// The workgroup's name.
    pub workgroup: Value<String>,
    /// Its ARN.
    pub workgroup_arn: Value<String>,
    /// The database's name.
    pub database: Value<String>,
    /// The beginning of ARNs in Glue, up to the kind of resource.
    pub glue_arn_prefix: Value<String>,
    /// The bucket of the data files.
    pub data_arn: Value<String>,
    /// Where they are in it, ending in `/`.
    pub data_prefix: &'static str,
    /// The bucket of the results.
    pub results_arn: Value<String>,
}

/// A state machine and what it may do.
#[derive(Debug, Clone, PartialEq)]
pub struct Workflow {
    pub(crate) machine: StateMachine,
    pub(crate) needs: Needs,
}

impl Workflow {
    /// The state machine. Names of resources are placeholders such as `${PrepareFunctionArn}`.
    pub const fn machine(&self) -> &StateMachine {
        &self.machine
    }

    /// The names of the tasks it runs, sorted.
    pub fn functions(&self) -> Vec<&'static str> {
        self.needs.functions.iter().copied().collect()
    }

    /// What each placeholder stands for (`DefinitionSubstitutions`).
    pub fn substitutions(&self, wiring: &impl Wiring) -> BTreeMap<String, Value<String>> {
        let functions = self.needs.functions.iter();
        let mut out: BTreeMap<_, _> = functions
            .map(|task| (function_placeholder(task), wiring.function_arn(task)))
            .collect();
        for place in self.needs.lists.iter().chain(&self.needs.result_places) {
            out.insert(
                bucket_placeholder(place.bucket),
                wiring.bucket_name(place.bucket),
            );
        }
        if self.needs.publishes {
            out.insert(TOPIC_PLACEHOLDER.to_owned(), wiring.topic_arn());
        }
        if !self.needs.tables.is_empty() {
            let lake = wiring.lake();
            out.insert(WORKGROUP_PLACEHOLDER.to_owned(), lake.workgroup);
            out.insert(DATABASE_PLACEHOLDER.to_owned(), lake.database);
        }
        if self.needs.models || self.needs.jobs.iter().any(|job| job.has_role()) {
            out.insert(JOB_ROLE_PLACEHOLDER.to_owned(), wiring.job_role_arn());
        }
        out
    }

    /// What the state machine's role must allow, and nothing more.
    pub fn statements(&self, wiring: &impl Wiring) -> Vec<Statement> {
        let mut out = Vec::new();
        if !self.needs.functions.is_empty() {
            let arns = self
                .needs
                .functions
                .iter()
                .map(|task| wiring.callable_arn(task));
            out.push(Statement::allow("InvokeFunctions", ["lambda:InvokeFunction"]).on(arns));
        }
        for place in &self.needs.lists {
            let sid = format!("List{:?}", place.bucket);
            out.push(
                Statement::allow(sid, ["s3:ListBucket"])
                    .on([wiring.bucket_arn(place.bucket)])
                    .when(
                        "StringLike",
                        "s3:prefix",
                        vec![format!("{}*", place.prefix)],
                    ),
            );
        }
        for place in &self.needs.result_places {
            let sid = format!("WriteResultsTo{:?}", place.bucket);
            let objects = join([
                wiring.bucket_arn(place.bucket),
                format!("/{}*", place.prefix).into(),
            ]);
            out.push(
                Statement::allow(
                    sid,
                    [
                        "s3:AbortMultipartUpload",
                        "s3:GetObject",
                        "s3:ListMultipartUploadParts",
                        "s3:PutObject",
                    ],
                )
                .on([objects]),
            );
        }
        if self.needs.publishes {
            out.push(Statement::allow("Publish", ["sns:Publish"]).on([wiring.topic_arn()]));
        }
        if !self.needs.tables.is_empty() {
            out.extend(self.asking(&wiring.lake()));
        }
        if !self.needs.metrics.is_empty() {
            out.push(
                Statement::allow("PutMetrics", ["cloudwatch:PutMetricData"])
                    .on_everything("metrics are no resources; the namespace bounds them")
                    .when(
                        "StringEquals",
                        "cloudwatch:namespace",
                        self.needs
                            .metrics
                            .iter()
                            .map(|it| (*it).to_owned())
                            .collect::<Vec<_>>(),
                    ),
            );
        }
        for job in &self.needs.jobs {
            let jobs = wiring.sagemaker_arn_prefix(job.arn_kind());
            let rule = wiring.rule_arn(job.rule());
            out.extend(job.statements(jobs, rule, wiring.job_role_arn()));
        }
        if self.needs.models {
            let models = wiring.sagemaker_arn_prefix("model");
            out.extend(sagemaker_model::making(models, wiring.job_role_arn()));
        }
        if self.needs.endpoints {
            let kinds = ["endpoint", "endpoint-config", "model"];
            let arns = kinds.map(|kind| wiring.sagemaker_arn_prefix(kind));
            out.push(sagemaker_model::looking_behind(arns));
        }
        if self.needs.lists_executions {
            out.push(
                Statement::allow("ListExecutions", ["states:ListExecutions"])
                    .on([wiring.state_machine_arn()]),
            );
        }
        if self.needs.starts_children {
            out.push(
                Statement::allow("StartChildren", ["states:StartExecution"])
                    .on([wiring.state_machine_arn()]),
            );
            out.push(
                Statement::allow(
                    "FollowChildren",
                    [
                        "states:DescribeExecution",
                        "states:RedriveExecution",
                        "states:StopExecution",
                    ],
                )
                .on([join([wiring.execution_arn_prefix(), "/*".into()])]),
            );
        }
        out
    }
}

impl Workflow {
    /// What asking the lake takes: of Athena, of the catalog, of the data and of the results.
    /// <https://docs.aws.amazon.com/step-functions/latest/dg/connect-athena.html>
    fn asking(&self, lake: &Lake) -> Vec<Statement> {
        let glue = |rest: Value<String>| join([lake.glue_arn_prefix.clone(), rest]);
        let in_database = |kind: &str, rest: String| {
            glue(join([kind.into(), lake.database.clone(), rest.into()]))
        };
        let tables = self.needs.tables.iter();
        let tables = tables.map(|table| in_database("table/", format!("/{table}")));
        let catalog = [
            glue("catalog".into()),
            in_database("database/", String::new()),
        ];
        vec![
            Statement::allow(
                "AskTheLake",
                [
                    "athena:GetPreparedStatement",
                    "athena:GetQueryExecution",
                    "athena:GetQueryResults",
                    "athena:StartQueryExecution",
                    "athena:StopQueryExecution",
                ],
            )
            .on([lake.workgroup_arn.clone()]),
            Statement::allow("FindTheDatabase", ["glue:GetDatabase"]).on(catalog.clone()),
            Statement::allow(
                "FindTheTables",
                ["glue:GetPartitions", "glue:GetTable", "glue:GetTables"],
            )
            .on(catalog.into_iter().chain(tables)),
            Statement::allow("ReadTheTables", ["s3:GetObject"]).on([join([
                lake.data_arn.clone(),
                format!("/{}*", lake.data_prefix).into(),
            ])]),
            Statement::allow("ListTheTables", ["s3:ListBucket"])
                .on([lake.data_arn.clone()])
                .when(
                    "StringLike",
                    "s3:prefix",
                    vec![format!("{}*", lake.data_prefix)],
                ),
            Statement::allow("LocateTheLake", ["s3:GetBucketLocation"])
                .on([lake.data_arn.clone(), lake.results_arn.clone()]),
            Statement::allow(
                "KeepTheAnswers",
                [
                    "s3:AbortMultipartUpload",
                    "s3:GetObject",
                    "s3:ListMultipartUploadParts",
                    "s3:PutObject",
                ],
            )
            .on([join([lake.results_arn.clone(), "/results/*".into()])]),
        ]
    }
}

pub(crate) const WORKGROUP_PLACEHOLDER: &str = "WorkGroup";
pub(crate) const DATABASE_PLACEHOLDER: &str = "Database";
pub(crate) const TOPIC_PLACEHOLDER: &str = "TopicArn";
pub(crate) const JOB_ROLE_PLACEHOLDER: &str = "JobRoleArn";

pub(crate) fn function_placeholder(task: &str) -> String {
    cfn::LogicalId::from_words([task, "function", "arn"]).to_string()
}

pub(crate) fn bucket_placeholder(bucket: Bucket) -> String {
    format!("{bucket:?}Bucket")
}
