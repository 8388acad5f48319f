//! A template as an emulator can take it: without the resources that it lacks, and without what
//! refers to them where that is no loss. Pure.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::{Map, Value as Json};
use thiserror::Error;

use super::profile::Profile;
use super::references::{references, refers};

/// A template and what was changed of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Adapted {
    /// `None` where no resource is left: CloudFormation knows no stack without any.
    pub template: Option<Json>,
    pub dropped: Vec<Dropped>,
    pub changed: Vec<Changed>,
}

/// A resource that is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Dropped {
    pub resource: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub why: String,
}

/// Something that is not as in the template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Changed {
    /// Such as `SummariseFunction.Architectures`.
    pub place: String,
    pub why: String,
}

/// A reference to a resource that is left out, which cannot be left out itself.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{place} refers to {resource}, of a type that the target lacks: {kind}")]
pub(super) struct Dangling {
    pub place: String,
    pub resource: String,
    pub kind: String,
}

/// Adapts a template for an emulator on a host of this architecture.
///
/// # Errors
/// Every reference to a resource that is left out, where it can be neither.
pub(super) fn adapt(
    mut template: Json,
    profile: &Profile,
    host: &str,
) -> Result<Adapted, Vec<Dangling>> {
    let mut changed = Vec::new();
    let (dropped, instead) = drop_resources(&mut template, profile);
    stand_in(&mut template, "", &instead, &mut changed);
    let gone = Gone(dropped.iter().map(|one| one.resource.clone()).collect());
    if let Some(resources) = section(&mut template, "Resources") {
        if resources.is_empty() {
            return Ok(Adapted {
                template: None,
                dropped,
                changed,
            });
        }
        for (id, resource) in resources.iter_mut() {
            change_properties(id, resource, profile, host, &mut changed);
            gone.strip_dependencies(resource);
            if let Some(properties) = resource.get_mut("Properties") {
                gone.strip_policies(properties, id, &mut changed);
            }
        }
    }
    if let Some(outputs) = section(&mut template, "Outputs") {
        outputs.retain(|name, output| {
            let stays = !gone.is_in(output);
            if !stays {
                changed.push(Changed {
                    place: format!("Outputs.{name}"),
                    why: "removed: it tells of a resource that is left out".to_owned(),
                });
            }
            stays
        });
    }
    let dangling = dangling(&template, &dropped);
    if dangling.is_empty() {
        Ok(Adapted {
            template: Some(template),
            dropped,
            changed,
        })
    } else {
        Err(dangling)
    }
}

fn section<'a>(template: &'a mut Json, name: &str) -> Option<&'a mut Map<String, Json>> {
    template.get_mut(name).and_then(Json::as_object_mut)
}

/// What stands for a resource that is left out, by its id.
type Instead = BTreeMap<String, Json>;

fn drop_resources(template: &mut Json, profile: &Profile) -> (Vec<Dropped>, Instead) {
    let (mut dropped, mut instead) = (Vec::new(), Instead::new());
    if let Some(resources) = section(template, "Resources") {
        resources.retain(|id, resource| {
            let kind = resource["Type"].as_str().unwrap_or_default();
            let Some(why) = profile.lacks.get(kind) else {
                return true;
            };
            let pointer = profile.instead.get(kind);
            if let Some(value) = pointer.and_then(|at| resource["Properties"].pointer(at)) {
                instead.insert(id.clone(), value.clone());
            }
            dropped.push(Dropped {
                resource: id.clone(),
                kind: kind.to_owned(),
                why: why.clone(),
            });
            false
        });
    }
    (dropped, instead)
}

/// Puts what stands for resources that are left out where their `Ref`s are. That may again refer
/// to one of them.
fn stand_in(value: &mut Json, at: &str, instead: &Instead, changed: &mut Vec<Changed>) {
    // No chain of references is longer than there are resources.
    for _ in 0..instead.len() {
        let id = value.get("Ref").and_then(Json::as_str).map(str::to_owned);
        let Some((other, id)) = id.and_then(|id| Some((instead.get(&id)?, id))) else {
            break;
        };
        *value = other.clone();
        changed.push(Changed {
            place: at.to_owned(),
            why: format!("{id} is left out, and this stands for it"),
        });
    }
    match value {
        Json::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                stand_in(item, &format!("{at}[{index}]"), instead, changed);
            }
        }
        Json::Object(fields) => {
            for (key, field) in fields {
                let dot = if at.is_empty() { "" } else { "." };
                stand_in(field, &format!("{at}{dot}{key}"), instead, changed);
            }
        }
        _ => {}
    }
}

