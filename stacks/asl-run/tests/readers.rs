//! Where the items of a distributed map come from.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "the machines are written here"
)]

use std::collections::HashMap;
use std::sync::Arc;

use asl_run::{Effect, Event, Execution, Moment, Outcome, Program, Start};
use serde_json::{Value, json};

/// Objects by bucket and key: text, or pages of rows.
#[derive(Default)]
struct Bucket {
    texts: HashMap<&'static str, &'static str>,
    rows: HashMap<&'static str, Vec<Value>>,
    /// How many keys a page of a listing holds.
    page: usize,
}

impl Bucket {
    /// The items that a map gets from its reader, or why it fails.
    fn items(&self, reader: &Value) -> Result<Value, String> {
        self.outputs(json!({ "ItemReader": reader }), json!({}))
    }

    /// What a distributed map with these fields gives for this input, where
    /// every child gives what it was given.
    fn outputs(&self, mut map: Value, input: Value) -> Result<Value, String> {
        map["Type"] = "Map".into();
        map["End"] = true.into();
        map["ItemProcessor"] = json!({
            "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS" },
            "StartAt": "One", "States": { "One": { "Type": "Pass", "End": true } },
        });
        let definition = json!({ "StartAt": "All", "States": { "All": map } });
        let (machine, problems) = asl::parse_value(&definition);
        assert!(!problems.has_errors(), "{problems}");
        let program = Program::compile(&machine.unwrap()).unwrap();
        let now = Moment::from_millis(0);
        let start = Start::new(
            "arn:aws:states:::execution:m:e",
            "arn:aws:states:::stateMachine:m",
            input,
            now,
        );
        let mut execution = Execution::new(Arc::clone(&program), start);
        let mut waiting = vec![Event::Start];
        while let Some(event) = waiting.pop() {
            for effect in execution.step(now, event) {
                waiting.extend(self.answer(effect));
            }
        }
        match execution.outcome() {
            Some(Outcome::Succeeded { output }) => Ok(output.clone()),
            Some(Outcome::Failed { error, cause }) => Err(format!(
                "{}: {}",
                error.clone().unwrap_or_default(),
                cause.clone().unwrap_or_default()
            )),
            other => panic!("{other:?}"),
        }
    }

    fn answer(&self, effect: Effect) -> Option<Event> {
        Some(match effect {
            Effect::ListObjects {
                read, continuation, ..
            } => {
                let mut keys: Vec<&str> =
                    self.texts.keys().chain(self.rows.keys()).copied().collect();
                keys.sort_unstable();
                let from: usize = continuation.map_or(0, |text| text.parse().unwrap());
                let to = (from + self.page.max(1)).min(keys.len());
                let objects = keys[from..to]
                    .iter()
                    .map(|key| json!({ "Key": key }))
                    .collect();
                let next = (to < keys.len()).then(|| to.to_string());
                Event::ObjectsListed {
                    read,
                    objects,
                    next,
                }
            }
            Effect::ReadObject { read, arguments } => {
                match self.texts.get(arguments["Key"].as_str().unwrap()) {
                    Some(body) => Event::ObjectRead {
                        read,
                        body: (*body).to_owned(),
                    },
                    None => Event::ReadFailed {
                        read,
                        cause: format!("no {arguments}"),
                    },
                }
            }
            Effect::ReadRows {
                read,
                arguments,
                continuation,
            } => {
                let rows = &self.rows[arguments["Key"].as_str().unwrap()];
                // One row a page.
                let at: usize = continuation.map_or(0, |text| text.parse().unwrap());
                let next = (at + 1 < rows.len()).then(|| (at + 1).to_string());
                Event::RowsRead {
                    read,
                    rows: vec![rows[at].clone()],
                    next,
                }
            }
            Effect::StartChild(start) => Event::ChildFinished {
                child: start.child,
                outcome: Outcome::Succeeded {
                    output: start.input,
                },
            },
            _ => return None,
        })
    }
}

