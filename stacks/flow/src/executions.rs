//! What a flow knows of its state machine's other executions.

use asl::Task as TaskState;
use contracts::Payload;
use serde_json::{Map as JsonMap, json};

use crate::{Expr, Flow, StepRef};

impl<I: Payload> Flow<I> {
    /// A step that sets a variable to how many other executions of the same state machine run. What has
    /// just begun may not be among them yet.
    /// <https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html>
    pub fn count_others(&mut self, name: &str, others: &Expr<u64>) -> StepRef {
        self.needs_mut().lists_executions = true;
        let mut assign = JsonMap::new();
        assign.insert(
            crate::assignments::name_of(others),
            "{% $count($states.result.Executions[ExecutionArn != $states.context.Execution.Id]) %}"
                .into(),
        );
        let state = TaskState::new("arn:aws:states:::aws-sdk:sfn:listExecutions")
            .arguments(json!({
                "StateMachineArn": "{% $states.context.StateMachine.Id %}",
                "StatusFilter": "RUNNING",
            }))
            .assign(assign)
            .output(json!({}));
        self.add_state(name, state)
    }
}
