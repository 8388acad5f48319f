//! What a query asks: tables, queries, arrays, and how they are joined.

use diagnostics::nearest;
use schema::{AllowedValues, Projection};
use sqlparser::ast::{
    Expr, Ident, JoinConstraint, JoinOperator, ObjectName, TableAlias, TableFactor, TableWithJoins,
};

use super::column::lower;
use super::partition::Asked;
use super::scope::{Column, Named, Place, Scope};
use super::select::own_column;
use super::{Checker, at};
use crate::Type;
use crate::parse::Location;

/// What a `FROM` has so far: its columns, the tables behind them, and the conditions of joins.
pub(super) struct From<'s, 'q> {
    pub(super) scope: Scope<'s>,
    pub(super) asked: Vec<Asked>,
    pub(super) conditions: Vec<&'q Expr>,
}

impl Checker<'_> {
    pub(super) fn from<'s, 'q>(
        &mut self,
        tables: &'q [TableWithJoins],
        outer: Option<&'s Scope<'s>>,
    ) -> From<'s, 'q> {
        let mut from = From {
            scope: Scope::within(outer),
            asked: Vec::new(),
            conditions: Vec::new(),
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
            match &join.join_operator {
                JoinOperator::Join(constraint)
                | JoinOperator::Inner(constraint)
                | JoinOperator::Left(constraint)
                | JoinOperator::LeftOuter(constraint)
                | JoinOperator::Right(constraint)
                | JoinOperator::RightOuter(constraint)
                | JoinOperator::FullOuter(constraint) => {
                    self.constraint(constraint, left, &join.relation, from);
                }
                JoinOperator::CrossJoin(JoinConstraint::None) => {}
                other => {
                    let message = format!("Trino has no such join: {other:?}");
                    self.tell("sql::not-supported", at(&join.relation), message);
                }
            }
        }
    }

    fn constraint<'q>(
        &mut self,
        constraint: &'q JoinConstraint,
        left: usize,
        relation: &TableFactor,
        from: &mut From<'_, 'q>,
    ) {
        match constraint {
            JoinConstraint::On(condition) => {
                let place = Place::rows(&from.scope, "JOIN clause");
                self.expect(condition, &Type::Boolean, "the condition of a join", place);
                from.conditions.push(condition);
            }
            JoinConstraint::Using(names) => {
                for name in names {
                    self.using(name, left, from);
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
    fn using(&mut self, name: &ObjectName, left: usize, from: &mut From<'_, '_>) {
        let text = name.to_string().replace('"', "").to_lowercase();
        let is = |column: &&mut Column| column.name.as_deref() == Some(text.as_str());
        let (before, after) = from.scope.columns.split_at_mut(left);
        let (one, two) = (before.iter_mut().find(is), after.iter_mut().find(is));
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
        let unnamed = |data_type: Type| Named {
            name: None,
            data_type,
        };
        for array in arrays {
            let place = Place::rows(&from.scope, "UNNEST");
            match self.expression(array, place) {
                Type::Array(element) => match *element {
                    Type::Row(fields) => {
                        columns.extend(
                            fields
                                .into_iter()
                                .map(|(name, data_type)| Named { name, data_type }),
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
        let Some(definition) = self.catalog.tables.iter().find(|known| known.name == table) else {
            let known = self.catalog.tables.iter().map(|table| table.name);
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
        let number = from.asked.len();
        let mut columns: Vec<Column> = Vec::new();
        let column = |name: &str, data_type: Type, partition_of, allowed| Column {
            relation: Some(relation.clone()),
            name: Some(name.to_owned()),
            data_type,
            partition_of,
            is_merged: false,
            allowed,
        };
        for own in &definition.columns {
            columns.push(column(
                own.name,
                Type::from(&own.data_type),
                None,
                own.allowed,
            ));
        }
        let mut dated = None;
        for key in &definition.partition_keys {
            let is_dated = matches!(key.projection, Projection::Date { .. });
            let of = is_dated.then_some(number);
            let allowed = match key.projection {
                Projection::Enum(values) => AllowedValues::Values(values),
                _ => AllowedValues::Any,
            };
            columns.push(column(key.name, Type::from(&key.data_type), of, allowed));
            if is_dated {
                dated.get_or_insert(key.name);
            }
        }
        from.asked.push(Asked {
            relation: relation.clone(),
            table,
            key: dated.map(str::to_owned),
            at: here,
        });
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
                partition_of: None,
                is_merged: false,
                allowed: AllowedValues::Any,
            }));
    }

    /// The relation whose partition key an expression names, by its number in the scope; nothing for
    /// other expressions and for columns of an outer query.
    pub(super) fn is_partition(scope: &Scope<'_>, expr: &Expr) -> Option<usize> {
        own_column(expr, scope)?.1.partition_of
    }
}
