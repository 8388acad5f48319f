//! Inputs of several parts, as text that people can read.

/// The line between two parts.
pub const BETWEEN: &str = "\n---\n";

/// An input's parts; those that are missing are empty. Bytes that are no text
/// are no input.
pub fn parts<const N: usize>(data: &[u8]) -> Option<[&str; N]> {
    let text = std::str::from_utf8(data).ok()?;
    let mut found = text.splitn(N, BETWEEN);
    Some(std::array::from_fn(|_| found.next().unwrap_or_default()))
}
