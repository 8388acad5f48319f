//! A model that a training job of SageMaker trained, taken over: what is in its `model.tar.gz`.

use std::io::{self, Read};
use std::path::Path;

use archive::MODEL_FILE as MODEL;
use contracts::training::TrainInput;
use contracts::{layout, tasks::TrainError};
use flate2::read::GzDecoder;
use runtime::{Failure, Storage};
use vision::{Model, Selection};

/// Most bytes of an archive, and of what is in it: a model of 2,000 pictures has some 100 MB.
const LARGEST_ARCHIVE: u64 = 256 * 1024 * 1024;
const LARGEST_CONTENT: u64 = 512 * 1024 * 1024;
/// What `inspector train` leaves beside the model.
const SELECTION: &str = "selection.json";

/// The model, and how it was chosen.
pub(crate) async fn take_over(
    lake: &dyn Storage,
    input: &TrainInput,
    artefact: &str,
) -> Result<(Model, Selection), Failure<TrainError>> {
    let unusable = |why: String| -> Failure<TrainError> {
        let detail = format!("{artefact} cannot be taken over: {why}");
        TrainError::NotTrainable { detail }.into()
    };
    // What this run's job has written, and nothing else.
    let own = layout::run_key(&input.device_class, &input.run, "");
    let key = artefact
        .strip_prefix(&format!("s3://{}/", lake.name()))
        .filter(|key| key.starts_with(&own));
    let Some(key) = key else {
        let why = format!("it is not below s3://{}/{own}", lake.name());
        return Err(unusable(why));
    };
    let object = lake.get(key, LARGEST_ARCHIVE).await;
    let object = object.map_err(|error| match error {
        error @ runtime::StorageError::TooLarge { .. } => unusable(error.to_string()),
        error @ runtime::StorageError::Failed { .. } => error.into(),
    })?;
    let object = object.ok_or_else(|| unusable("it is not there".to_owned()))?;
    let unpacked = tokio::task::spawn_blocking(move || unpack(&object.body)).await;
    let (model, selection) = unpacked
        .map_err(|error| Failure::unexpected(error.to_string()))?
        .map_err(|error| unusable(error.to_string()))?;
    let model = Model::from_bytes(&model).map_err(|error| unusable(format!("{MODEL}: {error}")))?;
    let selection: Selection = serde_json::from_slice(&selection)
        .map_err(|error| unusable(format!("{SELECTION}: {error}")))?;
    if model.kind() != selection.chosen {
        let why = format!(
            "its model is of the kind {}, and {SELECTION} says {}",
            model.kind(),
            selection.chosen
        );
        return Err(unusable(why));
    }
    Ok((model, selection))
}

/// The two files of an archive; all else in it is left alone.
fn unpack(archive: &[u8]) -> io::Result<(Vec<u8>, Vec<u8>)> {
    let content = GzDecoder::new(archive).take(LARGEST_CONTENT);
    let mut tar = tar::Archive::new(content);
    let (mut model, mut selection) = (None, None);
    for entry in tar.entries()? {
        let mut entry = entry?;
        let path = entry.path()?.into_owned();
        let path = path.strip_prefix(".").unwrap_or(&path);
        let wanted = if path == Path::new(MODEL) {
            &mut model
        } else if path == Path::new(SELECTION) {
            &mut selection
        } else {
            continue;
        };
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes)?;
        *wanted = Some(bytes);
    }
    let missing = |name: &str| io::Error::other(format!("it holds no {name}"));
    Ok((
        model.ok_or_else(|| missing(MODEL))?,
        selection.ok_or_else(|| missing(SELECTION))?,
    ))
}
