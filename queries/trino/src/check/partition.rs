//! A large table is asked for some of its days, and not for all that there are: every day more is
//! read and paid for.

use sqlparser::ast::{BinaryOperator, Expr};

use super::scope::Scope;
use super::{Checker, bare};
use crate::parse::Location;

/// The code of a table whose days nothing bounds.
pub const NO_PARTITION_FILTER: &str = "sql::no-partition-filter";

/// A table of the lake that a query asks.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) relation: String,
    pub(super) table: String,
    /// Its partition key that is a day, where it has one.
    pub(super) key: Option<String>,
    pub(super) at: Location,
}

impl Checker<'_> {
    /// Every table that is partitioned by day is asked for some days.
    pub(super) fn partitions(&mut self, scope: &Scope<'_>, asked: &[Asked], conditions: &[&Expr]) {
        for (number, table) in asked.iter().enumerate() {
            let Some(key) = &table.key else { continue };
            let is_bounded = |condition: &&Expr| bounds(condition, number, scope);
            if conditions.iter().any(is_bounded) {
                continue;
            }
            let message = format!(
                "every day of {:?} is read: nothing bounds its partition key {key:?}",
                table.table
            );
            let help = format!(
                "compare it with a parameter: {}.{key} >= {{{{param \"since\"}}}}",
                table.relation
            );
            self.tell_with(NO_PARTITION_FILTER, table.at, message, Some(help));
        }
    }
}

/// Whether a condition leaves only some days of a table.
fn bounds(condition: &Expr, table: usize, scope: &Scope<'_>) -> bool {
    let is_key = |expr: &Expr| Checker::is_partition(scope, expr) == Some(table);
    match bare(condition) {
        Expr::BinaryOp { left, op, right } => match op {
            BinaryOperator::And => bounds(left, table, scope) || bounds(right, table, scope),
            BinaryOperator::Or => bounds(left, table, scope) && bounds(right, table, scope),
            BinaryOperator::Eq
            | BinaryOperator::Lt
            | BinaryOperator::LtEq
            | BinaryOperator::Gt
            | BinaryOperator::GtEq => {
                is_key(left) && is_constant(right) || is_key(right) && is_constant(left)
            }
            _ => false,
        },
        Expr::Between {
            expr,
            negated: false,
            low,
            high,
        } => is_key(expr) && is_constant(low) && is_constant(high),
        Expr::InList {
            expr,
            list,
            negated: false,
        } => is_key(expr) && list.iter().all(is_constant),
        _ => false,
    }
}

/// Whether a value is known before anything is read.
fn is_constant(expr: &Expr) -> bool {
    match bare(expr) {
        Expr::Value(_) | Expr::TypedString(_) | Expr::Interval(_) => true,
        Expr::UnaryOp { expr, .. } | Expr::Cast { expr, .. } => is_constant(expr),
        Expr::BinaryOp { left, right, .. } => is_constant(left) && is_constant(right),
        Expr::Function(function) => match &function.args {
            sqlparser::ast::FunctionArguments::None => true,
            sqlparser::ast::FunctionArguments::List(list) => {
                function.over.is_none()
                    && list.args.iter().all(|argument| match argument {
                        sqlparser::ast::FunctionArg::Unnamed(
                            sqlparser::ast::FunctionArgExpr::Expr(expr),
                        ) => is_constant(expr),
                        _ => false,
                    })
            }
            sqlparser::ast::FunctionArguments::Subquery(_) => false,
        },
        _ => false,
    }
}
