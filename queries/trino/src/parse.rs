//! A text as a statement.

use std::fmt;

use sqlparser::ast::Statement;
use sqlparser::parser::{Parser, ParserError};
use sqlparser::tokenizer::{Token, TokenWithSpan, Tokenizer};

use crate::{Dialect, spelling};

/// A place in a statement, counted from 1; 0 where it is not known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// The line.
    pub line: u64,
    /// The character of the line.
    pub column: u64,
}

impl From<sqlparser::tokenizer::Location> for Location {
    fn from(at: sqlparser::tokenizer::Location) -> Self {
        Self {
            line: at.line,
            column: at.column,
        }
    }
}

/// A text that is no statement. Displayed as Athena tells it: `line 1:8: mismatched input …`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where.
    pub at: Location,
    /// What is wrong, as Trino words it.
    pub message: String,
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.at.line > 0 {
            write!(f, "line {}:{}: ", self.at.line, self.at.column)?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for SyntaxError {}

/// The tokens of a text. Names are the same in every case, also in quotes.
///
/// # Errors
/// A text or a comment that does not end.
pub fn tokenize(text: &str) -> Result<Vec<TokenWithSpan>, SyntaxError> {
    let mut tokens = Tokenizer::new(&Dialect, text)
        .tokenize_with_location()
        .map_err(|error| SyntaxError {
            at: error.location.into(),
            message: error.message,
        })?;
    for token in &mut tokens {
        if let Token::Word(word) = &mut token.token
            && word.quote_style.is_some()
        {
            word.value = word.value.to_lowercase();
        }
    }
    Ok(tokens)
}

/// Reads one statement: its tokens in the spelling that the parser reads, and its tree.
///
/// # Errors
/// What is no statement, or more than one.
pub fn parse_tokens(
    tokens: Vec<TokenWithSpan>,
) -> Result<(Vec<TokenWithSpan>, Statement), SyntaxError> {
    let tokens = spelling::respell(tokens, &Dialect);
    let mut parser = Parser::new(&Dialect).with_tokens_with_locations(tokens.clone());
    let statement = parser.parse_statement().map_err(syntax_error)?;
    let _ = parser.consume_token(&Token::SemiColon);
    let next = parser.peek_token();
    if next.token == Token::EOF {
        return Ok((tokens, statement));
    }
    Err(SyntaxError {
        at: next.span.start.into(),
        message: format!("mismatched input '{}'. Expecting: <EOF>", next.token),
    })
}

/// The parser says `Expected: X, found: Y at Line: 1, Column: 8`; Athena says
/// `line 1:8: mismatched input 'Y'. Expecting: X`.
fn syntax_error(error: ParserError) -> SyntaxError {
    let text = match error {
        ParserError::ParserError(text) | ParserError::TokenizerError(text) => text,
        ParserError::RecursionLimitExceeded => "the statement is nested too deeply".to_owned(),
    };
    let (text, at) = match text.rsplit_once(" at Line: ") {
        Some((text, at)) => (text, location(at).unwrap_or_default()),
        None => (text.as_str(), Location::default()),
    };
    let parts = text.strip_prefix("Expected: ");
    let message = match parts.and_then(|rest| rest.rsplit_once(", found: ")) {
        Some((expected, found)) => format!("mismatched input '{found}'. Expecting: {expected}"),
        None => text.to_owned(),
    };
    SyntaxError { at, message }
}

fn location(text: &str) -> Option<Location> {
    let (line, column) = text.split_once(", Column: ")?;
    Some(Location {
        line: line.parse().ok()?,
        column: column.parse().ok()?,
    })
}
