//! Any request to test a state.
//!
//! Parts: the request as JSON of the API, and, where there are more, its
//! `definition`, `input` and mocked result, which the API takes as texts.

#![no_main]

use asl_run::Moment;
use asl_run::test_state::{Request, Setting, test_state};
use hostile::{mutate, parts};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use serde_json::{Map, Value};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate(data, size, max_size, seed)
});

fuzz_target!(|data: &[u8]| {
    let Some([request, definition, input, result]) = parts(data) else {
        return;
    };
    let Ok(Value::Object(mut request)) = serde_json::from_str(request) else {
        return;
    };
    put(&mut request, "definition", definition);
    put(&mut request, "input", input);
    if !result.is_empty() {
        let mock = request
            .entry("mock")
            .or_insert_with(|| Value::Object(Map::new()));
        if let Value::Object(mock) = mock {
            put(mock, "result", result);
        }
    }
    let at = Moment::from_millis(1_767_225_600_000);
    let setting = Setting::new("aws", "eu-central-1", "000000000000", at, 1);
    if let Ok(request) = Request::from_json(&Value::Object(request)) {
        let _ = test_state(&request, &setting);
    }
});

fn put(object: &mut Map<String, Value>, name: &str, text: &str) {
    if !text.is_empty() {
        object.insert(name.to_owned(), text.into());
    }
}
