//! What looks closely, as far as a deploy makes it ready.

use std::collections::BTreeMap;

use contracts::serving::Variant;
use serde::{Deserialize, Serialize};

/// What looks closely. Names are by device class.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "by",
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum CloseLook {
    /// The function itself.
    #[default]
    Embedded,
    /// Endpoints of SageMaker.
    SageMaker {
        /// The endpoints' names.
        endpoints: BTreeMap<String, String>,
        /// The ARN of the role that they run as.
        role_arn: String,
        /// What they run on.
        variant: Variant,
        /// The image of the project's own container; none where Marketplace model packages run.
        image: Option<String>,
    },
    /// Rekognition Custom Labels.
    CustomLabels {
        /// The projects' names.
        projects: BTreeMap<String, String>,
        /// Inference units of each running model.
        inference_units: u32,
    },
    /// Lookout for Vision.
    LookoutForVision {
        /// The projects' names.
        projects: BTreeMap<String, String>,
    },
}

impl CloseLook {
    /// Whether the function itself looks: nothing is to be made ready.
    pub fn is_embedded(&self) -> bool {
        *self == Self::Embedded
    }
}