fn object(key: &str, config: &Value) -> Value {
    json!({
        "Resource": "arn:aws:states:::s3:getObject",
        "ReaderConfig": config,
        "Parameters": { "Bucket": "lake", "Key": key },
    })
}

#[test]
fn every_delimiter_of_csv_is_read() {
    let rows = json!([{ "a": "1", "b": "x y" }, { "a": "2", "b": "" }]);
    for (delimiter, text) in [
        ("COMMA", "a,b\n1,x y\n2,\n"),
        ("PIPE", "a|b\n1|x y\n2|\n"),
        ("SEMICOLON", "a;b\r\n1;x y\r\n2;\r\n"),
        ("SPACE", "a b\n1 \"x y\"\n2 \"\"\n"),
        ("TAB", "a\tb\n1\tx y\n2\t"),
    ] {
        let bucket = Bucket {
            texts: HashMap::from([("items.csv", text)]),
            ..Bucket::default()
        };
        let config = json!({ "InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW", "CSVDelimiter": delimiter });
        assert_eq!(
            bucket.items(&object("items.csv", &config)),
            Ok(rows.clone()),
            "{delimiter}"
        );
    }
}

#[test]
fn lines_of_json_are_items() {
    let bucket = Bucket {
        texts: HashMap::from([("items.jsonl", "{\"a\":1}\n\n[2]\n\"three\"\n")]),
        ..Bucket::default()
    };
    let reader = |config: Value| object("items.jsonl", &config);
    assert_eq!(
        bucket.items(&reader(json!({ "InputType": "JSONL" }))),
        Ok(json!([{ "a": 1 }, [2], "three"]))
    );
    assert_eq!(
        bucket.items(&reader(json!({ "InputType": "JSONL", "MaxItems": 1 }))),
        Ok(json!([{ "a": 1 }]))
    );
    let bad = Bucket {
        texts: HashMap::from([("items.jsonl", "{\"a\":1}\n{\n")]),
        ..Bucket::default()
    };
    let why = bad
        .items(&reader(json!({ "InputType": "JSONL" })))
        .unwrap_err();
    assert!(
        why.starts_with("States.ItemReaderFailed: line 2 is no JSON"),
        "{why}"
    );
}

#[test]
fn rows_of_parquet_come_in_pages() {
    let rows = vec![json!({ "id": 1 }), json!({ "id": 2 }), json!({ "id": 3 })];
    let bucket = Bucket {
        rows: HashMap::from([("items.parquet", rows)]),
        ..Bucket::default()
    };
    let reader = |config: Value| object("items.parquet", &config);
    assert_eq!(
        bucket.items(&reader(json!({ "InputType": "PARQUET" }))),
        Ok(json!([{ "id": 1 }, { "id": 2 }, { "id": 3 }]))
    );
    assert_eq!(
        bucket.items(&reader(json!({ "InputType": "PARQUET", "MaxItems": 2 }))),
        Ok(json!([{ "id": 1 }, { "id": 2 }]))
    );
}

#[test]
fn an_inventory_lists_files_without_headers() {
    let bucket = Bucket {
        texts: HashMap::from([
            (
                "manifest.json",
                r#"{ "destinationBucket": "arn:aws:s3:::lake", "fileFormat": "CSV",
                     "fileSchema": "Bucket, Key, Size",
                     "files": [{ "key": "1.csv.gz" }, { "key": "2.csv.gz" }] }"#,
            ),
            ("1.csv.gz", "\"photos\",\"a.jpg\",\"7\"\n"),
            (
                "2.csv.gz",
                "\"photos\",\"b.jpg\",\"8\"\n\"photos\",\"c.jpg\",\"9\"\n",
            ),
        ]),
        ..Bucket::default()
    };
    let items = json!([
        { "Bucket": "photos", "Key": "a.jpg", "Size": "7" },
        { "Bucket": "photos", "Key": "b.jpg", "Size": "8" },
        { "Bucket": "photos", "Key": "c.jpg", "Size": "9" },
    ]);
    for config in [
        json!({ "InputType": "MANIFEST" }),
        json!({ "InputType": "MANIFEST", "ManifestType": "S3_INVENTORY" }),
    ] {
        assert_eq!(
            bucket.items(&object("manifest.json", &config)),
            Ok(items.clone())
        );
    }
}

