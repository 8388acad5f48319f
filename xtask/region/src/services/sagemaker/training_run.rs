//! A training job at work: its channels are fetched as its role, the image's program runs as a process
//! with `train`, and what it left becomes `model.tar.gz`.
//! <https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-training-algo.html>

use std::fs;
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use regex::Regex;
use serde_json::{Map, Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;

use super::containers::fetch;
use super::input::s3_place;
use super::inputs::{self, Input, MOST_OBJECTS};
use super::training::{Channel, Definition, JobStatus, MetricDefinition, TrainingJob};
use super::{container, invalid, models};
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;
use crate::services::s3::{PutOptions, object_arn};

/// Most bytes of an object of a channel, and of all of them.
const OBJECT_BYTES: u64 = 256 << 20;
const CHANNEL_BYTES: u64 = 8 << 30;
/// Most bytes of what a program leaves as its model.
const MODEL_BYTES: u64 = 512 << 20;
/// Characters of the reason that a program gives which are told.
/// <https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-training-algo-output.html>
const REASON: usize = 1024;
/// Lines that are looked at for metrics; the rest is read and dropped.
const LINES: usize = 100_000;

/// How a job ended.
enum End {
    Completed,
    Stopped(&'static str),
}

/// The expression of a metric.
pub(super) fn expression(metric: &MetricDefinition) -> Result<Regex, ServiceError> {
    Regex::new(&metric.regex).map_err(|error| {
        let name = &metric.name;
        invalid(format!(
            "the Regex of the metric \"{name}\" is none: {error}"
        ))
    })
}

/// Runs a job in the background, from its beginning.
pub(super) fn begin(context: &Context, job: &TrainingJob) {
    let name = job.name.clone();
    let context = context.clone();
    let work = context.clone();
    work.spawn(async move {
        let sagemaker = context.sagemaker();
        let folder = sagemaker.new_folder();
        let is_stopping = || {
            let job = sagemaker.training_job(&name);
            job.is_ok_and(|job| job.status == JobStatus::Stopping)
        };
        // The process is killed as its handle goes.
        let running = run(&context, &name, folder.path());
        let ended = sagemaker.in_turn(is_stopping, running).await;
        let ended = ended.unwrap_or(Ok(End::Stopped("Stopped")));
        drop(folder);
        let now = context.now();
        let changed = sagemaker.change_training_job(&name, |job| {
            let (status, secondary) = match ended {
                Ok(End::Completed) => (JobStatus::Completed, "Completed"),
                Ok(End::Stopped(why)) => (JobStatus::Stopped, why),
                Err(error) => {
                    job.failure = Some(error.message);
                    (JobStatus::Failed, "Failed")
                }
            };
            job.status = status;
            secondary.clone_into(&mut job.secondary);
            job.started = job.started.or(Some(now));
            job.ended = Some(now);
        });
        if let Err(error) = changed {
            tracing::error!(%error, job = name, "how a training job ended cannot be kept");
        }
        sagemaker.ended.send_modify(|_| {});
    });
}

async fn run(context: &Context, name: &str, folder: &Path) -> Result<End, ServiceError> {
    let sagemaker = context.sagemaker();
    let secondary = |status: &str| {
        sagemaker.change_training_job(name, |job| {
            if job.status == JobStatus::InProgress {
                status.clone_into(&mut job.secondary);
            }
        })
    };
    let job = secondary("Downloading")?;
    let definition = job.definition()?;
    let role = models::assume(context, &definition.role_arn, &job.arn)?;
    let internal = |error: io::Error| ServiceError::internal(error.to_string());
    for folder in ["model", "output", "input/config", "input/data"].map(|part| folder.join(part)) {
        fs::create_dir_all(folder).map_err(internal)?;
    }
    configure(&definition, &folder.join("input/config")).map_err(internal)?;
    for channel in &definition.input_data_config {
        let into = folder.join("input/data").join(&channel.channel_name);
        download(context, &role, channel, &into).await?;
    }
    let started = context.now();
    sagemaker.change_training_job(name, |job| {
        job.started = Some(started);
        if job.status == JobStatus::InProgress {
            "Training".clone_into(&mut job.secondary);
        }
    })?;
    let ran = train(context, name, &definition, folder).await?;
    if let Some(stopped) = ran {
        return Ok(End::Stopped(stopped));
    }
    secondary("Uploading")?;
    let model = folder.join("model");
    let packed = tokio::task::spawn_blocking(move || pack(&model)).await;
    let packed = packed.map_err(io::Error::other).and_then(|packed| packed);
    let packed = packed.map_err(|error| invalid(format!("the model can't be packed: {error}")))?;
    let (bucket, key) = s3_place("S3OutputPath", &job.artefacts(&definition))?;
    let put = async {
        context.authorise(&role, "s3:PutObject", &object_arn(&bucket, &key))?;
        let options = PutOptions::default();
        context
            .s3()
            .put_object(context, &bucket, &key, Bytes::from(packed), options)
            .await
    };
    put.await.map_err(|error: ServiceError| {
        invalid(format!(
            "ClientError: Artifact upload failed: s3://{bucket}/{key}: {}: {}",
            error.code, error.message
        ))
    })?;
    Ok(End::Completed)
}

/// What a program finds in `input/config`.
/// <https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-training-algo-running-container.html>
fn configure(definition: &Definition, folder: &Path) -> io::Result<()> {
    let mode = &definition.algorithm_specification.training_input_mode;
    let channels: Map<String, Value> = definition
        .input_data_config
        .iter()
        .map(|channel| {
            let told = json!({
                "TrainingInputMode": mode,
                "S3DistributionType": "FullyReplicated",
                "RecordWrapperType": "None",
            });
            (channel.channel_name.clone(), told)
        })
        .collect();
    let hosts: Vec<String> = (1..=definition.resource_config.instance_count)
        .map(|number| format!("algo-{number}"))
        .collect();
    let files = [
        ("hyperparameters.json", json!(definition.hyper_parameters)),
        ("inputdataconfig.json", Value::Object(channels)),
        (
            "resourceconfig.json",
            json!({
                "current_host": "algo-1",
                "current_instance_type": definition.resource_config.instance_type,
                "hosts": hosts,
                "network_interface_name": "lo",
            }),
        ),
    ];
    for (name, value) in files {
        fs::write(folder.join(name), value.to_string())?;
    }
    Ok(())
}

/// Fetches what a channel names.
async fn download(
    context: &Context,
    role: &Caller,
    channel: &Channel,
    into: &Path,
) -> Result<(), ServiceError> {
    let source = &channel.data_source.s3_data_source;
    let objects = inputs::named(context, role, source).await?;
    let refuse = |why: String| {
        invalid(format!(
            "ClientError: Data download failed: channel {} ({}): {why}",
            channel.channel_name, source.s3_uri
        ))
    };
    if objects.is_empty() {
        return Err(refuse("no S3 objects found under it".to_owned()));
    }
    if objects.len() > MOST_OBJECTS {
        return Err(refuse(format!("more than {MOST_OBJECTS} objects")));
    }
    fs::create_dir_all(into).map_err(|error| refuse(error.to_string()))?;
    let mut left = CHANNEL_BYTES;
    for Input { bucket, key, path } in objects {
        let target = within(into, &path)
            .ok_or_else(|| refuse(format!("\"{path}\" leads out of the channel")))?;
        let body = fetch(context, role, &bucket, &key, OBJECT_BYTES)
            .await
            .map_err(|error| refuse(error.message))?;
        left = left
            .checked_sub(body.len() as u64)
            .ok_or_else(|| refuse(format!("more than {CHANNEL_BYTES} bytes")))?;
        let written = target
            .parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| fs::write(&target, &body));
        written.map_err(|error| refuse(format!("{path}: {error}")))?;
    }
    Ok(())
}

/// A path within a folder, if it stays there.
fn within(folder: &Path, path: &str) -> Option<PathBuf> {
    let path = Path::new(path);
    let mut parts = path.components().peekable();
    parts.peek()?;
    let stays = parts.all(|part| matches!(part, Component::Normal(_)));
    stays.then(|| folder.join(path))
}

/// Runs the program to its end; gives why it was stopped before, where it was.
async fn train(
    context: &Context,
    name: &str,
    definition: &Definition,
    folder: &Path,
) -> Result<Option<&'static str>, ServiceError> {
    let program = container::program(&definition.algorithm_specification.training_image)?;
    let program = context.programs().join(program);
    let spawned = Command::new(&program)
        .arg("train")
        .env_clear()
        .envs(&definition.environment)
        .env("TRAINING_JOB_NAME", name)
        .env("INSPECTOR_ML_FOLDER", folder)
        .env("INSPECTOR_UNTIL_STDIN_CLOSES", "true")
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .process_group(0)
        .kill_on_drop(true)
        .spawn();
    let mut child = spawned.map_err(|error| {
        invalid(format!(
            "{} can't be started: {error}; `cargo xtask deploy` builds it",
            program.display()
        ))
    })?;
    // Held to the end: waiting closes what is still the handle's, and the program ends with it.
    let _stdin = child.stdin.take();
    let reading = child.stdout.take().map(|stdout| {
        let metrics = definition
            .algorithm_specification
            .metric_definitions
            .clone();
        tokio::spawn(metrics_of(stdout, metrics))
    });
    let longest = Duration::from_secs(definition.stopping_condition.max_runtime_in_seconds);
    let status = tokio::select! {
        status = child.wait() => status.map_err(|error| ServiceError::internal(error.to_string()))?,
        // The process is killed as its handle goes.
        () = tokio::time::sleep(longest) => return Ok(Some("MaxRuntimeExceeded")),
    };
    if let Some(reading) = reading
        && let Ok(metrics) = reading.await
    {
        let sagemaker = context.sagemaker();
        sagemaker.change_training_job(name, |job| job.metrics = metrics)?;
    }
    if status.success() {
        return Ok(None);
    }
    let code = status
        .code()
        .map_or_else(|| "none".to_owned(), |code| code.to_string());
    Err(invalid(format!(
        "AlgorithmError: {}, exit code: {code}",
        reason(&folder.join("output/failure"))
    )))
}

