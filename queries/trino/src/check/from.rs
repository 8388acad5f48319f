//! What a query asks: tables, queries, arrays, and how they are joined.

use diagnostics::nearest;
use schema::{AllowedValues, Projection};
use sqlparser::ast::{
    BinaryOperator, Expr, Ident, JoinConstraint, JoinOperator, ObjectName, TableAlias, TableFactor,
    TableWithJoins,
};

use super::column::lower;
use super::partition::Asked;
use super::scope::{Column, Named, Place, Scope};
use super::select::own_column;
use super::{Checker, at, bare};
use crate::Type;
use crate::parse::Location;

/// What a `FROM` has so far: its columns, and the conditions of joins.
pub(super) struct From<'s, 'q> {
    pub(super) scope: Scope<'s>,
    pub(super) conditions: Vec<&'q Expr>,
    /// Columns by their places: a bound on the one is a bound on the other.
    pub(super) links: Vec<(usize, usize)>,
}

/// Whose rows a join leaves out where the condition does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sides {
    Both,
    /// Those of the left alone, which the join adds to the right's.
    Left,
    Right,
    Neither,
}

impl Checker<'_> {
    pub(super) fn from<'s, 'q>(
        &mut self,
        tables: &'q [TableWithJoins],
        outer: Option<&'s Scope<'s>>,
    ) -> From<'s, 'q> {
        let mut from = From {
            scope: Scope::within(outer),
            conditions: Vec::new(),
            links: Vec::new(),
        };
        for table in tables {
            self.joined(table, &mut from);
        }
        from
    }

    fn joined<'q>(&mut self, table: &'q TableWithJoins, from: &mut From<'_, 'q>) {
        self.factor(&table.relation, from);
        for join in &table.joins {
            let left = from.scope.columns.len();
            self.factor(&join.relation, from);
            let (constraint, sides) = match &join.join_operator {
                JoinOperator::Join(constraint) | JoinOperator::Inner(constraint) => {
                    (constraint, Sides::Both)
                }
                // All rows of the left stay.
                JoinOperator::Left(constraint) | JoinOperator::LeftOuter(constraint) => {
                    (constraint, Sides::Right)
                }
                JoinOperator::Right(constraint) | JoinOperator::RightOuter(constraint) => {
                    (constraint, Sides::Left)
                }
                JoinOperator::FullOuter(constraint) => (constraint, Sides::Neither),
                JoinOperator::CrossJoin(JoinConstraint::None) => continue,
                other => {
                    let message = format!("Trino has no such join: {other:?}");
                    self.tell("sql::not-supported", at(&join.relation), message);
                    continue;
                }
            };
            self.constraint(constraint, (left, sides), &join.relation, from);
        }
    }

    fn constraint<'q>(
        &mut self,
        constraint: &'q JoinConstraint,
        (left, sides): (usize, Sides),
        relation: &TableFactor,
        from: &mut From<'_, 'q>,
    ) {
        match constraint {
            JoinConstraint::On(condition) => {
                let place = Place::rows(&from.scope, "JOIN clause");
                self.expect(condition, &Type::Boolean, "the condition of a join", place);
                from.condition(condition, sides, Some(left));
            }
            JoinConstraint::Using(names) => {
                for name in names {
                    self.using(name, (left, sides), from);
                }
            }
            JoinConstraint::Natural => {
                let message = "Natural join not supported";
                self.tell("sql::not-supported", at(relation), message);
            }
            JoinConstraint::None => {
                let message = "a join needs its condition: ON or USING";
                let help = "CROSS JOIN joins every row with every other".to_owned();
                // An array beside its own row needs none.
                if !matches!(relation, TableFactor::UNNEST { .. }) {
                    self.tell_with("sql::syntax", at(relation), message, Some(help));
                }
            }
        }
    }

    /// A column that both sides have, and that is one from now on.
    fn using(&mut self, name: &ObjectName, (left, sides): (usize, Sides), from: &mut From<'_, '_>) {
        let text = name.to_string().replace('"', "").to_lowercase();
        let is = |column: &Column| column.name.as_deref() == Some(text.as_str());
        let (before, after) = from.scope.columns.split_at_mut(left);
        let places = (before.iter().position(is), after.iter().position(is));
        if let (Some(one), Some(two)) = places {
            link(&mut from.links, (one, left + two), sides, Some(left));
        }
        let (one, two) = (
            places.0.and_then(|at| before.get(at)),
            places.1.and_then(|at| after.get_mut(at)),
        );
        let here: Location = at(name);
        match (one, two) {
            (Some(one), Some(two)) => {
                if one.data_type.common(&two.data_type).is_none() {
                    let message = format!(
                        "Column '{text}' has {} on the one side and {} on the other",
                        one.data_type, two.data_type
                    );
                    self.tell("sql::wrong-type", here, message);
                }
                two.is_merged = true;
            }
            _ => {
                let message = format!("Column '{text}' is missing from a side of the join");
                self.tell("sql::unknown-column", here, message);
            }
        }
    }

    fn factor<'q>(&mut self, factor: &'q TableFactor, from: &mut From<'_, 'q>) {
        match factor {
            TableFactor::Table { name, alias, .. } => self.table(name, alias.as_ref(), from),
            TableFactor::Derived {
                lateral,
                subquery,
                alias,
                ..
            } => {
                let columns = match lateral {
                    true => {
                        let scope = from.scope.clone();
                        self.query(subquery, Some(&scope))
                    }
                    false => self.query(subquery, from.scope.outer),
                };
                self.add(columns, alias.as_ref(), None, from);
            }
            TableFactor::UNNEST {
                alias,
                array_exprs,
                with_ordinality,
                ..
            } => self.unnest(array_exprs, *with_ordinality, alias.as_ref(), from),
            TableFactor::NestedJoin {
                table_with_joins,
                alias: None,
            } => self.joined(table_with_joins, from),
            other => {
                let message = format!("nothing that Athena can ask: {other}");
                self.tell("sql::not-supported", at(other), message);
            }
        }
    }

    fn unnest(
        &mut self,
        arrays: &[Expr],
        with_ordinality: bool,
        alias: Option<&TableAlias>,
        from: &mut From<'_, '_>,
    ) {
        let mut columns = Vec::new();
        let unnamed = |data_type: Type| Named::new(None, data_type);
        for array in arrays {
            let place = Place::rows(&from.scope, "UNNEST");
            match self.expression(array, place) {
                Type::Array(element) => match *element {
                    Type::Row(fields) => {
                        columns.extend(
                            fields
                                .into_iter()
                                .map(|(name, data_type)| Named::new(name, data_type)),
                        );
                    }
                    other => columns.push(unnamed(other)),
                },
                Type::Map(key, value) => columns.extend([unnamed(*key), unnamed(*value)]),
                other => {
                    if other != Type::Wrong {
                        let message = format!("UNNEST takes arrays and maps, and this is {other}");
                        self.tell("sql::wrong-type", at(array), message);
                    }
                    // Its columns can't be known, and so none of them is told to be missing.
                    from.scope.is_open = true;
                    return;
                }
            }
        }
        if with_ordinality {
            columns.push(unnamed(Type::Bigint));
        }
        self.add(columns, alias, None, from);
    }

    fn table(&mut self, name: &ObjectName, alias: Option<&TableAlias>, from: &mut From<'_, '_>) {
        let parts: Vec<&Ident> = name.0.iter().filter_map(|part| part.as_ident()).collect();
        let here: Location = at(name);
        let Some(table) = parts.last().map(|ident| lower(ident)) else {
            return;
        };
        let relation = alias.map_or_else(|| table.clone(), |alias| lower(&alias.name));
        if parts.len() == 1
            && let Some((_, columns)) = self.named.iter().rev().find(|(name, _)| *name == table)
        {
            let columns = columns.clone();
            let columns = self.asked_again(columns);
            self.add(columns, alias, Some(relation), from);
            return;
        }
        let database = parts.len().checked_sub(2).and_then(|at| parts.get(at));
        if let Some(database) = database.map(|ident| lower(ident))
            && database != self.catalog.database
        {
            let message = format!("{database:?} is not the environment's database");
            let help = format!(
                "it is {:?}; write {{{{table \"{table}\"}}}}",
                self.catalog.database
            );
            self.tell_with("sql::other-database", here, message, Some(help));
        }
        if let Some(view) = self.catalog.views.iter().find(|view| view.name == table) {
            let columns = self.asked_view(view, &relation, here);
            self.add(columns, alias, Some(relation), from);
            return;
        }
        let Some(definition) = self.catalog.tables.iter().find(|known| known.name == table) else {
            let views = self.catalog.views.iter().map(|view| view.name.as_str());
            let known = self
                .catalog
                .tables
                .iter()
                .map(|table| table.name)
                .chain(views);
            let named = self.named.iter().map(|(name, _)| name.as_str());
            let near = nearest(&table, known.clone().chain(named)).map(str::to_owned);
            let help = near.map_or_else(
                || format!("there are {}", known.collect::<Vec<_>>().join(", ")),
                |near| format!("did you mean {near:?}?"),
            );
            let message = format!("Table '{table}' does not exist");
            self.tell_with("sql::unknown-table", here, message, Some(help));
            from.scope.is_open = true;
            return;
        };
        let mut columns: Vec<Column> = Vec::new();
        let column = |name: &str, data_type: Type, allowed| Column {
            relation: Some(relation.clone()),
            name: Some(name.to_owned()),
            data_type,
            days: Vec::new(),
            is_merged: false,
            allowed,
        };
        for own in &definition.columns {
            columns.push(column(own.name, Type::from(&own.data_type), own.allowed));
        }
        let mut dated = None;
        for key in &definition.partition_keys {
            let allowed = match key.projection {
                Projection::Enum(values) => AllowedValues::Values(values),
                _ => AllowedValues::Any,
            };
            let mut column = column(key.name, Type::from(&key.data_type), allowed);
            if matches!(key.projection, Projection::Date { .. }) {
                let number = *dated.get_or_insert_with(|| {
                    self.ask(Asked {
                        relation: relation.clone(),
                        table: table.clone(),
                        view: None,
                        key: key.name.to_owned(),
                        at: here,
                        is_settled: false,
                    })
                });
                column.days.push(number);
            }
            columns.push(column);
        }
        if let Some(alias) = alias {
            let names: Vec<String> = alias.columns.iter().map(|c| lower(&c.name)).collect();
            for (column, name) in columns.iter_mut().zip(names) {
                column.name = Some(name);
            }
        }
        from.scope.columns.extend(columns);
    }

    fn add(
        &mut self,
        columns: Vec<Named>,
        alias: Option<&TableAlias>,
        name: Option<String>,
        from: &mut From<'_, '_>,
    ) {
        let columns = match alias {
            Some(alias) => {
                let names: Vec<String> = alias.columns.iter().map(|c| lower(&c.name)).collect();
                self.renamed(columns, &names, &alias.name)
            }
            None => columns,
        };
        let relation = name.or_else(|| alias.map(|alias| lower(&alias.name)));
        from.scope
            .columns
            .extend(columns.into_iter().map(|column| Column {
                relation: relation.clone(),
                name: column.name,
                data_type: column.data_type,
                days: column.days,
                is_merged: false,
                allowed: AllowedValues::Any,
            }));
    }
}

