//! What a template would do to a stack: the changes of a change set.
//!
//! It is a forecast. What depends on resources that are yet to be made is not known, and is
//! said to be so; the engine compares again when it is.

mod causes;
pub mod values;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::evaluate::{Resources, Scope, UNKNOWN, has_unknown};
use super::graph::Graph;
use super::model::{Desired, StackResource};
use super::resolve::resolve;
use super::schema::{Recreation, Schema};
use super::template::{Resource, Retention, Template, TemplateError};
use causes::causes;
use values::{Difference, below, context, differences, retention};

/// What happens to one resource.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResourceChange {
    /// What.
    pub action: ChangeAction,
    /// What becomes of the resource that goes, if one does.
    pub policy_action: Option<String>,
    /// The logical id.
    pub logical_id: String,
    /// The physical id, when it has one.
    pub physical_id: Option<String>,
    /// The type.
    pub kind: String,
    /// Whether a modified resource is made anew.
    pub replacement: Option<Replacement>,
    /// What is modified: `Properties`, `Metadata`, `Tags`, `DeletionPolicy` and so on.
    pub scope: Vec<String>,
    /// The modifications one by one.
    pub details: Vec<Detail>,
    /// The resource before; none when there was none.
    #[serde(default)]
    pub before: Option<Value>,
    /// The resource after; none when there will be none.
    #[serde(default)]
    pub after: Option<Value>,
}

/// What happens to a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChangeAction {
    /// It is made.
    Add,
    /// It is changed.
    Modify,
    /// It is deleted.
    Remove,
    /// It is what the template asks for, though not by the stack's doing: the stack takes note of it.
    SyncWithActual,
}

/// Whether a modified resource is made anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Replacement {
    /// No.
    False,
    /// It depends on values that are not known yet.
    Conditional,
    /// Yes.
    True,
}

/// One modification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detail {
    /// `Properties`, `Metadata`, `Tags`, `DeletionPolicy` and so on.
    pub attribute: String,
    /// The property's name.
    pub name: Option<String>,
    /// `Never`, `Conditionally` or `Always`; only for properties.
    pub requires_recreation: Option<String>,
    /// Whether the new value is known: `Static`, else `Dynamic`.
    pub known: bool,
    /// `DirectModification`, `ParameterReference`, `ResourceReference` or `ResourceAttribute`.
    pub source: String,
    /// The parameter, resource or attribute that it comes from.
    pub causing_entity: Option<String>,
    /// The values that differ.
    #[serde(default)]
    pub differences: Vec<Difference>,
}

/// A stack as it stands.
#[derive(Debug, Clone, Copy)]
pub struct Standing<'a> {
    /// Its template.
    pub template: &'a Template,
    /// Its parameters and tags.
    pub desired: &'a Desired,
    /// Its resources by logical id.
    pub resources: &'a BTreeMap<String, StackResource>,
}

