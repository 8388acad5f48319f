//! The resources of two versions of a stack: what comes, changes, is replaced and leaves.

use std::collections::BTreeMap;

use cfn::{DeletionPolicy, Resource, Template};
use registry::{Registry, data_held};
use serde_json::Value as Json;

use crate::compare::{CreateOnly, differences};
use crate::model::{Action, Certainty, Outcome, PropertyChange, Recreation, ResourceChange};
use crate::resolve::{Scene, call};

/// A version of a stack: its template, and what its values come out as.
pub(crate) struct Version<'a> {
    pub(crate) template: &'a Template,
    pub(crate) scene: Scene<'a>,
}

impl<'a> Version<'a> {
    /// A resource that is there, conditions considered.
    pub(crate) fn resource(&self, id: &str) -> Option<&'a Resource> {
        let resource = self.template.resources().get(id)?;
        self.scene
            .is_there(resource.condition())
            .then_some(resource)
    }

    /// The ids of the resources that are there, in the template's order.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &'a str> {
        let ids = self.template.resources().keys().map(|id| id.as_str());
        ids.filter(|id| self.resource(id).is_some())
    }

    /// A resource's properties with what is known put in.
    pub(crate) fn properties(&self, resource: &Resource) -> Json {
        let properties = Json::Object(resource.properties().clone());
        self.scene.value(&properties).unwrap_or_default()
    }
}

/// The changes of resources, and why CloudFormation would refuse some.
pub(crate) fn changes(
    before: &Version<'_>,
    after: &Version<'_>,
    registry: &Registry,
) -> (Vec<ResourceChange>, Vec<String>) {
    let mut changes = Vec::new();
    let mut problems = Vec::new();
    for id in after.ids() {
        let Some(new) = after.resource(id) else {
            continue;
        };
        match before.resource(id) {
            None => changes.push(whole(id, new, Action::Add)),
            Some(old) if old.kind() != new.kind() => {
                problems.push(format!(
                    "{id} is of type {} and would become {}, which CloudFormation does not do: \
                     give the new resource a logical id of its own",
                    old.kind(),
                    new.kind()
                ));
            }
            Some(old) => changes.extend(change(id, (before, old), (after, new), registry)),
        }
    }
    follow_replacements(after, registry, &mut changes);
    for change in &changes {
        problems.extend(keeps_its_name(before, after, registry, change));
    }
    for id in before.ids().filter(|id| after.resource(id).is_none()) {
        if let Some(old) = before.resource(id) {
            let action = Action::Remove {
                old: outcome(old.deletion_policy()),
            };
            changes.push(whole(id, old, action));
        }
    }
    // A kept resource's place in the order is its template's.
    let place: BTreeMap<&str, usize> = after.ids().enumerate().map(|(at, id)| (id, at)).collect();
    changes.sort_by_key(|change| {
        place
            .get(change.logical_id.as_str())
            .copied()
            .unwrap_or(usize::MAX)
    });
    (changes, problems)
}

fn whole(id: &str, resource: &Resource, action: Action) -> ResourceChange {
    ResourceChange {
        logical_id: id.to_owned(),
        kind: resource.kind().to_owned(),
        action,
        properties: Vec::new(),
        holds: data_held(resource.kind()).map(str::to_owned),
    }
}

