//! The names of result columns: Trino's `_col0` for what has no name.

use std::collections::BTreeSet;

use datafusion::sql::sqlparser::ast::{Expr, Ident, Query, Select, SelectItem, SetExpr};

use super::build;

/// Separates the name of a column from what tells it apart from another of the same name, which
/// DataFusion refuses and Trino allows in a result.
pub(crate) const DUPLICATE: char = '\u{1}';

/// The name as it is shown.
pub(crate) fn label(name: &str) -> &str {
    name.split(DUPLICATE).next().unwrap_or(name)
}

/// Names the columns that have no name of their own.
pub(super) fn name_columns(select: &mut Select) {
    for (at, item) in select.projection.iter_mut().enumerate() {
        let SelectItem::UnnamedExpr(expr) = item else {
            continue;
        };
        let alias = match expr {
            Expr::Identifier(_) => continue,
            Expr::CompoundIdentifier(parts) if parts.len() <= 2 => continue,
            Expr::CompoundIdentifier(parts) => match parts.last() {
                Some(last) => last.clone(),
                None => continue,
            },
            _ => match last_field(expr) {
                Some(field) => field,
                None => build::ident(&format!("_col{at}")),
            },
        };
        *item = SelectItem::ExprWithAlias {
            expr: expr.clone(),
            alias,
        };
    }
}

/// `boxes[1].score` is named `score`.
fn last_field(expr: &Expr) -> Option<Ident> {
    use datafusion::sql::sqlparser::ast::AccessExpr;
    match expr {
        Expr::CompoundFieldAccess { access_chain, .. } => match access_chain.last() {
            Some(AccessExpr::Dot(Expr::Identifier(field))) => Some(field.clone()),
            _ => None,
        },
        _ => None,
    }
}

/// `SELECT a, a` gives two columns of one name.
pub(super) fn tell_duplicates_apart(query: &mut Query) {
    let SetExpr::Select(select) = query.body.as_mut() else {
        return;
    };
    let mut known = BTreeSet::new();
    for (at, item) in select.projection.iter_mut().enumerate() {
        let (expr, name) = match item {
            SelectItem::UnnamedExpr(expr @ Expr::Identifier(_)) => {
                let Expr::Identifier(ident) = &*expr else {
                    continue;
                };
                (expr.clone(), ident.value.to_lowercase())
            }
            SelectItem::ExprWithAlias { expr, alias } => (expr.clone(), alias.value.to_lowercase()),
            _ => continue,
        };
        if known.insert(name.clone()) {
            continue;
        }
        *item = SelectItem::ExprWithAlias {
            expr,
            alias: Ident::with_quote('"', format!("{name}{DUPLICATE}{at}")),
        };
    }
}
