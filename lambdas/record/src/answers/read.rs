//! A transform job's answers: an object `<name of the input>.out` for each input that gave one.
//! <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TransformOutput.html>

use std::collections::HashMap;

use contracts::PictureId;
use contracts::answer::Answer;
use contracts::backfill::ChosenPicture;
use contracts::examination::Examination;
use runtime::{Storage, StorageError};

/// What the name of a prepared picture's answer ends in.
const SUFFIX: &str = ".jpg.out";
/// Most bytes of an answer: a verdict and some boxes.
const LARGEST: u64 = 256 * 1024;

/// Where the answers are.
pub(super) struct Answers {
    keys: HashMap<PictureId, String>,
}

impl Answers {
    /// The answers below a prefix. They are known by their names: which folders of an input's key are kept
    /// AWS does not promise, and a run looks at a picture once.
    ///
    /// # Errors
    /// When the lake fails.
    pub(super) async fn list(lake: &dyn Storage, prefix: &str) -> Result<Self, StorageError> {
        let mut keys = HashMap::new();
        let mut page = None;
        loop {
            let listed = lake.list(prefix, page).await?;
            for key in listed.keys {
                let name = key.rsplit('/').next().unwrap_or_default();
                if let Some(id) = name.strip_suffix(SUFFIX)
                    && let Ok(id) = PictureId::parse(id)
                {
                    keys.insert(id, key);
                }
            }
            page = listed.next;
            if page.is_none() {
                return Ok(Self { keys });
            }
        }
    }

    /// What the version says of a picture; or why it says nothing, as a sentence.
    ///
    /// # Errors
    /// When the lake fails.
    pub(super) async fn of(
        &self,
        lake: &dyn Storage,
        picture: &ChosenPicture,
        version: &str,
    ) -> Result<Result<Examination, String>, StorageError> {
        let Some(key) = self.keys.get(&picture.picture_id) else {
            return Ok(Err("the transform job left no answer".to_owned()));
        };
        let object = match lake.get(key, LARGEST).await {
            Ok(Some(object)) => object,
            Ok(None) => return Ok(Err(format!("{key} is gone"))),
            Err(error @ StorageError::TooLarge { .. }) => return Ok(Err(error.to_string())),
            Err(error) => return Err(error),
        };
        Ok(match serde_json::from_slice::<Answer>(&object.body) {
            Ok(answer) => Ok(answer.examination(picture.picture_id.clone(), version)),
            Err(error) => Err(format!("{key} is no answer of a defect detection: {error}")),
        })
    }
}
