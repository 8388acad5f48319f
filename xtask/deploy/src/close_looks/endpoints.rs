//! Endpoints of SageMaker: a model from the fitted file, a configuration, an endpoint; changed in
//! place when one of them changes, so that SageMaker shifts requests without a gap.
//! <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html>

use anyhow::Context;
use contracts::layout;
use manifest::{CloseLook, Variant};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use signed::{SignedClient, SignedError};
use ui::{Problem, Progress};

use super::Fitted;
use crate::objects::{self, Body, Upload};
use crate::package::hex;
use crate::poll::Pauses;
use crate::session::Session;

/// The only variant of an endpoint.
const VARIANT: &str = "all";
/// What stands in for AWS's Marketplace model in the embedded region: the project's own container
/// answers in the same form.
const STAND_IN: &str = "inspector:embedded";

/// What the manifest says of endpoints.
struct Wanted<'a> {
    role_arn: &'a str,
    variant: &'a Variant,
    image: Option<&'a str>,
}

impl<'a> Wanted<'a> {
    fn of(session: &'a Session) -> Option<Self> {
        match &session.manifest().close_look {
            CloseLook::SageMaker {
                role_arn,
                variant,
                image,
                ..
            } => Some(Self {
                role_arn,
                variant,
                image: image.as_deref(),
            }),
            _ => None,
        }
    }

    /// The name of the model and of the configuration behind an endpoint: another one whenever
    /// something of them is another.
    fn named(&self, endpoint: &str, version: &str) -> anyhow::Result<String> {
        let what = json!([version, self.image, serde_json::to_value(self.variant)?]);
        let digest = hex(&Sha256::digest(what.to_string()));
        Ok(format!("{endpoint}-{}", &digest[..12]))
    }
}

/// The endpoint's name once it answers with the model. `None` for a Marketplace model on AWS, which
/// a promotion brings.
pub(super) async fn make_ready(
    session: &Session,
    endpoint: &str,
    fitted: &Fitted<'_>,
    progress: &Progress,
) -> anyhow::Result<Option<String>> {
    let Some(wanted) = Wanted::of(session) else {
        return Ok(None);
    };
    if wanted.image.is_none() && !session.manifest().embedded {
        session.ui.warn(format!(
            "{}: no Marketplace model is promoted for it; until one is, its suspicious pictures are \
             recorded as not inspected",
            fitted.class
        ));
        return Ok(None);
    }
    let client = client(session)?;
    let name = wanted.named(endpoint, fitted.version)?;
    let data = upload(session, fitted).await?;
    progress.update(format!("{}: endpoint {endpoint}", fitted.class));
    make_model(&client, &wanted, &name, &data).await?;
    make_configuration(session, &client, &wanted, &name).await?;
    point(session, &client, endpoint, &name, progress).await?;
    Ok(Some(endpoint.to_owned()))
}

/// Whether the endpoint answers with this version, on what the configuration says.
pub(super) async fn is_ready(
    session: &Session,
    endpoint: &str,
    version: &str,
) -> anyhow::Result<bool> {
    let Some(wanted) = Wanted::of(session) else {
        return Ok(false);
    };
    let name = wanted.named(endpoint, version)?;
    let found = describe(&client(session)?, endpoint).await?;
    Ok(found.is_some_and(|found| {
        found["EndpointConfigName"] == name.as_str() && found["EndpointStatus"] == "InService"
    }))
}

/// Deletes an endpoint, and what it answers with.
pub(super) async fn remove(session: &Session, endpoint: &str) -> anyhow::Result<()> {
    let client = client(session)?;
    let Some(found) = describe(&client, endpoint).await? else {
        return Ok(());
    };
    let name = found["EndpointConfigName"].as_str().unwrap_or_default();
    for (operation, member, name) in [
        ("DeleteEndpoint", "EndpointName", endpoint),
        ("DeleteEndpointConfig", "EndpointConfigName", name),
        ("DeleteModel", "ModelName", name),
    ] {
        let target = format!("SageMaker.{operation}");
        match client.json(&target, &json!({ member: name })).await {
            Ok(_) => {}
            Err(error) if is_missing(&error) => {}
            Err(error) => return Err(explain(&error, &format!("delete {name} in SageMaker"))),
        }
    }
    session.ui.status("Delete", format!("endpoint {endpoint}"));
    Ok(())
}

