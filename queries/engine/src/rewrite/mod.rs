//! Trino's SQL as DataFusion understands it: the parsed statement is rewritten.
//!
//! What is a matter of types happens later, in [`crate::functions`].

mod build;
mod functions;
mod labels;
mod literals;
mod ties;
mod unnest;

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    AccessExpr, BinaryOperator, CastKind, CharacterLength, DataType, Expr, Query, Select, SetExpr,
    Statement, Subscript, TableFactor, TimezoneInfo, UnaryOperator, VisitMut, VisitorMut,
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
        if let Err(error) = ties::fetch_as_limit(query) {
            return ControlFlow::Break(error);
        }
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

    fn post_visit_query(&mut self, query: &mut Query) -> ControlFlow<QueryError> {
        literals::restore_places(query);
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
            Expr::Value(value) => literals::number(&value.value),
            Expr::UnaryOp {
                op: UnaryOperator::Minus,
                expr,
            } => literals::least_integer(expr),
            Expr::CompoundFieldAccess { root, access_chain } => {
                let root = std::mem::replace(root.as_mut(), build::null());
                match picked(root, std::mem::take(access_chain)) {
                    Ok(picked) => Some(picked),
                    Err(error) => return ControlFlow::Break(error),
                }
            }
            Expr::Substring {
                expr,
                substring_from: Some(from),
                substring_for,
                ..
            } => {
                let all = [
                    Some(expr.as_ref()),
                    Some(from.as_ref()),
                    substring_for.as_deref(),
                ];
                Some(build::call("substr", all.into_iter().flatten().cloned()))
            }
            Expr::Ceil { expr, .. } => Some(build::call(names::CEIL, [expr.as_ref().clone()])),
            Expr::Floor { expr, .. } => Some(build::call(names::FLOOR, [expr.as_ref().clone()])),
            Expr::TypedString(typed) => match literals::time(typed) {
                Ok(replaced) => replaced,
                Err(error) => return ControlFlow::Break(error),
            },
            Expr::AtTimeZone {
                timestamp,
                time_zone,
            } => {
                let all = [timestamp.as_ref().clone(), time_zone.as_ref().clone()];
                Some(build::call("at_timezone", all))
            }
            Expr::Extract { field, expr, .. } => literals::extracted(field, expr),
            Expr::Tuple(values) => Some(build::call(names::ROW, std::mem::take(values))),
            _ => None,
        };
        if let Some(replaced) = replaced {
            *expr = replaced;
        }
        ControlFlow::Continue(())
    }
}

/// `boxes[1].score`: an element, which must be there, or a field.
fn picked(root: Expr, chain: Vec<AccessExpr>) -> Result<Expr, QueryError> {
    chain.into_iter().try_fold(root, |of, access| match access {
        AccessExpr::Dot(Expr::Identifier(field)) => {
            let name = build::text(&field.value.to_lowercase());
            Ok(build::call("get_field", [of, name]))
        }
        AccessExpr::Subscript(Subscript::Index { index }) => {
            Ok(build::call(names::SUBSCRIPT, [of, index]))
        }
        other => Err(QueryError::not_supported(format!("the access {other}"))),
    })
}

/// Casts whose results differ: a text of a value is Trino's, and numbers are rounded.
fn cast(kind: &CastKind, expr: &mut Expr, data_type: &DataType) -> Option<Expr> {
    match data_type {
        DataType::Varchar(length) | DataType::Char(length) => {
            let text = build::call(names::TO_VARCHAR, [expr.clone()]);
            Some(match length {
                Some(CharacterLength::IntegerLength { length, .. }) => {
                    build::call(names::SHORTENED, [text, build::number(&length.to_string())])
                }
                _ => text,
            })
        }
        DataType::String(_) => Some(build::call(names::TO_VARCHAR, [expr.clone()])),
        DataType::Timestamp(_, TimezoneInfo::WithTimeZone | TimezoneInfo::Tz) => {
            Some(build::call(names::INSTANT, [expr.clone()]))
        }
        // A time is kept to the millisecond, which leaves room for every year.
        DataType::Timestamp(..) | DataType::Date | DataType::Time(..)
            if !build::is_call(expr, names::LOCAL) =>
        {
            Some(Expr::Cast {
                kind: kind.clone(),
                expr: Box::new(build::call(names::LOCAL, [expr.clone()])),
                data_type: match data_type {
                    DataType::Timestamp(_, zone) => DataType::Timestamp(Some(3), *zone),
                    other => other.clone(),
                },
                array: false,
                format: None,
            })
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
