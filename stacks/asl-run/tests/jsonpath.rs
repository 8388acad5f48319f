//! Paths against documents, with what they give: after Jayway's own documentation and behaviour.

use asl_run::jsonpath::Path;
use serde_json::{Value, json};

fn store() -> Value {
    json!({
        "store": {
            "book": [
                { "category": "reference", "author": "Nigel Rees", "title": "Sayings of the Century", "price": 8.95 },
                { "category": "fiction", "author": "Evelyn Waugh", "title": "Sword of Honour", "price": 12.99 },
                { "category": "fiction", "author": "Herman Melville", "title": "Moby Dick", "isbn": "0-553-21311-3", "price": 8.99 },
                { "category": "fiction", "author": "J. R. R. Tolkien", "title": "The Lord of the Rings", "isbn": "0-395-19395-8", "price": 22.99 },
            ],
            "bicycle": { "color": "red", "price": 19.95 },
        },
        "expensive": 10,
        "key-dash": 1,
        "key with space": 2,
        "it's": 3,
        "nothing": null,
        "empty": [],
        "numbers": [3, 1, 2],
    })
}

/// `jsonpath.json`: documents, and paths with what each gives, whether it leads
/// nowhere, or whether it is refused.
#[test]
fn paths_lead_where_they_say() {
    let table: Value = serde_json::from_str(include_str!("jsonpath.json")).unwrap();
    let cases = table["cases"].as_array().unwrap();
    assert!(cases.len() >= 200, "{}", cases.len());
    let mut wrong = Vec::new();
    for case in cases {
        let path = case["path"].as_str().unwrap();
        let parsed = match Path::parse(path) {
            Ok(parsed) => parsed,
            Err(_) if case["refused"] == true => continue,
            Err(error) => {
                wrong.push(format!("{path}: {error}"));
                continue;
            }
        };
        let document = &table["documents"][case["in"].as_str().unwrap_or_default()];
        let found = parsed.find(document);
        let is_right = match &found {
            _ if case["refused"] == true => false,
            Ok(value) => case.get("gives").is_some_and(|wanted| same(wanted, value)),
            Err(_) => case["lost"] == true,
        };
        if !is_right {
            wrong.push(format!("{case}: got {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whether values are the same, but for how their numbers are written and
/// the last digit of those that are computed.
fn same(left: &Value, right: &Value) -> bool {
    match (left.as_f64(), right.as_f64()) {
        (Some(left), Some(right)) => (left - right).abs() <= 1e-9 * left.abs(),
        _ => match (left, right) {
            (Value::Array(left), Value::Array(right)) => {
                left.len() == right.len() && left.iter().zip(right).all(|(l, r)| same(l, r))
            }
            _ => left == right,
        },
    }
}

#[test]
fn definite_paths_that_lead_nowhere_say_where_they_end() {
    let store = store();
    let provider = "com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider";
    for (path, expected) in [
        ("$.missing", "No results for path: $['missing']".to_owned()),
        (
            "$.missing.below",
            "Missing property in path $['missing']".to_owned(),
        ),
        (
            "$.store.missing",
            "No results for path: $['store']['missing']".to_owned(),
        ),
        (
            "$.numbers[3]",
            "No results for path: $['numbers'][3]".to_owned(),
        ),
        (
            "$.numbers[3].x",
            "Index out of bounds when evaluating path $['numbers'][3]".to_owned(),
        ),
        (
            "$.expensive[0]",
            "Filter: [0] can only be applied to arrays. Current context is: 10".to_owned(),
        ),
        (
            "$.expensive.x",
            format!(
                "Expected to find an object with property ['x'] in path $['expensive'] but found \
                 'com.fasterxml.jackson.databind.node.IntNode'. This is not a json object \
                 according to the JsonProvider: '{provider}'."
            ),
        ),
    ] {
        let lost = Path::parse(path).unwrap().find(&store).unwrap_err();
        assert_eq!(lost.to_string(), expected, "{path}");
    }
}

#[test]
fn what_is_no_path_is_refused_with_its_place() {
    for (path, expected) in [
        ("", "expected '$' at character 1, found the end"),
        ("a.b", "expected '$' at character 1, found 'a'"),
        ("$.", "expected a name at character 3, found the end"),
        (
            "$.a[",
            "expected a name in quotes, a position, '*' or '?(' at character 5, found the end",
        ),
        ("$.a[0", "expected ']' at character 6, found the end"),
        (
            "$['a",
            "expected a closing quote at character 5, found the end",
        ),
        ("$.a b", "expected '.' or '[' at character 4, found ' '"),
        (
            "$.a[0:4:2]",
            "a slice has no step here; expected ']' at character 8, found ':'",
        ),
        ("$.a.first(1)", "expected ')' at character 11, found '1'"),
        (
            "$.a.shout()",
            "there is no function \"shout\"; stopped at character 12, found the end",
        ),
        (
            "$[?(@.a ==)]",
            "expected a path, a text, a number, true, false or null at character 11, found ')'",
        ),
    ] {
        let wrong = Path::parse(path).unwrap_err();
        assert_eq!(wrong.to_string(), expected, "{path}");
    }
}
