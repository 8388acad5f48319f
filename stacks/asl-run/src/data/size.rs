//! How large data is, against what AWS allows.

use serde_json::Value;

/// How many bytes of JSON a state may pass on.
pub(crate) const MOST_BYTES: usize = 256 * 1024;

/// How deep data may nest: as deep as text is read, so that what is passed on
/// can be written down and read again, and no walk exhausts the stack.
pub(crate) const DEEPEST: usize = 128;

/// Whether a value nests deeper than a state may pass on.
pub(crate) fn is_too_deep(value: &Value) -> bool {
    // By hand, not by recursion: what is measured may be too deep for it.
    let mut waiting = vec![(value, 1)];
    while let Some((value, depth)) = waiting.pop() {
        let inner = depth + 1;
        match value {
            _ if depth > DEEPEST => return true,
            Value::Array(items) => waiting.extend(items.iter().map(|item| (item, inner))),
            Value::Object(object) => waiting.extend(object.values().map(|item| (item, inner))),
            _ => {}
        }
    }
    false
}

/// About how many bytes of memory a copy of a value takes.
pub(crate) fn weight(value: &Value) -> usize {
    let mut total = 0_usize;
    let mut waiting = vec![value];
    while let Some(value) = waiting.pop() {
        total += size_of::<Value>();
        match value {
            Value::String(text) => total += text.len(),
            Value::Array(items) => waiting.extend(items),
            Value::Object(object) => {
                total += object.keys().map(|name| 32 + name.len()).sum::<usize>();
                waiting.extend(object.values());
            }
            _ => {}
        }
    }
    total
}

/// Whether a value, as JSON, is larger than a state may pass on.
pub(crate) fn exceeds_limit(value: &Value) -> bool {
    struct Counter(usize);
    impl std::io::Write for Counter {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 += bytes.len();
            if self.0 > MOST_BYTES {
                return Err(std::io::ErrorKind::FileTooLarge.into());
            }
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    // Small values, which most are, need no counting.
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => return false,
        Value::String(text) if text.len() < MOST_BYTES / 8 => return false,
        _ => {}
    }
    serde_json::to_writer(Counter(0), value).is_err()
}
