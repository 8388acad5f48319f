//! What a statement is on, typed from what it names.

use crate::{PseudoParameter, Value, join};

/// The ARN of a resource or of several, as statements name them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourceArn(Value<String>);

impl ResourceArn {
    /// A resource by its ARN, such as a handle's `arn()`.
    pub fn of(arn: impl Into<Value<String>>) -> Self {
        Self(arn.into())
    }

    /// A bucket by its name.
    pub fn s3_bucket(name: impl Into<Value<String>>) -> Self {
        Self::in_partition([":s3:::".into(), name.into()])
    }

    /// Objects by their bucket's ARN and a pattern of their keys, such as `incoming/*`.
    pub fn s3_object(bucket_arn: impl Into<Value<String>>, keys: &str) -> Self {
        Self(join([bucket_arn.into(), format!("/{keys}").into()]))
    }

    /// A function of the stack's account and region, by its name.
    pub fn lambda_function(name: impl Into<Value<String>>) -> Self {
        Self::here("lambda", "function:", name)
    }

    /// All versions and aliases of a function, by its ARN.
    pub fn lambda_versions(function_arn: impl Into<Value<String>>) -> Self {
        Self(join([function_arn.into(), ":*".into()]))
    }

    /// A state machine of the stack's account and region, by its name.
    pub fn state_machine(name: impl Into<Value<String>>) -> Self {
        Self::here("states", "stateMachine:", name)
    }

    /// All executions of a state machine of the stack's account and region, by its name.
    pub fn executions(state_machine: impl Into<Value<String>>) -> Self {
        Self::here(
            "states",
            "execution:",
            join([state_machine.into(), ":*".into()]),
        )
    }

    /// A queue of the stack's account and region, by its name.
    pub fn sqs_queue(name: impl Into<Value<String>>) -> Self {
        Self::here("sqs", "", name)
    }

    /// A topic of the stack's account and region, by its name.
    pub fn sns_topic(name: impl Into<Value<String>>) -> Self {
        Self::here("sns", "", name)
    }

    /// A table of the stack's account and region, by its name.
    pub fn dynamodb_table(name: impl Into<Value<String>>) -> Self {
        Self::here("dynamodb", "table/", name)
    }

    /// The streams of a log group of the stack's account and region, by the group's name.
    pub fn log_streams(group: impl Into<Value<String>>) -> Self {
        Self::here("logs", "log-group:", join([group.into(), ":*".into()]))
    }

    /// A role of the stack's account, by its name with its path.
    pub fn iam_role(name: impl Into<Value<String>>) -> Self {
        let account = PseudoParameter::AccountId.into();
        Self::in_partition([":iam::".into(), account, ":role/".into(), name.into()])
    }

    /// A resource of a service without a constructor, in the stack's account and region. `kind` is
    /// what stands before the name, with its separator, such as `table/`.
    pub fn here(service: &str, kind: &str, name: impl Into<Value<String>>) -> Self {
        Self::in_partition([
            format!(":{service}:").into(),
            PseudoParameter::Region.into(),
            ":".into(),
            PseudoParameter::AccountId.into(),
            format!(":{kind}").into(),
            name.into(),
        ])
    }

    fn in_partition(parts: impl IntoIterator<Item = Value<String>>) -> Self {
        let start = ["arn:".into(), PseudoParameter::Partition.into()];
        Self(join(start.into_iter().chain(parts)))
    }

    /// The text, or how CloudFormation finds it.
    pub fn into_value(self) -> Value<String> {
        self.0
    }
}

impl<V: Into<Value<String>>> From<V> for ResourceArn {
    fn from(arn: V) -> Self {
        Self::of(arn)
    }
}
