//! Two versions of a resource's properties, property by property.

use registry::{PropertyPath, ResourceSchema};
use serde_json::Value as Json;

use crate::model::{PropertyChange, Recreation};
use crate::resolve::{call, text};

/// What of a type's properties cannot change in place.
pub(crate) struct CreateOnly {
    always: Vec<PropertyPath>,
    sometimes: Vec<PropertyPath>,
}

impl CreateOnly {
    pub(crate) fn of(schema: Option<&ResourceSchema>) -> Self {
        Self {
            always: schema.map_or(Vec::new(), |schema| schema.create_only().collect()),
            sometimes: schema.map_or(Vec::new(), |schema| {
                schema.conditional_create_only().collect()
            }),
        }
    }

    /// Whether a change at this place replaces the resource. A whole object that
    /// comes or goes takes what is in it along.
    pub(crate) fn recreation(&self, place: &[String], value: Option<&Json>) -> Recreation {
        let is_hit = |paths: &[PropertyPath]| {
            paths.iter().any(|path| {
                path.holds(place) || value.is_some_and(|value| reaches(path, place, value))
            })
        };
        if is_hit(&self.always) {
            Recreation::Always
        } else if is_hit(&self.sometimes) {
            Recreation::Conditionally
        } else {
            Recreation::Never
        }
    }
}

/// Whether a value at a place has something at a path within it.
fn reaches(path: &PropertyPath, place: &[String], value: &Json) -> bool {
    if path.holds(place) {
        return true;
    }
    let step = |segment: String, value: &Json| {
        let mut place = place.to_vec();
        place.push(segment);
        reaches(path, &place, value)
    };
    match value {
        Json::Object(object) => object.iter().any(|(name, value)| step(name.clone(), value)),
        Json::Array(items) => {
            (items.iter().enumerate()).any(|(index, value)| step(index.to_string(), value))
        }
        _ => false,
    }
}

/// What differs between two versions of a value at a place.
pub(crate) fn differences(
    place: &mut Vec<String>,
    before: Option<&Json>,
    after: Option<&Json>,
    only: &CreateOnly,
    into: &mut Vec<PropertyChange>,
) {
    match (before, after) {
        (Some(before), Some(after)) if is_same(before, after) => {}
        (Some(Json::Object(old)), Some(Json::Object(new)))
            if before.is_none_or(is_data) && after.is_none_or(is_data) =>
        {
            let gone = old.keys().filter(|name| !new.contains_key(*name));
            for name in new.keys().chain(gone) {
                place.push(name.clone());
                differences(place, old.get(name), new.get(name), only, into);
                place.pop();
            }
        }
        (Some(Json::Array(old)), Some(Json::Array(new))) => {
            lists(place, old, new, only, into);
        }
        _ => into.push(PropertyChange {
            path: place.join("."),
            before: before.cloned(),
            after: after.cloned(),
            recreation: (only.recreation(place, before)).max(only.recreation(place, after)),
            because_of: None,
            by_hand: false,
        }),
    }
}

/// Items that are only in one of two lists. What merely moved is no change to
/// show; lists of equal length that differ in one place differ there.
fn lists(
    place: &mut Vec<String>,
    old: &[Json],
    new: &[Json],
    only: &CreateOnly,
    into: &mut Vec<PropertyChange>,
) {
    let alone = |items: &[Json], others: &[Json]| -> Vec<usize> {
        let mut taken = vec![false; others.len()];
        let mut alone = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let twin = (others.iter().enumerate())
                .position(|(at, other)| !taken[at] && is_same(item, other));
            match twin {
                Some(at) => taken[at] = true,
                None => alone.push(index),
            }
        }
        alone
    };
    let (gone, come) = (alone(old, new), alone(new, old));
    if gone.is_empty() && come.is_empty() {
        // The same items in another order, which may count.
        into.push(PropertyChange {
            path: place.join("."),
            before: Some(Json::Array(old.to_vec())),
            after: Some(Json::Array(new.to_vec())),
            recreation: only.recreation(place, None),
            because_of: None,
            by_hand: false,
        });
        return;
    }
    let pairs = gone.len().max(come.len());
    for pair in 0..pairs {
        let (from, to) = (gone.get(pair), come.get(pair));
        let Some(index) = to.or(from) else { continue };
        place.push(index.to_string());
        let (before, after) = (from.map(|at| &old[*at]), to.map(|at| &new[*at]));
        differences(place, before, after, only, into);
        place.pop();
    }
}

/// Whether a value is data and not a call of a function.
fn is_data(value: &Json) -> bool {
    call(value).is_none()
}

/// Whether CloudFormation takes two values for the same: a number and its text are.
fn is_same(left: &Json, right: &Json) -> bool {
    match (left, right) {
        (Json::Array(left), Json::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(l, r)| is_same(l, r))
        }
        (Json::Object(left), Json::Object(right)) => {
            left.len() == right.len()
                && (left.iter()).all(|(name, l)| right.get(name).is_some_and(|r| is_same(l, r)))
        }
        _ => match (text(left), text(right)) {
            (Some(left), Some(right)) => left == right,
            _ => left == right,
        },
    }
}
