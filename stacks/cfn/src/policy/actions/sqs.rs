//! The actions of `sqs`. Made by `iam-data`.

use crate::policy::Action;

/// `sqs:AddPermission`.
#[rustfmt::skip]
pub const ADD_PERMISSION: Action = Action::known("sqs:AddPermission");

/// `sqs:CancelMessageMoveTask`.
#[rustfmt::skip]
pub const CANCEL_MESSAGE_MOVE_TASK: Action = Action::known("sqs:CancelMessageMoveTask");

/// `sqs:ChangeMessageVisibility`.
#[rustfmt::skip]
pub const CHANGE_MESSAGE_VISIBILITY: Action = Action::known("sqs:ChangeMessageVisibility");

/// `sqs:CreateQueue`.
#[rustfmt::skip]
pub const CREATE_QUEUE: Action = Action::known("sqs:CreateQueue");

/// `sqs:DeleteMessage`.
#[rustfmt::skip]
pub const DELETE_MESSAGE: Action = Action::known("sqs:DeleteMessage");

/// `sqs:DeleteQueue`.
#[rustfmt::skip]
pub const DELETE_QUEUE: Action = Action::known("sqs:DeleteQueue");

/// `sqs:GetQueueAttributes`.
#[rustfmt::skip]
pub const GET_QUEUE_ATTRIBUTES: Action = Action::known("sqs:GetQueueAttributes");

/// `sqs:GetQueueUrl`.
#[rustfmt::skip]
pub const GET_QUEUE_URL: Action = Action::known("sqs:GetQueueUrl");

/// `sqs:ListDeadLetterSourceQueues`.
#[rustfmt::skip]
pub const LIST_DEAD_LETTER_SOURCE_QUEUES: Action = Action::known("sqs:ListDeadLetterSourceQueues");

/// `sqs:ListMessageMoveTasks`.
#[rustfmt::skip]
pub const LIST_MESSAGE_MOVE_TASKS: Action = Action::known("sqs:ListMessageMoveTasks");

/// `sqs:ListQueues`.
#[rustfmt::skip]
pub const LIST_QUEUES: Action = Action::known("sqs:ListQueues");

/// `sqs:ListQueueTags`.
#[rustfmt::skip]
pub const LIST_QUEUE_TAGS: Action = Action::known("sqs:ListQueueTags");

/// `sqs:PurgeQueue`.
#[rustfmt::skip]
pub const PURGE_QUEUE: Action = Action::known("sqs:PurgeQueue");

/// `sqs:ReceiveMessage`.
#[rustfmt::skip]
pub const RECEIVE_MESSAGE: Action = Action::known("sqs:ReceiveMessage");

/// `sqs:RemovePermission`.
#[rustfmt::skip]
pub const REMOVE_PERMISSION: Action = Action::known("sqs:RemovePermission");

/// `sqs:SendMessage`.
#[rustfmt::skip]
pub const SEND_MESSAGE: Action = Action::known("sqs:SendMessage");

/// `sqs:SetQueueAttributes`.
#[rustfmt::skip]
pub const SET_QUEUE_ATTRIBUTES: Action = Action::known("sqs:SetQueueAttributes");

/// `sqs:StartMessageMoveTask`.
#[rustfmt::skip]
pub const START_MESSAGE_MOVE_TASK: Action = Action::known("sqs:StartMessageMoveTask");

/// `sqs:TagQueue`.
#[rustfmt::skip]
pub const TAG_QUEUE: Action = Action::known("sqs:TagQueue");

/// `sqs:UntagQueue`.
#[rustfmt::skip]
pub const UNTAG_QUEUE: Action = Action::known("sqs:UntagQueue");
