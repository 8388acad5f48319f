//! Text as a path and as a reference path, against a document.
//!
//! Parts: the path, and the document.

#![no_main]

use asl_run::jsonpath::{Path, Reference};
use hostile::{mutate, parts};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use serde_json::{Value, json};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate(data, size, max_size, seed)
});

fuzz_target!(|data: &[u8]| {
    let Some([path, document]) = parts(data) else {
        return;
    };
    let document = serde_json::from_str(document).unwrap_or_else(
        |_| json!({ "a": [{ "b": 1 }, { "b": [2, "c", null] }], "b": { "a": 1.5 } }),
    );
    if let Ok(parsed) = Path::parse(path) {
        let found = parsed.find(&document);
        // A path that may lead to several values may lead to none, unless it is stopped.
        let is_answered = found
            .as_ref()
            .map_or_else(|lost| lost.0.starts_with("The path visits"), |_| true);
        assert!(is_answered || parsed.is_definite(), "{found:?}");
    }
    if let Ok(reference) = Reference::parse(path) {
        let mut target = document;
        if reference.write(&mut target, json!("written")).is_ok()
            && let Ok(parsed) = Path::parse(path)
        {
            let read = parsed.find(&target);
            assert_eq!(read, Ok(Value::from("written")), "what is written is read");
        }
    }
});
