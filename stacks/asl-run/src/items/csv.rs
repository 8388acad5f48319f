//! Rows of text to objects, by the names of their columns.

use asl::ReaderConfig;
use serde_json::{Map, Value};

/// How rows are read.
#[derive(Debug)]
pub(crate) struct Csv {
    delimiter: char,
    /// The columns' names; `None` where the first row gives them.
    headers: Option<Vec<String>>,
}

impl Csv {
    pub(super) fn of(config: &ReaderConfig) -> Result<Self, String> {
        let delimiter = match config.csv_delimiter.as_deref() {
            Some("PIPE") => '|',
            Some("SEMICOLON") => ';',
            Some("SPACE") => ' ',
            Some("TAB") => '\t',
            _ => ',',
        };
        let headers = match config.csv_header_location.as_deref() {
            Some("GIVEN") => Some(config.csv_headers.clone().unwrap_or_default()),
            _ => None,
        };
        if let Some(headers) = &headers {
            check_headers(headers)?;
        }
        Ok(Self { delimiter, headers })
    }

    /// Rows between commas, whose columns are told beforehand.
    pub(super) fn with_headers(headers: Vec<String>) -> Result<Self, String> {
        check_headers(&headers)?;
        Ok(Self {
            delimiter: ',',
            headers: Some(headers),
        })
    }

    /// At most so many rows, each an object of texts. A column that a row
    /// lacks is empty, one that has no name is left out.
    pub(super) fn items(&self, body: &str, most: usize) -> Result<Vec<Value>, String> {
        let mut rows = Rows {
            rest: body.trim_start_matches('\u{feff}'),
            delimiter: self.delimiter,
        };
        let headers = match &self.headers {
            Some(headers) => headers.clone(),
            None => {
                let first = rows.next().unwrap_or_default();
                check_headers(&first)?;
                first
            }
        };
        Ok(rows
            .take(most)
            .map(|row| {
                let mut cells = row.into_iter();
                let object: Map<String, Value> = headers
                    .iter()
                    .map(|name| (name.clone(), cells.next().unwrap_or_default().into()))
                    .collect();
                Value::Object(object)
            })
            .collect())
    }
}

fn check_headers(headers: &[String]) -> Result<(), String> {
    let mut seen = std::collections::HashSet::new();
    if headers.iter().all(|name| seen.insert(name)) {
        return Ok(());
    }
    Err("CSV headers cannot contain duplicates.".to_owned())
}

/// The rows of a text, by RFC 4180: cells in double quotes may hold
/// delimiters, line ends and doubled quotes.
struct Rows<'a> {
    rest: &'a str,
    delimiter: char,
}

impl Iterator for Rows<'_> {
    type Item = Vec<String>;

    fn next(&mut self) -> Option<Vec<String>> {
        // Empty lines are no rows.
        self.rest = self.rest.trim_start_matches(['\r', '\n']);
        if self.rest.is_empty() {
            return None;
        }
        let mut row = Vec::new();
        let mut cell = String::new();
        let mut in_quotes = false;
        let mut was_quoted = false;
        let mut characters = self.rest.char_indices().peekable();
        while let Some((at, character)) = characters.next() {
            if in_quotes {
                if character != '"' {
                    cell.push(character);
                } else if characters.peek().is_some_and(|(_, next)| *next == '"') {
                    characters.next();
                    cell.push('"');
                } else {
                    in_quotes = false;
                }
                continue;
            }
            match character {
                '"' if cell.is_empty() && !was_quoted => {
                    in_quotes = true;
                    was_quoted = true;
                }
                '\n' => {
                    self.rest = &self.rest[at + 1..];
                    row.push(cell);
                    return Some(row);
                }
                '\r' if characters.peek().is_none_or(|(_, next)| *next == '\n') => {}
                c if c == self.delimiter => {
                    row.push(std::mem::take(&mut cell));
                    was_quoted = false;
                }
                other => cell.push(other),
            }
        }
        self.rest = "";
        row.push(cell);
        Some(row)
    }
}
