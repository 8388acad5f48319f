//! One `SELECT`: its conditions, groups, columns and windows.

use schema::AllowedValues;
use sqlparser::ast::{
    Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments, GroupByExpr, NamedWindowExpr,
    OrderBy, Select, SelectItem, SelectItemQualifiedWildcardKind,
};

use super::column::lower;
use super::from::Sides;
use super::query::orders;
use super::scope::{Column, Found, Key, Mode, Named, Place, Scope};
use super::{Checker, at, bare};
use crate::Type;
use crate::functions::{self, Kind};

impl Checker<'_> {
    pub(super) fn select(
        &mut self,
        select: &Select,
        order_by: Option<&OrderBy>,
        outer: Option<&Scope<'_>>,
    ) -> Vec<Named> {
        let mut from = self.from(&select.from, outer);
        if let Some(condition) = &select.selection {
            let place = Place::rows(&from.scope, "WHERE clause");
            self.expect(condition, &Type::Boolean, "the condition of WHERE", place);
            from.condition(condition, Sides::Both, None);
        }
        self.partitions(&mut from);
        let scope = &from.scope;
        let (keys, has_groups) = self.keys(select, scope);
        let is_grouped = has_groups
            || select.having.is_some()
            || select
                .projection
                .iter()
                .any(|item| item_has(item, &is_aggregate))
            || orders(order_by).any(|expr| has(expr, &is_aggregate));
        let mode = match is_grouped {
            true => Mode::Groups(&keys),
            // Aggregates over windows are allowed here.
            false => Mode::Rows(""),
        };
        let place = Place { scope, mode };
        if let Some(having) = &select.having {
            self.expect(having, &Type::Boolean, "the condition of HAVING", place);
        }
        for window in &select.named_window {
            if let NamedWindowExpr::WindowSpec(spec) = &window.1 {
                self.window(spec, place);
            }
        }
        let mut columns = self.projection(select, place);
        if select
            .projection
            .iter()
            .any(|item| item_has(item, &is_window))
        {
            // A window is made of rows that a bound on the result would leave out.
            columns.iter_mut().for_each(|column| column.days.clear());
        }
        self.select_order(order_by, &columns, place);
        if let Some(qualify) = &select.qualify {
            self.tell("sql::not-supported", at(qualify), "Athena has no QUALIFY");
        }
        columns
    }

    /// What the groups are made by, and whether there are any.
    fn keys(&mut self, select: &Select, scope: &Scope<'_>) -> (Vec<Key>, bool) {
        let GroupByExpr::Expressions(exprs, _) = &select.group_by else {
            return (Vec::new(), true);
        };
        let mut flat: Vec<&Expr> = Vec::new();
        for expr in exprs {
            match expr {
                Expr::GroupingSets(sets) | Expr::Cube(sets) | Expr::Rollup(sets) => {
                    flat.extend(sets.iter().flatten());
                }
                Expr::Tuple(items) => flat.extend(items),
                other => flat.push(other),
            }
        }
        let mut keys = Vec::new();
        for expr in flat {
            let mut expr = expr;
            if self.ordinal(expr, select.projection.len(), "GROUP BY") {
                let number = expr.to_string().parse::<usize>().unwrap_or(0);
                let item = number
                    .checked_sub(1)
                    .and_then(|at| select.projection.get(at));
                expr = match item {
                    Some(
                        SelectItem::UnnamedExpr(item)
                        | SelectItem::ExprWithAlias { expr: item, .. },
                    ) => item,
                    _ => continue,
                };
            }
            self.expression(expr, Place::rows(scope, "GROUP BY clause"));
            keys.push(match own_column(expr, scope).map(|(index, _)| index) {
                Some(index) => Key::Column(index),
                None => Key::Text(normal(expr, scope)),
            });
        }
        (keys, !exprs.is_empty())
    }

    fn projection(&mut self, select: &Select, place: Place<'_>) -> Vec<Named> {
        let mut columns = Vec::new();
        for item in &select.projection {
            match item {
                SelectItem::UnnamedExpr(expr) => {
                    let name = match bare(expr) {
                        Expr::Identifier(name) => Some(lower(name)),
                        Expr::CompoundIdentifier(names) => names.last().map(lower),
                        _ => None,
                    };
                    let data_type = self.expression(expr, place);
                    columns.push(Named {
                        name,
                        data_type,
                        days: days_of(expr, place.scope),
                    });
                }
                SelectItem::ExprWithAlias { expr, alias } => {
                    let data_type = self.expression(expr, place);
                    columns.push(Named {
                        name: Some(lower(alias)),
                        data_type,
                        days: days_of(expr, place.scope),
                    });
                }
                SelectItem::Wildcard(_) => {
                    self.wildcard(None, place, at(item), &mut columns);
                }
                SelectItem::QualifiedWildcard(kind, _) => {
                    let relation = match kind {
                        SelectItemQualifiedWildcardKind::ObjectName(name) => {
                            name.to_string().replace('"', "").to_lowercase()
                        }
                        SelectItemQualifiedWildcardKind::Expr(expr) => {
                            expr.to_string().to_lowercase()
                        }
                    };
                    self.wildcard(Some(&relation), place, at(item), &mut columns);
                }
                other @ SelectItem::ExprWithAliases { .. } => {
                    let message = format!("Trino has no such column: {other}");
                    self.tell("sql::not-supported", at(other), message);
                }
            }
        }
        columns
    }

    fn wildcard(
        &mut self,
        relation: Option<&str>,
        place: Place<'_>,
        here: crate::Location,
        columns: &mut Vec<Named>,
    ) {
        let before = columns.len();
        let told = self.problems.len();
        for (index, column) in place.scope.columns.iter().enumerate() {
            if relation.is_some() && column.relation.as_deref() != relation
                || relation.is_none() && column.is_merged
            {
                continue;
            }
            if let Mode::Groups(keys) = place.mode
                && !keys.contains(&Key::Column(index))
            {
                let name = column.name.as_deref().unwrap_or("a column");
                let message = format!(
                    "'{name}' must be an aggregate expression or appear in GROUP BY clause"
                );
                self.tell("sql::not-grouped", here, message);
                break;
            }
            columns.push(Named {
                name: column.name.clone(),
                data_type: column.data_type.clone(),
                days: column.days.clone(),
            });
        }
        if columns.len() == before && self.problems.len() == told && !place.scope.is_open() {
            let message = match relation {
                Some(relation) => format!("there is no relation {relation:?} in FROM"),
                None => "SELECT * needs a FROM".to_owned(),
            };
            self.tell("sql::unknown-column", here, message);
        }
    }

    /// The order may name the result's columns and those of the rows.
    fn select_order(&mut self, order_by: Option<&OrderBy>, columns: &[Named], place: Place<'_>) {
        for expr in orders(order_by) {
            if self.ordinal(expr, columns.len(), "ORDER BY") {
                continue;
            }
            let named = match bare(expr) {
                Expr::Identifier(name) => {
                    let name = lower(name);
                    columns
                        .iter()
                        .find(|c| c.name.as_deref() == Some(name.as_str()))
                }
                _ => None,
            };
            let kind = match named {
                Some(column) => column.data_type.clone(),
                None => {
                    // Names of the result come before those of the rows, also within expressions.
                    let scope = Scope {
                        columns: columns
                            .iter()
                            .filter(|column| column.name.is_some())
                            .map(|column| super::scope::Column {
                                relation: None,
                                name: column.name.clone(),
                                data_type: column.data_type.clone(),
                                days: Vec::new(),
                                is_merged: false,
                                allowed: AllowedValues::Any,
                            })
                            .collect(),
                        outer: Some(place.scope),
                        is_lambda: true,
                        is_open: false,
                    };
                    let mode = place.mode;
                    self.expression(
                        expr,
                        Place {
                            scope: &scope,
                            mode,
                        },
                    )
                }
            };
            if !kind.is_orderable() {
                let message = format!("values of type {kind} have no order");
                self.tell("sql::wrong-type", at(expr), message);
            }
        }
    }
}

