//! The request of a transform job, and what of it can be run here.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::ops::RangeInclusive;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::ServiceError;
use crate::services::sagemaker::input::{check_name, s3_place};
use crate::services::sagemaker::inputs::S3DataSource;
use crate::services::sagemaker::invalid;

/// What SageMaker takes where nothing is said.
const DEFAULT_PAYLOAD_MB: u64 = 6;
const DEFAULT_TIMEOUT_SECONDS: u64 = 600;
const DEFAULT_RETRIES: u64 = 3;
/// Most megabytes of all requests at once.
const MOST_AT_ONCE_MB: u64 = 100;
/// Most environment variables.
const MOST_VARIABLES: usize = 16;

/// `CreateTransformJob`, as far as it matters here; the whole request is kept to be told again.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::services::sagemaker) struct Request {
    pub(super) transform_job_name: String,
    pub(in crate::services::sagemaker) model_name: String,
    /// Absent or 0 where the container is to say.
    max_concurrent_transforms: Option<u64>,
    #[serde(rename = "MaxPayloadInMB")]
    max_payload_in_mb: Option<u64>,
    #[serde(default)]
    model_client_config: ClientConfig,
    batch_strategy: Option<Strategy>,
    #[serde(default)]
    pub(in crate::services::sagemaker) environment: BTreeMap<String, String>,
    pub(in crate::services::sagemaker) transform_input: Source,
    pub(in crate::services::sagemaker) transform_output: Output,
    transform_resources: Resources,
    data_capture_config: Option<Value>,
    data_processing: Option<Processing>,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ClientConfig {
    invocations_timeout_in_seconds: Option<u64>,
    invocations_max_retries: Option<u64>,
}

/// How many records a request has. Inputs are not split here, so that each is one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::services::sagemaker) enum Strategy {
    MultiRecord,
    SingleRecord,
}

/// `TransformInput`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::services::sagemaker) struct Source {
    pub(in crate::services::sagemaker) data_source: DataSource,
    pub(in crate::services::sagemaker) content_type: Option<String>,
    compression_type: Option<String>,
    split_type: Option<String>,
}

/// `TransformDataSource`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::services::sagemaker) struct DataSource {
    pub(in crate::services::sagemaker) s3_data_source: S3DataSource,
}

