//! The state machine has one definition, and its log holds no payloads.

use diagnostics::Diagnostics;
use serde_json::Value as Json;

use super::Scene;

pub(super) fn check(scene: &Scene<'_>, found: &mut Diagnostics) {
    for (id, machine) in scene.of_kind("AWS::StepFunctions::StateMachine") {
        let logging = machine.properties().get("LoggingConfiguration");
        let payloads = logging.and_then(|logging| logging.get("IncludeExecutionData"));
        if payloads == Some(&Json::Bool(true)) {
            let summary = "payloads are logged, which name places and devices".to_owned();
            let path = ["Properties", "LoggingConfiguration", "IncludeExecutionData"];
            let problem = scene.problem(id, &path, "logged-payloads", summary);
            found.push(problem.with_help("false: errors say where and why"));
        }
        let definitions = ["Definition", "DefinitionS3Location", "DefinitionString"];
        let given = definitions
            .into_iter()
            .filter(|key| machine.properties().contains_key(*key))
            .count();
        if given != 1 {
            let summary = format!("the state machine has {given} definitions; one is taken");
            let problem = scene.problem(id, &["Properties"], "definition", summary);
            found.push(problem.with_help(format!("give one of {}", definitions.join(", "))));
        }
    }
}
