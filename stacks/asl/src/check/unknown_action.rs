//! A task calls an AWS SDK integration by a service or an action that was not
//! known when the table beside was made.
//!
//! AWS keeps adding to both, so this is a warning: it may be newer than the table,
//! which is derived from the public API models in botocore 1.41.5 (Apache-2.0):
//! a line a service, named as the Java SDK's packages are, with its actions.

use std::collections::HashMap;
use std::sync::OnceLock;

use diagnostics::{Address, Diagnostic, Diagnostics, nearest};

use crate::State;

fn services() -> &'static HashMap<&'static str, Vec<&'static str>> {
    static TABLE: OnceLock<HashMap<&'static str, Vec<&'static str>>> = OnceLock::new();
    TABLE.get_or_init(|| {
        include_str!("actions.txt")
            .lines()
            .filter_map(|line| line.split_once(' '))
            .map(|(service, actions)| (service, actions.split(' ').collect()))
            .collect()
    })
}

pub(super) fn check(state: &State, address: &Address, problems: &mut Diagnostics) {
    let State::Task(task) = state else { return };
    let Some((_, rest)) = task.resource.split_once(":states:::aws-sdk:") else {
        return;
    };
    let Some((service, action)) = rest.split_once(':') else {
        return;
    };
    let action = action.split('.').next().unwrap_or_default();
    let known = services()
        .get(service)
        // The SDK's packages leave out a "Service" at the end of a name.
        .or_else(|| services().get(format!("{service}service").as_str()));
    let (what, near) = match known {
        Some(actions) if actions.contains(&action) => return,
        Some(actions) => (
            format!("The service {service} has no action {action} that is known here"),
            nearest(action, actions.iter().copied()),
        ),
        None => (
            format!("No service {service} is known here"),
            nearest(service, services().keys().copied()),
        ),
    };
    let mut problem = Diagnostic::warning("asl::unknown-action", address.join("Resource"), what);
    problem.help = near.map(|near| format!("did you mean \"{near}\"?"));
    problems.push(problem);
}

#[cfg(test)]
mod tests {
    use crate::{ExecutionType, StateMachine, Task, check_machine};

    #[test]
    fn services_and_actions_are_known_by_the_names_of_the_java_sdk() {
        let mut machine = StateMachine::new("0");
        for (at, resource) in [
            "s3:getObject",
            "sfn:startExecution",
            "cloudwatchlogs:putLogEvents",
            "databasemigration:startReplicationTask",
            "lambda:invoke.waitForTaskToken",
            "s3:getObjct",
            "lamda:invoke",
        ]
        .iter()
        .enumerate()
        {
            let task = Task::new(format!("arn:aws:states:::aws-sdk:{resource}"));
            machine = machine.state(at.to_string(), task.next((at + 1).to_string()));
        }
        let machine = machine.state("7", crate::Succeed::new());
        insta::assert_snapshot!(check_machine(&machine, ExecutionType::Standard), @r#"
        warning[asl::unknown-action] States.5.Resource: The service s3 has no action getObjct that is known here
          help: did you mean "getObject"?
        warning[asl::unknown-action] States.6.Resource: No service lamda is known here
          help: did you mean "lambda"?
        "#);
    }
}
