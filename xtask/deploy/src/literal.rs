//! The values of a query's parameters: what Athena puts in the place of a `?`.
//! <https://docs.aws.amazon.com/athena/latest/ug/querying-with-prepared-statements.html>

use manifest::QueryParameter;
use ui::Problem;

/// Text as a literal: in quotes, with the quotes within doubled. There is no other escape in
/// Trino's SQL.
pub(crate) fn varchar(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// The execution parameters of a query, one for each `?`, from the values that were given and
/// the defaults.
pub(crate) fn parameters(
    query: &str,
    declared: &[QueryParameter],
    given: &[(String, String)],
) -> Result<Vec<String>, Problem> {
    let mut names: Vec<&str> = Vec::new();
    for parameter in declared {
        if !names.contains(&parameter.name.as_str()) {
            names.push(&parameter.name);
        }
    }
    for (at, (name, _)) in given.iter().enumerate() {
        if !names.contains(&name.as_str()) {
            let problem = Problem::new(match names.is_empty() {
                true => format!("the query {query:?} has no parameters, and {name:?} was given"),
                false => format!(
                    "the query {query:?} has no parameter {name:?}: {}",
                    names.join(", ")
                ),
            });
            return Err(match diagnostics::nearest(name, names.iter().copied()) {
                Some(near) => problem.next(format!("did you mean `--param {near}=...`?")),
                None => problem.next("run `cargo xtask query` for the queries and parameters"),
            });
        }
        if given[..at].iter().any(|(earlier, _)| earlier == name) {
            return Err(Problem::new(format!(
                "the parameter {name:?} is given twice"
            )));
        }
    }
    declared
        .iter()
        .map(|parameter| {
            let value = given
                .iter()
                .find(|(name, _)| *name == parameter.name)
                .map_or(&parameter.default, |(_, value)| value);
            let literal = parameter.literal(value);
            literal.map_err(|error| Problem::new(error.to_string()))
        })
        .collect()
}

/// A statement with literals in the place of its `?`: for `EXPLAIN`, which takes no parameters.
/// A `?` within a text or a name stays as it is.
pub(crate) fn in_place(sql: &str, literals: &[String]) -> String {
    let mut literals = literals.iter();
    let mut out = String::with_capacity(sql.len());
    let mut quote = None;
    for c in sql.chars() {
        match (quote, c) {
            (None, '?') => {
                if let Some(literal) = literals.next() {
                    out.push_str(literal);
                    continue;
                }
            }
            (None, '\'' | '"') => quote = Some(c),
            // A quote that is doubled ends the text and begins it again.
            (Some(open), c) if c == open => quote = None,
            _ => {}
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use manifest::ParameterKind;

    fn parameter(name: &str, kind: ParameterKind, default: &str) -> QueryParameter {
        QueryParameter {
            name: name.to_owned(),
            description: String::new(),
            kind,
            default: default.to_owned(),
            allowed: None,
        }
    }

    #[test]
    fn each_question_mark_has_its_value() {
        let declared = [
            parameter("since", ParameterKind::Date, "2026-01-01"),
            parameter("limit", ParameterKind::Bigint, "10"),
            parameter("since", ParameterKind::Date, "2026-01-01"),
        ];
        let given = [("since".to_owned(), "2026-11-22".to_owned())];
        assert_eq!(
            parameters("q", &declared, &given).unwrap(),
            ["'2026-11-22'", "10", "'2026-11-22'"]
        );
    }

    #[test]
    fn only_what_stands_for_a_value_is_replaced() {
        let sql = "SELECT '?', 'it''s ?', \"a?\", ? FROM t WHERE a = ? AND b = '?'";
        let literals = ["1".to_owned(), "'?'".to_owned()];
        assert_eq!(
            in_place(sql, &literals),
            "SELECT '?', 'it''s ?', \"a?\", 1 FROM t WHERE a = '?' AND b = '?'"
        );
    }

    #[test]
    fn what_is_not_a_parameter_or_value_is_refused_with_what_is_allowed() {
        let declared = [parameter("since", ParameterKind::Date, "2026-01-01")];
        let refused = |name: &str, value: &str| {
            let given = [(name.to_owned(), value.to_owned())];
            let problem = parameters("defect-rate", &declared, &given).unwrap_err();
            ui::unstyled(&ui::render_error(&problem))
        };
        insta::assert_snapshot!(refused("sinse", "2026-01-01"), @r#"
        error: the query "defect-rate" has no parameter "sinse": since
          next: did you mean `--param since=...`?
        "#);
        insta::assert_snapshot!(refused("since", "yesterday' or '1'='1"), @r#"error: "yesterday' or '1'='1" is no value of the parameter "since": a date, such as 2026-11-22"#);
    }
}
