//! A cursor over a path's text, with errors that name their place.

use super::SyntaxError;

pub(super) struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    pub(super) fn is_done(&self) -> bool {
        self.at >= self.text.len()
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn next(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    pub(super) fn skip_spaces(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.next();
        }
    }

    /// Takes `token` if it comes next.
    pub(super) fn take(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    pub(super) fn expect(&mut self, token: &str) -> Result<(), SyntaxError> {
        if self.take(token) {
            return Ok(());
        }
        Err(self.error(&format!("expected '{token}'")))
    }

    pub(super) fn take_while(&mut self, keep: impl Fn(char) -> bool) -> &'a str {
        let start = self.at;
        while self.peek().is_some_and(&keep) {
            self.next();
        }
        &self.text[start..self.at]
    }

    pub(super) fn error(&self, what: &str) -> SyntaxError {
        let found = self
            .peek()
            .map_or("the end".to_owned(), |c| format!("'{c}'"));
        SyntaxError {
            message: format!("{what} at character {}, found {found}", self.at + 1),
        }
    }

    /// A text in single or double quotes, with backslash escapes.
    pub(super) fn quoted(&mut self) -> Result<String, SyntaxError> {
        let quote = match self.peek() {
            Some(quote @ ('\'' | '"')) => quote,
            _ => return Err(self.error("expected a quoted text")),
        };
        self.next();
        let mut out = String::new();
        loop {
            match self.next() {
                None => return Err(self.error("expected a closing quote")),
                Some(c) if c == quote => return Ok(out),
                // Only the quote and the backslash itself are escaped; any other
                // backslash is part of the name.
                Some('\\') => match self.peek() {
                    Some(c) if c == quote || c == '\\' => out.extend(self.next()),
                    _ => out.push('\\'),
                },
                Some(c) => out.push(c),
            }
        }
    }

    pub(super) fn integer(&mut self) -> Result<i64, SyntaxError> {
        let start = self.at;
        self.take("-");
        self.take_while(|c| c.is_ascii_digit());
        self.text[start..self.at]
            .parse()
            .map_err(|_| self.error("expected an integer"))
    }
}
