//! STS: who am I, and sessions of roles.

use std::time::Duration;

use crate::caller::Caller;
use crate::context::{Context, Scope};
use crate::error::ServiceError;
use crate::protocol::query::{Params, Xml};
use crate::store::StoreError;

/// How long a session lasts when nothing is said, in seconds.
const SESSION_SECONDS: u64 = 3600;

/// STS of one AWS region.
#[derive(Debug)]
pub struct Sts {}

impl Sts {
    pub(crate) fn open(_scope: &Scope<'_>) -> Result<Self, StoreError> {
        Ok(Self {})
    }

    /// Answers one operation of the wire protocol.
    pub(crate) async fn call(
        &self,
        context: &Context,
        caller: &Caller,
        operation: &str,
        params: &Params,
    ) -> Result<Xml, ServiceError> {
        match operation {
            "GetCallerIdentity" => {
                let user = match caller {
                    Caller::Root | Caller::Service(_) => context.account().to_owned(),
                    Caller::Role { role, session } => format!("{role}:{session}"),
                };
                Ok(Xml::new()
                    .text("Arn", caller.arn(context.account()))
                    .text("UserId", user)
                    .text("Account", context.account()))
            }
            "AssumeRole" => assume_role(context, caller, params),
            _ => Err(ServiceError::unknown_operation("STS", operation)),
        }
    }
}

fn assume_role(context: &Context, caller: &Caller, params: &Params) -> Result<Xml, ServiceError> {
    let arn = params.required("RoleArn")?;
    let session = params.required("RoleSessionName")?;
    let invalid = |message: String| ServiceError::client("ValidationError", message);
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_=,.@-".contains(&byte);
    if !(2..=64).contains(&session.len()) || !session.bytes().all(allowed) {
        return Err(invalid(format!("\"{session}\" is no name for a session")));
    }
    if Caller::role(arn, session).is_none() || arn.split(':').nth(4) != Some(context.account()) {
        return Err(invalid(format!("\"{arn}\" is no role of the account")));
    }
    let seconds = match params.get("DurationSeconds") {
        None => SESSION_SECONDS,
        Some(text) => text
            .parse()
            .ok()
            .filter(|seconds| (900..=43_200).contains(seconds))
            .ok_or_else(|| invalid(format!("a session lasts 900 to 43200 seconds, not {text}")))?,
    };
    let role = context
        .iam()
        .assume_for_caller(context, arn, caller, session)?;
    let expires = context.now() + Duration::from_secs(seconds);
    let assumed = role.arn(context.account());
    let credentials = context.credentials().issue(role, Some(expires));
    let assumed_id = format!("{}:{session}", credentials.access_key);
    Ok(Xml::new()
        .element(
            "AssumedRoleUser",
            Xml::new()
                .text("Arn", assumed)
                .text("AssumedRoleId", assumed_id),
        )
        .element(
            "Credentials",
            Xml::new()
                .text("AccessKeyId", &credentials.access_key)
                .text("SecretAccessKey", &credentials.secret_key)
                .optional("SessionToken", credentials.token)
                .text("Expiration", format!("{expires:.0}")),
        ))
}
