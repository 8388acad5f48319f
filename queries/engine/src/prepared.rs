//! `PREPARE`, `EXECUTE` and `DEALLOCATE PREPARE`: Athena keeps the statements in a workgroup, so
//! that whoever keeps them acts on these.
//! <https://docs.aws.amazon.com/athena/latest/ug/querying-with-prepared-statements.html>

use datafusion::sql::sqlparser::tokenizer::{Token, TokenWithSpan};

use crate::error::{ErrorKind, QueryError};

/// What is to be done with a prepared statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Prepared {
    /// Keep a statement under a name.
    Prepare {
        /// The name.
        name: String,
        /// The statement, with a `?` for each value.
        statement: String,
    },
    /// Run the statement of that name.
    Execute {
        /// The name.
        name: String,
        /// A literal for every `?`.
        parameters: Vec<String>,
    },
    /// Forget the statement of that name.
    Deallocate {
        /// The name.
        name: String,
    },
}

/// Reads a statement, where it is one of these.
///
/// # Errors
/// When it begins like one of these and goes on otherwise.
pub fn prepared(sql: &str) -> Result<Option<Prepared>, QueryError> {
    let tokens = trino::tokenize(sql)
        .map_err(|error| QueryError::new(ErrorKind::SyntaxError, error.to_string()))?;
    let mut words = tokens
        .iter()
        .enumerate()
        .filter(|(_, token)| !is_space(token));
    let mut word = || words.next();
    let Some(first) = word().and_then(|(_, token)| text(token)) else {
        return Ok(None);
    };
    match first.to_ascii_uppercase().as_str() {
        "PREPARE" => {
            let name = name(word())?;
            let from = keyword(word(), "FROM")?;
            let statement = joined(&tokens[from + 1..]);
            if statement.is_empty() {
                return Err(syntax("PREPARE has no statement"));
            }
            Ok(Some(Prepared::Prepare { name, statement }))
        }
        "EXECUTE" => {
            let name = name(word())?;
            let parameters = match word() {
                None => Vec::new(),
                Some((_, token)) if matches!(token.token, Token::SemiColon | Token::EOF) => {
                    Vec::new()
                }
                using => {
                    let at = keyword(using, "USING")?;
                    values(&tokens[at + 1..])?
                }
            };
            Ok(Some(Prepared::Execute { name, parameters }))
        }
        "DEALLOCATE" => {
            keyword(word(), "PREPARE")?;
            let name = name(word())?;
            Ok(Some(Prepared::Deallocate { name }))
        }
        _ => Ok(None),
    }
}

type Word<'a> = Option<(usize, &'a TokenWithSpan)>;

fn is_space(token: &TokenWithSpan) -> bool {
    matches!(token.token, Token::Whitespace(_))
}

fn text(token: &TokenWithSpan) -> Option<&str> {
    match &token.token {
        Token::Word(word) => Some(&word.value),
        _ => None,
    }
}

fn syntax(message: impl Into<String>) -> QueryError {
    QueryError::new(ErrorKind::SyntaxError, message)
}

fn name(word: Word<'_>) -> Result<String, QueryError> {
    let name = word.and_then(|(_, token)| text(token));
    name.map(str::to_owned)
        .ok_or_else(|| syntax("the name of the prepared statement is missing"))
}

/// Where a keyword is that must come now.
fn keyword(word: Word<'_>, wanted: &str) -> Result<usize, QueryError> {
    match word {
        Some((at, token)) if text(token).is_some_and(|t| t.eq_ignore_ascii_case(wanted)) => Ok(at),
        Some((_, token)) => Err(syntax(format!(
            "line {}:{}: mismatched input '{}'. Expecting: {wanted}",
            token.span.start.line, token.span.start.column, token.token
        ))),
        None => Err(syntax(format!(
            "mismatched input '<EOF>'. Expecting: {wanted}"
        ))),
    }
}

fn joined(tokens: &[TokenWithSpan]) -> String {
    let text: String = tokens.iter().map(|token| token.token.to_string()).collect();
    text.trim().trim_end_matches(';').trim_end().to_owned()
}

/// What stands between the commas that are in no bracket.
fn values(tokens: &[TokenWithSpan]) -> Result<Vec<String>, QueryError> {
    let (mut values, mut depth, mut from) = (Vec::new(), 0_usize, 0);
    for (at, token) in tokens.iter().enumerate() {
        match token.token {
            Token::LParen | Token::LBracket => depth += 1,
            Token::RParen | Token::RBracket => depth = depth.saturating_sub(1),
            Token::Comma if depth == 0 => {
                values.push(joined(&tokens[from..at]));
                from = at + 1;
            }
            _ => {}
        }
    }
    values.push(joined(&tokens[from..]));
    if values.iter().any(String::is_empty) {
        return Err(syntax("a value after USING is missing"));
    }
    Ok(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_are_told_from_others() {
        assert_eq!(prepared("SELECT 1").unwrap(), None);
        assert_eq!(
            prepared("PREPARE q FROM\nSELECT a FROM t WHERE b = ?;").unwrap(),
            Some(Prepared::Prepare {
                name: "q".to_owned(),
                statement: "SELECT a FROM t WHERE b = ?".to_owned(),
            })
        );
        assert_eq!(
            prepared("execute q USING 'a, b', -1, DATE '2026-01-01'").unwrap(),
            Some(Prepared::Execute {
                name: "q".to_owned(),
                parameters: ["'a, b'", "-1", "DATE '2026-01-01'"]
                    .map(str::to_owned)
                    .to_vec(),
            })
        );
        assert_eq!(
            prepared("EXECUTE q;").unwrap(),
            Some(Prepared::Execute {
                name: "q".to_owned(),
                parameters: Vec::new(),
            })
        );
        assert_eq!(
            prepared("DEALLOCATE PREPARE q").unwrap(),
            Some(Prepared::Deallocate {
                name: "q".to_owned(),
            })
        );
        for wrong in [
            "PREPARE q SELECT 1",
            "PREPARE",
            "EXECUTE q 1",
            "EXECUTE q USING 1,",
            "DEALLOCATE q",
        ] {
            assert!(prepared(wrong).is_err(), "{wrong}");
        }
    }
}
