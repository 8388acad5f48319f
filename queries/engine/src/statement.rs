//! A text as a statement: Trino's spelling, read by the SQL parser.

use datafusion::sql::sqlparser::ast::{Expr, Statement, UnaryOperator, Value};
use datafusion::sql::sqlparser::parser::Parser;
use datafusion::sql::sqlparser::tokenizer::{Location, Token, TokenWithSpan};
use trino::{Dialect, SyntaxError, parse_tokens};

use crate::error::{ErrorKind, QueryError};

/// The longest statement that Athena takes, in bytes.
/// <https://docs.aws.amazon.com/athena/latest/ug/service-limits.html>
const LONGEST: usize = 262_144;

/// Reads one statement, with the values for its `?` filled in.
pub(crate) fn parse(
    text: &str,
    parameters: &[String],
) -> Result<(Vec<TokenWithSpan>, Statement), QueryError> {
    if text.len() > LONGEST {
        return Err(syntax(format!(
            "the statement has {} bytes, at most {LONGEST} are allowed",
            text.len()
        )));
    }
    let tokens = fill_in(tokenize(text)?, parameters)?;
    parse_tokens(tokens).map_err(|error| syntax(error.to_string()))
}

/// `line 1:8: `, or nothing when the place is not known.
pub(crate) fn place(at: Location) -> String {
    if at.line == 0 {
        String::new()
    } else {
        format!("line {}:{}: ", at.line, at.column)
    }
}

fn tokenize(text: &str) -> Result<Vec<TokenWithSpan>, QueryError> {
    trino::tokenize(text).map_err(|error: SyntaxError| syntax(error.to_string()))
}

/// Puts the parameters in the place of the `?`, each as the tokens of a literal: what is given
/// as a value can be nothing but a value.
fn fill_in(
    tokens: Vec<TokenWithSpan>,
    parameters: &[String],
) -> Result<Vec<TokenWithSpan>, QueryError> {
    let is_place =
        |token: &TokenWithSpan| matches!(&token.token, Token::Placeholder(text) if text == "?");
    let expected = tokens.iter().filter(|token| is_place(token)).count();
    if expected != parameters.len() {
        return Err(QueryError::new(
            ErrorKind::InvalidParameterUsage,
            format!(
                "Incorrect number of parameters: expected {expected} but found {}",
                parameters.len()
            ),
        ));
    }
    let mut values = parameters.iter().enumerate();
    let mut out = Vec::with_capacity(tokens.len());
    for token in tokens {
        match is_place(&token).then(|| values.next()).flatten() {
            Some((at, value)) => {
                let span = token.span;
                let literal = literal(at + 1, value)?;
                out.extend(
                    literal
                        .into_iter()
                        .map(|token| TokenWithSpan::new(token, span)),
                );
            }
            None => out.push(token),
        }
    }
    Ok(out)
}

fn literal(number: usize, text: &str) -> Result<Vec<Token>, QueryError> {
    let wrong = || {
        QueryError::new(
            ErrorKind::InvalidParameterUsage,
            format!(
                "parameter {number} is no literal: {text:?}; a text is written in single quotes, as in 'text'"
            ),
        )
    };
    let tokens = tokenize(text).map_err(|_| wrong())?;
    let mut parser = Parser::new(&Dialect).with_tokens_with_locations(tokens.clone());
    let expr = parser.parse_expr().map_err(|_| wrong())?;
    if parser.peek_token().token != Token::EOF || !is_literal(&expr) {
        return Err(wrong());
    }
    Ok(tokens
        .into_iter()
        .map(|token| token.token)
        .filter(|token| !matches!(token, Token::Whitespace(_)))
        .collect())
}

fn is_literal(expr: &Expr) -> bool {
    match expr {
        Expr::Value(value) => !matches!(value.value, Value::Placeholder(_)),
        Expr::TypedString(_) => true,
        Expr::UnaryOp {
            op: UnaryOperator::Minus | UnaryOperator::Plus,
            expr,
        } => {
            matches!(expr.as_ref(), Expr::Value(value) if matches!(value.value, Value::Number(..)))
        }
        _ => false,
    }
}

fn syntax(message: impl Into<String>) -> QueryError {
    QueryError::new(ErrorKind::SyntaxError, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str, parameters: &[&str]) -> String {
        let parameters: Vec<String> = parameters.iter().map(|p| (*p).to_owned()).collect();
        parse(text, &parameters).unwrap_err().to_string()
    }

    #[test]
    fn a_mistake_is_told_with_its_place() {
        assert_eq!(
            error("SELECT 1\nFROM (t WHERE", &[]),
            "SYNTAX_ERROR: line 2:9: mismatched input 'WHERE'. Expecting: )"
        );
        assert!(error("SELECT 1 SELECT 2", &[]).starts_with("SYNTAX_ERROR: line 1:"));
        assert!(error("SELECT 'open", &[]).contains("line 1:8"));
        assert!(error(&"(".repeat(5_000), &[]).contains("nested too deeply"));
    }

    #[test]
    fn a_parameter_can_be_nothing_but_a_value() {
        let filled = |parameter: &str| {
            parse("SELECT a FROM t WHERE b = ?", &[parameter.to_owned()])
                .map(|(_, s)| s.to_string())
        };
        assert_eq!(
            filled("'it''s ?'").unwrap(),
            "SELECT a FROM t WHERE b = 'it''s ?'"
        );
        assert_eq!(filled("-5").unwrap(), "SELECT a FROM t WHERE b = -5");
        assert_eq!(
            filled("DATE '2026-01-01'").unwrap(),
            "SELECT a FROM t WHERE b = DATE '2026-01-01'"
        );
        for bad in [
            "1 OR 1 = 1",
            "c",
            "(SELECT 1)",
            "1; DROP TABLE t",
            "?",
            "",
            "concat('a', 'b')",
        ] {
            assert!(filled(bad).is_err(), "{bad}");
        }
        assert!(error("SELECT ?", &[]).contains("expected 1 but found 0"));
        assert!(error("SELECT '?'", &["1"]).contains("expected 0 but found 1"));
    }
}
