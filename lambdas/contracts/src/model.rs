//! Which model a device class is inspected with.

use serde::{Deserialize, Serialize};

/// Inference units with which each custom labels model of the first look runs: the fewest, for they cost by
/// the hour. Looks keep to what they look at in a second.
pub const FIRST_LOOK_INFERENCE_UNITS: u32 = 1;

/// The live models of a device class: an object at [`crate::layout::live_model_key`], read by
/// the looks for every chunk, so that promoting a version needs no deploy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LiveModel {
    /// The close look's model file, a key in the lake; empty where a model package looks, of which there is
    /// no file.
    pub close_look: String,
    /// Its version: the first 16 hexadecimal digits of the file's SHA-256, or of that of the package's ARN.
    pub version: String,
    /// SHA-256 of the file, hexadecimal; checked on loading. That of the ARN where there is no file.
    pub sha256: String,
    /// The first look's custom labels model, a project version's ARN.
    pub first_look: Option<String>,
    /// What it was fitted from: a SHA-256 over the pictures and the fitting's own version, behind
    /// `samples-` (by `deploy`, on the project's own samples) or `normals-` (by `inspect`).
    /// `deploy` replaces none but its own, unless a model cannot be asked where the configuration looks.
    pub fitted_from: String,
    /// What the close look asks in the file's place, where a service looks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<AskedModel>,
}

/// A model that a service looks with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "service",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase"
)]
pub enum AskedModel {
    /// An endpoint of SageMaker.
    SagemakerEndpoint {
        /// Its name.
        endpoint: String,
        /// The ARN of the model package behind it, where it is one of AWS's Marketplace.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        model_package: Option<String>,
    },
    /// A model of Rekognition Custom Labels.
    CustomLabels {
        /// The project version's ARN.
        project_version_arn: String,
    },
    /// A model of Lookout for Vision.
    LookoutForVision {
        /// The project's name.
        project: String,
        /// The model's version within it.
        model_version: String,
    },
}
