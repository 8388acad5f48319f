//! SQL's own JSON functions, whose arguments have a grammar of their own, as plain calls: what is said
//! in words goes into a text that is one more argument.
//!
//! <https://trino.io/docs/current/functions/json.html>

use sqlparser::dialect::Dialect;
use sqlparser::tokenizer::{Token, TokenWithSpan};

use crate::spelling::{closing, is, is_json_value, is_word, read};

/// Changes the calls of `json_value`, `json_query`, `json_exists`, `json_object` and `json_array`.
pub(crate) fn calls(tokens: &[TokenWithSpan], dialect: &dyn Dialect) -> Vec<TokenWithSpan> {
    let mut out: Vec<TokenWithSpan> = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        let token = &tokens[at];
        let kind = Kind::of(token).filter(|_| is(tokens.get(at + 1), &Token::LParen));
        let close = kind.and_then(|_| closing(tokens, at + 1));
        let (Some(kind), Some(close)) = (kind, close) else {
            out.push(token.clone());
            at += 1;
            continue;
        };
        let inner = calls(&tokens[at + 2..close], dialect);
        let span = token.span;
        let spelled = match kind {
            Kind::Value | Kind::Query | Kind::Exists => looked_up(kind, &inner),
            Kind::Object | Kind::Array => made(kind, &inner),
        };
        match spelled {
            Some(spelled) => {
                let own = |token| TokenWithSpan::new(token, span);
                out.extend(
                    spelled
                        .into_iter()
                        .map(|part| match part {
                            Part::Own(text) => read(&text, dialect).into_iter().map(own).collect(),
                            Part::Given(tokens) => tokens,
                        })
                        .flat_map(|tokens: Vec<TokenWithSpan>| tokens),
                );
            }
            // The parser tells what is wrong with it.
            None => {
                out.push(token.clone());
                out.push(tokens[at + 1].clone());
                out.extend(inner);
                out.push(tokens[close].clone());
            }
        }
        at = close + 1;
    }
    out.retain(|token| !matches!(token.token, Token::Whitespace(_)));
    out
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Value,
    Query,
    Exists,
    Object,
    Array,
}

impl Kind {
    fn of(token: &TokenWithSpan) -> Option<Self> {
        let all = [
            ("json_value", Self::Value),
            ("json_query", Self::Query),
            ("json_exists", Self::Exists),
            ("json_object", Self::Object),
            ("json_array", Self::Array),
        ];
        let found = all.into_iter().find(|(name, _)| is_word(Some(token), name));
        found.map(|(_, kind)| kind)
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Value => "json_value",
            Self::Query => "json_query",
            Self::Exists => "json_exists",
            Self::Object => "json_object",
            Self::Array => "json_array",
        }
    }
}

/// A piece of what a call becomes.
enum Part {
    Own(String),
    Given(Vec<TokenWithSpan>),
}

fn own(text: impl Into<String>) -> Part {
    Part::Own(text.into())
}

/// The places of words that stand in no bracket.
fn find(tokens: &[TokenWithSpan], words: &[&str]) -> Option<usize> {
    let mut depth = 0_usize;
    (0..tokens.len()).find(|at| {
        match tokens[*at].token {
            Token::LParen | Token::LBracket => depth += 1,
            Token::RParen | Token::RBracket => depth = depth.saturating_sub(1),
            _ => {}
        }
        let mut pairs = words.iter().enumerate();
        depth == 0 && pairs.all(|(next, word)| is_word(tokens.get(at + next), word))
    })
}

