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
use flow::{Flow, Lake, Object, Wiring};

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
