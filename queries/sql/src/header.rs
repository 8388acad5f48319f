//! What is to know of a query, read from the head of its file.

use diagnostics::{Address, Diagnostic, Diagnostics};

use crate::{Kind, literal};

/// One query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// Its name: the file's, without `.sql.hbs`.
    pub name: String,
    /// One sentence for people.
    pub description: String,
    /// Its parameters, in the order of the header.
    pub parameters: Vec<Parameter>,
    /// The template below the header.
    pub template: String,
}

/// What a query can be asked with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// What it says.
    pub description: String,
    /// Its type.
    pub kind: Kind,
    /// The value when none is given.
    pub default: String,
}

impl Query {
    /// Reads a query from its file's text.
    ///
    /// # Errors
    /// Everything that is wrong with the header.
    pub fn parse(name: &str, text: &str) -> Result<Self, Diagnostics> {
        let mut found = Diagnostics::new();
        let mut description = None;
        let mut parameters: Vec<Parameter> = Vec::new();
        let mut rest = text;
        let mut number = 0;
        while let Some((line, after)) = rest.split_once('\n') {
            let Some(comment) = line.strip_prefix("-- ") else {
                break;
            };
            number += 1;
            let place: Address = [name, &format!("line {number}")].into_iter().collect();
            if let Some(text) = comment.strip_prefix("description: ") {
                description = Some(text.trim().to_owned());
            } else if let Some(text) = comment.strip_prefix("parameter: ") {
                match parse_parameter(text) {
                    Ok(p) if parameters.iter().any(|known| known.name == p.name) => {
                        let text = format!("the parameter {:?} is there twice", p.name);
                        found.push(Diagnostic::error("sql::repeated-parameter", place, text));
                    }
                    Ok(parameter) => parameters.push(parameter),
                    Err(problem) => {
                        found.push(Diagnostic::error("sql::bad-parameter", place, problem));
                    }
                }
            } else {
                found.push(
                    Diagnostic::error("sql::bad-header", place, format!("{line:?} says nothing"))
                        .with_help("a header has lines `-- description: …` and `-- parameter: …`"),
                );
            }
            rest = after;
        }
        let place: Address = [name].into_iter().collect();
        if description.is_none() {
            let text = "the header has no line `-- description: …`";
            found.push(Diagnostic::error(
                "sql::no-description",
                place.clone(),
                text,
            ));
        }
        if rest.trim().is_empty() {
            let text = "below its header the file is empty";
            found.push(Diagnostic::error("sql::no-query", place, text));
        }
        match description {
            Some(description) if found.is_empty() => Ok(Self {
                name: name.to_owned(),
                description,
                parameters,
                template: rest.to_owned(),
            }),
            _ => Err(found),
        }
    }
}

/// `<name> <type> = <default> | <description>`.
fn parse_parameter(text: &str) -> Result<Parameter, String> {
    const FORM: &str = "a parameter reads `<name> <type> = <default> | <description>`";
    let (left, description) = text.split_once('|').ok_or(FORM)?;
    let (declaration, default) = left.split_once('=').ok_or(FORM)?;
    let mut words = declaration.split_whitespace();
    let (Some(name), Some(kind), None) = (words.next(), words.next(), words.next()) else {
        return Err(FORM.to_owned());
    };
    let kind = Kind::parse(kind).ok_or_else(|| {
        format!("{kind:?} is no type of a parameter; varchar, bigint, double and date are")
    })?;
    let default = default.trim().to_owned();
    literal(kind, &default).map_err(|e| format!("the default of {name:?}: {e}"))?;
    let (name, description) = (name.to_owned(), description.trim().to_owned());
    Ok(Parameter {
        name,
        description,
        kind,
        default,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_read() {
        let query = Query::parse(
            "q",
            "-- description: What it says.\n-- parameter: since date = 2020-01-01 | From when.\n\
             SELECT 1\n",
        )
        .unwrap();
        assert_eq!(query.description, "What it says.");
        assert_eq!(query.parameters[0].kind, Kind::Date);
        assert_eq!(query.template, "SELECT 1\n");
    }

    #[test]
    fn every_mistake_of_a_header_is_told_at_once() {
        let text = "-- parameter: a int = 1 | x\n-- parameter: b bigint = one | x\n-- what\n";
        let found = Query::parse("q", text).unwrap_err();
        let codes: Vec<&str> = found.iter().map(|d| d.code.as_str()).collect();
        assert_eq!(
            codes,
            [
                "sql::bad-parameter",
                "sql::bad-parameter",
                "sql::bad-header",
                "sql::no-description",
                "sql::no-query"
            ]
        );
    }
}
