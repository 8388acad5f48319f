//! The actions of `pipes`. Made by `iam-data`.

use crate::policy::Action;

/// `pipes:CreatePipe`.
#[rustfmt::skip]
pub const CREATE_PIPE: Action = Action::known("pipes:CreatePipe");

/// `pipes:DeletePipe`.
#[rustfmt::skip]
pub const DELETE_PIPE: Action = Action::known("pipes:DeletePipe");

/// `pipes:DescribePipe`.
#[rustfmt::skip]
pub const DESCRIBE_PIPE: Action = Action::known("pipes:DescribePipe");

/// `pipes:ListPipes`.
#[rustfmt::skip]
pub const LIST_PIPES: Action = Action::known("pipes:ListPipes");

/// `pipes:ListTagsForResource`.
#[rustfmt::skip]
pub const LIST_TAGS_FOR_RESOURCE: Action = Action::known("pipes:ListTagsForResource");

/// `pipes:StartPipe`.
#[rustfmt::skip]
pub const START_PIPE: Action = Action::known("pipes:StartPipe");

/// `pipes:StopPipe`.
#[rustfmt::skip]
pub const STOP_PIPE: Action = Action::known("pipes:StopPipe");

/// `pipes:TagResource`.
#[rustfmt::skip]
pub const TAG_RESOURCE: Action = Action::known("pipes:TagResource");

/// `pipes:UntagResource`.
#[rustfmt::skip]
pub const UNTAG_RESOURCE: Action = Action::known("pipes:UntagResource");

/// `pipes:UpdatePipe`.
#[rustfmt::skip]
pub const UPDATE_PIPE: Action = Action::known("pipes:UpdatePipe");