fn change_properties(
    id: &str,
    resource: &mut Json,
    profile: &Profile,
    host: &str,
    changed: &mut Vec<Changed>,
) {
    let kind = resource["Type"].as_str().unwrap_or_default().to_owned();
    let Some(properties) = section(resource, "Properties") else {
        return;
    };
    for rule in profile.properties.iter().filter(|rule| rule.kind == kind) {
        let value = rule.value(host);
        let before = properties.get(&rule.property);
        if before.is_none() || before == value.as_ref() {
            continue;
        }
        match value {
            Some(value) => {
                properties.insert(rule.property.clone(), value);
            }
            None => properties.retain(|name, _| name != &rule.property),
        }
        changed.push(Changed {
            place: format!("{id}.{}", rule.property),
            why: rule.why.clone(),
        });
    }
}

/// The resources that are left out.
struct Gone(BTreeSet<String>);

impl Gone {
    fn is_in(&self, value: &Json) -> bool {
        refers(value, |id| self.0.contains(id))
    }

    /// Nothing has to wait for a resource that is not made.
    fn strip_dependencies(&self, resource: &mut Json) {
        let Some(fields) = resource.as_object_mut() else {
            return;
        };
        let is_gone = |id: &Json| id.as_str().is_some_and(|id| self.0.contains(id));
        let empty = match fields.get_mut("DependsOn") {
            Some(Json::Array(ids)) => {
                ids.retain(|id| !is_gone(id));
                ids.is_empty()
            }
            Some(id) => is_gone(id),
            None => false,
        };
        if empty {
            fields.retain(|name, _| name != "DependsOn");
        }
    }

    /// Nothing has to be allowed or refused on a resource that is not made. A statement that would
    /// be left without any resource goes, and a policy without any statement.
    fn strip_policies(&self, value: &mut Json, at: &str, changed: &mut Vec<Changed>) {
        match value {
            Json::Array(items) => {
                for (index, item) in items.iter_mut().enumerate() {
                    self.strip_policies(item, &format!("{at}[{index}]"), changed);
                }
                let before = items.len();
                items.retain(|item| !is_without_statements(item));
                if items.len() < before {
                    changed.push(Changed {
                        place: at.to_owned(),
                        why: "a policy went: all that it allows is left out".to_owned(),
                    });
                }
            }
            Json::Object(fields) => {
                if let Some(Json::Array(statements)) = fields.get_mut("Statement") {
                    let before = statements.clone();
                    statements.retain_mut(|statement| self.keeps(statement));
                    if *statements != before {
                        changed.push(Changed {
                            place: format!("{at}.Statement"),
                            why: "it names resources that are left out".to_owned(),
                        });
                    }
                }
                for (key, field) in fields {
                    self.strip_policies(field, &format!("{at}.{key}"), changed);
                }
            }
            _ => {}
        }
    }

    /// Whether anything is left of a statement without the resources that are gone. Where one of
    /// them is whom it trusts, nothing is.
    fn keeps(&self, statement: &mut Json) -> bool {
        let principal = statement.get("Principal");
        if principal.is_some_and(|principal| self.is_in(principal)) {
            return false;
        }
        match statement.get_mut("Resource") {
            Some(Json::Array(resources)) if !resources.is_empty() => {
                resources.retain(|resource| !self.is_in(resource));
                !resources.is_empty()
            }
            Some(resource) => !self.is_in(resource),
            None => true,
        }
    }
}

/// Whether it is a role's inline policy without any statement.
fn is_without_statements(policy: &Json) -> bool {
    policy
        .pointer("/PolicyDocument/Statement")
        .and_then(Json::as_array)
        .is_some_and(Vec::is_empty)
}

fn dangling(template: &Json, dropped: &[Dropped]) -> Vec<Dangling> {
    let mut found = Vec::new();
    for section in ["Resources", "Outputs"] {
        references(&template[section], &mut |place, id| {
            if let Some(gone) = dropped.iter().find(|gone| gone.resource == id) {
                found.push(Dangling {
                    place: place.to_owned(),
                    resource: gone.resource.clone(),
                    kind: gone.kind.clone(),
                });
            }
        });
    }
    found
}

#[cfg(test)]
mod tests;
