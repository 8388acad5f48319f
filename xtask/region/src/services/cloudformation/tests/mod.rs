//! CloudFormation through its operations, in a region of its own.

mod drift;
mod expressions;
mod faults;
mod generated;
mod killed;
mod plans;
mod revert_drift;
mod roles;
mod stacks;
mod templates;
mod undo;
mod versions;

use std::time::Duration;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::model::{Event, Stack};
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;
use crate::protocol::query::Params;
use crate::{Faults, Options, Region};

/// A region in a folder of its own.
struct World {
    context: Context,
    _region: Region,
    _folder: TempDir,
}

impl World {
    async fn new() -> Self {
        Self::with_faults(Faults::default()).await
    }

    /// One in which things go wrong on purpose.
    async fn with_faults(faults: Faults) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let region = Region::open(Options {
            state: folder.path().to_owned(),
            account: "000000000000".to_owned(),
            environment: "test".to_owned(),
            port: 0,
            faults,
            programs: std::path::PathBuf::new(),
        })
        .await
        .unwrap();
        let context = region.context("us-east-1").unwrap();
        Self {
            context,
            _region: region,
            _folder: folder,
        }
    }

    /// Calls an operation; gives its answer's XML.
    async fn call(&self, operation: &str, params: &[(&str, &str)]) -> Result<String, ServiceError> {
        self.call_as(&Caller::Root, operation, params).await
    }

    /// Calls an operation as somebody.
    async fn call_as(
        &self,
        caller: &Caller,
        operation: &str,
        params: &[(&str, &str)],
    ) -> Result<String, ServiceError> {
        let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let form: Vec<String> = params
            .iter()
            .map(|(name, value)| format!("{name}={}", encode(value)))
            .collect();
        let params = Params::parse(form.join("&").as_bytes()).unwrap();
        let cloudformation = self.context.cloudformation();
        let xml = cloudformation
            .call(&self.context, caller, operation, &params)
            .await?;
        Ok(xml.as_str().to_owned())
    }

    /// Creates or updates a stack and waits until that is over.
    async fn deploy(&self, operation: &str, template: &Value, params: &[(&str, &str)]) -> Stack {
        let body = template.to_string();
        let mut all = vec![
            ("StackName", "app"),
            ("TemplateBody", body.as_str()),
            ("Capabilities.member.1", "CAPABILITY_NAMED_IAM"),
        ];
        all.extend(params);
        self.call(operation, &all).await.unwrap();
        self.settled("app").await
    }

    /// The stack, once nothing is under way on it.
    async fn settled(&self, name: &str) -> Stack {
        let wait = async {
            loop {
                let stack = self.stack(name);
                if !stack.is_busy() {
                    return stack;
                }
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(60), wait)
            .await
            .expect("the stack settles")
    }

    /// The last stack of this name, also one that is gone.
    fn stack(&self, name: &str) -> Stack {
        let stacks = self.context.cloudformation().journal.stacks().unwrap();
        stacks
            .into_iter()
            .filter(|stack| stack.name == name)
            .max_by_key(|s| s.created_at)
            .unwrap()
    }

    /// The events of a stack, the oldest first, as `<logical id> <status>`.
    fn events(&self, stack: &Stack) -> Vec<String> {
        let told = |event: Event| format!("{} {}", event.logical_id, event.status);
        self.all_events(stack).into_iter().map(told).collect()
    }

    fn all_events(&self, stack: &Stack) -> Vec<Event> {
        let journal = &self.context.cloudformation().journal;
        let mut events = journal.events(stack, None, 1000).unwrap().0;
        events.reverse();
        events
    }

    /// Why a resource failed last.
    fn failure(&self, stack: &Stack, logical_id: &str) -> String {
        let events = self.all_events(stack).into_iter().rev();
        let failed = events
            .filter(|event| event.logical_id == logical_id && event.status.ends_with("FAILED"))
            .find_map(|event| event.reason);
        failed.unwrap_or_default()
    }

    fn role_names(&self) -> Vec<String> {
        self.context
            .iam()
            .roles()
            .unwrap()
            .into_iter()
            .map(|role| role.name)
            .collect()
    }
}

/// A role with a name, as a resource.
fn role(name: &Value, session_seconds: u64) -> Value {
    json!({
        "Type": "AWS::IAM::Role",
        "Properties": {
            "RoleName": name,
            "MaxSessionDuration": session_seconds,
            "AssumeRolePolicyDocument": trust(),
        },
    })
}

/// A role that can't be made: its own policy is no policy.
fn broken_role(name: &str) -> Value {
    json!({
        "Type": "AWS::IAM::Role",
        "Properties": {
            "RoleName": name,
            "AssumeRolePolicyDocument": trust(),
            "Policies": [{"PolicyName": "p", "PolicyDocument": {"Statement": "none"}}],
        },
    })
}

fn trust() -> Value {
    json!({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow",
        "Principal": {"Service": "lambda.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }]})
}

fn policy() -> Value {
    json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"},
    ]})
}
