//! The columns that an expression can name.

use schema::AllowedValues;

use crate::Type;

/// A column of a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    /// Nothing for an expression that was given no name.
    pub(super) name: Option<String>,
    pub(super) data_type: Type,
    /// The tables whose days a bound on it bounds, by their numbers among those that were asked.
    pub(super) days: Vec<usize>,
}

impl Named {
    /// A column that bounds no table's days.
    pub(super) const fn new(name: Option<String>, data_type: Type) -> Self {
        Self {
            name,
            data_type,
            days: Vec::new(),
        }
    }
}

/// A column of a relation that is asked.
#[derive(Debug, Clone)]
pub(super) struct Column {
    /// The relation's name or alias.
    pub(super) relation: Option<String>,
    pub(super) name: Option<String>,
    pub(super) data_type: Type,
    /// As in [`Named::days`].
    pub(super) days: Vec<usize>,
    /// Not found without its relation: `USING` has made it one with another.
    pub(super) is_merged: bool,
    /// The values that it can have, where it is a column of a table.
    pub(super) allowed: AllowedValues,
}

/// What an expression stands among.
#[derive(Debug, Clone, Default)]
pub(super) struct Scope<'s> {
    pub(super) columns: Vec<Column>,
    pub(super) outer: Option<&'s Scope<'s>>,
    /// Whether the columns are a lambda's parameters, which belong to the query around it.
    pub(super) is_lambda: bool,
    /// Whether a relation is unknown, so that there may be any column.
    pub(super) is_open: bool,
}

/// What a name leads to.
pub(super) enum Found<'a> {
    Column {
        column: &'a Column,
        /// Its place in the scope.
        index: usize,
        /// Whether it is of the query itself and not of one around it, nor a lambda's parameter.
        is_own: bool,
    },
    Ambiguous,
    Nothing,
}

impl<'s> Scope<'s> {
    pub(super) fn within(outer: Option<&'s Self>) -> Self {
        Self {
            outer,
            ..Self::default()
        }
    }

    /// Finds a column, here or in a query around it.
    pub(super) fn find(&self, relation: Option<&str>, name: &str) -> Found<'_> {
        let mut scope = Some(self);
        let mut is_own = true;
        while let Some(here) = scope {
            let matches = here.columns.iter().enumerate().filter(|(_, column)| {
                column.name.as_deref() == Some(name)
                    && match relation {
                        Some(relation) => column.relation.as_deref() == Some(relation),
                        None => !column.is_merged,
                    }
            });
            let mut matches = matches.peekable();
            if let Some((index, column)) = matches.next() {
                return match matches.peek() {
                    Some(_) => Found::Ambiguous,
                    None => Found::Column {
                        column,
                        index,
                        is_own: is_own && !here.is_lambda,
                    },
                };
            }
            is_own &= here.is_lambda;
            scope = here.outer;
        }
        Found::Nothing
    }

    /// Whether there may be columns that are not known.
    pub(super) fn is_open(&self) -> bool {
        self.is_open || self.outer.is_some_and(Self::is_open)
    }

    /// Whether a relation of that name is here or around.
    pub(super) fn has_relation(&self, name: &str) -> bool {
        let own = |column: &Column| column.relation.as_deref() == Some(name);
        self.columns.iter().any(own) || self.outer.is_some_and(|outer| outer.has_relation(name))
    }

    /// The names that a column can have; those of a relation, where one is given.
    pub(super) fn names(&self, relation: Option<&str>) -> Vec<&str> {
        let mut names: Vec<&str> = self
            .columns
            .iter()
            .filter(|column| relation.is_none() || column.relation.as_deref() == relation)
            .filter_map(|column| column.name.as_deref())
            .collect();
        if let Some(outer) = self.outer {
            names.extend(outer.names(relation));
        }
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The names of the relations.
    pub(super) fn relations(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for column in &self.columns {
            if let Some(name) = column.relation.as_deref()
                && !names.contains(&name)
            {
                names.push(name);
            }
        }
        names
    }
}

/// Where an expression stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'s> {
    pub(super) scope: &'s Scope<'s>,
    pub(super) mode: Mode<'s>,
}

/// What an expression may be made of.
#[derive(Debug, Clone, Copy)]
pub(super) enum Mode<'s> {
    /// Rows; the clause is named where it may hold no aggregate.
    Rows(&'static str),
    /// Groups: what they are made by, and aggregates.
    Groups(&'s [Key]),
    /// The rows of an aggregate.
    InAggregate,
}

impl<'s> Place<'s> {
    pub(super) const fn rows(scope: &'s Scope<'s>, clause: &'static str) -> Self {
        Self {
            scope,
            mode: Mode::Rows(clause),
        }
    }
}

/// What groups are made by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Key {
    /// A column, by its place in the scope.
    Column(usize),
    /// An expression, as it is written without the names of relations.
    Text(String),
}