fn client(session: &Session) -> anyhow::Result<SignedClient> {
    Ok(SignedClient::new(
        &session.clients.aws,
        "sagemaker",
        "api.sagemaker",
    )?)
}

/// Puts the model where SageMaker takes it from; gives its address.
async fn upload(session: &Session, fitted: &Fitted<'_>) -> anyhow::Result<String> {
    let lake = &session.manifest().names.lake_bucket;
    let key = layout::model_archive_key(fitted.class, fitted.version);
    let archive = archive::pack(fitted.model).context("cannot pack the model")?;
    let upload = Upload {
        key: key.clone(),
        body: Body::Bytes(archive.into()),
    };
    objects::put(&session.clients.s3, lake, upload).await?;
    Ok(format!("s3://{lake}/{key}"))
}

async fn make_model(
    client: &SignedClient,
    wanted: &Wanted<'_>,
    name: &str,
    data: &str,
) -> anyhow::Result<()> {
    let container = match wanted.image {
        Some(image) => json!({ "Image": image, "ModelDataUrl": data }),
        None => json!({ "ModelPackageName": make_package(client, name, data).await? }),
    };
    let model = json!({
        "ModelName": name,
        "ExecutionRoleArn": wanted.role_arn,
        "PrimaryContainer": container,
    });
    create(client, "CreateModel", &model).await?;
    Ok(())
}

/// A model package as the Marketplace's training gives one.
async fn make_package(client: &SignedClient, name: &str, data: &str) -> anyhow::Result<String> {
    let package = json!({
        "ModelPackageName": name,
        "InferenceSpecification": {
            "Containers": [{ "Image": STAND_IN, "ModelDataUrl": data }],
            "SupportedContentTypes": ["image/jpeg", "image/png"],
            "SupportedResponseMIMETypes": ["application/json"],
        },
    });
    create(client, "CreateModelPackage", &package).await?;
    let asked = json!({ "ModelPackageName": name });
    let found = client.json("SageMaker.DescribeModelPackage", &asked).await;
    let found = found.map_err(|error| explain(&error, "describe the model package"))?;
    let arn = found["ModelPackageArn"].as_str();
    Ok(arn.unwrap_or_default().to_owned())
}

