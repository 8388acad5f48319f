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

#[test]
fn paths_lead_where_they_say() {
    let store = store();
    let authors = json!([
        "Nigel Rees",
        "Evelyn Waugh",
        "Herman Melville",
        "J. R. R. Tolkien"
    ]);
    let titles = |at: &[usize]| -> Value {
        at.iter()
            .map(|at| store["store"]["book"][at]["title"].clone())
            .collect()
    };
    for (path, expected) in [
        ("$", store.clone()),
        ("$.expensive", json!(10)),
        ("$['expensive']", json!(10)),
        ("$[\"expensive\"]", json!(10)),
        ("$.key-dash", json!(1)),
        ("$.'key with space'", json!(2)),
        ("$['key with space']", json!(2)),
        ("$['it\\'s']", json!(3)),
        ("$[\"it's\"]", json!(3)),
        ("$.nothing", json!(null)),
        ("$.empty", json!([])),
        ("$.empty[*]", json!([])),
        ("$.store.bicycle.color", json!("red")),
        ("$.store.book[0].author", json!("Nigel Rees")),
        ("$.store.book[-1].author", json!("J. R. R. Tolkien")),
        ("$['store']['book'][1]['price']", json!(12.99)),
        ("$.store.book[*].author", authors.clone()),
        ("$..author", authors),
        ("$.store..price", json!([8.95, 12.99, 8.99, 22.99, 19.95])),
        ("$..book[2].title", titles(&[2])),
        ("$..book[-2].title", titles(&[2])),
        ("$..book[0,1].title", titles(&[0, 1])),
        ("$..book[:2].title", titles(&[0, 1])),
        ("$..book[1:2].title", titles(&[1])),
        ("$..book[-2:].title", titles(&[2, 3])),
        ("$..book[2:].title", titles(&[2, 3])),
        ("$..book[?(@.isbn)].title", titles(&[2, 3])),
        ("$..book[?(!@.isbn)].title", titles(&[0, 1])),
        ("$.store.book[?(@.price < 10)].title", titles(&[0, 2])),
        (
            "$..book[?(@.price <= $['expensive'])].title",
            titles(&[0, 2]),
        ),
        (
            "$.store.book[?(@.price < 10 && @.category == 'fiction')].title",
            titles(&[2]),
        ),
        (
            "$.store.book[?(@.price > 20 || @.category == 'reference')].title",
            titles(&[0, 3]),
        ),
        (
            "$.store.book[?((@.price > 20) && !(@.category == 'reference'))].title",
            titles(&[3]),
        ),
        (
            "$.store.book[?(@.category != 'fiction')].title",
            titles(&[0]),
        ),
        (
            "$.store.book[?(@.category in ['reference', 'poetry'])].title",
            titles(&[0]),
        ),
        (
            "$.store.book[?(@['isbn'] == '0-553-21311-3')].title",
            titles(&[2]),
        ),
        ("$.numbers[?(@ > 1)]", json!([3, 2])),
        ("$.numbers[0,2]", json!([3, 2])),
        ("$.numbers[-1]", json!(2)),
        ("$.numbers[5:]", json!([])),
        ("$.numbers[-9:]", json!([3, 1, 2])),
        ("$.numbers.length()", json!(3)),
        ("$.numbers.min()", json!(1.0)),
        ("$.numbers.max()", json!(3.0)),
        ("$.numbers.avg()", json!(2.0)),
        ("$.numbers.sum()", json!(6.0)),
        ("$.store.keys()", json!(["book", "bicycle"])),
        ("$.store.book.length()", json!(4)),
        ("$..book.length()", json!(1)),
        ("$['expensive','key-dash']", json!([10, 1])),
        ("$.store.bicycle.*", json!(["red", 19.95])),
        ("$.store.bicycle['color','price']", json!(["red", 19.95])),
        ("$.missing[*]", json!([])),
        ("$.missing[0:2].price", json!([])),
        ("$..missing", json!([])),
        (
            "$.store.book[*].isbn",
            json!(["0-553-21311-3", "0-395-19395-8"]),
        ),
    ] {
        let parsed = Path::parse(path).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert_eq!(parsed.find(&store), Ok(expected), "{path}");
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
