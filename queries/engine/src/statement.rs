//! A text as a statement: Trino's spelling, read by the SQL parser.

use datafusion::sql::sqlparser::ast::{Expr, Statement, UnaryOperator, Value};
use datafusion::sql::sqlparser::dialect::{Dialect, GenericDialect};
use datafusion::sql::sqlparser::parser::{Parser, ParserError};
use datafusion::sql::sqlparser::tokenizer::{Location, Token, TokenWithSpan, Tokenizer};

use crate::error::{ErrorKind, QueryError};
use crate::spelling;

/// The longest statement that Athena takes, in bytes.
/// <https://docs.aws.amazon.com/athena/latest/ug/service-limits.html>
const LONGEST: usize = 262_144;

/// Trino's lexical rules, with the parser's generic grammar.
#[derive(Debug)]
struct Trino;

impl Dialect for Trino {
    // The parser takes UNNEST and other things that Trino has only where the dialect is named.
    fn dialect(&self) -> std::any::TypeId {
        std::any::TypeId::of::<GenericDialect>()
    }

    fn is_delimited_identifier_start(&self, c: char) -> bool {
        c == '"' || c == '`'
    }

    fn is_identifier_start(&self, c: char) -> bool {
        c.is_alphabetic() || c == '_'
    }

    fn is_identifier_part(&self, c: char) -> bool {
        c.is_alphanumeric() || matches!(c, '_' | '@' | ':')
    }

    fn supports_filter_during_aggregation(&self) -> bool {
        true
    }

    fn supports_window_clause_named_window_reference(&self) -> bool {
        true
    }

    fn supports_window_function_null_treatment_arg(&self) -> bool {
        true
    }

    fn supports_group_by_expr(&self) -> bool {
        true
    }

    fn supports_lambda_functions(&self) -> bool {
        true
    }

    fn supports_values_as_table_factor(&self) -> bool {
        true
    }

    fn supports_parens_around_table_factor(&self) -> bool {
        true
    }

    fn supports_unicode_string_literal(&self) -> bool {
        true
    }
}

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
    let tokens = tokenize(text)?;
    let tokens = fill_in(tokens, parameters)?;
    let tokens = spelling::respell(tokens, &Trino);
    let mut parser = Parser::new(&Trino).with_tokens_with_locations(tokens.clone());
    let statement = parser.parse_statement().map_err(parser_error)?;
    let _ = parser.consume_token(&Token::SemiColon);
    match parser.peek_token() {
        TokenWithSpan {
            token: Token::EOF, ..
        } => Ok((tokens, statement)),
        other => Err(syntax(format!(
            "{}mismatched input '{}'. Expecting: <EOF>",
            place(other.span.start),
            other.token
        ))),
    }
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
    let mut tokens = Tokenizer::new(&Trino, text)
        .tokenize_with_location()
        .map_err(|error| syntax(format!("{}{}", place(error.location), error.message)))?;
    for token in &mut tokens {
        // Names are the same in every case, also in quotes.
        if let Token::Word(word) = &mut token.token
            && word.quote_style.is_some()
        {
            word.value = word.value.to_lowercase();
        }
    }
    Ok(tokens)
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
    let mut parser = Parser::new(&Trino).with_tokens_with_locations(tokens.clone());
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

/// The parser says `Expected: X, found: Y at Line: 1, Column: 8`; Athena says
/// `line 1:8: mismatched input 'Y'. Expecting: X`.
fn parser_error(error: ParserError) -> QueryError {
    let text = match error {
        ParserError::ParserError(text) | ParserError::TokenizerError(text) => text,
        ParserError::RecursionLimitExceeded => {
            return syntax("the statement is nested too deeply");
        }
    };
    let (text, at) = match text.rsplit_once(" at Line: ") {
        Some((text, at)) => (text, at.replace(", Column: ", ":")),
        None => (text.as_str(), String::new()),
    };
    let at = if at.is_empty() {
        at
    } else {
        format!("line {at}: ")
    };
    let sentence = match text
        .strip_prefix("Expected: ")
        .and_then(|rest| rest.rsplit_once(", found: "))
    {
        Some((expected, found)) => format!("mismatched input '{found}'. Expecting: {expected}"),
        None => text.to_owned(),
    };
    syntax(format!("{at}{sentence}"))
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
