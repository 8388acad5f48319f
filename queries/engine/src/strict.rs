//! What Trino does not compare: a text is never a number or a date.
//!
//! DataFusion would make one of the other; Trino says that the operator cannot be applied.
//! <https://trino.io/docs/current/language/types.html>

use datafusion::arrow::datatypes::DataType;
use datafusion::common::DFSchema;
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::error::DataFusionError;
use datafusion::logical_expr::expr::{Between, BinaryExpr, Case, InList};
use datafusion::logical_expr::{Expr, ExprSchemable, LogicalPlan, Operator};

use crate::arrow_types::full_name;
use crate::error::{ErrorKind, QueryError};

/// Checks every expression of a plan whose types were not made to fit yet.
pub(crate) fn check(plan: &LogicalPlan) -> Result<(), QueryError> {
    let mut found = None;
    let walked = plan.apply_with_subqueries(|node| {
        let mut schema = DFSchema::empty();
        for input in node.inputs() {
            schema.merge(input.schema());
        }
        schema.merge(node.schema());
        node.apply_expressions(|expr| {
            expr.apply(|part| {
                if found.is_none() {
                    found = mismatch(part, &schema);
                }
                Ok(TreeNodeRecursion::Continue)
            })
        })
    });
    // What has no type yet is told by the planner itself.
    let _: Result<TreeNodeRecursion, DataFusionError> = walked;
    found.map_or(Ok(()), Err)
}

fn mismatch(expr: &Expr, schema: &DFSchema) -> Option<QueryError> {
    let kind = |expr: &Expr| expr.get_type(schema).ok();
    match expr {
        Expr::BinaryExpr(BinaryExpr { left, op, right }) => {
            let is_checked = op.supports_propagation() || op.is_numerical_operators();
            let sign = if *op == Operator::NotEq {
                "<>".to_owned()
            } else {
                op.to_string()
            };
            if is_checked {
                unlike(&kind(left)?, &kind(right)?, &sign)
            } else {
                None
            }
        }
        Expr::Between(Between {
            expr, low, high, ..
        }) => {
            let of = kind(expr)?;
            unlike(&of, &kind(low)?, "BETWEEN").or_else(|| unlike(&of, &kind(high)?, "BETWEEN"))
        }
        Expr::InList(InList { expr, list, .. }) => {
            let of = kind(expr)?;
            list.iter().find_map(|item| unlike(&of, &kind(item)?, "IN"))
        }
        Expr::Case(Case {
            when_then_expr,
            else_expr,
            ..
        }) => {
            let results = when_then_expr.iter().map(|(_, then)| then);
            let mut types = results.chain(else_expr).filter_map(|result| kind(result));
            let first = types.find(|of| !of.is_null())?;
            let other = types.find(|of| is_unlike(&first, of))?;
            Some(QueryError::new(
                ErrorKind::TypeMismatch,
                format!(
                    "All CASE results must be the same type or coercible to a common type. \
                     Cannot find common type between {} and {}",
                    full_name(&first),
                    full_name(&other)
                ),
            ))
        }
        _ => None,
    }
}

fn unlike(left: &DataType, right: &DataType, operator: &str) -> Option<QueryError> {
    is_unlike(left, right).then(|| {
        QueryError::new(
            ErrorKind::TypeMismatch,
            format!(
                "Cannot apply operator: {} {operator} {}",
                full_name(left),
                full_name(right)
            ),
        )
    })
}

/// Whether one is a text and the other something else that has no text's form.
fn is_unlike(left: &DataType, right: &DataType) -> bool {
    let is_text = |of: &DataType| {
        matches!(
            of,
            DataType::Utf8 | DataType::Utf8View | DataType::LargeUtf8
        )
    };
    let is_other = |of: &DataType| {
        of.is_numeric() || of.is_temporal() || matches!(of, DataType::Boolean) || of.is_nested()
    };
    (is_text(left) && is_other(right)) || (is_other(left) && is_text(right))
}
