//! The variables that a text of either language names.

use std::collections::BTreeSet;

/// What JSONata and AWS name themselves, beside what a machine assigns.
/// <https://docs.jsonata.org/string-functions>,
/// <https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html>
const BUILT_IN: &[&str] = &[
    "abs",
    "append",
    "assert",
    "average",
    "base64decode",
    "base64encode",
    "boolean",
    "ceil",
    "clone",
    "contains",
    "count",
    "decodeUrl",
    "decodeUrlComponent",
    "distinct",
    "each",
    "encodeUrl",
    "encodeUrlComponent",
    "error",
    "eval",
    "exists",
    "filter",
    "floor",
    "formatBase",
    "formatInteger",
    "formatNumber",
    "fromMillis",
    "hash",
    "join",
    "keys",
    "length",
    "lookup",
    "lowercase",
    "map",
    "match",
    "max",
    "merge",
    "millis",
    "min",
    "not",
    "now",
    "number",
    "pad",
    "parse",
    "parseInteger",
    "partition",
    "power",
    "random",
    "range",
    "reduce",
    "replace",
    "reverse",
    "round",
    "shuffle",
    "sift",
    "single",
    "sort",
    "split",
    "spread",
    "sqrt",
    "states",
    "string",
    "substring",
    "substringAfter",
    "substringBefore",
    "sum",
    "toMillis",
    "trim",
    "type",
    "uppercase",
    "uuid",
    "zip",
];

/// What a JSONata expression reads.
#[derive(Debug)]
pub(super) struct Read {
    /// Its variables: not those it binds itself, and no functions.
    pub(super) variables: BTreeSet<String>,
    /// What it reads of `$states`, such as `result`.
    pub(super) of_states: BTreeSet<String>,
}

/// What a JSONata expression reads.
pub(super) fn in_expression(text: &str) -> Read {
    let mut read = BTreeSet::new();
    let mut of_states = BTreeSet::new();
    let mut bound = BTreeSet::new();
    let mut parameters = false;
    let mut last = ' ';
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        match next {
            '"' | '\'' | '`' => {
                rest = after_quoted(&rest[1..], next);
                last = 'a';
                continue;
            }
            '/' if rest.starts_with("/*") => {
                rest = rest[2..].split_once("*/").map_or("", |(_, rest)| rest);
                continue;
            }
            // After an operator, a slash begins a pattern.
            '/' if "(,=~:?[{&|+-*<>! ".contains(last) && !last.is_whitespace() => {
                rest = after_quoted(&rest[1..], '/');
                last = 'a';
                continue;
            }
            '$' => {
                let name = identifier(&rest[1..]);
                rest = &rest[1 + name.len()..];
                let follows = rest.trim_start();
                let binds = follows.starts_with(":=") || parameters || matches!(last, '@' | '#');
                if binds {
                    bound.insert(name.to_owned());
                } else if !name.is_empty() && !follows.starts_with('(') {
                    read.insert(name.to_owned());
                }
                if let ("states", Some(field)) = (name, follows.strip_prefix('.')) {
                    of_states.insert(identifier(field.trim_start()).to_owned());
                }
                last = 'a';
                continue;
            }
            _ => {}
        }
        if is_identifier(next) {
            let word = identifier(rest);
            rest = &rest[word.len()..];
            if matches!(word, "function" | "λ") && rest.trim_start().starts_with('(') {
                parameters = true;
            }
            last = 'a';
            continue;
        }
        if next == ')' {
            parameters = false;
        }
        if !next.is_whitespace() {
            last = next;
        }
        rest = &rest[next.len_utf8()..];
    }
    read.retain(|name| !bound.contains(name) && !BUILT_IN.contains(&name.as_str()));
    if bound.contains("states") {
        of_states.clear();
    }
    Read {
        variables: read,
        of_states,
    }
}

/// The variables that a JSONPath or an intrinsic function reads.
pub(super) fn in_path(text: &str) -> BTreeSet<String> {
    let mut read = BTreeSet::new();
    let mut rest = text;
    let mut before = ' ';
    while let Some(next) = rest.chars().next() {
        match next {
            '\'' => {
                rest = after_quoted(&rest[1..], '\'');
                before = 'a';
                continue;
            }
            '$' if before != '$' => {
                let name = identifier(&rest[1..]);
                if !name.is_empty() {
                    read.insert(name.to_owned());
                }
                rest = &rest[1 + name.len()..];
                before = '$';
                continue;
            }
            _ => {}
        }
        before = next;
        rest = &rest[next.len_utf8()..];
    }
    read
}

fn is_identifier(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn identifier(text: &str) -> &str {
    let end = text.find(|c| !is_identifier(c)).unwrap_or(text.len());
    &text[..end]
}

/// What follows a quoted text, from behind its opening quote.
fn after_quoted(text: &str, quote: char) -> &str {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        if !escaped && c == quote {
            return &text[at + c.len_utf8()..];
        }
        escaped = !escaped && c == '\\';
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::{in_expression, in_path};

    #[test]
    fn names_are_read_unless_the_text_binds_them() {
        for (text, expected) in [
            ("$states.input.a + $count($items)", &["items"][..]),
            ("($x := $a; $x + $y)", &["a", "y"]),
            (
                "$map($list, function($v, $i) { $v + $i + $z })",
                &["list", "z"],
            ),
            ("$map($list, $uppercase)", &["list"]),
            ("'$no' & \"$no\" & a.`$no` & $yes", &["yes"]),
            ("$match($text, /$no/) /* $no */", &["text"]),
            ("a / $b / $c", &["b", "c"]),
            ("$$.a.$.b", &[]),
            ("orders@$o.items#$i.{ 'n': $o.n + $i + $t }", &["t"]),
        ] {
            let found = in_expression(text).variables;
            assert_eq!(
                found.iter().map(String::as_str).collect::<Vec<_>>(),
                expected,
                "{text}"
            );
        }
        for (text, expected) in [
            (
                "$states.input.result + $states . result.input",
                &["input", "result"][..],
            ),
            (
                "\"$states.result\" /* $states.result */ & $mystates.result",
                &[],
            ),
            ("($states := { 'result': 1 }; $states.result)", &[]),
        ] {
            let found = in_expression(text).of_states;
            assert!(found.iter().eq(expected), "{text}: {found:?}");
        }
        for (text, expected) in [
            ("$.a.b", &[][..]),
            ("$$.Execution.Id", &[]),
            ("$order.items[0]", &["order"]),
            ("States.Format('{} $no', $a, $.b, $c.d)", &["a", "c"]),
        ] {
            let found = in_path(text);
            assert_eq!(
                found.iter().map(String::as_str).collect::<Vec<_>>(),
                expected,
                "{text}"
            );
        }
    }
}
