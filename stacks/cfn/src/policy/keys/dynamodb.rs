//! The condition keys of `dynamodb`. Made by `iam-data`.

use crate::policy::{Key, kind};

/// `dynamodb:Attributes`.
#[rustfmt::skip]
pub const ATTRIBUTES: Key<kind::Text> = Key::known("dynamodb:Attributes");

/// `dynamodb:EnclosingOperation`.
#[rustfmt::skip]
pub const ENCLOSING_OPERATION: Key<kind::Text> = Key::known("dynamodb:EnclosingOperation");

/// `dynamodb:FirstPartitionKeyValues`.
#[rustfmt::skip]
pub const FIRST_PARTITION_KEY_VALUES: Key<kind::Text> = Key::known("dynamodb:FirstPartitionKeyValues");

/// `dynamodb:FisActionId`.
#[rustfmt::skip]
pub const FIS_ACTION_ID: Key<kind::Text> = Key::known("dynamodb:FisActionId");

/// `dynamodb:FisTargetArns`.
#[rustfmt::skip]
pub const FIS_TARGET_ARNS: Key<kind::Arn> = Key::known("dynamodb:FisTargetArns");

/// `dynamodb:FourthPartitionKeyValues`.
#[rustfmt::skip]
pub const FOURTH_PARTITION_KEY_VALUES: Key<kind::Text> = Key::known("dynamodb:FourthPartitionKeyValues");

/// `dynamodb:FullTableScan`.
#[rustfmt::skip]
pub const FULL_TABLE_SCAN: Key<kind::Bool> = Key::known("dynamodb:FullTableScan");

/// `dynamodb:LeadingKeys`.
#[rustfmt::skip]
pub const LEADING_KEYS: Key<kind::Text> = Key::known("dynamodb:LeadingKeys");

/// `dynamodb:ReturnConsumedCapacity`.
#[rustfmt::skip]
pub const RETURN_CONSUMED_CAPACITY: Key<kind::Text> = Key::known("dynamodb:ReturnConsumedCapacity");

/// `dynamodb:ReturnValues`.
#[rustfmt::skip]
pub const RETURN_VALUES: Key<kind::Text> = Key::known("dynamodb:ReturnValues");

/// `dynamodb:SecondPartitionKeyValues`.
#[rustfmt::skip]
pub const SECOND_PARTITION_KEY_VALUES: Key<kind::Text> = Key::known("dynamodb:SecondPartitionKeyValues");

/// `dynamodb:Select`.
#[rustfmt::skip]
pub const SELECT: Key<kind::Text> = Key::known("dynamodb:Select");

/// `dynamodb:ThirdPartitionKeyValues`.
#[rustfmt::skip]
pub const THIRD_PARTITION_KEY_VALUES: Key<kind::Text> = Key::known("dynamodb:ThirdPartitionKeyValues");