/// The column of the query itself that an expression names, and its place in the scope; nothing for
/// other expressions and for columns of an outer query.
pub(super) fn own_column<'s>(expr: &Expr, scope: &'s Scope<'_>) -> Option<(usize, &'s Column)> {
    let names: Vec<String> = match bare(expr) {
        Expr::Identifier(name) => vec![lower(name)],
        Expr::CompoundIdentifier(names) => names.iter().map(lower).collect(),
        _ => return None,
    };
    let (relation, name) = match names.as_slice() {
        [name] => (None, name),
        [.., relation, name] => (Some(relation.as_str()), name),
        [] => return None,
    };
    match scope.find(relation, name) {
        Found::Column {
            index,
            column,
            is_own: true,
        } => Some((index, column)),
        _ => None,
    }
}

/// The tables whose days a bound on an expression bounds.
fn days_of(expr: &Expr, scope: &Scope<'_>) -> Vec<usize> {
    own_column(expr, scope).map_or_else(Vec::new, |(_, column)| column.days.clone())
}

/// An expression as it is written, without the names of relations: those that mean the same are
/// the same.
pub(super) fn normal(expr: &Expr, scope: &Scope<'_>) -> String {
    let mut text = bare(expr).to_string().to_lowercase();
    for relation in scope.relations() {
        text = text.replace(&format!("{relation}."), "");
    }
    text
}