fn change(
    id: &str,
    (before, old): (&Version<'_>, &Resource),
    (after, new): (&Version<'_>, &Resource),
    registry: &Registry,
) -> Option<ResourceChange> {
    let schema = registry.schema(new.kind());
    let only = CreateOnly::of(schema.as_deref());
    let (from, to) = (before.properties(old), after.properties(new));
    let mut properties = Vec::new();
    differences(
        &mut Vec::new(),
        Some(&from),
        Some(&to),
        &only,
        &mut properties,
    );
    // What CloudFormation itself heeds, and no property of the resource is.
    for key in [
        "DeletionPolicy",
        "UpdateReplacePolicy",
        "UpdatePolicy",
        "Metadata",
    ] {
        let (from, to) = (old.json().get(key), new.json().get(key));
        if from != to {
            properties.push(PropertyChange {
                path: key.to_owned(),
                before: from.cloned(),
                after: to.cloned(),
                recreation: Recreation::Never,
                because_of: None,
                by_hand: false,
            });
        }
    }
    if properties.is_empty() {
        return None;
    }
    let mut change = whole(id, new, Action::Change);
    change.properties = properties;
    settle(&mut change, new);
    Some(change)
}

/// Makes a change a replacement where one of its properties forces it.
fn settle(change: &mut ResourceChange, resource: &Resource) {
    let forcing = |recreation: Recreation| -> Vec<String> {
        let hits = change.properties.iter();
        let hits = hits.filter(|property| property.recreation == recreation);
        hits.map(|property| property.path.clone()).collect()
    };
    let is_sure = |path: &String| {
        let mut found = change.properties.iter();
        found.any(|property| property.path == *path && property.because_of.is_none())
    };
    let always = forcing(Recreation::Always);
    let (certainty, forced_by) = if always.iter().any(is_sure) {
        (Certainty::Certain, always)
    } else if always.is_empty() {
        (Certainty::Possible, forcing(Recreation::Conditionally))
    } else {
        (Certainty::Possible, always)
    };
    if !forced_by.is_empty() {
        change.action = Action::Replace {
            certainty,
            forced_by,
            old: outcome(resource.update_replace_policy()),
        };
    }
}

fn outcome(policy: Option<DeletionPolicy>) -> Outcome {
    match policy {
        Some(DeletionPolicy::Retain | DeletionPolicy::RetainExceptOnCreate) => Outcome::Kept,
        Some(DeletionPolicy::Snapshot) => Outcome::Snapshot,
        Some(DeletionPolicy::Delete) | None => Outcome::Deleted,
    }
}

/// What refers to a replaced resource changes with it, and may be replaced in turn.
fn follow_replacements(
    after: &Version<'_>,
    registry: &Registry,
    changes: &mut Vec<ResourceChange>,
) {
    let is_replaced = |change: &&ResourceChange| matches!(change.action, Action::Replace { .. });
    let mut waiting: Vec<String> = (changes.iter().filter(is_replaced))
        .map(|change| change.logical_id.clone())
        .collect();
    let mut followed: Vec<String> = Vec::new();
    while let Some(replaced) = waiting.pop() {
        if followed.contains(&replaced) {
            continue;
        }
        for id in after.ids().filter(|id| *id != replaced) {
            let Some(resource) = after.resource(id) else {
                continue;
            };
            let mut places = Vec::new();
            let properties = after.properties(resource);
            references(&properties, &replaced, &mut Vec::new(), &mut places);
            if places.is_empty() {
                continue;
            }
            let schema = registry.schema(resource.kind());
            let only = CreateOnly::of(schema.as_deref());
            let at = match changes.iter().position(|change| change.logical_id == id) {
                Some(at) => at,
                None => {
                    changes.push(whole(id, resource, Action::Change));
                    changes.len() - 1
                }
            };
            let change = &mut changes[at];
            if change.action == Action::Add {
                continue;
            }
            let known: Vec<String> = change.properties.iter().map(|p| p.path.clone()).collect();
            for (place, value) in places {
                let path = place.join(".");
                if !known.contains(&path) {
                    change.properties.push(PropertyChange {
                        recreation: only.recreation(&place, None),
                        path,
                        before: Some(value.clone()),
                        after: Some(value),
                        because_of: Some(replaced.clone()),
                        by_hand: false,
                    });
                }
            }
            let was_replaced = matches!(change.action, Action::Replace { .. });
            settle(change, resource);
            if !was_replaced && matches!(change.action, Action::Replace { .. }) {
                waiting.push(id.to_owned());
            }
        }
        followed.push(replaced);
    }
}

/// The places within a value that refer to a resource, each with the call that does.
fn references(
    value: &Json,
    id: &str,
    place: &mut Vec<String>,
    found: &mut Vec<(Vec<String>, Json)>,
) {
    if let Some((name, argument)) = call(value) {
        if names(name, argument, id) {
            found.push((place.clone(), value.clone()));
            return;
        }
        let mut within = Vec::new();
        references(argument, id, &mut Vec::new(), &mut within);
        if !within.is_empty() {
            found.push((place.clone(), value.clone()));
        }
        return;
    }
    match value {
        Json::Object(object) => {
            for (name, value) in object {
                place.push(name.clone());
                references(value, id, place, found);
                place.pop();
            }
        }
        Json::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                place.push(index.to_string());
                references(item, id, place, found);
                place.pop();
            }
        }
        _ => {}
    }
}

fn names(function: &str, argument: &Json, id: &str) -> bool {
    let in_text =
        |text: &str| text.contains(&format!("${{{id}}}")) || text.contains(&format!("${{{id}."));
    match (function, argument) {
        ("Ref", Json::String(name)) => name == id,
        ("Fn::GetAtt", Json::String(path)) => path.split('.').next() == Some(id),
        ("Fn::GetAtt", Json::Array(path)) => path.first().is_some_and(|name| name == id),
        ("Fn::Sub", Json::String(text)) => in_text(text),
        ("Fn::Sub", Json::Array(parts)) => {
            parts.first().and_then(Json::as_str).is_some_and(in_text)
        }
        _ => false,
    }
}

/// A resource that is replaced while its name stays cannot be made: the old one has the name.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html>
fn keeps_its_name(
    before: &Version<'_>,
    after: &Version<'_>,
    registry: &Registry,
    change: &ResourceChange,
) -> Option<String> {
    let Action::Replace { certainty, .. } = change.action else {
        return None;
    };
    let schema = registry.schema(&change.kind)?;
    let read_only: Vec<_> = schema.read_only().collect();
    let mut identifiers = schema.primary_identifier().chain(named(&schema));
    let id = &change.logical_id;
    let set = |version: &Version<'_>, name: &str| {
        let properties = version.properties(version.resource(id)?);
        properties.get(name).cloned()
    };
    let name = identifiers.find(|path| {
        let [name] = path.segments() else {
            return false;
        };
        !read_only.contains(path) && {
            let (old, new) = (set(before, name), set(after, name));
            new.is_some() && old == new && new.is_some_and(|value| !refers_within(&value))
        }
    })?;
    let would = match certainty {
        Certainty::Certain => "is to be replaced",
        Certainty::Possible => "may have to be replaced",
    };
    Some(format!(
        "{id} {would} and keeps its {name}, which the old one still has when the new one is made: \
         CloudFormation refuses that. Change {name} as well"
    ))
}

/// The property that names a resource of a type whose identifier is made by the service.
fn named(schema: &registry::ResourceSchema) -> Option<registry::PropertyPath> {
    let last = schema.type_name().rsplit("::").next()?;
    let candidates = [format!("{last}Name"), "Name".to_owned()];
    schema.create_only().find(|path| {
        let [name] = path.segments() else {
            return false;
        };
        candidates.contains(name)
    })
}

/// Whether a name is made of what is known at deploy alone.
fn refers_within(value: &Json) -> bool {
    !value.is_string()
}
