//! Where in a JSON text something is.

use serde::Serialize;

/// A place in a text, both from 1; columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl Position {
    fn at(text: &str, offset: usize) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Self {
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }
}

/// Where the value is that `segments` lead to: the value itself where it is a scalar, else its
/// name. Where they lead nowhere, the nearest of what would hold it. `None` for what is not JSON.
pub(super) fn locate(text: &str, segments: &[&str]) -> Option<Position> {
    let mut scanner = Scanner { text, at: 0 };
    let mut name = None;
    scanner.space();
    for segment in segments {
        let Some((found, value)) = scanner.member(segment) else {
            break;
        };
        name = Some(found);
        scanner.at = value;
    }
    let is_scalar = !matches!(scanner.peek()?, b'{' | b'[');
    let offset = match name {
        Some(name) if !is_scalar => name,
        _ => scanner.at,
    };
    Some(Position::at(text, offset))
}

/// Walks a text that is known to be JSON; on any other it stops early.
struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl Scanner<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    fn take(&mut self, byte: u8) -> Option<()> {
        self.space();
        (self.peek()? == byte).then(|| self.at += 1)
    }

    /// Where the member's name and value begin, in the object or array that begins here.
    fn member(&self, segment: &str) -> Option<(usize, usize)> {
        let mut inner = Scanner { ..*self };
        match inner.peek()? {
            b'{' => inner.named(segment),
            b'[' => inner.numbered(segment.parse().ok()?),
            _ => None,
        }
    }

    fn named(&mut self, wanted: &str) -> Option<(usize, usize)> {
        self.take(b'{')?;
        let mut found = None;
        loop {
            self.space();
            let name_at = self.at;
            if self.peek()? != b'"' {
                return found;
            }
            self.string()?;
            let name: String = serde_json::from_str(self.text.get(name_at..self.at)?).ok()?;
            self.take(b':')?;
            self.space();
            if name == wanted {
                // Of members of one name the last counts.
                found = Some((name_at, self.at));
            }
            self.value()?;
            if self.take(b',').is_none() {
                return found;
            }
        }
    }

    fn numbered(&mut self, wanted: usize) -> Option<(usize, usize)> {
        self.take(b'[')?;
        for _ in 0..wanted {
            self.value()?;
            self.take(b',')?;
        }
        self.space();
        (self.peek()? != b']').then_some((self.at, self.at))
    }

    fn string(&mut self) -> Option<()> {
        self.take(b'"')?;
        loop {
            match self.peek()? {
                b'\\' => self.at += 2,
                b'"' => {
                    self.at += 1;
                    return Some(());
                }
                _ => self.at += 1,
            }
        }
    }

    /// Skips a value. It counts brackets instead of recursing, so depth costs nothing.
    fn value(&mut self) -> Option<()> {
        self.space();
        let mut depth = 0usize;
        loop {
            match self.peek()? {
                b'"' => self.string()?,
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' | b']' => {
                    depth = depth.checked_sub(1)?;
                    self.at += 1;
                }
                b',' | b':' if depth > 0 => self.at += 1,
                byte if byte.is_ascii_whitespace() => self.at += 1,
                _ => self.scalar()?,
            }
            if depth == 0 {
                return Some(());
            }
        }
    }

    fn scalar(&mut self) -> Option<()> {
        let start = self.at;
        while self
            .peek()
            .is_some_and(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
        {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "{\n  \"a\": [1, {\"b\\u0041\": true}, \"ü\", 4],\n  \"c\": {}\n}";

    fn at(segments: &[&str]) -> Option<(usize, usize)> {
        locate(TEXT, segments).map(|position| (position.line, position.column))
    }

    #[test]
    fn a_scalar_is_where_it_stands_and_a_container_where_its_name_stands() {
        assert_eq!(at(&[]), Some((1, 1)));
        assert_eq!(at(&["a"]), Some((2, 3)));
        assert_eq!(at(&["a", "0"]), Some((2, 9)));
        assert_eq!(at(&["a", "1", "bA"]), Some((2, 24)));
        assert_eq!(at(&["a", "3"]), Some((2, 36)));
        assert_eq!(at(&["c"]), Some((3, 3)));
    }

    #[test]
    fn what_is_missing_is_where_it_would_be() {
        assert_eq!(at(&["c", "d", "e"]), Some((3, 3)));
        assert_eq!(at(&["a", "9"]), Some((2, 3)));
        assert_eq!(at(&["z"]), Some((1, 1)));
    }

    #[test]
    fn what_is_not_json_has_no_places_and_does_no_harm() {
        for text in [
            "",
            "{",
            "{\"a",
            "{\"a\":",
            "[,]",
            "{\"a\":\"\\",
            "}",
            "{\"a\" 1}",
        ] {
            let _ = locate(text, &["a", "0"]);
        }
    }
}
