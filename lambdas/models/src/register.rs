//! Writes the version of a model that has passed its gate: once, under the name of its content.
//!
//! The same pictures give the same model, so that a second training finds its version written
//! already. It stays as it is: what is known of a version does not change afterwards.

use std::sync::Arc;

use async_trait::async_trait;
use contracts::lineage::{Candidate, ModelVersion};
use contracts::tasks::{RegisterError, RegisterModel};
use contracts::training::{RegisterInput, Registered};
use contracts::{VersionId, layout};
use runtime::storage::{Condition, Written};
use runtime::{Failure, Handler, Start, StartError, Storage};
use sha2::{Digest, Sha256};

use crate::store;

/// Most bytes of a model's file.
const LARGEST_MODEL: u64 = 64 * 1024 * 1024;

/// The handler of [`RegisterModel`].
pub struct Registering {
    lake: Arc<dyn Storage>,
}

impl Registering {
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

    /// Reads the file once more: what is registered is what is stored, and not what somebody said.
    async fn check_file(&self, input: &RegisterInput) -> Result<(), Failure<RegisterError>> {
        let trained = &input.trained;
        let not_the_same = |key: &str, detail: String| RegisterError::NotTheSame {
            key: key.to_owned(),
            detail,
        };
        let expected = layout::version_file_key(&input.device_class, &trained.version);
        if VersionId::of_sha256(&trained.sha256).as_ref() != Some(&trained.version)
            || trained.file != expected
        {
            let detail = format!(
                "the version {} is at {expected} and named by its file's SHA-256, not {}",
                trained.version, trained.sha256
            );
            return Err(not_the_same(&trained.file, detail).into());
        }
        let Some(object) = self.lake.get(&trained.file, LARGEST_MODEL).await? else {
            return Err(not_the_same(&trained.file, "it is not there".to_owned()).into());
        };
        let found = format!("{:x}", Sha256::digest(&object.body));
        if found != trained.sha256 {
            let detail = format!("its SHA-256 is {found}, and {} was trained", trained.sha256);
            return Err(not_the_same(&trained.file, detail).into());
        }
        Ok(())
    }
}

#[async_trait]
impl Handler<RegisterModel> for Registering {
    async fn handle(&self, input: RegisterInput) -> Result<Registered, Failure<RegisterError>> {
        let class = &input.device_class;
        let id = &input.trained.version;
        if !input.evaluated.passed {
            return Err(RegisterError::NotPassed {
                version: id.to_string(),
                explanation: input.evaluated.explanation,
            }
            .into());
        }
        self.check_file(&input).await?;
        let version = ModelVersion {
            device_class: class.clone(),
            version: id.clone(),
            file: input.trained.file.clone(),
            sha256: input.trained.sha256.clone(),
            kind: input.trained.kind.clone(),
            data: input.data,
            toolkit: input.trained.toolkit.clone(),
            measured: input.evaluated.measured,
            gate: input.evaluated.explanation,
            report: input.evaluated.report,
            page: input.evaluated.page,
            expectations: input.evaluated.expectations,
            execution: input.execution,
            created_by: input.by.clone(),
            created_at: input.started_at.clone(),
        };
        let lake = &*self.lake;
        let key = layout::version_key(class, id);
        let written = store::write(lake, &key, &version, Condition::IfAbsent).await?;
        if written == Written::No {
            // Another training of the same pictures, or an earlier attempt.
            let before = store::version(lake, class, id).await?;
            if before.is_none_or(|before| before.sha256 != version.sha256) {
                return Err(RegisterError::NotTheSame {
                    key,
                    detail: "another version has this name".to_owned(),
                }
                .into());
            }
        }
        let candidate = Candidate {
            version: id.clone(),
            by: input.by,
            at: input.started_at,
        };
        let key = layout::candidate_key(class);
        let _ = store::write(lake, &key, &candidate, Condition::Always).await?;
        tracing::info!(class = class.as_str(), version = id.as_str(), "registered");
        Ok(Registered {
            version: id.clone(),
            headline: format!("{class}: version {id} has passed its gate and is the candidate"),
        })
    }
}