/// What a function may be.
type Test = dyn Fn(&Function) -> bool;

fn is_aggregate(function: &Function) -> bool {
    let name = function.name.to_string().to_lowercase();
    function.over.is_none() && functions::kind(&name) == Some(Kind::Aggregate)
}

const fn is_window(function: &Function) -> bool {
    function.over.is_some()
}

fn item_has(item: &SelectItem, test: &Test) -> bool {
    match item {
        SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. } => has(expr, test),
        _ => false,
    }
}

/// Whether an expression has such a function of the query itself.
fn has(expr: &Expr, test: &Test) -> bool {
    let any = |exprs: &[&Expr]| exprs.iter().any(|expr| has(expr, test));
    match expr {
        Expr::Function(function) => test(function) || has_argument(function, test),
        Expr::Nested(inner)
        | Expr::UnaryOp { expr: inner, .. }
        | Expr::Cast { expr: inner, .. }
        | Expr::IsNull(inner)
        | Expr::IsNotNull(inner)
        | Expr::IsTrue(inner)
        | Expr::IsNotTrue(inner)
        | Expr::IsFalse(inner)
        | Expr::IsNotFalse(inner)
        | Expr::Extract { expr: inner, .. }
        | Expr::Ceil { expr: inner, .. }
        | Expr::Floor { expr: inner, .. }
        | Expr::Trim { expr: inner, .. }
        | Expr::Substring { expr: inner, .. }
        | Expr::AtTimeZone {
            timestamp: inner, ..
        }
        | Expr::CompoundFieldAccess { root: inner, .. }
        | Expr::InSubquery { expr: inner, .. } => has(inner, test),
        Expr::BinaryOp { left, right, .. }
        | Expr::IsDistinctFrom(left, right)
        | Expr::IsNotDistinctFrom(left, right) => any(&[left, right]),
        Expr::Between {
            expr, low, high, ..
        } => any(&[expr, low, high]),
        Expr::Like { expr, pattern, .. } => any(&[expr, pattern]),
        Expr::InList { expr, list, .. } => any(&[expr]) || list.iter().any(|one| has(one, test)),
        Expr::Tuple(items) => items.iter().any(|one| has(one, test)),
        Expr::Array(array) => array.elem.iter().any(|one| has(one, test)),
        Expr::Case {
            operand,
            conditions,
            else_result,
            ..
        } => {
            operand.as_deref().is_some_and(|one| has(one, test))
                || else_result.as_deref().is_some_and(|one| has(one, test))
                || conditions
                    .iter()
                    .any(|when| any(&[&when.condition, &when.result]))
        }
        _ => false,
    }
}

fn has_argument(function: &Function, test: &Test) -> bool {
    let FunctionArguments::List(list) = &function.args else {
        return false;
    };
    list.args.iter().any(|argument| match argument {
        FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => has(expr, test),
        _ => false,
    })
}
