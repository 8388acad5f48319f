//! The actions of `states`. Made by `iam-data`.

use crate::policy::Action;

/// `states:CreateActivity`.
#[rustfmt::skip]
pub const CREATE_ACTIVITY: Action = Action::known("states:CreateActivity");

/// `states:CreateStateMachine`.
#[rustfmt::skip]
pub const CREATE_STATE_MACHINE: Action = Action::known("states:CreateStateMachine");

/// `states:CreateStateMachineAlias`.
#[rustfmt::skip]
pub const CREATE_STATE_MACHINE_ALIAS: Action = Action::known("states:CreateStateMachineAlias");

/// `states:DeleteActivity`.
#[rustfmt::skip]
pub const DELETE_ACTIVITY: Action = Action::known("states:DeleteActivity");

/// `states:DeleteStateMachine`.
#[rustfmt::skip]
pub const DELETE_STATE_MACHINE: Action = Action::known("states:DeleteStateMachine");

/// `states:DeleteStateMachineAlias`.
#[rustfmt::skip]
pub const DELETE_STATE_MACHINE_ALIAS: Action = Action::known("states:DeleteStateMachineAlias");

/// `states:DeleteStateMachineVersion`.
#[rustfmt::skip]
pub const DELETE_STATE_MACHINE_VERSION: Action = Action::known("states:DeleteStateMachineVersion");

/// `states:DescribeActivity`.
#[rustfmt::skip]
pub const DESCRIBE_ACTIVITY: Action = Action::known("states:DescribeActivity");

/// `states:DescribeExecution`.
#[rustfmt::skip]
pub const DESCRIBE_EXECUTION: Action = Action::known("states:DescribeExecution");

/// `states:DescribeMapRun`.
#[rustfmt::skip]
pub const DESCRIBE_MAP_RUN: Action = Action::known("states:DescribeMapRun");

/// `states:DescribeStateMachine`.
#[rustfmt::skip]
pub const DESCRIBE_STATE_MACHINE: Action = Action::known("states:DescribeStateMachine");

/// `states:DescribeStateMachineAlias`.
#[rustfmt::skip]
pub const DESCRIBE_STATE_MACHINE_ALIAS: Action = Action::known("states:DescribeStateMachineAlias");

/// `states:DescribeStateMachineForExecution`.
#[rustfmt::skip]
pub const DESCRIBE_STATE_MACHINE_FOR_EXECUTION: Action = Action::known("states:DescribeStateMachineForExecution");

/// `states:GetActivityTask`.
#[rustfmt::skip]
pub const GET_ACTIVITY_TASK: Action = Action::known("states:GetActivityTask");

/// `states:GetExecutionHistory`.
#[rustfmt::skip]
pub const GET_EXECUTION_HISTORY: Action = Action::known("states:GetExecutionHistory");

/// `states:InvokeHTTPEndpoint`.
#[rustfmt::skip]
pub const INVOKE_HTTP_ENDPOINT: Action = Action::known("states:InvokeHTTPEndpoint");

/// `states:ListActivities`.
#[rustfmt::skip]
pub const LIST_ACTIVITIES: Action = Action::known("states:ListActivities");

/// `states:ListExecutions`.
#[rustfmt::skip]
pub const LIST_EXECUTIONS: Action = Action::known("states:ListExecutions");

/// `states:ListMapRuns`.
#[rustfmt::skip]
pub const LIST_MAP_RUNS: Action = Action::known("states:ListMapRuns");

/// `states:ListStateMachineAliases`.
#[rustfmt::skip]
pub const LIST_STATE_MACHINE_ALIASES: Action = Action::known("states:ListStateMachineAliases");

/// `states:ListStateMachines`.
#[rustfmt::skip]
pub const LIST_STATE_MACHINES: Action = Action::known("states:ListStateMachines");

/// `states:ListStateMachineVersions`.
#[rustfmt::skip]
pub const LIST_STATE_MACHINE_VERSIONS: Action = Action::known("states:ListStateMachineVersions");

/// `states:ListTagsForResource`.
#[rustfmt::skip]
pub const LIST_TAGS_FOR_RESOURCE: Action = Action::known("states:ListTagsForResource");

/// `states:PublishStateMachineVersion`.
#[rustfmt::skip]
pub const PUBLISH_STATE_MACHINE_VERSION: Action = Action::known("states:PublishStateMachineVersion");

/// `states:RedriveExecution`.
#[rustfmt::skip]
pub const REDRIVE_EXECUTION: Action = Action::known("states:RedriveExecution");

/// `states:RevealSecrets`.
#[rustfmt::skip]
pub const REVEAL_SECRETS: Action = Action::known("states:RevealSecrets");

/// `states:SendTaskFailure`.
#[rustfmt::skip]
pub const SEND_TASK_FAILURE: Action = Action::known("states:SendTaskFailure");

/// `states:SendTaskHeartbeat`.
#[rustfmt::skip]
pub const SEND_TASK_HEARTBEAT: Action = Action::known("states:SendTaskHeartbeat");

/// `states:SendTaskSuccess`.
#[rustfmt::skip]
pub const SEND_TASK_SUCCESS: Action = Action::known("states:SendTaskSuccess");

/// `states:StartExecution`.
#[rustfmt::skip]
pub const START_EXECUTION: Action = Action::known("states:StartExecution");

/// `states:StartSyncExecution`.
#[rustfmt::skip]
pub const START_SYNC_EXECUTION: Action = Action::known("states:StartSyncExecution");

/// `states:StopExecution`.
#[rustfmt::skip]
pub const STOP_EXECUTION: Action = Action::known("states:StopExecution");

/// `states:TagResource`.
#[rustfmt::skip]
pub const TAG_RESOURCE: Action = Action::known("states:TagResource");

/// `states:TestState`.
#[rustfmt::skip]
pub const TEST_STATE: Action = Action::known("states:TestState");

/// `states:UntagResource`.
#[rustfmt::skip]
pub const UNTAG_RESOURCE: Action = Action::known("states:UntagResource");

/// `states:UpdateMapRun`.
#[rustfmt::skip]
pub const UPDATE_MAP_RUN: Action = Action::known("states:UpdateMapRun");

/// `states:UpdateStateMachine`.
#[rustfmt::skip]
pub const UPDATE_STATE_MACHINE: Action = Action::known("states:UpdateStateMachine");

/// `states:UpdateStateMachineAlias`.
#[rustfmt::skip]
pub const UPDATE_STATE_MACHINE_ALIAS: Action = Action::known("states:UpdateStateMachineAlias");

/// `states:ValidateStateMachineDefinition`.
#[rustfmt::skip]
pub const VALIDATE_STATE_MACHINE_DEFINITION: Action = Action::known("states:ValidateStateMachineDefinition");
