//! What a change set says of a stack, joined with what the schemas know.
//!
//! A change set is the service's own word on what changes and what is replaced, but it may leave
//! out values, and it does not say what data a resource holds. The schemas know both.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChange.html>

use registry::data_held;

use crate::model::{
    Action, Certainty, Outcome, PropertyChange, Recreation, ResourceChange, StackAction, StackPlan,
};

/// A resource's change, as a change set tells it.
#[derive(Debug, Clone, PartialEq)]
pub struct ObservedChange {
    /// Its logical id.
    pub logical_id: String,
    /// Its type, such as `AWS::S3::Bucket`.
    pub kind: String,
    /// What happens to it.
    pub action: ObservedAction,
    /// What of it changes, where the change set tells.
    pub properties: Vec<PropertyChange>,
    /// What becomes of the one that leaves, where the change set tells (`PolicyAction`).
    pub old: Option<Outcome>,
}

/// What happens to a resource, as a change set tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ObservedAction {
    /// `Add` or `Import`.
    Add,
    /// `Modify`, or `Dynamic`, which a nested stack or a macro settles later.
    Modify {
        /// `Replacement`: `True`, `Conditional`, or nothing for `False`.
        replaces: Option<Certainty>,
    },
    /// `SyncWithActual`, in a change set that is aware of drift.
    Note,
    /// `Remove`.
    Remove,
}

/// Makes of a plan from the schemas what the change set says; without a change set there is
/// nothing to change.
///
/// The service decides which resources change and whether they are replaced; values, what forces
/// a replacement and what data is held stay as the schemas tell them where the change set is
/// silent.
pub fn refine(plan: &mut StackPlan, observed: Option<&[ObservedChange]>) {
    let Some(observed) = observed else {
        plan.action = StackAction::Keep;
        plan.resources.clear();
        plan.parameters.clear();
        plan.outputs.clear();
        plan.tags.clear();
        plan.security.clear();
        return;
    };
    if plan.action == StackAction::Keep {
        plan.action = StackAction::Update;
    }
    let mut told: Vec<ResourceChange> = std::mem::take(&mut plan.resources);
    told.retain(|change| {
        observed
            .iter()
            .any(|seen| seen.logical_id == change.logical_id)
    });
    for seen in observed {
        let at = told
            .iter()
            .position(|change| change.logical_id == seen.logical_id);
        match at {
            Some(at) => correct(&mut told[at], seen),
            None => told.push(change(seen)),
        }
    }
    plan.resources = told;
}

/// A change of which the schemas know nothing.
fn change(seen: &ObservedChange) -> ResourceChange {
    let mut change = ResourceChange {
        logical_id: seen.logical_id.clone(),
        kind: seen.kind.clone(),
        action: Action::Change,
        properties: Vec::new(),
        holds: data_held(&seen.kind).map(str::to_owned),
    };
    correct(&mut change, seen);
    change
}

fn correct(change: &mut ResourceChange, seen: &ObservedChange) {
    for property in &seen.properties {
        let known = change
            .properties
            .iter_mut()
            .find(|known| known.path == property.path);
        match known {
            // Values within the change set are those that the resource has.
            Some(known) => {
                known.recreation = property.recreation;
                known.by_hand = property.by_hand;
                known.before = property.before.clone().or(known.before.take());
                known.after = property.after.clone().or(known.after.take());
            }
            None => change.properties.push(property.clone()),
        }
    }
    let (before, forced) = match &change.action {
        Action::Replace { old, forced_by, .. } => (Some(*old), forced_by.clone()),
        Action::Remove { old } => (Some(*old), Vec::new()),
        Action::Add | Action::Change | Action::Note => (None, Vec::new()),
    };
    let old = seen.old.or(before).unwrap_or(Outcome::Deleted);
    change.action = match seen.action {
        ObservedAction::Add => Action::Add,
        ObservedAction::Note => Action::Note,
        ObservedAction::Remove => Action::Remove { old },
        ObservedAction::Modify { replaces: None } => Action::Change,
        ObservedAction::Modify {
            replaces: Some(certainty),
        } => Action::Replace {
            certainty,
            forced_by: forced_by(change, forced),
            old,
        },
    };
}

fn forced_by(change: &ResourceChange, known: Vec<String>) -> Vec<String> {
    if !known.is_empty() {
        return known;
    }
    let forcing = change.properties.iter();
    forcing
        .filter(|property| property.recreation != Recreation::Never)
        .map(|property| property.path.clone())
        .collect()
}