async fn make_configuration(
    session: &Session,
    client: &SignedClient,
    wanted: &Wanted<'_>,
    name: &str,
) -> anyhow::Result<()> {
    let mut variant = json!({ "VariantName": VARIANT, "ModelName": name });
    let mut configuration = json!({ "EndpointConfigName": name });
    match wanted.variant {
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
    if let Variant::Asynchronous { .. } = wanted.variant {
        let place = format!(
            "s3://{}/{}{name}/",
            session.manifest().names.lake_bucket,
            layout::INFERENCES
        );
        configuration["AsyncInferenceConfig"] = json!({
            "OutputConfig": {
                "S3OutputPath": format!("{place}answers"),
                "S3FailurePath": format!("{place}failures"),
            },
        });
    }
    configuration["ProductionVariants"] = json!([variant]);
    create(client, "CreateEndpointConfig", &configuration).await
}

/// Lets the endpoint answer with a configuration; it is made when it is not there.
async fn point(
    session: &Session,
    client: &SignedClient,
    endpoint: &str,
    configuration: &str,
    progress: &Progress,
) -> anyhow::Result<()> {
    let asked = json!({ "EndpointName": endpoint, "EndpointConfigName": configuration });
    let mut pauses = Pauses::new(session.manifest().embedded);
    let mut changed = false;
    loop {
        let found = describe(client, endpoint).await?;
        let status = found
            .as_ref()
            .and_then(|found| found["EndpointStatus"].as_str());
        let is_wanted = found
            .as_ref()
            .is_some_and(|found| found["EndpointConfigName"] == configuration);
        match status {
            None if !changed => {
                create(client, "CreateEndpoint", &asked).await?;
                changed = true;
            }
            Some("InService") if is_wanted => return Ok(()),
            Some("InService") if !changed => {
                let updated = client.json("SageMaker.UpdateEndpoint", &asked).await;
                updated.map_err(|error| explain(&error, "update the endpoint"))?;
                changed = true;
            }
            Some(status @ ("Failed" | "OutOfService" | "UpdateRollbackFailed")) => {
                let problem = Problem::new(format!("the endpoint {endpoint} is {status}"));
                let reason = found
                    .as_ref()
                    .and_then(|found| found["FailureReason"].as_str());
                return Err(match reason {
                    Some(reason) => problem.because(reason.to_owned()),
                    None => problem,
                }
                .next("delete it and deploy again, or see its logs in CloudWatch")
                .into());
            }
            Some("InService") => {
                anyhow::bail!("SageMaker took the endpoint {endpoint} back to what it was before")
            }
            _ => {}
        }
        progress.update(format!("endpoint {endpoint}: {}", status.unwrap_or("none")));
        pauses.pause().await;
    }
}

/// The endpoint; `None` when there is none.
async fn describe(client: &SignedClient, endpoint: &str) -> anyhow::Result<Option<Value>> {
    let asked = json!({ "EndpointName": endpoint });
    match client.json("SageMaker.DescribeEndpoint", &asked).await {
        Ok(found) => Ok(Some(found)),
        Err(error) if is_missing(&error) => Ok(None),
        Err(error) => Err(explain(
            &error,
            &format!("describe the endpoint {endpoint}"),
        )),
    }
}

/// Makes something whose name says what it is: one that is there is the same.
async fn create(client: &SignedClient, operation: &str, input: &Value) -> anyhow::Result<()> {
    match client.json(&format!("SageMaker.{operation}"), input).await {
        Ok(_) => Ok(()),
        Err(error) if exists(&error) => Ok(()),
        Err(error) => Err(explain(&error, &format!("do {operation}"))),
    }
}

/// SageMaker says so by words alone: its code is that of every mistake in a request.
fn exists(error: &SignedError) -> bool {
    let text = error.to_string();
    error.code() == Some("ValidationException")
        && (text.contains("already existing") || text.contains("already exists"))
}

fn is_missing(error: &SignedError) -> bool {
    let text = error.to_string();
    error.code() == Some("ValidationException") && text.contains("Could not find")
}

fn explain(error: &SignedError, what: &str) -> anyhow::Error {
    let problem = Problem::new(format!("AWS did not {what}")).because(error.to_string());
    match error.code() {
        Some("AccessDeniedException") => problem
            .next("let `cargo xtask bootstrap` renew the roles; they follow the configuration"),
        _ => problem,
    }
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_changes_behind_an_endpoint_changes_the_name_of_its_configuration() {
        let serverless = |memory_mb| Variant::Serverless {
            memory_mb,
            max_concurrency: 2,
        };
        let name = |variant: &Variant, image: &str, version: &str| {
            let wanted = Wanted {
                role_arn: "arn",
                variant,
                image: Some(image),
            };
            wanted.named("sightline-x-meter", version).unwrap()
        };
        let names = [
            name(&serverless(1024), "i:1", "v1"),
            name(&serverless(2048), "i:1", "v1"),
            name(&serverless(1024), "i:2", "v1"),
            name(&serverless(1024), "i:1", "v2"),
        ];
        let different: std::collections::BTreeSet<&String> = names.iter().collect();
        assert_eq!(different.len(), names.len(), "{names:?}");
        assert_eq!(names[0], name(&serverless(1024), "i:1", "v1"));
    }
}
