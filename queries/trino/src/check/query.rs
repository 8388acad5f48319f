//! Queries: `WITH`, set operations, `VALUES`, the order of the result.

use schema::AllowedValues;
use sqlparser::ast::{
    Expr, LimitClause, OrderBy, OrderByKind, Query, SetExpr, Spanned, Value, Values,
};

use super::column::lower;
use super::scope::{Column, Named, Place, Scope};
use super::{Checker, at, bare};
use crate::Type;

impl Checker<'_> {
    /// The columns of a query.
    pub(super) fn query(&mut self, query: &Query, outer: Option<&Scope<'_>>) -> Vec<Named> {
        let known = self.named.len();
        if let Some(with) = &query.with {
            for cte in &with.cte_tables {
                let name = lower(&cte.alias.name);
                let names: Vec<String> = cte.alias.columns.iter().map(|c| lower(&c.name)).collect();
                // The first part of a recursive query says which columns it has.
                if with.recursive
                    && let SetExpr::SetOperation { left, .. } = cte.query.body.as_ref()
                {
                    let first = self.body(left, None, outer);
                    let mut first = self.renamed(first, &names, &cte.alias.name);
                    first.iter_mut().for_each(|column| column.days.clear());
                    self.named.push((name.clone(), first));
                    // Problems of the first part would be told again.
                    let told = self.problems.len();
                    self.query(&cte.query, outer);
                    let mut again = self.problems.split_off(told);
                    again.retain(|problem| !self.problems.contains(problem));
                    self.problems.extend(again);
                    continue;
                }
                let columns = self.query(&cte.query, outer);
                let columns = self.renamed(columns, &names, &cte.alias.name);
                self.settle(&columns);
                self.named.push((name, columns));
            }
        }
        let mut columns = self.body(&query.body, query.order_by.as_ref(), outer);
        self.limits(query);
        if query.limit_clause.is_some() || query.fetch.is_some() {
            // What is asked of the rows that are left does not say which were read.
            columns.iter_mut().for_each(|column| column.days.clear());
        }
        self.named.truncate(known);
        columns
    }

    /// Columns with the names that an alias gives them.
    pub(super) fn renamed(
        &mut self,
        mut columns: Vec<Named>,
        names: &[String],
        alias: &sqlparser::ast::Ident,
    ) -> Vec<Named> {
        if !names.is_empty() && names.len() != columns.len() {
            let message = format!(
                "Column alias list has {} entries but '{}' has {} columns",
                names.len(),
                lower(alias),
                columns.len()
            );
            self.tell("sql::column-count", alias.span.start.into(), message);
        }
        for (column, name) in columns.iter_mut().zip(names) {
            column.name = Some(name.clone());
        }
        columns
    }

    fn body(
        &mut self,
        body: &SetExpr,
        order_by: Option<&OrderBy>,
        outer: Option<&Scope<'_>>,
    ) -> Vec<Named> {
        match body {
            SetExpr::Select(select) => self.select(select, order_by, outer),
            SetExpr::Query(query) => {
                let columns = self.query(query, outer);
                self.ordered(order_by, &columns);
                columns
            }
            SetExpr::Values(values) => {
                let columns = self.values(values, outer);
                self.ordered(order_by, &columns);
                columns
            }
            SetExpr::SetOperation {
                left, op, right, ..
            } => {
                let one = self.body(left, None, outer);
                let two = self.body(right, None, outer);
                let columns = self.united(one, two, &op.to_string(), right.as_ref());
                self.ordered(order_by, &columns);
                columns
            }
            other => {
                let message = format!("this is no query: {other}");
                self.tell("sql::not-a-query", at(other), message);
                Vec::new()
            }
        }
    }

    fn united(
        &mut self,
        one: Vec<Named>,
        two: Vec<Named>,
        op: &str,
        right: &impl Spanned,
    ) -> Vec<Named> {
        if one.is_empty() || two.is_empty() {
            return Vec::new();
        }
        if one.len() != two.len() {
            let message = format!(
                "{op} query has different number of fields: {}, {}",
                one.len(),
                two.len()
            );
            self.tell("sql::column-count", at(right), message);
            return one;
        }
        let both = one.into_iter().zip(two).enumerate();
        let mut out = Vec::new();
        for (number, (one, two)) in both {
            let data_type = one.data_type.common(&two.data_type).unwrap_or_else(|| {
                let message = format!(
                    "column {} in {op} query has incompatible types: {}, {}",
                    number + 1,
                    one.data_type,
                    two.data_type
                );
                self.tell("sql::wrong-type", at(right), message);
                Type::Wrong
            });
            let mut days = one.days;
            days.extend(two.days);
            out.push(Named {
                name: one.name,
                data_type,
                days,
            });
        }
        out
    }

    fn values(&mut self, values: &Values, outer: Option<&Scope<'_>>) -> Vec<Named> {
        let scope = Scope::within(outer);
        let place = Place::rows(&scope, "VALUES");
        let mut columns: Vec<Vec<(&Expr, Type)>> = Vec::new();
        for row in &values.rows {
            let row: &[Expr] = row.as_ref();
            if columns.is_empty() {
                columns.resize_with(row.len(), Vec::new);
            }
            if row.len() != columns.len() {
                let message = format!(
                    "Values rows have mismatched sizes: {} vs {}",
                    columns.len(),
                    row.len()
                );
                if let Some(first) = row.first() {
                    self.tell("sql::column-count", at(first), message);
                }
                continue;
            }
            for (column, expr) in columns.iter_mut().zip(row) {
                column.push((expr, self.expression(expr, place)));
            }
        }
        columns
            .iter()
            .map(|items| Named::new(None, self.one_type("the rows of VALUES", items)))
            .collect()
    }

    /// The order of a result that has no rows behind it: only its columns can be named.
    fn ordered(&mut self, order_by: Option<&OrderBy>, columns: &[Named]) {
        let scope = Scope {
            columns: columns
                .iter()
                .map(|column| Column {
                    relation: None,
                    name: column.name.clone(),
                    data_type: column.data_type.clone(),
                    days: Vec::new(),
                    is_merged: false,
                    allowed: AllowedValues::Any,
                })
                .collect(),
            ..Scope::default()
        };
        for expr in orders(order_by) {
            if !self.ordinal(expr, columns.len(), "ORDER BY") {
                self.expression(expr, Place::rows(&scope, "ORDER BY"));
            }
        }
    }

    /// Whether an expression is the number of a column; it must be one that there is.
    pub(super) fn ordinal(&mut self, expr: &Expr, columns: usize, clause: &str) -> bool {
        let Expr::Value(value) = bare(expr) else {
            return false;
        };
        let Value::Number(digits, _) = &value.value else {
            return false;
        };
        let number = digits.parse::<usize>().unwrap_or(0);
        if number == 0 || number > columns {
            let message = format!("{clause} position {digits} is not in select list");
            self.tell("sql::unknown-column", at(expr), message);
        }
        true
    }

    fn limits(&mut self, query: &Query) {
        let scope = Scope::default();
        let mut numbers: Vec<&Expr> = Vec::new();
        match &query.limit_clause {
            Some(LimitClause::LimitOffset { limit, offset, .. }) => {
                numbers.extend(limit);
                numbers.extend(offset.iter().map(|offset| &offset.value));
            }
            Some(LimitClause::OffsetCommaLimit { offset, limit }) => {
                let message = "Trino has no LIMIT with a comma";
                let help = "OFFSET … LIMIT …".to_owned();
                self.tell_with("sql::syntax", at(offset), message, Some(help));
                numbers.push(limit);
            }
            None => {}
        }
        if let Some(fetch) = &query.fetch {
            numbers.extend(&fetch.quantity);
        }
        for number in numbers {
            self.expect(
                number,
                &Type::Bigint,
                "a number of rows",
                Place::rows(&scope, "LIMIT"),
            );
        }
    }
}

/// The expressions that a result is ordered by.
pub(super) fn orders(order_by: Option<&OrderBy>) -> impl Iterator<Item = &Expr> {
    let orders = order_by.map(|order_by| match &order_by.kind {
        OrderByKind::Expressions(orders) => orders.as_slice(),
        OrderByKind::All(_) => &[],
    });
    orders.unwrap_or_default().iter().map(|order| &order.expr)
}
