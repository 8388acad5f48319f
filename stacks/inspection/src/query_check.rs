//! The shipped queries typed against the tables: what Athena would refuse, or what would read more
//! than it must, is told before anything is deployed.

use std::sync::LazyLock;

use diagnostics::{Diagnostic, Diagnostics};
use manifest::ParameterKind;
use schema::TableDefinition;
use sql::Query;
use trino::{Catalog, Type};

/// What is wrong with the text of a query's file, as `generate` tells it. Places are
/// `<query>.line <line>:<column>`, or `<query>.line <line>`.
pub fn check_query_file(name: &str, text: &str) -> Diagnostics {
    let query = match Query::parse(name, text) {
        Ok(query) => query,
        Err(problems) => return problems,
    };
    check_query(&query, Form::Query, &schema::tables())
}

/// What is wrong with the text of a view's file, told as [`check_query_file`] tells it. Nothing bounds
/// the days of a view: who asks it names them.
pub fn check_view_file(name: &str, text: &str) -> Diagnostics {
    match Query::parse_view(name, text) {
        Ok(view) => check_query(&view, Form::View, &schema::tables()),
        Err(problems) => problems,
    }
}

/// What a text is checked as.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Query,
    View,
}

/// What is wrong with the shipped queries and views. They are the same in every environment but for the
/// database's name, and are looked at once.
pub(crate) fn check_shipped() -> Diagnostics {
    static FOUND: LazyLock<Diagnostics> = LazyLock::new(|| {
        let tables = schema::tables();
        match (sql::shipped(), sql::views()) {
            (Ok(queries), Ok(views)) => {
                let queries = queries.iter().map(|query| (query, Form::Query));
                let views = views.iter().map(|view| (view, Form::View));
                let all = queries.chain(views);
                all.flat_map(|(query, form)| check_query(query, form, &tables))
                    .collect()
            }
            (Err(problems), _) | (_, Err(problems)) => problems,
        }
    });
    FOUND.clone()
}

/// What is wrong with a query, at the places of its file.
fn check_query(query: &Query, form: Form, tables: &[TableDefinition]) -> Diagnostics {
    let database = "sightline";
    let names: Vec<&str> = tables.iter().map(|table| table.name).collect();
    let prepared = match query.prepared(sql::Tables {
        database,
        names: &names,
    }) {
        Ok(prepared) => prepared,
        Err(problems) => return problems,
    };
    let catalog = Catalog { database, tables };
    let parameters: Vec<(&str, Type)> = prepared
        .parameters
        .iter()
        .map(|parameter| (parameter.name.as_str(), type_of(parameter.kind)))
        .collect();
    let checked = trino::check(&prepared.sql, &parameters, &catalog);
    let mut found: Diagnostics = checked
        .problems
        .iter()
        .filter(|problem| form == Form::Query || problem.code != trino::NO_PARTITION_FILTER)
        .map(|problem| {
            let number = |number| usize::try_from(number).unwrap_or(usize::MAX);
            let place = query.place(number(problem.at.line), number(problem.at.column));
            let told = Diagnostic::error(problem.code, place, problem.message.as_str());
            match &problem.help {
                Some(help) => told.with_help(help),
                None => told,
            }
        })
        .collect();
    // Columns of a query that is wrong are not compared.
    if found.is_empty() {
        found.extend(returned(query, &checked.columns));
    }
    found
}

/// The columns that the header promises are those that the query gives.
fn returned(query: &Query, columns: &[trino::OutputColumn]) -> Option<Diagnostic> {
    let given = columns
        .iter()
        .map(|c| (c.name.as_str(), c.data_type.to_string()));
    let promised = query.columns.iter();
    let promised = promised.map(|c| (c.name.as_str(), c.data_type.clone()));
    if given.clone().eq(promised) {
        return None;
    }
    let given: Vec<String> = given.map(|(name, kind)| format!("{name} {kind}")).collect();
    let promised: Vec<String> = query
        .columns
        .iter()
        .map(|c| format!("{} {}", c.name, c.data_type))
        .collect();
    let summary = "the columns that the header promises are not those that the query gives";
    Some(
        Diagnostic::error("sql::returned-columns", query.line(1), summary)
            .with_detail(format!("promised: {}", promised.join(", ")))
            .with_help(format!("given: {}", given.join(", "))),
    )
}

/// What a parameter is in a statement: a date is compared as text, see [`ParameterKind::Date`].
const fn type_of(kind: ParameterKind) -> Type {
    match kind {
        ParameterKind::Varchar | ParameterKind::Date => Type::Varchar,
        ParameterKind::Bigint => Type::Bigint,
        ParameterKind::Double => Type::Double,
    }
}