/// `TransformOutput`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::services::sagemaker) struct Output {
    s3_output_path: String,
    pub(in crate::services::sagemaker) accept: Option<String>,
    assemble_with: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Resources {
    instance_type: String,
    instance_count: u64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Processing {
    input_filter: Option<String>,
    output_filter: Option<String>,
    join_source: Option<String>,
}

/// What of a request is out of its bounds, told together as AWS does.
#[derive(Debug, Default)]
struct Broken(Vec<String>);

impl Broken {
    fn tell(&mut self, value: impl Display, member: &str, constraint: impl Display) {
        self.0.push(format!(
            "Value '{value}' at '{member}' failed to satisfy constraint: {constraint}"
        ));
    }

    fn within(&mut self, member: &str, value: Option<u64>, allowed: RangeInclusive<u64>) {
        let Some(value) = value else { return };
        if value < *allowed.start() {
            let least = allowed.start();
            let constraint = format!("Member must have value greater than or equal to {least}");
            self.tell(value, member, constraint);
        } else if value > *allowed.end() {
            let most = allowed.end();
            let constraint = format!("Member must have value less than or equal to {most}");
            self.tell(value, member, constraint);
        }
    }

    fn one_of(&mut self, member: &str, value: Option<&String>, allowed: &[&str]) {
        if let Some(value) = value.filter(|value| !allowed.contains(&value.as_str())) {
            let constraint = format!(
                "Member must satisfy enum value set: [{}]",
                allowed.join(", ")
            );
            self.tell(value, member, constraint);
        }
    }

    fn done(self) -> Result<(), ServiceError> {
        let Self(broken) = self;
        let noun = match broken.len() {
            0 => return Ok(()),
            1 => "error",
            _ => "errors",
        };
        Err(invalid(format!(
            "{} validation {noun} detected: {}",
            broken.len(),
            broken.join("; ")
        )))
    }
}

impl Request {
    /// Whether it is one, and one that can be run here.
    pub(super) fn check(&self) -> Result<(), ServiceError> {
        check_name("TransformJobName", &self.transform_job_name)?;
        let mut broken = Broken::default();
        broken.within(
            "maxConcurrentTransforms",
            self.max_concurrent_transforms,
            0..=u64::MAX,
        );
        broken.within(
            "maxPayloadInMB",
            self.max_payload_in_mb,
            0..=MOST_AT_ONCE_MB,
        );
        let client = &self.model_client_config;
        broken.within(
            "modelClientConfig.invocationsTimeoutInSeconds",
            client.invocations_timeout_in_seconds,
            1..=3600,
        );
        broken.within(
            "modelClientConfig.invocationsMaxRetries",
            client.invocations_max_retries,
            0..=3,
        );
        let resources = &self.transform_resources;
        broken.within(
            "transformResources.instanceCount",
            Some(resources.instance_count),
            1..=u64::from(u32::MAX),
        );
        if !resources.instance_type.starts_with("ml.") {
            broken.tell(
                &resources.instance_type,
                "transformResources.instanceType",
                "Member must satisfy enum value set: [ml.m5.large, ml.m5.xlarge, ...]",
            );
        }
        let (source, output) = (&self.transform_input, &self.transform_output);
        broken.one_of(
            "transformInput.compressionType",
            source.compression_type.as_ref(),
            &["None", "Gzip"],
        );
        broken.one_of(
            "transformInput.splitType",
            source.split_type.as_ref(),
            &["None", "Line", "RecordIO", "TFRecord"],
        );
        broken.one_of(
            "transformOutput.assembleWith",
            output.assemble_with.as_ref(),
            &["None", "Line"],
        );
        if self.environment.len() > MOST_VARIABLES {
            broken.tell(
                self.environment.len(),
                "environment",
                format!("Member must have length less than or equal to {MOST_VARIABLES}"),
            );
        }
        broken.done()?;
        s3_place("S3Uri", &source.data_source.s3_data_source.s3_uri)?;
        s3_place("S3OutputPath", &self.output_path())?;
        let at_once = self.max_concurrent_transforms.unwrap_or_default();
        if at_once.saturating_mul(self.payload_mb()) > MOST_AT_ONCE_MB {
            return Err(invalid(format!(
                "The product of MaxConcurrentTransforms ({at_once}) and MaxPayloadInMB ({}) must be \
                 less than or equal to {MOST_AT_ONCE_MB}",
                self.payload_mb()
            )));
        }
        self.check_served()
    }

    /// What AWS has and this region does not.
    fn check_served(&self) -> Result<(), ServiceError> {
        let is_other = |value: Option<&String>| value.is_some_and(|value| value != "None");
        let processing = self.data_processing.as_ref();
        let is_processed = processing.is_some_and(|it| {
            it.input_filter.as_ref().is_some_and(|filter| filter != "$")
                || it
                    .output_filter
                    .as_ref()
                    .is_some_and(|filter| filter != "$")
                || is_other(it.join_source.as_ref())
        });
        for (member, is_other, served) in [
            (
                "SplitType",
                is_other(self.transform_input.split_type.as_ref()),
                "None, an input a request,",
            ),
            (
                "CompressionType",
                is_other(self.transform_input.compression_type.as_ref()),
                "None",
            ),
            (
                "AssembleWith",
                is_other(self.transform_output.assemble_with.as_ref()),
                "None",
            ),
            ("MaxPayloadInMB", self.payload_mb() == 0, "1 to 100"),
            ("DataProcessing", is_processed, "nothing to filter or join"),
            (
                "DataCaptureConfig",
                self.data_capture_config.is_some(),
                "no capture",
            ),
        ] {
            if is_other {
                return Err(invalid(format!(
                    "this {member} is not served here; {served} is"
                )));
            }
        }
        Ok(())
    }

    fn payload_mb(&self) -> u64 {
        self.max_payload_in_mb.unwrap_or(DEFAULT_PAYLOAD_MB)
    }

    /// Most bytes of an input.
    pub(in crate::services::sagemaker) fn payload_bytes(&self) -> u64 {
        self.payload_mb() << 20
    }

    /// Requests at once, where the request says so.
    pub(in crate::services::sagemaker) fn at_once(&self) -> Option<u64> {
        self.max_concurrent_transforms.filter(|number| *number > 0)
    }

    /// How often an input is asked about that the container could not answer.
    pub(in crate::services::sagemaker) fn attempts(&self) -> u64 {
        let retries = self.model_client_config.invocations_max_retries;
        1 + retries.unwrap_or(DEFAULT_RETRIES)
    }

    /// How long an answer is waited for.
    pub(in crate::services::sagemaker) fn answers_within(&self) -> Duration {
        let seconds = self.model_client_config.invocations_timeout_in_seconds;
        Duration::from_secs(seconds.unwrap_or(DEFAULT_TIMEOUT_SECONDS))
    }

    /// Where answers go, `s3://bucket/prefix/`.
    pub(in crate::services::sagemaker) fn output_path(&self) -> String {
        let path = self.transform_output.s3_output_path.trim_end_matches('/');
        format!("{path}/")
    }

    /// What its container finds in its environment beside what the model and the request say. What the request
    /// does not say is not told: the container has its own default, or says in `/execution-parameters`.
    /// <https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-batch-code.html>
    pub(in crate::services::sagemaker) fn variables(
        &self,
    ) -> impl Iterator<Item = (String, String)> {
        let payload = self.max_payload_in_mb.map(|number| number.to_string());
        let strategy = self.batch_strategy.map(|strategy| match strategy {
            Strategy::SingleRecord => "SINGLE_RECORD".to_owned(),
            Strategy::MultiRecord => "MULTI_RECORD".to_owned(),
        });
        let at_once = self.at_once().map(|number| number.to_string());
        [
            ("SAGEMAKER_BATCH", Some("true".to_owned())),
            ("SAGEMAKER_MAX_PAYLOAD_IN_MB", payload),
            ("SAGEMAKER_BATCH_STRATEGY", strategy),
            ("SAGEMAKER_MAX_CONCURRENT_TRANSFORMS", at_once),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// What the container of a job is told, whose request says this as well.
    fn told(further: &Value) -> Vec<String> {
        let mut request = json!({
            "TransformJobName": "j",
            "ModelName": "m",
            "TransformInput": { "DataSource": { "S3DataSource": {
                "S3DataType": "S3Prefix",
                "S3Uri": "s3://b/in/",
            } } },
            "TransformOutput": { "S3OutputPath": "s3://b/out/" },
            "TransformResources": { "InstanceType": "ml.m5.large", "InstanceCount": 1 },
        });
        for (name, value) in further.as_object().unwrap() {
            request[name] = value.clone();
        }
        let request: Request = serde_json::from_value(request).unwrap();
        let variables = request.variables();
        variables
            .map(|(name, value)| format!("{name}={value}"))
            .collect()
    }

    #[test]
    fn a_container_is_told_what_the_request_says_and_nothing_more() {
        assert_eq!(told(&json!({})), ["SAGEMAKER_BATCH=true"]);
        // 0 leaves it to the container.
        let left = told(&json!({ "MaxConcurrentTransforms": 0, "BatchStrategy": "MultiRecord" }));
        let strategy = "SAGEMAKER_BATCH_STRATEGY=MULTI_RECORD";
        assert_eq!(left, ["SAGEMAKER_BATCH=true", strategy]);
        let all = told(&json!({
            "MaxConcurrentTransforms": 3,
            "MaxPayloadInMB": 5,
            "BatchStrategy": "SingleRecord",
        }));
        assert_eq!(
            all,
            [
                "SAGEMAKER_BATCH=true",
                "SAGEMAKER_MAX_PAYLOAD_IN_MB=5",
                "SAGEMAKER_BATCH_STRATEGY=SINGLE_RECORD",
                "SAGEMAKER_MAX_CONCURRENT_TRANSFORMS=3",
            ]
        );
    }
}
