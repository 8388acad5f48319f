//! The condition keys of `logs`. Made by `iam-data`.

use crate::policy::{Key, kind};

/// `logs:DeliveryDestinationResourceArn`.
#[rustfmt::skip]
pub const DELIVERY_DESTINATION_RESOURCE_ARN: Key<kind::Arn> = Key::known("logs:DeliveryDestinationResourceArn");

/// `logs:LogGeneratingResourceArns`.
#[rustfmt::skip]
pub const LOG_GENERATING_RESOURCE_ARNS: Key<kind::Arn> = Key::known("logs:LogGeneratingResourceArns");

/// `logs:data_source_name`.
#[rustfmt::skip]
pub const DATA_SOURCE_NAME: Key<kind::Text> = Key::known("logs:data_source_name");

/// `logs:data_source_type`.
#[rustfmt::skip]
pub const DATA_SOURCE_TYPE: Key<kind::Text> = Key::known("logs:data_source_type");
