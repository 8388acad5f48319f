//! The actions of `budgets`. Made by `iam-data`.

use crate::policy::Action;

/// `budgets:CreateBudgetAction`.
#[rustfmt::skip]
pub const CREATE_BUDGET_ACTION: Action = Action::known("budgets:CreateBudgetAction");

/// `budgets:DeleteBudgetAction`.
#[rustfmt::skip]
pub const DELETE_BUDGET_ACTION: Action = Action::known("budgets:DeleteBudgetAction");

/// `budgets:DescribeBudgetAction`.
#[rustfmt::skip]
pub const DESCRIBE_BUDGET_ACTION: Action = Action::known("budgets:DescribeBudgetAction");

/// `budgets:DescribeBudgetActionHistories`.
#[rustfmt::skip]
pub const DESCRIBE_BUDGET_ACTION_HISTORIES: Action = Action::known("budgets:DescribeBudgetActionHistories");

/// `budgets:DescribeBudgetActionsForAccount`.
#[rustfmt::skip]
pub const DESCRIBE_BUDGET_ACTIONS_FOR_ACCOUNT: Action = Action::known("budgets:DescribeBudgetActionsForAccount");

/// `budgets:DescribeBudgetActionsForBudget`.
#[rustfmt::skip]
pub const DESCRIBE_BUDGET_ACTIONS_FOR_BUDGET: Action = Action::known("budgets:DescribeBudgetActionsForBudget");

/// `budgets:ExecuteBudgetAction`.
#[rustfmt::skip]
pub const EXECUTE_BUDGET_ACTION: Action = Action::known("budgets:ExecuteBudgetAction");

/// `budgets:ListTagsForResource`.
#[rustfmt::skip]
pub const LIST_TAGS_FOR_RESOURCE: Action = Action::known("budgets:ListTagsForResource");

/// `budgets:ModifyBudget`.
#[rustfmt::skip]
pub const MODIFY_BUDGET: Action = Action::known("budgets:ModifyBudget");

/// `budgets:TagResource`.
#[rustfmt::skip]
pub const TAG_RESOURCE: Action = Action::known("budgets:TagResource");

/// `budgets:UntagResource`.
#[rustfmt::skip]
pub const UNTAG_RESOURCE: Action = Action::known("budgets:UntagResource");

/// `budgets:UpdateBudgetAction`.
#[rustfmt::skip]
pub const UPDATE_BUDGET_ACTION: Action = Action::known("budgets:UpdateBudgetAction");

/// `budgets:ViewBudget`.
#[rustfmt::skip]
pub const VIEW_BUDGET: Action = Action::known("budgets:ViewBudget");
