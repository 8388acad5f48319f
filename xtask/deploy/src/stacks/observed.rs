//! From a change set's words to the plan's.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChange.html>

use aws_sdk_cloudformation::types::{
    ChangeAction, PolicyAction, Replacement, RequiresRecreation, ResourceAttribute, ResourceChange,
    ResourceChangeDetail,
};
use plan::{Certainty, ObservedAction, ObservedChange, Outcome, PropertyChange, Recreation};

/// A resource's change, as the change set has it.
pub(super) fn observed(change: &ResourceChange) -> ObservedChange {
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let action = match change.action() {
        Some(ChangeAction::Add | ChangeAction::Import) => ObservedAction::Add,
        Some(ChangeAction::Remove) => ObservedAction::Remove,
        Some(ChangeAction::SyncWithActual) => ObservedAction::Note,
        // Whatever else the service may come to say is a change of something that is there.
        _ => ObservedAction::Modify {
            replaces: match change.replacement() {
                Some(Replacement::True) => Some(Certainty::Certain),
                Some(Replacement::Conditional) => Some(Certainty::Possible),
                _ => None,
            },
        },
    };
    ObservedChange {
        logical_id: text(change.logical_resource_id()),
        kind: text(change.resource_type()),
        action,
        properties: change.details().iter().filter_map(property).collect(),
        old: match change.policy_action() {
            Some(PolicyAction::Delete | PolicyAction::ReplaceAndDelete) => Some(Outcome::Deleted),
            Some(PolicyAction::Retain | PolicyAction::ReplaceAndRetain) => Some(Outcome::Kept),
            Some(PolicyAction::Snapshot | PolicyAction::ReplaceAndSnapshot) => {
                Some(Outcome::Snapshot)
            }
            _ => None,
        },
    }
}

fn property(detail: &ResourceChangeDetail) -> Option<PropertyChange> {
    let target = detail.target()?;
    if target.attribute() != Some(&ResourceAttribute::Properties) {
        return None;
    }
    let value = |value: Option<&str>| value.map(|value| value.to_owned().into());
    Some(PropertyChange {
        path: match target.path() {
            Some(path) => dotted(path),
            None => target.name()?.to_owned(),
        },
        before: value(target.before_value()),
        after: value(target.after_value()),
        recreation: match target.requires_recreation() {
            Some(RequiresRecreation::Always) => Recreation::Always,
            Some(RequiresRecreation::Conditionally) => Recreation::Conditionally,
            _ => Recreation::Never,
        },
        // The service says that a value follows from another resource, not that this one is
        // replaced.
        because_of: None,
        by_hand: target.drift().is_some(),
    })
}

/// `/Properties/Environment/Variables/TABLE` as the plan writes it.
fn dotted(path: &str) -> String {
    let path = path.strip_prefix("/Properties").unwrap_or(path);
    path.trim_start_matches('/').replace('/', ".")
}

#[cfg(test)]
mod tests {
    use aws_sdk_cloudformation::types::ResourceTargetDefinition;

    use super::*;

    #[test]
    fn a_change_sets_words_become_the_plans() {
        let target = ResourceTargetDefinition::builder()
            .attribute(ResourceAttribute::Properties)
            .name("Environment")
            .path("/Properties/Environment/Variables/TABLE")
            .before_value("a")
            .after_value("b")
            .requires_recreation(RequiresRecreation::Conditionally)
            .build();
        let change = ResourceChange::builder()
            .action(ChangeAction::Modify)
            .replacement(Replacement::Conditional)
            .policy_action(PolicyAction::ReplaceAndRetain)
            .logical_resource_id("Inspect")
            .resource_type("AWS::Lambda::Function")
            .details(ResourceChangeDetail::builder().target(target).build())
            .build();
        let seen = observed(&change);
        let replaces = Some(Certainty::Possible);
        assert_eq!(seen.action, ObservedAction::Modify { replaces });
        assert_eq!(seen.old, Some(Outcome::Kept));
        assert_eq!(seen.properties[0].path, "Environment.Variables.TABLE");
        assert_eq!(seen.properties[0].after, Some("b".into()));
        assert_eq!(seen.properties[0].recreation, Recreation::Conditionally);
    }
}
