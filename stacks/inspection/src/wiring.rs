//! How the workflows' names are bound to the resources of their stack.

use cfn::identifiers::TopicArn;
use cfn::{LogicalId, ResourceHandle, Value, join, lambda};
use contracts::{Bucket, layout};
use flow::{Lake, Wiring};

use crate::ResourceNames;
use crate::functions::{self, Function};

/// The id of a role.
pub(crate) fn role_id(of: &str) -> LogicalId {
    LogicalId::from_words([of, "role"])
}

/// The resources that a state machine's steps call.
#[derive(Clone, Copy)]
pub(crate) struct Bound<'a> {
    pub(crate) functions: &'a [&'a [Function]],
    pub(crate) topic: &'a Value<TopicArn>,
    pub(crate) names: &'a ResourceNames,
    /// The state machine's own name.
    pub(crate) machine: &'a str,
    /// What the role is named after that its jobs run as.
    pub(crate) job_role: &'a str,
}

impl Bound<'_> {
    fn function(&self, task: &str) -> Option<&Function> {
        let mut all = self.functions.iter().copied().flatten();
        all.find(|function| function.task == task)
    }
}

impl Wiring for Bound<'_> {
    fn function_arn(&self, task: &str) -> Value<String> {
        let function = self.function(task);
        // A task without a function gives a dangling reference, which the template's check tells.
        let version = function.map_or_else(
            || lambda::version::Handle::of(LogicalId::from_words([task, "version"])),
            |function| function.version.clone(),
        );
        version.reference().into()
    }

    fn callable_arn(&self, task: &str) -> Value<String> {
        let function = self.function(task);
        let handle = function.map_or_else(
            || lambda::function::Handle::of(LogicalId::from_words([task, "function"])),
            |function| function.handle.clone(),
        );
        join([handle.arn().into(), ":*".into()])
    }

    fn bucket_name(&self, bucket: Bucket) -> Value<String> {
        self.names.bucket(bucket).into()
    }

    fn bucket_arn(&self, bucket: Bucket) -> Value<String> {
        functions::bucket_arn(self.names, bucket, "")
    }

    fn topic_arn(&self) -> Value<String> {
        self.topic.clone().into()
    }

    fn state_machine_arn(&self) -> Value<String> {
        in_partition(&self.names.state_machine_arn(self.machine))
    }

    fn execution_arn_prefix(&self) -> Value<String> {
        in_partition(&self.names.execution_arn_prefix(self.machine))
    }

    fn lake(&self) -> Lake {
        Lake {
            workgroup: self.names.workgroup().into(),
            workgroup_arn: in_partition(&self.names.workgroup_arn()),
            database: self.names.database().into(),
            glue_arn_prefix: in_partition(&self.names.glue_arn_prefix()),
            data_arn: functions::bucket_arn(self.names, Bucket::Lake, ""),
            data_prefix: layout::TABLES,
            results_arn: functions::bucket_arn(self.names, Bucket::Results, ""),
        }
    }

    fn sagemaker_arn_prefix(&self, kind: &str) -> Value<String> {
        in_partition(&self.names.sagemaker_arn_prefix(kind))
    }

    fn rule_arn(&self, rule: &str) -> Value<String> {
        in_partition(&self.names.rule_arn(rule))
    }

    fn job_role_arn(&self) -> Value<String> {
        Value::attribute(role_id(self.job_role), "Arn")
    }
}

/// An ARN of the partition `aws` as one of the stack's own partition.
fn in_partition(arn: &str) -> Value<String> {
    let rest = arn.strip_prefix("arn:aws").unwrap_or(arn);
    join([
        "arn:".into(),
        cfn::PseudoParameter::Partition.into(),
        rest.into(),
    ])
}
