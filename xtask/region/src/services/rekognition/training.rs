//! Training: a manifest's pictures are read one by one and a model is fitted on them.
//! <https://docs.aws.amazon.com/rekognition/latest/customlabels-dg/md-create-manifest-file-classification.html>

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Map, Value};
use tokio::runtime::Handle;
use vision::picture::Pixels;
use vision::{Example, FitOptions, Kind, fit_best};

use super::custom_labels::NORMAL;
use super::image::{self, Bounds, S3Object};
use super::record::{Status, Version};
use super::{eyes, invalid};
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;

const BOUNDS: Bounds = Bounds {
    bytes: 15 << 20,
    least_side: 64,
    most_side: 4096,
};
/// Most bytes of a manifest, some 100,000 lines.
const MANIFEST_BYTES: u64 = 32 << 20;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Data {
    #[serde(default)]
    assets: Vec<Asset>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Asset {
    ground_truth_manifest: Option<Manifest>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Manifest {
    s3_object: S3Object,
}

/// A picture of a manifest.
#[derive(Debug)]
pub(in crate::services) struct Labelled {
    object: S3Object,
    /// Whether it is called anything but normal.
    pub(in crate::services) anomalous: bool,
}

/// Checks that the manifests of `TrainingData` can be read and name sound pictures.
pub(super) async fn check_manifests(
    context: &Context,
    caller: &Caller,
    data: &Value,
) -> Result<(), ServiceError> {
    let pictures = labelled(context, caller, data).await?;
    if pictures.iter().all(|picture| picture.anomalous) {
        return Err(invalid(format!(
            "no line of the manifest has the class name \"{NORMAL}\": the embedded region learns \
             from pictures of sound devices"
        )));
    }
    Ok(())
}

/// Trains a version in the background.
pub(super) fn begin(context: &Context, version: Version) {
    let with = context.clone();
    context.spawn(async move {
        let (status, message) = match train(&with, &version).await {
            Ok(pictures) => (
                Status::TrainingCompleted,
                format!("The model was trained on {pictures} pictures."),
            ),
            Err(error) => (Status::TrainingFailed, error.message),
        };
        let trained = with.now();
        let changed = with.rekognition().change(&version.arn, |version| {
            version.status = status;
            version.message = message;
            version.trained = Some(trained);
            Ok(())
        });
        if let Err(error) = changed {
            tracing::error!(%error, version = version.arn, "a training could not be recorded");
        }
    });
}

async fn train(context: &Context, version: &Version) -> Result<usize, ServiceError> {
    let trainer = version.trainer();
    let pictures = labelled(context, &trainer, &version.training).await?;
    // As AWS does when it reads the manifest, which it does once the version is made.
    if !pictures.iter().any(|picture| picture.anomalous) {
        return Err(invalid(format!(
            "ERROR_MANIFEST_TOO_FEW_LABELS: The manifest file has too few labels. A classification is trained \
             on 2 labels at least, and all {} pictures are \"{NORMAL}\".",
            pictures.len()
        )));
    }
    let file = context.rekognition().model_file(&version.id);
    learn(context, &trainer, pictures, file).await
}

/// Fits the best kind of model and writes its file; gives the number of pictures.
pub(in crate::services) async fn learn(
    context: &Context,
    trainer: &Caller,
    pictures: Vec<Labelled>,
    file: PathBuf,
) -> Result<usize, ServiceError> {
    let given_up = GivenUp::default();
    let stop = Arc::clone(&given_up.0);
    let with = context.clone();
    let trainer = trainer.clone();
    let runtime = Handle::current();
    eyes::look(move || {
        let mut failure = None;
        let examples = pictures.iter().map_while(|picture| {
            if stop.load(Ordering::Relaxed) {
                return None;
            }
            let object = &picture.object;
            let read = runtime.block_on(image::read_object(&with, &trainer, object, BOUNDS.bytes));
            match read.and_then(|bytes| decode(object, &bytes)) {
                Ok(pixels) => Some(Example {
                    pixels,
                    anomalous: picture.anomalous,
                    group: None,
                }),
                Err(error) => {
                    failure = Some(error);
                    None
                }
            }
        });
        // One thread: the bound on looks counts it as one.
        let options = FitOptions {
            threads: 1,
            ..FitOptions::default()
        };
        let backbone = eyes::backbone()?;
        let fitted = fit_best(&backbone, examples, &Kind::ALL, &options)
            .map(|(model, _)| (model.to_bytes(), model.pictures()));
        if let Some(error) = failure {
            return Err(error);
        }
        let (bytes, pictures) = fitted.map_err(|error| invalid(error.to_string()))?;
        write(&file, &bytes)?;
        Ok(pictures)
    })
    .await?
}

/// Tells the thread that fits to stop when nobody waits for it any more.
#[derive(Default)]
struct GivenUp(Arc<AtomicBool>);

impl Drop for GivenUp {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

fn decode(object: &S3Object, bytes: &Bytes) -> Result<Pixels, ServiceError> {
    image::decode(bytes, BOUNDS).map_err(|mut error| {
        let name = object.name.as_deref().unwrap_or_default();
        error.message = format!("the training picture {name}: {}", error.message);
        error
    })
}

/// Writes a file so that it is there whole or not at all.
fn write(file: &Path, bytes: &[u8]) -> Result<(), ServiceError> {
    let new = file.with_extension("new");
    let written = file
        .parent()
        .map_or(Ok(()), std::fs::create_dir_all)
        .and_then(|()| std::fs::File::create(&new))
        .and_then(|mut new| new.write_all(bytes))
        .and_then(|()| std::fs::rename(&new, file));
    written.map_err(|error| {
        ServiceError::internal(format!(
            "the model can't be written to {}: {error}",
            file.display()
        ))
    })
}

/// The pictures of the manifests.
async fn labelled(
    context: &Context,
    caller: &Caller,
    data: &Value,
) -> Result<Vec<Labelled>, ServiceError> {
    let data: Data = super::input::decode(data.clone())?;
    let mut pictures = Vec::new();
    for asset in data.assets {
        let manifest = asset
            .ground_truth_manifest
            .ok_or_else(|| invalid("an asset has no GroundTruthManifest"))?;
        pictures.extend(read_manifest(context, caller, &manifest.s3_object).await?);
    }
    Ok(pictures)
}

/// The pictures of a manifest in S3.
pub(in crate::services) async fn read_manifest(
    context: &Context,
    caller: &Caller,
    object: &S3Object,
) -> Result<Vec<Labelled>, ServiceError> {
    let bytes = image::read_object(context, caller, object, MANIFEST_BYTES).await?;
    parse_manifest(&bytes)
}

/// The pictures of a manifest: a JSON object a line, each with the picture's address and
/// the class name in the metadata of a label.
fn parse_manifest(bytes: &[u8]) -> Result<Vec<Labelled>, ServiceError> {
    let text = std::str::from_utf8(bytes)
        .map_err(|error| invalid(format!("the manifest is not UTF-8: {error}")))?;
    let mut pictures = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let wrong = |what: String| invalid(format!("line {} of the manifest {what}", index + 1));
        let line: Map<String, Value> = serde_json::from_str(line)
            .map_err(|error| wrong(format!("is no JSON object: {error}")))?;
        let source = line
            .get("source-ref")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let (bucket, name) = source
            .strip_prefix("s3://")
            .and_then(|path| path.split_once('/'))
            .filter(|(bucket, name)| !bucket.is_empty() && !name.is_empty())
            .ok_or_else(|| {
                wrong(format!(
                    "has the source-ref \"{source}\", not s3://bucket/key"
                ))
            })?;
        let mut classes = line
            .iter()
            .filter(|(attribute, _)| attribute.ends_with("-metadata"))
            .filter_map(|(_, metadata)| metadata.get("class-name")?.as_str())
            .peekable();
        if classes.peek().is_none() {
            return Err(wrong(
                "names no class: no ...-metadata has a class-name".to_owned(),
            ));
        }
        pictures.push(Labelled {
            object: S3Object::new(bucket, name),
            anomalous: !classes.any(|class| class.eq_ignore_ascii_case(NORMAL)),
        });
    }
    Ok(pictures)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_a_manifest_are_the_pictures_to_learn_from() {
        let manifest = concat!(
            r#"{"source-ref":"s3://b/a/1.jpg","c":0,"c-metadata":{"class-name":"normal"}}"#,
            "\n\n",
            r#"{"source-ref":"s3://b/a/2.jpg","c":1,"c-metadata":{"class-name":"anomaly"}}"#,
            "\n",
            r#"{"source-ref":"s3://b/a/3.jpg","c":0,"c-metadata":{"class-name":"Normal"}}"#,
        );
        let pictures = parse_manifest(manifest.as_bytes()).unwrap();
        let told: Vec<_> = pictures
            .iter()
            .map(|p| (p.object.name.as_deref().unwrap(), p.anomalous))
            .collect();
        assert_eq!(
            told,
            [("a/1.jpg", false), ("a/2.jpg", true), ("a/3.jpg", false)]
        );
    }

    #[test]
    fn a_line_that_cannot_be_used_is_named() {
        for (line, complaint) in [
            ("nonsense", "line 1 of the manifest is no JSON object"),
            (r#"{"source-ref":"/etc/passwd"}"#, "not s3://bucket/key"),
            (r#"{"source-ref":"s3://b/k","c":0}"#, "names no class"),
        ] {
            let error = parse_manifest(line.as_bytes()).unwrap_err();
            assert_eq!(error.code, "InvalidParameterException");
            assert!(error.message.contains(complaint), "{}", error.message);
        }
    }
}
