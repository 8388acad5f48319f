//! Findings of checks that are accepted, each with the reason, in the resource that they are about.

use serde_json::{Value as Json, json};

use crate::{Resource, ResourceType, Template, Typed};

/// Under this name a template's metadata says which checks it asks for, and a resource's which
/// findings are accepted.
pub(crate) const SIGHTLINE: &str = "Sightline";
/// The field of a template's metadata that asks for the rules of [`crate::check`] on security.
pub(crate) const GUARD: &str = "Guard";
/// The field of a resource's metadata with what is accepted.
pub(crate) const ACCEPTED: &str = "Accepted";

/// Who reports a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checker {
    /// This crate's own rules, `guard::…`.
    Guard,
    /// checkov, <https://www.checkov.io>.
    Checkov,
    /// cdk-nag, <https://github.com/cdklabs/cdk-nag>.
    CdkNag,
}

/// A finding that is accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    checker: Checker,
    rule: &'static str,
    reason: String,
}

impl Accepted {
    /// A rule of a checker, such as `CKV_AWS_18`, and why what it asks for is not done.
    pub fn new(checker: Checker, rule: &'static str, reason: impl Into<String>) -> Self {
        Self {
            checker,
            rule,
            reason: reason.into(),
        }
    }

    /// Written where its checker looks for it.
    fn record(&self, resource: Resource) -> Resource {
        let (name, list, fields) = match self.checker {
            Checker::Guard => (SIGHTLINE, ACCEPTED, ["Rule", "Reason"]),
            Checker::Checkov => ("checkov", "skip", ["id", "comment"]),
            Checker::CdkNag => ("cdk_nag", "rules_to_suppress", ["id", "reason"]),
        };
        let known = resource
            .json()
            .get("Metadata")
            .and_then(|all| all.get(name));
        let mut metadata = known.cloned().unwrap_or_else(|| json!({}));
        let mut accepted: Vec<Json> = match metadata.get(list) {
            Some(Json::Array(known)) => known.clone(),
            _ => Vec::new(),
        };
        accepted.push(json!({ fields[0]: self.rule, fields[1]: self.reason }));
        metadata[list] = accepted.into();
        resource.metadata(name, metadata)
    }
}

impl<R: ResourceType> Typed<R> {
    /// With findings that are accepted, each with the reason.
    #[must_use]
    pub fn accepting(self, accepted: impl IntoIterator<Item = Accepted>) -> Self {
        accepted.into_iter().fold(self, |typed, one| {
            typed.map(|resource| one.record(resource))
        })
    }
}

impl Template {
    /// Asks for the rules on security as well: encryption, public access, TLS, logs, retention,
    /// secrets, alarms that tell nobody. They are errors, and told as `guard::…`; warnings of the
    /// other rules are errors then, too.
    pub fn guard(&mut self) {
        self.metadata(SIGHTLINE, json!({ GUARD: true }));
    }

    /// Whether the template asks for the rules on security.
    pub fn is_guarded(&self) -> bool {
        let metadata = self.further().get("Metadata");
        let own = metadata.and_then(|all| all.get(SIGHTLINE));
        own.and_then(|own| own.get(GUARD)) == Some(&Json::Bool(true))
    }
}
