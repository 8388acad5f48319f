//! JSON (RFC 8259) with places and with the keys that are given twice.

use serde_json::Value as Json;

use super::{Broken, Content, Findings, MOST_DEPTH, MOST_NODES, Node, Position};

struct Reader<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    line_start: usize,
    nodes: usize,
}

pub(super) fn read(text: &str, found: &mut Findings) -> Result<Node, Broken> {
    let mut reader = Reader {
        text,
        at: 0,
        line: 1,
        line_start: 0,
        nodes: 0,
    };
    let node = reader.value(0, found)?;
    reader.space();
    match reader.peek() {
        None => Ok(node),
        Some(_) => reader.broken("the text goes on after the template's last brace"),
    }
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b'\n' => {
                    self.line += 1;
                    self.line_start = self.at + 1;
                }
                b' ' | b'\t' | b'\r' => {}
                _ => break,
            }
            self.at += 1;
        }
    }

    fn position(&self) -> Position {
        let before = self.text.get(self.line_start..self.at).unwrap_or_default();
        Position {
            line: self.line,
            column: 1 + before.chars().count(),
        }
    }

    fn broken<T>(&self, text: impl Into<String>) -> Result<T, Broken> {
        Err(Broken {
            position: self.position(),
            text: text.into(),
        })
    }

    fn take(&mut self, byte: u8) -> bool {
        self.space();
        let is = self.peek() == Some(byte);
        self.at += usize::from(is);
        is
    }

    fn value(&mut self, depth: usize, found: &mut Findings) -> Result<Node, Broken> {
        self.space();
        let position = self.position();
        self.nodes += 1;
        if depth > MOST_DEPTH || self.nodes > MOST_NODES {
            return self.broken("the text is nested too deeply or too large");
        }
        let content = match self.peek() {
            Some(b'{') => self.object(depth, found)?,
            Some(b'[') => self.list(depth, found)?,
            Some(b'"') => Content::Scalar(self.string()?.into()),
            Some(_) => self.word()?,
            None => return self.broken("the text ends too early"),
        };
        Ok(Node { position, content })
    }

    fn object(&mut self, depth: usize, found: &mut Findings) -> Result<Content, Broken> {
        self.at += 1;
        let mut entries: Vec<(String, Position, Node)> = Vec::new();
        if self.take(b'}') {
            return Ok(Content::Object(entries));
        }
        loop {
            self.space();
            let position = self.position();
            if self.peek() != Some(b'"') {
                return self.broken("a key in quotes is needed here");
            }
            let key = self.string()?;
            if !self.take(b':') {
                return self.broken("a colon is needed after the key");
            }
            let value = self.value(depth + 1, found)?;
            super::add(&mut entries, key, position, value, found);
            if self.take(b',') {
                continue;
            }
            if self.take(b'}') {
                return Ok(Content::Object(entries));
            }
            return self.broken("a comma or a closing brace is needed here");
        }
    }

    fn list(&mut self, depth: usize, found: &mut Findings) -> Result<Content, Broken> {
        self.at += 1;
        let mut items = Vec::new();
        if self.take(b']') {
            return Ok(Content::List(items));
        }
        loop {
            items.push(self.value(depth + 1, found)?);
            if self.take(b',') {
                continue;
            }
            if self.take(b']') {
                return Ok(Content::List(items));
            }
            return self.broken("a comma or a closing bracket is needed here");
        }
    }

    /// The text up to `end`, as `serde_json` reads it.
    fn scalar(&mut self, end: usize) -> Result<Json, Broken> {
        match serde_json::from_str(self.text.get(self.at..end).unwrap_or_default()) {
            Ok(json) => {
                self.at = end;
                Ok(json)
            }
            Err(_) => self.broken("this is no JSON value"),
        }
    }

    fn string(&mut self) -> Result<String, Broken> {
        let bytes = self.text.as_bytes();
        let mut end = self.at + 1;
        while let Some(byte) = bytes.get(end) {
            match byte {
                b'"' => break,
                b'\\' => end += 2,
                _ => end += 1,
            }
        }
        match self.scalar(end + 1)? {
            Json::String(text) => Ok(text),
            _ => self.broken("this is no text"),
        }
    }

    fn word(&mut self) -> Result<Content, Broken> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
        let length = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        self.scalar(self.at + length).map(Content::Scalar)
    }
}
