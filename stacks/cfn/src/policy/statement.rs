//! One statement of a policy.

use serde_json::{Map, Value as Json, json};

use super::{Action, Condition, Principal, ResourceArn};

/// Whether a statement gives or takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Gives.
    Allow,
    /// Takes, whatever others give.
    Deny,
}

/// One statement.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    pub(super) sid: String,
    effect: Effect,
    principals: Vec<Principal>,
    actions: Vec<String>,
    resources: Vec<Json>,
    conditions: Map<String, Json>,
    /// Why it holds wildcards.
    pub(super) reasons: Vec<String>,
}

impl Statement {
    /// A statement that allows actions. `sid` says what for, in letters and digits.
    pub fn allow<A: Into<Action>>(
        sid: impl Into<String>,
        actions: impl IntoIterator<Item = A>,
    ) -> Self {
        let actions = actions.into_iter().map(|a| a.into().as_str().to_owned());
        Self {
            sid: sid.into(),
            effect: Effect::Allow,
            principals: Vec::new(),
            actions: actions.collect(),
            resources: Vec::new(),
            conditions: Map::new(),
            reasons: Vec::new(),
        }
    }

    /// A statement that denies actions.
    pub fn deny<A: Into<Action>>(
        sid: impl Into<String>,
        actions: impl IntoIterator<Item = A>,
    ) -> Self {
        Self {
            effect: Effect::Deny,
            ..Self::allow(sid, actions)
        }
    }

    /// And actions by their names, as the data of a resource type or a service gives them. Checked by
    /// [`crate::check`].
    #[must_use]
    pub fn and_actions(mut self, names: impl IntoIterator<Item = String>) -> Self {
        self.actions.extend(names);
        self
    }

    /// And every action of a service, such as `s3`. `why` is the reason, which goes to the
    /// resource's metadata with [`super::Document::record`].
    #[must_use]
    pub fn and_any_action_of(mut self, service: &str, why: &str) -> Self {
        self.actions.push(format!("{service}:*"));
        self.reasons.push(why.to_owned());
        self
    }

    /// On resources, by ARN.
    #[must_use]
    pub fn on<R: Into<ResourceArn>>(mut self, resources: impl IntoIterator<Item = R>) -> Self {
        let resources = resources.into_iter();
        self.resources
            .extend(resources.map(|arn| Json::from(arn.into().into_value())));
        self
    }

    /// On every resource: for the actions that know no resources. `why` is the reason, which goes
    /// to the resource's metadata with [`super::Document::record`].
    #[must_use]
    pub fn on_everything(mut self, why: &str) -> Self {
        self.reasons.push(why.to_owned());
        self.resources.push("*".into());
        self
    }

    /// For a principal; several times, for each of them.
    #[must_use]
    pub fn to(mut self, principal: Principal) -> Self {
        self.principals.push(principal);
        self
    }

    /// Only when a condition holds; several times, when all of them do.
    #[must_use]
    pub fn only_if(self, condition: Condition) -> Self {
        let Condition {
            operator,
            key,
            values,
        } = condition;
        self.when(&operator, &key, values)
    }

    /// Only when a condition holds, such as `("StringLike", "s3:prefix", ["incoming/*"])`: for what
    /// [`Self::only_if`] has no operator for. Checked by [`crate::check`].
    #[must_use]
    pub fn when(mut self, operator: &str, key: &str, values: impl Into<Json>) -> Self {
        let tests = self.conditions.entry(operator).or_insert_with(|| json!({}));
        if let Some(tests) = tests.as_object_mut() {
            tests.insert(key.to_owned(), values.into());
        }
        self
    }

    /// What it allows or denies.
    pub fn actions(&self) -> &[String] {
        &self.actions
    }

    pub(super) fn to_json(&self) -> Json {
        let mut out = Map::new();
        out.insert("Sid".into(), self.sid.as_str().into());
        let effect = match self.effect {
            Effect::Allow => "Allow",
            Effect::Deny => "Deny",
        };
        out.insert("Effect".into(), effect.into());
        if !self.principals.is_empty() {
            out.insert("Principal".into(), merge(&self.principals));
        }
        out.insert("Action".into(), self.actions.clone().into());
        if !self.resources.is_empty() {
            out.insert("Resource".into(), self.resources.clone().into());
        }
        if !self.conditions.is_empty() {
            out.insert("Condition".into(), self.conditions.clone().into());
        }
        Json::Object(out)
    }
}

/// Principals by kind; one of a kind stands alone. With everyone among them, everyone.
fn merge(principals: &[Principal]) -> Json {
    let mut kinds: Map<String, Json> = Map::new();
    for principal in principals {
        match principal.to_json() {
            Json::Object(one) => {
                for (kind, value) in one {
                    match kinds.get_mut(&kind) {
                        None => {
                            kinds.insert(kind, value);
                        }
                        Some(Json::Array(values)) => values.push(value),
                        Some(first) => *first = json!([first.take(), value]),
                    }
                }
            }
            everyone => return everyone,
        }
    }
    kinds.into()
}
