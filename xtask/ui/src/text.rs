//! Small pieces of text.

use std::borrow::Cow;
use std::time::Duration;

/// Text from outside, fit for a terminal: control characters, which could move the cursor or
/// change colours, are escaped.
pub fn shown(text: &str) -> Cow<'_, str> {
    if text.chars().any(char::is_control) {
        let escape = |c: char| {
            if c.is_control() {
                c.escape_default().collect::<String>()
            } else {
                c.to_string()
            }
        };
        Cow::Owned(text.chars().map(escape).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// `1 picture`, `2 pictures`.
pub fn count(number: usize, one: &str) -> String {
    if number == 1 {
        return format!("1 {one}");
    }
    match one.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{number} {stem}ies"),
        _ => format!("{number} {one}s"),
    }
}

/// A duration for people: `0.4 s`, `12 s`, `3 min 05 s`.
pub fn duration(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds < 9.95 {
        format!("{seconds:.1} s")
    } else if seconds < 59.5 {
        format!("{seconds:.0} s")
    } else {
        let whole = seconds.round() as u64;
        format!("{} min {:02} s", whole / 60, whole % 60)
    }
}

/// Text without colours and other styles.
pub fn unstyled(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}

/// One record of a CSV file (RFC 4180), without the line's end.
pub fn csv_row<'a>(fields: impl IntoIterator<Item = &'a str>) -> String {
    let quote = |field: &str| {
        if field.contains([',', '"', '\n', '\r']) {
            format!("\"{}\"", field.replace('"', "\"\""))
        } else {
            field.to_owned()
        }
    };
    fields.into_iter().map(quote).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_is_not_steered_from_outside() {
        assert_eq!(shown("a\u{1b}[2Jb"), "a\\u{1b}[2Jb");
        assert_eq!(shown("über.jpg"), "über.jpg");
    }

    #[test]
    fn numbers_have_their_plural() {
        assert_eq!(count(1, "picture"), "1 picture");
        assert_eq!(count(0, "query"), "0 queries");
        assert_eq!(count(2, "day"), "2 days");
    }

    #[test]
    fn durations_read_well() {
        assert_eq!(duration(Duration::from_millis(431)), "0.4 s");
        assert_eq!(duration(Duration::from_millis(59_600)), "1 min 00 s");
        assert_eq!(duration(Duration::from_secs(185)), "3 min 05 s");
    }

    #[test]
    fn a_field_is_quoted_when_it_must_be() {
        assert_eq!(csv_row(["a", "b,c", "d\"e", ""]), "a,\"b,c\",\"d\"\"e\",");
    }
}
