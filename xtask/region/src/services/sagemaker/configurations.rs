//! Endpoint configurations.
//! <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html>

use serde::Deserialize;
use serde_json::{Value, json};

use super::input::{check_name, decode, s3_place};
use super::record::{Configuration, Instances, Kind, Model, seconds};
use super::{SageMaker, invalid};
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Create {
    endpoint_config_name: String,
    production_variants: Vec<Variant>,
    async_inference_config: Option<Asynchronous>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Variant {
    variant_name: String,
    model_name: String,
    instance_type: Option<String>,
    initial_instance_count: Option<u32>,
    serverless_config: Option<Serverless>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Serverless {
    #[serde(rename = "MemorySizeInMB")]
    memory_size_in_mb: u32,
    max_concurrency: u32,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Asynchronous {
    output_config: Output,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Output {
    s3_output_path: Option<String>,
    s3_failure_path: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Named {
    endpoint_config_name: String,
}

impl SageMaker {
    pub(super) fn create_configuration(
        &self,
        context: &Context,
        caller: &Caller,
        input: Value,
    ) -> Result<Value, ServiceError> {
        let input: Create = decode(input)?;
        let name = input.endpoint_config_name;
        check_name("EndpointConfigName", &name)?;
        let arn = context.arn("sagemaker", &format!("endpoint-config/{name}"));
        context.authorise(caller, "sagemaker:CreateEndpointConfig", &arn)?;
        let mut variants = input.production_variants.into_iter();
        let (Some(variant), None) = (variants.next(), variants.next()) else {
            return Err(invalid(
                "ProductionVariants must hold one variant in the embedded region",
            ));
        };
        let model = self.model(&variant.model_name)?;
        let variant_name = variant.variant_name.clone();
        let kind = kind(variant, input.async_inference_config)?;
        check_model(&model, &kind)?;
        let _writing = self.write_lock();
        if self.configurations.get(&name)?.is_some() {
            return Err(invalid(format!(
                "Cannot create already existing endpoint configuration \"{arn}\"."
            )));
        }
        let configuration = Configuration {
            name: name.clone(),
            arn: arn.clone(),
            variant: variant_name,
            model: model.name,
            kind,
            created: context.now(),
        };
        self.configurations.put(&name, &configuration)?;
        Ok(json!({ "EndpointConfigArn": arn }))
    }

    pub(super) fn describe_configuration(
        &self,
        context: &Context,
        caller: &Caller,
        input: Value,
    ) -> Result<Value, ServiceError> {
        let Named {
            endpoint_config_name,
        } = decode(input)?;
        let found = self.configuration(&endpoint_config_name)?;
        context.authorise(caller, "sagemaker:DescribeEndpointConfig", &found.arn)?;
        let mut variant = json!({ "VariantName": found.variant, "ModelName": found.model });
        let mut output = json!({
            "EndpointConfigName": found.name,
            "EndpointConfigArn": found.arn,
            "CreationTime": seconds(found.created),
        });
        if let Some(instances) = found.kind.instances() {
            variant["InstanceType"] = json!(instances.kind);
            variant["InitialInstanceCount"] = json!(instances.count);
        }
        if let Some(serverless) = found.kind.serverless() {
            variant["ServerlessConfig"] = serverless;
        }
        if let Some(asynchronous) = found.kind.asynchronous() {
            output["AsyncInferenceConfig"] = asynchronous;
        }
        output["ProductionVariants"] = json!([variant]);
        Ok(output)
    }

    pub(super) fn delete_configuration(
        &self,
        context: &Context,
        caller: &Caller,
        input: Value,
    ) -> Result<Value, ServiceError> {
        let Named {
            endpoint_config_name,
        } = decode(input)?;
        let found = self.configuration(&endpoint_config_name)?;
        context.authorise(caller, "sagemaker:DeleteEndpointConfig", &found.arn)?;
        self.configurations.delete(&found.name)?;
        Ok(json!({}))
    }

    pub(super) fn configuration(&self, name: &str) -> Result<Configuration, ServiceError> {
        self.configurations
            .get(name)?
            .ok_or_else(|| invalid(format!("Could not find endpoint configuration \"{name}\".")))
    }
}

impl Kind {
    pub(super) fn instances(&self) -> Option<&Instances> {
        match self {
            Self::RealTime(instances) | Self::Asynchronous { instances, .. } => Some(instances),
            Self::Serverless { .. } => None,
        }
    }

    /// The `ServerlessConfig`.
    pub(super) fn serverless(&self) -> Option<Value> {
        match self {
            Self::Serverless {
                memory_mb,
                max_concurrency,
            } => Some(json!({
                "MemorySizeInMB": memory_mb,
                "MaxConcurrency": max_concurrency,
            })),
            _ => None,
        }
    }

    /// The `AsyncInferenceConfig`.
    pub(super) fn asynchronous(&self) -> Option<Value> {
        let Self::Asynchronous {
            output, failures, ..
        } = self
        else {
            return None;
        };
        let mut told = json!({ "S3OutputPath": output });
        if let Some(failures) = failures {
            told["S3FailurePath"] = json!(failures);
        }
        Some(json!({ "OutputConfig": told }))
    }
}

/// What models cannot be behind.
/// <https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html#serverless-endpoints-how-it-works-exclusions>
fn check_model(model: &Model, kind: &Kind) -> Result<(), ServiceError> {
    let refused = |what: &str, by: &str| Err(invalid(format!("{what} are not supported {by}.")));
    let by_serverless = "with a ServerlessConfig";
    match kind {
        Kind::Serverless { .. } if model.package.is_some() => {
            refused("Marketplace model packages", by_serverless)
        }
        Kind::Serverless { .. } if model.isolated => {
            refused("Models with network isolation", by_serverless)
        }
        Kind::Asynchronous { .. } if model.package.is_some() => refused(
            "Marketplace images",
            "when specifying an AsyncInferenceConfig",
        ),
        _ => Ok(()),
    }
}

fn kind(variant: Variant, asynchronous: Option<Asynchronous>) -> Result<Kind, ServiceError> {
    let instances = match (variant.instance_type, variant.initial_instance_count) {
        (Some(kind), Some(count)) if kind.starts_with("ml.") && count >= 1 => {
            Some(Instances { kind, count })
        }
        (None, None) => None,
        (kind, count) => {
            return Err(invalid(format!(
                "InstanceType {kind:?} with InitialInstanceCount {count:?}: an instance type begins \
                 with \"ml.\", and at least one instance is needed"
            )));
        }
    };
    match (variant.serverless_config, asynchronous, instances) {
        (Some(serverless), None, None) => {
            let (memory_mb, max_concurrency) =
                (serverless.memory_size_in_mb, serverless.max_concurrency);
            if !(1024..=6144).contains(&memory_mb) || !memory_mb.is_multiple_of(1024) {
                return Err(invalid(format!(
                    "MemorySizeInMB {memory_mb} must be 1024, 2048, 3072, 4096, 5120 or 6144"
                )));
            }
            if !(1..=200).contains(&max_concurrency) {
                return Err(invalid(format!(
                    "MaxConcurrency {max_concurrency} must be from 1 to 200"
                )));
            }
            Ok(Kind::Serverless {
                memory_mb,
                max_concurrency,
            })
        }
        (None, None, Some(instances)) => Ok(Kind::RealTime(instances)),
        (None, Some(asynchronous), Some(instances)) => {
            let output = asynchronous.output_config;
            let Some(place) = output.s3_output_path else {
                return Err(invalid("OutputConfig.S3OutputPath is missing"));
            };
            s3_place("S3OutputPath", &place)?;
            if let Some(failures) = &output.s3_failure_path {
                s3_place("S3FailurePath", failures)?;
            }
            Ok(Kind::Asynchronous {
                instances,
                output: place,
                failures: output.s3_failure_path,
            })
        }
        _ => Err(invalid(
            "a variant has either a ServerlessConfig or InstanceType and InitialInstanceCount; an \
             AsyncInferenceConfig goes with instances",
        )),
    }
}
