//! The condition keys of `lambda`. Made by `iam-data`.

use crate::policy::{Key, kind};

/// `lambda:CodeSigningConfigArn`.
#[rustfmt::skip]
pub const CODE_SIGNING_CONFIG_ARN: Key<kind::Arn> = Key::known("lambda:CodeSigningConfigArn");

/// `lambda:EventSourceToken`.
#[rustfmt::skip]
pub const EVENT_SOURCE_TOKEN: Key<kind::Text> = Key::known("lambda:EventSourceToken");

/// `lambda:FunctionArn`.
#[rustfmt::skip]
pub const FUNCTION_ARN: Key<kind::Arn> = Key::known("lambda:FunctionArn");

/// `lambda:FunctionUrlAuthType`.
#[rustfmt::skip]
pub const FUNCTION_URL_AUTH_TYPE: Key<kind::Text> = Key::known("lambda:FunctionUrlAuthType");

/// `lambda:InvokedViaFunctionUrl`.
#[rustfmt::skip]
pub const INVOKED_VIA_FUNCTION_URL: Key<kind::Bool> = Key::known("lambda:InvokedViaFunctionUrl");

/// `lambda:Layer`.
#[rustfmt::skip]
pub const LAYER: Key<kind::Text> = Key::known("lambda:Layer");

/// `lambda:Principal`.
#[rustfmt::skip]
pub const PRINCIPAL: Key<kind::Text> = Key::known("lambda:Principal");

/// `lambda:Request/WebFunctionAuthType`.
#[rustfmt::skip]
pub const REQUEST__WEB_FUNCTION_AUTH_TYPE: Key<kind::Text> = Key::known("lambda:Request/WebFunctionAuthType");

/// `lambda:Resource/WebFunctionAuthType`.
#[rustfmt::skip]
pub const RESOURCE__WEB_FUNCTION_AUTH_TYPE: Key<kind::Text> = Key::known("lambda:Resource/WebFunctionAuthType");

/// `lambda:SecurityGroupIds`.
#[rustfmt::skip]
pub const SECURITY_GROUP_IDS: Key<kind::Text> = Key::known("lambda:SecurityGroupIds");

/// `lambda:SourceFunctionArn`.
#[rustfmt::skip]
pub const SOURCE_FUNCTION_ARN: Key<kind::Arn> = Key::known("lambda:SourceFunctionArn");

/// `lambda:SubnetIds`.
#[rustfmt::skip]
pub const SUBNET_IDS: Key<kind::Text> = Key::known("lambda:SubnetIds");

/// `lambda:VpcIds`.
#[rustfmt::skip]
pub const VPC_IDS: Key<kind::Text> = Key::known("lambda:VpcIds");
