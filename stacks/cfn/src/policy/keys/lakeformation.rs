//! The condition keys of `lakeformation`. Made by `iam-data`.

use crate::policy::{Key, kind};

/// `lakeformation:EnabledOnlyForMetaDataAccess`.
#[rustfmt::skip]
pub const ENABLED_ONLY_FOR_META_DATA_ACCESS: Key<kind::Bool> = Key::known("lakeformation:EnabledOnlyForMetaDataAccess");
