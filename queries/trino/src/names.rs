//! Names of the calls that stand for what the parser does not read.

/// A cast to a type whose text is the second argument.
pub const CAST: &str = "__cast";
/// The same, giving null where it fails.
pub const TRY_CAST: &str = "__try___cast";
/// The same of a text that is JSON.
pub const CAST_JSON: &str = "__cast_json";
/// A value as JSON.
pub const TO_JSON: &str = "__to_json";
