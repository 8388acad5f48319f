//! What Express executions cannot do at all: activities and distributed maps.
//! <https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html>

use diagnostics::{Address, Diagnostic, Diagnostics};

use crate::{ExecutionType, State};

pub(super) fn check(
    state: &State,
    execution_type: ExecutionType,
    address: &Address,
    problems: &mut Diagnostics,
) {
    if execution_type != ExecutionType::Express {
        return;
    }
    let (field, what) = match state {
        State::Task(task) if task.resource.contains(":activity:") => ("Resource", "activities"),
        State::Map(map) if map.is_distributed() => ("ItemProcessor", "distributed maps"),
        _ => return,
    };
    problems.push(Diagnostic::error(
        "asl::express-only-standard",
        address.join(field),
        format!("Express state machine does not support {what}"),
    ));
}

#[cfg(test)]
mod tests {
    use crate::{ExecutionType, ItemProcessor, Map, Pass, StateMachine, Task, check_machine};

    #[test]
    fn activities_and_distributed_maps_are_for_standard_executions() {
        let inner = ItemProcessor::distributed(ExecutionType::Express, "Ask").state(
            "Ask",
            Task::new("arn:aws:states:eu-central-1:000000000000:activity:look"),
        );
        let machine = StateMachine::new("Wait").state("Wait", Pass::new().next("All"));
        let machine = machine.state("All", Map::new(inner));
        insta::assert_snapshot!(check_machine(&machine, ExecutionType::Standard), @"error[asl::express-only-standard] States.All.ItemProcessor.States.Ask.Resource: Express state machine does not support activities");
        insta::assert_snapshot!(check_machine(&machine, ExecutionType::Express), @"
        error[asl::express-only-standard] States.All.ItemProcessor: Express state machine does not support distributed maps
        error[asl::express-only-standard] States.All.ItemProcessor.States.Ask.Resource: Express state machine does not support activities
        ");
    }
}
