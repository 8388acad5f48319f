//! Text to call.

use serde_json::Value;

use super::{Argument, functions};

/// How deep calls may nest. AWS allows ten.
const DEEPEST: usize = 10;

/// A function and its arguments.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Call {
    pub(super) function: String,
    pub(super) arguments: Vec<Argument>,
}

impl Call {
    /// Parses a call.
    ///
    /// # Errors
    /// What is wrong, and where.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let mut parser = Parser { text, at: 0 };
        let call = parser.call(0)?;
        parser.spaces();
        if parser.at < text.len() {
            return Err(parser.wrong("the end"));
        }
        Ok(call)
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn wrong(&self, wanted: &str) -> String {
        let found = self
            .peek()
            .map_or("the end".to_owned(), |c| format!("'{c}'"));
        format!(
            "expected {wanted} at character {}, found {found}",
            self.at + 1
        )
    }

    fn spaces(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn call(&mut self, depth: usize) -> Result<Call, String> {
        if depth >= DEEPEST {
            return Err(format!("intrinsic functions nest at most {DEEPEST} deep"));
        }
        let Some(open) = self.rest().find('(') else {
            return Err(self.wrong("a call such as States.Format('{}', $.name)"));
        };
        let function = self.rest()[..open].trim().to_owned();
        if !functions::is_known(&function) {
            return Err(format!("there is no intrinsic function \"{function}\""));
        }
        self.at += open + 1;
        let mut arguments = Vec::new();
        self.spaces();
        if self.peek() == Some(')') {
            self.at += 1;
            return Ok(Call {
                function,
                arguments,
            });
        }
        loop {
            arguments.push(self.argument(depth)?);
            self.spaces();
            match self.peek() {
                Some(',') => self.at += 1,
                Some(')') => {
                    self.at += 1;
                    return Ok(Call {
                        function,
                        arguments,
                    });
                }
                _ => return Err(self.wrong("',' or ')'")),
            }
        }
    }

    fn argument(&mut self, depth: usize) -> Result<Argument, String> {
        self.spaces();
        match self.peek() {
            Some('\'') => self.text().map(|text| Argument::Literal(Value::from(text))),
            Some('$') => Ok(Argument::Path(self.path()?)),
            Some('S') => self.call(depth + 1).map(Argument::Call),
            _ => self.literal(),
        }
    }

    fn literal(&mut self) -> Result<Argument, String> {
        let end = self.rest().find([',', ')']).unwrap_or(self.rest().len());
        let word = self.rest()[..end].trim();
        let value: Value = serde_json::from_str(word)
            .ok()
            .filter(|value: &Value| !value.is_string() && !value.is_array() && !value.is_object())
            .ok_or_else(|| self.wrong("a text in single quotes, a number, a path or a call"))?;
        self.at += end;
        Ok(Argument::Literal(value))
    }

    /// A text in single quotes. A backslash stands before a quote, a brace or
    /// another backslash, and before the letters of control characters.
    fn text(&mut self) -> Result<String, String> {
        self.at += 1;
        let mut out = String::new();
        let mut characters = self.rest().char_indices();
        while let Some((at, character)) = characters.next() {
            match character {
                '\'' => {
                    self.at += at + 1;
                    return Ok(out);
                }
                '\\' => match characters.next() {
                    // Braces stay escaped: States.Format takes the backslash away.
                    Some((_, escaped @ ('{' | '}'))) => out.extend(['\\', escaped]),
                    Some((_, escaped @ ('\'' | '\\'))) => out.push(escaped),
                    Some((_, 'n')) => out.push('\n'),
                    Some((_, 't')) => out.push('\t'),
                    Some((_, 'r')) => out.push('\r'),
                    Some((_, escaped)) => {
                        return Err(format!("there is no escape \"\\{escaped}\""));
                    }
                    None => break,
                },
                _ => out.push(character),
            }
        }
        self.at = self.text.len();
        Err(self.wrong("a closing quote"))
    }

    /// A path reaches to the comma or bracket outside its own brackets and quotes.
    fn path(&mut self) -> Result<String, String> {
        let mut depth = 0_usize;
        let mut quote = None;
        for (at, character) in self.rest().char_indices() {
            match (quote, character) {
                (Some(open), _) if character == open => quote = None,
                (Some(_), _) => {}
                (None, '\'' | '"') => quote = Some(character),
                (None, '[' | '(') => depth += 1,
                (None, ')') if depth == 0 => return Ok(self.take(at)),
                (None, ']' | ')') => depth = depth.saturating_sub(1),
                (None, ',') if depth == 0 => return Ok(self.take(at)),
                _ => {}
            }
        }
        self.at = self.text.len();
        Err(self.wrong("')'"))
    }

    fn take(&mut self, length: usize) -> String {
        let taken = self.rest()[..length].trim().to_owned();
        self.at += length;
        taken
    }
}