/// What a program wrote of why it failed.
fn reason(file: &Path) -> String {
    let mut text = Vec::new();
    let read = fs::File::open(file)
        // At most four bytes to a character.
        .and_then(|file| file.take(4 * REASON as u64).read_to_end(&mut text));
    match read {
        Ok(_) => String::from_utf8_lossy(&text)
            .chars()
            .take(REASON)
            .collect(),
        Err(_) => "it left no output/failure".to_owned(),
    }
}

/// The last value of each metric among the lines that a program prints.
async fn metrics_of(
    stdout: tokio::process::ChildStdout,
    definitions: Vec<MetricDefinition>,
) -> Vec<(String, f64)> {
    let expressions: Vec<(String, Regex)> = definitions
        .iter()
        .filter_map(|metric| Some((metric.name.clone(), expression(metric).ok()?)))
        .collect();
    let mut found: Vec<(String, f64)> = Vec::new();
    let mut lines = BufReader::new(stdout).lines();
    let mut read = 0;
    while let Ok(Some(line)) = lines.next_line().await {
        read += 1;
        if read > LINES {
            continue;
        }
        for (name, expression) in &expressions {
            let value = expression.captures(&line).and_then(|it| it.get(1));
            let Some(value) = value.and_then(|value| value.as_str().parse::<f64>().ok()) else {
                continue;
            };
            match found.iter_mut().find(|(known, _)| known == name) {
                Some((_, last)) => *last = value,
                None => found.push((name.clone(), value)),
            }
        }
    }
    found
}

/// Packs a folder's files as `model.tar.gz`.
fn pack(folder: &Path) -> io::Result<Vec<u8>> {
    let mut left = MODEL_BYTES;
    for entry in fs::read_dir(folder)? {
        left = left
            .checked_sub(entry?.metadata()?.len())
            .ok_or_else(|| io::Error::other(format!("it has more than {MODEL_BYTES} bytes")))?;
    }
    let mut tar = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
    tar.follow_symlinks(false);
    tar.append_dir_all("", folder)?;
    tar.into_inner()?.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leads_out_of_a_channel() {
        let folder = Path::new("/f");
        assert_eq!(within(folder, "a/b"), Some(PathBuf::from("/f/a/b")));
        for path in ["", "../a", "/a", "a/../../b", "./a"] {
            assert_eq!(within(folder, path), None, "{path}");
        }
    }
}
