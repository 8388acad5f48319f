//! Endpoints: made, changed in place, told, deleted. One is in service once its container's program
//! answers; while it is changed, what answered before goes on.
//! <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html>

use serde::Deserialize;
use serde_json::{Value, json};

use super::input::{check_name, decode};
use super::record::{Configuration, Endpoint, Kind, Status, seconds};
use super::{SageMaker, invalid};
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Wanted {
    endpoint_name: String,
    endpoint_config_name: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Named {
    endpoint_name: String,
}

impl SageMaker {
    pub(super) fn create_endpoint(
        &self,
        context: &Context,
        caller: &Caller,
        input: Value,
    ) -> Result<Value, ServiceError> {
        let Wanted {
            endpoint_name: name,
            endpoint_config_name: configuration,
        } = decode(input)?;
        check_name("EndpointName", &name)?;
        let arn = context.arn("sagemaker", &format!("endpoint/{name}"));
        context.authorise(caller, "sagemaker:CreateEndpoint", &arn)?;
        let found = self.configuration(&configuration)?;
        context.authorise(caller, "sagemaker:CreateEndpoint", &found.arn)?;
        let now = context.now();
        let endpoint = Endpoint {
            name: name.clone(),
            arn: arn.clone(),
            configuration,
            answering: None,
            status: Status::Creating,
            failure: None,
            created: now,
            modified: now,
        };
        {
            let _writing = self.write_lock();
            if self.endpoints.get(&name)?.is_some() {
                return Err(invalid(format!(
                    "Cannot create already existing endpoint \"{arn}\"."
                )));
            }
            self.endpoints.put(&name, &endpoint)?;
        }
        begin(context, &endpoint);
        Ok(json!({ "EndpointArn": arn }))
    }

    pub(super) fn update_endpoint(
        &self,
        context: &Context,
        caller: &Caller,
        input: Value,
    ) -> Result<Value, ServiceError> {
        let wanted: Wanted = decode(input)?;
        let found = self.endpoint(&wanted.endpoint_name)?;
        context.authorise(caller, "sagemaker:UpdateEndpoint", &found.arn)?;
        let configuration = self.configuration(&wanted.endpoint_config_name)?;
        context.authorise(caller, "sagemaker:UpdateEndpoint", &configuration.arn)?;
        // A configuration that was deleted meanwhile says no longer what the endpoint is.
        if let Ok(before) = self.configuration(&found.configuration) {
            check_kinds(&found.arn, &before.kind, &configuration.kind)?;
        }
        let now = context.now();
        let endpoint = self.change_endpoint(&found.name, |endpoint| {
            if endpoint.status != Status::InService {
                return Err(in_progress(endpoint));
            }
            endpoint.configuration = configuration.name;
            endpoint.status = Status::Updating;
            endpoint.modified = now;
            Ok(())
        })?;
        begin(context, &endpoint);
        Ok(json!({ "EndpointArn": endpoint.arn }))
    }

    pub(super) fn describe_endpoint(
        &self,
        context: &Context,
        caller: &Caller,
        input: Value,
    ) -> Result<Value, ServiceError> {
        let Named { endpoint_name } = decode(input)?;
        let endpoint = self.endpoint(&endpoint_name)?;
        context.authorise(caller, "sagemaker:DescribeEndpoint", &endpoint.arn)?;
        let mut output = json!({
            "EndpointName": endpoint.name,
            "EndpointArn": endpoint.arn,
            "EndpointConfigName": endpoint.configuration,
            "EndpointStatus": endpoint.status.as_str(),
            "CreationTime": seconds(endpoint.created),
            "LastModifiedTime": seconds(endpoint.modified),
        });
        if let Some(failure) = endpoint.failure {
            output["FailureReason"] = json!(failure);
        }
        // What answers is told of: nothing before it is in service for the first time.
        let answering = endpoint.answering.map(|name| self.configuration(&name));
        if let Some(Ok(Configuration { variant, kind, .. })) = answering {
            let mut summary = json!({ "VariantName": variant });
            if let Some(instances) = kind.instances() {
                summary["CurrentInstanceCount"] = json!(instances.count);
                summary["DesiredInstanceCount"] = json!(instances.count);
            }
            if let Some(serverless) = kind.serverless() {
                summary["CurrentServerlessConfig"] = serverless;
            }
            if let Some(asynchronous) = kind.asynchronous() {
                output["AsyncInferenceConfig"] = asynchronous;
            }
            output["ProductionVariants"] = json!([summary]);
        }
        Ok(output)
    }

    pub(super) fn list_endpoints(
        &self,
        context: &Context,
        caller: &Caller,
        _input: Value,
    ) -> Result<Value, ServiceError> {
        context.authorise(caller, "sagemaker:ListEndpoints", "*")?;
        let endpoints = self.endpoints.all()?.into_iter().map(|endpoint| {
            json!({
                "EndpointName": endpoint.name,
                "EndpointArn": endpoint.arn,
                "EndpointStatus": endpoint.status.as_str(),
                "CreationTime": seconds(endpoint.created),
                "LastModifiedTime": seconds(endpoint.modified),
            })
        });
        Ok(json!({ "Endpoints": endpoints.collect::<Vec<_>>() }))
    }

    pub(super) fn delete_endpoint(
        &self,
        context: &Context,
        caller: &Caller,
        input: Value,
    ) -> Result<Value, ServiceError> {
        let Named { endpoint_name } = decode(input)?;
        let endpoint = self.endpoint(&endpoint_name)?;
        context.authorise(caller, "sagemaker:DeleteEndpoint", &endpoint.arn)?;
        {
            let _writing = self.write_lock();
            let endpoint = self.endpoint(&endpoint.name)?;
            // Its reference does not say so; SageMaker does.
            if matches!(endpoint.status, Status::Creating | Status::Updating) {
                return Err(in_progress(&endpoint));
            }
            self.endpoints.delete(&endpoint.name)?;
        }
        self.containers.forget(&endpoint.name, None);
        Ok(json!({}))
    }

    pub(super) fn endpoint(&self, name: &str) -> Result<Endpoint, ServiceError> {
        self.endpoints
            .get(name)?
            .ok_or_else(|| invalid(format!("Could not find endpoint \"{name}\".")))
    }

    fn change_endpoint(
        &self,
        name: &str,
        change: impl FnOnce(&mut Endpoint) -> Result<(), ServiceError>,
    ) -> Result<Endpoint, ServiceError> {
        let _writing = self.write_lock();
        let mut endpoint = self.endpoint(name)?;
        change(&mut endpoint)?;
        self.endpoints.put(name, &endpoint)?;
        Ok(endpoint)
    }
}

/// What SageMaker says to whoever wants to change or delete what it makes or changes.
fn in_progress(endpoint: &Endpoint) -> ServiceError {
    let Endpoint { arn, status, .. } = endpoint;
    invalid(format!(
        "Cannot update in-progress endpoint \"{arn}\": it is {}.",
        status.as_str()
    ))
}

/// What an endpoint cannot become: it has to be deleted and made anew.
/// <https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints-update.html>
fn check_kinds(arn: &str, before: &Kind, wanted: &Kind) -> Result<(), ServiceError> {
    use Kind::{Asynchronous, RealTime, Serverless};
    let way_out = "Delete the endpoint and create it with the new endpoint configuration.";
    match (before, wanted) {
        (RealTime(_), RealTime(_))
        | (Serverless { .. }, Serverless { .. } | RealTime(_))
        | (Asynchronous { .. }, Asynchronous { .. }) => Ok(()),
        (Asynchronous { .. }, _) => Err(invalid(format!(
            "The AsyncInferenceConfig parameter cannot be removed from this endpoint {arn}. {way_out}"
        ))),
        (_, Asynchronous { .. }) => Err(invalid(format!(
            "The AsyncInferenceConfig parameter cannot be added to this endpoint {arn}. {way_out}"
        ))),
        (RealTime(_), Serverless { .. }) => Err(invalid(format!(
            "The endpoint {arn} has instances and cannot become serverless. {way_out}"
        ))),
    }
}

/// Starts the container of an endpoint's configuration; then the endpoint is in service, or has
/// failed. One that answered before goes on with what it had.
pub(super) fn begin(context: &Context, endpoint: &Endpoint) {
    let (name, wanted) = (endpoint.name.clone(), endpoint.configuration.clone());
    let context = context.clone();
    let work = context.clone();
    work.spawn(async move {
        let sagemaker = context.sagemaker();
        let started = sagemaker.container(&context, &name, &wanted).await;
        let now = context.now();
        let changed = sagemaker.change_endpoint(&name, |endpoint| {
            if endpoint.configuration != wanted {
                return Ok(());
            }
            match started {
                Ok(_) => {
                    endpoint.answering = Some(wanted.clone());
                    endpoint.status = Status::InService;
                    endpoint.failure = None;
                }
                Err(error) => {
                    endpoint.failure = Some(error.message);
                    match &endpoint.answering {
                        Some(before) => {
                            endpoint.configuration = before.clone();
                            endpoint.status = Status::InService;
                        }
                        None => endpoint.status = Status::Failed,
                    }
                }
            }
            endpoint.modified = now;
            Ok(())
        });
        match changed {
            // What no longer answers ends.
            Ok(endpoint) => sagemaker
                .containers
                .forget(&name, endpoint.answering.as_deref()),
            // It was deleted meanwhile.
            Err(_) => sagemaker.containers.forget(&name, None),
        }
    });
}
