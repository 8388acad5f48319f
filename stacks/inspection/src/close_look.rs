//! What a close look by a service takes beside its function: the role that endpoints run as, and
//! what a deploy is told so that it makes the models ready there.
//!
//! Models, endpoint configurations and endpoints are no resources of a stack: which model a class
//! is looked at with is data, a promotion changes it without a deploy, and none is there before
//! a model was trained. The stack has what outlives them.

use std::collections::BTreeMap;

use cfn::policy::{Document, Statement};
use cfn::{LogicalId, PseudoParameter, Template, Value, join};
use contracts::serving::{EndpointSettings, Variant};
use contracts::{Access, Bucket, layout};
use manifest::CloseLook as Told;

use crate::config::{CloseLook, Configuration, CustomLabels, Endpoint, EndpointModel};
use crate::functions::{access, role};
use crate::{Region, ResourceNames};

/// What the role is named after.
pub(crate) const ENDPOINT: &str = "endpoint";

/// Where endpoints log, by their names.
pub(crate) const LOG_GROUPS: &str = "/aws/sagemaker/Endpoints/";

/// Adds the role of endpoints, where endpoints look.
pub(crate) fn add_endpoint_role(
    template: &mut Template,
    configuration: &Configuration,
    names: &ResourceNames,
    region: &Region,
) {
    let Some(sagemaker) = configuration.close_look.sagemaker() else {
        return;
    };
    let mut needs = vec![
        Access::Read(Bucket::Lake, layout::MODELS),
        Access::List(Bucket::Lake, layout::MODELS),
    ];
    if let Endpoint::Asynchronous { .. } = sagemaker.endpoint {
        needs.push(Access::Read(Bucket::Pictures, layout::PREPARED));
        needs.push(Access::Write(Bucket::Lake, layout::INFERENCES));
    }
    let mut statements = access(&needs, names);
    let group = format!("log-group:{LOG_GROUPS}{}-*", names.prefix());
    statements.push(
        Statement::allow(
            "WriteLogs",
            [
                "logs:CreateLogGroup",
                "logs:CreateLogStream",
                "logs:PutLogEvents",
            ],
        )
        .on([own_arn(configuration, region, "logs", &group)]),
    );
    if let Some(repository) = sagemaker.model.repository() {
        statements.extend(pull_image(configuration, region, &repository));
    }
    let account = configuration.account.as_str();
    template.add(
        LogicalId::from_words([ENDPOINT, "role"]),
        role(
            names,
            ENDPOINT,
            "What the endpoints that look closely may do.",
            Document::trust("sagemaker.amazonaws.com", Some(account)),
            statements,
        ),
    );
}

/// What SageMaker needs to pull a container's image, as the role that the container runs as.
pub(crate) fn pull_image(
    configuration: &Configuration,
    region: &Region,
    repository: &str,
) -> [Statement; 2] {
    let repository = format!("repository/{repository}");
    [
        Statement::allow(
            "PullImage",
            [
                "ecr:BatchCheckLayerAvailability",
                "ecr:BatchGetImage",
                "ecr:GetDownloadUrlForLayer",
            ],
        )
        .on([own_arn(configuration, region, "ecr", &repository)]),
        Statement::allow("SignIn", ["ecr:GetAuthorizationToken"])
            .on_everything("the action knows no resources"),
    ]
}

/// An ARN of the account in the stack's own partition.
pub(crate) fn own_arn(
    configuration: &Configuration,
    region: &Region,
    service: &str,
    rest: &str,
) -> Value<String> {
    join([
        "arn:".into(),
        PseudoParameter::Partition.into(),
        format!(":{service}:{region}:{}:{rest}", configuration.account).into(),
    ])
}

/// What a deploy is told.
pub(crate) fn told(configuration: &Configuration, names: &ResourceNames, region: &Region) -> Told {
    let by_class = |name: &dyn Fn(&str) -> String| -> BTreeMap<String, String> {
        let classes = configuration.device_classes.iter();
        classes
            .map(|class| (class.to_string(), name(class.as_str())))
            .collect()
    };
    match configuration.close_look {
        CloseLook::Embedded => Told::Embedded,
        CloseLook::SageMaker(sagemaker) => Told::SageMaker {
            endpoints: by_class(&|class| names.close_look_model(class)),
            role_arn: endpoint_role(configuration, names),
            variant: variant(sagemaker.endpoint),
            image: image(sagemaker.model, region),
        },
        CloseLook::RekognitionCustomLabels(CustomLabels {
            inference_units, ..
        }) => Told::CustomLabels {
            projects: by_class(&|class| names.close_look_project(class)),
            inference_units,
        },
        CloseLook::LookoutForVision => Told::LookoutForVision {
            projects: by_class(&|class| names.close_look_model(class)),
        },
    }
}

/// What the function is told that brings models behind endpoints; `None` where no endpoints look.
pub(crate) fn endpoint_settings(
    configuration: &Configuration,
    names: &ResourceNames,
) -> Option<EndpointSettings> {
    let sagemaker = configuration.close_look.sagemaker()?;
    Some(EndpointSettings {
        prefix: names.close_look_model(""),
        role_arn: endpoint_role(configuration, names),
        variant: variant(sagemaker.endpoint),
        image: image(sagemaker.model, names.region()),
    })
}

fn endpoint_role(configuration: &Configuration, names: &ResourceNames) -> String {
    format!(
        "arn:aws:iam::{}:role/{}",
        configuration.account,
        names.role(ENDPOINT)
    )
}

/// The image that runs in endpoints of a region.
fn image(model: EndpointModel, region: &Region) -> Option<String> {
    match model {
        EndpointModel::Container { image } => Some(image.replace("{region}", region.as_str())),
        EndpointModel::Marketplace => None,
    }
}

fn variant(endpoint: Endpoint) -> Variant {
    match endpoint {
        Endpoint::RealTime {
            instance_type,
            instances,
        } => Variant::RealTime {
            instance_type: instance_type.to_owned(),
            instances,
        },
        Endpoint::Serverless {
            memory_mb,
            max_concurrency,
        } => Variant::Serverless {
            memory_mb,
            max_concurrency,
        },
        Endpoint::Asynchronous {
            instance_type,
            instances,
            ..
        } => Variant::Asynchronous {
            instance_type: instance_type.to_owned(),
            instances,
        },
    }
}
