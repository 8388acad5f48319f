//! What Trino spells and the parser does not read: changed in the tokens, before parsing.

use sqlparser::dialect::Dialect;
use sqlparser::tokenizer::{Span, Token, TokenWithSpan, Tokenizer};

use crate::{names, spelling_json};

/// Types that the parser reads by itself are left alone.
const TYPES_OF_PARTS: [&str; 3] = ["array", "map", "row"];

/// Changes the tokens of a statement.
pub(crate) fn respell(tokens: Vec<TokenWithSpan>, dialect: &dyn Dialect) -> Vec<TokenWithSpan> {
    let tokens: Vec<TokenWithSpan> = tokens
        .into_iter()
        .filter(|token| !matches!(token.token, Token::Whitespace(_)))
        .collect();
    let tokens = spelling_json::calls(&tokens, dialect);
    let tokens = rows_of_values(&values_as_queries(tokens, dialect));
    let tokens = casts(tokens, dialect);
    let tokens = literals(tokens, dialect);
    whole_tables(words_for_calls(&tokens), dialect)
}

fn word(token: &TokenWithSpan) -> Option<&str> {
    match &token.token {
        Token::Word(word) if word.quote_style.is_none() => Some(&word.value),
        _ => None,
    }
}

pub(crate) fn is_word(token: Option<&TokenWithSpan>, wanted: &str) -> bool {
    token
        .and_then(word)
        .is_some_and(|word| word.eq_ignore_ascii_case(wanted))
}

pub(crate) fn is(token: Option<&TokenWithSpan>, wanted: &Token) -> bool {
    token.is_some_and(|token| token.token == *wanted)
}

