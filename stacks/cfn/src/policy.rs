//! IAM policy documents.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html>

use serde_json::{Map, Value as Json, json};

use crate::Value;

/// Whether a statement gives or takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Gives.
    Allow,
    /// Takes, whatever others give.
    Deny,
}

/// Whom a statement is about, in a policy that is attached to a resource or a role's trust.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Principal {
    /// Everyone.
    Any,
    /// An AWS service, such as `lambda.amazonaws.com`.
    Service(&'static str),
}

/// One statement.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    sid: String,
    effect: Effect,
    principal: Option<Principal>,
    actions: Vec<&'static str>,
    resources: Vec<Value<String>>,
    conditions: Map<String, Json>,
}

impl Statement {
    /// A statement that allows actions. `sid` says what for, in letters and digits.
    pub fn allow(sid: impl Into<String>, actions: impl IntoIterator<Item = &'static str>) -> Self {
        Self {
            sid: sid.into(),
            effect: Effect::Allow,
            principal: None,
            actions: actions.into_iter().collect(),
            resources: Vec::new(),
            conditions: Map::new(),
        }
    }

    /// A statement that denies actions.
    pub fn deny(sid: impl Into<String>, actions: impl IntoIterator<Item = &'static str>) -> Self {
        Self {
            effect: Effect::Deny,
            ..Self::allow(sid, actions)
        }
    }

    /// On resources, by ARN.
    #[must_use]
    pub fn on(mut self, resources: impl IntoIterator<Item = Value<String>>) -> Self {
        self.resources.extend(resources);
        self
    }

    /// On every resource: for the actions that know no resources. `why` is the reason, for the
    /// reader of the code; a statement with a wildcard is found by searching for this name.
    #[must_use]
    pub fn on_everything(self, why: &'static str) -> Self {
        debug_assert!(!why.is_empty(), "a wildcard needs a reason");
        self.on(["*".into()])
    }

    /// For a principal.
    #[must_use]
    pub fn to(mut self, principal: Principal) -> Self {
        self.principal = Some(principal);
        self
    }

    /// Only when a condition holds, such as `("StringLike", "s3:prefix", ["incoming/*"])`.
    #[must_use]
    pub fn when(mut self, operator: &str, key: &str, values: impl Into<Json>) -> Self {
        let tests = self.conditions.entry(operator).or_insert_with(|| json!({}));
        if let Some(tests) = tests.as_object_mut() {
            tests.insert(key.to_owned(), values.into());
        }
        self
    }

    /// What it allows or denies.
    pub fn actions(&self) -> &[&'static str] {
        &self.actions
    }

    fn to_json(&self) -> Json {
        let mut out = Map::new();
        out.insert("Sid".into(), self.sid.as_str().into());
        let effect = match self.effect {
            Effect::Allow => "Allow",
            Effect::Deny => "Deny",
        };
        out.insert("Effect".into(), effect.into());
        if let Some(principal) = &self.principal {
            let principal = match principal {
                Principal::Any => json!("*"),
                Principal::Service(service) => json!({ "Service": service }),
            };
            out.insert("Principal".into(), principal);
        }
        out.insert("Action".into(), self.actions.clone().into());
        if !self.resources.is_empty() {
            let resources: Vec<Json> = self.resources.iter().cloned().map(Json::from).collect();
            out.insert("Resource".into(), resources.into());
        }
        if !self.conditions.is_empty() {
            out.insert("Condition".into(), self.conditions.clone().into());
        }
        Json::Object(out)
    }
}

/// A policy document of the statements, in their order.
pub fn document<'a>(statements: impl IntoIterator<Item = &'a Statement>) -> Json {
    let statements: Vec<Json> = statements.into_iter().map(Statement::to_json).collect();
    json!({ "Version": "2012-10-17", "Statement": statements })
}

/// The trust policy under which an AWS service assumes a role.
///
/// With an account, only on behalf of that account's resources, which keeps others from using
/// the role through the service (the confused deputy,
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html>). Step Functions and
/// EventBridge say for whom they act; Lambda's documentation does not promise it.
pub fn trust(service: &'static str, account: Option<&str>) -> Json {
    let assume = Statement::allow("Assume", ["sts:AssumeRole"]).to(Principal::Service(service));
    document([&match account {
        Some(account) => assume.when("StringEquals", "aws:SourceAccount", account),
        None => assume,
    }])
}
