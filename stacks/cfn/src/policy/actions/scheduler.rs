//! The actions of `scheduler`. Made by `iam-data`.

use crate::policy::Action;

/// `scheduler:CreateSchedule`.
#[rustfmt::skip]
pub const CREATE_SCHEDULE: Action = Action::known("scheduler:CreateSchedule");

/// `scheduler:CreateScheduleGroup`.
#[rustfmt::skip]
pub const CREATE_SCHEDULE_GROUP: Action = Action::known("scheduler:CreateScheduleGroup");

/// `scheduler:DeleteSchedule`.
#[rustfmt::skip]
pub const DELETE_SCHEDULE: Action = Action::known("scheduler:DeleteSchedule");

/// `scheduler:DeleteScheduleGroup`.
#[rustfmt::skip]
pub const DELETE_SCHEDULE_GROUP: Action = Action::known("scheduler:DeleteScheduleGroup");

/// `scheduler:GetSchedule`.
#[rustfmt::skip]
pub const GET_SCHEDULE: Action = Action::known("scheduler:GetSchedule");

/// `scheduler:GetScheduleGroup`.
#[rustfmt::skip]
pub const GET_SCHEDULE_GROUP: Action = Action::known("scheduler:GetScheduleGroup");

/// `scheduler:ListScheduleGroups`.
#[rustfmt::skip]
pub const LIST_SCHEDULE_GROUPS: Action = Action::known("scheduler:ListScheduleGroups");

/// `scheduler:ListSchedules`.
#[rustfmt::skip]
pub const LIST_SCHEDULES: Action = Action::known("scheduler:ListSchedules");

/// `scheduler:ListSchedulesByTarget`.
#[rustfmt::skip]
pub const LIST_SCHEDULES_BY_TARGET: Action = Action::known("scheduler:ListSchedulesByTarget");

/// `scheduler:ListTagsForResource`.
#[rustfmt::skip]
pub const LIST_TAGS_FOR_RESOURCE: Action = Action::known("scheduler:ListTagsForResource");

/// `scheduler:TagResource`.
#[rustfmt::skip]
pub const TAG_RESOURCE: Action = Action::known("scheduler:TagResource");

/// `scheduler:UntagResource`.
#[rustfmt::skip]
pub const UNTAG_RESOURCE: Action = Action::known("scheduler:UntagResource");

/// `scheduler:UpdateSchedule`.
#[rustfmt::skip]
pub const UPDATE_SCHEDULE: Action = Action::known("scheduler:UpdateSchedule");
