//! Shipped queries as steps of a workflow ask them: by the statements that the workgroup has prepared.

use diagnostics::{Address, Diagnostic, Diagnostics};
use flow::{Expr, Question};
use sql::{Query, Tables};

/// A value of a parameter.
pub(crate) enum Given {
    /// Text that is known when the workflow runs.
    Told(Expr<String>),
    /// What is known now.
    Fixed(String),
}

/// The question of a shipped query. Parameters that are not given have their default.
///
/// # Errors
/// When there is no such query or parameter, or a value is not of its type.
pub(crate) fn question(name: &str, given: &[(&str, Given)]) -> Result<Question, Diagnostics> {
    let wrong = |text: String| {
        let place: Address = ["queries", name].into_iter().collect();
        Diagnostics::from_iter([Diagnostic::error("workflow::question", place, text)])
    };
    let queries = sql::shipped()?;
    let query = queries.iter().find(|query| query.name == name);
    let query = query.ok_or_else(|| wrong("there is no such query".to_owned()))?;
    let tables = schema::tables();
    let names: Vec<&str> = tables.iter().map(|table| table.name).collect();
    let views = sql::views()?;
    let all: Vec<&str> = views
        .iter()
        .map(|view| view.name.as_str())
        .chain(names.iter().copied())
        .collect();
    let prepared = query.prepared(Tables {
        database: "",
        names: &all,
    })?;
    if let Some((unknown, _)) = given
        .iter()
        .find(|(name, _)| prepared.parameters.iter().all(|it| it.name != *name))
    {
        return Err(wrong(format!("it has no parameter {unknown}")));
    }
    let mut parameters = Vec::with_capacity(prepared.parameters.len());
    for parameter in &prepared.parameters {
        let value = given.iter().find(|(name, _)| *name == parameter.name);
        let fixed = match value {
            Some((_, Given::Told(text))) => {
                parameters.push(text.sql());
                continue;
            }
            Some((_, Given::Fixed(text))) => text,
            None => &parameter.default,
        };
        let literal = parameter.literal(fixed);
        parameters.push(Expr::literal(
            &literal.map_err(|error| wrong(error.to_string()))?,
        ));
    }
    let asks = |query: &Query| -> Vec<String> {
        let asked = all.iter().filter(|table| query.asks(table));
        asked.map(|table| (*table).to_owned()).collect()
    };
    let mut asked = asks(query);
    // A view is asked with the rights of whoever asks it.
    for view in views.iter().filter(|view| query.asks(&view.name)) {
        asked.extend(asks(view));
    }
    asked.sort_unstable();
    asked.dedup();
    Ok(Question {
        statement: query.name.replace('-', "_"),
        parameters,
        tables: asked,
    })
}
