//! The condition keys of `ecr`. Made by `iam-data`.

use crate::policy::{Key, KeyFamily, kind};

/// `ecr:AccountSetting`.
#[rustfmt::skip]
pub const ACCOUNT_SETTING: Key<kind::Text> = Key::known("ecr:AccountSetting");

/// `ecr:ResourceTag/${TagKey}`.
#[rustfmt::skip]
pub const RESOURCE_TAG: KeyFamily<kind::Text> = KeyFamily::known("ecr:ResourceTag/");