/// The changes that make `standing` (nothing, for a new stack) what `template` says in `scope`,
/// sorted by logical id.
pub fn plan(
    standing: Option<Standing<'_>>,
    template: &Template,
    desired: &Desired,
    scope: &Scope<'_>,
) -> Result<Vec<ResourceChange>, TemplateError> {
    let mut forecast = Forecast {
        standing,
        open: BTreeSet::new(),
        renewed: BTreeSet::new(),
    };
    let mut changes = Vec::new();
    for logical_id in Graph::of(template).order()? {
        let resource = &template.resources[logical_id];
        if !scope.condition(resource.condition.as_deref())? {
            continue;
        }
        let properties = resolve(scope, &forecast, resource, &desired.tags)?;
        let Some(old) = forecast.standing_resource(logical_id) else {
            forecast.open.insert(logical_id.to_owned());
            changes.push(ResourceChange {
                action: ChangeAction::Add,
                policy_action: None,
                logical_id: logical_id.to_owned(),
                physical_id: None,
                kind: resource.kind.clone(),
                replacement: None,
                scope: Vec::new(),
                details: Vec::new(),
                before: None,
                after: Some(after(resource, &properties)),
            });
            continue;
        };
        if old.kind != resource.kind {
            return Err(TemplateError(format!(
                "Update of resource type is not permitted. The new template modifies resource \
                 type of the following resources: [{logical_id}]"
            )));
        }
        let compared = Compared {
            logical_id,
            old,
            resource,
            properties: &properties,
        };
        let details = compared.details(&forecast, desired);
        if details.is_empty() {
            continue;
        }
        let change = compared.change(details);
        if change.replacement > Some(Replacement::False) {
            forecast.open.insert(logical_id.to_owned());
        }
        let renewed = RENEWED.iter().filter(|(kind, _)| *kind == resource.kind);
        let renewed = renewed.map(|(_, attribute)| (logical_id.to_owned(), *attribute));
        forecast.renewed.extend(renewed);
        changes.push(change);
    }
    for (logical_id, old) in standing
        .map(|standing| standing.resources)
        .into_iter()
        .flatten()
    {
        let stays = match template.resources.get(logical_id) {
            Some(resource) => scope.condition(resource.condition.as_deref())?,
            None => false,
        };
        if old.is_made() && !stays {
            changes.push(ResourceChange {
                action: ChangeAction::Remove,
                policy_action: Some(
                    if old.deletion_policy == Retention::Delete {
                        "Delete"
                    } else {
                        "Retain"
                    }
                    .to_owned(),
                ),
                logical_id: logical_id.clone(),
                physical_id: old.physical_id.clone(),
                kind: old.kind.clone(),
                replacement: None,
                scope: Vec::new(),
                details: Vec::new(),
                before: Some(before(old)),
                after: None,
            });
        }
    }
    changes.sort_by(|left, right| left.logical_id.cmp(&right.logical_id));
    Ok(changes)
}

/// What is known of resources before the change set is executed.
struct Forecast<'a> {
    standing: Option<Standing<'a>>,
    /// Those that are made or may be made anew.
    open: BTreeSet<String>,
    /// Attributes of others that their change gives anew.
    renewed: BTreeSet<(String, &'static str)>,
}

/// Attributes that every change of a resource gives anew, by type.
const RENEWED: [(&str, &str); 1] = [("AWS::StepFunctions::StateMachine", "StateMachineRevisionId")];

impl<'a> Forecast<'a> {
    /// Whether an attribute is not known before the resource is made or changed.
    fn is_unknown(&self, logical_id: &str, attribute: &str) -> bool {
        let is_attribute = |(id, name): &(String, &str)| id == logical_id && *name == attribute;
        self.open.contains(logical_id) || self.renewed.iter().any(is_attribute)
    }

    fn standing_resource(&self, logical_id: &str) -> Option<&'a StackResource> {
        self.standing?
            .resources
            .get(logical_id)
            .filter(|resource| resource.is_made())
    }
}

impl Resources for Forecast<'_> {
    fn reference(&self, logical_id: &str) -> Option<Value> {
        if self.open.contains(logical_id) {
            return Some(UNKNOWN.into());
        }
        self.standing_resource(logical_id)?
            .physical_id
            .clone()
            .map(Value::from)
    }

    fn attribute(&self, logical_id: &str, attribute: &str) -> Option<Value> {
        if self.is_unknown(logical_id, attribute) {
            return Some(UNKNOWN.into());
        }
        self.standing_resource(logical_id)?
            .attributes
            .get(attribute)
            .cloned()
    }
}

/// A resource that the stack has and the template has, too.
struct Compared<'a> {
    logical_id: &'a str,
    old: &'a StackResource,
    resource: &'a Resource,
    properties: &'a Map<String, Value>,
}

