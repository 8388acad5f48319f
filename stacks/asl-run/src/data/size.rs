//! How large data is, against what AWS allows.

use serde_json::Value;

/// How many bytes of JSON a state may pass on.
pub(crate) const MOST_BYTES: usize = 256 * 1024;

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
