//! Holds what the deployed close look says of a version's pictures against what the version said
//! when it was evaluated: the same model, the same pictures, the same verdicts.

use std::sync::Arc;

use async_trait::async_trait;
use contracts::VersionId;
use contracts::lineage::{Expectation, ModelVersion};
use contracts::tasks::{ConfirmError, ConfirmModel};
use contracts::training::{ConfirmInput, Confirmed};
use runtime::{Failure, Handler, Start, StartError, Storage};

use crate::store;

/// How far scores may be apart: the processor of the one function may round otherwise than that
/// of the other.
const MOST_APART: f64 = 1e-3;

/// The handler of [`ConfirmModel`].
pub struct Confirming {
    lake: Arc<dyn Storage>,
}

impl Confirming {
    /// Builds the handler from the function's environment.
    ///
    /// # Errors
    /// When a variable is missing.
    pub async fn start(start: Start) -> Result<Self, StartError> {
        let lake = start.bucket(start.variables.lake_bucket()?);
        Ok(Self::new(Arc::new(lake)))
    }

    /// A handler over the lake.
    pub fn new(lake: Arc<dyn Storage>) -> Self {
        Self { lake }
    }
}

#[async_trait]
impl Handler<ConfirmModel> for Confirming {
    async fn handle(&self, input: ConfirmInput) -> Result<Confirmed, Failure<ConfirmError>> {
        let promoted = &input.promoted;
        let to = promoted.to.clone().unwrap_or_default();
        let version = match VersionId::parse(to.as_str()) {
            Ok(id) => store::version(&*self.lake, &promoted.device_class, &id).await?,
            Err(_) => None,
        };
        let Some(version) = version else {
            return Err(ConfirmError::SmokeFailed {
                version: to,
                differences: vec!["the version is not there any more".to_owned()],
            }
            .into());
        };
        let expected = version.expectations.iter();
        let differences: Vec<String> = expected
            .filter_map(|expected| difference(&version, expected, &input))
            .collect();
        if differences.is_empty() {
            Ok(Confirmed {
                pictures: version.expectations.len() as u64,
            })
        } else {
            Err(ConfirmError::SmokeFailed {
                version: to,
                differences,
            }
            .into())
        }
    }
}

/// What is not as expected of a picture.
fn difference(
    version: &ModelVersion,
    expected: &Expectation,
    input: &ConfirmInput,
) -> Option<String> {
    let id = &expected.picture.id;
    let looked = &input.looked;
    let Some(found) = looked.examinations.iter().find(|one| one.picture_id == *id) else {
        let refused = looked.refused.iter().find(|one| one.picture.id == *id);
        let why = refused.map_or("nothing was said of it", |refused| refused.detail.as_str());
        return Some(format!("{id}: {why}"));
    };
    if found.model != version.version.as_str() {
        return Some(format!("{id}: the version {} looked at it", found.model));
    }
    if found.verdict != expected.verdict || (found.score - expected.score).abs() > MOST_APART {
        return Some(format!(
            "{id}: {} with {:.4}, where {} with {:.4} is expected",
            found.verdict.as_str(),
            found.score,
            expected.verdict.as_str(),
            expected.score
        ));
    }
    None
}
