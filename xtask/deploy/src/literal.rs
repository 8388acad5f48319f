//! Values as SQL literals: what Athena puts in the place of a `?`.
//! <https://docs.aws.amazon.com/athena/latest/ug/querying-with-prepared-statements.html>

use manifest::{ParameterKind, QueryParameter};
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
            literal(parameter.kind, value).map_err(|allowed| {
                Problem::new(format!(
                    "{value:?} is no value of the parameter {:?}: {allowed}",
                    parameter.name
                ))
            })
        })
        .collect()
}

/// The value as a literal of its type; else what is allowed.
fn literal(kind: ParameterKind, value: &str) -> Result<String, &'static str> {
    match kind {
        ParameterKind::Varchar if value.contains('\0') => Err("text without NUL"),
        ParameterKind::Varchar => Ok(varchar(value)),
        ParameterKind::Bigint => match value.parse::<i64>() {
            Ok(number) => Ok(number.to_string()),
            Err(_) => Err("a whole number of 64 bits, such as 10"),
        },
        ParameterKind::Double => match value.parse::<f64>() {
            // With an exponent, so that Trino reads a double and no decimal.
            Ok(number) if number.is_finite() => Ok(format!("{number:E}")),
            _ => Err("a number, such as 0.5"),
        },
        ParameterKind::Date => match value.parse::<jiff::civil::Date>() {
            Ok(date) if value.len() == 10 => Ok(varchar(&date.to_string())),
            _ => Err("a date, such as 2026-11-22"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parameter(name: &str, kind: ParameterKind, default: &str) -> QueryParameter {
        QueryParameter {
            name: name.to_owned(),
            description: String::new(),
            kind,
            default: default.to_owned(),
        }
    }

    /// Reads a literal as Trino does: it must end where the text ends.
    fn unquote(literal: &str) -> Option<String> {
        let mut rest = literal.strip_prefix('\'')?.chars().peekable();
        let mut out = String::new();
        while let Some(c) = rest.next() {
            if c == '\'' {
                match rest.next() {
                    Some('\'') => {}
                    None => return Some(out),
                    Some(_) => return None,
                }
            }
            out.push(c);
        }
        None
    }

    proptest! {
        #[test]
        fn no_text_leaves_its_quotes(text in "(?s).*|['\\\\;-]{0,20}") {
            prop_assert_eq!(unquote(&varchar(&text)), Some(text));
        }

        #[test]
        fn numbers_keep_their_value(whole in any::<i64>(), number in -1e300..1e300f64) {
            let text = literal(ParameterKind::Bigint, &whole.to_string()).unwrap();
            prop_assert_eq!(text.parse::<i64>().unwrap(), whole);
            let text = literal(ParameterKind::Double, &number.to_string()).unwrap();
            prop_assert_eq!(text.parse::<f64>().unwrap(), number);
        }

        #[test]
        fn a_number_or_date_is_never_anything_else(text in "(?s).{0,20}") {
            for kind in [ParameterKind::Bigint, ParameterKind::Double, ParameterKind::Date] {
                if let Ok(literal) = literal(kind, &text) {
                    prop_assert!(
                        literal.chars().all(|c| c.is_ascii_digit() || "'+-.E".contains(c)),
                        "{literal}"
                    );
                }
            }
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
