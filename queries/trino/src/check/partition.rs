//! A large table is asked for some of its days, and not for all that there are: every day more is
//! read and paid for.

//!
//! A view bounds no days: who asks it does. It is read as a query whose tables stay open, each with the
//! columns of the result that bound its days: its own partition key, and what joins make equal to it.

use sqlparser::ast::{BinaryOperator, Expr};

use super::from::From;
use super::scope::{Named, Scope};
use super::select::own_column;
use super::{Checker, OpenTable, View, bare};
use crate::parse::Location;

/// The code of a table whose days nothing bounds.
pub const NO_PARTITION_FILTER: &str = "sql::no-partition-filter";

/// A table that is partitioned by day, as a statement asks it.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    /// The name that the statement gives the table, or the view that it is behind.
    pub(super) relation: String,
    pub(super) table: String,
    /// The view that it is behind, where it is.
    pub(super) view: Option<String>,
    /// Its partition key that is a day, or the view's column that bounds it.
    pub(super) key: String,
    pub(super) at: Location,
    /// Whether its days are bounded, or it is told that they are not.
    pub(super) is_settled: bool,
}

impl Checker<'_> {
    /// Notes that a table is asked; gives its number.
    pub(super) fn ask(&mut self, asked: Asked) -> usize {
        self.asked.push(asked);
        self.asked.len() - 1
    }

    /// The columns of a view, whose tables are asked.
    pub(super) fn asked_view(&mut self, view: &View, relation: &str, at: Location) -> Vec<Named> {
        let columns = view.columns.iter();
        let mut columns: Vec<Named> = columns
            .map(|column| Named::new(Some(column.name.clone()), column.data_type.clone()))
            .collect();
        for open in &view.open {
            // That nothing bounds it was told of the view.
            let Some(key) = open.bounded_by.first() else {
                continue;
            };
            let number = self.ask(Asked {
                relation: relation.to_owned(),
                table: open.table.clone(),
                view: Some(view.name.clone()),
                key: key.clone(),
                at,
                is_settled: false,
            });
            for column in &mut columns {
                if column
                    .name
                    .as_ref()
                    .is_some_and(|name| open.bounded_by.contains(name))
                {
                    column.days.push(number);
                }
            }
        }
        columns
    }

    /// A query of `WITH` was read: its tables are asked where it is named.
    pub(super) fn settle(&mut self, columns: &[Named]) {
        for number in columns.iter().flat_map(|column| &column.days) {
            if let Some(asked) = self.asked.get_mut(*number) {
                asked.is_settled = true;
            }
        }
    }

    /// The columns of a query of `WITH` that is named: its tables are asked once more.
    pub(super) fn asked_again(&mut self, mut columns: Vec<Named>) -> Vec<Named> {
        let mut again: Vec<(usize, usize)> = Vec::new();
        for column in &mut columns {
            for number in &mut column.days {
                let known = again.iter().find(|(before, _)| before == number);
                *number = match (known, self.asked.get(*number)) {
                    (Some((_, now)), _) => *now,
                    (None, Some(asked)) => {
                        let asked = Asked {
                            is_settled: false,
                            ..asked.clone()
                        };
                        let now = self.ask(asked);
                        again.push((*number, now));
                        now
                    }
                    (None, None) => *number,
                };
            }
        }
        columns
    }

    /// Every table that is partitioned by day is asked for some days, or, in a view, by whoever asks
    /// the view.
    pub(super) fn partitions(&mut self, from: &mut From<'_, '_>) {
        if self.is_view {
            from.spread();
        }
        let mut unbounded: Vec<Asked> = Vec::new();
        for number in from.scope.days() {
            let is_bounded = |condition: &&Expr| bounds(condition, number, &from.scope);
            let is_bounded = from.conditions.iter().any(is_bounded);
            let Some(asked) = self.asked.get_mut(number).filter(|one| !one.is_settled) else {
                continue;
            };
            match (is_bounded, self.is_view) {
                (true, _) => asked.is_settled = true,
                (false, true) => {}
                (false, false) => {
                    asked.is_settled = true;
                    unbounded.push(asked.clone());
                }
            }
        }
        if !self.is_view {
            from.scope
                .columns
                .iter_mut()
                .for_each(|column| column.days.clear());
            self.tell_unbounded(&unbounded);
        }
    }

    fn tell_unbounded(&mut self, unbounded: &[Asked]) {
        // The tables behind one view are told together.
        for together in unbounded.chunk_by(|one, two| one.view.is_some() && one.at == two.at) {
            let Some(first) = together.first() else {
                continue;
            };
            let tables: Vec<String> = together
                .iter()
                .map(|one| format!("{:?}", one.table))
                .collect();
            let (tables, key) = (tables.join(", "), &first.key);
            let message = match &first.view {
                Some(view) => format!(
                    "every day of {tables} is read through the view {view:?}: nothing bounds its \
                     column {key:?}"
                ),
                None => format!(
                    "every day of {tables} is read: nothing bounds its partition key {key:?}"
                ),
            };
            let help = format!(
                "compare it with a parameter: {}.{key} >= {{{{param \"since\"}}}}",
                first.relation
            );
            self.tell_with(NO_PARTITION_FILTER, first.at, message, Some(help));
        }
    }

    /// The tables that a view leaves open. Those that none of its columns bounds are told.
    pub(super) fn open(&mut self, columns: &[Named]) -> Vec<OpenTable> {
        let asked = std::mem::take(&mut self.asked);
        let mut open = Vec::new();
        for (number, asked) in asked
            .into_iter()
            .enumerate()
            .filter(|(_, one)| !one.is_settled)
        {
            let bounding = columns
                .iter()
                .filter(|column| column.days.contains(&number));
            let bounded_by: Vec<String> =
                bounding.filter_map(|column| column.name.clone()).collect();
            if bounded_by.is_empty() {
                let message = format!(
                    "every day of {:?} is read, whoever asks the view: none of its columns bounds the \
                     partition key {:?}",
                    asked.table, asked.key
                );
                let help = "give the key as a column, and let joins and groups keep it".to_owned();
                self.tell_with(NO_PARTITION_FILTER, asked.at, message, Some(help));
            }
            open.push(OpenTable {
                table: asked.table,
                bounded_by,
            });
        }
        open
    }
}

impl From<'_, '_> {
    /// Lets every column bound the days of those that it is equal to.
    fn spread(&mut self) {
        let mut is_done = false;
        while !is_done {
            is_done = true;
            for (one, two) in &self.links {
                let more = self
                    .scope
                    .columns
                    .get(*two)
                    .map(|column| column.days.clone());
                let Some(column) = self.scope.columns.get_mut(*one) else {
                    continue;
                };
                for number in more.unwrap_or_default() {
                    if !column.days.contains(&number) {
                        column.days.push(number);
                        is_done = false;
                    }
                }
            }
        }
    }
}

impl Scope<'_> {
    /// The tables whose days some column bounds, in the order in which they were asked.
    fn days(&self) -> Vec<usize> {
        let columns = self.columns.iter();
        let mut days: Vec<usize> = columns.flat_map(|column| column.days.clone()).collect();
        days.sort_unstable();
        days.dedup();
        days
    }
}

/// Whether a condition leaves only some days of a table.
fn bounds(condition: &Expr, table: usize, scope: &Scope<'_>) -> bool {
    let is_key = |expr: &Expr| {
        own_column(expr, scope).is_some_and(|(_, column)| column.days.contains(&table))
    };
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