#[test]
fn an_unload_lists_files_by_address() {
    let bucket = Bucket {
        texts: HashMap::from([
            ("manifest.csv", "s3://lake/part/1\ns3://lake/part/2\n"),
            ("part/1", "{\"a\":1}\n"),
            ("part/2", "{\"a\":2}\n"),
        ]),
        ..Bucket::default()
    };
    let config = json!({ "InputType": "JSONL", "ManifestType": "ATHENA_DATA" });
    assert_eq!(
        bucket.items(&object("manifest.csv", &config)),
        Ok(json!([{ "a": 1 }, { "a": 2 }]))
    );
}

#[test]
fn listed_objects_are_items_or_hold_them() {
    let bucket = Bucket {
        texts: HashMap::from([("in/", ""), ("in/1.json", "[1, 2]"), ("in/2.json", "[3]")]),
        page: 1,
        ..Bucket::default()
    };
    let mut reader = json!({
        "Resource": "arn:aws:states:::s3:listObjectsV2",
        "Parameters": { "Bucket": "lake", "Prefix": "in/" },
    });
    assert_eq!(
        bucket.items(&reader),
        Ok(json!([{ "Key": "in/" }, { "Key": "in/1.json" }, { "Key": "in/2.json" }]))
    );
    reader["ReaderConfig"] = json!({ "InputType": "JSON", "Transformation": "LOAD_AND_FLATTEN" });
    assert_eq!(bucket.items(&reader), Ok(json!([1, 2, 3])));
}

#[test]
fn the_pairs_of_an_object_are_items() {
    let input = json!({ "b": 2, "a": { "x": 1 } });
    let bucket = Bucket {
        texts: HashMap::from([
            ("pairs.json", r#"{ "found": { "b": 2, "a": { "x": 1 } } }"#),
            ("one.json", "17"),
        ]),
        ..Bucket::default()
    };
    let pairs = json!([{ "Key": "b", "Value": 2 }, { "Key": "a", "Value": { "x": 1 } }]);
    let config = json!({ "InputType": "JSON", "ItemsPointer": "/found" });
    let reader = object("pairs.json", &config);
    assert_eq!(bucket.items(&reader), Ok(pairs.clone()));
    let no_fields = json!({});
    assert_eq!(bucket.outputs(no_fields, input.clone()), Ok(pairs.clone()));

    let by_path = json!({ "ItemSelector": {
        "at.$": "$$.Map.Item.Index", "name.$": "$$.Map.Item.Key", "is.$": "$$.Map.Item.Value",
    }});
    let by_expression = json!({ "QueryLanguage": "JSONata", "Items": "{% $states.input %}",
        "ItemSelector": {
            "at": "{% $states.context.Map.Item.Index %}",
            "name": "{% $states.context.Map.Item.Key %}",
            "is": "{% $states.context.Map.Item.Value %}",
        },
    });
    let selected = json!([
        { "at": 0, "name": "b", "is": 2 },
        { "at": 1, "name": "a", "is": { "x": 1 } },
    ]);
    for fields in [by_path, by_expression] {
        assert_eq!(bucket.outputs(fields, input.clone()), Ok(selected.clone()));
    }
    let batched = json!({ "ItemBatcher": { "MaxItemsPerBatch": 5 } });
    assert_eq!(
        bucket.outputs(batched, input),
        Ok(json!([{ "Items": pairs }]))
    );

    let why = bucket.items(&object("one.json", &json!({ "InputType": "JSON" })));
    assert_eq!(
        why,
        Err("States.ItemReaderFailed: Attempting to map over non-iterable node.".to_owned())
    );
}
