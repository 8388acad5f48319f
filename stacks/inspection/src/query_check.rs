//! The shipped queries typed against the tables: what Athena would refuse, or what would read more
//! than it must, is told before anything is deployed.

use std::sync::LazyLock;

use diagnostics::{Diagnostic, Diagnostics};
use manifest::ParameterKind;
use sql::Query;
use trino::{Catalog, Checked, Type, View};

/// What is wrong with the text of a query's file, as `generate` tells it. Places are
/// `<query>.line <line>:<column>`, or `<query>.line <line>`.
pub fn check_query_file(name: &str, text: &str) -> Diagnostics {
    let query = match Query::parse(name, text) {
        Ok(query) => query,
        Err(problems) => return problems,
    };
    match shipped_views() {
        Ok(views) => check_query(&query, views),
        Err(problems) => problems,
    }
}

/// What is wrong with the text of a view's file, told as [`check_query_file`] tells it. Who asks a view
/// bounds its days, and so every table behind it must have its day among the view's columns.
pub fn check_view_file(name: &str, text: &str) -> Diagnostics {
    match Query::parse_view(name, text) {
        Ok(view) => check_view(&view).err().unwrap_or_default(),
        Err(problems) => problems,
    }
}

/// What is wrong with the shipped queries and views. They are the same in every environment but for the
/// database's name, and are looked at once.
pub(crate) fn check_shipped() -> Diagnostics {
    static FOUND: LazyLock<Diagnostics> =
        LazyLock::new(|| match (sql::shipped(), shipped_views()) {
            (Ok(queries), Ok(views)) => {
                let queries = queries.iter();
                queries
                    .flat_map(|query| check_query(query, views))
                    .collect()
            }
            (Err(problems), _) | (_, Err(problems)) => problems,
        });
    FOUND.clone()
}

/// The shipped views, as queries see them.
///
/// # Errors
/// What is wrong with them.
fn shipped_views() -> Result<&'static [View], Diagnostics> {
    static VIEWS: LazyLock<Result<Vec<View>, Diagnostics>> = LazyLock::new(|| {
        let mut found = Diagnostics::new();
        let mut views = Vec::new();
        for view in sql::views()? {
            match check_view(view) {
                Ok(view) => views.push(view),
                Err(problems) => found.extend(problems),
            }
        }
        match found.is_empty() {
            true => Ok(views),
            false => Err(found),
        }
    });
    VIEWS.as_deref().map_err(Clone::clone)
}

/// The database that a query is looked at in: any, since only its name differs.
const DATABASE: &str = "sightline";

/// What is wrong with a query, at the places of its file.
fn check_query(query: &Query, views: &[View]) -> Diagnostics {
    let tables = schema::tables();
    let names = tables.iter().map(|table| table.name);
    let names: Vec<&str> = names
        .chain(views.iter().map(|view| view.name.as_str()))
        .collect();
    let prepared = match query.prepared(sql::Tables {
        database: DATABASE,
        names: &names,
    }) {
        Ok(prepared) => prepared,
        Err(problems) => return problems,
    };
    let catalog = Catalog {
        database: DATABASE,
        tables: &tables,
        views,
    };
    let parameters: Vec<(&str, Type)> = prepared
        .parameters
        .iter()
        .map(|parameter| (parameter.name.as_str(), type_of(parameter.kind)))
        .collect();
    told(query, &trino::check(&prepared.sql, &parameters, &catalog))
}

/// A view as queries see it. A view asks tables alone.
///
/// # Errors
/// What is wrong with it, at the places of its file.
fn check_view(view: &Query) -> Result<View, Diagnostics> {
    let tables = schema::tables();
    let names: Vec<&str> = tables.iter().map(|table| table.name).collect();
    let statement = view.with_defaults(sql::Tables {
        database: DATABASE,
        names: &names,
    })?;
    let catalog = Catalog {
        database: DATABASE,
        tables: &tables,
        views: &[],
    };
    let checked = trino::check_view(&statement, &catalog);
    let found = told(view, &checked);
    match found.is_empty() {
        true => Ok(View::new(view.name.as_str(), checked)),
        false => Err(found),
    }
}

/// What was found in a statement, at the places of its file, and whether its columns are those that the
/// header promises.
fn told(query: &Query, checked: &Checked) -> Diagnostics {
    let mut found: Diagnostics = checked
        .problems
        .iter()
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
