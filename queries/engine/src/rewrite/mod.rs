//! Trino's SQL as DataFusion understands it: the parsed statement is rewritten.
//!
//! What is a matter of types happens later, in [`crate::functions`].

mod build;
mod functions;
mod labels;
mod unnest;

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    AccessExpr, BinaryOperator, CastKind, DataType, ExactNumberInfo, Expr, Query, Select, SetExpr,
    Statement, TableFactor, Value, VisitMut, VisitorMut,
};

use crate::error::QueryError;
use crate::functions::names;

pub(crate) use labels::{DUPLICATE, label};
pub(crate) use unnest::UnnestPlanner;

/// Rewrites a statement in place.
pub(crate) fn rewrite(statement: &mut Statement) -> Result<(), QueryError> {
    if let Statement::Query(query) = statement {
        labels::tell_duplicates_apart(query);
    }
    match statement.visit(&mut Rewriter) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(error) => Err(error),
    }
}

struct Rewriter;

impl VisitorMut for Rewriter {
    type Break = QueryError;

    fn pre_visit_query(&mut self, query: &mut Query) -> ControlFlow<QueryError> {
        // A statement in brackets may have brackets around brackets.
        while let SetExpr::Query(inner) = query.body.as_mut() {
            let plain = query.with.is_none()
                && query.order_by.is_none()
                && query.limit_clause.is_none()
                && query.fetch.is_none();
            if !plain {
                break;
            }
            *query = inner.as_ref().clone();
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_select(&mut self, select: &mut Select) -> ControlFlow<QueryError> {
        labels::name_columns(select);
        unnest::gather(&mut select.from);
        ControlFlow::Continue(())
    }

    fn pre_visit_table_factor(&mut self, factor: &mut TableFactor) -> ControlFlow<QueryError> {
        if let TableFactor::NestedJoin {
            table_with_joins, ..
        } = factor
        {
            unnest::gather_nested(table_with_joins);
        }
        ControlFlow::Continue(())
    }

    fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<QueryError> {
        let replaced = match expr {
            Expr::Function(function) => match functions::rewrite(function) {
                Ok(replaced) => replaced,
                Err(error) => return ControlFlow::Break(error),
            },
            Expr::Cast {
                kind,
                expr,
                data_type,
                ..
            } => cast(kind, expr, data_type),
            Expr::BinaryOp {
                left,
                op: BinaryOperator::Divide,
                right,
            } => Some(build::call(
                names::DIVIDE,
                [left.as_ref().clone(), right.as_ref().clone()],
            )),
            Expr::Value(value) => exponent(&value.value),
            Expr::CompoundFieldAccess { access_chain, .. } => {
                access_chain.iter_mut().for_each(name_field);
                None
            }
            _ => None,
        };
        if let Some(replaced) = replaced {
            *expr = replaced;
        }
        ControlFlow::Continue(())
    }
}

/// A number with an exponent is a double in Trino, one with a point alone is a decimal.
fn exponent(value: &Value) -> Option<Expr> {
    match value {
        Value::Number(number, _) if number.contains(['e', 'E']) => Some(Expr::Cast {
            kind: CastKind::Cast,
            expr: Box::new(build::text(number)),
            data_type: DataType::Double(ExactNumberInfo::None),
            array: false,
            format: None,
        }),
        _ => None,
    }
}

/// `boxes[1].score`: DataFusion takes the name of a field as a text.
fn name_field(access: &mut AccessExpr) {
    if let AccessExpr::Dot(name) = access
        && let Expr::Identifier(field) = name
    {
        *name = build::text(&field.value.to_lowercase());
    }
}

/// Casts whose results differ: a text of a value is Trino's, and numbers are rounded.
fn cast(kind: &CastKind, expr: &mut Expr, data_type: &DataType) -> Option<Expr> {
    match data_type {
        DataType::Varchar(_) | DataType::Char(_) | DataType::String(_) => {
            Some(build::call(names::TO_VARCHAR, [expr.clone()]))
        }
        DataType::BigInt(_)
        | DataType::Int(_)
        | DataType::Integer(_)
        | DataType::SmallInt(_)
        | DataType::TinyInt(_)
            if !build::is_call(expr, names::ROUNDED) =>
        {
            Some(Expr::Cast {
                kind: kind.clone(),
                expr: Box::new(build::call(names::ROUNDED, [expr.clone()])),
                data_type: data_type.clone(),
                array: false,
                format: None,
            })
        }
        _ => None,
    }
}
