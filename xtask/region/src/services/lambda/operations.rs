//! Lambda's operations, over restJson1.

use base64::Engine as _;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::function::{CodeSource, CreateFunction, UpdateConfiguration, invalid};
use super::invoke::InvocationType;
use super::policy::AddPermission;
use super::reference::{LATEST, parse_reference};
use super::versions::PublishVersion;
use super::{Function, Lambda};
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;
use crate::protocol::rest_json::{Request, Response};

/// The largest page of functions.
const PAGE: usize = 50;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct UpdateCode {
    zip_file: Option<String>,
    s3_bucket: Option<String>,
    s3_key: Option<String>,
    s3_object_version: Option<String>,
    image_uri: Option<String>,
    architectures: Option<Vec<String>>,
    dry_run: Option<bool>,
    #[serde(default)]
    publish: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Publish {
    #[serde(default)]
    publish: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct RoleOnly {
    role: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Concurrency {
    reserved_concurrent_executions: u32,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Tags {
    tags: std::collections::BTreeMap<String, String>,
}

impl Lambda {
    /// Answers one operation of the wire protocol.
    pub(crate) async fn call(
        &self,
        context: &Context,
        caller: &Caller,
        request: &Request,
    ) -> Result<Response, ServiceError> {
        let segments = request.segments()?;
        let path: Vec<&str> = segments.iter().map(String::as_str).collect();
        let may = |action: &str, resource: &str| {
            context.authorise(caller, &format!("lambda:{action}"), resource)
        };
        let arn = |name: &str| -> Result<String, ServiceError> {
            let (name, qualifier) = parse_reference(name)?;
            let qualifier = qualifier.map(|one| format!(":{one}")).unwrap_or_default();
            Ok(context.arn("lambda", &format!("function:{name}{qualifier}")))
        };
        // A version or an alias may be named beside the function.
        let referred = |name: &str| match request.query("Qualifier") {
            Some(qualifier) if qualifier != LATEST => format!("{name}:{qualifier}"),
            _ => name.to_owned(),
        };
        match (request.method.as_str(), path.as_slice()) {
            ("POST", [_, "functions"]) => {
                let given: CreateFunction = body(request)?;
                may("CreateFunction", &arn(&given.function_name)?)?;
                let publish = body::<Publish>(request)?.publish;
                let function = self.create_function(context, caller, given).await?;
                let function = self.published(function, publish)?;
                Ok(Response::json(201, &function.configuration()))
            }
            ("GET", [_, "functions"]) => {
                may("ListFunctions", "*")?;
                self.list(request)
            }
            ("GET", [_, "functions", name]) => {
                let name = &referred(name);
                may("GetFunction", &arn(name)?)?;
                Ok(Response::json(200, &whole(&self.resolve(name)?.function)))
            }
            ("GET", [_, "functions", name, "configuration"]) => {
                let name = &referred(name);
                may("GetFunctionConfiguration", &arn(name)?)?;
                let function = self.resolve(name)?.function;
                Ok(Response::json(200, &function.configuration()))
            }
            ("PUT", [_, "functions", name, "configuration"]) => {
                may("UpdateFunctionConfiguration", &arn(name)?)?;
                let mut given: UpdateConfiguration = body(request)?;
                given.role = body::<RoleOnly>(request)?.role;
                let function = self.update_configuration(context, caller, name, given)?;
                Ok(Response::json(200, &function.configuration()))
            }
            ("PUT", [_, "functions", name, "code"]) => {
                may("UpdateFunctionCode", &arn(name)?)?;
                self.update_code_call(context, caller, name, body(request)?)
                    .await
            }
            ("DELETE", [_, "functions", name]) => {
                let name = &referred(name);
                may("DeleteFunction", &arn(name)?)?;
                match parse_reference(name)? {
                    (name, None) => self.delete_function(context, &name).await?,
                    (name, Some(qualifier)) => {
                        let number = qualifier.parse().map_err(|_| {
                            invalid(format!(
                                "\"{qualifier}\" is no version; aliases have DeleteAlias"
                            ))
                        })?;
                        self.delete_version(context, &name, number).await?;
                    }
                }
                Ok(Response::empty(204))
            }
            ("POST", [_, "functions", name, "invocations"]) => {
                self.invoke_call(context, caller, name, request).await
            }
            (_, [_, "functions", name, rest @ ..])
                if matches!(rest.first(), Some(&("versions" | "aliases"))) =>
            {
                self.parts_call(context, caller, name, rest, request)
            }
            ("POST", [_, "functions", name, "policy"]) => {
                let name = &referred(name);
                may("AddPermission", &arn(name)?)?;
                let given: AddPermission = body(request)?;
                let statement = self.add_permission(name, &given)?;
                Ok(Response::json(
                    201,
                    &json!({ "Statement": statement.to_string() }),
                ))
            }
            ("GET", [_, "functions", name, "policy"]) => {
                let name = &referred(name);
                may("GetPolicy", &arn(name)?)?;
                policy(&self.resolve(name)?.function)
            }
            ("DELETE", [_, "functions", name, "policy", sid]) => {
                let name = &referred(name);
                may("RemovePermission", &arn(name)?)?;
                self.remove_permission(name, sid)?;
                Ok(Response::empty(204))
            }
            ("PUT", [_, "functions", name, "concurrency"]) => {
                may("PutFunctionConcurrency", &arn(name)?)?;
                let reserved = body::<Concurrency>(request)?.reserved_concurrent_executions;
                self.reserve_concurrency(name, Some(reserved))?;
                Ok(Response::json(
                    200,
                    &json!({ "ReservedConcurrentExecutions": reserved }),
                ))
            }
            ("GET", [_, "functions", name, "concurrency"]) => {
                may("GetFunctionConcurrency", &arn(name)?)?;
                let reserved = self.function(name)?.reserved_concurrency;
                let answer = reserved.map_or(
                    json!({}),
                    |reserved| json!({ "ReservedConcurrentExecutions": reserved }),
                );
                Ok(Response::json(200, &answer))
            }
            ("DELETE", [_, "functions", name, "concurrency"]) => {
                may("DeleteFunctionConcurrency", &arn(name)?)?;
                self.reserve_concurrency(name, None)?;
                Ok(Response::empty(204))
            }
            (method, [_, "tags", resource]) => {
                let action = match method {
                    "GET" => "ListTags",
                    "POST" => "TagResource",
                    _ => "UntagResource",
                };
                may(action, &arn(resource)?)?;
                self.tags_call(request, resource)
            }
            (method, _) => Err(ServiceError::unknown_operation(
                "Lambda",
                &format!("{method} {}", request.path),
            )
            .with_status(404)),
        }
    }

    fn list(&self, request: &Request) -> Result<Response, ServiceError> {
        let limit = request
            .query("MaxItems")
            .and_then(|text| text.parse().ok())
            .unwrap_or(PAGE);
        let limit = limit.clamp(1, PAGE);
        let after = request.query("Marker").unwrap_or_default();
        let functions = self.list_functions()?;
        let mut rest = functions
            .iter()
            .filter(|function| function.name.as_str() > after);
        let page: Vec<_> = rest.by_ref().take(limit).collect();
        let next = rest
            .next()
            .and(page.last())
            .map(|function| function.name.clone());
        let told: Vec<_> = page
            .iter()
            .map(|function| function.configuration())
            .collect();
        let mut answer = json!({ "Functions": told });
        if let Some(next) = next {
            answer["NextMarker"] = json!(next);
        }
        Ok(Response::json(200, &answer))
    }

    async fn update_code_call(
        &self,
        context: &Context,
        caller: &Caller,
        name: &str,
        given: UpdateCode,
    ) -> Result<Response, ServiceError> {
        if given.dry_run == Some(true) {
            return Ok(Response::json(200, &self.function(name)?.configuration()));
        }
        let architecture = match given.architectures.as_deref() {
            None | Some([]) => None,
            Some([one]) if ["x86_64", "arm64"].contains(&one.as_str()) => Some(one.clone()),
            Some(other) => {
                return Err(invalid(format!(
                    "{other:?} is neither [\"x86_64\"] nor [\"arm64\"]"
                )));
            }
        };
        let source = CodeSource {
            zip_file: given.zip_file,
            s3_bucket: given.s3_bucket,
            s3_key: given.s3_key,
            s3_object_version: given.s3_object_version,
            image_uri: given.image_uri,
        };
        let function = self
            .update_code(context, caller, name, &source, architecture)
            .await?;
        let function = self.published(function, given.publish)?;
        Ok(Response::json(200, &function.configuration()))
    }

    /// The function, or the version that it is published as.
    fn published(&self, function: Function, publish: bool) -> Result<Function, ServiceError> {
        if !publish {
            return Ok(function);
        }
        let version = self.publish_version(&function.name, &PublishVersion::default())?;
        Ok(version.function)
    }

    async fn invoke_call(
        &self,
        context: &Context,
        caller: &Caller,
        name: &str,
        request: &Request,
    ) -> Result<Response, ServiceError> {
        let name = match request.query("Qualifier") {
            Some(qualifier) if qualifier != LATEST => &format!("{name}:{qualifier}"),
            _ => name,
        };
        let kind = match request.header("x-amz-invocation-type") {
            None | Some("RequestResponse") => InvocationType::RequestResponse,
            Some("Event") => InvocationType::Event,
            Some("DryRun") => InvocationType::DryRun,
            Some(other) => {
                return Err(invalid(format!(
                    "the invocation type \"{other}\" is none of RequestResponse, Event, DryRun"
                )));
            }
        };
        let invoked = self
            .invoke(context, caller, name, request.body.clone(), kind)
            .await?;
        let status = match kind {
            InvocationType::RequestResponse => 200,
            InvocationType::Event => 202,
            InvocationType::DryRun => 204,
        };
        let mut response = Response::empty(status);
        response
            .headers
            .push(("x-amz-executed-version".to_owned(), invoked.version));
        if let Some(error) = invoked.function_error {
            response
                .headers
                .push(("x-amz-function-error".to_owned(), error));
        }
        if kind == InvocationType::RequestResponse
            && request.header("x-amz-log-type") == Some("Tail")
        {
            let tail = base64::engine::general_purpose::STANDARD.encode(invoked.log_tail);
            response.headers.push(("x-amz-log-result".to_owned(), tail));
        }
        response.body = invoked.payload;
        Ok(response)
    }

    fn tags_call(&self, request: &Request, name: &str) -> Result<Response, ServiceError> {
        match request.method.as_str() {
            "GET" => Ok(Response::json(
                200,
                &json!({ "Tags": self.function(name)?.tags }),
            )),
            "POST" => {
                let given = body::<Tags>(request)?.tags;
                self.tag_function(name, |tags| tags.extend(given))?;
                Ok(Response::empty(204))
            }
            "DELETE" => {
                let keys: Vec<_> = request
                    .query
                    .iter()
                    .filter(|(name, _)| name == "tagKeys")
                    .map(|(_, key)| key)
                    .collect();
                self.tag_function(name, |tags| tags.retain(|key, _| !keys.contains(&key)))?;
                Ok(Response::empty(204))
            }
            method => Err(ServiceError::unknown_operation(
                "Lambda",
                &format!("{method} tags"),
            )),
        }
    }
}

pub(super) fn body<T: DeserializeOwned>(request: &Request) -> Result<T, ServiceError> {
    serde_json::from_slice(&request.body).map_err(|error| {
        ServiceError::client(
            "InvalidRequestContentException",
            format!("Could not parse request body into json: {error}"),
        )
    })
}

fn whole(function: &Function) -> Value {
    let mut answer = json!({
        "Configuration": function.configuration(),
        "Code": { "RepositoryType": "S3" },
        "Tags": function.tags,
    });
    if let Some(reserved) = function.reserved_concurrency {
        answer["Concurrency"] = json!({ "ReservedConcurrentExecutions": reserved });
    }
    answer
}

fn policy(function: &Function) -> Result<Response, ServiceError> {
    let statements: Vec<&Value> = function
        .policy
        .iter()
        .filter(|statement| statement["Resource"] == json!(function.arn))
        .collect();
    if statements.is_empty() {
        return Err(ServiceError::client(
            "ResourceNotFoundException",
            "The resource you requested does not exist.",
        )
        .with_status(404));
    }
    let policy = json!({
        "Version": "2012-10-17",
        "Id": "default",
        "Statement": statements,
    });
    let answer = json!({ "Policy": policy.to_string(), "RevisionId": function.revision });
    Ok(Response::json(200, &answer))
}
