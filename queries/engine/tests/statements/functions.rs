//! Which of Trino's functions the engine lacks: those of `tests/trino/missing.txt` and no others.

use engine::ErrorKind;

use crate::lake;

#[tokio::test]
async fn the_functions_that_are_missing_are_those_that_are_named() {
    let engine = lake::engine();
    let mut missing = Vec::new();
    for name in trino::functions::names() {
        // Some are found by their arguments or by their window. One that is there is refused, if at
        // all, for another reason.
        let calls = [
            "()",
            "(NULL)",
            "(NULL, NULL)",
            "() OVER ()",
            "(1) OVER ()",
            "",
        ];
        let mut is_missing = true;
        for call in calls {
            let sql = format!("SELECT {name}{call}");
            let request = engine::Request {
                sql: &sql,
                ..engine::Request::default()
            };
            let refused = engine.start(&request).await.err();
            let lacks = |error: engine::QueryError| {
                error.kind == ErrorKind::NotSupported && error.message.contains("the function ")
                    || error.kind == ErrorKind::ColumnNotFound
            };
            is_missing &= refused.is_some_and(lacks);
        }
        if is_missing {
            missing.push(name);
        }
    }
    let named = include_str!("../trino/missing.txt").lines();
    let named: Vec<&str> = named.filter(|line| !line.starts_with('#')).collect();
    assert_eq!(missing, named);
}