/// Where the bracket that opens at a place closes.
pub(crate) fn closing(tokens: &[TokenWithSpan], open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token.token {
            Token::LParen | Token::LBracket => depth += 1,
            Token::RParen | Token::RBracket => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// `x > ALL (VALUES 1, 2)` compares with the rows of a query.
fn values_as_queries(tokens: Vec<TokenWithSpan>, dialect: &dyn Dialect) -> Vec<TokenWithSpan> {
    const BEFORE: [&str; 4] = ["ALL", "ANY", "SOME", "IN"];
    let mut tokens = tokens;
    let mut at = 0;
    while at + 2 < tokens.len() {
        let begins = BEFORE.iter().any(|word| is_word(tokens.get(at), word))
            && is(tokens.get(at + 1), &Token::LParen)
            && is_word(tokens.get(at + 2), "VALUES");
        if let Some(close) = closing(&tokens, at + 1).filter(|_| begins) {
            let span = tokens[at].span;
            let own = |text: &str| -> Vec<TokenWithSpan> {
                let read = read(text, dialect).into_iter();
                let read = read.filter(|token| !matches!(token, Token::Whitespace(_)));
                read.map(|token| TokenWithSpan::new(token, span)).collect()
            };
            tokens.splice(close..close, own(") AS listed"));
            tokens.splice(at + 2..at + 2, own("SELECT * FROM ("));
        }
        at += 1;
    }
    tokens
}

/// `VALUES 1, 2` has rows of one value each, which stand in brackets here.
fn rows_of_values(tokens: &[TokenWithSpan]) -> Vec<TokenWithSpan> {
    const AFTER: [&str; 9] = [
        "ORDER",
        "LIMIT",
        "OFFSET",
        "FETCH",
        "UNION",
        "INTERSECT",
        "EXCEPT",
        "SELECT",
        "WITH",
    ];
    let mut out = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        let token = &tokens[at];
        out.push(token.clone());
        at += 1;
        // A column may be called so.
        let begins = is_word(Some(token), "VALUES")
            && !matches!(
                tokens.get(at).map(|token| &token.token),
                None | Some(Token::Comma | Token::RParen | Token::Period | Token::Eq | Token::EOF)
            );
        if !begins {
            continue;
        }
        loop {
            let from = at;
            let mut depth = 0_usize;
            while let Some(token) = tokens.get(at) {
                let ends = match &token.token {
                    Token::LParen | Token::LBracket => {
                        depth += 1;
                        false
                    }
                    Token::RParen | Token::RBracket if depth > 0 => {
                        depth -= 1;
                        false
                    }
                    Token::RParen | Token::SemiColon | Token::EOF => true,
                    Token::Comma => depth == 0,
                    _ => {
                        let after = |word: &&str| is_word(Some(token), word);
                        depth == 0 && AFTER.iter().any(after)
                    }
                };
                if ends {
                    break;
                }
                at += 1;
            }
            let item = &tokens[from..at];
            let in_brackets = is(item.first(), &Token::LParen)
                && closing(tokens, from) == Some(at.saturating_sub(1));
            let span = item.first().map_or_else(Span::empty, |token| token.span);
            if item.is_empty() || in_brackets || is_word(item.first(), "ROW") && item.len() > 1 {
                // `ROW (1, 2)` is a row by another name.
                let skipped = usize::from(is_word(item.first(), "ROW"));
                out.extend(item.iter().skip(skipped).cloned());
            } else {
                out.push(TokenWithSpan::new(Token::LParen, span));
                out.extend(item.iter().cloned());
                out.push(TokenWithSpan::new(Token::RParen, span));
            }
            match tokens.get(at) {
                Some(comma) if comma.token == Token::Comma => {
                    out.push(comma.clone());
                    at += 1;
                }
                _ => break,
            }
        }
    }
    out
}

/// `CAST(value AS array(bigint))` becomes a call whose second argument is the type's text.
fn casts(mut tokens: Vec<TokenWithSpan>, dialect: &dyn Dialect) -> Vec<TokenWithSpan> {
    let mut at = 0;
    while at < tokens.len() {
        let name = match word(&tokens[at]).map(str::to_ascii_uppercase).as_deref() {
            Some("CAST") => names::CAST,
            Some("TRY_CAST") => names::TRY_CAST,
            _ => {
                at += 1;
                continue;
            }
        };
        let open = at + 1;
        at += 1;
        let Some(close) = closing(&tokens, open).filter(|_| is(tokens.get(open), &Token::LParen))
        else {
            continue;
        };
        let Some(split) = type_begins(&tokens, open, close) else {
            continue;
        };
        let first = tokens.get(split + 1).and_then(word).unwrap_or_default();
        let (is_parts, is_json) = (
            TYPES_OF_PARTS
                .iter()
                .any(|kind| first.eq_ignore_ascii_case(kind)),
            first.eq_ignore_ascii_case("json"),
        );
        let reads_json = is_json_value(&tokens[open + 1..split]);
        if !is_parts && !is_json && !reads_json {
            continue;
        }
        let span = tokens[split].span;
        let called = match (is_json, reads_json) {
            (true, _) => names::TO_JSON,
            (false, true) => names::CAST_JSON,
            (false, false) => name,
        };
        let kind: Vec<String> = tokens[split + 1..close]
            .iter()
            .map(|t| t.token.to_string())
            .collect();
        let mut replacement = read(
            &format!("'{}'", kind.join(" ").replace('\'', "''")),
            dialect,
        );
        replacement.insert(0, Token::Comma);
        if is_json {
            replacement.clear();
        }
        let replacement = replacement
            .into_iter()
            .map(|token| TokenWithSpan::new(token, span));
        tokens.splice(split..close, replacement);
        let name = read(called, dialect).into_iter().next();
        if let Some(name) = name {
            tokens[open - 1].token = name;
        }
    }
    tokens
}

/// Where the `AS` of a cast is.
fn type_begins(tokens: &[TokenWithSpan], open: usize, close: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut found = None;
    for (at, token) in tokens.iter().enumerate().take(close).skip(open + 1) {
        match token.token {
            Token::LParen | Token::LBracket => depth += 1,
            Token::RParen | Token::RBracket => depth = depth.saturating_sub(1),
            _ if depth == 0 && is_word(Some(token), "AS") => found = Some(at),
            _ => {}
        }
    }
    found
}

/// Whether a value is JSON for sure: a literal, or what a function makes of one.
pub(crate) fn is_json_value(tokens: &[TokenWithSpan]) -> bool {
    let makes_json = ["json_parse", "json_extract", "json_array_get", "json_query"];
    is_word(tokens.first(), "JSON") && tokens.len() == 2
        || makes_json.iter().any(|name| is_word(tokens.first(), name))
            && closing(tokens, 1) == Some(tokens.len() - 1)
}

/// `0x1F` is a number, `JSON '…'` a call that reads the text.
fn literals(tokens: Vec<TokenWithSpan>, dialect: &dyn Dialect) -> Vec<TokenWithSpan> {
    let mut out: Vec<TokenWithSpan> = Vec::with_capacity(tokens.len());
    let mut tokens = tokens.into_iter().peekable();
    while let Some(mut token) = tokens.next() {
        let next_is_text = matches!(
            tokens.peek().map(|next| &next.token),
            Some(Token::SingleQuotedString(_))
        );
        if is_word(Some(&token), "JSON") && next_is_text {
            let span = token.span;
            let text = tokens.next().map(|text| text.token);
            let call = read("json_parse(", dialect).into_iter().chain(text);
            let call = call.chain([Token::RParen]);
            out.extend(call.map(|token| TokenWithSpan::new(token, span)));
            continue;
        }
        // The digits say how many there are.
        if is_word(Some(&token), "DECIMAL")
            && let Some(Token::SingleQuotedString(digits)) = tokens.peek().map(|next| &next.token)
            && digits
                .bytes()
                .all(|sign| sign.is_ascii_digit() || sign == b'.')
        {
            token.token = Token::Number(digits.clone(), false);
            tokens.next();
        }
        let number = match &token.token {
            Token::Number(zero, _) if zero == "0" => match tokens.peek().and_then(word) {
                Some(word) => hexadecimal(word),
                None => None,
            },
            _ => None,
        };
        if let Some(number) = number {
            tokens.next();
            token.token = Token::Number(number, false);
        }
        out.push(token);
    }
    out
}

fn hexadecimal(word: &str) -> Option<String> {
    let digits = word.strip_prefix(['x', 'X'])?;
    Some(i64::from_str_radix(digits, 16).ok()?.to_string())
}

/// `current_schema` is a call without brackets, and the form in `normalize(text, NFD)` a word.
fn words_for_calls(tokens: &[TokenWithSpan]) -> Vec<TokenWithSpan> {
    const WITHOUT_BRACKETS: [&str; 1] = ["current_schema"];
    const FORMS: [&str; 4] = ["NFC", "NFD", "NFKC", "NFKD"];
    let mut out: Vec<TokenWithSpan> = Vec::with_capacity(tokens.len());
    // Whether the next bracket is that of `normalize`, and how many are open within it.
    let mut depth: Option<usize> = None;
    for (at, token) in tokens.iter().enumerate() {
        let next = tokens.get(at + 1);
        let before = at.checked_sub(1).and_then(|at| tokens.get(at));
        if is(Some(token), &Token::LParen) {
            depth = match depth {
                Some(open) => Some(open + 1),
                None => is_word(before, "normalize").then_some(1),
            };
        } else if is(Some(token), &Token::RParen) {
            depth = depth
                .and_then(|open| open.checked_sub(1))
                .filter(|open| *open > 0);
        }
        let named = word(token);
        let is_form = depth == Some(1)
            && is(before, &Token::Comma)
            && is(next, &Token::RParen)
            && named.is_some_and(|word| FORMS.iter().any(|form| word.eq_ignore_ascii_case(form)));
        if let (true, Some(form)) = (is_form, named) {
            let text = Token::SingleQuotedString(form.to_uppercase());
            out.push(TokenWithSpan::new(text, token.span));
            continue;
        }
        out.push(token.clone());
        let is_call = WITHOUT_BRACKETS
            .iter()
            .any(|name| is_word(Some(token), name));
        let is_part = is(before, &Token::Period)
            || is_word(before, "AS")
            || is(next, &Token::LParen)
            || is(next, &Token::Period);
        if is_call && !is_part {
            out.push(TokenWithSpan::new(Token::LParen, token.span));
            out.push(TokenWithSpan::new(Token::RParen, token.span));
        }
    }
    out
}

/// `TABLE t` is `SELECT * FROM t`.
fn whole_tables(tokens: Vec<TokenWithSpan>, dialect: &dyn Dialect) -> Vec<TokenWithSpan> {
    if !is_word(tokens.first(), "TABLE") {
        return tokens;
    }
    let span = tokens.first().map_or_else(Span::empty, |token| token.span);
    let select = read("SELECT * FROM", dialect).into_iter();
    let select = select.filter(|token| !matches!(token, Token::Whitespace(_)));
    let select = select.map(|token| TokenWithSpan::new(token, span));
    select.chain(tokens.into_iter().skip(1)).collect()
}

/// The tokens of a text of our own.
pub(crate) fn read(text: &str, dialect: &dyn Dialect) -> Vec<Token> {
    Tokenizer::new(dialect, text).tokenize().unwrap_or_default()
}
