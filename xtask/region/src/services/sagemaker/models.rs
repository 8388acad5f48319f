//! Models and model packages.
//! <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModel.html>

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use super::input::{check_name, decode, s3_place};
use super::record::{Container, Model, Package, seconds};
use super::{SageMaker, container, invalid};
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;
use crate::services::iam::Access;

/// Whom roles trust.
const SERVICE: &str = "sagemaker.amazonaws.com";

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct CreateModel {
    model_name: String,
    execution_role_arn: String,
    primary_container: Definition,
    #[serde(default)]
    enable_network_isolation: bool,
}

/// `ContainerDefinition`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Definition {
    image: Option<String>,
    model_data_url: Option<String>,
    model_package_name: Option<String>,
    #[serde(default)]
    environment: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct CreatePackage {
    model_package_name: String,
    inference_specification: Specification,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Specification {
    containers: Vec<Definition>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Named {
    model_name: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct NamedPackage {
    model_package_name: String,
}

impl Definition {
    fn container(self) -> Result<Container, ServiceError> {
        let Some(image) = self.image else {
            return Err(invalid("a container must have an Image"));
        };
        container::program(&image)?;
        if let Some(data) = &self.model_data_url {
            s3_place("ModelDataUrl", data)?;
        }
        Ok(Container {
            image,
            model_data: self.model_data_url,
            environment: self.environment.into_iter().collect(),
        })
    }
}

impl SageMaker {
    pub(super) fn create_model(
        &self,
        context: &Context,
        caller: &Caller,
        input: Value,
    ) -> Result<Value, ServiceError> {
        let input: CreateModel = decode(input)?;
        let name = input.model_name;
        check_name("ModelName", &name)?;
        let arn = context.arn("sagemaker", &format!("model/{name}"));
        context.authorise(caller, "sagemaker:CreateModel", &arn)?;
        let role = input.execution_role_arn;
        may_pass(context, caller, &role)?;
        assume(context, &role, &arn)?;
        let (container, package) = match input.primary_container.model_package_name.clone() {
            None => (input.primary_container.container()?, None),
            Some(package) => {
                let found = self.package(&package)?;
                (found.container, Some(found.arn))
            }
        };
        let _writing = self.write_lock();
        if self.models.get(&name)?.is_some() {
            return Err(invalid(format!(
                "Cannot create already existing model \"{arn}\"."
            )));
        }
        let model = Model {
            name: name.clone(),
            arn: arn.clone(),
            role,
            container,
            package,
            isolated: input.enable_network_isolation,
            created: context.now(),
        };
        self.models.put(&name, &model)?;
        Ok(json!({ "ModelArn": arn }))
    }

    pub(super) fn describe_model(
        &self,
        context: &Context,
        caller: &Caller,
        input: Value,
    ) -> Result<Value, ServiceError> {
        let Named { model_name } = decode(input)?;
        let model = self.model(&model_name)?;
        context.authorise(caller, "sagemaker:DescribeModel", &model.arn)?;
        let container = match &model.package {
            Some(package) => json!({ "ModelPackageName": package }),
            None => {
                let mut container = told(&model.container);
                let variables: BTreeMap<_, _> = model.container.environment.into_iter().collect();
                container["Environment"] = json!(variables);
                container
            }
        };
        Ok(json!({
            "ModelName": model.name,
            "ModelArn": model.arn,
            "ExecutionRoleArn": model.role,
            "PrimaryContainer": container,
            "EnableNetworkIsolation": model.isolated,
            "CreationTime": seconds(model.created),
        }))
    }

    pub(super) fn delete_model(
        &self,
        context: &Context,
        caller: &Caller,
        input: Value,
    ) -> Result<Value, ServiceError> {
        let Named { model_name } = decode(input)?;
        let model = self.model(&model_name)?;
        context.authorise(caller, "sagemaker:DeleteModel", &model.arn)?;
        self.models.delete(&model.name)?;
        Ok(json!({}))
    }

    pub(super) fn create_package(
        &self,
        context: &Context,
        caller: &Caller,
        input: Value,
    ) -> Result<Value, ServiceError> {
        let input: CreatePackage = decode(input)?;
        let name = input.model_package_name;
        check_name("ModelPackageName", &name)?;
        let arn = context.arn("sagemaker", &format!("model-package/{name}"));
        context.authorise(caller, "sagemaker:CreateModelPackage", &arn)?;
        let mut containers = input.inference_specification.containers.into_iter();
        let (Some(container), None) = (containers.next(), containers.next()) else {
            return Err(invalid(
                "InferenceSpecification.Containers must hold one container here",
            ));
        };
        let container = container.container()?;
        let _writing = self.write_lock();
        if self.packages.get(&name)?.is_some() {
            return Err(invalid(format!("Model Package already exists: {arn}")));
        }
        let package = Package {
            name: name.clone(),
            arn: arn.clone(),
            container,
            created: context.now(),
        };
        self.packages.put(&name, &package)?;
        Ok(json!({ "ModelPackageArn": arn }))
    }

    pub(super) fn describe_package(
        &self,
        context: &Context,
        caller: &Caller,
        input: Value,
    ) -> Result<Value, ServiceError> {
        let NamedPackage { model_package_name } = decode(input)?;
        let package = self.package(&model_package_name)?;
        context.authorise(caller, "sagemaker:DescribeModelPackage", &package.arn)?;
        let container = told(&package.container);
        Ok(json!({
            "ModelPackageName": package.name,
            "ModelPackageArn": package.arn,
            "CreationTime": seconds(package.created),
            "InferenceSpecification": { "Containers": [container] },
            "ModelPackageStatus": "Completed",
            "ModelPackageStatusDetails": { "ValidationStatuses": [] },
        }))
    }

    pub(super) fn delete_package(
        &self,
        context: &Context,
        caller: &Caller,
        input: Value,
    ) -> Result<Value, ServiceError> {
        let NamedPackage { model_package_name } = decode(input)?;
        let package = self.package(&model_package_name)?;
        context.authorise(caller, "sagemaker:DeleteModelPackage", &package.arn)?;
        self.packages.delete(&package.name)?;
        Ok(json!({}))
    }

    pub(super) fn model(&self, name: &str) -> Result<Model, ServiceError> {
        self.models
            .get(name)?
            .ok_or_else(|| invalid(format!("Could not find model \"{name}\".")))
    }

    /// A package by its name or ARN.
    fn package(&self, named: &str) -> Result<Package, ServiceError> {
        let name = named.rsplit("model-package/").next().unwrap_or(named);
        let found = self.packages.get(name)?;
        found
            .filter(|package| package.arn == named || package.name == named)
            .ok_or_else(|| invalid(format!("Could not find model package \"{named}\".")))
    }
}

/// A container's program and data, as both models and packages are described.
fn told(container: &Container) -> Value {
    let mut described = json!({ "Image": container.image });
    if let Some(data) = &container.model_data {
        described["ModelDataUrl"] = json!(data);
    }
    described
}

/// Whether the caller may let SageMaker run something as the role.
pub(super) fn may_pass(context: &Context, caller: &Caller, role: &str) -> Result<(), ServiceError> {
    let access = Access {
        action: "iam:PassRole",
        resource: role,
        keys: vec![("iam:PassedToService", SERVICE.to_owned())],
        ..Access::default()
    };
    context.iam().authorise_access(context, caller, &access)
}

/// The role, on SageMaker's behalf.
pub(super) fn assume(context: &Context, role: &str, source: &str) -> Result<Caller, ServiceError> {
    let session = "SageMaker";
    context
        .iam()
        .assume_for_service(context, role, SERVICE, Some(source), session)
        .map_err(|error| {
            invalid(format!(
                "Could not assume role {role}. Please ensure that the role exists and allows \
                 principal '{SERVICE}' to assume the role. ({})",
                error.message
            ))
        })
}
