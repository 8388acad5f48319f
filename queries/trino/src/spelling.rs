//! What Trino spells and the parser does not read: changed in the tokens, before parsing.

use sqlparser::dialect::Dialect;
use sqlparser::tokenizer::{Span, Token, TokenWithSpan, Tokenizer};

use crate::names;

/// Types that the parser reads by itself are left alone.
const TYPES_OF_PARTS: [&str; 3] = ["array", "map", "row"];

/// Changes the tokens of a statement.
pub(crate) fn respell(tokens: Vec<TokenWithSpan>, dialect: &dyn Dialect) -> Vec<TokenWithSpan> {
    let tokens: Vec<TokenWithSpan> = tokens
        .into_iter()
        .filter(|token| !matches!(token.token, Token::Whitespace(_)))
        .collect();
    let tokens = rows_of_values(&tokens);
    let tokens = casts(tokens, dialect);
    whole_tables(literals(tokens, dialect), dialect)
}

fn word(token: &TokenWithSpan) -> Option<&str> {
    match &token.token {
        Token::Word(word) if word.quote_style.is_none() => Some(&word.value),
        _ => None,
    }
}

fn is_word(token: Option<&TokenWithSpan>, wanted: &str) -> bool {
    token
        .and_then(word)
        .is_some_and(|word| word.eq_ignore_ascii_case(wanted))
}

fn is(token: Option<&TokenWithSpan>, wanted: &Token) -> bool {
    token.is_some_and(|token| token.token == *wanted)
}

/// Where the bracket that opens at a place closes.
fn closing(tokens: &[TokenWithSpan], open: usize) -> Option<usize> {
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
fn is_json_value(tokens: &[TokenWithSpan]) -> bool {
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
fn read(text: &str, dialect: &dyn Dialect) -> Vec<Token> {
    Tokenizer::new(dialect, text).tokenize().unwrap_or_default()
}
