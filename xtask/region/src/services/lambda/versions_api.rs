//! The operations on versions and aliases.

use serde_json::{Value, json};

use super::Lambda;
use super::aliases::AliasInput;
use super::function::{Function, invalid};
use super::operations::body;
use super::reference::{LATEST, parse_name};
use super::versions::PublishVersion;
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;
use crate::protocol::rest_json::{Request, Response};

/// The largest page.
const PAGE: usize = 50;

impl Lambda {
    /// Answers an operation on a function's versions or aliases; `rest` is the path after the
    /// function's name.
    pub(super) fn parts_call(
        &self,
        context: &Context,
        caller: &Caller,
        name: &str,
        rest: &[&str],
        request: &Request,
    ) -> Result<Response, ServiceError> {
        let name = &parse_name(name)?;
        let arn = context.arn("lambda", &format!("function:{name}"));
        let may = |action: &str| context.authorise(caller, &format!("lambda:{action}"), &arn);
        match (request.method.as_str(), rest) {
            ("POST", ["versions"]) => {
                may("PublishVersion")?;
                let given: PublishVersion = if request.body.is_empty() {
                    PublishVersion::default()
                } else {
                    body(request)?
                };
                let version = self.publish_version(name, &given)?;
                Ok(Response::json(201, &version.function.configuration()))
            }
            ("GET", ["versions"]) => {
                may("ListVersionsByFunction")?;
                let latest = self.function(name)?;
                let mut told = vec![qualified(latest).configuration()];
                told.extend(
                    self.versions_of(name)?
                        .iter()
                        .map(|version| version.function.configuration()),
                );
                page(request, "Versions", told)
            }
            ("POST", ["aliases"]) => {
                may("CreateAlias")?;
                let alias = self.create_alias(name, &body(request)?)?;
                Ok(Response::json(201, &alias.told()))
            }
            ("GET", ["aliases"]) => {
                may("ListAliases")?;
                self.function(name)?;
                let mut aliases = self.aliases_of(name)?;
                if let Some(version) = request.query("FunctionVersion") {
                    let number = version.parse().ok();
                    aliases.retain(|alias| match number {
                        Some(number) => alias.sends_to(number),
                        None => version == LATEST && alias.version.is_none(),
                    });
                }
                let told = aliases.iter().map(super::Alias::told).collect();
                page(request, "Aliases", told)
            }
            ("GET", ["aliases", alias]) => {
                may("GetAlias")?;
                Ok(Response::json(200, &self.alias(name, alias)?.told()))
            }
            ("PUT", ["aliases", alias]) => {
                may("UpdateAlias")?;
                let given: AliasInput = body(request)?;
                let alias = self.update_alias(name, alias, &given)?;
                Ok(Response::json(200, &alias.told()))
            }
            ("DELETE", ["aliases", alias]) => {
                may("DeleteAlias")?;
                self.delete_alias(name, alias)?;
                Ok(Response::empty(204))
            }
            (method, _) => Err(ServiceError::unknown_operation(
                "Lambda",
                &format!("{method} {}", request.path),
            )
            .with_status(404)),
        }
    }
}

/// A function as it is, under the ARN that says so.
fn qualified(mut function: Function) -> Function {
    function.arn = format!("{}:{LATEST}", function.arn);
    function
}

/// One page of a list, by `Marker` and `MaxItems`.
fn page(request: &Request, name: &str, told: Vec<Value>) -> Result<Response, ServiceError> {
    let number = |parameter: &str| {
        request.query(parameter).map(|text| {
            let parsed = text.parse::<usize>();
            parsed.map_err(|_| invalid(format!("{parameter} \"{text}\" is no number")))
        })
    };
    let start = number("Marker").transpose()?.unwrap_or(0);
    let size = number("MaxItems").transpose()?.unwrap_or(PAGE);
    let size = size.clamp(1, PAGE);
    let next = start.saturating_add(size);
    let more = next < told.len();
    let page: Vec<Value> = told.into_iter().skip(start).take(size).collect();
    let mut answer = json!({ name: page });
    if more {
        answer["NextMarker"] = next.to_string().into();
    }
    Ok(Response::json(200, &answer))
}