/// What stands between the commas that are in no bracket.
fn split(tokens: &[TokenWithSpan]) -> Vec<&[TokenWithSpan]> {
    let (mut parts, mut depth, mut from) = (Vec::new(), 0_usize, 0);
    for (at, token) in tokens.iter().enumerate() {
        match token.token {
            Token::LParen | Token::LBracket => depth += 1,
            Token::RParen | Token::RBracket => depth = depth.saturating_sub(1),
            Token::Comma if depth == 0 => {
                parts.push(&tokens[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&tokens[from..]);
    parts
}

/// What is done where nothing is found, or where something fails: taken from the end of the words.
struct Otherwise {
    /// `NULL`, `ERROR`, `DEFAULT` and the like.
    what: String,
    default: Vec<TokenWithSpan>,
}

fn otherwise(words: &mut Vec<TokenWithSpan>, when: &str) -> Option<Option<Otherwise>> {
    let Some(on) = find(words, &["ON", when]) else {
        return Some(None);
    };
    // It begins behind what the last `ON …` ends with, or with one of these words.
    let begins = [
        "NULL", "ERROR", "EMPTY", "DEFAULT", "TRUE", "FALSE", "UNKNOWN",
    ];
    let before = words[..on]
        .iter()
        .rposition(|token| is_word(Some(token), "ON"));
    let least = before.map_or(0, |before| before + 2);
    let from = (least..on).find(|at| begins.iter().any(|word| is_word(words.get(*at), word)))?;
    let said: Vec<TokenWithSpan> = words.splice(from..on + 2, []).collect();
    let first = said.first()?.token.to_string().to_uppercase();
    let middle = said.get(1..said.len() - 2)?;
    let (what, default) = match first.as_str() {
        "DEFAULT" => (first, middle.to_vec()),
        "EMPTY" => (
            format!("EMPTY {}", middle.first()?.token.to_string().to_uppercase()),
            Vec::new(),
        ),
        _ => (first, Vec::new()),
    };
    Some(Some(Otherwise { what, default }))
}

/// `json_value(x, path RETURNING type NULL ON EMPTY …)` becomes
/// `CAST(json_value(x, path, 'NULL ON EMPTY; …', default, default) AS type)`.
fn looked_up(kind: Kind, inner: &[TokenWithSpan]) -> Option<Vec<Part>> {
    let parts = split(inner);
    let [value, rest] = parts.as_slice() else {
        return None;
    };
    let (path, words) = rest.split_first()?;
    let mut words = words.to_vec();
    // A path is a literal, and one without words is an argument of a plain call.
    if !matches!(path.token, Token::SingleQuotedString(_)) || words.is_empty() {
        return None;
    }
    let error = otherwise(&mut words, "ERROR")?;
    let empty = otherwise(&mut words, "EMPTY")?;
    let mut said = Vec::new();
    for (one, when) in [(&empty, "EMPTY"), (&error, "ERROR")] {
        if let Some(one) = one {
            said.push(format!("{} ON {when}", one.what));
        }
    }
    if kind == Kind::Query {
        for (wrapper, name) in [
            (&["WITHOUT", "ARRAY", "WRAPPER"][..], "WITHOUT"),
            (&["WITHOUT", "WRAPPER"], "WITHOUT"),
            (&["WITH", "CONDITIONAL", "ARRAY", "WRAPPER"], "CONDITIONAL"),
            (&["WITH", "CONDITIONAL", "WRAPPER"], "CONDITIONAL"),
            (
                &["WITH", "UNCONDITIONAL", "ARRAY", "WRAPPER"],
                "UNCONDITIONAL",
            ),
            (&["WITH", "UNCONDITIONAL", "WRAPPER"], "UNCONDITIONAL"),
            (&["WITH", "ARRAY", "WRAPPER"], "UNCONDITIONAL"),
            (&["WITH", "WRAPPER"], "UNCONDITIONAL"),
            (&["KEEP", "QUOTES"], "KEEP QUOTES"),
            (&["OMIT", "QUOTES"], "OMIT QUOTES"),
        ] {
            if let Some(from) = find(&words, wrapper) {
                words.drain(from..from + wrapper.len());
                said.push(name.to_owned());
            }
        }
    }
    let returned = match words.first() {
        Some(first) if is_word(Some(first), "RETURNING") => Some(words.split_off(1)),
        None => None,
        Some(_) => return None,
    };
    let mut out = Vec::new();
    if returned.is_some() {
        out.push(own("CAST("));
    }
    out.push(own(format!("{}(", kind.name())));
    out.push(Part::Given(value.to_vec()));
    out.push(own(","));
    out.push(Part::Given(vec![path.clone()]));
    out.push(own(format!(", '{}'", said.join("; "))));
    if kind == Kind::Value {
        for one in [empty, error] {
            match one
                .map(|one| one.default)
                .filter(|default| !default.is_empty())
            {
                Some(default) => {
                    out.push(own(", CAST("));
                    out.push(Part::Given(default));
                    out.push(own(" AS varchar)"));
                }
                None => out.push(own(", CAST(NULL AS varchar)")),
            }
        }
    }
    out.push(own(")"));
    if let Some(returned) = returned {
        out.push(own(" AS "));
        out.push(Part::Given(returned));
        out.push(own(")"));
    }
    Some(out)
}

/// `json_object('a' : 1, KEY 'b' VALUE x FORMAT JSON ABSENT ON NULL)` becomes
/// `json_object('absent tj', 'a', 1, 'b', x)`: a letter says whether a value is JSON.
fn made(kind: Kind, inner: &[TokenWithSpan]) -> Option<Vec<Part>> {
    let mut inner = inner.to_vec();
    let mut absent = kind == Kind::Array;
    for (words, is_absent) in [
        (["NULL", "ON", "NULL"], false),
        (["ABSENT", "ON", "NULL"], true),
    ] {
        if let Some(from) = find(&inner, &words) {
            inner.drain(from..from + words.len());
            absent = is_absent;
        }
    }
    for words in [
        &["WITH", "UNIQUE", "KEYS"][..],
        &["WITHOUT", "UNIQUE", "KEYS"],
        &["RETURNING", "VARCHAR"],
    ] {
        if let Some(from) = find(&inner, words) {
            inner.drain(from..from + words.len());
        }
    }
    let mut letters = String::new();
    let mut values: Vec<Part> = Vec::new();
    for entry in split(&inner) {
        if entry.is_empty() {
            continue;
        }
        let mut entry = entry.to_vec();
        let format = find(&entry, &["FORMAT", "JSON"]);
        if let Some(format) = format {
            entry.truncate(format);
        }
        let value = match kind {
            Kind::Object => {
                let named = usize::from(is_word(entry.first(), "KEY") && entry.len() > 2);
                let mid = find(&entry, &["VALUE"])
                    .or_else(|| entry.iter().position(|token| token.token == Token::Colon))?;
                values.push(own(", "));
                values.push(Part::Given(entry.get(named..mid)?.to_vec()));
                entry.split_off(mid + 1)
            }
            _ => entry,
        };
        letters.push(if format.is_some() || is_json_value(&value) {
            'j'
        } else {
            't'
        });
        values.push(own(", "));
        values.push(Part::Given(value));
    }
    let nulls = if absent { "absent" } else { "null" };
    let mut out = vec![own(format!("{}('{nulls} {letters}'", kind.name()))];
    out.extend(values);
    out.push(own(")"));
    Some(out)
}
