//! Which model a device class is inspected with.

use serde::{Deserialize, Serialize};

/// The live models of a device class: an object at [`crate::layout::live_model_key`], read by
/// the looks for every chunk, so that promoting a version needs no deploy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LiveModel {
    /// The close look's model file, a key in the lake.
    pub close_look: String,
    /// Its version: the first 16 hexadecimal digits of the file's SHA-256.
    pub version: String,
    /// SHA-256 of the file, hexadecimal; checked on loading.
    pub sha256: String,
    /// The first look's custom labels model, a project version's ARN.
    pub first_look: Option<String>,
    /// What it was fitted from: a SHA-256 over the pictures and the fitting's own version, behind
    /// `samples-` (by `deploy`, on the project's own samples) or `normals-` (by `inspect`).
    /// `deploy` replaces none but its own.
    pub fitted_from: String,
}
