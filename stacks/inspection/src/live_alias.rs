//! The state machine as it is published: a version of each definition, and the alias `live`, by which
//! batches are started and which goes over from one version to the next as the configuration says.
//!
//! A version's tasks call the versions of functions that were published with it, so that what goes
//! over is the whole workflow: no execution ever meets code that its definition was not made for.
//! <https://docs.aws.amazon.com/step-functions/latest/dg/concepts-cd-aliasing-versioning.html>

use cfn::cloudwatch::alarm;
use cfn::stepfunctions::state_machine_alias::{DeploymentPreference, DeploymentPreferenceType};
use cfn::stepfunctions::{StateMachineAlias, StateMachineVersion, state_machine};
use cfn::{DeletionPolicy, ResourceType, Template, Value};

use crate::config::Shift;
use crate::functions::LIVE;

/// Adds a version and the alias; gives the alias's ARN.
pub(crate) fn add(
    template: &mut Template,
    machine: &state_machine::Handle,
    alarms: &[alarm::Handle],
    shift: Shift,
) -> Value<String> {
    // The version before stays until no execution can begin with it any more, and goes with its
    // state machine.
    let version = StateMachineVersion::new(machine.reference())
        .state_machine_revision_id(machine.state_machine_revision_id())
        .on_replacement(DeletionPolicy::Retain);
    let version = template.add("inspection-version", version);
    let kind = match shift {
        Shift::AllAtOnce => DeploymentPreferenceType::AllAtOnce,
        Shift::Canary(_) => DeploymentPreferenceType::Canary,
        Shift::Linear(_) => DeploymentPreferenceType::Linear,
    };
    let mut preference = DeploymentPreference::new(version.reference(), kind);
    if let Some(step) = shift.step() {
        let alarms: Vec<Value<String>> = alarms.iter().map(alarm::Handle::reference).collect();
        preference = preference
            .percentage(step.percent)
            .interval(step.minutes)
            .alarms(alarms);
    }
    let alias = StateMachineAlias::new()
        .name(LIVE)
        .description("What batches are inspected with that begin now.")
        .deployment_preference(preference);
    template.add("inspection-live-alias", alias).reference()
}
