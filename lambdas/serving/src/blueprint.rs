//! What is asked of SageMaker to get a model behind an endpoint, and what it is called.

use contracts::layout;
use contracts::serving::{EndpointSettings, Variant};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::Container;

/// The only variant of an endpoint.
const VARIANT: &str = "all";
/// Digits of the checksum in a name: with what it begins with it has 63 characters at most.
const DIGITS: usize = 12;

/// What endpoints of an environment are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Blueprint<'a> {
    /// The ARN of the role that they run as.
    pub role_arn: &'a str,
    /// What they run on.
    pub variant: &'a Variant,
    /// The image of the project's own container; none where Marketplace model packages run.
    pub image: Option<&'a str>,
    /// The lake's bucket, where asynchronous endpoints answer.
    pub lake: &'a str,
}

impl<'a> Blueprint<'a> {
    /// What a function is told.
    pub fn of(settings: &'a EndpointSettings, lake: &'a str) -> Self {
        Self {
            role_arn: &settings.role_arn,
            variant: &settings.variant,
            image: settings.image.as_deref(),
            lake,
        }
    }

    /// The name of the model and of the configuration behind an endpoint: another one whenever something
    /// of them is another.
    pub fn name(&self, endpoint: &str, version: &str) -> String {
        let what = json!([version, self.image, self.variant]);
        let digest = format!("{:x}", Sha256::digest(what.to_string()));
        format!("{endpoint}-{}", &digest[..DIGITS])
    }

    /// The request that makes a model.
    pub(crate) fn model(&self, name: &str, container: Container<'_>) -> Value {
        let container = match container {
            Container::Image { image, archive } => {
                json!({ "Image": image, "ModelDataUrl": archive })
            }
            Container::Package(arn) => json!({ "ModelPackageName": arn }),
        };
        json!({
            "ModelName": name,
            "ExecutionRoleArn": self.role_arn,
            "PrimaryContainer": container,
            // SageMaker brings the model and the pictures. One of the Marketplace has to be isolated, and a
            // serverless one cannot be.
            // https://docs.aws.amazon.com/sagemaker/latest/dg/mkt-algo-model-internet-free.html
            // https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html
            "EnableNetworkIsolation": !matches!(self.variant, Variant::Serverless { .. }),
        })
    }

    /// The request that makes the configuration of an endpoint that answers with the model of this name.
    pub(crate) fn configuration(&self, name: &str) -> Value {
        let mut variant = json!({ "VariantName": VARIANT, "ModelName": name });
        let mut configuration = json!({ "EndpointConfigName": name });
        match self.variant {
            Variant::RealTime {
                instance_type,
                instances,
            }
            | Variant::Asynchronous {
                instance_type,
                instances,
            } => {
                variant["InstanceType"] = json!(instance_type);
                variant["InitialInstanceCount"] = json!(instances);
            }
            Variant::Serverless {
                memory_mb,
                max_concurrency,
            } => {
                variant["ServerlessConfig"] = json!({
                    "MemorySizeInMB": memory_mb,
                    "MaxConcurrency": max_concurrency,
                });
            }
        }
        if let Variant::Asynchronous { .. } = self.variant {
            let place = format!("s3://{}/{}{name}/", self.lake, layout::INFERENCES);
            configuration["AsyncInferenceConfig"] = json!({
                "OutputConfig": {
                    "S3OutputPath": format!("{place}answers"),
                    "S3FailurePath": format!("{place}failures"),
                },
            });
        }
        configuration["ProductionVariants"] = json!([variant]);
        configuration
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn whatever_changes_behind_an_endpoint_changes_the_name_of_its_configuration() {
        let serverless = |memory_mb| Variant::Serverless {
            memory_mb,
            max_concurrency: 2,
        };
        let name = |variant: &Variant, image: &str, version: &str| {
            let blueprint = Blueprint {
                role_arn: "arn",
                variant,
                image: Some(image),
                lake: "lake",
            };
            blueprint.name("sightline-x-meter", version)
        };
        let names = [
            name(&serverless(1024), "i:1", "v1"),
            name(&serverless(2048), "i:1", "v1"),
            name(&serverless(1024), "i:2", "v1"),
            name(&serverless(1024), "i:1", "v2"),
        ];
        let different: BTreeSet<&String> = names.iter().collect();
        assert_eq!(different.len(), names.len(), "{names:?}");
        assert_eq!(names[0], name(&serverless(1024), "i:1", "v1"));
    }

    #[test]
    fn models_are_isolated_but_for_serverless_ones_which_cannot_be() {
        let isolated = |variant: &Variant| {
            let blueprint = Blueprint {
                role_arn: "arn",
                variant,
                image: None,
                lake: "lake",
            };
            let model = blueprint.model("sightline-x-meter-0", Container::Package("package"));
            model["EnableNetworkIsolation"] == true
        };
        assert!(isolated(&Variant::RealTime {
            instance_type: "ml.c7g.large".to_owned(),
            instances: 1,
        }));
        assert!(!isolated(&Variant::Serverless {
            memory_mb: 1024,
            max_concurrency: 2,
        }));
    }

    #[test]
    fn an_asynchronous_endpoint_answers_below_the_lakes_inferences() {
        let blueprint = Blueprint {
            role_arn: "arn",
            variant: &Variant::Asynchronous {
                instance_type: "ml.c7g.large".to_owned(),
                instances: 2,
            },
            image: None,
            lake: "lake",
        };
        let configuration = blueprint.configuration("sightline-x-meter-0");
        assert_eq!(
            configuration["AsyncInferenceConfig"]["OutputConfig"],
            json!({
                "S3OutputPath": "s3://lake/inferences/sightline-x-meter-0/answers",
                "S3FailurePath": "s3://lake/inferences/sightline-x-meter-0/failures",
            })
        );
        assert_eq!(
            configuration["ProductionVariants"],
            json!([{
                "VariantName": "all", "ModelName": "sightline-x-meter-0",
                "InstanceType": "ml.c7g.large", "InitialInstanceCount": 2,
            }])
        );
    }
}