impl Compared<'_> {
    fn details(&self, forecast: &Forecast<'_>, desired: &Desired) -> Vec<Detail> {
        let mut details = Vec::new();
        let names: BTreeSet<&String> = self
            .old
            .properties
            .keys()
            .chain(self.properties.keys())
            .collect();
        for name in names {
            let (before, after) = (self.old.properties.get(name), self.properties.get(name));
            if before != after {
                self.property(name, before, after, forecast, desired, &mut details);
            }
        }
        let (old, new) = (self.old, self.resource);
        let policies = |old, new| (Some(retention(old)), Some(retention(new)));
        for (attribute, (before, after)) in [
            ("Metadata", (old.metadata.clone(), new.metadata.clone())),
            (
                "DeletionPolicy",
                policies(old.deletion_policy, new.deletion_policy),
            ),
            (
                "UpdateReplacePolicy",
                policies(old.update_replace_policy, new.update_replace_policy),
            ),
        ] {
            if before != after {
                let path = format!("/{attribute}");
                details.push(Detail {
                    attribute: attribute.to_owned(),
                    name: None,
                    requires_recreation: None,
                    known: true,
                    source: "DirectModification".to_owned(),
                    causing_entity: None,
                    differences: differences(&path, before.as_ref(), after.as_ref()),
                });
            }
        }
        details
    }

    fn property(
        &self,
        name: &str,
        before: Option<&Value>,
        after: Option<&Value>,
        forecast: &Forecast<'_>,
        desired: &Desired,
        details: &mut Vec<Detail>,
    ) {
        let schema = Schema::of(&self.resource.kind);
        let is_tags = schema
            .and_then(Schema::tags)
            .is_some_and(|tags| tags.property == name);
        let known = !after.is_some_and(has_unknown);
        let recreation = match schema.map_or(Recreation::Never, |schema| {
            schema.recreation(name, before, after)
        }) {
            Recreation::Always if !known => Recreation::Conditionally,
            recreation => recreation,
        };
        let mut push = |source: &str, causing_entity: Option<String>, known: bool| {
            let detail = Detail {
                attribute: if is_tags { "Tags" } else { "Properties" }.to_owned(),
                name: (!is_tags).then(|| name.to_owned()),
                requires_recreation: Some(
                    match recreation {
                        Recreation::Never => "Never",
                        Recreation::Conditionally => "Conditionally",
                        Recreation::Always => "Always",
                    }
                    .to_owned(),
                ),
                known,
                source: source.to_owned(),
                causing_entity,
                differences: differences(&below("/Properties", name), before, after),
            };
            if !details.contains(&detail) {
                details.push(detail);
            }
        };
        let new_expression = self.resource.properties.get(name);
        let old_expression = forecast.standing.and_then(|standing| {
            standing
                .template
                .resources
                .get(self.logical_id)?
                .properties
                .get(name)
        });
        let mut explained = false;
        if let Some(expression) = new_expression {
            for cause in causes(expression, forecast, desired) {
                explained = true;
                push(cause.source, Some(cause.entity), cause.known);
            }
        }
        // Tags of the stack are no part of the template: they are told as direct changes.
        if !explained || new_expression != old_expression {
            push("DirectModification", None, known);
        }
    }

    fn change(&self, details: Vec<Detail>) -> ResourceChange {
        let replacement = details
            .iter()
            .map(|detail| match detail.requires_recreation.as_deref() {
                Some("Always") => Replacement::True,
                Some("Conditionally") => Replacement::Conditional,
                _ => Replacement::False,
            })
            .max()
            .unwrap_or(Replacement::False);
        let scope: BTreeSet<String> = details
            .iter()
            .map(|detail| detail.attribute.clone())
            .collect();
        ResourceChange {
            action: ChangeAction::Modify,
            policy_action: (replacement == Replacement::True).then(|| {
                match self.resource.update_replace_policy {
                    Retention::Delete => "ReplaceAndDelete",
                    Retention::Retain | Retention::RetainExceptOnCreate => "ReplaceAndRetain",
                }
                .to_owned()
            }),
            logical_id: self.logical_id.to_owned(),
            physical_id: self.old.physical_id.clone(),
            kind: self.resource.kind.clone(),
            replacement: Some(replacement),
            scope: scope.into_iter().collect(),
            details,
            before: Some(before(self.old)),
            after: Some(after(self.resource, self.properties)),
        }
    }
}

fn before(old: &StackResource) -> Value {
    context(
        &old.properties,
        old.metadata.as_ref(),
        old.deletion_policy,
        old.update_replace_policy,
    )
}

fn after(resource: &Resource, properties: &Map<String, Value>) -> Value {
    context(
        properties,
        resource.metadata.as_ref(),
        resource.deletion_policy,
        resource.update_replace_policy,
    )
}
