//! What Trino does not compare: a text is never a number or a date.
//!
//! DataFusion would make one of the other; Trino says that the operator cannot be applied.
//! <https://trino.io/docs/current/language/types.html>
//!
//! And what Trino does and this engine cannot: one column of points in time of several zones.

use std::sync::Arc;

use datafusion::arrow::datatypes::DataType;
use datafusion::common::DFSchema;
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::error::DataFusionError;
use datafusion::logical_expr::expr::{Between, BinaryExpr, Case, InList, InSubquery};
use datafusion::logical_expr::{Expr, ExprSchemable, LogicalPlan, Operator};

use crate::arrow_types::full_name;
use crate::error::{ErrorKind, QueryError};
use crate::zone;

/// Checks every expression of a plan whose types were not made to fit yet.
pub(crate) fn check(plan: &LogicalPlan) -> Result<(), QueryError> {
    let mut found = None;
    let walked = plan.apply_with_subqueries(|node| {
        let mut schema = DFSchema::empty();
        for input in node.inputs() {
            schema.merge(input.schema());
        }
        schema.merge(node.schema());
        if let (None, LogicalPlan::Union(union)) = (&found, node) {
            found = mixed_union(&union.inputs);
        }
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
            let (of, low, high) = (kind(expr)?, kind(low)?, kind(high)?);
            unlike(&of, &low, "BETWEEN")
                .or_else(|| unlike(&of, &high, "BETWEEN"))
                .or_else(|| mixed(&[of, low, high]))
        }
        Expr::InList(InList { expr, list, .. }) => {
            let of = kind(expr)?;
            let found = list.iter().find_map(|item| unlike(&of, &kind(item)?, "IN"));
            found.or_else(|| mixed(&[vec![of], list.iter().filter_map(kind).collect()].concat()))
        }
        Expr::InSubquery(InSubquery { expr, subquery, .. }) => {
            let (_, own) = subquery.subquery.schema().iter().next()?;
            mixed(&[kind(expr)?, own.data_type().clone()])
        }
        // A difference is one of instants.
        Expr::ScalarFunction(function) if !function.name().ends_with("date_diff") => {
            mixed(&function.args.iter().filter_map(kind).collect::<Vec<_>>())
        }
        Expr::Case(Case {
            when_then_expr,
            else_expr,
            ..
        }) => {
            let results = when_then_expr.iter().map(|(_, then)| then);
            let types = results.chain(else_expr).filter_map(|result| kind(result));
            let types: Vec<DataType> = types.filter(|of| !of.is_null()).collect();
            let first = types.first()?.clone();
            let Some(other) = types.iter().find(|of| is_unlike(&first, of)) else {
                return mixed(&types);
            };
            Some(QueryError::new(
                ErrorKind::TypeMismatch,
                format!(
                    "All CASE results must be the same type or coercible to a common type. \
                     Cannot find common type between {} and {}",
                    full_name(&first),
                    full_name(other)
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

/// Values of several zones can be in no one column.
fn mixed(types: &[DataType]) -> Option<QueryError> {
    let first = types.iter().find(|of| zone::of(of).is_some())?;
    let other = types.iter().find(|of| zone::differ(first, of))?;
    let name = |of: &DataType| zone::of(of).unwrap_or(zone::UTC).to_owned();
    Some(QueryError::not_supported(format_args!(
        "points in time of the zones {} and {} in one place (bring them to one with AT TIME ZONE)",
        name(first),
        name(other)
    )))
}

fn mixed_union(inputs: &[Arc<LogicalPlan>]) -> Option<QueryError> {
    let width = inputs.first()?.schema().fields().len();
    (0..width).find_map(|at| {
        let types = inputs.iter().filter_map(|input| {
            let fields = input.schema().fields();
            fields.get(at).map(|field| field.data_type().clone())
        });
        mixed(&types.collect::<Vec<_>>())
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