impl<'q> From<'_, 'q> {
    /// A condition of a join, whose left side has so many columns, or of `WHERE`.
    pub(super) fn condition(&mut self, condition: &'q Expr, sides: Sides, left: Option<usize>) {
        self.conditions.push(condition);
        self.equal(condition, sides, left);
    }

    /// Columns that a condition says to be equal.
    fn equal(&mut self, condition: &Expr, sides: Sides, left: Option<usize>) {
        if let Expr::BinaryOp {
            left: one,
            op,
            right: two,
        } = bare(condition)
        {
            match op {
                BinaryOperator::And => {
                    self.equal(one, sides, left);
                    self.equal(two, sides, left);
                }
                BinaryOperator::Eq => {
                    let place = |expr| own_column(expr, &self.scope).map(|(at, _)| at);
                    if let (Some(one), Some(two)) = (place(one), place(two)) {
                        link(&mut self.links, (one.min(two), one.max(two)), sides, left);
                    }
                }
                _ => {}
            }
        }
    }
}

/// Notes that two columns are equal, the earlier one first, wherever a bound on the one may be
/// taken for a bound on the other.
fn link(
    links: &mut Vec<(usize, usize)>,
    (one, two): (usize, usize),
    sides: Sides,
    left: Option<usize>,
) {
    let is_across = left.is_none_or(|left| one < left && two >= left);
    match sides {
        Sides::Both => links.extend([(one, two), (two, one)]),
        Sides::Right if is_across => links.push((one, two)),
        Sides::Left if is_across => links.push((two, one)),
        _ => {}
    }
}
