//! Model packages of AWS's Marketplace model as versions: named by their ARN, without a file.

use contracts::VersionId;
use contracts::model::{AskedModel, LiveModel};
use sha2::{Digest, Sha256};

use super::asked;

/// The package behind a live model's endpoint, where there is one.
pub(super) fn of(model: &LiveModel) -> Option<&str> {
    match &model.asked {
        Some(AskedModel::SagemakerEndpoint { model_package, .. }) => model_package.as_deref(),
        _ => None,
    }
}

/// A package's version, as that of a file with the checksum of the ARN.
pub(super) fn version(arn: &str) -> String {
    let checksum = checksum(arn);
    VersionId::of_sha256(&checksum).map_or(checksum, |version| version.to_string())
}

/// A live model that a package looks for.
pub(super) fn live(endpoint: &str, arn: &str, first_look: Option<String>) -> LiveModel {
    LiveModel {
        close_look: String::new(),
        version: version(arn),
        sha256: checksum(arn),
        first_look,
        fitted_from: format!("package-{}", checksum(arn)),
        asked: Some(asked(endpoint.to_owned(), Some(arn.to_owned()))),
    }
}

fn checksum(arn: &str) -> String {
    format!("{:x}", Sha256::digest(arn))
}
