//! Rendering a query for one environment.

use std::sync::{Arc, Mutex, PoisonError};

use diagnostics::{Address, Diagnostic, Diagnostics, nearest};
use handlebars::{
    Context, Handlebars, Helper, HelperResult, Output, RenderContext, RenderErrorReason,
};

use crate::{Parameter, Query, literal};

/// The lake that a query is rendered for.
#[derive(Debug, Clone, Copy)]
pub struct Tables<'a> {
    /// The Glue database.
    pub database: &'a str,
    /// The names of its tables.
    pub names: &'a [&'a str],
}

/// A query with a `?` for every use of a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepared {
    /// The statement.
    pub sql: String,
    /// What each `?` stands for, in order.
    pub parameters: Vec<Parameter>,
}

impl Query {
    /// The statement with a `?` for every use of a parameter, as Athena's `ExecutionParameters`
    /// take it.
    ///
    /// # Errors
    /// Unknown tables and parameters, and templates that are none.
    pub fn prepared(&self, tables: Tables<'_>) -> Result<Prepared, Diagnostics> {
        let (sql, used) = self.render(tables, |_| Ok("?".to_owned()))?;
        Ok(Prepared {
            sql,
            parameters: used,
        })
    }

    /// The statement with every parameter's default in its place.
    ///
    /// # Errors
    /// Unknown tables and parameters, and templates that are none.
    pub fn with_defaults(&self, tables: Tables<'_>) -> Result<String, Diagnostics> {
        let by_default = |parameter: &Parameter| {
            literal(parameter.kind, &parameter.default).map_err(|e| e.to_string())
        };
        self.render(tables, by_default).map(|(sql, _)| sql)
    }

    fn render(
        &self,
        tables: Tables<'_>,
        value: impl Fn(&Parameter) -> Result<String, String> + Send + Sync + 'static,
    ) -> Result<(String, Vec<Parameter>), Diagnostics> {
        let used = Arc::new(Mutex::new(Vec::new()));
        let mut handlebars = Handlebars::new();
        handlebars.set_strict_mode(true);
        // SQL is not HTML; what stands for a value is escaped by type in `literal`.
        handlebars.register_escape_fn(handlebars::no_escape);
        handlebars.register_helper("param", self.param_helper(Arc::clone(&used), value));
        handlebars.register_helper("table", table_helper(tables));
        let sql = handlebars
            .render_template(&self.template, &())
            .map_err(|error| {
                let mut place: Address = [self.name.as_str()].into_iter().collect();
                if let Some(line) = error.line_no {
                    place = place.join(format!("line {line} below the header"));
                }
                Diagnostics::from_iter([Diagnostic::error(
                    "sql::template",
                    place,
                    error.reason().to_string(),
                )])
            })?;
        let used = std::mem::take(&mut *used.lock().unwrap_or_else(PoisonError::into_inner));
        let unused = self.parameters.iter().filter(|p| !used.contains(p));
        let found: Diagnostics = unused
            .map(|parameter| {
                Diagnostic::error(
                    "sql::unused-parameter",
                    [self.name.as_str()].into_iter().collect(),
                    format!(
                        "the parameter {:?} is declared and not used",
                        parameter.name
                    ),
                )
            })
            .collect();
        if found.is_empty() {
            Ok((sql, used))
        } else {
            Err(found)
        }
    }

    fn param_helper(
        &self,
        used: Arc<Mutex<Vec<Parameter>>>,
        value: impl Fn(&Parameter) -> Result<String, String> + Send + Sync + 'static,
    ) -> Box<dyn handlebars::HelperDef + Send + Sync> {
        let parameters = self.parameters.clone();
        helper(move |name| {
            let Some(parameter) = parameters.iter().find(|p| p.name == name) else {
                let known = parameters.iter().map(|p| p.name.as_str());
                return Err(unknown("parameter", name, known));
            };
            let text = value(parameter)?;
            used.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(parameter.clone());
            Ok(text)
        })
    }
}

fn table_helper(tables: Tables<'_>) -> Box<dyn handlebars::HelperDef + Send + Sync> {
    let database = tables.database.to_owned();
    let names: Vec<String> = tables.names.iter().map(|name| (*name).to_owned()).collect();
    helper(move |name| {
        if names.iter().any(|known| known == name) {
            Ok(format!("\"{database}\".\"{name}\""))
        } else {
            Err(unknown("table", name, names.iter().map(String::as_str)))
        }
    })
}

/// A helper that turns its one argument, a name, into text.
fn helper(
    expand: impl Fn(&str) -> Result<String, String> + Send + Sync + 'static,
) -> Box<dyn handlebars::HelperDef + Send + Sync> {
    Box::new(
        move |call: &Helper<'_>,
              _: &Handlebars<'_>,
              _: &Context,
              _: &mut RenderContext<'_, '_>,
              out: &mut dyn Output|
              -> HelperResult {
            let name = call
                .param(0)
                .and_then(|p| p.value().as_str())
                .unwrap_or_default();
            let text = expand(name).map_err(RenderErrorReason::Other)?;
            out.write(&text)?;
            Ok(())
        },
    )
}

fn unknown<'a>(kind: &str, name: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    let hint = match nearest(name, known.clone()) {
        Some(near) => format!("did you mean {near:?}?"),
        None => format!("known: {}", known.collect::<Vec<_>>().join(", ")),
    };
    format!("there is no {kind} {name:?}; {hint}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLES: Tables<'_> = Tables {
        database: "db",
        names: &["defects", "pictures"],
    };

    fn query(body: &str) -> Query {
        let head = "-- description: d\n-- parameter: since date = 2020-01-01 | s\n";
        Query::parse("q", &format!("{head}{body}\n")).unwrap()
    }

    #[test]
    fn every_use_of_a_parameter_is_a_placeholder() {
        let query = query(
            "SELECT 1 FROM {{table \"defects\"}} WHERE day >= {{param \"since\"}} \
             OR day = {{param \"since\"}}",
        );
        let prepared = query.prepared(TABLES).unwrap();
        assert_eq!(
            prepared.sql,
            "SELECT 1 FROM \"db\".\"defects\" WHERE day >= ? OR day = ?\n"
        );
        assert_eq!(prepared.parameters.len(), 2);
        assert!(
            query
                .with_defaults(TABLES)
                .unwrap()
                .contains("day >= '2020-01-01' OR")
        );
    }

    #[test]
    fn an_unknown_table_is_told_with_the_nearest() {
        let found = query("SELECT {{param \"since\"}} FROM {{table \"defcts\"}}")
            .prepared(TABLES)
            .unwrap_err()
            .to_string();
        assert!(
            found.contains("there is no table \"defcts\"; did you mean \"defects\"?"),
            "{found}"
        );
    }

    #[test]
    fn a_parameter_that_nothing_uses_is_a_mistake() {
        let found = query("SELECT 1").prepared(TABLES).unwrap_err().to_string();
        assert!(found.contains("sql::unused-parameter"), "{found}");
    }
}
