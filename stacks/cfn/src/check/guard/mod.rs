//! Rules on security, for templates that ask for them with [`crate::Template::guard`]: what
//! CloudFormation would deploy and a security reviewer would not. A file per subject.
//!
//! A finding that is accepted is written into its resource's metadata with the reason, by
//! [`crate::Typed::accepting`]. What is known at deploy alone counts as set.

mod alarm;
mod athena;
mod bucket;
mod key;
mod logs;
mod messages;
mod public;
mod secrets;
mod tls;

use diagnostics::{Address, Diagnostic, Diagnostics};
use serde_json::Value as Json;

use super::Context;
use crate::suppression::{ACCEPTED, SIGHTLINE};
use crate::{Resource, Template};

/// A rule looks at one resource of a template and reports what it finds.
type Rule = fn(&Subject<'_>, &mut Diagnostics);

const RULES: &[Rule] = &[
    bucket::check,
    tls::check,
    public::check,
    key::check,
    messages::check,
    athena::check,
    logs::check,
    alarm::check,
    secrets::check,
];

pub(super) fn check(context: &Context<'_>, found: &mut Diagnostics) {
    if !context.template.is_guarded() {
        return;
    }
    for (id, resource) in context.template.resources() {
        let subject = Subject {
            template: context.template,
            address: context.address,
            id: id.as_str(),
            resource,
        };
        for rule in RULES {
            rule(&subject, found);
        }
        subject.check_reasons(found);
    }
}

/// A resource, with its surroundings.
struct Subject<'a> {
    template: &'a Template,
    /// The template's own place.
    address: &'a Address,
    id: &'a str,
    resource: &'a Resource,
}

impl<'a> Subject<'a> {
    /// The place of a part of the resource.
    fn place(&self, part: &str) -> Address {
        self.address.join_all(["Resources", self.id, part])
    }

    fn is(&self, kind: &str) -> bool {
        self.resource.kind() == kind
    }

    /// A property within others.
    fn at(&self, path: &[&str]) -> Option<&'a Json> {
        let (first, rest) = path.split_first()?;
        let mut value = self.resource.properties().get(*first)?;
        for name in rest {
            value = value.get(name)?;
        }
        Some(value)
    }

    /// Reports a finding at a property, unless it is accepted.
    fn report(
        &self,
        found: &mut Diagnostics,
        rule: &'static str,
        path: &[&str],
        text: impl Into<String>,
        way_out: &str,
    ) {
        let accepted = self.accepted().any(|one| one["Rule"] == rule);
        if !accepted {
            let place = path
                .iter()
                .fold(self.place("Properties"), |place, name| place.join(*name));
            found.push(Diagnostic::error(rule, place, text).with_help(way_out));
        }
    }

    fn accepted(&self) -> impl Iterator<Item = &'a Json> {
        let metadata = self.resource.json().get("Metadata");
        let list = metadata.and_then(|all| all.get(SIGHTLINE)?.get(ACCEPTED)?.as_array());
        list.into_iter().flatten()
    }

    /// An accepted finding without a reason is none.
    fn check_reasons(&self, found: &mut Diagnostics) {
        for (at, one) in self.accepted().enumerate() {
            let has = |field: &str| {
                let text = one.get(field).and_then(Json::as_str);
                text.is_some_and(|text| !text.trim().is_empty())
            };
            if !has("Rule") || !has("Reason") {
                let place = self
                    .place("Metadata")
                    .join(SIGHTLINE)
                    .join(ACCEPTED)
                    .join(at.to_string());
                let text = "an accepted finding names its Rule and the Reason";
                found.push(Diagnostic::error("guard::reason", place, text));
            }
        }
    }

    /// Whether another resource refers to this one by a property.
    fn is_named_by(&self, other: &Resource, property: &str) -> bool {
        let Some(value) = other.properties().get(property) else {
            return false;
        };
        let values = value
            .as_array()
            .map_or(std::slice::from_ref(value), Vec::as_slice);
        let own_name = |name: &str| self.resource.properties().get(name);
        values.iter().any(|value| {
            value.get("Ref").is_some_and(|id| id == self.id)
                || (value.is_string()
                    && ["BucketName", "TopicName", "QueueName"]
                        .iter()
                        .any(|name| own_name(name) == Some(value)))
        })
    }

    /// The other resources of a type.
    fn others(&self, kind: &'static str) -> impl Iterator<Item = &'a Resource> {
        let all = self.template.resources().values();
        all.filter(move |resource| resource.kind() == kind)
    }
}

/// Whether a value is one that is known, and it is not this one.
fn is_other_than(value: Option<&Json>, wanted: &Json) -> bool {
    match value {
        None => true,
        Some(Json::Object(_)) => false,
        Some(Json::String(text)) => match wanted {
            Json::String(wanted) => text != wanted,
            other => text != &other.to_string(),
        },
        Some(value) => value != wanted,
    }
}

/// The statements of a policy document.
fn statements(document: Option<&Json>) -> impl Iterator<Item = &Json> {
    let statements = document.and_then(|document| document.get("Statement"));
    let list = statements.map(|one| {
        one.as_array()
            .map_or(std::slice::from_ref(one), Vec::as_slice)
    });
    list.into_iter().flatten()
}

/// Whether a statement names everyone.
fn names_everyone(statement: &Json) -> bool {
    let everyone = |who: &Json| match who {
        Json::Array(all) => all.iter().any(|one| one == "*"),
        one => one == "*",
    };
    statement
        .get("Principal")
        .is_some_and(|who| everyone(who) || who.get("AWS").is_some_and(everyone))
}
