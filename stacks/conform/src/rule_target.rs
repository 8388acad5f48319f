//! Targets of rules that EventBridge reaches by a role alone.
//! <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html>

use diagnostics::{Diagnostic, Diagnostics};
use serde_json::Value as Json;

use crate::function::read_attribute;
use crate::scene::{Part, Scene};

/// Resource types that are reached by a role, and none by a policy of their own.
const BY_ROLE: [&str; 7] = [
    "AWS::Batch::JobQueue",
    "AWS::Kinesis::Stream",
    "AWS::KinesisFirehose::DeliveryStream",
    "AWS::SageMaker::Pipeline",
    "AWS::StepFunctions::StateMachine",
    "AWS::StepFunctions::StateMachineAlias",
    "AWS::StepFunctions::StateMachineVersion",
];

pub(crate) fn check(scene: &Scene<'_>, part: &Part<'_>, found: &mut Diagnostics) {
    let Some(targets) = part
        .properties
        .filter(|_| part.kind == "AWS::Events::Rule")
        .and_then(|all| all.get("Targets")?.as_array())
    else {
        return;
    };
    for (at, target) in targets.iter().enumerate() {
        let arn = &target["Arn"];
        let named = arn.get("Ref").and_then(Json::as_str);
        let attribute = arn.get("Fn::GetAtt").and_then(read_attribute);
        let Some(id) = named.or(attribute.as_ref().map(|(id, _)| *id)) else {
            continue;
        };
        let kind = scene.resource(id).map_or("", |resource| resource.kind);
        if target.get("RoleArn").is_none() && BY_ROLE.contains(&kind) {
            let at = at.to_string();
            let place = scene.place(&["Resources", part.id, "Properties", "Targets", &at]);
            let summary = format!("EventBridge reaches an {kind} by a role, and there is none");
            let problem = Diagnostic::error("cfn::missing-property", place, summary);
            found.push(
                problem.with_help("set RoleArn to a role that events.amazonaws.com may assume"),
            );
        }
    }
}
