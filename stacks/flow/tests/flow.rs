//! What a flow reports, and what it gives.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use cfn::{LogicalId, Value};
use contracts::Bucket;
use contracts::finding::FirstLookInput;
use contracts::recording::{SummariseInput, Summary};
use contracts::tasks::{FirstLook, FirstLookError, Summarise};
use flow::{Expr, Flow, Job, Lake, Object, Wiring};

struct Plain;

impl Wiring for Plain {
    fn function_arn(&self, task: &str) -> Value<String> {
        Value::attribute(LogicalId::from_words([task, "function"]), "Arn")
    }
    fn callable_arn(&self, task: &str) -> Value<String> {
        self.function_arn(task)
    }
    fn bucket_name(&self, bucket: Bucket) -> Value<String> {
        format!("{bucket:?}").into()
    }
    fn bucket_arn(&self, bucket: Bucket) -> Value<String> {
        format!("arn:aws:s3:::{bucket:?}").into()
    }
    fn topic_arn(&self) -> Value<String> {
        "topic".into()
    }
    fn state_machine_arn(&self) -> Value<String> {
        "machine".into()
    }
    fn execution_arn_prefix(&self) -> Value<String> {
        "execution".into()
    }
    fn lake(&self) -> Lake {
        Lake {
            workgroup: "group".into(),
            workgroup_arn: "arn:group".into(),
            database: "lake".into(),
            glue_arn_prefix: "arn:glue:".into(),
            data_arn: "arn:data".into(),
            data_prefix: "tables/",
            results_arn: "arn:results".into(),
        }
    }
    fn sagemaker_arn_prefix(&self, kind: &str) -> Value<String> {
        format!("jobs:{kind}/small-").into()
    }
    fn rule_arn(&self, rule: &str) -> Value<String> {
        format!("rule/{rule}").into()
    }
    fn job_role_arn(&self) -> Value<String> {
        "job-role".into()
    }
}

#[test]
fn everything_that_is_wrong_with_a_flow_is_reported_at_once() {
    let mut flow = Flow::<SummariseInput>::new("broken");
    let input = flow.input();
    let batch = input.get(SummariseInput::BATCH);
    let incomplete = Object::new().set(SummariseInput::BATCH, batch.clone());
    flow.task::<Summarise>("Summarise", incomplete);
    let twice = Object::new()
        .set(SummariseInput::BATCH, batch.clone())
        .set(SummariseInput::BATCH, batch)
        .set(SummariseInput::EXECUTION, flow.execution_id());
    flow.task::<Summarise>("Summarise", twice);
    let mut other = Flow::<SummariseInput>::new("other");
    let foreign = other.succeed::<String>("Elsewhere", None);
    flow.start_at(&foreign);
    flow.then(&foreign, &foreign);
    let found = flow.finish().unwrap_err();
    let codes: Vec<&str> = found.iter().map(|d| d.code.as_str()).collect();
    assert_eq!(
        codes,
        [
            "flow::missing-field",
            "flow::repeated-field",
            "flow::repeated-step",
            "flow::foreign-step",
            "flow::leads-nowhere",
        ]
    );
}

#[test]
fn permissions_follow_from_the_steps() {
    let mut flow = Flow::<FirstLookInput>::new("looks");
    let input = flow.input();
    let look = flow.task::<FirstLook>(
        "Look",
        Object::new()
            .set(FirstLookInput::BATCH, input.get(FirstLookInput::BATCH))
            .set(
                FirstLookInput::PICTURES,
                input.get(FirstLookInput::PICTURES),
            ),
    );
    let text = flow.execution_id();
    let tell = flow.publish("Tell", &text, &text);
    let done = flow.succeed::<Summary>("Done", None);
    flow.retry_declared(&look, [FirstLookError::THROTTLED], 2);
    flow.start_at(&look);
    flow.then(&look, &tell);
    flow.then(&tell, &done);
    let workflow = flow.finish().unwrap();
    let actions: Vec<_> = workflow
        .statements(&Plain)
        .iter()
        .flat_map(|s| s.actions().to_vec())
        .collect();
    assert_eq!(actions, ["lambda:InvokeFunction", "sns:Publish"]);
    let names: Vec<String> = workflow.substitutions(&Plain).into_keys().collect();
    assert_eq!(names, ["FirstLookFunctionArn", "TopicArn"]);
    let machine = workflow.machine().to_json();
    assert_eq!(
        machine["States"]["Look"]["Retry"][0]["ErrorEquals"][0],
        "Throttled"
    );
}

/// <https://docs.aws.amazon.com/step-functions/latest/dg/sagemaker-iam.html>
#[test]
fn a_job_takes_the_job_its_rule_and_its_role_and_nothing_else() {
    let mut flow = Flow::<SummariseInput>::new("trains");
    let output = Expr::literal("s3://lake/runs/");
    let job = flow.job("Train", Job::Training, "small-", &output, |role| {
        let mut arguments = serde_json::Map::new();
        arguments.insert("RoleArn".to_owned(), role.into());
        arguments
    });
    let done = flow.succeed("Done", Some(job.model()));
    flow.start_at(&job);
    flow.then(&job, &done);
    let workflow = flow.finish().unwrap();
    let statements = workflow.statements(&Plain);
    let told = cfn::policy::document(&statements)["Statement"].clone();
    let told: Vec<String> = told
        .as_array()
        .unwrap()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(told.len(), 3, "{told:?}");
    for expected in [
        "\"sagemaker:AddTags\",\"sagemaker:CreateTrainingJob\",\"sagemaker:DescribeTrainingJob\"",
        "\"jobs:training-job/small-*\"",
        "\"rule/StepFunctionsGetEventsForSageMakerTrainingJobsRule\"",
        "\"iam:PassedToService\"",
    ] {
        let found = told.iter().any(|statement| statement.contains(expected));
        assert!(found, "{expected} is not in {told:#?}");
    }
    let machine = workflow.machine().to_json();
    let state = &machine["States"]["Train"];
    assert_eq!(
        state["Resource"],
        "arn:aws:states:::sagemaker:createTrainingJob.sync"
    );
    assert_eq!(state["Arguments"]["RoleArn"], "${JobRoleArn}");
    let name = state["Arguments"]["TrainingJobName"].as_str().unwrap();
    assert!(
        name.starts_with("{% \"small-\" & $substring($hash("),
        "{name}"
    );
}
