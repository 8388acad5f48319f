//! A statement typed against the tables of a lake: everything that is wrong with it at once.

mod call;
mod column;
mod expression;
mod from;
mod operator;
mod partition;
mod query;
mod scope;
mod select;

pub use partition::NO_PARTITION_FILTER;

use schema::TableDefinition;
use sqlparser::ast::{Expr, Spanned, Statement};
use sqlparser::tokenizer::Token;

use crate::parse::{Location, parse_tokens, tokenize};
use crate::{SyntaxError, Type};

/// The tables that a statement can ask.
#[derive(Debug, Clone, Copy)]
pub struct Catalog<'a> {
    /// The database that they are in.
    pub database: &'a str,
    /// The tables.
    pub tables: &'a [TableDefinition],
    /// The views.
    pub views: &'a [View],
}

/// A view as those who ask it see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// Its name.
    pub name: String,
    /// Its columns.
    pub columns: Vec<OutputColumn>,
    /// The tables behind it whose days who asks it bounds.
    pub open: Vec<OpenTable>,
}

impl View {
    /// The view whose statement [`check_view`] found to be that.
    pub fn new(name: impl Into<String>, checked: Checked) -> Self {
        Self {
            name: name.into(),
            columns: checked.columns,
            open: checked.open,
        }
    }
}

/// A table that is partitioned by day and whose days a view does not bound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenTable {
    /// The table.
    pub table: String,
    /// The view's columns of which a bound on any bounds the table's days.
    pub bounded_by: Vec<String>,
}

/// A column of a statement's result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputColumn {
    /// Its name; `_col<n>` where the statement gives none.
    pub name: String,
    /// Its type.
    pub data_type: Type,
}

/// Something that is wrong with a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The rule's name, such as `sql::unknown-column`.
    pub code: &'static str,
    /// Where.
    pub at: Location,
    /// What is wrong.
    pub message: String,
    /// The way out, where it can be told.
    pub help: Option<String>,
}

/// What a statement comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checked {
    /// The columns of its result; none where the text is no statement.
    pub columns: Vec<OutputColumn>,
    /// The tables whose days it does not bound, where it is a view.
    pub open: Vec<OpenTable>,
    /// Everything that is wrong, in the order of the text.
    pub problems: Vec<Problem>,
}

/// Checks a statement. `parameters` are the names and types of what its `?` stand for, in order.
///
/// The rules: `sql::syntax`, `sql::not-a-query`, `sql::unknown-table`, `sql::other-database`,
/// `sql::unknown-column`, `sql::ambiguous-column`, `sql::unknown-field`, `sql::unknown-function`,
/// `sql::unknown-type`, `sql::unknown-value`, `sql::wrong-arguments`, `sql::wrong-type`,
/// `sql::wrong-cast`, `sql::not-grouped`, `sql::misplaced-aggregate`, `sql::column-count`,
/// `sql::no-partition-filter`, `sql::parameter-count`, `sql::not-supported`.
pub fn check(sql: &str, parameters: &[(&str, Type)], catalog: &Catalog<'_>) -> Checked {
    checked(sql, parameters, catalog, false)
}

/// Checks the statement of a view by the same rules, but that its tables' days may be left to whoever
/// asks it: `sql::no-partition-filter` tells of those that none of its columns bounds.
pub fn check_view(sql: &str, catalog: &Catalog<'_>) -> Checked {
    checked(sql, &[], catalog, true)
}

fn checked(
    sql: &str,
    parameters: &[(&str, Type)],
    catalog: &Catalog<'_>,
    is_view: bool,
) -> Checked {
    let parsed = tokenize(sql).and_then(|tokens| {
        let places: Vec<Location> = tokens
            .iter()
            .filter(|token| matches!(&token.token, Token::Placeholder(text) if text == "?"))
            .map(|token| token.span.start.into())
            .collect();
        parse_tokens(tokens).map(|(_, statement)| (places, statement))
    });
    let (placeholders, statement) = match parsed {
        Ok(parsed) => parsed,
        Err(SyntaxError { at, message }) => {
            return Checked {
                problems: vec![Problem {
                    code: "sql::syntax",
                    at,
                    message,
                    help: None,
                }],
                ..Checked::default()
            };
        }
    };
    let mut checker = Checker {
        catalog,
        parameters,
        placeholders,
        is_view,
        named: Vec::new(),
        asked: Vec::new(),
        problems: Vec::new(),
    };
    if checker.placeholders.len() != parameters.len() {
        let message = format!(
            "the statement has {} `?`, and {} parameters are declared",
            checker.placeholders.len(),
            parameters.len()
        );
        checker.tell(
            "sql::parameter-count",
            Location { line: 1, column: 1 },
            message,
        );
    }
    let columns = match &statement {
        Statement::Query(query) => checker.query(query, None),
        _ => {
            let message = "this is no query: it must begin with SELECT, WITH or VALUES";
            checker.tell("sql::not-a-query", Location { line: 1, column: 1 }, message);
            Vec::new()
        }
    };
    let open = match is_view {
        true => checker.open(&columns),
        false => Vec::new(),
    };
    let mut problems = checker.problems;
    problems.sort_by_key(|problem| problem.at);
    problems.dedup();
    let columns = columns.into_iter().enumerate();
    Checked {
        columns: columns
            .map(|(at, column)| OutputColumn {
                name: column.name.unwrap_or_else(|| format!("_col{at}")),
                data_type: column.data_type,
            })
            .collect(),
        open,
        problems,
    }
}

struct Checker<'a> {
    catalog: &'a Catalog<'a>,
    parameters: &'a [(&'a str, Type)],
    /// Where the `?` are, in order.
    placeholders: Vec<Location>,
    /// Whether the statement is a view's, whose days who asks it bounds.
    is_view: bool,
    /// The queries of `WITH` that can be named, the nearest last.
    named: Vec<(String, Vec<scope::Named>)>,
    /// The tables that are partitioned by day, as they were asked.
    asked: Vec<partition::Asked>,
    problems: Vec<Problem>,
}

impl Checker<'_> {
    fn tell(&mut self, code: &'static str, at: Location, message: impl Into<String>) {
        self.problems.push(Problem {
            code,
            at,
            message: message.into(),
            help: None,
        });
    }

    fn tell_with(
        &mut self,
        code: &'static str,
        at: Location,
        message: impl Into<String>,
        help: Option<String>,
    ) {
        self.problems.push(Problem {
            code,
            at,
            message: message.into(),
            help,
        });
    }

    /// The name and type of the parameter that a `?` at a place stands for.
    fn parameter(&self, at: Location) -> Option<&(&str, Type)> {
        let number = self.placeholders.iter().position(|place| *place == at)?;
        self.parameters.get(number)
    }
}

/// Where an expression begins.
fn at(node: &impl Spanned) -> Location {
    node.span().start.into()
}

/// An expression in brackets is the expression.
fn bare(mut expr: &Expr) -> &Expr {
    while let Expr::Nested(inner) = expr {
        expr = inner;
    }
    expr
}
