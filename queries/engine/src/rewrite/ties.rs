//! `FETCH FIRST n ROWS ONLY` and `WITH TIES`.
//!
//! <https://trino.io/docs/current/sql/select.html#limit-or-fetch-first-clause>

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    BinaryOperator, Expr, Function, Ident, LimitClause, OrderByExpr, OrderByKind, Query, Select,
    SelectItem, SetExpr, Value, VisitMut, VisitorMut, WindowSpec, WindowType,
};
use datafusion::sql::sqlparser::parser::Parser;

use super::build;
use crate::error::{ErrorKind, QueryError};

/// `FETCH FIRST n ROWS ONLY` is `LIMIT n`; with ties, it is those rows that fewer than n come before.
pub(super) fn fetch_as_limit(query: &mut Query) -> Result<(), QueryError> {
    let Some(fetch) = query.fetch.take() else {
        return Ok(());
    };
    if fetch.percent {
        return Err(QueryError::not_supported("FETCH FIRST in per cent"));
    }
    let rows = fetch.quantity.unwrap_or_else(|| build::number("1"));
    if fetch.with_ties {
        return with_ties(query, rows);
    }
    match &mut query.limit_clause {
        Some(LimitClause::LimitOffset { limit, .. }) => *limit = Some(rows),
        clause => {
            *clause = Some(LimitClause::LimitOffset {
                limit: Some(rows),
                offset: None,
                limit_by: Vec::new(),
            });
        }
    }
    Ok(())
}

fn with_ties(query: &mut Query, rows: Expr) -> Result<(), QueryError> {
    let order = match &query.order_by {
        Some(order) => match &order.kind {
            OrderByKind::Expressions(all) => all.clone(),
            OrderByKind::All(_) => Vec::new(),
        },
        None => Vec::new(),
    };
    if order.is_empty() {
        return Err(QueryError::new(
            ErrorKind::SyntaxError,
            "FETCH FIRST WITH TIES clause requires ORDER BY",
        ));
    }
    // Rows that OFFSET drops come before as well.
    let most = match &query.limit_clause {
        Some(LimitClause::LimitOffset {
            offset: Some(offset),
            ..
        }) => Expr::BinaryOp {
            left: Box::new(rows),
            op: BinaryOperator::Plus,
            right: Box::new(offset.value.clone()),
        },
        _ => rows,
    };
    let is_plain = matches!(query.body.as_ref(), SetExpr::Select(select)
        if select.distinct.is_none() && select.qualify.is_none());
    if !is_plain {
        wrap(query)?;
    }
    let SetExpr::Select(select) = query.body.as_mut() else {
        return Err(QueryError::not_supported("FETCH FIRST WITH TIES here"));
    };
    let order = order
        .into_iter()
        .map(|by| in_full(by, select, is_plain))
        .collect::<Result<Vec<_>, _>>()?;
    select.qualify = Some(Expr::BinaryOp {
        left: Box::new(rank(order)),
        op: BinaryOperator::LtEq,
        right: Box::new(most),
    });
    Ok(())
}

/// What is no simple `SELECT` becomes the table of one.
fn wrap(query: &mut Query) -> Result<(), QueryError> {
    let outer = Parser::parse_sql(&trino::Dialect, "SELECT * FROM (SELECT 1) AS t");
    let mut outer =
        outer.map_err(|error| QueryError::new(ErrorKind::InternalError, error.to_string()))?;
    let (Some(datafusion::sql::sqlparser::ast::Statement::Query(outer)), true) =
        (outer.pop(), outer.is_empty())
    else {
        return Err(QueryError::not_supported("FETCH FIRST WITH TIES here"));
    };
    let mut outer = *outer;
    let body = std::mem::replace(&mut query.body, outer.body);
    outer.body = body;
    if let SetExpr::Select(select) = query.body.as_mut()
        && let Some(from) = select.from.first_mut()
        && let datafusion::sql::sqlparser::ast::TableFactor::Derived { subquery, .. } =
            &mut from.relation
    {
        **subquery = outer;
    }
    Ok(())
}

fn rank(order_by: Vec<OrderByExpr>) -> Expr {
    let mut call = build::call("rank", []);
    if let Expr::Function(Function { over, .. }) = &mut call {
        *over = Some(WindowType::WindowSpec(WindowSpec {
            window_name: None,
            partition_by: Vec::new(),
            order_by,
            window_frame: None,
        }));
    }
    call
}

/// What rows are put in order by, without the places and new names that ORDER BY alone knows.
fn in_full(
    mut by: OrderByExpr,
    select: &Select,
    is_plain: bool,
) -> Result<OrderByExpr, QueryError> {
    if let Expr::Value(value) = &by.expr
        && let Value::Number(place, _) = &value.value
    {
        let place: Option<usize> = place.parse().ok();
        let item = place.and_then(|place| select.projection.get(place.checked_sub(1)?));
        let item = item.filter(|_| is_plain).and_then(of_item);
        by.expr = item.ok_or_else(|| {
            QueryError::not_supported(
                "FETCH FIRST WITH TIES ordered by the place of a column that is not written out",
            )
        })?;
        return Ok(by);
    }
    if is_plain {
        let ControlFlow::Continue(()) = by.expr.visit(&mut Renamed(select));
    }
    Ok(by)
}

fn of_item(item: &SelectItem) -> Option<Expr> {
    match item {
        SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. } => {
            Some(expr.clone())
        }
        _ => None,
    }
}

/// Puts what a new name stands for in its place.
struct Renamed<'a>(&'a Select);

impl VisitorMut for Renamed<'_> {
    type Break = std::convert::Infallible;

    fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<Self::Break> {
        let Expr::Identifier(Ident { value, .. }) = expr else {
            return ControlFlow::Continue(());
        };
        let named = self.0.projection.iter().find_map(|item| match item {
            SelectItem::ExprWithAlias { expr, alias }
                if alias.value.eq_ignore_ascii_case(value) =>
            {
                Some(expr.clone())
            }
            _ => None,
        });
        if let Some(named) = named {
            *expr = named;
        }
        ControlFlow::Continue(())
    }
}
